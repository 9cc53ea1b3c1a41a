"""Vouching for a machine, or for an office below, step by step: reading its request, asking for digits, granting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.services import enrolment, subordinates
from chibo_desktop.services.certificates import Granted, Reach
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.subordinates import TypedDigits
from chibo_desktop.ui import sentences
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.enrol_dialog import EnrolDialog, ReadRequest
from chibo_desktop.ui.pages.office_enrol_dialog import OfficeEnrolDialog


class Enrolling(QObject):
    """The answer still has to be saved when `granted` is told; wrong digits are told in the dialog, which stays."""

    granted = Signal(object)  # Outcome[Granted]
    failed = Signal(object)  # Failure

    def __init__(self, page: QWidget, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.dialog: EnrolDialog | OfficeEnrolDialog | None = None

    def begin(self, read: Callable[[], ReadRequest]) -> None:
        """`read` finds the request, on the worker thread."""
        self._jobs.submit(read, self._ask_digits, self.failed.emit)

    def _ask_digits(self, request: ReadRequest) -> None:
        if request.office is not None:
            self.dialog = OfficeEnrolDialog(request.data, request.office, self._page)
            self.dialog.digits_given.connect(self._grant_office)
        else:
            self.dialog = EnrolDialog(request, self._page)
            self.dialog.digits_given.connect(self._grant)
        self.dialog.open()

    def _grant_office(self, data: bytes, typed: TypedDigits) -> None:
        self._jobs.submit(partial(subordinates.grant, self._desk, data, typed), self._granted, self._refused)

    def _grant(self, request: ReadRequest, digits: str, reach: Reach) -> None:
        act = partial(enrolment.grant, self._desk, request.data, digits, reach)
        self._jobs.submit(act, self._granted, self._refused)

    def _refused(self, failure: Failure) -> None:
        told = " ".join(sentences.of_failure(failure))
        if isinstance(self.dialog, OfficeEnrolDialog):
            self.dialog.refuse(told, getattr(failure, "code", ""))
        elif self.dialog is not None:
            self.dialog.refuse(told)

    def _granted(self, outcome: Outcome[Granted]) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        self.granted.emit(outcome)
