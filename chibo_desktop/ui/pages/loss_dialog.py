"""Giving a lost machine up: what stays, what waits, and since which entry; the safe answer is not to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.revocation import Loss
from chibo_desktop.ui import quantities
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.speech import tr

HELD, EARLIER = "held", "earlier"


@dataclass(frozen=True, slots=True)
class Decided:
    """What the clerk decided: up to which entry of the last epoch, ``None`` for what is held, and why."""

    loss: Loss
    after: int | None
    reason: str


class LossDialog(Dialog):
    """`decided` is set once the dangerous button was pressed with a reason."""

    def __init__(self, loss: Loss, parent: QWidget) -> None:
        self._give_up = tr("Báo mất máy này")
        super().__init__(
            tr("Báo mất máy %1?", loss.machine),
            tr(
                "Những mục văn phòng đã có vẫn giữ nguyên giá trị. Mục nào của máy này tới sau sẽ được để riêng, "
                "chờ tổ trưởng xác nhận từng mục. Không có gì bị xóa."
            ),
            (tr("Chưa báo mất"), self._give_up),
            danger=(self._give_up,),
            parent=parent,
        )
        self._loss = loss
        self.decided: Decided | None = None
        self.body.addWidget(Label(_held(loss), "medium", wrap=True))
        self.where = Segmented([(HELD, tr("Giữ hết mục đang có")), (EARLIER, tr("Chỉ giữ đến mục"))], HELD)
        self.where.setAccessibleName(tr("Giữ đến đâu"))
        self.number = NumberInput(_last(loss))
        self.until = Field(
            tr("Mục cuối cùng còn tin được"),
            self.number,
            tr("Mục sau số này cũng được để riêng, kể cả đã hợp nhất."),
        )
        self.until.hide()
        self.reason = Field(tr("Lý do, ghi vào nhật ký"), LineInput(placeholder=tr("mất trên đường đi họp"), limit=300))
        for widget in (self.where, self.until, self.reason):
            self.body.addWidget(widget)
        self.where.setVisible(bool(loss.ends))
        self.where.chosen.connect(lambda value: self.until.setVisible(value == EARLIER))

    def press(self, words: str) -> None:
        """Giving up needs a reason, and a number where one was asked for."""
        if words != self._give_up:
            super().press(words)
            return
        reason = self._typed()
        if not reason:
            self.reason.set_trouble(tr("Cần ghi lý do."))
            return
        earlier = self.where.value == EARLIER
        if earlier and self.number.value is None:
            self.until.set_trouble(tr("Cần ghi số của mục cuối cùng còn tin được."))
            return
        self.decided = Decided(self._loss, self.number.value if earlier else None, reason)
        super().press(words)

    def _typed(self) -> str:
        field = self.reason.widget
        return field.words().strip() if isinstance(field, LineInput) else ""


def _last(loss: Loss) -> int:
    return loss.ends[-1].seq if loss.ends else 0


def _held(loss: Loss) -> str:
    if not loss.ends:
        return tr("Văn phòng chưa nhận mục nào của máy này.")
    entries = sum(end.entries for end in loss.ends)
    last = loss.ends[-1]
    return tr(
        "Văn phòng đang có %1 mục, mục cuối là số %2, ghi lúc %3 theo giờ máy đó.",
        padded(entries),
        padded(last.seq),
        quantities.moment(last.last_at),
    )
