"""Kế hoạch of the office: a month grid, a week, a list; what somebody should look at beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plan_troubles import Trouble
from chibo_desktop.domain.plans import PlannedVisit, PlanState, TroubleKind
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import plan_lists, plans
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_lists import PlanLine
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.calendar_grid import CalendarGrid
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.plan_bar import PlanBar
from chibo_desktop.ui.pages.plan_data import Checked, Looked, Mode, Wanted, check, look
from chibo_desktop.ui.pages.plan_deeds import PlanDeeds
from chibo_desktop.ui.pages.plan_dialogs import ReasonDialog
from chibo_desktop.ui.pages.plan_form import PlanFormPage
from chibo_desktop.ui.pages.plan_legend import PlanLegend
from chibo_desktop.ui.pages.plan_panel import PlanPanel
from chibo_desktop.ui.pages.plan_printing import PlanPrinting
from chibo_desktop.ui.pages.plan_rows import PlanRows, calendar_days
from chibo_desktop.ui.pages.plan_unvisited import UnvisitedPage
from chibo_desktop.ui.pages.proposal import ProposalPage
from chibo_desktop.ui.plan_words import PlanWords, day_words, month_words
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_GRID, _WEEK, _LIST, _EMPTY = range(4)
_BY_HOUR = frozenset({TroubleKind.TWO_PLACES, TroubleKind.GROUP_TWICE})
_GRID_HEIGHT = 400
_CHECKED_AFTER = 150
"""Milliseconds that a month is seen before it is asked what speaks against it."""


@dataclass(frozen=True, slots=True)
class PlanAction:
    """A further button in the head of the page: its words, icon, and what it does for the month that is shown."""

    words: str
    icon: Icon
    act: Callable[[PlanPage], object]


class PlanPage(Page):
    """Everything is seen of one month, week or list; writing is undone by Ctrl+Z."""

    help_key = "plan"
    concerns = ("plan", "visit", "organisation", "group")

    form_opened = Signal(object)  # PlanFormPage

    def __init__(self, desk: Desk, jobs: Jobs, actions: Sequence[PlanAction] = ()) -> None:
        super().__init__(tr("Kế hoạch"))
        self._desk, self._jobs = desk, jobs
        self.wanted = Wanted(desk.today())
        self.looked: Looked | None = None
        self.checked: Checked | None = None
        self._only_day: dt.date | None = None
        self._only_marked = False
        self._place_of_trouble = -1
        self.dialog: ReasonDialog | None = None
        self.printing = PlanPrinting(self, desk, jobs)
        self.deeds = PlanDeeds(self, desk, jobs)
        self._check_soon = QTimer(self)  # who goes on from month to month must not wait for what no one looks at
        self._check_soon.setSingleShot(True)
        self._check_soon.setInterval(_CHECKED_AFTER)
        self._check_soon.timeout.connect(self._check)
        self._build(actions)
        self._connect()

    def _build(self, actions: Sequence[PlanAction]) -> None:
        self.undo = Button(tr("Hoàn tác"), "quiet", Icon.UNDO, Keys.UNDO)
        self.print = Button(tr("In lịch"), icon=Icon.PRINTER, key=Keys.PRINT)
        self.add = Button(tr("Thêm buổi"), "primary", Icon.PLUS, Keys.NEW)
        self.further = [Button(one.words, icon=one.icon) for one in actions]
        for button, one in zip(self.further, actions, strict=True):
            button.clicked.connect(partial(one.act, self))
        self.header.set_actions([self.undo, self.print, *self.further, self.add])
        self.undo.hide()
        self.bar = PlanBar()
        self.grid = CalendarGrid(tr("Lịch tháng"))
        self.week = CalendarGrid(tr("Lịch tuần"), two_lines=True)
        self.rows = PlanRows()
        self.table = Table(self.rows.model, tr("Danh sách buổi dự"), fits=False)
        self.first = Button(tr("Thêm buổi"), icon=Icon.PLUS)
        self.copy = Button(tr("Chép từ tháng trước"), icon=Icon.COPY)
        self.nothing = EmptyState(tr("Tháng này chưa có buổi nào."), "", (self.first, self.copy))
        self.stack = QStackedWidget()
        for widget in (self.grid, self.week, self.table, self.nothing):
            card = Card(margin=1, gap=0)
            card.body.addWidget(widget)
            self.stack.addWidget(card)
        space.fix(self.stack, min_height=_GRID_HEIGHT)
        self.legend = PlanLegend()
        self.panel = PlanPanel()
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.legend)
        self.set_content(SidePanel(left, self.panel, tokens.SIDE_PANEL - 16))

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_visit)
        self.first.clicked.connect(self.add_visit)
        self.copy.clicked.connect(self.deeds.copy_month)
        self.print.clicked.connect(self.printing.offer)
        self.undo.clicked.connect(self.deeds.undo_last)
        self.bar.turned.connect(self.turn)
        self.bar.today_requested.connect(self.go_today)
        self.bar.group_chosen.connect(self._choose_group)
        self.bar.mode_chosen.connect(self.show_mode)
        self.panel.change_requested.connect(self._change)
        self.panel.keep_requested.connect(self._keep)
        self.panel.all_requested.connect(lambda: self.show_list(only_marked=True))
        self.panel.unvisited_requested.connect(self._show_unvisited)
        self.table.row_opened.connect(self._open_line)
        self.table.new_row_requested.connect(self.add_visit)
        self.table.row_removal_requested.connect(self._remove_line)
        for grid in (self.grid, self.week):
            grid.day_chosen.connect(self._choose_day)
            grid.day_opened.connect(lambda day: self.show_list(only_day=day))
            grid.page_turned.connect(self.turn)
            grid.today_requested.connect(self.go_today)
            grid.next_marked_requested.connect(self.next_trouble)
            grid.new_requested.connect(self.add_visit)
            grid.cut_requested.connect(self.deeds.cut_day)
            grid.paste_requested.connect(self.deeds.paste)
            grid.entry_opened.connect(self._open_id)
            grid.entry_moved.connect(self.deeds.move)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(sequence(Keys.CUT), self.table, self.deeds.cut_line, context=inside)
        QShortcut(sequence(Keys.CANCEL), self.table, partial(self.show_mode, Mode.MONTH), context=inside)
        for key, steps in ((Keys.EARLIER, -1), (Keys.LATER, 1)):
            QShortcut(sequence(key), self.nothing, partial(self.turn, steps), context=inside)

    # what is shown

    def refresh(self) -> None:
        self._jobs.submit(partial(look, self._desk, self.wanted), self._show, self.fail)
        self._check_soon.start()

    def _look_again(self) -> None:
        """Another month, week or group: what speaks against it is found after it can be seen."""
        wanted, checked = self.wanted, self.checked
        self._jobs.submit(partial(look, self._desk, wanted), self._show, self.fail)
        if checked is None or (checked.month, checked.group) != (wanted.month, wanted.group):
            self.checked, self._place_of_trouble = None, -1
            self._check_soon.start()

    def _check(self) -> None:
        wanted = self.wanted
        self._jobs.submit(partial(check, self._desk, wanted.month, wanted.group), self._show_checked, self.fail)

    def _show(self, looked: Looked) -> None:
        if looked.wanted != self.wanted:
            return  # the person has gone on
        self.looked = looked
        self._paint()

    def _show_checked(self, checked: Checked) -> None:
        if (checked.month, checked.group) != (self.wanted.month, self.wanted.group):
            return
        self.checked = checked
        self._paint()

    @property
    def _marked(self) -> frozenset[PlannedId]:
        return self.checked.marked if self.checked is not None else frozenset()

    def words(self) -> PlanWords:
        """Sentences about what is shown."""
        groups = self.looked.glance.groups if self.looked is not None else ()
        return PlanWords(groups, self.checked.around if self.checked is not None else {})

    def _paint(self) -> None:
        looked = self.looked
        if looked is None:
            return
        words = self.words()
        self.bar.show_wanted(self.wanted, looked.glance.groups)
        self._show_head(looked, words)
        self.panel.show_checked(self.checked, words)
        self.legend.show_days(looked.rules.first_week_days)
        if self.wanted.mode is Mode.LIST:
            self._show_lines(looked, words)
            return
        grid = self.week if self.wanted.mode is Mode.WEEK else self.grid
        is_empty = self.wanted.mode is Mode.MONTH and not looked.glance.count and not looked.glance.days
        place = _EMPTY if is_empty else _WEEK if grid is self.week else _GRID
        had_focus = self.stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        if self.stack.currentIndex() != place:
            self.stack.setCurrentIndex(place)
            if had_focus:
                (self.first if is_empty else grid).setFocus()
        self.copy.setEnabled(True)
        blocked = grid.blockSignals(True)
        marked = self.checked.marked_days if self.checked is not None else {}
        grid.set_days(calendar_days(looked, words, marked), self.wanted.day)
        grid.blockSignals(blocked)

    def _show_lines(self, looked: Looked, words: PlanWords) -> None:
        self.rows.words, self.rows.marked = words, self._marked
        lines = looked.lines
        if self._only_day is not None:
            lines = tuple(one for one in lines if (one.visit.day or one.visit.date) == self._only_day)
        elif self._only_marked:
            lines = tuple(one for one in lines if one.visit.id in self._marked)
        chosen = self.table.current
        self.rows.model.set_rows(lines)
        kept = next((at for at, one in enumerate(self.rows.model.rows) if _same(one, chosen)), 0)
        self.table.choose(kept)
        self.stack.setCurrentIndex(_LIST)

    def _show_head(self, looked: Looked, words: PlanWords) -> None:
        states, glance = looked.glance.states, looked.glance
        whose = tr("Tất cả các tổ") if self.wanted.group is None else words.group(self.wanted.group)
        told = (
            (states.get(PlanState.PLANNED, 0), tr("buổi dự kiến")),
            (states.get(PlanState.CONFIRMED, 0), tr("đã xác nhận")),
            (states.get(PlanState.POSTPONED, 0), tr("hoãn")),
            (states.get(PlanState.CANCELLED, 0), tr("hủy")),
            (glance.undated, tr("chưa có ngày")),
            (len(self.checked.open) if self.checked is not None else 0, tr("chỗ cần xem")),
        )
        counts = ", ".join(f"{padded(count)} {what}" for count, what in told if count)
        parts = [whose, counts or tr("chưa có buổi nào")]
        if self._only_day is not None and self.wanted.mode is Mode.LIST:
            parts.append(tr("chỉ ngày %1", day_words(self._only_day)))
        if self._only_marked and self.wanted.mode is Mode.LIST:
            parts.append(tr("chỉ buổi cần xem"))
        self.set_title(tr("Kế hoạch"), "  ·  ".join(parts))

    def fail(self, failure: Failure) -> None:
        """Say what did not go through."""
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # going somewhere

    def turn(self, steps: int) -> None:
        """So many months, or weeks, later."""
        self._go(self.wanted.turned(steps))

    def go_today(self) -> None:
        """To the day of today."""
        self._go(replace(self.wanted, day=self._desk.today()))

    def show_day(self, day: dt.date) -> None:
        """To a day, of whatever month."""
        self._go(replace(self.wanted, day=day))

    def show_mode(self, mode: Mode) -> None:
        """Month, week or the whole list."""
        self._only_day, self._only_marked = None, False
        self._go(replace(self.wanted, mode=mode))
        if mode is not Mode.LIST:
            (self.week if mode is Mode.WEEK else self.grid).setFocus()

    def show_list(self, *, only_day: dt.date | None = None, only_marked: bool = False) -> None:
        """The list of the month: all of it, of a day, or of what somebody should look at."""
        self._only_day, self._only_marked = only_day, only_marked
        self._go(replace(self.wanted, mode=Mode.LIST, day=only_day or self.wanted.day))
        self.stack.setCurrentIndex(_LIST)
        self.table.setFocus()

    def _choose_group(self, group: object) -> None:
        self._go(replace(self.wanted, group=GroupId(str(group)) if group else None))

    def _choose_day(self, day: dt.date) -> None:
        if day == self.wanted.day:
            return
        is_seen = f"{day:%Y-%m}" == self.wanted.month or self.wanted.mode is Mode.WEEK
        self.wanted = replace(self.wanted, day=day)
        if not is_seen:
            self._look_again()
        elif self.looked is not None:
            self.looked = replace(self.looked, wanted=self.wanted)

    def _go(self, wanted: Wanted) -> None:
        if wanted != self.wanted or self.looked is None:
            self.wanted = wanted
            self._look_again()
        else:
            self._paint()

    def next_trouble(self) -> None:
        """To the day of the next thing that somebody should look at."""
        troubles = self.checked.open if self.checked is not None else ()
        if not troubles or self.checked is None:
            return
        self._place_of_trouble = (self._place_of_trouble + 1) % len(troubles)
        trouble = troubles[self._place_of_trouble]
        visit = self.checked.around.get(trouble.visit)
        if visit is not None and visit.day is not None:
            self.show_day(visit.day)

    @property
    def is_settled(self) -> bool:
        """Whether everything that is shown is known: nothing is being looked for."""
        return self.looked is not None and self.looked.wanted == self.wanted and not self._check_soon.isActive()

    # one visit

    @Slot()
    def add_visit(self) -> None:
        """The form of a new visit on the chosen day."""
        self.open_form()

    def open_form(self, visit: PlannedVisit | None = None, focus: str = "date") -> None:
        """The form of a visit; of a new one on the chosen day where none is given."""
        group = self.wanted.group or GroupId("")
        new = PlannedVisit(PlannedId(""), group, self.wanted.month, date=self.wanted.day)
        form = PlanFormPage(self._desk, self._jobs, visit or new, focus if visit is not None else "cell")
        form.written.connect(self.deeds.written)
        self.push_requested.emit(form)
        self.form_opened.emit(form)

    def open_proposal(self) -> None:
        """What could be planned from this month on, to be taken or left."""
        groups = self.looked.glance.groups if self.looked is not None else ()
        page = ProposalPage(self._desk, self._jobs, self.wanted.month, groups, self.wanted.group)
        page.taken.connect(self.deeds.done)
        self.push_requested.emit(page)

    def _open_line(self, line: object) -> None:
        if isinstance(line, PlanLine):
            self.open_form(line.visit)

    def _remove_line(self, place: int) -> None:
        """A visit that its group knows asks for the reason in its form."""
        line = self.rows.model.row_at(place)
        if line.is_published:
            self.open_form(line.visit)
        else:
            self.deeds.write(partial(plans.remove, self._desk, [line.visit.id]))

    def _open_id(self, key: str, focus: str = "date") -> None:
        found = partial(plan_lists.line, self._desk, PlannedId(key))
        self._jobs.submit(found, lambda line: self.open_form(line.visit, focus) if line else None, self.fail)

    def _change(self, trouble: Trouble) -> None:
        self._open_id(trouble.visit, "start" if trouble.kind in _BY_HOUR else "date")

    def _keep(self, trouble: Trouble) -> None:
        words = tr("%1.", word(trouble.kind)), tr("Lý do được in trong lịch."), (tr("Để sau"), tr("Giữ, ghi lý do"))
        self.dialog = ReasonDialog(words, [self.words().trouble(trouble)], self)
        dialog = self.dialog
        dialog.ask_then(lambda: self.deeds.write(partial(plans.keep, self._desk, trouble, dialog.reason)))

    def _show_unvisited(self) -> None:
        page = UnvisitedPage(self.checked.unvisited if self.checked is not None else (), month_words(self.wanted.month))
        page.cell_chosen.connect(self._plan_cell)
        self.push_requested.emit(page)

    def _plan_cell(self, cell: CellSnapshot) -> None:
        group = self.wanted.group or GroupId("")
        self.back_requested.emit()
        self.open_form(PlannedVisit(PlannedId(""), group, self.wanted.month, cell, date=self.wanted.day))

    def lines_of(self, day: dt.date) -> tuple[PlanLine, ...]:
        """The first visits of a day that is shown."""
        found = self.looked.glance.days.get(day) if self.looked is not None else None
        return found.lines if found is not None else ()

    # what the shell calls

    def panes(self) -> list[QWidget]:
        return [self.header, self.bar, self.stack, self.panel]

    def focus_first(self) -> None:
        (self.grid, self.week, self.table, self.first)[self.stack.currentIndex()].setFocus()

    def set_short(self, short: bool) -> None:
        self.legend.setVisible(not short)


def _same(line: PlanLine, other: object) -> bool:
    return isinstance(other, PlanLine) and other.visit.id == line.visit.id
