"""*Tổng quan*: what waits at the office, and the figures of a period, each of which opens what it counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.figures import CLASSES, Extreme, Measure
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.periods import half_year_of, periods_until
from chibo_desktop.domain.reports import Asked, Report
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import dashboard, figures, reports
from chibo_desktop.services.dashboard import Waiting
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.figures import Told, Wanted
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.counter import Counter
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.figure_table import FigureCell, FigureRow, FigureTable
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import figure_list
from chibo_desktop.ui.pages.dashboard_cards import CoverageCard, MonthsCard, PetitionsCard
from chibo_desktop.ui.pages.figure_list import FigureListPage
from chibo_desktop.ui.report_words import (
    EXTREMES,
    as_of_words,
    extreme_pair,
    half_year_table,
    measures_of,
    period_words,
    tier_words,
)
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import px
from chibo_desktop.ui.words import word

_CHARTS = 464


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure of the table opens: visits or distinct cells of a measure, or the visits of who is an extreme."""

    title: str
    tier: Tier | None
    measure: Measure = Measure.ATTENDED
    cells: bool = False
    extreme: Wanted | None = None


class DashboardPage(Page):
    """The first page of an office. ``leads``: keys of the pages of the rail that it can lead to."""

    help_key = "dashboard"
    concerns = ("visit", "petition", "packet", "machine", "office", "organisation", "group")

    visit_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs, leads: Collection[str]) -> None:
        super().__init__(tr("Tổng quan"), desk.me.office_name)
        self._desk, self._jobs, self._leads = desk, jobs, frozenset(leads)
        first, last = half_year_of(desk.today())
        self._asked = Asked(first, last)
        self.report: Report | None = None
        self._told: Told | None = None
        self._waiting: Waiting | None = None
        self._tools_in_header: bool | None = None
        self._build()
        self._connect()
        self._show_frame()

    def _build(self) -> None:
        periods = [Asked(first, last) for first, last in periods_until(self._desk.today())]
        offered = [((one.first, one.last), _capital(period_words(one))) for one in periods]
        self.period = Choice(offered, (self._asked.first, self._asked.last))
        self.period.setAccessibleName(tr("Kỳ"))
        self.as_of = Choice([(one, as_of_words(one)) for one in AsOf], AsOf.THEN)
        self.as_of.setAccessibleName(tr("Tính theo tổ chức nào"))
        space.fix(self.period, width=224)
        space.fix(self.as_of, width=248)
        self.make_report = Button(tr("Lập báo cáo"), "primary", Icon.FILE, Keys.MAKE_REPORT)
        self.make_report.setVisible("reports" in self._leads)
        self._tools = Flow(gap=tokens.S12)
        self.held = Counter(tr("gói tin chờ hoặc để riêng"), Icon.TRAY, "info")
        self.differences = Counter(tr("chỗ khác nhau cần chọn"), Icon.FORK, "err")
        self.overdue = Counter(tr("kiến nghị quá hạn trả lời"), Icon.CLOCK, "warn")
        self.silent = Counter(tr("tổ quá %1 ngày chưa gửi", dashboard.SILENT_DAYS), Icon.USB, "text2")
        counters = Card(margin=tokens.S4)
        pairs = [
            Beside(*pair, shares=(1, 1), gap=tokens.S4)
            for pair in ((self.held, self.differences), (self.overdue, self.silent))
        ]
        counters.add(Beside(*pairs, shares=(1, 1), gap=tokens.S4))
        self._stack = OpenStack()
        self._stack.add(self._figures())
        self._stack.add(self._empty())
        content = QWidget()
        column = space.column(content, gap=tokens.S16)
        for part in (self._tools, counters, self._stack):
            column.addWidget(part)
        column.addStretch(1)
        self._counters = counters
        self.set_content(content)
        self._place_tools()

    def _figures(self) -> QWidget:
        left, right = QWidget(), QWidget()
        column = space.column(left, gap=tokens.S8)
        self.heading = Label("", "heading", wrap=True)
        self.table = FigureTable(tr("Kết quả dự sinh hoạt chi bộ"))
        card = Card(margin=1)
        card.add(self.table)
        note = Label(tr("Số tính từ biên bản đã hợp nhất. Bấm vào một số để xem danh sách."), "caption", wrap=True)
        for part in (self.heading, card, note):
            column.addWidget(part)
        column.addStretch(1)
        self.months, self.petitions = MonthsCard(), PetitionsCard()
        self.coverage = CoverageCard("plan" in self._leads)
        cards = space.column(right, gap=tokens.S12)
        for chart in (self.months, self.petitions, self.coverage):
            cards.addWidget(chart)
        self._charts = right
        self._panes = (left, right)
        return SidePanel(left, right, _CHARTS)

    def _empty(self) -> QWidget:
        card = Card()
        card.add(
            EmptyState(
                tr("Chưa có biên bản nào trong kỳ này."),
                tr("Khi văn phòng hợp nhất gói tin có biên bản của kỳ, kết quả và hình vẽ sẽ hiện ở đây."),
            )
        )
        return card

    def _connect(self) -> None:
        self.period.chosen.connect(self._choose)
        self.as_of.chosen.connect(self._choose)
        self.held.clicked.connect(lambda: self.open_requested.emit("receive", None))
        self.differences.clicked.connect(lambda: self.open_requested.emit("conflicts", None))
        self.overdue.clicked.connect(self._open_overdue)
        self.silent.clicked.connect(self._open_silent)
        self.make_report.clicked.connect(lambda: self.open_requested.emit("reports", self._asked))
        self.table.figure_opened.connect(self._open_behind)
        self.coverage.missed_requested.connect(self._open_missed)
        self.coverage.plan_requested.connect(lambda: self.open_requested.emit("plan", None))

    # what the shell calls

    def refresh(self) -> None:
        self._jobs.submit(partial(dashboard.waiting, self._desk), self._show_waiting, self._refused)
        self._jobs.submit(partial(reports.make, self._desk, self._asked), self._show, self._refused)

    def panes(self) -> list[QWidget]:
        below = self._panes if self._stack.place == 0 else (self._stack,)
        return [self.header, self._counters, *below]

    def focus_first(self) -> None:
        self.held.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tools()

    def _place_tools(self) -> None:
        """Period and organisations stand in the header; in a narrow window they go to the head of the content."""
        wide = self.window().width() >= px(tokens.NARROW)
        if wide == self._tools_in_header:
            return
        self._tools_in_header = wide
        choices = [self.period, self.as_of]
        self.header.set_actions([*(choices if wide else []), self.make_report])
        if not wide:
            self._tools.add(*choices)
            for choice in choices:
                choice.show()
        self.make_report.setVisible("reports" in self._leads)
        self._tools.setVisible(not wide)

    # slots

    def _choose(self, _: object) -> None:
        period, as_of = self.period.value, self.as_of.value
        assert isinstance(period, tuple)
        assert isinstance(as_of, AsOf)
        self._asked = Asked(*period, as_of=as_of)
        self._show_frame()
        self.refresh()

    def _show_frame(self) -> None:
        """The frame of the table until the figures are there; charts come with them."""
        self.report = self._told = None
        self.heading.setText(tr("Kết quả %1", period_words(self._asked)))
        head = [tr("Chỉ tiêu"), *(f"{tier_words(tier)}, {words}" for tier in Tier for words in ("số lượt", "số nơi"))]
        waiting = (FigureCell("…"),) * (len(head) - 1)
        measures = (Measure.ATTENDED, *CLASSES[:2], Measure.COMMITTEE, Measure.THEMATIC)
        labels = [*map(word, measures), *(tr(label) for label, _, _ in EXTREMES)]
        self.table.show_figures(head, [FigureRow(label, waiting) for label in labels])
        self._charts.hide()
        self._stack.open(0)

    def _show_waiting(self, found: Waiting) -> None:
        self._waiting = found
        self.held.set_count(found.held)
        self.differences.set_count(found.differences)
        self.overdue.set_count(found.overdue)
        self.silent.set_count(len(found.silent))
        self.overdue.setEnabled("petitions" in self._leads)

    def _show(self, made: tuple[Report, Told]) -> None:
        report, told = made
        if report.asked != self._asked:
            return  # of a period that was left meanwhile; the one asked for comes next
        self.report, self._told = report, told
        at = report.made_at.astimezone()
        self.set_title(self.title, tr("%1  ·  số liệu đến %2 hôm nay", self._desk.me.office_name, at.strftime("%H:%M")))
        self._stack.open(0 if report.visits else 1)
        if not report.visits:
            return
        self.table.show_figures(half_year_table(report).head, figure_rows(report))
        for card in (self.months, self.petitions, self.coverage):
            card.show_report(report)
        self._charts.show()

    def _refused(self, failure: Refusal | Fault | Cancelled) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _open_overdue(self) -> None:
        self.open_requested.emit("petitions", "overdue")

    def _open_silent(self) -> None:
        title = tr("Tổ quá %1 ngày chưa gửi", dashboard.SILENT_DAYS)
        fetch = partial(dashboard.silent_groups, self._desk)
        self._list(title, tr("Tính theo gói tin cuối cùng mà văn phòng đã nhận"), figure_list.silent_columns(), fetch)

    def _open_missed(self) -> None:
        report = self.report
        if report is not None:
            names = sorted(report.names.get(one, one) for one in report.coverage.missed)
            title = tr("Chi bộ vùng sâu, vùng xa chưa được dự")
            self._list(title, self._period(), figure_list.name_columns(tr("Chi bộ")), lambda: names)

    def _open_behind(self, behind: Behind) -> None:
        told = self._told
        if told is None:
            return
        columns: Sequence[Any] = figure_list.visit_columns()
        fetch: Callable[[], Sequence[Any]]
        if behind.cells:
            columns = figure_list.cell_columns()
        if behind.extreme is not None:
            of = figures.cells_of if behind.cells else figures.visits_of
            fetch = partial(of, self._desk, told, behind.extreme, behind.tier)
        else:
            all_of = figures.cells_behind if behind.cells else figures.visits_behind
            fetch = partial(all_of, self._desk, told, behind.measure, behind.tier)
        self._list(behind.title, self._period(), columns, fetch)

    def _period(self) -> str:
        return f"{_capital(period_words(self._asked))}  ·  {as_of_words(self._asked.as_of)}"

    def _list(self, title: str, sub: str, columns: Sequence[Any], fetch: Callable[[], Sequence[Any]]) -> None:
        page = FigureListPage(self._jobs, title, sub, columns, fetch)
        page.visit_requested.connect(self.visit_requested)
        self.push_requested.emit(page)


