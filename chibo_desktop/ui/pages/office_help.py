"""A forgotten passphrase at the door: a file for the office, digits to read out, and the file that comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.services import unlocking
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.unlocking import UnlockFile
from chibo_desktop.ui import asking_files, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.spoken_digits import SpokenDigits
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.office_help import OfficeHelp
from chibo_desktop.ui.speech import announce, tr


class OfficeHelpForm(QWidget):
    """Two steps with days between them: the file goes out, the answer comes in. `opened` carries the desk."""

    given_up = Signal()
    opened = Signal(object)

    def __init__(self, jobs: Jobs, help_of: OfficeHelp) -> None:
        super().__init__()
        self._jobs, self._help = jobs, help_of
        self._asked: UnlockFile | None = None
        self._answer: Path | None = None
        self.ask_place: Callable[[str], str] = self._place_dialog
        self.ask_file: Callable[[], str] = self._file_dialog
        self._told = Label("", "second", wrap=True)
        self.save = Button(tr("Lưu tệp xin mở khóa…"), icon=Icon.DOWNLOAD)
        self.digits = SpokenDigits(tr("15 số để đọc cho văn phòng qua điện thoại:"))
        self.choose = Button(tr("Chọn tệp trả lời…"), icon=Icon.FILE)
        self._file = Label(tr("Chưa chọn tệp trả lời."), "caption", wrap=True)
        self.new = PassphraseField(tr("Mật khẩu mới"), tr("Ít nhất 12 ký tự, dùng một câu dễ nhớ."))
        self.again = PassphraseField(tr("Gõ lại mật khẩu mới"))
        self.said = Label("", "second", wrap=True)
        self.done = Button(tr("Mở sổ bằng tệp trả lời"), "primary", Icon.UNLOCK)
        self.back = Button(tr("Quay lại"))
        self._build()
        self._connect()

    def _build(self) -> None:
        column = space.column(self, gap=tokens.S12)
        for widget in (
            Label(tr("1. Gửi tệp cho văn phòng"), "heading"),
            self._told,
            self.digits,
            Flow(self.save, gap=tokens.S12),
            Label(tr("2. Nhận tệp trả lời"), "heading"),
            Flow(self.choose, gap=tokens.S12),
            self._file,
            self.new,
            self.again,
            self.said,
        ):
            column.addWidget(widget)
        self.said.hide()
        line = space.row(gap=tokens.S12)
        space.put(line, None, self.back, self.done)
        column.addLayout(line)

    def _connect(self) -> None:
        self.save.clicked.connect(self._ask_where)
        self.choose.clicked.connect(self._ask_answer)
        self.back.clicked.connect(self.given_up)
        self.done.clicked.connect(self._finish)
        self.again.input.finished.connect(self._finish)

    # slots

    def begin(self) -> None:
        """Make the request, or show again the one that waits for its answer."""
        self._jobs.submit(self._help.ask, self._show, self._refuse)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, asked: UnlockFile) -> None:
        self._asked = asked
        told = tr("Đưa tệp cho %1, rồi gọi đọc 15 số. Không đọc mật khẩu hay mã khôi phục cho ai.", asked.office)
        self._told.setText(told)
        self.digits.show_digits(asked.digits)

    def _ask_where(self) -> None:
        name = self.ask_place(unlocking.REQUEST_FILE)
        if name and self._asked is not None:
            place, data = Path(name), self._asked.data
            self._jobs.submit(
                lambda: write_output_file(place, data),
                lambda _: self._say(tr("Đã lưu %1. Có thể tắt máy; khi có tệp trả lời hãy quay lại đây.", place.name)),
                self._refuse,
            )

    def _ask_answer(self) -> None:
        name = self.ask_file()
        if name:
            self.take_answer(Path(name))

    def take_answer(self, place: Path) -> None:
        """Use this file as the office's answer."""
        self._answer = place
        self._file.setText(tr("Tệp trả lời: %1", place.name))
        self.new.input.setFocus()

    def _finish(self) -> None:
        if self._answer is None:
            self._say(tr("Hãy chọn tệp trả lời của văn phòng."), "err")
            self.choose.setFocus()
            return
        if self.new.passphrase() != self.again.passphrase():
            self.again.set_trouble(tr("Hai lần gõ chưa giống nhau."))
            return
        self.again.set_trouble()
        self.done.setEnabled(False)
        answer, new = self._answer, self.new.passphrase()
        self._jobs.submit(lambda: self._help.accept(answer, new), self.opened.emit, self._refuse)

    def _refuse(self, failure: Failure) -> None:
        from chibo_desktop.ui.sentences import of_failure

        self.done.setEnabled(True)
        self._say(" ".join(of_failure(failure)), "err")

    def _say(self, sentence: str, tint: str = "ok") -> None:
        self.said.set_tint(tint)
        self.said.setText(sentence)
        self.said.show()
        announce(self, sentence, urgent=tint == "err")

    def _place_dialog(self, name: str) -> str:
        return asking_files.file_to_save(self, tr("Lưu tệp xin mở khóa"), name)

    def _file_dialog(self) -> str:
        offered = tr("Tệp trả lời (%1);;Mọi tệp (*)", "*.chibo-tl")
        return asking_files.file_to_open(self, tr("Chọn tệp trả lời"), offered)
