"""What a clerk does with an enrolled machine: renew it, give it up, look at what came late, take its next key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import certificates, groups, revocation
from chibo_desktop.services.certificates import Granted, WaitingKey
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import MachineRow
from chibo_desktop.services.revocation import Loss, Revoked
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.belonging import group_name
from chibo_desktop.ui.pages.loss_dialog import Decided, LossDialog
from chibo_desktop.ui.pages.machine_panel import wish_words
from chibo_desktop.ui.speech import tr

YEAR = 365
Groups = tuple[DecidedGroup, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    """Until when a machine is vouched for anew; `group` where it belongs to another one from now on."""

    until: dt.date
    group: GroupId | None = None


class MachineActions(QObject):
    """Asks, does, and tells what was done. `done`: a notice, and what changed."""

    done = Signal(object, object)  # NoticeWords, Changes
    granted = Signal(object)  # Outcome[Granted]: the file can be handed over, too
    failed = Signal(object)  # Failure

    def __init__(self, page: QWidget, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.ask_end: Callable[[MachineRow, Groups], Renewal | None] = self._ask_end
        self.ask_loss: Callable[[Loss], Decided | None] = self._ask_loss

    def renew(self, row: MachineRow) -> None:
        """Vouch for the machine anew; it gets the certificate with its next receipt."""
        self._jobs.submit(partial(_choosable, self._desk), partial(self._ask_renewal, row), self.failed.emit)

    def _ask_renewal(self, row: MachineRow, decided: Groups) -> None:
        renewal = self.ask_end(row, decided)
        if renewal is not None:
            work = partial(certificates.renew, self._desk, row.device, until=renewal.until, group=renewal.group)
            self._jobs.submit(work, self._renewed, self.failed.emit)

    def lose(self, row: MachineRow) -> None:
        """Give the machine up, after the clerk has read what that means."""
        self._jobs.submit(partial(revocation.loss_of, self._desk, row.device), self._decide, self.failed.emit)

    def take_key(self, waiting: WaitingKey) -> None:
        """Vouch for the next key of a machine: the old one speaks for it."""

        def act() -> Outcome[Granted]:
            return certificates.accept_rotation(self._desk, certificates.rotation_in(self._desk, waiting.held))

        self._jobs.submit(act, self.granted.emit, self.failed.emit)

    def _renewed(self, outcome: Outcome[Granted]) -> None:
        granted = outcome.value
        title = tr("Đã gia hạn máy %1 đến ngày %2.", granted.machine, short_date(granted.until))
        text = tr("Giấy chứng nhận mới đi cùng giấy báo nhận sắp tới; tổ không phải làm gì thêm.")
        self.done.emit(NoticeWords(title, text), outcome.changes)

    def _decide(self, loss: Loss) -> None:
        decided = self.ask_loss(loss)
        if decided is not None:
            self._jobs.submit(partial(_give_up, self._desk, decided), self._given_up, self.failed.emit)

    def _given_up(self, outcome: Outcome[Revoked]) -> None:
        revoked = outcome.value
        title = tr("Đã báo mất máy %1.", revoked.machine)
        aside = tr("%1 mục để riêng.", padded(revoked.set_aside)) if revoked.set_aside else tr("Không mục nào bị bỏ.")
        text = tr("%1 Danh sách máy mất đi cùng giấy báo nhận tới các tổ.", aside)
        self.done.emit(NoticeWords(title, text, stays=True), outcome.changes)

    def _ask_end(self, row: MachineRow, decided: Groups) -> Renewal | None:
        dialog = RenewDialog(row, self._desk.today(), self._page, decided)
        dialog.ask()
        return Renewal(dialog.until, dialog.group) if dialog.until is not None else None

    def _ask_loss(self, loss: Loss) -> Decided | None:
        dialog = LossDialog(loss, self._page)
        dialog.ask()
        return dialog.decided


def _choosable(desk: Desk) -> Groups:
    return tuple(one.group for one in groups.choosable(desk))


def _give_up(desk: Desk, decided: Decided) -> Outcome[Revoked]:
    after = revocation.positions(decided.loss, decided.after)
    return revocation.revoke(desk, decided.loss.device, decided.reason, after)


class RenewDialog(Dialog):
    """Until when; what the machine asks for is told first."""

    def __init__(self, row: MachineRow, today: dt.date, parent: QWidget, decided: Groups = ()) -> None:
        self._renew = tr("Gia hạn")
        told = wish_words(row) or tr("Người dùng và phạm vi giữ như cũ.")
        super().__init__(tr("Gia hạn máy %1?", row.machine), told, (tr("Chưa gia hạn"), self._renew), parent=parent)
        self.until: dt.date | None = None
        if row.wish is not None and row.wish.new:
            hint = tr("Gia hạn là đồng ý cho người đó ghi trên máy này. Chưa rõ thì gọi tổ trưởng trước.")
            self.body.addWidget(Label(hint, "second", wrap=True))
        self._group = Choice(
            [
                (None, tr("Như cũ: %1", row.group) if row.group else tr("Như cũ")),
                *((one.id, group_name(one)) for one in decided),
            ]
        )
        self._group.set_value(None)
        group = Field(tr("Tổ trong quyết định"), self._group)
        group.setVisible(bool(decided))
        self.body.addWidget(group)
        self.date = DateInput(today + dt.timedelta(days=YEAR), lambda: today)
        self.field = Field(tr("Dùng đến ngày"), self.date, tr("Nhiều nhất 400 ngày kể từ hôm nay."))
        self.body.addWidget(self.field)

    @property
    def group(self) -> GroupId | None:
        """The group that was chosen in place of the one that it has."""
        value = self._group.value
        return GroupId(str(value)) if value is not None else None

    def press(self, words: str) -> None:
        """Renewing needs a date."""
        if words == self._renew:
            if self.date.value is None:
                self.field.set_trouble(tr("Cần ghi ngày, ví dụ 31/12/2027."))
                return
            self.until = self.date.value
        super().press(words)
