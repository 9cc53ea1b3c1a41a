"""Spreadsheets out: tables as .xlsx files whose numbers and dates are real, and whose text is never worked out.

Whatever a cell's text begins with, it is written as text: no formula, no link, no number is ever made of it. The same
tables give the same bytes. Reading spreadsheets is the business of ``workbooks_read``.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chibo_desktop.domain.text import clean_text

Cell = str | int | float | dt.date | None
"""What stands in a cell; ``None`` is an empty one, a clock time is text."""

LONGEST_CELL: Final = 32_767
"""Characters that a cell of a spreadsheet can hold; longer text ends in an ellipsis."""
_LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LAST_ROW: Final = 1_048_575
_FACE: Final = "Times New Roman"
_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a property of the file, which wants it bare: always the same
_GREY: Final = "#EFEDEA"


class Kind(StrEnum):
    """How the cells of a column look; it never changes what they are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """``head`` as people read it, ``width`` in characters; ``choices`` are offered as a list while typing."""

    head: str
    width: float = 14
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``rows`` may be a generator of any length; ``title`` and ``note`` stand above the head, if any."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    note: str = ""


def build_workbook(sheets: Sequence[Sheet], author: str = "") -> bytes:
    """The sheets as one .xlsx file: heads frozen, filtered and repeated on paper, landscape A4, as wide as one page."""
    out = io.BytesIO()
    options = {
        "in_memory": True,  # no temporary files: names of people lie nowhere but in the file that was asked for
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": _FACE, "font_size": 12},
    }
    book = Workbook(out, options)
    book.set_properties({"author": author, "created": _MADE})
    looks = _Looks.of(book)
    for sheet, name in zip(sheets, _names(sheets), strict=True):
        _write(book.add_worksheet(name), sheet, looks)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    note: Format
    head: Format
    cell: dict[Kind, Format]

    @classmethod
    def of(cls, book: Workbook) -> "_Looks":
        cell = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C9C4BC"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            note=book.add_format({"italic": True}),
            head=book.add_format({**cell, "bold": True, "bg_color": _GREY, "valign": "vcenter", "align": "center"}),
            cell={
                Kind.TEXT: book.add_format({**cell, "num_format": "@"}),
                Kind.NUMBER: book.add_format({**cell, "num_format": "#,##0.##"}),
                Kind.DATE: book.add_format({**cell, "num_format": "dd/mm/yyyy"}),
            },
        )


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names as a spreadsheet allows them: short, without its own signs, no two alike."""
    found: list[str] = []
    for place, sheet in enumerate(sheets, 1):
        name = clean_text(sheet.name).translate(_NOT_IN_SHEET_NAMES).strip("' ")[:_LONGEST_SHEET_NAME] or f"{place}"
        taken = {one.casefold() for one in found}
        found.append(name if name.casefold() not in taken else f"{name[: _LONGEST_SHEET_NAME - 5]} ({place})")
    return found


def _write(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, looks.cell[column.kind])
    top = 0
    for text, look in ((sheet.title, looks.title), (sheet.note, looks.note)):
        if text:
            page.write_string(top, 0, _cut(text), look)
            top += 1
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, _cut(column.head), looks.head)
    last = top
    for last, row in enumerate(sheet.rows, top + 1):
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _put(page, last, place, value, looks.cell[column.kind])
    _dress(page, sheet, top, last)


def _put(page: Worksheet, row: int, place: int, value: Cell, look: Format) -> None:
    match _cut(value) if isinstance(value, str) else value:
        case None | "":
            page.write_blank(row, place, None, look)
        case str() as text:
            page.write_string(row, place, text, look)
        case dt.date() as day:
            page.write_datetime(row, place, dt.datetime(day.year, day.month, day.day), look)  # noqa: DTZ001 - bare
        case number:
            page.write_number(row, place, number, look)


def _cut(text: str) -> str:
    clean = clean_text(text)
    return clean if len(clean) <= LONGEST_CELL else f"{clean[: LONGEST_CELL - 1]}…"


def _dress(page: Worksheet, sheet: Sheet, top: int, last: int) -> None:
    """What makes a table usable: a head that stays, filters, lists to choose from, a printed page."""
    page.freeze_panes(top + 1, 0)
    if sheet.columns:
        page.autofilter(top, 0, max(last, top + 1), len(sheet.columns) - 1)
    for place, column in enumerate(sheet.columns):
        if column.choices:
            choice = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            page.data_validation(top + 1, place, _LAST_ROW, place, choice)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&C&P/&N")
