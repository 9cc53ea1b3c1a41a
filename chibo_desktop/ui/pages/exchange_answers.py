"""What the office answered, and what it asks: receipts by file, by digits and on paper; minutes sent back; requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import drafts, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import asking_files, quantities, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import receipts_read
from chibo_desktop.ui.pages.editor import finalising, heading
from chibo_desktop.ui.pages.exchange_rows import Shown
from chibo_desktop.ui.pages.receipt_code import ReceiptCodeDialog, SlipDialog
from chibo_desktop.ui.pages.receipts_read import ReceiptsRead
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr


class Answers(QObject):
    """Belongs to *Gửi – nhận*, whose banners and notices it uses."""

    resend_requested = Signal()
    visit_requested = Signal(object)  # VisitId
    stirred = Signal()  # something has changed: the page looks again

    def __init__(self, page: Page, desk: Desk, jobs: Jobs, sticks: StickQuestion) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs, self._sticks = page, desk, jobs, sticks
        self._shown: Shown | None = None
        self._put_off: set[object] = set()
        self.ask_file: Callable[[], str] = self._file_dialog
        self.dialog: ReceiptCodeDialog | SlipDialog | finalising.ReasonDialog | None = None

    def show(self, found: Shown) -> None:
        """Say what waits for an answer by this machine: minutes sent back, entries that are wanted again."""
        self._shown = found
        if found.returned is None:
            self._page.banners.take("returned")
        else:
            words = sentences.banner("M11", padded(found.returned_count), heading.comment(found.returned))
            self._page.show_banner("returned", words, self._answer_returned)
        asked = found.asked
        if not asked.entries or asked.entries in self._put_off:
            self._page.banners.take("asked")
        elif asked.lost:
            self._page.show_banner("asked", sentences.banner("M24", padded(asked.visits)), self._answer_asked)
        else:
            self._page.show_banner("asked", receipts_read.missing(asked), self._answer_asked)

    def _answer_returned(self, words: str) -> None:
        if self._shown is None or self._shown.returned is None:
            return
        view = self._shown.returned
        if words == tr("Xem biên bản") or self._shown.is_answering:
            self.visit_requested.emit(view.row.id)
            return
        self.dialog = finalising.amendment_dialog(view.row.cell, self._page, view.returned or "")
        dialog, shown = self.dialog, self._shown
        finalising.when_answered(dialog, tr("Làm bản bổ sung"), lambda: self._amend(view.row.id, dialog.reason))
        dialog.finished.connect(lambda _: None if dialog.answer == tr("Làm bản bổ sung") else self.show(shown))

    def _amend(self, visit: VisitId, reason: str) -> None:
        act = partial(drafts.begin_amendment, self._desk, visit, reason)
        self._jobs.submit(act, self._amendment_begun, partial(self._not_begun, visit))

    def _amendment_begun(self, outcome: Outcome[Visit]) -> None:
        self._page.changed.emit(outcome.changes)
        self.visit_requested.emit(outcome.value.id)

    def _not_begun(self, visit: VisitId, failure: Failure) -> None:
        if isinstance(failure, Refusal) and failure.code == "DRAFT_EXISTS":
            self.visit_requested.emit(visit)  # it is being written already
        else:
            self._refused("receipts", failure)

    def _answer_asked(self, words: str) -> None:
        if words == tr("Để sau"):
            if self._shown is not None:
                self._put_off.add(self._shown.asked.entries)
        else:
            self.resend_requested.emit()

    # receipts by file

    def ask_stick(self) -> None:
        """Read the receipts on a stick."""
        self._sticks.ask(self._read_stick)

    def _read_stick(self, target: Target) -> None:
        self.read([target.folder])

    def open_file(self) -> None:
        """Read a receipt that came by mail."""
        name = self.ask_file()
        if name:
            self.read([Path(name)])

    def read(self, paths: Sequence[Path]) -> None:
        """Believe the receipts among these files and folders."""
        self._page.banners.take("receipts")
        read = partial(receipts_read.read, self._desk, paths)
        self._jobs.submit(read, self._was_read, partial(self._refused, "receipts"))

    def _was_read(self, outcome: Outcome[ReceiptsRead]) -> None:
        found = outcome.value
        if found.notice is not None:
            self._page.say(found.notice)
        if found.banner is not None:
            self._page.show_banner("receipts", found.banner(), self._answer_receipts)
        self._page.changed.emit(outcome.changes)
        self.stirred.emit()

    def _refused(self, key: str, failure: Failure) -> None:
        self._page.show_banner(key, Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _answer_receipts(self, words: str) -> None:
        if words == tr("Chọn tệp khác…"):
            self.open_file()

    def _file_dialog(self) -> str:
        kinds = tr("Giấy báo nhận (BAO-*.chibo)")
        return asking_files.file_to_open(self._page, tr("Chọn giấy báo nhận"), kinds)

    # receipts on paper and by telephone

    def ask_slip(self) -> None:
        """Ask for the text of a slip of paper."""
        self.dialog = dialog = SlipDialog(self._page)
        dialog.when_given(self._take_slip)

    def _take_slip(self, text: str) -> None:
        self._page.banners.take("receipts")
        take = partial(receipts_read.take_slip, self._desk, text)
        self._jobs.submit(take, self._was_read, partial(self._refused, "receipts"))

    def ask_code_anew(self) -> None:
        """Ask for the eight digits of a packet."""
        self.ask_code()

    def ask_code(self, number: int | None = None, digits: str = "") -> None:
        """Ask for the eight digits of a packet; what was typed before is there to be corrected."""
        if self._shown is None or not self._shown.packets:
            return
        self.dialog = dialog = ReceiptCodeDialog(self._shown.packets, self._page)
        if number is not None:
            dialog.fill(number, digits)
        dialog.when_given(self._enter_code)

    def _enter_code(self, number: int, digits: str) -> None:
        self._page.banners.take("code")
        self._jobs.submit(
            partial(sending.enter_receipt_code, self._desk, number, digits),
            partial(self._code_taken, number),
            partial(self._code_refused, number, digits),
        )

    def _code_taken(self, number: int, outcome: Outcome[int]) -> None:
        self._page.say(receipts_read.code_notice(number, outcome.value))
        self._page.changed.emit(outcome.changes)
        self.stirred.emit()

    def _code_refused(self, number: int, digits: str, failure: Failure) -> None:
        if getattr(failure, "code", "") == "RECEIPT_CODE_WRONG":
            words = sentences.banner("M12", quantities.packet_number(number))
        else:
            words = Banner("error", *sentences.of_failure(failure), buttons=[tr("Nhập lại"), tr("Để sau")])

        def again(answer: str) -> None:
            if answer == tr("Nhập lại"):
                self.ask_code(number, digits)

        self._page.show_banner("code", words, again)
