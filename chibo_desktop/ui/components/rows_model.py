"""Rows of values as a table: what is shown, sorted and spoken are three things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.icons import Icon

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex

RowRole = Qt.ItemDataRole.UserRole + 1
SecondRole = Qt.ItemDataRole.UserRole + 2
ChipRole = Qt.ItemDataRole.UserRole + 3
IconRole = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. Give one of: `text` (with `second` for a second line, `wraps` for two lines of running text,
    `number` for figures at the right), `chip`, `icon`.

    `width` in units; 0 takes what is left. `look`: "" (body), strong, medium, second, muted. `sort`: the key to sort
    by; None = not sortable. `icon` returns (icon, tint, spoken word) or None.
    """

    title: str
    text: Callable[[Row], str] | None = None
    second: Callable[[Row], str] | None = None
    chip: Callable[[Row], ChipLook | None] | None = None
    icon: Callable[[Row], tuple[Icon, str, str] | None] | None = None
    width: int = 0
    look: str = ""
    number: bool = False
    wraps: bool = False
    sort: Callable[[Row], Any] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows in declared columns. `set_rows` is the only entrance; `spoken` makes one sentence of a row."""

    def __init__(self, columns: Sequence[Column[Row]], spoken: Callable[[Row], str] | None = None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._spoken = spoken
        self._rows: list[Row] = []
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._answers: dict[int, Callable[[int, Column[Row]], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda place, column: self._shown(self._rows[place], column),
            Qt.ItemDataRole.AccessibleTextRole: lambda place, _: self.spoken(place),
            Qt.ItemDataRole.ToolTipRole: lambda place, column: self._told(self._rows[place], column),
            RowRole: lambda place, _: self._rows[place],
            SecondRole: lambda place, column: column.second(self._rows[place]) if column.second else "",
            ChipRole: lambda place, column: column.chip(self._rows[place]) if column.chip else None,
            IconRole: lambda place, column: column.icon(self._rows[place]) if column.icon else None,
        }

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they stand on the screen."""
        return tuple(self._rows)

    def row_at(self, place: int) -> Row:
        """The row at that place."""
        return self._rows[place]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in the order chosen by the person."""
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def set_row(self, place: int, row: Row) -> None:
        """One row has changed: nothing else is painted anew, the view keeps its place."""
        self._rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = self._answers.get(role)
        return answer(index.row(), self.columns[index.column()]) if answer else None

    def spoken(self, place: int) -> str:
        """The whole row as one sentence."""
        row = self._rows[place]
        if self._spoken:
            return self._spoken(row)
        words = [self._shown(row, column) for column in self.columns]
        return ", ".join(word for word in words if word)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or self.columns[column].sort is None:
            return
        self._order = (column, order)
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()

    @property
    def order(self) -> tuple[int, Qt.SortOrder]:
        """Column and direction that the rows are sorted by; column -1 as they were given."""
        return self._order or (-1, Qt.SortOrder.AscendingOrder)

    def next_order(self, column: int) -> Qt.SortOrder:
        """Direction that another click on the head of that column gives."""
        rising = Qt.SortOrder.AscendingOrder
        return Qt.SortOrder.DescendingOrder if self.order == (column, rising) else rising

    def _arrange(self) -> None:
        if self._order is None:
            return
        place, order = self._order
        key = self.columns[place].sort
        if key is not None:
            self._rows.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)

    def _shown(self, row: Row, column: Column[Row]) -> str:
        if column.text:
            second = column.second(row) if column.second and not column.text(row) else ""
            return column.text(row) or second
        if column.chip:
            chip = column.chip(row)
            return chip.word if chip else ""
        icon = column.icon(row) if column.icon else None
        return icon[2] if icon else ""

    def _told(self, row: Row, column: Column[Row]) -> str | None:
        chip = column.chip(row) if column.chip else None
        if chip:
            return chip.told or None
        icon = column.icon(row) if column.icon else None
        return icon[2] if icon else None
