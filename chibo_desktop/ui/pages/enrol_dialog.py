"""Vouching for a machine: whom its file claims to be, and the fifteen digits that its leader reads out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services import enrolment, groups, machines, receiving, subordinates
from chibo_desktop.services.certificates import Reach
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.enrolment import RequestView
from chibo_desktop.services.subordinates import OfficeRequestView
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.digits_input import DigitsInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.pages.belonging import Belonging
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

DIGITS, GROUP = 15, 5
YEAR = 365
RECORDS = ("visit.recorded", "visit.amended", "visit.withdrawn")
"""Kinds of entries of a machine that only records."""
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
    today: dt.date
    office: OfficeRequestView | None = None
    groups: tuple[DecidedGroup, ...] = ()
    """The decided groups that the machine may be enrolled for."""


def read_request(desk: Desk, place: Path) -> ReadRequest:
    """The request in a file. Raises `Refusal` REQUEST_INVALID, `Fault` FILE_UNREADABLE."""
    try:
        with place.open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=place.name) from error
    return understood_request(desk, data)


def request_of(desk: Desk, held: int) -> ReadRequest:
    """The request that rides in a packet that waits. Raises `Refusal` as `receiving.request_in`."""
    data = receiving.request_in(desk, held)
    whole = subordinates.request_in(desk, held) if subordinates.is_office_request(data) else data
    return understood_request(desk, whole)


def understood_request(desk: Desk, data: bytes) -> ReadRequest:
    """A request as it was read or pasted. Raises `Refusal` REQUEST_INVALID."""
    view = enrolment.read_request(data)
    office = subordinates.read_request(data) if subordinates.is_office_request(data) else None
    known = any(row.device == view.device for row in machines.machines(desk))
    choosable = tuple(one.group for one in groups.choosable(desk)) if desk.is_office else ()
    return ReadRequest(data, view, known, desk.today(), office, choosable)


class EnrolDialog(Dialog):
    """Stays open until the digits are right or the person gives up: nobody is asked whether two numbers match."""

    digits_given = Signal(object, str, object)  # ReadRequest, the fifteen digits, Reach

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
        if request.view.replaces:
            self.body.addWidget(Label(tr("Máy này thay một máy cũ của tổ."), "caption", wrap=True))
        self.reach = ReachForm(request.view, request.today, request.groups)
        self.body.addWidget(self.reach)
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
            self.digits_given.emit(self._request, self.code.digits, self.reach.reach)

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


class ReachForm(QWidget):
    """What the machine may do and until when; nothing has to be changed for the usual case."""

    def __init__(self, view: RequestView, today: dt.date, decided: Sequence[DecidedGroup] = ()) -> None:
        super().__init__()
        self.belonging = Belonging(view, decided)
        self.group = Segmented([(False, tr("Chỉ tổ này")), (True, tr("Mọi tổ"))], False, small=True)
        self.kinds = Segmented([(None, tr("Ghi và theo dõi")), (RECORDS, tr("Chỉ ghi biên bản"))], None, small=True)
        self.until = DateInput(today + dt.timedelta(days=YEAR), lambda: today)
        group = Field(tr("Được ghi cho"), self.group)
        group.setVisible(bool(view.group) and not decided)
        space.fix(self.until, max_width=160)
        column = space.column(self, gap=tokens.S12)
        column.addWidget(self.belonging)
        self.belonging.setVisible(bool(decided))
        until = Field(tr("Dùng đến ngày"), self.until, tr("Nhiều nhất 400 ngày."))
        column.addWidget(Flow(group, Field(tr("Được làm"), self.kinds), until, gap=tokens.S16))

    @property
    def reach(self) -> Reach:
        """What was chosen."""
        kinds = RECORDS if self.kinds.value == RECORDS else None
        if self.group.value or self.belonging.is_every:
            return Reach(any_group=True, kinds=kinds, until=self.until.value)
        group, person = self.belonging.group, self.belonging.person
        return Reach(kinds=kinds, until=self.until.value, group=group, person=person)


class PasteDialog(Dialog):
    """The request as letters: pasted from a message, typed from paper, or given by a hand-held reader of QR codes."""

    def __init__(self, parent: QWidget) -> None:
        self._read = tr("Đọc phiếu")
        super().__init__(
            tr("Dán hoặc gõ phiếu xin đăng ký"),
            tr("Phiếu bắt đầu bằng XIN1. Chữ hoa, chữ thường, dấu cách và xuống dòng đều được."),
            (tr("Thôi"), self._read),
            parent=parent,
        )
        self.pasted = ""
        self.text = TextInput(lines=(4, 8))
        self.body.addWidget(Field(tr("Nội dung phiếu"), self.text))

    def press(self, words: str) -> None:
        """Reading takes what stands there."""
        if words == self._read:
            self.pasted = self.text.words()
        super().press(words)


def _facts(view: RequestView) -> list[tuple[str, str]]:
    tier = word(view.tier) if view.tier else ""
    found = [
        (tr("Người dùng"), view.person),
        (tr("Cùng dùng"), ", ".join(view.others)),
        (tr("Chức vụ"), view.post),
        (tr("Tổ"), view.group),
        (tr("Cấp"), tier),
        (tr("Máy"), view.machine),
    ]
    return [(name, fact) for name, fact in found if fact]
