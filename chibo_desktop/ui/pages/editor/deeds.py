"""What can be done with minutes beyond writing them: amend, stop amending, withdraw. Each asks first where it must."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import drafts, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor import finalising, heading, opening, sending_back
from chibo_desktop.ui.speech import tr


class Deeds(QObject):
    """Belongs to the page that shows the minutes (`visit`); its dialogs lie over that page."""

    opened = Signal(object)  # Outcome[Opened]: the draft of an amendment
    done = Signal(object)  # Outcome: the minutes are in another state
    refused = Signal(object)  # the failure

    def __init__(self, desk: Desk, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._jobs, self._page = desk, jobs, page
        self.visit: Visit | None = None
        self.comment = ""
        """What the office asked for, where it sent the minutes back."""

    def ask_amend(self) -> None:
        """Ask for the reason, then begin the draft of an amendment."""
        visit = self.visit
        if visit is None:
            return
        dialog = finalising.amendment_dialog(heading.title(visit), self._page, self.comment)
        finalising.when_answered(dialog, tr("Làm bản bổ sung"), lambda: self._amend(visit, dialog.reason))

    def ask_withdraw(self) -> None:
        """Ask for the reason, then withdraw the minutes."""
        visit = self.visit
        if visit is None:
            return
        dialog = finalising.withdrawal_dialog(heading.title(visit), self._page)
        finalising.when_answered(dialog, tr("Rút biên bản"), lambda: self._withdraw(visit, dialog.reason))

    def ask_return(self) -> None:
        """Ask for the comment, then send the minutes back to the machine that recorded them."""
        visit = self.visit
        if visit is None:
            return
        dialog = finalising.return_dialog(heading.title(visit), self._page)
        finalising.when_answered(dialog, tr("Trả lại để bổ sung"), lambda: self._return(visit, dialog))

    def _return(self, visit: Visit, dialog: finalising.ReturnDialog) -> None:
        act = partial(sending_back.send_back, self._desk, visit.id, dialog.reason, dialog.section)
        self._do(act, self._was_done)

    def discard(self) -> None:
        """Throw the draft away; the finalised minutes stay as they are."""
        if self.visit is not None:
            self._do(partial(drafts.discard_draft, self._desk, self.visit.id), self._was_done)

    def _amend(self, visit: Visit, reason: str) -> None:
        self._do(partial(opening.amend, self._desk, visit.id, reason), self._was_opened)

    def _withdraw(self, visit: Visit, reason: str) -> None:
        self._do(partial(visits.withdraw, self._desk, visit.id, reason), self._was_done)

    def _do(self, act: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._jobs.submit(act, on_done, self._was_refused)

    def _was_opened(self, outcome: object) -> None:
        self.opened.emit(outcome)

    def _was_done(self, outcome: object) -> None:
        self.done.emit(outcome)

    def _was_refused(self, failure: object) -> None:
        self.refused.emit(failure)
