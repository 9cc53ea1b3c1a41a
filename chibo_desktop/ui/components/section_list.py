"""The list of sections of the minutes: how far each is; in a narrow window a drop-down of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QListView, QProgressBar, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
_STATES = {
    "done": (Icon.CHECK_CIRCLE, "ok"),
    "started": (Icon.HALF, "info"),
    "empty": (Icon.CIRCLE, "strong"),
    "check": (Icon.TRIANGLE, "warn"),
    "none": (Icon.DASH, "muted"),
}

_EDGES = {False: (tokens.S8, tokens.S12, tokens.S8, tokens.S12), True: (tokens.S24, tokens.S12, tokens.S24, 0)}
_UNFINISHED = ("empty", "started", "check")


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section; 0 is no number. `state`: done, started, empty, check (look again), none (not applicable)."""

    key: str
    number: int
    name: str
    state: str = "empty"
    fact: str = ""


class SectionList(QWidget):
    """272 wide list with progress below; `set_narrow(True)` shows the drop-down instead."""

    chosen = Signal(str)  # key, only when a person chose

    def __init__(self, rows: Sequence[SectionRow] = (), name: str = "") -> None:
        super().__init__()
        name = name or tr("Các mục của biên bản")
        self._model = _Sections()
        self._counting = True
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_SectionDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        self.list.setAccessibleName(name)
        self.combo = QComboBox()
        self.combo.setAccessibleName(name)
        self._foot = self._build_foot()
        self._column = column = space.column(self)
        column.addWidget(self.combo)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.combo.activated.connect(lambda place: self._tell(self._model.rows[place].key))
        self.set_rows(rows)
        self.set_narrow(False)

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        self._remaining = Label("", "label")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Số mục đã xong"))
        column = space.column(foot, (10, 0), tokens.S4)
        line = space.row()
        space.put(line, Label(tr("Mục chưa xong kế tiếp"), "muted"), None, KeyCap(Keys.NEXT_UNFINISHED))
        column.addWidget(self._remaining)
        column.addWidget(self._bar)
        column.addLayout(line)
        return foot

    @property
    def current(self) -> str:
        """Key of the chosen section, or ""."""
        row = self.list.currentIndex().row()
        return self._model.rows[row].key if row >= 0 else ""

    def set_rows(self, rows: Sequence[SectionRow]) -> None:
        """Show these sections; the chosen one stays chosen."""
        current = self.current
        self._model.set_rows(tuple(rows))
        self.combo.clear()
        total = len(rows)
        for row in rows:
            self.combo.addItem(tr("Mục %1/%2: %3", row.number, total, row.name) if row.number else row.name)
        finished = sum(row.state not in _UNFINISHED for row in rows)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(finished)
        left = total - finished
        self._remaining.setText(tr("Còn %1 mục trước khi chốt", f"{left:02d}") if left else tr("Các mục đều đã xong"))
        self.choose(current)

    def choose(self, key: str) -> None:
        """Mark a section as open, without a signal."""
        keys = [row.key for row in self._model.rows]
        if key in keys:
            model = self.list.selectionModel()
            blocked = model.blockSignals(True)
            self.list.setCurrentIndex(self._model.index(keys.index(key)))
            model.blockSignals(blocked)
            self.combo.setCurrentIndex(keys.index(key))
            self.list.viewport().update()

    def next_unfinished(self) -> str:
        """Key of the next section that is not finished, after the open one and round; "" when there is none."""
        rows = self._model.rows
        place = max(self.list.currentIndex().row(), 0)
        turned = rows[place + 1 :] + rows[: place + 1]
        return next((row.key for row in turned if row.state in _UNFINISHED), "")

    def neighbour(self, step: int) -> str:
        """Key of the section `step` places on; the end ones stay."""
        rows = self._model.rows
        place = self.list.currentIndex().row() + step
        return rows[min(max(place, 0), len(rows) - 1)].key if rows else ""

    def set_counting(self, counting: bool) -> None:
        """Count what is left until finalising; finalised minutes have nothing to count."""
        self._counting = counting
        self._foot.setVisible(counting and not self.is_narrow())

    def is_narrow(self) -> bool:
        """Is the drop-down shown?"""
        return self.combo.isVisibleTo(self)

    def set_narrow(self, narrow: bool) -> None:
        """Drop-down instead of the list."""
        self.combo.setVisible(narrow)
        self.list.setVisible(not narrow)
        self._foot.setVisible(self._counting and not narrow)
        space.spread(self._column, _EDGES[narrow], tokens.S8)
        self.setProperty("look", "ground" if narrow else "side")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space.fix(self, min_width=1 if narrow else tokens.SIDE_LIST, max_width=16000 if narrow else tokens.SIDE_LIST)

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._tell(self._model.rows[index.row()].key)

    def _tell(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)


class _Sections(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SectionRow, ...] = ()

    def set_rows(self, rows: tuple[SectionRow, ...]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr("%1. %2", row.number, row.name) if row.number else row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [str(row.number or ""), row.name, _spoken(row.state), row.fact]
            return ", ".join(word for word in words if word)
        return row if role == Qt.ItemDataRole.UserRole else None


def _spoken(state: str) -> str:
    words = {
        "done": tr("đã xong"),
        "started": tr("đang ghi"),
        "empty": tr("chưa ghi"),
        "check": tr("cần xem lại"),
        "none": tr("không có"),
    }
    return words[state]


class _SectionDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(px(200), px(tokens.SECTION_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: SectionRow = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        current = isinstance(view, QListView) and view.currentIndex() == index
        focused = isinstance(view, QListView) and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        if current:
            width = 2 if focused else 1
            body = QRectF(rect).adjusted(width / 2, 1 + width / 2, -width / 2, -1 - width / 2)
            painter.setBrush(colour("surface"))
            painter.setPen(QPen(colour("focus" if focused else "border"), width))
            painter.drawRoundedRect(body, px(tokens.RADIUS), px(tokens.RADIUS))
        icon, tint = _STATES[row.state]
        side = px(tokens.ICON)
        paint_icon(painter, icon, QRect(rect.left() + px(10), rect.center().y() - side // 2 + px(1), side, side), tint)
        inside = rect.adjusted(px(38), 0, -px(10), 0)
        painter.setFont(tokens.font(tokens.CAPTION))
        painter.setPen(colour("text2" if current else "muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, row.fact)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(row.fact) - (px(6) if row.fact else 0)
        painter.setFont(tokens.font(tokens.BODY_STRONG if current else tokens.BODY))
        painter.setPen(colour("text" if current else "text2"))
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()
