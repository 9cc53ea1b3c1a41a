"""The way back: every state that the rows of a section have had while the page is open."""

from __future__ import annotations

from typing import Generic, TypeVar

Row = TypeVar("Row")

LONGEST = 300


class RowHistory(Generic[Row]):
    """States in order, one of them in force. Rows are frozen, so a state costs one tuple."""

    def __init__(self, rows: tuple[Row, ...] = ()) -> None:
        self._states = [rows]
        self._place = 0

    def record(self, rows: tuple[Row, ...]) -> None:
        """These rows are in force now; what had been taken back before can no longer be brought again."""
        if rows == self._states[self._place]:
            return
        self._states = [*self._states[: self._place + 1], rows][-LONGEST:]
        self._place = len(self._states) - 1

    def back(self) -> tuple[Row, ...] | None:
        """The state before, now in force; ``None`` when there is none."""
        return self._step(-1)

    def forward(self) -> tuple[Row, ...] | None:
        """The state that was taken back last, in force again; ``None`` when there is none."""
        return self._step(1)

    def _step(self, step: int) -> tuple[Row, ...] | None:
        if not 0 <= self._place + step < len(self._states):
            return None
        self._place += step
        return self._states[self._place]
