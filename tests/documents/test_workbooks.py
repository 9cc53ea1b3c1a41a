"""Spreadsheets as they are written, read back with another program."""

import datetime as dt
import io
from typing import Any

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.documents.workbooks import LONGEST_CELL, Column, Kind, Sheet, build_workbook
from chibo_desktop.domain.text import clean_text

FORMULAS = (
    "=1+1",
    "+84 209",
    "-2",
    "@SUM(A1)",
    '=HYPERLINK("http://example.invalid")',
    "http://example.invalid",
    "007",
)


def read_back(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def one(rows: list[tuple[Any, ...]], *columns: Column) -> list[list[Any]]:
    (found,) = read_back(build_workbook([Sheet("Bảng", columns, rows)])).values()
    return found


def test_numbers_and_dates_are_real_and_whatever_text_begins_with_it_stays_text() -> None:
    columns = Column("Tên", 40), Column("Số", kind=Kind.NUMBER), Column("Ngày", kind=Kind.DATE)
    rows = [(text, 1992, dt.date(2023, 6, 30)) for text in FORMULAS]
    head, *found = one(rows, *columns)
    assert head == ["Tên", "Số", "Ngày"]
    assert found == [[text, 1992, dt.datetime(2023, 6, 30)] for text in FORMULAS]  # noqa: DTZ001 - as it is read


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_is_stored(texts: list[str]) -> None:
    found = one([(text,) for text in texts], Column("Chữ"))
    expected = [clean_text(text) or None for text in texts]
    assert [row[0] for row in found[1:]] == expected


def test_the_same_tables_give_the_same_bytes() -> None:
    sheet = Sheet("Bảng", (Column("Tên", choices=("có", "không")),), [("có",)], "Phụ lục", "kèm theo")
    assert build_workbook([sheet], "Văn phòng") == build_workbook([sheet], "Văn phòng")


def test_a_head_stays_in_sight_under_a_title_and_is_repeated_on_paper() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(build_workbook([Sheet("B", (Column("Tên"),), [("x",)], "Phụ lục", "kèm")]))
    )
    page = book["B"]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A4", "$3:$3", "A3:A4")
    assert page.page_setup.orientation == "landscape"


def test_names_of_sheets_that_a_spreadsheet_does_not_allow_are_made_so() -> None:
    names = ["Tổ: [1/2]*?", "tổ   1 2", "Tổ   1 2", "", "a" * 40, "A" * 40]
    found = list(read_back(build_workbook([Sheet(name, (Column("x"),), []) for name in names])))
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 for name in found)


def test_text_beyond_what_a_cell_holds_ends_in_an_ellipsis() -> None:
    found = one([("ộ" * (LONGEST_CELL + 1),)], Column("Chữ"))
    assert found[1] == ["ộ" * (LONGEST_CELL - 1) + "…"]
