"""A short list of things to open, as one card: date, name, a line below it, chip. For a handful, not for hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.focus_inside import PAINTS_FOCUS
from chibo_desktop.ui.components.label import IconLabel, Label, Line, LongLabel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.tokens import colour, px

_DATE = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to open. `date`: large and small words of the date tile, or none."""

    key: object
    title: str
    second: str = ""
    date: tuple[str, str] | None = None
    chip: ChipLook | None = None


class EntryList(QFrame):
    """Arrows move, Enter opens. One line of Tab stops: Tab leaves the list."""

    opened = Signal(object)  # key of the entry

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("look", "entries")
        self.setAccessibleName(name)
        self._column: QVBoxLayout = space.column(self, 1)
        self._rows: list[_Row] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the focus stays on the same place."""
        focused = next((at for at, row in enumerate(self._rows) if row.hasFocus()), -1)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._rows = []
        for entry in entries:
            if self._rows:
                self._column.addWidget(Line())
            row = _Row(entry)
            row.clicked.connect(lambda _=False, key=entry.key: self.opened.emit(key))
            row.moved.connect(self._move)
            self._column.addWidget(row)
            self._rows.append(row)
        self._keep_one_stop(0)
        if focused >= 0 and self._rows:
            self._rows[min(focused, len(self._rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, row: QWidget, step: int) -> None:
        place = min(max(self._rows.index(row) + step, 0), len(self._rows) - 1)  # type: ignore[arg-type] - a row of ours
        self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._keep_one_stop(place)

    def _keep_one_stop(self, place: int) -> None:
        for at, row in enumerate(self._rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)


class _Row(QAbstractButton):
    moved = Signal(QWidget, int)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setProperty(PAINTS_FOCUS, True)
        chip = (entry.chip.told or entry.chip.word) if entry.chip else ""
        told = (entry.title, entry.second, " ".join(entry.date or ()), chip)
        self.setAccessibleName(", ".join(words for words in told if words))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = space.row(self, (tokens.S16, tokens.S8), tokens.S12)
        self._box = line
        if entry.date:
            line.addWidget(_date(*entry.date))
            line.addWidget(Line(vertical=True))
        words = space.column()
        words.addWidget(LongLabel(entry.title, "medium"))
        if entry.second:
            words.addWidget(LongLabel(entry.second, "caption"))
        line.addLayout(words, 1)
        if entry.chip:
            line.addWidget(Chip(entry.chip), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(IconLabel(Icon.CHEVRON_RIGHT, "muted", tokens.ICON_INLINE), 0, Qt.AlignmentFlag.AlignVCenter)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._box.totalSizeHint().expandedTo(QSize(0, px(tokens.ROW_TWO)))

    def minimumSizeHint(self) -> QSize:
        return self._box.totalMinimumSize().expandedTo(QSize(0, px(tokens.ROW_TWO)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            self.moved.emit(self, steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(colour("sel" if self.hasFocus() else "subtle"))
            painter.setPen(QPen(colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(body, px(tokens.RADIUS), px(tokens.RADIUS))
        painter.end()


def _date(large: str, small: str) -> QWidget:
    tile = QWidget()
    space.fix(tile, width=_DATE)
    column = space.column(tile)
    column.addWidget(Label(large, "heading"), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(Label(small, "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
    return tile
