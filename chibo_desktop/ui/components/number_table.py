"""A table of words and numbers in which a number can be pressed like a button: it opens what it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.delegates import PAD, CellDelegate, NumberDelegate, WrapDelegate, two_lines
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
_Spot = tuple[int, int]
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
_MIDDLE, _WRAPS = Qt.AlignmentFlag.AlignVCenter, Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class NumberRows:
    """Rows of words and numbers. ``shares``: widths of the columns; ``opens``: rows and columns that can be pressed."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    shares: tuple[int, ...]
    opens: frozenset[_Spot] = frozenset()

    def is_number(self, column: int) -> bool:
        return any(isinstance(row[column], int) for row in self.rows)


class NumberTable(QTableView):
    """As high as its rows; the page scrolls. `number_opened(row, column)`: Enter, Space or a click on a number.

    Arrows go from cell to cell, Tab leaves.
    """

    number_opened = Signal(int, int)

    def __init__(self, name: str, content: NumberRows) -> None:
        super().__init__()
        self.content = content
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("Enter trên một số mở danh sách mà số đó đếm.") if content.opens else "")
        self.setModel(_Numbers(content))
        self._delegates: list[CellDelegate] = [
            _LinkDelegate(content.opens) if content.is_number(column) else WrapDelegate("medium" if not column else "")
            for column in range(len(content.head))
        ]
        self._set_manner()
        self.clicked.connect(lambda index: self._press(index.row(), index.column()))
        self._measure()
        if content.rows:
            first = min(content.opens, default=(0, 0))
            self.setCurrentIndex(self.model().index(*first))

    def _set_manner(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for place, delegate in enumerate(self._delegates):
            delegate.setParent(self)
            delegate.footed = False
            self.setItemDelegateForColumn(place, delegate)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(0)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)

    def press(self, row: int, column: int) -> None:
        """Open what a number counts, as a person would."""
        self.setCurrentIndex(self.model().index(row, column))
        self._press(row, column)

    def _press(self, row: int, column: int) -> None:
        if (row, column) in self.content.opens:
            self.number_opened.emit(row, column)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = self.currentIndex()
        if Qt.Key(event.key()) in _PRESSES and now.isValid():
            self._press(now.row(), now.column())
            event.accept()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.SMALLEST[0] // 2), self._full_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), self._full_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus() or not self.currentIndex().isValid():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("focus"), px(tokens.RING)))
        painter.drawRect(self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1))
        painter.end()

    # inside

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(px(tokens.ROW))
        shares, room = self.content.shares, self.viewport().width()
        for column, share in enumerate(shares):
            self.setColumnWidth(column, room * share // sum(shares))
        self._fit_rows()
        self.horizontalHeader().setFixedHeight(self._head_height())
        if self.height() != self._full_height():
            self.setFixedHeight(self._full_height())
            self.updateGeometry()

    def _fit_rows(self) -> None:
        """Rows whose words go over two lines are higher."""
        font = tokens.font(tokens.BODY_MEDIUM)
        texts = [column for column in range(len(self.content.head)) if not self.content.is_number(column)]
        for place, row in enumerate(self.content.rows):
            rooms = ((str(row[column]), self.columnWidth(column) - px(PAD) - px(tokens.S8)) for column in texts)
            is_long = any(len(two_lines(words, font, room)) > 1 for words, room in rooms)
            self.setRowHeight(place, px(tokens.ROW_TWO if is_long else tokens.ROW))

    def _head_height(self) -> int:
        """As high as the longest of the heads, which go over more lines where they are narrow."""
        metrics = QFontMetrics(self.horizontalHeader().font())
        highest = 0
        for column, words in enumerate(self.content.head):
            width = max(1, self.columnWidth(column) - px(tokens.S16) - px(tokens.S8))
            highest = max(highest, metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPS, words).height())
        return max(px(tokens.TABLE_HEAD), highest + px(tokens.S16))

    def _full_height(self) -> int:
        return self.horizontalHeader().height() + self.verticalHeader().length()


class _LinkDelegate(NumberDelegate):
    """Numbers that can be pressed have the colour of links."""

    def __init__(self, opens: Collection[_Spot]) -> None:
        super().__init__("medium")
        self._opens = opens

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        self._ink = "accent_text" if (index.row(), index.column()) in self._opens else "text"
        super().paint_inside(painter, rect, index)


class _Numbers(QAbstractTableModel):
    def __init__(self, content: NumberRows) -> None:
        super().__init__()
        self._content = content
        self._numbers = [content.is_number(column) for column in range(len(content.head))]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._content.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._content.head)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._content.head[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._numbers[section] else Qt.AlignmentFlag.AlignLeft
            return (side | _MIDDLE).value | _WRAPS.value
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._content.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = f"{_words(row[0])}, {self._content.head[index.column()]}: {_words(row[index.column()])}"
            opens = (index.row(), index.column()) in self._content.opens
            return tr("%1, mở danh sách", told) if opens else told
        return None


def _words(value: str | int) -> str:
    return padded(value) if isinstance(value, int) else value


def rows_of(
    head: Sequence[str], rows: Sequence[Sequence[str | int]], shares: Sequence[int], opens: Collection[_Spot] = ()
) -> NumberRows:
    """The content of a table; what counts nothing cannot be pressed."""
    pressed = frozenset((row, column) for row, column in opens if rows[row][column])
    return NumberRows(tuple(head), tuple(map(tuple, rows)), tuple(shares), pressed)
