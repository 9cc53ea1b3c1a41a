"""The rail at the left: the pages of the role, and what waits in each for this person."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.focus_inside import PAINTS_FOCUS
from chibo_desktop.ui.components.mark import Mark
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.shortcuts import Keys, cap
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px


class NavRail(QFrame):
    """Buttons of the pages, one of them chosen. Arrows move the focus, Enter opens."""

    opened = Signal(str)  # key of the page

    def __init__(self) -> None:
        super().__init__()
        space.fix(self, width=tokens.RAIL_WIDTH)
        self.setAccessibleName(tr("Các trang"))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        inside = QWidget()
        inside.setProperty("look", "clear")
        self._column = space.column(inside, (0, tokens.S20, 0, tokens.S8))
        self._column.addWidget(Mark(tokens.S32), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(px(tokens.S20))
        self._top: QVBoxLayout = space.column()
        self._bottom: QVBoxLayout = space.column()
        self._column.addLayout(self._top)
        self._column.addStretch(1)
        self._column.addLayout(self._bottom)
        scroll = self._scroll = QScrollArea()
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # wheel and focus move it
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setViewport(QWidget())  # one of our own does not fill its ground
        scroll.setWidget(inside)
        space.column(self).addWidget(scroll)

    def add(self, key: str, icon: Icon, title: str, shortcut: Keys | None = None, at_end: bool = False) -> None:
        """Add the button of a page; `at_end` puts it at the foot of the rail."""
        button = RailButton(icon, title, shortcut)
        button.clicked.connect(lambda: self.opened.emit(key))
        button.moved.connect(lambda step: self._move(button, step))
        self._buttons[key] = button
        self._group.addButton(button)
        (self._bottom if at_end else self._top).addWidget(button)

    def choose(self, key: str) -> None:
        """Mark the page that is open."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)
            self._scroll.ensureWidgetVisible(button, 0, 0)

    def set_badge(self, key: str, count: int) -> None:
        """Say how many things wait there; zero shows nothing."""
        self._buttons[key].set_badge(count)

    def keys(self) -> tuple[str, ...]:
        """Keys of the pages, from top to bottom."""
        return tuple(self._buttons)

    def focus_chosen(self) -> None:
        """Give the focus to the chosen button."""
        chosen = self._group.checkedButton() or next(iter(self._buttons.values()))
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _move(self, button: RailButton, step: int) -> None:
        buttons = list(self._buttons.values())
        place = (buttons.index(button) + step) % len(buttons)
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(buttons[place], 0, 0)


class RailButton(QToolButton):
    """Icon, word below it, a mark when chosen, a badge when something waits."""

    moved = Signal(int)

    def __init__(self, icon: Icon, title: str, shortcut: Keys | None) -> None:
        super().__init__()
        self._icon = icon
        self._count = 0
        self.setText(title)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(PAINTS_FOCUS, True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{title} ({cap(shortcut)})" if shortcut else title)
        self.set_badge(0)

    def set_badge(self, count: int) -> None:
        """How many things wait there."""
        self._count = count
        self.setAccessibleName(tr("%1, %2 việc chờ", self.text(), count) if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.RAIL_WIDTH) - 1, px(tokens.RAIL_ITEM))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(px(8), px(3), self.width() - px(15), self.height() - px(6))
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(colour("surface" if chosen else "neutral_tint"))
            painter.drawRoundedRect(tile, px(tokens.RADIUS), px(tokens.RADIUS))
        if chosen:
            painter.setBrush(colour("accent"))
            mark = QRectF(-px(4), tile.center().y() - px(16), px(8), px(32))
            painter.drawRoundedRect(mark, px(3), px(3))
        icon = QRect((self.width() + 1 - px(tokens.ICON_RAIL)) // 2, px(11), px(tokens.ICON_RAIL), px(tokens.ICON_RAIL))
        paint_icon(painter, self._icon, icon, "accent_text" if chosen else "text2")
        painter.setFont(tokens.font(tokens.LABEL if chosen else tokens.CAPTION_MEDIUM))
        painter.setPen(colour("text" if chosen else "text2"))
        word = QRect(0, px(34), self.width(), px(22))
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_badge(painter, icon)
        if self.hasFocus():
            ring = px(tokens.RING)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("focus"), ring))
            radius = px(tokens.RADIUS) + ring
            painter.drawRoundedRect(tile.adjusted(-ring, -ring, ring, ring), radius, radius)
        painter.end()

    def _paint_badge(self, painter: QPainter, icon: QRect) -> None:
        font = tokens.font(tokens.BADGE)
        words = str(self._count) if self._count < 100 else "99+"
        height = px(18)
        width = max(height, QFontMetrics(font).horizontalAdvance(words) + px(10))
        body = QRectF(icon.right() - px(3), icon.top() - px(5), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("surface" if self.isChecked() else "rail"))
        painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), height / 2 + 2, height / 2 + 2)
        painter.setBrush(colour("text2"))
        painter.drawRoundedRect(body, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(colour("surface"))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, words)
