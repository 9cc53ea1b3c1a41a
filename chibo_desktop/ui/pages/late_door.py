"""From something that came late to the entries of its lost machine, where a leader's word lets them count."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from chibo_desktop.services import releasing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.releasing import LateEntry
from chibo_desktop.services.set_aside import HeldItem
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.aside_rows import AsideGroup
from chibo_desktop.ui.pages.late_entries import LateEntriesPage


class LateDoor(QObject):
    """Opens over its page. Whose an item of quarantine is, its own bytes say: another machine may have brought it."""

    failed = Signal(object)  # Failure

    def __init__(self, page: Page, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs

    def open(self, subject: HeldItem | AsideGroup) -> None:
        """Show the late entries of the machine that wrote this."""
        if isinstance(subject, AsideGroup):
            self._push(LateEntriesPage(self._desk, self._jobs, subject.key.device, subject.machine))
        else:
            find = partial(releasing.late_held, self._desk, subject.id)
            self._jobs.submit(find, self._found, self.failed.emit)

    def _found(self, late: LateEntry) -> None:
        self._push(LateEntriesPage(self._desk, self._jobs, late.device, late.machine))

    def _push(self, page: LateEntriesPage) -> None:
        page.changed.connect(self._page.changed)
        self._page.push_requested.emit(page)
