"""A side list in named groups; in a narrow window a drop-down of the same, above what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.chip import ChipLook, chip_size, paint_chip
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
_WIDTH, _HEAD, _ITEM = 376, 36, 64
_EDGES = {False: (tokens.S12, tokens.S8, tokens.S12, tokens.S12), True: (tokens.S24, tokens.S12, tokens.S24, 0)}


@dataclass(frozen=True, slots=True)
class ListItem:
    """One thing of a list. `icon` with its tint stands at the left, `chip` at the right."""

    key: object
    title: str
    second: str = ""
    chip: ChipLook | None = None
    icon: tuple[Icon, str] | None = None

    @property
    def told(self) -> str:
        """The item as one sentence."""
        words = (self.title, self.chip.word if self.chip else "", self.second)
        return ", ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class ListGroup:
    """A heading and what stands below it."""

    title: str
    items: tuple[ListItem, ...]


class GroupedList(QWidget):
    """Arrows move from item to item over the headings. Groups without items are left out."""

    chosen = Signal(object)  # key; when a person chose

    def __init__(self, name: str, width: int = _WIDTH) -> None:
        super().__init__()
        self._width = width
        self._model = _Rows()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_ItemDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.combo = QComboBox()
        for view in (self.list, self.combo):
            view.setAccessibleName(name)
        self._column = space.column(self)
        self._column.addWidget(self.combo)
        self._column.addWidget(self.list, 1)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._tell(now.row()))
        self.combo.activated.connect(self._tell)
        self.set_narrow(False)

    @property
    def current(self) -> object:
        """Key of the item that is chosen, or None."""
        row = self._model.at(self.list.currentIndex().row())
        return row.key if isinstance(row, ListItem) else None

    @property
    def keys(self) -> tuple[object, ...]:
        """Keys of all items, from above."""
        return tuple(row.key for row in self._model.rows if isinstance(row, ListItem))

    def set_groups(self, groups: Sequence[ListGroup]) -> None:
        """Show these groups; the item that is chosen stays chosen while it is there. No signal."""
        kept = self.current
        rows: list[str | ListItem] = []
        for group in groups:
            if group.items:
                rows += [group.title, *group.items]
        blocked = self.list.selectionModel().blockSignals(True)
        self._model.set_rows(rows)
        self.list.selectionModel().blockSignals(blocked)
        self._fill_combo(rows)
        self.choose(kept)

    def choose(self, key: object) -> None:
        """Choose without a signal; an unknown key chooses nothing."""
        place = next(
            (at for at, row in enumerate(self._model.rows) if isinstance(row, ListItem) and row.key == key), -1
        )
        chooser = self.list.selectionModel()
        blocked = chooser.blockSignals(True)
        self.list.setCurrentIndex(self._model.index(place) if place >= 0 else QModelIndex())
        chooser.blockSignals(blocked)
        self.combo.setCurrentIndex(place)
        self.list.viewport().update()

    def is_narrow(self) -> bool:
        """Is the drop-down shown?"""
        return self.combo.isVisibleTo(self)

    def set_narrow(self, narrow: bool) -> None:
        """Drop-down instead of the list."""
        self.combo.setVisible(narrow)
        self.list.setVisible(not narrow)
        space.spread(self._column, _EDGES[narrow], tokens.S8)
        self.setProperty("look", "ground" if narrow else "side")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space.fix(self, min_width=1 if narrow else self._width, max_width=16000 if narrow else self._width)

    def _fill_combo(self, rows: Sequence[str | ListItem]) -> None:
        self.combo.clear()
        for row in rows:
            self.combo.addItem(row if isinstance(row, str) else row.told)
        model = self.combo.model()
        for place, row in enumerate(rows):
            item = model.item(place) if isinstance(model, QStandardItemModel) else None
            if item is not None and isinstance(row, str):
                item.setEnabled(False)

    def _tell(self, place: int) -> None:
        row = self._model.at(place)
        if isinstance(row, ListItem):
            self.choose(row.key)
            self.chosen.emit(row.key)


class ListFrame(QWidget):
    """A `GroupedList` beside its content; below 1180 units of window width above it."""

    def __init__(self, names: GroupedList, content: QWidget) -> None:
        super().__init__()
        self._names = names
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space.spread(self._box, 0, 0)
        self._box.addWidget(names)
        self._box.addWidget(content, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        narrow = self.window().width() < px(tokens.NARROW)
        if narrow != self._names.is_narrow():
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._box.setDirection(down if narrow else across)
            self._names.set_narrow(narrow)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[str | ListItem, ...] = ()

    def set_rows(self, rows: Sequence[str | ListItem]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def at(self, place: int) -> str | ListItem | None:
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.at(index.row()), ListItem):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.told if isinstance(row, ListItem) else row
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.told if isinstance(row, ListItem) else None
        return row if role == Qt.ItemDataRole.UserRole else None


class _ItemDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        height = _HEAD if not isinstance(row, ListItem) else _ITEM if row.second else tokens.ROW
        return QSize(px(tokens.SIDE_LIST // 2), px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        if isinstance(row, ListItem):
            self._paint_item(painter, rect, row, index)
        else:
            painter.setFont(tokens.font(tokens.LABEL))
            painter.setPen(colour("text2"))
            words = painter.fontMetrics().elidedText(str(row), Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _paint_item(self, painter: QPainter, rect: QRect, row: ListItem, index: _Index) -> None:
        view = self.parent()
        current = isinstance(view, QListView) and view.currentIndex() == index
        if current:
            focused = isinstance(view, QListView) and view.hasFocus()
            width = 2 if focused else 1
            body = QRectF(rect).adjusted(width / 2, 1 + width / 2, -width / 2, -1 - width / 2)
            painter.setBrush(colour("surface"))
            painter.setPen(QPen(colour("focus" if focused else "strong"), width))
            painter.drawRoundedRect(body, px(tokens.RADIUS), px(tokens.RADIUS))
        inside = rect.adjusted(px(14), 0, -px(tokens.S12), 0)
        if row.icon:
            side = px(tokens.ICON)
            paint_icon(
                painter, row.icon[0], QRect(inside.left(), rect.center().y() - side // 2, side, side), row.icon[1]
            )
            inside.adjust(side + px(tokens.S12), 0, 0, 0)
        top = QRect(inside.left(), rect.center().y() - px(24), inside.width(), px(26))
        below = QRect(inside.left(), rect.center().y() + px(3), inside.width(), px(20))
        if row.chip:
            size = chip_size(row.chip)
            spot = QRect(top.right() - size.width() + 1, top.top(), size.width(), size.height())
            paint_chip(painter, spot, row.chip)
            top.setWidth(top.width() - size.width() - px(tokens.S8))
        style = tokens.BODY_STRONG if current else tokens.BODY_MEDIUM
        if not row.second:
            top.moveCenter(QPoint(top.center().x(), rect.center().y()))
        self._write(painter, top, row.title, (style, "text"))
        self._write(painter, below, row.second, (tokens.CAPTION, "text2"))

    def _write(self, painter: QPainter, rect: QRect, text: str, manner: tuple[tuple[int, int], str]) -> None:
        painter.setFont(tokens.font(manner[0]))
        painter.setPen(colour(manner[1]))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)
