"""The questions before a group postpones or cancels a planned visit: why, and for which day."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.plans import Answer, PlannedVisit
from chibo_desktop.services.own_plan import LONGEST_REASON, Reply
from chibo_desktop.ui import own_plan_words, space, tokens
from chibo_desktop.ui.components.date_time import DateInput, TimeInput
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.speech import tr

_DATE_WIDTH, _TIME_WIDTH = 150, 110


class ReplyDialog(Dialog):
    """Asks for a reason. `reply` is what was typed, or None while nothing was answered."""

    def __init__(self, title: str, text: str, buttons: tuple[str, str], parent: QWidget, *, danger: bool) -> None:
        super().__init__(title, text, buttons, buttons[1:] if danger else (), parent)
        self._act = buttons[1]
        self.reply: Reply | None = None
        self.reason = TextInput(lines=(2, 5), limit=LONGEST_REASON)
        self.field = Field(tr("Lý do"), self.reason)
        self.body.addWidget(self.field)

    def press(self, words: str) -> None:
        """The safe answer asks for nothing; the other one needs a reason."""
        if words == self._act:
            self.reply = self.typed()
            if self.reply is None:
                return
        super().press(words)

    def typed(self) -> Reply | None:
        """What was typed, or None after saying what is missing."""
        why = self.reason.words().strip()
        self.field.set_trouble("" if why else tr("Cần ghi lý do."))
        return Reply(Answer.CANCELLED, why) if why else None


class CancelDialog(ReplyDialog):
    """To cancel: the group will not go."""

    def __init__(self, visit: PlannedVisit, parent: QWidget) -> None:
        super().__init__(
            tr("Hủy buổi dự %1?", visit.cell.name),
            tr("%1. Buổi vẫn nằm trong kế hoạch, ghi là hủy. Văn phòng biết khi nhận gói tin sau.", _day_of(visit)),
            (tr("Giữ buổi này"), tr("Hủy buổi này")),
            parent,
            danger=True,
        )


class PostponeDialog(ReplyDialog):
    """To postpone, to a day that is known or to none yet."""

    def __init__(self, visit: PlannedVisit, today: dt.date, parent: QWidget) -> None:
        super().__init__(
            tr("Hoãn buổi dự %1?", visit.cell.name),
            tr("%1. Chưa biết ngày mới thì để trống. Văn phòng biết khi nhận gói tin sau.", _day_of(visit)),
            (tr("Chưa hoãn"), tr("Hoãn buổi này")),
            parent,
            danger=False,
        )
        self._today, self._before = today, visit
        self.day = DateInput(None, lambda: today)
        self.start = TimeInput(visit.start)
        self.day_field = Field(tr("Ngày mới"), self.day, tr("Như 9/12, +7."))
        self.start_field = Field(tr("Giờ"), self.start)
        space.fix(self.day_field, width=_DATE_WIDTH)
        space.fix(self.start_field, width=_TIME_WIDTH)
        self.body.addWidget(Flow(self.day_field, self.start_field, gap=tokens.S16))

    def typed(self) -> Reply | None:
        """The reason; the day and hour where they were understood."""
        for field in (self.day, self.start):
            field.commit()
        found = super().typed()
        day, start = self.day.value, self.start.value
        misread = bool(self.day.words().strip()) and day is None
        self.day_field.set_trouble(self._trouble(day, misread=misread))
        late = bool(self.start.words().strip()) and start is None
        self.start_field.set_trouble(tr("Chưa đọc được giờ.") if late else "")
        if found is None or self.day_field.hint.text() != tr("Như 9/12, +7.") or late:
            return None
        changed = start if day is not None and start != self._before.start else None
        return Reply(Answer.POSTPONED, found.reason, day, changed)

    def _trouble(self, day: dt.date | None, *, misread: bool) -> str:
        if misread:
            return tr("Chưa đọc được ngày.")
        if day is not None and day < self._today:
            return tr("Ngày này đã qua.")
        return ""


def _day_of(visit: PlannedVisit) -> str:
    words = own_plan_words.when(visit)
    return words[:1].upper() + words[1:]
