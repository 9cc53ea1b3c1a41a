"""Vouching for a machine: whom its file claims to be, and the fifteen digits that its leader reads out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services import enrolment, machines, receiving, subordinates
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.enrolment import RequestView
from chibo_desktop.services.subordinates import OfficeRequestView
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.digits_input import DigitsInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

DIGITS, GROUP = 15, 5
LARGEST = 1024 * 1024
"""Bytes of a request; real ones have a few thousand."""
_LABEL = 96


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A request as a file and as what it claims. `known`: a machine of that id is in the list already.

    `office`: the office below for which it asks; None where it asks for a machine.
    """

    data: bytes
    view: RequestView
    known: bool
    office: OfficeRequestView | None = None


def read_request(desk: Desk, place: Path) -> ReadRequest:
    """The request in a file. Raises `Refusal` REQUEST_INVALID, `Fault` FILE_UNREADABLE."""
    try:
        with place.open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=place.name) from error
    return _understood(desk, data)


def request_of(desk: Desk, held: int) -> ReadRequest:
    """The request that rides in a packet that waits. Raises `Refusal` as `receiving.request_in`."""
    data = receiving.request_in(desk, held)
    return _understood(desk, subordinates.request_in(desk, held) if subordinates.is_office_request(data) else data)


def _understood(desk: Desk, data: bytes) -> ReadRequest:
    view = enrolment.read_request(data)
    office = subordinates.read_request(data) if subordinates.is_office_request(data) else None
    return ReadRequest(data, view, any(row.device == view.device for row in machines.machines(desk)), office)


class EnrolDialog(Dialog):
    """Stays open until the digits are right or the person gives up: nobody is asked whether two numbers match."""

    digits_given = Signal(object, str)  # ReadRequest, the fifteen digits

    def __init__(self, request: ReadRequest, parent: QWidget) -> None:
        super().__init__(
            tr("Đăng ký máy %1?", request.view.machine),
            tr("Tệp tự ghi như dưới đây. Gọi cho người này, nghe đọc 15 số trên máy của họ rồi gõ vào."),
            (tr("Chưa đăng ký"), tr("Đăng ký máy này")),
            parent=parent,
        )
        self._request = request
        for name, fact in _facts(request.view):
            line = space.row(gap=tokens.S12)
            label = Label(name, "muted")
            space.fix(label, width=_LABEL)
            line.addWidget(label)
            line.addWidget(Label(fact, "medium", wrap=True), 1)
            self.body.addLayout(line)
        if request.known:
            told = tr("Máy này đã có trong danh mục; đăng ký lại sẽ gia hạn giấy chứng nhận.")
            self.body.addWidget(Label(told, "caption", wrap=True))
        self.code = DigitsInput(DIGITS, GROUP)
        self.field = Field(tr("15 số người đó đọc"), self.code)
        self.body.addWidget(self.field)
        self._register = self.buttons[1]
        self._register.setEnabled(False)
        self.code.textChanged.connect(self._typed)
        self.code.finished.connect(lambda: self.press(tr("Đăng ký máy này")))

    def press(self, words: str) -> None:
        """Registering asks the service first; everything else closes."""
        self.answer = words
        if words != tr("Đăng ký máy này"):
            self.reject()
        elif self.code.is_complete():
            self._register.setEnabled(False)
            self.digits_given.emit(self._request, self.code.digits)

    def refuse(self, sentence: str) -> None:
        """The digits were wrong, or the request cannot be granted: say so and stay."""
        self.field.set_trouble(sentence)
        self.code.setFocus()
        self.code.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.code.setFocus()

    def _typed(self) -> None:
        self.field.set_trouble()
        self._register.setEnabled(self.code.is_complete())


def _facts(view: RequestView) -> list[tuple[str, str]]:
    tier = word(view.tier) if view.tier else ""
    found = [
        (tr("Người dùng"), view.person),
        (tr("Chức vụ"), view.post),
        (tr("Tổ"), view.group),
        (tr("Cấp"), tier),
        (tr("Máy"), view.machine),
    ]
    return [(name, fact) for name, fact in found if fact]
