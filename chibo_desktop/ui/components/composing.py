"""What every text widget does for input methods.

While an input method composes a word (there is a preedit), nothing may react to the text: no completion, no check, no
autosave, no shortcut, no change of row. Retyping methods make two to four edits for each letter, so what reacts to
text waits until it has settled.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    _Widget = QWidget
else:
    _Widget = object

SETTLED_AFTER = 250  # milliseconds


class Composing(_Widget):
    """Mixin in front of a Qt text widget. Signals of the widget that uses it:

    `text_changed_settled(str)` 250 ms after the last change, never while composing; `text_committed(str)` when the
    field is left (or Enter ends a line), in NFC, and only if the text differs from what was last committed.
    """

    composing: bool
    _settle: QTimer
    _committed: str

    def start_listening(self) -> None:
        """Call at the end of the constructor."""
        self.composing = False
        self._committed = self.words()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_AFTER)
        self._settle.timeout.connect(self._tell_settled)
        self.textChanged.connect(self._note_change)  # type: ignore[attr-defined] - of the widget mixed into

    def words(self) -> str:
        """The text without what is still being composed."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Put the text in, without signals."""
        raise NotImplementedError

    def set_words(self, text: str) -> None:
        """Show a text that comes from the program: no signal follows."""
        blocked = self.blockSignals(True)
        self.write(text)
        self.blockSignals(blocked)
        self._settle.stop()
        self._committed = text

    def commit(self) -> None:
        """The field is left: normalise to NFC and say so, unless a word is still being composed."""
        if self.composing:
            return
        self._settle.stop()
        clean = unicodedata.normalize("NFC", self.words())
        if clean != self.words():
            blocked = self.blockSignals(True)
            self.write(clean)
            self.blockSignals(blocked)
        if clean != self._committed:
            self._committed = clean
            self.text_committed.emit(clean)  # type: ignore[attr-defined] - declared by the widget

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self.composing and event.commitString():
            self._note_change()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.composing:
            event.accept()  # the key belongs to the input method, not to a button of the page
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QGuiApplication.inputMethod().commit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.composing:
            QGuiApplication.inputMethod().commit()
        super().focusOutEvent(event)
        self.composing = False
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _note_change(self) -> None:
        if self.composing:
            self._settle.stop()
        else:
            self._settle.start()

    def _tell_settled(self) -> None:
        if not self.composing:
            self.text_changed_settled.emit(self.words())  # type: ignore[attr-defined] - declared by the widget


def types(event: QKeyEvent) -> bool:
    """Does that key put a character into a text? A space does not count: it presses buttons and ticks."""
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    is_altgr = event.modifiers() & Qt.KeyboardModifier.GroupSwitchModifier
    printable = event.text().isprintable() and bool(event.text().strip())
    return printable and bool(is_altgr or not event.modifiers() & ~plain)
