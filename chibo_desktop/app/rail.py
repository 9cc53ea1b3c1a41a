"""Which pages stand in the rail of a role, in which order, and what waits in each. The keys are dense in this order."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QShortcut

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Changes, Fault
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import own_plan, petition_lists, sending, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.drafts import Draft
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import PAGES, Keys, sequence
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.theme import Theme

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Tools:
    """What pages are made with."""

    shell: Shell
    desk: Desk
    jobs: Jobs
    theme: Theme


def furnish(tools: Tools) -> "Passages":
    """Put the pages of the machine's role into the rail. Pages are built when they are first opened."""
    passages = Passages(tools)
    entries = passages.of_office() if tools.desk.is_office else passages.of_group()
    for (key, icon, title, factory), shortcut in zip(entries, PAGES, strict=False):
        tools.shell.add_page(PageEntry(key, icon, title, shortcut, factory))
    settings = PageEntry("settings", Icon.SLIDERS, tr("Cài đặt"), Keys.SETTINGS, passages.settings, at_end=True)
    tools.shell.add_page(settings)
    if not tools.desk.is_office:  # of the rail: the key works wherever the rail is seen, and not at the door
        QShortcut(sequence(Keys.NEW), tools.shell.rail, passages.record)
    badges = Badges(tools)
    tools.shell.changes_made.connect(badges.count)
    badges.count()
    return passages


def warn_of_clock(shell: Shell, now: dt.datetime) -> None:
    """Say that the clock is behind what the book has seen (M22)."""
    page = shell.page
    if page is not None:
        banner = sentences.banner("M22", short_date(now.astimezone().date()))
        page.show_banner("clock", banner, lambda words: shell.show_help() if words == tr("Cách chỉnh") else None)


def warn_of_damage(shell: Shell) -> None:
    """Say that the file of the book is damaged, and lead to the backups."""
    page = shell.page
    if page is None:
        return
    settings, later = tr("Mở Cài đặt"), tr("Để sau")
    banner = Banner("error", *sentences.of_failure(Fault("BOOK_DAMAGED")), buttons=[settings, later])
    page.show_banner("damage", banner, lambda words: shell.open_page("settings") if words == settings else None)