def figure_rows(report: Report) -> list[FigureRow]:
    """The half-year table, each figure with what it opens."""
    tiers, shown = report.figures.tiers, half_year_table(report)
    rows: list[FigureRow] = []
    for measure, row in zip(measures_of(report), shown.rows, strict=False):
        look = "strong" if measure is Measure.ATTENDED else "inner" if measure in CLASSES else ""
        cells = [
            _cell(number, Behind(f"{word(measure)}, {tier_words(tier.tier)}", tier.tier, measure, cells=cells))
            for tier in tiers
            for cells, number in ((False, tier.counts[measure].visits), (True, tier.counts[measure].cells))
        ]
        rows.append(FigureRow(word(measure) if look == "inner" else str(row[0]), tuple(cells), look))
    for label, most, who in EXTREMES:
        cells = [
            _extreme_cell(Behind(tr(label), tier.tier, cells=counts_cells), extreme, who == "bodies", report)
            for tier in tiers
            for counts_cells, extreme in zip((False, True), extreme_pair(tier, who, most=most), strict=True)
        ]
        rows.append(FigureRow(tr(label), tuple(cells)))
    return rows


def _cell(number: int, behind: Behind) -> FigureCell:
    return FigureCell(padded(number), behind if number else None)


def _extreme_cell(behind: Behind, extreme: Extreme | None, bodies: bool, report: Report) -> FigureCell:
    if extreme is None:
        return FigureCell("–")
    names = [report.names.get(one, one) for one in extreme.who]
    who = names[0] if len(names) == 1 else tr("%1 nơi bằng nhau", padded(len(names)))
    title = tr("%1: %2", behind.title, who)
    return _cell(extreme.count, replace(behind, title=title, extreme=Wanted(extreme.who, bodies)))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
