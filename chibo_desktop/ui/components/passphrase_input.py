"""Where a passphrase is typed: hidden unless the eye is pressed, with hints about keys that would spoil it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px


class _Eye(Button):
    """Keeps the letters to itself that are typed while it has the focus: they belong into the next field, not this."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.text().isprintable() and event.text():
            event.accept()


class PassphraseInput(LineInput):
    """One hidden line. `noticed` tells what would spoil the typing - Caps Lock, an input method - or ""."""

    noticed = Signal(str)

    def __init__(self) -> None:
        super().__init__(limit=200)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = _Eye(tr("Hiện mật khẩu"), "icon", Icon.EYE, small=True)
        self.eye.setParent(self)
        self.eye.setCheckable(True)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.toggled.connect(self._show_words)

    def passphrase(self) -> str:
        """What was typed, in NFC: the same sentence opens the book on every keyboard."""
        return unicodedata.normalize("NFC", self.text())

    def _show_words(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.set_picture(Icon.EYE_OFF if shown else Icon.EYE)
        words = tr("Ẩn mật khẩu") if shown else tr("Hiện mật khẩu")
        self.eye.setAccessibleName(words)
        self.eye.setToolTip(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        letter = event.text()
        if len(letter) == 1 and letter.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            # an upper-case letter without Shift, or the other way round: no system tells Qt more than this
            self.noticed.emit(tr("Đang bật phím Caps Lock.") if letter.isupper() != shifted else "")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.preeditString():
            self.noticed.emit(tr("Đang bật bộ gõ tiếng Việt."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = px(tokens.CONTROL_SMALL)
        gap = (self.height() - side) // 2
        self.eye.setGeometry(self.width() - side - gap, gap, side, side)
        self.setTextMargins(0, 0, side, 0)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(px(tokens.SIDE_LIST), 0))


class PassphraseField(Field):
    """A passphrase with its label; the hint below changes to what was noticed while typing."""

    def __init__(self, label: str, hint: str = "") -> None:
        self.input = PassphraseInput()
        super().__init__(label, self.input, hint)
        self._rule = hint
        self.input.noticed.connect(self._tell)

    def passphrase(self) -> str:
        """What was typed, in NFC."""
        return self.input.passphrase()

    def _tell(self, noticed: str) -> None:
        self.set_hint(noticed or self._rule, "warn" if noticed else "")
