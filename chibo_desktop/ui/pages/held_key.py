"""A key that somebody holds in the hand: a sealed file on a stick with its passphrase, or rows typed from paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.services import private_keys, sending
from chibo_desktop.services.private_keys import KeyFile, KeyUse, PrivateKey
from chibo_desktop.ui import asking_files, sentences, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.speech import tr

STICK, PAPER = "stick", "paper"
_LONGEST = 400

FindKey = Callable[[], PrivateKey]
"""Opens the key; runs on the worker thread, because a passphrase takes about a second."""


def keys_on_sticks(use: KeyUse) -> tuple[KeyFile, ...]:
    """The key files of that use on every stick that is plugged in."""
    return tuple(
        found for drive in sending.drives() for found in private_keys.key_files(drive.path) if found.header.use == use
    )


class HeldKeyForm(QWidget):
    """Asks for one key. `way_to_key()` is None while something is missing, which the form then says."""

    changed = Signal()

    def __init__(self, use: KeyUse, jobs: Jobs, find: Callable[[KeyUse], Sequence[KeyFile]] = keys_on_sticks) -> None:
        super().__init__()
        self._use, self._jobs, self._find = use, jobs, find
        self.ask_file: Callable[[], str] = self._file_dialog
        self.way = Segmented([(STICK, tr("Từ USB")), (PAPER, tr("Gõ từ giấy"))], STICK)
        self.files = Choice([])
        self._file = Field(tr("Khóa trên USB"), self.files)
        self.other = Button(tr("Chọn tệp khóa…"), "quiet", Icon.FILE)
        self.again = Button(tr("Tìm lại"), "quiet", Icon.REFRESH)
        self.phrase = PassphraseField(tr("Mật khẩu của khóa"))
        self.rows = TextInput(lines=(4, 5), limit=_LONGEST)
        hint = tr("Bốn dòng như trên giấy, hoặc để máy đọc mã quét vào đây. Chữ hoa, chữ thường, dấu gạch đều được.")
        self._typed = Field(tr("Mã khóa trên giấy"), self.rows, hint)
        self._build()
        self.way.chosen.connect(lambda _: self._arrange())
        self.other.clicked.connect(self._choose_file)
        self.again.clicked.connect(self.look)
        self._arrange()
        self.look()

    def _build(self) -> None:
        self._stick = QWidget()
        stick = space.column(self._stick, gap=tokens.S12)
        self._none = Label(tr("Chưa thấy khóa nào. Cắm USB rồi bấm Tìm lại."), "second", wrap=True)
        for widget in (self._file, self._none, Flow(self.again, self.other, gap=tokens.S12), self.phrase):
            stick.addWidget(widget)
        column = space.column(self, gap=tokens.S12)
        for widget in (Field(tr("Lấy khóa ở đâu"), self.way), self._stick, self._typed):
            column.addWidget(widget)

    def _arrange(self) -> None:
        on_stick = self.way.value == STICK
        self._stick.setVisible(on_stick)
        self._typed.setVisible(not on_stick)
        self.changed.emit()

    def look(self) -> None:
        """Look for keys on the sticks that are plugged in."""
        self._jobs.submit(partial(self._find, self._use), self._offer, lambda _: self._offer(()))

    def _offer(self, found: Sequence[KeyFile]) -> None:
        self.files.set_choices([(one.path, _words(one)) for one in found], found[0].path if found else None)
        self._file.setVisible(bool(found))
        self._none.setVisible(not found)
        self.changed.emit()

    def _choose_file(self) -> None:
        name = self.ask_file()
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Use the key in this file."""
        self.files.set_choices([(path, path.name)], path)
        self._file.setVisible(True)
        self._none.setVisible(False)
        self.phrase.input.setFocus()

    def _file_dialog(self) -> str:
        return asking_files.file_to_open(self, tr("Chọn tệp khóa"), tr("Tệp khóa (%1)", private_keys.FILES))

    def way_to_key(self) -> FindKey | None:
        """The way to the key, or None, having said what is missing."""
        self.set_trouble("")
        if self.way.value == PAPER:
            typed = self.rows.words()
            if typed.strip():
                return partial(private_keys.from_paper, typed, self._use)
            self.set_trouble(tr("Cần gõ bốn dòng trên giấy."))
            return None
        path = self.files.value
        if not isinstance(path, Path):
            self.again.setFocus()
            return None
        if not self.phrase.passphrase():
            self.set_trouble(tr("Cần gõ mật khẩu của khóa."))
            return None
        return partial(private_keys.from_stick, path, self.phrase.passphrase())

    def set_trouble(self, sentence: str) -> None:
        """Say what is wrong under the field that it is about."""
        field = self._typed if self.way.value == PAPER else self.phrase
        for one in (self._typed, self.phrase):
            one.set_trouble(sentence if one is field else "")
        if sentence:
            field.widget.setFocus()


def _words(found: KeyFile) -> str:
    return tr("%1, %2", found.header.label, found.header.office_name)


class HeldKeyDialog(Dialog):
    """A question that needs a key. It stays open until the key was taken or the person gives up."""

    key_given = Signal(object)  # FindKey

    def __init__(self, title: str, text: str, deed: str, form: HeldKeyForm, parent: QWidget | None = None) -> None:
        super().__init__(title, text, (tr("Để sau"), deed), parent=parent)
        self.form, self._deed = form, deed
        self.body.addWidget(form)
        form.changed.connect(self._fit)

    def press(self, words: str) -> None:
        """The deed asks the service first; everything else closes."""
        self.answer = words
        if words != self._deed:
            self.reject()
            return
        find = self.form.way_to_key()
        if find is not None:
            self.buttons[1].setEnabled(False)
            self.key_given.emit(find)

    def refuse(self, failure: Failure) -> None:
        """Say why the key was not taken, and stay."""
        self.buttons[1].setEnabled(True)
        self.form.set_trouble(" ".join(sentences.of_failure(failure)))
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if self.isVisible() and layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
