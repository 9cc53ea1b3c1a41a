"""Two questions of *Gửi – nhận*: which packet the office's eight digits are for, and which packet to copy again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.sending import PastPacket
from chibo_desktop.ui import quantities
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.digits_input import DigitsInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.speech import tr

DIGITS, GROUP = 8, 4


class ReceiptCodeDialog(Dialog):
    """The packet, and the eight digits that the office read out. The newest packet is offered first."""

    def __init__(self, packets: Sequence[PastPacket], parent: QWidget) -> None:
        super().__init__(
            tr("Nhập mã báo nhận 8 số"),
            tr("Gọi văn phòng, hỏi mã của gói này rồi gõ vào. Chỉ nơi đã mở được gói mới biết mã."),
            (tr("Để sau"), tr("Ghi nhận")),
            parent=parent,
        )
        self.packet = Choice([(one.number, packet_words(one)) for one in packets])
        self.code = DigitsInput(DIGITS, GROUP)
        self.packet.setCurrentIndex(0)
        self.body.addWidget(Field(tr("Gói"), self.packet))
        self.body.addWidget(Field(tr("8 số văn phòng đọc"), self.code))
        self.buttons[1].setEnabled(False)
        self.code.textChanged.connect(lambda _: self.buttons[1].setEnabled(self.code.is_complete()))
        self.code.finished.connect(lambda: self.press(tr("Ghi nhận")))

    @property
    def number(self) -> int:
        """Number of the packet chosen."""
        number = self.packet.value
        assert isinstance(number, int)
        return number

    def fill(self, number: int, digits: str) -> None:
        """Show what was typed before, to be corrected."""
        self.packet.set_value(number)
        self.code.set_digits(digits)
        self.buttons[1].setEnabled(self.code.is_complete())

    def when_given(self, take: Callable[[int, str], object]) -> None:
        """Show the dialog; `take` gets number and digits if they are to be noted."""
        told = tr("Ghi nhận")
        self.accepted.connect(lambda: take(self.number, self.code.digits) if self.answer == told else None)
        self.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.code.setFocus()


class SlipDialog(Dialog):
    """The text beside the QR codes of a slip of paper, typed or pasted; several lines at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            tr("Dán phiếu của văn phòng"),
            tr("Gõ hoặc dán dòng chữ bên mã QR, như BN1-7F3K-000012-12345678. Nhiều dòng cũng được."),
            (tr("Để sau"), tr("Ghi nhận")),
            parent=parent,
        )
        self.words = TextInput(lines=(3, 6), limit=4000)
        self.body.addWidget(Field(tr("Chữ trên phiếu"), self.words))
        self.buttons[1].setEnabled(False)
        self.words.textChanged.connect(lambda: self.buttons[1].setEnabled(bool(self.words.words().strip())))

    def when_given(self, take: Callable[[str], object]) -> None:
        """Show the dialog; `take` gets the text if it is to be noted."""
        told = tr("Ghi nhận")
        self.accepted.connect(lambda: take(self.words.words()) if self.answer == told else None)
        self.open()


class CopyAgainDialog(Dialog):
    """The last packets, of which the files are still on this machine."""

    def __init__(self, packets: Sequence[PastPacket], parent: QWidget) -> None:
        super().__init__(
            tr("Chép lại gói cũ"),
            tr("Gói được chép y nguyên ra USB. Văn phòng nhận hai lần cũng không trùng."),
            (tr("Để sau"), tr("Chép ra USB")),
            parent=parent,
        )
        self.packet = Choice([(one.number, packet_words(one)) for one in packets])
        self.packet.setCurrentIndex(0)
        self.body.addWidget(Field(tr("Gói"), self.packet))

    def when_chosen(self, take: Callable[[int], object]) -> None:
        """Show the dialog; `take` gets the number if the packet is to be copied."""
        told = tr("Chép ra USB")
        self.accepted.connect(lambda: take(int(str(self.packet.value))) if self.answer == told else None)
        self.open()


def packet_words(packet: PastPacket) -> str:
    """`000012, ngày 12/11/2026, 07:45, 03 mục, 5,2 MB`."""
    at, size = quantities.moment(packet.made_at), quantities.size(packet.bytes)
    return tr("%1, ngày %2, %3 mục, %4", quantities.packet_number(packet.number), at, padded(packet.entries), size)
