"""A card that was read from a file, and the fifteen digits that its clerk reads out: typed, never agreed to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.scroll_page import bring_into_view
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce, tr


class CardComparison(QWidget):
    """Hidden until a card is to be compared. `missing` is what it says where no digits were typed."""

    typed = Signal(object, str)  # the bytes of the card, the digits as typed

    def __init__(self, label: str, missing: str) -> None:
        super().__init__()
        self._missing = missing
        self._card = b""
        self._whose = Label("", "strong", wrap=True)
        self.digits = LineInput(placeholder="12345 67890 12345", limit=24)
        self._field = Field(label, self.digits)
        self.accept = Button(tr("Nhận thẻ"), icon=Icon.CHECK)
        column = space.column(self, gap=tokens.S8)
        space.fix(self._field, max_width=320)
        for widget in (self._whose, self._field, Flow(self.accept, gap=tokens.S12)):
            column.addWidget(widget)
        self.accept.clicked.connect(self._give)
        self.digits.finished.connect(self._give)
        self.hide()

    def ask(self, card: bytes, told: str) -> None:
        """Ask for the digits of this card; `told` says whose it is and what follows."""
        self._card = card
        self._whose.setText(told)
        self._field.set_trouble()
        self.show()
        self.digits.setFocus()
        bring_into_view(self)

    def refuse(self, sentence: str) -> None:
        """Say below the digits why the card was not taken; they can be typed over."""
        self._field.set_trouble(sentence)
        announce(self, sentence, urgent=True)
        self.digits.setFocus()
        self.digits.selectAll()
        bring_into_view(self)

    @property
    def told(self) -> str:
        """What stands below the digits."""
        return self._field.hint.text()

    def close_with_success(self) -> None:
        """The digits were right."""
        self.hide()
        self.digits.clear()

    def _give(self) -> None:
        digits = self.digits.words().strip()
        self._field.set_trouble("" if digits else self._missing)
        if digits:
            self.typed.emit(self._card, digits)
