"""Hears every letter that is typed below a widget, at the price of one connection."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.components.composing import Composing


class TypingWatch(QObject):
    """Follows the focus: saving must begin with the first letter, not when typing has settled."""

    typed = Signal()

    def __init__(self, whole: QWidget) -> None:
        super().__init__(whole)
        self._whole = whole
        self._watched: QLineEdit | QPlainTextEdit | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.textChanged.disconnect(self.typed)
        text = now.line if isinstance(now, PersonCombo) else now
        inside = isinstance(text, QLineEdit | QPlainTextEdit) and self._whole.isAncestorOf(text)
        self._watched = text if inside and isinstance(text, QLineEdit | QPlainTextEdit) else None
        if self._watched is not None:
            self._watched.textChanged.connect(self.typed)


def is_composing() -> bool:
    """Is an input method composing a word where the focus is?"""
    focus = QApplication.focusWidget()
    return isinstance(focus, Composing | PersonCombo) and focus.composing
