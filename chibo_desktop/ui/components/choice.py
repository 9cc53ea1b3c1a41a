"""A drop-down of a few fixed values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox


class Choice(QComboBox):
    """`choices`: (value, word) pairs, one of them chosen. The wheel does not change it by accident."""

    chosen = Signal(object)  # the value; only when a person chose

    def __init__(self, choices: Sequence[tuple[object, str]], value: object = None) -> None:
        super().__init__()
        self._values: list[object] = []
        self.set_choices(choices, value)
        self.activated.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def value(self) -> object:
        """The value chosen, or None when there is nothing to choose."""
        place = self.currentIndex()
        return self._values[place] if place >= 0 else None

    @property
    def choices(self) -> list[tuple[object, str]]:
        """What is offered."""
        return [(value, self.itemText(place)) for place, value in enumerate(self._values)]

    def set_value(self, value: object) -> None:
        """Choose without a signal."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def set_choices(self, choices: Sequence[tuple[object, str]], value: object = None) -> None:
        """Offer other values."""
        self._values = [choice for choice, _ in choices]
        self.clear()
        self.addItems([word for _, word in choices])
        self.set_value(value)

    def wheelEvent(self, event) -> None:
        event.ignore()
