"""Going on with the book of a machine that is lost or broken: the backup, how it opens, and a passphrase for here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.services.founding import LEAST_PASSPHRASE
from chibo_desktop.services.restoring import Replacement
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure
from chibo_desktop.ui.sentences import of_failure
from chibo_desktop.ui.speech import tr

BY_PASSPHRASE, BY_CODE = "passphrase", "code"


class RestoreDialog(Dialog):
    """Stays open until the backup was opened or the person gives up; nothing of the backup is changed."""

    wanted = Signal(object)  # Replacement

    def __init__(self, parent: QWidget) -> None:
        self._go = tr("Khôi phục")
        super().__init__(
            tr("Khôi phục sổ của máy cũ vào máy này?"),
            tr(
                "Bản sao lưu không bị đổi. Biên bản chưa tới văn phòng được gửi tiếp đúng như đã ký. "
                "Máy này có khóa mới nên văn phòng phải đăng ký lại bằng 15 số."
            ),
            (tr("Không khôi phục"), self._go),
            parent=parent,
        )
        self.file: Path | None = None
        self.ask_file: Callable[[], str] = self._file_dialog
        self._build()

    def _build(self) -> None:
        self.choose = Button(tr("Chọn bản sao lưu…"), icon=Icon.FOLDER)
        self.chosen = Label(tr("Tệp tên book-….db, kèm tệp cùng tên đuôi .keys."), "caption", wrap=True)
        self.how = Segmented(
            [(BY_PASSPHRASE, tr("Mật khẩu máy cũ")), (BY_CODE, tr("Mã khôi phục trên giấy"))], BY_PASSPHRASE, small=True
        )
        self.how.setAccessibleName(tr("Mở bản sao lưu bằng"))
        self.old = PassphraseField(tr("Mật khẩu máy cũ"))
        self.code = LineInput(limit=80)
        self._code = Field(tr("Mã khôi phục trên giấy"), self.code)
        self._code.hide()
        self.machine = LineInput(limit=120)
        self.new = PassphraseField(tr("Mật khẩu của máy này"), tr("Ít nhất 12 ký tự, dùng một câu dễ nhớ."))
        self.again = PassphraseField(tr("Gõ lại mật khẩu của máy này"))
        self.said = Label("", "second", "err", wrap=True)
        self.said.hide()
        name = Field(tr("Tên máy này, bỏ trống nếu giữ tên cũ"), self.machine)
        row = space.column(gap=tokens.S8)
        for widget in (self.choose, self.chosen, self.how, self.old, self._code, name, self.new, self.again, self.said):
            row.addWidget(widget)
        self.body.addLayout(row)
        self.choose.clicked.connect(self._ask)
        self.how.chosen.connect(self._show_how)

    def press(self, words: str) -> None:
        """Restoring asks the service first; everything else closes."""
        self.answer = words
        if words != self._go:
            self.reject()
            return
        trouble = self._trouble()
        if trouble:
            self._say(trouble)
        elif self.file is not None:
            by_code = self.how.value == BY_CODE
            old, code = ("", self.code.words()) if by_code else (self.old.passphrase(), "")
            self._say("")
            self.buttons[1].setEnabled(False)
            new = self.new.passphrase()
            self.wanted.emit(Replacement(self.file, new, old, code, self.machine.words().strip()))

    def refuse(self, failure: Failure) -> None:
        """The backup did not open, or something of it is missing: say so and stay."""
        self.buttons[1].setEnabled(True)
        self._say(" ".join(of_failure(failure)))

    def _trouble(self) -> str:
        if self.file is None:
            return tr("Cần chọn bản sao lưu.")
        if len(self.new.passphrase()) < LEAST_PASSPHRASE:
            return tr("Mật khẩu của máy này cần ít nhất 12 ký tự.")
        return "" if self.new.passphrase() == self.again.passphrase() else tr("Hai lần gõ chưa giống nhau.")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _show_how(self, value: object) -> None:
        self.old.setVisible(value == BY_PASSPHRASE)
        self._code.setVisible(value == BY_CODE)

    def _ask(self) -> None:
        name = self.ask_file()
        if name:
            self.file = Path(name)
            self.chosen.setText(self.file.name)

    def _file_dialog(self) -> str:
        name, _ = QFileDialog.getOpenFileName(self, tr("Chọn bản sao lưu"), "", tr("Bản sao lưu (book-*.db)"))
        return name
