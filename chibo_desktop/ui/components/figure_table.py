"""A table of figures each of which opens what it counts: arrows move from figure to figure, Enter or a click opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from chibo_desktop.ui import tokens
from chibo_desktop.ui.digits import paint_figures
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
_FIGURE = 96  # units of a column of figures
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
_HEAD = 2  # lines


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure as it is written, and what it opens; without a subject it opens nothing."""

    text: str
    subject: object = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What is counted, and the figures. `look`: "", strong or inner (a part of the row above)."""

    label: str
    figures: tuple[FigureCell, ...]
    look: str = ""


class FigureModel(QAbstractTableModel):
    """The rows, with what stands above the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.head: tuple[str, ...] = ("",)
        self.rows: tuple[FigureRow, ...] = ()

    def set_rows(self, head: Sequence[str], rows: Sequence[FigureRow]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.head, self.rows = tuple(head), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.head)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head[section].replace(", ", ",\n")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        text = row.figures[index.column() - 1].text if index.column() else row.label
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}, {self.head[index.column()]}: {text}" if index.column() else row.label
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return row.label
        return None

    def cell_at(self, index: _Index) -> FigureCell | None:
        """The figure at that place; ``None`` for the words of a row."""
        return self.rows[index.row()].figures[index.column() - 1] if index.isValid() and index.column() else None


class FigureTable(QTableView):
    """As high as its rows; `figure_opened(subject)` when a figure is pressed."""

    figure_opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.figures = FigureModel()
        self.setAccessibleName(name)
        self.setModel(self.figures)
        self._manner = _Delegate(self)
        self.setItemDelegate(self._manner)
        self._set_manner()
        self._pressed_at = QModelIndex()

    def _set_manner(self) -> None:
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(0)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)

    def show_figures(self, head: Sequence[str], rows: Sequence[FigureRow]) -> None:
        """Show these; the place of the focus is kept."""
        place = self.currentIndex()
        row, column = max(place.row(), 0), max(place.column(), 1)
        self.figures.set_rows(head, rows)
        self._measure()
        if rows:
            self.setCurrentIndex(self.figures.index(min(row, len(rows) - 1), min(column, len(head) - 1)))

    def open(self, index: QModelIndex) -> None:
        """Open what a figure counts."""
        cell = self.figures.cell_at(index)
        if cell is not None and cell.subject is not None:
            self.figure_opened.emit(cell.subject)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OPENS:
            self.open(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = self.indexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self._pressed_at:
            self.open(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        cell = self.figures.cell_at(self.indexAt(event.position().toPoint()))
        opens = cell is not None and cell.subject is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.SMALLEST[0] // 2), self._full_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), self._full_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._measure()

    def _full_height(self) -> int:
        return self._head_height() + self.verticalHeader().length()

    def _head_height(self) -> int:
        line = QFontMetrics(tokens.font(tokens.CAPTION)).lineSpacing()
        return max(px(tokens.TABLE_HEAD), line * _HEAD + px(tokens.S12))

    def _measure(self) -> None:
        self.horizontalHeader().setFixedHeight(self._head_height())
        self.verticalHeader().setDefaultSectionSize(px(tokens.ROW))
        for place in range(len(self.figures.rows)):
            self.setRowHeight(place, px(tokens.ROW))
        self._share_width()
        self.setFixedHeight(self._full_height())

    def _share_width(self) -> None:
        room, count = self.viewport().width(), len(self.figures.head) - 1
        figure = min(px(_FIGURE), room * 6 // (10 * max(1, count)))
        for place in range(1, count + 1):
            self.setColumnWidth(place, figure)
        self.setColumnWidth(0, room - figure * count)


class _Delegate(QStyledItemDelegate):
    """Words at the left, figures at the right in cells of one width; a ring around the one that has the focus."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, FigureModel)
        row, rect = model.rows[index.row()], QRect(option.rect)
        painter.save()
        if index.row() < model.rowCount() - 1:
            painter.setPen(colour("border"))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        style = tokens.BODY_STRONG if row.look == "strong" else tokens.BODY
        painter.setFont(tokens.font(style))
        painter.setPen(colour("text2" if row.look == "inner" else "text"))
        if index.column():
            paint_figures(painter, QRectF(rect).adjusted(0, 0, -px(tokens.S16), -1), str(index.data() or ""))
        else:
            indent = px(tokens.S16 + (tokens.S20 if row.look == "inner" else 0))
            words = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, rect.width() - indent)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
            painter.drawText(rect.adjusted(indent, 0, 0, -1), flags, words)
        table = self.parent()
        if isinstance(table, FigureTable) and table.hasFocus() and table.currentIndex() == index:
            painter.setPen(QPen(colour("focus"), px(tokens.RING)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()
