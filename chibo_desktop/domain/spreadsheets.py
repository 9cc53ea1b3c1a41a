"""What a spreadsheet from outside holds, before anybody asks what it means: rows of bare values, and what is odd.

Places are counted from 1, as people see them beside the sheet.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

Value = str | int | float | bool | dt.date | None

ERROR_WORDS: Final = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))
"""What a cell says whose formula could not be worked out."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that holds something, and its number in the sheet."""

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int) -> Value:
        """The value in a column, counted from 1; ``None`` beyond the end."""
        return self.cells[column - 1] if column <= len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that were joined into one."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet, or a whole CSV file. Rows without anything in them are left out.

    ``formulas``: places (row, column) of formulas that the writing program never worked out, so that nobody knows
    their value. ``is_cut``: there were more rows or columns than anybody reads.
    """

    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[Area, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    is_cut: bool = False


def column_letters(column: int) -> str:
    """How a spreadsheet names a column counted from 1: A, B ... Z, AA ..."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
