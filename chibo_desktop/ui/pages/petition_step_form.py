"""A new step about a petition: its state, its day, who did it, the document, and what was done or answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from chibo_desktop.domain.petitions import StepState
from chibo_desktop.services.petitions import LONGEST_STEP, NewStep
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices


class StepForm(Card):
    """`written(NewStep)` once all of it can be read; `given_up` by Esc or the button."""

    written = Signal(object)
    given_up = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__(gap=tokens.S12)
        self._today = today
        self._telling = False
        self._title = Label(tr("Bước mới"), "strong")
        self.state = Choice(choices(StepState), StepState.FORWARDED)
        self.date = DateInput(today(), today)
        self.body_name = LineInput("", tr("UBND xã"), 200)
        self.number = LineInput("", tr("12-CV/ĐU"), 100)
        self.words = TextInput("", tr("Đã làm gì, trả lời thế nào"), limit=LONGEST_STEP)
        self.told = DateInput(None, today)
        self._state = Field(tr("Trạng thái"), self.state)
        self._date = Field(tr("Ngày"), self.date)
        self._body = Field(tr("Cơ quan"), self.body_name)
        self._number = Field(tr("Số văn bản"), self.number)
        self._words = Field(tr("Nội dung"), self.words)
        self._told = Field(tr("Báo lại chi bộ ngày"), self.told, tr("Để trống khi chưa báo lại."))
        self.write = Button(tr("Ghi bước"), icon=Icon.CHECK)
        self.give_up = Button(tr("Thôi"), "quiet")
        self.add(
            self._title, self._state, self._date, self._body, self._number, self._words, self._told,
            Flow(self.write, self.give_up, gap=tokens.S8),
        )  # fmt: skip
        self.write.clicked.connect(self._take)
        self.give_up.clicked.connect(self.given_up)

    def begin(self, state: StepState, telling: bool) -> None:
        """Clear the form. `telling`: only that the cell has been told is written, the state stays."""
        self._telling = telling
        self._title.setText(tr("Báo lại chi bộ") if telling else tr("Bước mới"))
        self.write.setText(tr("Ghi đã báo lại") if telling else tr("Ghi bước"))
        self.state.set_value(state if telling else _following(state))
        self.date.set_value(self._today())
        self.told.set_value(None)
        for one in (self.body_name, self.number, self.words):
            one.set_words("")
        for one in (self._state, self._body, self._number, self._told):
            one.setVisible(not telling)
        for one in (self._date, self._told):
            one.set_trouble()
        (self.date if telling else self.state).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the form up; Ctrl+Enter writes."""
        strong = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif strong and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)  # whatever is being typed is committed by leaving it
        day, state = self.date.value, self.state.value
        self._date.set_trouble("" if day is not None else tr("Ghi ngày, ví dụ 3/12."))
        misread = bool(self.told.words().strip()) and self.told.value is None
        self._told.set_trouble(tr("Ghi ngày, ví dụ 3/12, hoặc để trống.") if misread else "")
        if day is None or misread or not isinstance(state, StepState):
            return
        told = day if self._telling else self.told.value
        new = NewStep(state, day, self.body_name.words(), self.number.words(), self.words.words(), told)
        self.written.emit(new)


def _following(state: StepState) -> StepState:
    """The state that most often comes next."""
    order = {StepState.NEW: StepState.FORWARDED, StepState.FORWARDED: StepState.ANSWERED}
    return order.get(state, StepState.ANSWERED)
