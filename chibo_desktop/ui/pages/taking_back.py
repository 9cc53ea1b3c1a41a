"""Taking a merged packet back: what it would hide is counted first, then a person says so; nothing is thrown away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import withdrawing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receiving import MergedPacket
from chibo_desktop.services.withdrawing import Effects
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr


class TakingBack(QObject):
    """Asks M13, takes the packet back or brings it back, and says what that did. Jobs run on the worker thread."""

    done = Signal(object)  # Outcome[Effects]
    failed = Signal(object)  # Failure

    def __init__(self, page: Page, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.dialog: Dialog | None = None

    def begin(self, packet: MergedPacket) -> None:
        """Find out what taking this packet back would do, then ask."""
        self._jobs.submit(
            partial(withdrawing.effects, self._desk, packet.packet), partial(self._ask, packet), self.failed.emit
        )

    def bring_back(self, packet: MergedPacket) -> None:
        """Let a packet count again; nothing has to be asked."""
        self._jobs.submit(
            partial(withdrawing.restore, self._desk, packet.packet), partial(self._brought, packet), self.failed.emit
        )

    def _ask(self, packet: MergedPacket, told: Effects) -> None:
        hidden, choices = padded(len(told.hidden)), padded(told.choices)
        self.dialog = sentences.dialog("M13", number_of(packet), hidden, choices, parent=self._page)
        self.dialog.accepted.connect(partial(self._answered, packet))
        self.dialog.open()

    def _answered(self, packet: MergedPacket) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None and dialog.answer != dialog.safe.text():
            self._jobs.submit(
                partial(withdrawing.withdraw, self._desk, packet.packet), partial(self._taken, packet), self.failed.emit
            )

    def _taken(self, packet: MergedPacket, outcome: Outcome[Effects]) -> None:
        told = outcome.value
        text = tr("%1 biên bản ẩn khỏi sổ chung. Gói gốc vẫn giữ ở mục Đã rút lại.", padded(len(told.hidden)))
        if told.choices:
            text = tr("%1 %2 lần chọn cần xem lại ở mục Xung đột.", text, padded(told.choices))
        again = partial(self.bring_back, packet)
        self._page.say(NoticeWords(tr("Đã rút lại gói %1.", number_of(packet)), text, tr("Hợp nhất lại"), again))
        self.done.emit(outcome)

    def _brought(self, packet: MergedPacket, outcome: Outcome[Effects]) -> None:
        told = outcome.value
        text = tr("%1 biên bản trở lại sổ chung.", padded(len(told.hidden)))
        if told.choices:
            text = tr("%1 %2 lần chọn có hiệu lực trở lại.", text, padded(told.choices))
        self._page.say(NoticeWords(tr("Đã hợp nhất lại gói %1.", number_of(packet)), text))
        self.done.emit(outcome)


def number_of(packet: MergedPacket) -> str:
    """The number of a packet as people call it; the name of its file where it has none."""
    return quantities.packet_number(packet.number) if packet.number else packet.file_name
