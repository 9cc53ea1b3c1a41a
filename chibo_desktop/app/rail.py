"""Which pages stand in the rail of a role, in which order, and what waits in each. The keys are dense in this order."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.drafts import Draft
from chibo_desktop.ui import sentences
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shell import PageEntry, Shell
from chibo_desktop.ui.shortcuts import PAGES, Keys
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.theme import Theme

WAITING = (VisitState.FINALISED, VisitState.PACKED, VisitState.RETURNED)
"""What the page for sending counts: minutes that are not yet with the office, or came back from it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What pages are made with."""

    desk: Desk
    jobs: Jobs
    theme: Theme


Factory = Callable[[Tools], Page]


def furnish(shell: Shell, tools: Tools) -> "Badges":
    """Put the pages of the machine's role into the rail. Pages are built when they are first opened."""
    entries = _OFFICE if tools.desk.is_office else _GROUP
    for (key, icon, title, factory), shortcut in zip(entries, PAGES, strict=False):
        shell.add_page(PageEntry(key, icon, tr(title), shortcut, partial(factory, tools)))
    settings = partial(_settings, tools)
    shell.add_page(PageEntry("settings", Icon.SLIDERS, tr("Cài đặt"), Keys.SETTINGS, settings, at_end=True))
    badges = Badges(shell, tools)
    shell.changes_made.connect(badges.count)
    badges.count()
    return badges


def resume(shell: Shell, draft: Draft) -> None:
    """Open the draft that was on the screen when the program died, at its place, and say so (M02)."""
    page = shell.open_page("visits")
    if page is None:
        return
    page.show_subject(draft)
    at = draft.saved_at.astimezone()
    cell = draft.visit.cell.name or tr("chưa ghi tên chi bộ")
    words = sentences.banner("M02", cell, at.strftime("%H:%M"), at.strftime("%H:%M:%S"))
    seen = shell.page
    if seen is not None:
        seen.show_banner("interrupted", words, partial(_answer_interrupted, shell))


def _answer_interrupted(shell: Shell, words: str) -> None:
    if words == tr("Xem danh sách"):
        shell.open_page("visits")
    elif shell.page is not None:
        shell.page.focus_first()


def warn_of_clock(shell: Shell, now: dt.datetime) -> None:
    """Say that the clock is behind what the book has seen (M22)."""
    page = shell.page
    if page is not None:
        banner = sentences.banner("M22", short_date(now.astimezone().date()))
        page.show_banner("clock", banner, lambda words: shell.show_help() if words == tr("Cách chỉnh") else None)


class Badges(QObject):
    """Keeps the numbers in the rail true: counted anew after every change."""

    def __init__(self, shell: Shell, tools: Tools) -> None:
        super().__init__(shell)
        self._shell, self._tools = shell, tools

    def count(self, _: Changes | None = None) -> None:
        """Ask the services what waits."""
        self._tools.jobs.submit(partial(status.status, self._tools.desk), self._show, self._refused)

    def _show(self, found: status.Status) -> None:
        if self._tools.desk.is_office:
            self._shell.rail.set_badge("receive", sum(found.held.values()))
            self._shell.rail.set_badge("conflicts", found.conflicts)
        else:
            self._shell.rail.set_badge("exchange", sum(found.visits[state] for state in WAITING))

    def _refused(self, _: Failure) -> None:
        """The page itself tells of trouble; a badge that cannot be counted stays as it was."""


def _today(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.today import TodayPage

    return TodayPage(tools.desk, tools.jobs)


def _visits(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.visits import VisitsPage

    return VisitsPage(tools.desk, tools.jobs)


def _exchange(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.exchange import ExchangePage

    return ExchangePage(tools.desk, tools.jobs)


def _receive(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.receive import ReceivePage

    return ReceivePage(tools.desk, tools.jobs)


def _conflicts(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.conflicts import ConflictsPage

    return ConflictsPage(tools.desk, tools.jobs)


def _office_visits(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.visits import VisitsPage

    return VisitsPage(tools.desk, tools.jobs)


def _machines(tools: Tools) -> Page:
    from chibo_desktop.ui.pages.machines import MachinesPage

    return MachinesPage(tools.desk, tools.jobs)


def _settings(tools: Tools) -> Page:
    from chibo_desktop.app import machine
    from chibo_desktop.ui.pages.settings import SettingsPage

    return SettingsPage(tools.desk, tools.jobs, tools.theme, machine.kdf_cost)


_GROUP: tuple[tuple[str, Icon, str, Factory], ...] = (
    ("today", Icon.CALENDAR_CHECK, "Hôm nay", _today),
    ("visits", Icon.PEN, "Buổi dự", _visits),
    ("exchange", Icon.TRANSFER, "Gửi – nhận", _exchange),
)
_OFFICE: tuple[tuple[str, Icon, str, Factory], ...] = (
    ("receive", Icon.TRAY, "Nhận gói tin", _receive),
    ("conflicts", Icon.FORK, "Xung đột", _conflicts),
    ("visits", Icon.PEN, "Buổi dự", _office_visits),
    ("machines", Icon.MACHINE, "Danh mục", _machines),
)
