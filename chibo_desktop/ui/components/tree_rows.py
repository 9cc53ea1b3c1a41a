"""Rows that stand below each other as a tree: nothing is made of a row before it is seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from chibo_desktop.ui.components.rows_model import ChipRole, Column, IconRole, RowRole, SecondRole

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TreeRows(QAbstractItemModel, Generic[Row]):
    """Frozen rows by key, and the keys that stand below each. `set_tree` is the only entrance.

    The columns are those of `RowsModel`; `spoken` makes one sentence of a row.
    """

    def __init__(self, columns: Sequence[Column[Row]], spoken: Callable[[Row], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._spoken = spoken
        self._rows: Mapping[Any, Row] = {}
        self._children: Mapping[Any, Sequence[Any]] = {}
        self._keys: list[Any] = []
        self._places: dict[Any, tuple[int, int, Any]] = {}  # key: its number, its row, the key above it
        self._answers: dict[int, Callable[[Row, Column[Row]], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda row, column: column.text(row) if column.text else "",
            Qt.ItemDataRole.AccessibleTextRole: lambda row, _: self._spoken(row),
            Qt.ItemDataRole.ToolTipRole: lambda row, column: column.text(row) if column.text else "",
            RowRole: lambda row, _: row,
            SecondRole: lambda row, column: column.second(row) if column.second else "",
            ChipRole: lambda row, column: column.chip(row) if column.chip else None,
            IconRole: lambda row, column: column.icon(row) if column.icon else None,
        }

    def set_tree(self, rows: Mapping[Any, Row], children: Mapping[Any, Sequence[Any]]) -> None:
        """Show these rows; `children` of `None` are the roots."""
        self.beginResetModel()
        self._rows, self._children, self._keys, self._places = rows, children, [], {}
        for above, below in children.items():
            for row, key in enumerate(below):
                self._places[key] = (len(self._keys), row, above)
                self._keys.append(key)
        self.endResetModel()

    def key_at(self, index: _Index) -> Any:
        """The key of a row; `None` of no row."""
        return self._keys[index.internalId()] if index.isValid() else None

    def row_at(self, index: _Index) -> Row | None:
        """The row itself."""
        return self._rows[self.key_at(index)] if index.isValid() else None

    def index_of(self, key: Any, column: int = 0) -> QModelIndex:
        """Where a row stands; an invalid index where it does not."""
        if key not in self._places:
            return QModelIndex()
        number, row, _ = self._places[key]
        return self.createIndex(row, column, number)

    def spoken(self, index: _Index) -> str:
        """The row as one sentence."""
        row = self.row_at(index)
        return "" if row is None else self._spoken(row)

    # Qt's own

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        below = self._children.get(self.key_at(parent), ())
        if not (0 <= row < len(below) and 0 <= column < len(self.columns)):
            return QModelIndex()
        return self.createIndex(row, column, self._places[below[row]][0])

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override] - QObject has one without words
        if not index.isValid():
            return QModelIndex()
        return self.index_of(self._places[self.key_at(index)][2])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return len(self._children.get(self.key_at(parent), ())) if parent.column() <= 0 else 0

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = self._answers.get(role)
        row = self.row_at(index)
        return answer(row, self.columns[index.column()]) if answer is not None and row is not None else None
