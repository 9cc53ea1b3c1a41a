"""Buttons: the one main action of a page, others beside it, quiet ones, links."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStyleOptionButton

from chibo_desktop.ui import tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.shortcuts import Keys, cap, sequence
from chibo_desktop.ui.tokens import px

_TINTS = {"primary": "on_accent", "quiet": "text2", "link": "accent_text", "danger": "err", "back": "text2"}


class Button(QPushButton):
    """A button with an optional icon and key.

    `look`: primary, "" (secondary, bordered), quiet, link, danger, icon (only the icon), back. The key works while the
    button can be seen, and its tooltip tells it. Icon-only buttons take their name from `text`. Enter presses it as
    Space does.
    """

    def __init__(
        self, text: str, look: str = "", icon: Icon | None = None, key: Keys | None = None, small: bool = False
    ) -> None:
        alone = look in ("icon", "back")
        super().__init__("" if alone else text)
        self._icon = icon
        self._key: QShortcut | None = None
        self._compact = False
        self.setProperty("look", look)
        self.setProperty("small", small)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        if alone:
            self.setToolTip(text)
        if key is not None:
            self.set_key(key)

    @property
    def look(self) -> str:
        """primary, quiet, link, danger, icon, back or ""."""
        return str(self.property("look"))

    @property
    def key(self) -> QKeySequence | None:
        """The key of its own, if it has one."""
        return None if self._key is None else self._key.key()

    def set_key(self, key: Keys) -> None:
        """Press this button by that key; the tooltip tells it."""
        if self._key is None:
            # not `setShortcut`: it clicks a tenth of a second later, and what is typed meanwhile would be lost
            self._key = QShortcut(self)
            self._key.activated.connect(self.click)
        self._key.setKey(sequence(key))
        self.tell_key(key)

    def tell_key(self, key: Keys) -> None:
        """Have the tooltip tell a key that works on every page, and is not the button's own."""
        self.setToolTip(f"{self.accessibleName()} ({cap(key)})")

    def set_words(self, text: str) -> None:
        """Change the text and the name with it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_picture(self, icon: Icon | None) -> None:
        """Change the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show only the icon, where there is one; the tooltip tells the words."""
        compact = compact and self._icon is not None
        if compact != self._compact:
            self._compact = compact
            self.setToolTip(self.accessibleName() if compact and not self.toolTip() else self.toolTip())
            self.updateGeometry()
            self.update()

    @property
    def shown_words(self) -> str:
        """The words that are painted: none while compact."""
        return "" if self._compact else self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._compact:
            return QSize(hint.height(), hint.height())
        if self._icon is not None and self.text():
            hint.setWidth(hint.width() + px(tokens.ICON) + px(tokens.S8))
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = ""  # Qt draws the ground, the words are painted below with their icon

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        tint = self._tint()
        painter.setFont(self.font())
        painter.setPen(tokens.colour(tint))
        metrics = self.fontMetrics()
        side = px(tokens.ICON) if self._icon is not None else 0
        label = self.shown_words
        gap = px(tokens.S8) if side and label else 0
        width = metrics.horizontalAdvance(label)
        left = (self.width() - side - gap - width) // 2
        if self._icon is not None:
            paint_icon(painter, self._icon, QRect(left, (self.height() - side) // 2, side, side), tint)
        area = QRect(left + side + gap, 0, width + px(tokens.S4), self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)

    def _tint(self) -> str:
        if not self.isEnabled():
            return "muted"
        return _TINTS.get(self.look, "text")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chord = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # the Enter of the number pad counts, too
        if chord or Qt.Key(event.key()) not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
