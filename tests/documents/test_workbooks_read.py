"""The door for spreadsheets: whatever bytes come, values come out or a refusal does."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.documents.workbooks_read import read_tables
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.spreadsheets import RawRow, column_letters
from tests.building.spreadsheets import Book

MARKS = (b"", b"PK\x03\x04", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LETTERS = "aăâđêôơưáàảãạấặệộởữỷ ĐẮỘỨ"


def rows(data: bytes) -> list[tuple[object, ...]]:
    (table,) = read_tables(data, "x.csv")
    return [row.cells for row in table.rows]


@given(st.sampled_from(MARKS), st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(mark: bytes, data: bytes) -> None:
    try:
        (table,) = read_tables(mark + data, "x")
    except Refusal as refusal:
        assert refusal.code.startswith("SHEET_")  # noqa: PT017 - either will do
    else:
        assert all(isinstance(row, RawRow) for row in table.rows)


@given(st.lists(st.text(LETTERS, min_size=1, max_size=10).filter(str.strip), min_size=1, max_size=4))
def test_cells_come_as_they_were_written_in_any_of_the_letters_of_excel(cells: list[str]) -> None:
    text = "\t".join(cells)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert rows(text.encode(encoding)) == [tuple(cells)]


def test_a_row_is_called_after_the_first_of_its_lines() -> None:
    (table,) = read_tables('a;b\n\n"hai\ndòng";c\nd;e\n'.encode(), "x")
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("a", "b")),
        (3, ("hai\ndòng", "c")),
        (5, ("d", "e")),
    ]


def test_hidden_sheets_and_formulas_without_a_value_are_told_apart() -> None:
    book = Book()
    page = book.sheet("Bảng", ("a", "b"), [(1, "=A1"), (None, None)])
    page.merge_cells("A4:B5")
    book.sheet("Ẩn", ("c",), []).sheet_state = "hidden"
    (table,) = read_tables(book.file().data, "x")
    assert (table.name, table.formulas) == ("Bảng", frozenset({(2, 2)}))
    assert table.merged[0].holds(5, 2)
    assert not table.merged[0].holds(3, 2)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_the_letters_that_people_see(column: int, letters: str) -> None:
    assert column_letters(column) == letters
