"""The planned visit that is chosen: everything that one has to know before leaving home, and what to answer."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal

from chibo_desktop.domain.plans import PlanState
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.own_plan_views import OwnLine
from chibo_desktop.ui import own_plan_words, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.plan_words import month_words
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


class OwnPlanPanel(Card):
    """Hidden until a visit is chosen. What cannot be answered any more has no buttons."""

    confirm_requested = Signal(object)  # OwnLine
    postpone_requested = Signal(object)
    cancel_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(gap=tokens.S8)
        self._line: OwnLine | None = None
        self.name = Label("", "heading", wrap=True)
        self.chain = Label("", "second", wrap=True)
        self.when = Label("", "medium", wrap=True)
        self.way = Label("", "second", wrap=True)
        self.facts = Label("", "second", wrap=True)
        self.state = Label("", "medium", wrap=True)
        self.answer = Label("", "caption", wrap=True)
        self.add(self.name, self.chain, self.when, self.way, self.facts, self.state, self.answer)
        self.confirm = Button(tr("Xác nhận"), icon=Icon.CHECK)
        self.postpone = Button(tr("Hoãn…"), icon=Icon.CLOCK)
        self.cancel = Button(tr("Hủy…"), "quiet", Icon.CLOSE)
        for button, signal in (
            (self.confirm, self.confirm_requested),
            (self.postpone, self.postpone_requested),
            (self.cancel, self.cancel_requested),
        ):
            self.add(button)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._line))
        self.hide()

    def show_line(self, line: OwnLine | None, today: dt.date) -> None:
        """Show this visit, or none."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        visit = line.visit
        self.name.setText(visit.cell.name or tr("Chưa ghi tên chi bộ"))
        self.setAccessibleName(self.name.text())
        far = "" if visit.day is None or not line.is_open else own_plan_words.far(visit.day, today)
        when = own_plan_words.when(visit)
        _show(self.chain, own_plan_words.chain(visit))
        _show(self.when, tr("%1 (%2)", when, far) if far else when)
        _show(self.way, own_plan_words.travel(visit))
        _show(self.facts, _facts(line))
        chip = own_plan_words.state_chip(line)
        _show(self.state, _state(line))
        self.state.set_tint("" if chip.tone == "neutral" else chip.tone)
        _show(self.answer, own_plan_words.answer(line))
        answerable = line.state is not PlanState.ATTENDED
        self.confirm.setVisible(answerable and line.state is not PlanState.CONFIRMED)
        self.postpone.setVisible(answerable)
        self.cancel.setVisible(answerable and line.state is not PlanState.CANCELLED)


def _facts(line: OwnLine) -> str:
    visit = line.visit
    counted = visit.day is not None and f"{visit.day:%Y-%m}" != visit.month
    parts = (
        tr("Loại buổi: %1", word(visit.kind).lower()),
        tr("Tính cho tháng %1", month_words(visit.month)) if counted else "",
        tr("Nơi họp: %1", visit.place) if visit.place else "",
        tr("Người đi: %1", own_plan_words.members(visit)) if visit.members else "",
        word(visit.priority) if visit.priority else "",
        tr("Ghi chú: %1", visit.note) if visit.note else "",
        tr("Chỗ vướng được giữ: %1", padded(len(visit.kept))) if visit.kept else "",
        *(tr("%1, lý do: %2", word(one.kind), one.reason) for one in visit.kept),
    )
    return "\n".join(part for part in parts if part)


def _state(line: OwnLine) -> str:
    moved = line.state in (PlanState.POSTPONED, PlanState.CANCELLED)
    return tr("%1: %2", word(line.state), line.visit.reason) if moved and line.visit.reason else word(line.state)


def _show(label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
