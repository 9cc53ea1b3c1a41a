"""Vouching for an office below: two numbers that its clerk reads out, of its card and of its request."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.services.subordinates import OfficeRequestView, TypedDigits
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.digits_input import DigitsInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.speech import tr

DIGITS, GROUP = 15, 5
_LABEL = 96


class OfficeEnrolDialog(Dialog):
    """Stays open until both numbers are right or the person gives up."""

    digits_given = Signal(bytes, object)  # the request file, TypedDigits

    def __init__(self, data: bytes, view: OfficeRequestView, parent: QWidget) -> None:
        super().__init__(
            tr("Đăng ký văn phòng cấp dưới %1?", view.name),
            tr(
                "Tệp tự ghi như dưới đây. Gọi cho văn phòng đó, nghe đọc hai dãy 15 số trong Cài đặt của họ rồi gõ vào."
            ),
            (tr("Chưa đăng ký"), tr("Đăng ký văn phòng này")),
            parent=parent,
        )
        self._data = data
        facts = ((tr("Văn phòng"), view.name), (tr("Người dùng"), view.person), (tr("Máy"), view.machine))
        for name, fact in facts:
            line = space.row(gap=tokens.S12)
            label = Label(name, "muted")
            space.fix(label, width=_LABEL)
            line.addWidget(label)
            line.addWidget(Label(fact, "medium", wrap=True), 1)
            self.body.addLayout(line)
        if view.weak:
            told = tr("Thẻ của văn phòng này chỉ do một khóa ký: ai lấy được khóa đó có thể thay cả văn phòng.")
            self.body.addWidget(Label(told, "caption", "warn", wrap=True))
        self.card = DigitsInput(DIGITS, GROUP)
        self.card_field = Field(tr("15 số của thẻ văn phòng đó"), self.card)
        self.code = DigitsInput(DIGITS, GROUP)
        self.field = Field(tr("15 số của tệp xin đăng ký"), self.code)
        for field in (self.card_field, self.field):
            self.body.addWidget(field)
        self._register = self.buttons[1]
        self._register.setEnabled(False)
        for digits in (self.card, self.code):
            digits.textChanged.connect(self._typed)
        self.card.finished.connect(self.code.setFocus)
        self.code.finished.connect(lambda: self.press(tr("Đăng ký văn phòng này")))

    def press(self, words: str) -> None:
        """Registering asks the service first; everything else closes."""
        self.answer = words
        if words != tr("Đăng ký văn phòng này"):
            self.reject()
        elif self._is_complete():
            self._register.setEnabled(False)
            self.digits_given.emit(self._data, TypedDigits(self.code.digits, self.card.digits))

    def refuse(self, sentence: str, code: str = "") -> None:
        """A number was wrong, or the request cannot be granted: say so at its field and stay."""
        field, digits = (self.card_field, self.card) if code == "CARD_DIGITS_WRONG" else (self.field, self.code)
        field.set_trouble(sentence)
        digits.setFocus()
        digits.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card.setFocus()

    def _is_complete(self) -> bool:
        return self.card.is_complete() and self.code.is_complete()

    def _typed(self) -> None:
        for field in (self.card_field, self.field):
            field.set_trouble()
        self._register.setEnabled(self._is_complete())
