"""Digits that are read out over the telephone, large and in groups."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import Label


class SpokenDigits(QWidget):
    """A sentence and groups of digits below it; hidden until there are digits to show."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._column = space.column(self, gap=tokens.S8)
        self._column.addWidget(Label(title, "second", wrap=True))
        self._groups: Flow | None = None
        self.digits = ""
        self.hide()

    def show_digits(self, digits: str) -> None:
        """Show these digits: `12345 67890 12345`; none hide it."""
        if digits != self.digits:
            self.digits = digits
            if self._groups is not None:
                self._groups.hide()
                self._groups.deleteLater()
            caps = [KeyCap(group, "large") for group in digits.split()]
            for cap in caps:
                cap.setAccessibleName(" ".join(cap.text()))
            self._groups = Flow(*caps, gap=tokens.S12)
            self._column.addWidget(self._groups)
        self.setVisible(bool(digits))
