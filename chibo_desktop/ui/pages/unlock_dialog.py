"""The office's side of a forgotten passphrase: which machine asks, the digits that are read out, the recovery key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.services import private_keys, unlocking
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.private_keys import KeyUse, PrivateKey
from chibo_desktop.services.unlocking import UnlockGranted, UnlockView
from chibo_desktop.ui import asking_files, sentences, space, tokens
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.digits_input import DigitsInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.held_key import HeldKeyForm
from chibo_desktop.ui.speech import tr

DIGITS, GROUP = 15, 5
LARGEST = 64 * 1024
_LABEL = 96


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a file and as what it claims. `needs_key`: the recovery key is not on this machine."""

    data: bytes
    view: UnlockView
    needs_key: bool


def read_asked(desk: Desk, place: Path) -> Asked:
    """The request in a file. Raises `Refusal` as `unlocking.read_request`, `Fault` FILE_UNREADABLE."""
    data = private_keys.read_some(place, LARGEST)
    view = unlocking.read_request(desk, data)
    return Asked(data, view, private_keys.recovery_on_machine(desk) is None)


class UnlockDialog(Dialog):
    """Stays open until digits and key are right, or the person gives up."""

    given = Signal(object, str, object)  # Asked, the digits, FindKey or None

    def __init__(self, asked: Asked, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(
            tr("Mở khóa cho máy %1?", asked.view.machine),
            tr("Gọi cho người này theo số đã biết, nghe đọc 15 số trên máy của họ rồi gõ vào. Không ai đọc mật khẩu."),
            (tr("Để sau"), tr("Làm tệp trả lời")),
            parent=parent,
        )
        self._asked = asked
        for name, fact in ((tr("Người dùng"), asked.view.person), (tr("Máy"), asked.view.machine)):
            line = space.row(gap=tokens.S12)
            label = Label(name, "muted")
            space.fix(label, width=_LABEL)
            line.addWidget(label)
            line.addWidget(Label(fact, "medium", wrap=True), 1)
            self.body.addLayout(line)
        if asked.view.revoked:
            self.body.addWidget(Label(tr("Máy này đã báo mất: không mở khóa được."), "second", "err", wrap=True))
        self.code = DigitsInput(DIGITS, GROUP)
        self.field = Field(tr("15 số người đó đọc"), self.code)
        self.body.addWidget(self.field)
        self.form = HeldKeyForm(KeyUse.RECOVERY, jobs) if asked.needs_key else None
        if self.form is not None:
            self.body.addWidget(self.form)
            self.form.changed.connect(self._fit)
        self.code.textChanged.connect(self._typed)
        self._typed()

    def press(self, words: str) -> None:
        """Answering asks the service first; everything else closes."""
        self.answer = words
        if words != tr("Làm tệp trả lời"):
            self.reject()
            return
        find = self.form.way_to_key() if self.form is not None else None
        if self.code.is_complete() and (self.form is None or find is not None):
            self.buttons[1].setEnabled(False)
            self.given.emit(self._asked, self.code.digits, find)

    def refuse(self, failure: Failure) -> None:
        """Say what was wrong under what it is about, and stay."""
        sentence = " ".join(sentences.of_failure(failure))
        about_key = str(getattr(failure, "code", "")).startswith(("KEY_", "PAPER_", "RECOVERY_", "UNLOCK_KEY"))
        if about_key and self.form is not None:
            self.form.set_trouble(sentence)
        else:
            self.field.set_trouble(sentence)
            self.code.setFocus()
        self.buttons[1].setEnabled(True)
        self._fit()

    def _typed(self) -> None:
        self.field.set_trouble()
        self.buttons[1].setEnabled(self.code.is_complete() and not self._asked.view.revoked)

    def _fit(self) -> None:
        layout = self.layout()
        if self.isVisible() and layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


class Unlocking(QObject):
    """Step by step: the file, the digits and the key, the answer. `granted` comes once the answer is saved."""

    granted = Signal(object)  # NoticeWords
    failed = Signal(object)  # Failure

    def __init__(self, page: QWidget, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.dialog: UnlockDialog | None = None
        self.ask_file: Callable[[], str] = self._file_dialog
        self.ask_place: Callable[[str], str] = self._place_dialog

    def begin(self) -> None:
        """Ask for the file of the machine."""
        name = self.ask_file()
        if name:
            self._jobs.submit(partial(read_asked, self._desk, Path(name)), self._ask, self.failed.emit)

    def _ask(self, asked: Asked) -> None:
        self.dialog = UnlockDialog(asked, self._jobs, self._page)
        self.dialog.given.connect(self._grant)
        self.dialog.open()

    def _grant(self, asked: Asked, digits: str, find: Callable[[], PrivateKey] | None) -> None:
        self._jobs.submit(partial(_grant, self._desk, asked, digits, find), self._save, self._refused)

    def _refused(self, failure: Failure) -> None:
        if self.dialog is not None:
            self.dialog.refuse(failure)

    def _save(self, outcome: Outcome[UnlockGranted]) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        name = self.ask_place(unlocking.ANSWER_FILE)
        if name:
            self._jobs.submit(
                partial(_write, Path(name), outcome.value.data),
                partial(self._saved, outcome.value.machine),
                self.failed.emit,
            )

    def _saved(self, machine: str, place: Path) -> None:
        title = tr("Đã làm tệp trả lời cho máy %1.", machine)
        self.granted.emit(NoticeWords(title, tr("Đưa tệp %1 cho tổ; chỉ máy đó mở được.", place.name)))

    def _file_dialog(self) -> str:
        return asking_files.file_to_open(
            self._page, tr("Chọn tệp xin mở khóa"), tr("Tệp xin mở khóa (%1);;Mọi tệp (*)", "*.chibo-mo")
        )

    def _place_dialog(self, name: str) -> str:
        return asking_files.file_to_save(self._page, tr("Lưu tệp trả lời"), name)


def _grant(desk: Desk, asked: Asked, digits: str, find: Callable[[], PrivateKey] | None) -> Outcome[UnlockGranted]:
    if find is not None:
        key = private_keys.recovery_reader(desk, find())
    else:
        key = private_keys.require_recovery_on_machine(desk)
    return unlocking.grant(desk, asked.data, digits, key)


def _write(place: Path, data: bytes) -> Path:
    write_output_file(place, data)
    return place
