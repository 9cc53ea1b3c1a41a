"""Kế hoạch of a group: what its office planned for it, what is new in it, and the answers that go back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.plans import Answer, PlannedVisit, PlanState
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import own_plan, own_plan_views, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.own_plan import Reply
from chibo_desktop.services.own_plan_views import OwnLine, OwnPlan
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import own_plan_rows
from chibo_desktop.ui.pages.exchange_answers import Answers
from chibo_desktop.ui.pages.own_plan_dialogs import CancelDialog, PostponeDialog, ReplyDialog
from chibo_desktop.ui.pages.own_plan_news import OwnPlanNews
from chibo_desktop.ui.pages.own_plan_panel import OwnPlanPanel
from chibo_desktop.ui.pages.stick_question import StickQuestion
from chibo_desktop.ui.plan_words import month_words
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

_COMING, _ALL = "coming", "all"


class OwnPlanPage(Page):
    """News above, the list by day below, the chosen visit at the right."""

    help_key = "own_plan"
    concerns = ("plan", "visit", "packet", "organisation")

    visit_requested = Signal(object)  # VisitId of the draft that was begun

    def __init__(self, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(tr("Kế hoạch"))
        self._desk, self._jobs = desk, jobs
        self._found: OwnPlan | None = None
        self._chosen: OwnLine | None = None
        self._wanted: object = None
        self.sticks = StickQuestion(self, jobs, drives)
        self.answers = Answers(self, desk, jobs, self.sticks)
        self.dialog: ReplyDialog | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.fetch = Button(tr("Lấy kế hoạch từ USB"), icon=Icon.USB, key=Keys.READ_RECEIPTS)
        self.begin = Button(tr("Bắt đầu ghi"), "primary", Icon.PEN)
        self.header.set_actions([self.fetch, self.begin])
        self.news = OwnPlanNews()
        self.filter = Segmented([(_COMING, tr("Sắp tới")), (_ALL, tr("Tất cả"))], _COMING, small=True)
        self.filter.setAccessibleName(tr("Buổi nào"))
        self.table = Table(own_plan_rows.model(), tr("Các buổi trong kế hoạch"))
        self._card = TableCard(self.table)
        self._none_left = Label(
            tr("Không còn buổi nào sắp tới. Chọn “Tất cả” để xem các buổi đã qua."), "second", wrap=True
        )
        self.note = Label("", "caption", wrap=True)
        hints = (
            (tr("Bắt đầu ghi"), "Enter"),
            (tr("Xác nhận"), "1"),
            (tr("Hoãn"), "2"),
            (tr("Hủy"), "3"),
        )
        self.hints = HintLine(hints)
        self.panel = OwnPlanPanel()
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        head = Beside(Label(tr("Các buổi theo ngày"), "heading"), self.filter, shares=(1, 0))
        for widget in (self.news, head, self._card, self._none_left, self.note, self.hints):
            column.addWidget(widget)
        column.addStretch(1)
        self._full = SidePanel(left, self.panel)
        self._nothing = self._empty()
        content = QWidget()
        whole = space.column(content)
        whole.addWidget(self._full)
        whole.addWidget(self._nothing, 1)
        self._full.hide()
        self._nothing.hide()
        self.set_content(content)

    def _empty(self) -> Card:
        self.first = Button(tr("Lấy kế hoạch từ USB của văn phòng"), "primary", Icon.USB, Keys.READ_RECEIPTS)
        card = Card()
        sentence = tr(
            "Kế hoạch đi cùng giấy báo nhận trên USB của văn phòng. Đọc USB đó xong, các buổi của tổ sẽ hiện ở đây."
        )
        hints = [(tr("Lấy từ USB"), Keys.READ_RECEIPTS), (tr("Hướng dẫn"), Keys.HELP)]
        card.add(EmptyState(tr("Chưa có kế hoạch nào của văn phòng"), sentence, [self.first], hints))
        return card

    def _connect(self) -> None:
        for button in (self.fetch, self.first):
            button.clicked.connect(self.answers.ask_stick)
        self.begin.clicked.connect(lambda: self._begin(self._chosen))
        self.news.seen.connect(self._mark_seen)
        self.filter.chosen.connect(lambda _: self._show_lines())
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._begin)
        self.table.digit_typed.connect(self._digit)
        self.panel.confirm_requested.connect(self._confirm)
        self.panel.postpone_requested.connect(self._ask_postpone)
        self.panel.cancel_requested.connect(self._ask_cancel)
        self.answers.stirred.connect(self.refresh)

    # what is seen

    def refresh(self) -> None:
        self._jobs.submit(partial(own_plan_views.whole, self._desk), self._show, self._failed)

    def _show(self, found: OwnPlan) -> None:
        self._found = found
        is_empty = not found.lines and not found.news
        self._full.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        self.fetch.setVisible(not is_empty)
        self.news.show_news(found.news)
        self.note.setText(_note(found.waiting))
        self._show_lines()
        months = ", ".join(map(month_words, found.months))
        parts = (self._desk.me.group.name, tr("văn phòng gửi tháng %1", months) if months else "")
        self.set_title(tr("Kế hoạch"), "  ·  ".join(part for part in parts if part))

    def _show_lines(self) -> None:
        if self._found is None:
            return
        found = self._found
        coming = found.from_day(found.today)
        self._take_wanted(found, coming)
        self.filter.set_word(_COMING, tr("Sắp tới (%1)", padded(len(coming))))
        self.filter.set_word(_ALL, tr("Tất cả (%1)", padded(len(found.lines))))
        lines = found.lines if self.filter.value == _ALL else coming
        kept = self._chosen
        self.table.rows_model.set_rows(lines)
        self._card.setVisible(bool(lines))
        self.hints.setVisible(bool(lines))
        self._none_left.setVisible(not lines and bool(found.lines))
        place = next((at for at, line in enumerate(lines) if kept and line.visit.id == kept.visit.id), 0)
        self.table.choose(place)
        self._choose(lines[place] if lines else None)

    def _take_wanted(self, found: OwnPlan, coming: Sequence[OwnLine]) -> None:
        """Choose what another page asked for, among all where it is past."""
        wanted = next((line for line in found.lines if line.visit.id == self._wanted), None)
        self._wanted = None
        if wanted is not None:
            self._chosen = wanted
            if wanted not in coming:
                self.filter.set_value(_ALL)

    def _choose(self, line: object) -> None:
        self._chosen = line if isinstance(line, OwnLine) else None
        today = self._found.today if self._found is not None else self._desk.today()
        self.panel.show_line(self._chosen, today)
        chosen = self._chosen
        can_begin = chosen is not None and chosen.state not in (PlanState.CANCELLED, PlanState.ATTENDED)
        self.begin.setVisible(can_begin)
        self.begin.set_words(tr("Ghi tiếp") if chosen is not None and chosen.draft else tr("Bắt đầu ghi"))

    def show_subject(self, subject: object) -> None:
        """A planned visit, by its id, to choose; or to take the plan from a stick."""
        if subject == own_plan_rows.FETCH:
            self.answers.ask_stick()
            return
        self._wanted = subject
        if self._found is not None:
            self._show_lines()

    # deeds

    def _begin(self, line: object) -> None:
        if isinstance(line, OwnLine) and line.state not in (PlanState.CANCELLED, PlanState.ATTENDED):
            self._jobs.submit(partial(own_plan.begin, self._desk, line.visit.id), self._begun, self._failed)

    def _begun(self, outcome: Outcome[Visit]) -> None:
        self.changed.emit(outcome.changes)
        self.visit_requested.emit(outcome.value.id)

    def _mark_seen(self) -> None:
        self._jobs.submit(partial(own_plan.mark_seen, self._desk), self._changed, self._failed)

    def _digit(self, place: int, digit: int) -> None:
        line = self.table.rows_model.row_at(place)
        act = {1: self._confirm, 2: self._ask_postpone, 3: self._ask_cancel}.get(digit)
        if act is not None and line.state is not PlanState.ATTENDED:
            act(line)

    def _confirm(self, line: OwnLine) -> None:
        if line.state is not PlanState.CONFIRMED:
            self._answer(line, Reply(Answer.CONFIRMED))

    def _ask_postpone(self, line: OwnLine) -> None:
        self._ask(line, PostponeDialog(line.visit, self._desk.today(), self))

    def _ask_cancel(self, line: OwnLine) -> None:
        if line.state is not PlanState.CANCELLED:
            self._ask(line, CancelDialog(line.visit, self))

    def _ask(self, line: OwnLine, dialog: ReplyDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _: self._answer(line, dialog.reply))
        dialog.open()

    def _answer(self, line: OwnLine, reply: Reply | None) -> None:
        self.dialog = None
        if reply is not None:
            act = partial(own_plan.answer, self._desk, line.visit.id, reply)
            self._jobs.submit(act, self._answered, self._failed)

    def _answered(self, outcome: Outcome[PlannedVisit]) -> None:
        visit = outcome.value
        title = tr("Đã trả lời %1: %2.", visit.cell.name, sentences.state_words(visit.state)[0].lower())
        self.say(NoticeWords(title, tr("Trả lời nằm trên máy này, đi cùng gói tin sau.")))
        self._changed(outcome)

    def _changed(self, outcome: Outcome[Any]) -> None:
        self.changed.emit(outcome.changes)
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        return [self.header, self.table, self.panel] if self._full.isVisible() else [self.header, self._nothing]

    def focus_first(self) -> None:
        (self.first if self._nothing.isVisible() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)


def _note(waiting: int) -> str:
    if waiting:
        return tr("%1 trả lời chưa tới văn phòng: chúng đi cùng gói tin sau, ở Gửi – nhận.", padded(waiting))
    return tr("Trả lời của tổ đi cùng gói tin sau, ở Gửi – nhận.")
