"""A whole number that is typed."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator

from chibo_desktop.ui.components.text_input import LineInput


class NumberInput(LineInput):
    """A count from 0 on; `value` is None while the field is empty. Takes digits only."""

    value_changed = Signal(object)  # int | None

    def __init__(self, value: int | None = None, digits: int = 5) -> None:
        super().__init__("", "", limit=digits)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d*"), self))
        self._told: int | None = None
        self.set_value(value)
        self.text_changed_settled.connect(lambda _: self._tell())
        self.text_committed.connect(lambda _: self._tell())

    @property
    def value(self) -> int | None:
        """The number in the field."""
        typed = self.words().strip()
        return int(typed) if typed.isdigit() else None

    def set_value(self, value: int | None) -> None:
        """Show a number, without signals."""
        self.set_words("" if value is None else str(value))
        self._told = self.value

    def _tell(self) -> None:
        if self.value != self._told:
            self._told = self.value
            self.value_changed.emit(self.value)
