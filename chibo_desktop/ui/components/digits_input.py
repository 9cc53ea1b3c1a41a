"""Digits that somebody reads out over the telephone, typed in groups: nobody is asked whether two numbers match."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from chibo_desktop.ui.components.text_input import LineInput

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DigitsInput(LineInput):
    """One field for `count` digits; a gap appears after every `group` digits, whatever is typed or pasted between them.

    Enter says `finished` once all digits are there, and never presses the default button of a dialog.
    """

    def __init__(self, count: int, group: int) -> None:
        super().__init__(placeholder=grouped("0" * count, group), limit=10 * count)
        self._count, self._group = count, group
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.textEdited.connect(self._regroup)

    @property
    def digits(self) -> str:
        """The digits without gaps."""
        return _only_digits(self.text())[: self._count]

    def set_digits(self, digits: str) -> None:
        """Show these digits, as if the program had typed them."""
        self.set_words(grouped(_only_digits(digits)[: self._count], self._group))

    def is_complete(self) -> bool:
        """Are all digits there?"""
        return len(self.digits) == self._count

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) not in _ENTER or self.composing:
            super().keyPressEvent(event)
        elif self.is_complete():
            self.commit()
            self.finished.emit()

    def _regroup(self, typed: str) -> None:
        before = len(_only_digits(typed[: self.cursorPosition()]))
        shown = grouped(self.digits, self._group)
        if shown != typed:
            self.setText(shown)
            self.setCursorPosition(len(grouped(self.digits[:before], self._group)))


def grouped(digits: str, group: int) -> str:
    """`12345678` in groups of four is `1234 5678`."""
    return " ".join(digits[place : place + group] for place in range(0, len(digits), group))


def _only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")
