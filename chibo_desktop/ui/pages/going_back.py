"""Going back to a backup in the windows: it is made ready and compared, M23 names what came after, then it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Outcome, Refusal
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import going_back
from chibo_desktop.services.backups import Watch
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.going_back import GoneBack, Prepared, Wanted
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.speech import tr

BY_PASSPHRASE, BY_CODE = "passphrase", "code"


class GoingBack(QObject):
    """One way from a chosen backup to a restored book. Jobs run on the worker thread; `stop` ends the making ready."""

    began = Signal(bool)  # True: a backup is being made ready; False: it takes the place of the book
    progressed = Signal(object, int, int)  # Step, done, in all
    ended = Signal()  # nothing runs any more, whatever came of it
    done = Signal(object, object)  # Prepared, Outcome[GoneBack]
    failed = Signal(object)  # Failure

    def __init__(self, owner: QWidget, desk: Desk, jobs: Jobs) -> None:
        super().__init__(owner)
        self._owner, self._desk, self._jobs = owner, desk, jobs
        self.ask_file: Callable[[], str] = self._file_dialog
        self.dialog: Dialog | None = None
        self.key_dialog: BackupKeyDialog | None = None
        self._wanted: Wanted | None = None
        self._job: Job | None = None

    def choose_file(self) -> None:
        """A backup on a stick or another disk."""
        name = self.ask_file()
        if name:
            self.begin(Wanted(Path(name)))

    def begin(self, wanted: Wanted) -> None:
        """Make this backup ready; the book is not touched before somebody has answered M23."""
        if self._job is not None:
            return
        self._wanted = wanted
        self.began.emit(True)
        self._job = self._jobs.submit(
            lambda progress, cancelled: going_back.prepare(self._desk, wanted, Watch(progress, cancelled)),
            self._ask,
            self._refused,
            self.progressed.emit,
        )

    def stop(self) -> None:
        """Give the making ready up."""
        if self._job is not None:
            self._job.cancel()

    def _ask(self, prepared: Prepared) -> None:
        is_stopped = self._job is not None and self._job.is_cancelled()
        self._end()
        if is_stopped:  # it was ready just before
            self._jobs.submit(partial(going_back.give_up, self._desk), None, self.failed.emit)
            self.failed.emit(Cancelled())
            return
        day = short_date(prepared.made_at.astimezone().date()) if prepared.made_at else prepared.file
        self.dialog = sentences.dialog("M23", day, padded(prepared.minutes), parent=self._owner)
        self.dialog.finished.connect(partial(self._answered, prepared))
        self.dialog.open()

    def _answered(self, prepared: Prepared, _: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None or dialog.answer == dialog.safe.text():
            self._jobs.submit(partial(going_back.give_up, self._desk), None, self.failed.emit)
            return
        self.began.emit(False)
        work = partial(going_back.go_back, self._desk, prepared)
        self._jobs.submit(work, partial(self._gone_back, prepared), self._refused)

    def _gone_back(self, prepared: Prepared, outcome: Outcome[GoneBack]) -> None:
        self._end()
        self.done.emit(prepared, outcome)

    def _refused(self, failure: Failure) -> None:
        self._end()
        if isinstance(failure, Refusal) and self._wanted is not None and failure.code in _KEY_TROUBLE:
            self._ask_key(failure)
        else:
            self.failed.emit(failure)

    def _ask_key(self, failure: Refusal) -> None:
        """The backup lies under another key: ask for what opens it."""
        self.key_dialog = BackupKeyDialog(failure, self._owner)
        self.key_dialog.finished.connect(self._key_given)
        self.key_dialog.open()

    def _key_given(self, _: int) -> None:
        dialog, self.key_dialog = self.key_dialog, None
        if dialog is not None and self._wanted is not None and dialog.answer != dialog.safe.text():
            passphrase, code = dialog.typed()
            self.begin(replace(self._wanted, passphrase=passphrase, recovery_code=code))

    def _end(self) -> None:
        self._job = None
        self.ended.emit()

    def _file_dialog(self) -> str:
        name, _ = QFileDialog.getOpenFileName(self._owner, tr("Chọn bản sao lưu"), "", tr("Bản sao lưu (book-*.db)"))
        return name


_KEY_TROUBLE = frozenset({"BACKUP_KEY_NEEDED", "PASSPHRASE_WRONG", "RECOVERY_CODE_WRONG", "RECOVERY_CODE_TYPED_WRONG"})


class BackupKeyDialog(Dialog):
    """The passphrase of the day of the backup, or the code on paper of that day."""

    def __init__(self, failure: Refusal, parent: QWidget) -> None:
        title, text = sentences.of_failure(failure)
        super().__init__(title, text, (tr("Không khôi phục"), tr("Mở bản sao lưu")), parent=parent)
        self.how = Segmented(
            [(BY_PASSPHRASE, tr("Mật khẩu lúc sao lưu")), (BY_CODE, tr("Mã khôi phục trên giấy"))],
            BY_PASSPHRASE,
            small=True,
        )
        self.how.setAccessibleName(tr("Mở bản sao lưu bằng"))
        self.passphrase = PassphraseField(tr("Mật khẩu lúc sao lưu"))
        self.code = LineInput(limit=80)
        self._code = Field(tr("Mã khôi phục trên giấy"), self.code)
        self._code.hide()
        for widget in (self.how, self.passphrase, self._code):
            self.body.addWidget(widget)
        self.how.chosen.connect(self._show_how)

    def typed(self) -> tuple[str, str]:
        """Passphrase and code; one of them is empty."""
        if self.how.value == BY_CODE:
            return "", self.code.words().strip()
        return self.passphrase.passphrase(), ""

    def _show_how(self, value: object) -> None:
        self.passphrase.setVisible(value == BY_PASSPHRASE)
        self._code.setVisible(value == BY_CODE)


def gone_back_words(prepared: Prepared, outcome: Outcome[GoneBack]) -> tuple[str, str]:
    """Title and text of the notice after it."""
    at = quantities.moment(prepared.made_at) if prepared.made_at else prepared.file
    title = tr("Đã khôi phục bản sao lưu %1.", at)
    minutes = outcome.value.minutes
    if not minutes:
        return title, tr("Sổ trước đó được cất riêng; không có biên bản nào ghi sau bản sao lưu.")
    told = tr("Sổ trước đó được cất riêng. %1 biên bản ghi sau đó: bấm Lấy lại ở mục Sổ cất riêng.", padded(minutes))
    return title, told
