"""*Đề xuất kế hoạch*: for which months and groups, what is proposed and why, and taking what was ticked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId
from chibo_desktop.domain.outcomes import Cancelled, Outcome
from chibo_desktop.domain.plans import Month
from chibo_desktop.domain.proposing import ProposalOptions
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import plan_ground, proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plans import Planned
from chibo_desktop.services.proposals import Proposed, Watch
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.proposal_rows import TICK, FigureRows, ProposalRows, ProposedLine
from chibo_desktop.ui.plan_words import PlanWords, month_words
from chibo_desktop.ui.proposal_words import method_note, why_words
from chibo_desktop.ui.speech import announce, tr

_NOTHING, _PROPOSED = range(2)
_SPANS = (1, 2, 3, 6, 12)
_USUAL = ProposalOptions()
_PANEL, _TABLE_HEIGHT = 384, 380


class ProposalPage(Page):
    """`taken(Outcome[Planned])`: the visits that were ticked stand in the plan. Nothing is written before."""

    help_key = "plan"

    taken = Signal(object)

    def __init__(
        self, desk: Desk, jobs: Jobs, month: Month, groups: Sequence[DecidedGroup], group: GroupId | None = None
    ) -> None:
        super().__init__(tr("Đề xuất kế hoạch"), tr("Chưa có gì được ghi vào kế hoạch."), back=True)
        self._desk, self._jobs, self._month = desk, jobs, month
        self._words = PlanWords(groups, {})
        self._proposed: Proposed | None = None
        self._job: Job | None = None
        self._build([(one.id, self._words.group(one.id)) for one in groups], group)
        self._connect()
        self._weigh()

    def _build(self, groups: Sequence[tuple[object, str]], group: GroupId | None) -> None:
        self.take = Button(tr("Nhận các buổi đã chọn"), "primary", Icon.CHECK)
        self.propose = Button(tr("Lập đề xuất"), icon=Icon.REFRESH)
        self.header.set_actions([self.propose, self.take])
        self.months = Choice([(count, _span_words(self._month, count)) for count in _SPANS], 1)
        self.group = Choice([(None, tr("Tất cả các tổ")), *groups], group)
        self.most = NumberInput(_USUAL.visits_a_month, 2)
        self.together = NumberInput(_USUAL.together, 2)
        space.fix(self.months, width=208)
        space.fix(self.group, width=208)
        for number in (self.most, self.together):
            space.fix(number, width=160)
        asked = Flow(
            Field(tr("Thời gian"), self.months),
            Field(tr("Cho tổ"), self.group),
            Field(tr("Số buổi một tháng"), self.most),
            Field(tr("Số người mỗi buổi"), self.together),
            gap=tokens.S12,
        )
        self.rows, self.figures = ProposalRows(), FigureRows()
        self.table = Table(self.rows, tr("Các buổi được đề xuất"), fits=False, two_lines=True)
        self._places = OpenStack()
        self._places.add(self._nothing())
        self._places.add(TableCard(self.table, self._foot()))
        space.fix(self._places, min_height=_TABLE_HEIGHT)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(asked)
        column.addWidget(self._running())
        column.addWidget(self._places, 1)
        self.set_content(SidePanel(content, self._figures_card(), _PANEL))

    def _nothing(self) -> QWidget:
        card = Card()
        told = tr("Máy xếp chi bộ vùng sâu, xa và lâu chưa được dự trước, tránh trùng, chia đều các tổ và người dự.")
        card.add(EmptyState(tr("Bấm Lập đề xuất để xem."), told, drawing=False))
        return card

    def _running(self) -> QWidget:
        self._under_way = QWidget()
        line = space.row(self._under_way, gap=tokens.S12)
        self._said = Label("", "second")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setProperty("look", "running")
        self._bar.setAccessibleName(tr("Đang lập đề xuất"))
        self.stop_ = Button(tr("Dừng lại"), icon=Icon.CLOSE, small=True)
        line.addWidget(self._said)
        line.addWidget(self._bar, 1)
        line.addWidget(self.stop_)
        self._under_way.hide()
        return self._under_way

    def _foot(self) -> QWidget:
        self.count = Label("", "second")
        self.turn = Button(tr("Đổi dấu"), "quiet", Icon.CHECK, small=True)
        self.all_ = Button(tr("Chọn hết"), "quiet", small=True)
        self.none = Button(tr("Bỏ hết"), "quiet", small=True)
        self.why = Label("", "second", wrap=True)
        foot = QWidget()
        column = space.column(foot, (tokens.S16, tokens.S8), tokens.S4)
        line = space.row(gap=tokens.S12)
        line.addWidget(self.count, 1)
        for button in (self.turn, self.all_, self.none):
            line.addWidget(button)
        column.addWidget(self.why)
        column.addLayout(line)
        return foot

    def _figures_card(self) -> QWidget:
        card = Card(margin=1, gap=0)
        self.compared = Table(self.figures, tr("Số liệu của hai cách"))
        self.note = Label("", "second", wrap=True)
        inside = QWidget()
        column = space.column(inside, (tokens.S16, tokens.S12), tokens.S8)
        column.addWidget(self.note)
        card.add(self.compared, inside)
        self._figures = card
        card.hide()
        return card

    def _connect(self) -> None:
        self.propose.clicked.connect(self.begin)
        self.stop_.clicked.connect(self.stop)
        self.back_requested.connect(self.stop)
        self.take.clicked.connect(self.take_chosen)
        self.table.row_opened.connect(lambda _: self.turn_current())
        self.table.clicked.connect(self._clicked)
        self.table.row_chosen.connect(self._tell_why)
        self.turn.clicked.connect(self.turn_current)
        self.all_.clicked.connect(lambda: self._choose_all(chosen=True))
        self.none.clicked.connect(lambda: self._choose_all(chosen=False))

    # what the shell calls

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]

    def focus_first(self) -> None:
        self.propose.setFocus(Qt.FocusReason.OtherFocusReason)

    # proposing

    def begin(self) -> None:
        """Make a proposal of what is asked for; what was proposed before is forgotten."""
        count = self.months.value
        months = [plan_ground.month_after(self._month, step) for step in range(count if isinstance(count, int) else 1)]
        groups = [GroupId(str(self.group.value))] if self.group.value else []
        options = ProposalOptions(visits_a_month=self.most.value or 0, together=self.together.value or 0)
        self._show(None)
        self._tell(0, 1)
        self._under_way.show()
        self.stop_.setFocus()
        self.propose.setEnabled(False)
        self.banners.take("refused")

        def act(progress, cancelled) -> Proposed:
            return proposals.propose(self._desk, months, groups, options, Watch(progress, cancelled))

        self._job = self._jobs.submit(act, self._made, self._refused, self._tell)

    def _tell(self, done: int, all_: int) -> None:
        self._bar.setRange(0, all_)
        self._bar.setValue(done)
        self._said.setText(tr("Đang lập đề xuất: %1 %", 100 * done // max(1, all_)))

    def stop(self) -> None:
        """Give up what is being made; nothing was written."""
        if self._job is not None:
            self._job.cancel()

    def _made(self, proposed: Proposed) -> None:
        self._show(proposed)
        self.table.choose(0)
        self.propose.setEnabled(True)
        (self.table if proposed.best.visits else self.propose).setFocus()
        self._end()
        announce(self, tr("Đề xuất %1 buổi.", padded(len(proposed.best.visits))))

    def _end(self) -> None:
        self._job = None
        self._under_way.hide()
        self._weigh()

    def _show(self, proposed: Proposed | None) -> None:
        self._proposed = proposed
        self.rows.show(proposed, self._words)
        self.figures.show(proposed)
        self._figures.setVisible(proposed is not None)
        self.note.setText(method_note(proposed) if proposed is not None else "")
        self._places.open(_NOTHING if proposed is None else _PROPOSED)
        self._weigh()

    # choosing and taking

    def turn_current(self) -> None:
        """Tick the line at hand, or take its tick away."""
        place = self.table.currentIndex().row()
        if place >= 0:
            self.rows.turn(place)
            self._weigh()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self.turn_current()

    def _tell_why(self, line: object) -> None:
        self.why.setText(tr("Vì sao: %1.", why_words(line.visit)) if isinstance(line, ProposedLine) else "")

    def _choose_all(self, *, chosen: bool) -> None:
        self.rows.choose_all(chosen=chosen)
        self._weigh()

    def _weigh(self) -> None:
        lines: Sequence[ProposedLine] = self.rows.rows
        chosen = len(self.rows.chosen)
        self.take.setEnabled(chosen > 0 and self._job is None)
        self.count.setText(tr("Chọn %1 / %2 buổi", padded(chosen), padded(len(lines))))
        self.turn.setEnabled(bool(lines))
        self.all_.setEnabled(chosen < len(lines))
        self.none.setEnabled(chosen > 0)

    def take_chosen(self) -> None:
        """Write the ticked visits into the plan, all at once."""
        if self._proposed is not None:
            self.take.setEnabled(False)
            take = partial(proposals.take, self._desk, self._proposed.best, self.rows.chosen)
            self._jobs.submit(take, self._taken, self._refused)

    def _taken(self, outcome: Outcome[Planned]) -> None:
        self.taken.emit(outcome)
        self.back_requested.emit()

    def _refused(self, failure: Failure) -> None:
        self.propose.setEnabled(True)
        self.propose.setFocus()
        self._end()
        kind = "info" if isinstance(failure, Cancelled) else "error"
        self.show_banner("refused", Banner(kind, *sentences.of_failure(failure), buttons=[tr("Đóng")]))


def _span_words(first: Month, count: int) -> str:
    if count == 1:
        return tr("Tháng %1", month_words(first))
    return tr("%1 tháng, đến %2", padded(count), month_words(plan_ground.month_after(first, count - 1)))
