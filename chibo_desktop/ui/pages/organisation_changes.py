"""What a clerk does to the register: asks in a dialog with a preview, signs, and offers to take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.reorganisation import Operation
from chibo_desktop.services import organisations, reorganising
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.reorganising import Changed
from chibo_desktop.ui import organisation_words
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.change_dialog import ChangeDialog, Offered, Subject, names_of
from chibo_desktop.ui.pages.change_forms import FORMS
from chibo_desktop.ui.speech import tr


class OrganisationChanges(QObject):
    """Asks, does, tells. `done`: a notice, and what changed."""

    done = Signal(object, object)  # NoticeWords, Changes
    failed = Signal(object)  # Failure

    def __init__(self, page: QWidget, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self._last: EntryId | None = None
        self._is_taken_back = False
        self.ask: Callable[[ChangeDialog], object] = ChangeDialog.ask
        self.dialog: ChangeDialog | None = None

    def begin(self, operation: str, day: dt.date, organisation: OrganisationId | None) -> None:
        """Ask for one operation, about the organisation that is chosen."""
        self._jobs.submit(
            partial(offered_on, self._desk, day, organisation), partial(self._ask, operation), self.failed.emit
        )

    def _ask(self, operation: str, found: tuple[Offered, Subject | None]) -> None:
        offered, subject = found
        form = FORMS[operation]
        if form.needs_subject and subject is None:
            return
        self.dialog = ChangeDialog(form(offered, subject), self._desk, self._jobs, self._page)
        self.dialog.done_changing.connect(self._changed)
        self.ask(self.dialog)

    def undo_last(self) -> None:
        """Take back what was done last on this page."""
        if self._last is not None and not self._is_taken_back:
            self._undo(self._last)

    def redo_last(self) -> None:
        """Bring back what was taken back last on this page."""
        if self._last is not None and self._is_taken_back:
            self._undo(self._last)

    def _undo(self, entry: EntryId) -> None:
        self._jobs.submit(partial(reorganising.undo, self._desk, entry), self._changed, self.failed.emit)

    def _changed(self, outcome: Outcome[Changed]) -> None:
        changed = outcome.value
        operation = changed.preview.word.operation
        is_turned = operation is Operation.REVERSED
        self._last, self._is_taken_back = changed.entry, is_turned and not self._is_taken_back
        touched = "; ".join(f"{word}: {number}" for word, number in organisation_words.reach(changed.preview)[:3])
        action = tr("Ghi lại như cũ") if self._is_taken_back else tr("Hủy bỏ")
        title = tr("Đã ghi vào danh mục: %1.", organisation_words.OPERATIONS[operation].lower())
        if is_turned:
            title = tr("Đã hủy bỏ việc vừa ghi.") if self._is_taken_back else tr("Đã ghi lại như cũ.")
        self.done.emit(NoticeWords(title, touched, action, partial(self._undo, changed.entry)), outcome.changes)


def offered_on(desk: Desk, day: dt.date, organisation: OrganisationId | None) -> tuple[Offered, Subject | None]:
    """What a dialog offers of the register on a day, and what is known of the organisation that it is about."""
    tree = organisations.tree(desk, day)
    offered = Offered(day, tree, desk.random, names_of(tree))
    if organisation is None:
        return offered, None
    name = organisations.name(desk, organisation, day)
    return offered, Subject(organisation, name, tree.organisations.get(organisation))