class Passages(QObject):
    """Makes the pages and joins what one asks for to what another shows."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools.shell)
        self._tools = tools

    def of_group(self) -> tuple[tuple[str, Icon, str, Callable[[], Page]], ...]:
        """The pages of a group, from top to bottom."""
        return (
            ("today", Icon.CALENDAR_CHECK, tr("Hôm nay"), self.today),
            ("visits", Icon.PEN, tr("Buổi dự"), self.visits),
            ("petitions", Icon.COMMENT, tr("Kiến nghị"), self.petitions),
            ("own_plan", Icon.CALENDAR, tr("Kế hoạch"), self.own_plan),
            ("cells", Icon.BOOK, tr("Chi bộ"), self.cells),
            ("exchange", Icon.TRANSFER, tr("Gửi – nhận"), self.exchange),
        )

    def of_office(self) -> tuple[tuple[str, Icon, str, Callable[[], Page]], ...]:
        """The pages of an office, from top to bottom."""
        return (
            ("dashboard", Icon.CHART, tr("Tổng quan"), self.dashboard),
            ("receive", Icon.TRAY, tr("Nhận gói tin"), self.receive),
            ("conflicts", Icon.FORK, tr("Xung đột"), self.conflicts),
            ("visits", Icon.PEN, tr("Buổi dự"), self.visits),
            ("petitions", Icon.COMMENT, tr("Kiến nghị"), self.petitions),
            ("plan", Icon.CALENDAR, tr("Kế hoạch"), self.plan),
            ("reports", Icon.CHART, tr("Báo cáo"), self.report),
            ("catalogue", Icon.TREE, tr("Danh mục"), self.catalogue),
        )

    # going somewhere

    def record(self, cell: CellSnapshot | None = None) -> None:
        """Begin a new draft."""
        self._edit(None, cell)

    def edit(self, visit: VisitId) -> None:
        """Open a visit: to write in while it is a draft, else to read."""
        self._edit(visit)

    def edit_at(self, visit: VisitId, place: str) -> None:
        """Open a visit at a row of its minutes."""
        self._edit(visit)
        page = self._tools.shell.page
        if page is not None:
            page.show_subject(place)

    def read_history(self, visit: VisitId) -> None:
        """Open a visit at its history."""
        from chibo_desktop.ui.pages.editor.history import HISTORY

        self._edit(visit)
        page = self._tools.shell.page
        if page is not None:
            page.show_subject(HISTORY)

    def resume(self, draft: Draft) -> None:
        """Open the draft that was on the screen when the program died, at its place; the editor says so (M02)."""
        self._tools.shell.open_page("visits")
        self._edit(draft.visit.id, interrupted=True)

    def preview(self, visit: VisitId) -> None:
        """Show a visit on paper."""
        from chibo_desktop.ui.pages.print_preview import PrintPreviewPage

        self._tools.shell.push(PrintPreviewPage(self._tools.desk, self._tools.jobs, visit))

    def erase(self) -> None:
        """Look for a person, and erase what was decided."""
        from chibo_desktop.ui.pages.erase import ErasePage

        self._tools.shell.push(ErasePage(self._tools.desk, self._tools.jobs))

    def prove(self) -> None:
        """Hold printed minutes against the book."""
        from chibo_desktop.ui.pages.proof import ProofPage

        page = ProofPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        page.preview_requested.connect(self.preview)
        self._tools.shell.push(page)

    def _edit(self, visit: VisitId | None, cell: CellSnapshot | None = None, *, interrupted: bool = False) -> None:
        from chibo_desktop.ui.pages.editor.frame import EditorPage

        page = EditorPage(self._tools.desk, self._tools.jobs, visit, cell, interrupted=interrupted)
        page.print_preview_requested.connect(self.preview)
        page.list_requested.connect(self._open_list)
        self._tools.shell.push(page)

    def _open_list(self) -> None:
        self._tools.shell.open_page("visits")

    # making pages

    def today(self) -> Page:
        from chibo_desktop.ui.pages.today import TodayPage

        page = TodayPage(self._tools.desk, self._tools.jobs)
        page.record_requested.connect(self.record)
        page.visit_requested.connect(self.edit)
        page.search_requested.connect(self._search)
        return page

    def _search(self) -> None:
        from chibo_desktop.ui.pages.visits import SEARCH

        self._tools.shell.open_page("visits", SEARCH)

    def visits(self) -> Page:
        from chibo_desktop.ui.pages.visits import VisitsPage

        page = VisitsPage(self._tools.desk, self._tools.jobs)
        page.open_visit_requested.connect(self.edit)
        page.new_visit_requested.connect(self.record)
        page.print_preview_requested.connect(self.preview)
        page.history_requested.connect(self.read_history)
        page.erasing_requested.connect(self.erase)
        page.proof_requested.connect(self.prove)
        return page

    def own_plan(self) -> Page:
        from chibo_desktop.ui.pages.own_plan import OwnPlanPage

        page = OwnPlanPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        return page

    def cells(self) -> Page:
        from chibo_desktop.ui.pages.cells import CellsPage

        page = CellsPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        page.record_requested.connect(self.record)
        return page

    def petitions(self) -> Page:
        from chibo_desktop.ui.pages.petitions import PetitionsPage

        page = PetitionsPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit_at)
        return page

    def exchange(self) -> Page:
        from chibo_desktop.ui.pages.exchange import ExchangePage

        page = ExchangePage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        return page

    def dashboard(self) -> Page:
        from chibo_desktop.ui.pages.dashboard import DashboardPage

        leads = [key for key, *_ in self.of_office()]
        page = DashboardPage(self._tools.desk, self._tools.jobs, leads)
        page.visit_requested.connect(self.edit)
        return page

    def receive(self) -> Page:
        from chibo_desktop.ui.pages.receive import ReceivePage

        return ReceivePage(self._tools.desk, self._tools.jobs)

    def conflicts(self) -> Page:
        from chibo_desktop.ui.pages.conflicts import ConflictsPage

        page = ConflictsPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        return page

    def plan(self) -> Page:
        from chibo_desktop.ui.pages.plan import PlanAction, PlanPage

        actions = (PlanAction(tr("Đề xuất kế hoạch"), Icon.ROUTE, lambda page: page.open_proposal()),)
        return PlanPage(self._tools.desk, self._tools.jobs, actions)

    def report(self) -> Page:
        from chibo_desktop.ui.pages.report import ReportPage

        page = ReportPage(self._tools.desk, self._tools.jobs)
        page.visit_requested.connect(self.edit)
        return page

    def catalogue(self) -> Page:
        from chibo_desktop.ui.pages.catalogue import CataloguePage, CataloguePart

        parts = (
            CataloguePart("organisations", tr("Tổ chức"), self.organisations),
            CataloguePart("groups", tr("Tổ, quyết định"), self.groups),
            CataloguePart("machines", tr("Máy"), self.machines),
        )
        return CataloguePage(parts)

    def organisations(self) -> Page:
        """The first part of Danh mục."""
        from chibo_desktop.ui.pages.organisations import OrganisationsPage

        return OrganisationsPage(self._tools.desk, self._tools.jobs)

    def groups(self) -> Page:
        """A part of Danh mục."""
        from chibo_desktop.ui.pages.groups import GroupsPage

        return GroupsPage(self._tools.desk, self._tools.jobs)

    def machines(self) -> Page:
        """A part of Danh mục, as are all that stand in :meth:`catalogue`."""
        from chibo_desktop.ui.pages.machines import MachinesPage

        return MachinesPage(self._tools.desk, self._tools.jobs)

    def settings(self) -> Page:
        from chibo_desktop.app import machine
        from chibo_desktop.ui.pages.settings import SettingsPage

        tools = self._tools
        return SettingsPage(tools.desk, tools.jobs, tools.theme, lambda: machine.making().cost, machine.making)


class Badges(QObject):
    """Keeps the numbers in the rail true: counted anew after every change."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools.shell)
        self._shell, self._tools = tools.shell, tools

    def count(self, _: Changes | None = None) -> None:
        """Ask the services what waits."""
        desk = self._tools.desk
        self._count_petitions()
        if desk.is_office:
            self._tools.jobs.submit(partial(status.status, desk), self._show_office, self._refused)
        else:
            self._tools.jobs.submit(partial(sending.to_send, desk), self._show_unsent, self._refused)
            self._tools.jobs.submit(partial(own_plan.news, desk), self._show_news, self._refused)

    def _show_office(self, found: status.Status) -> None:
        self._shell.rail.set_badge("receive", sum(found.held.values()))
        self._shell.rail.set_badge("conflicts", found.conflicts + found.doubtful)

    def _show_unsent(self, found: sending.ToSend) -> None:
        self._shell.rail.set_badge("exchange", found.total)

    def _show_news(self, found: Sequence[own_plan.Piece]) -> None:
        self._shell.rail.set_badge("own_plan", len(found))

    def _count_petitions(self) -> None:
        """A batch of new minutes at a time: whatever else is asked of the book meanwhile has its turn between them."""
        self._tools.jobs.submit(partial(petition_lists.waiting, self._tools.desk), self._show_petitions, self._refused)

    def _show_petitions(self, found: petition_lists.Waiting) -> None:
        if found.is_listed:
            self._shell.rail.set_badge("petitions", found.count)
        else:
            self._count_petitions()

    def _refused(self, _: Failure) -> None:
        """The page itself tells of trouble; a badge that cannot be counted stays as it was."""
