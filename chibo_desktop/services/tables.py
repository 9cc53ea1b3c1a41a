"""A table as a file: Excel or CSV for spreadsheets, PDF for paper, a calendar for telephones.

What the cells say comes from the caller, as plain text.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from chibo_desktop.documents import calendars, report_paper, tables, workbooks
from chibo_desktop.documents.calendars import Event, EventState
from chibo_desktop.documents.fonts import choose_font_family
from chibo_desktop.documents.letterhead import HeadText
from chibo_desktop.documents.profiles import STANDARD_PROFILE, load_profile
from chibo_desktop.documents.report_paper import Chapter, Chart, ReportText, Series
from chibo_desktop.documents.ruled_rows import RuledTable
from chibo_desktop.documents.tables import Form, TableText
from chibo_desktop.documents.workbooks import Cell, Column, Kind, Sheet

__all__ = [
    "Cell", "Chapter", "Chart", "Column", "Event", "EventState", "Form", "HeadText", "Kind", "ReportText", "RuledTable",
    "Series", "Sheet", "TableText", "calendar_file", "csv_file", "form_file", "pdf_file", "report_file", "word_file",
    "xlsx_file",
]  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With these a cell begins that a spreadsheet would work out instead of showing it (OWASP, CSV injection)."""


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """RFC 4180 in UTF-8 with a mark at the beginning, so that spreadsheets read Vietnamese; every cell is text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def pdf_file(title: str, note: str, head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int]) -> bytes:
    """A landscape table; ``shares`` are the widths of its columns against each other. Raises ``Fault`` FONT_MISSING."""
    return tables.build_table(TableText(title, note, tuple(head), tuple(map(tuple, rows)), tuple(shares)))


def form_file(table: TableText) -> bytes:
    """A landscape table as a document of its office, in the printed form. Raises ``Fault`` FONT_MISSING."""
    return tables.build_table(table)


def report_file(text: ReportText) -> bytes:
    """A report in the printed form. Raises ``Fault`` FONT_MISSING."""
    return report_paper.build_report(text, load_profile(STANDARD_PROFILE), choose_font_family())


def word_file(text: ReportText) -> bytes:
    """A report as a Word file, to be written on in."""
    from chibo_desktop.documents import word_files

    return word_files.build_word_file(text, load_profile(STANDARD_PROFILE))


def calendar_file(name: str, events: Iterable[Event], stamp: dt.datetime) -> bytes:
    """A file that calendars take in (RFC 5545)."""
    return calendars.build_calendar(name, events, stamp)


def xlsx_file(sheets: Sequence[Sheet], author: str = "") -> bytes:
    """Tables as a spreadsheet: numbers and dates are real, text is never a formula; the same bytes every time."""
    return workbooks.build_workbook(sheets, author)
