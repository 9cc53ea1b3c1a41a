"""Days of a calendar as values, and as the cells of a table: arrows, selection and spoken cells come with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from chibo_desktop.domain.wording import weekday

DayRole = Qt.ItemDataRole.UserRole + 1
WEEK = 7
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on a day. ``marked``: look here; ``dashed``: not certain. ``second`` is shown where there is room."""

    key: str
    text: str
    second: str = ""
    marked: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. ``is_inside``: of the month that is shown; ``is_barred``: it has a bar at its upper edge.

    ``entries`` are the first of ``count``; ``rest_marked``: there is something to look at among the others.
    """

    day: dt.date
    label: str
    told: str
    is_inside: bool = True
    is_today: bool = False
    is_barred: bool = False
    entries: tuple[CalendarEntry, ...] = ()
    count: int = 0
    rest_marked: bool = False


class CalendarModel(QAbstractTableModel):
    """Weeks of days, Monday to Sunday."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[CalendarDay, ...] = ()
        self._places: dict[dt.date, int] = {}

    def set_days(self, days: Sequence[CalendarDay]) -> None:
        """Whole weeks, beginning with a Monday."""
        same_shape = len(days) == len(self._days)
        if not same_shape:
            self.beginResetModel()
        self._days = tuple(days)
        self._places = {one.day: place for place, one in enumerate(self._days)}
        if not same_shape:
            self.endResetModel()
        elif days:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, WEEK - 1))

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """The days that are shown."""
        return self._days

    def day_at(self, index: _Index) -> CalendarDay | None:
        """The day of a cell."""
        place = index.row() * WEEK + index.column()
        return self._days[place] if index.isValid() and place < len(self._days) else None

    def index_of(self, day: dt.date) -> QModelIndex:
        """The cell of a day; an invalid one where it is not shown."""
        place = self._places.get(day)
        return QModelIndex() if place is None else self.index(*divmod(place, WEEK))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._days) // WEEK

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else WEEK

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return weekday(dt.date(2024, 1, 1) + dt.timedelta(days=section))  # a Monday
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day = self.day_at(index)
        if day is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return day.label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return day.told
        return day if role == DayRole else None
