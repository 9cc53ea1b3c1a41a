"""A table whose rows open: arrows go through it and open it, Enter opens a row for good, Tab leaves it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeView

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.delegates import delegate_for
from chibo_desktop.ui.components.tree_rows import TreeRows
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px

_READABLE = 200  # units that the first column keeps, whatever the others ask for


class TreeTable(QTreeView):
    """A tree over `TreeRows`; it fills its place and scrolls by itself.

    `row_chosen(row)`: the row now current, or None. `row_opened(row)`: Enter, F2 or double click on one without rows
    below it.
    """

    row_chosen = Signal(object)
    row_opened = Signal(object)

    def __init__(self, model: TreeRows[Any], name: str) -> None:
        super().__init__()
        self.tree_rows = model
        self.setAccessibleName(name)
        self.setModel(model)
        self._delegates = [delegate_for(column) for column in model.columns]
        for place, delegate in enumerate(self._delegates):
            delegate.setParent(self)
            self.setItemDelegateForColumn(place, delegate)
        self._set_manner()
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.row_chosen.emit(model.row_at(now)))
        self.doubleClicked.connect(self._open)
        self._measure()

    def _set_manner(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setAnimated(False)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        head = self.header()
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(1)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # what others call

    @property
    def current_key(self) -> Any:
        """The key of the current row, or None."""
        return self.tree_rows.key_at(self.currentIndex())

    def reveal(self, key: Any) -> bool:
        """Make a row current, open what is above it, bring it into view. False where there is no such row."""
        index = self.tree_rows.index_of(key)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        self.setCurrentIndex(index)
        if not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def open_keys(self) -> set[Any]:
        """Keys of the rows that are open."""
        found: set[Any] = set()
        pending = [self.tree_rows.index(row, 0) for row in range(self.tree_rows.rowCount())]
        while pending:
            index = pending.pop()
            if self.isExpanded(index):
                found.add(self.tree_rows.key_at(index))
                pending += [self.tree_rows.index(row, 0, index) for row in range(self.tree_rows.rowCount(index))]
        return found

    def set_open(self, keys: set[Any]) -> None:
        """Open these rows, where they are."""
        for key in keys:
            index = self.tree_rows.index_of(key)
            if index.isValid():
                self.expand(index)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and index.isValid():
            self._open(index)
        elif key == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier and index.isValid():
            QGuiApplication.clipboard().setText(self.tree_rows.spoken(index))
        else:
            super().keyPressEvent(event)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        chosen = self.selectionModel().isSelected(index)
        if chosen:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), colour("sel"))
        painter.setPen(colour("border"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if self.tree_rows.rowCount(index):
            side = px(tokens.ICON_INLINE)
            spot = QRect(rect.right() - px(tokens.S16), rect.center().y() - side // 2, side, side)
            icon = Icon.CHEVRON_DOWN if self.isExpanded(index) else Icon.CHEVRON_RIGHT
            paint_icon(painter, icon, spot, "sel_text" if chosen else "text2")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        index, around = self.currentIndex(), self.viewport().rect()
        if index.isValid():
            place = self.visualRect(index)
            around = QRect(0, place.top(), around.width(), place.height())
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("focus"), px(tokens.RING)))
        painter.drawRect(around.adjusted(1, 1, -1, -1))
        painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), px(tokens.TABLE_HEAD + 6 * tokens.ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    # inside

    def _open(self, index: QModelIndex) -> None:
        """One with rows below it opens or closes; one without is told."""
        first = index.siblingAtColumn(0)
        if self.tree_rows.rowCount(first):
            self.setExpanded(first, not self.isExpanded(first))
        else:
            self.row_opened.emit(self.tree_rows.row_at(first))

    def _measure(self) -> None:
        self.setIndentation(px(tokens.S24))
        self.header().setFixedHeight(px(tokens.TABLE_HEAD))
        self.doItemsLayout()
        self._share_width()

    def _share_width(self) -> None:
        room = self.viewport().width()
        columns = self.tree_rows.columns
        taken = sum(px(column.width) for column in columns)
        scale = min(1.0, max(0.5, (room - px(_READABLE)) / taken)) if taken else 1.0
        widths = [int(px(column.width) * scale) for column in columns]
        for place, column in enumerate(columns):
            self.setColumnWidth(place, widths[place] if column.width else max(room - sum(widths), px(tokens.TARGET)))
