"""Packing onto a stick, step by step. Nothing is called written here before it was read back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Signal

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.sending import ToSend, WrittenPacket
from chibo_desktop.ui import quantities, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.step_list import StepList
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce, tr

FOUND, SEALED, WRITTEN, READ, DONE = "found", "sealed", "written", "read", "done"

_WAITING = {
    FOUND: "Tìm USB",
    SEALED: "Ký và mã hóa",
    WRITTEN: "Ghi tệp",
    READ: "Đọc lại để so từng phần",
    DONE: "Xong, có thể rút USB",
}
_RUNNING = {READ: "Đang đọc lại để so từng phần"}
_FINISHED = {
    FOUND: "Tìm thấy USB",
    WRITTEN: "Đã ghi tệp",
    READ: "Đã đọc lại và khớp",
    DONE: "Đã ghi xong, có thể rút USB",
}
_LINE_OF = {
    "checking": WRITTEN,
    "writing": WRITTEN,
    "syncing": WRITTEN,
    "reading_back": READ,
    "naming": READ,
}
"""Which line a step of the writing belongs to, by the value that `sending.Watch` is told."""

_WORTH_ESTIMATING = 1500
"""Milliseconds after which the rest of a step can be guessed from its beginning."""


class ExportPanel(Card):
    """The card at the right of *Gửi – nhận*: what would be packed, the steps, and how to stop them."""

    stop_requested = Signal()
    copy_requested = Signal()
    folder_requested = Signal()
    check_requested = Signal()
    file_requested = Signal()
    slip_requested = Signal()

    def __init__(self, title: str = "", *, is_plain: bool = False) -> None:
        """`is_plain`: the steps alone, without what *Gửi – nhận* offers beside them."""
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        self._what = Label("", "caption", wrap=True)
        self.steps = StepList(
            [(key, tr(words)) for key, words in _WAITING.items()],
            tr("Dừng lại thì biên bản vẫn nguyên trên máy, USB không bị đổi."),
            tr("Đừng rút USB lúc này."),
        )
        self.said = Label("", "second", wrap=True)
        self.said.hide()
        self.copy = Button(tr("Chép lại gói cũ…"), icon=Icon.COPY)
        self.folder = Button(tr("Ghi ra thư mục để gửi thư…"), icon=Icon.FOLDER)
        self.check = Button(tr("Kiểm tra USB…"), icon=Icon.SEARCH)
        self.file = Button(tr("Mở tệp báo nhận…"), icon=Icon.FILE)
        self.slip = Button(tr("Dán phiếu của văn phòng…"), icon=Icon.PEN)
        self._others = () if is_plain else (self.copy, self.folder, self.check, self.file, self.slip)
        self.add(Label(title or tr("Đóng gói vào USB"), "heading"), self._what, self.steps, self.said)
        self.add(*self._others)
        self._line = ""
        self._clock = QElapsedTimer()
        self._finished_files = 0
        self.steps.cancel_requested.connect(self.stop_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.check.clicked.connect(self.check_requested)
        self.file.clicked.connect(self.file_requested)
        self.slip.clicked.connect(self.slip_requested)

    def show_waiting(self, waiting: ToSend, has_packets: bool) -> None:
        """Say what would be packed; old packets can be copied again while their files are here."""
        told = (
            (waiting.finalised, tr("%1 biên bản mới chốt", padded(waiting.finalised))),
            (waiting.packed, tr("%1 biên bản gửi lại", padded(waiting.packed))),
        )
        parts = [sentence for count, sentence in told if count]
        parts += quantities.beside_minutes(waiting.answers, waiting.statements)
        if parts:
            words = ", ".join(parts)
        elif waiting.returned:
            words = tr("%1 biên bản chờ làm bản bổ sung", padded(waiting.returned))
        else:
            words = tr("Mọi biên bản đã chốt đều đã tới văn phòng.")
        self._what.setText(words)
        self.folder.setEnabled(bool(waiting.entries))
        self.copy.setVisible(has_packets and not self.is_running())

    def say_what(self, words: str) -> None:
        """What would be written, in the words of the page."""
        self._what.setText(words)

    def is_running(self) -> bool:
        """Is something being written?"""
        return self.steps.stop.isVisibleTo(self)

    def start(self, target: str) -> None:
        """The stick is known; what is to be written is being made."""
        self.reset()
        self._finish(FOUND, target)
        self._begin(SEALED)
        self.steps.set_running(True)
        for button in self._others:
            button.hide()

    def show_step(self, step: str, done: int, total: int, name: str) -> None:
        """A step of the writing, by its value; bytes done and bytes in all, and the name of the file."""
        if step == "done":
            self._finished_files += 1
            return
        line = _LINE_OF[step]
        if line != self._line:
            self._finish(SEALED, tr("Chỉ văn phòng mở được"))
            if line == READ:
                self._finish(WRITTEN, name)
            self._begin(line)
            if line == WRITTEN:
                self.steps.name(WRITTEN, tr("Đang ghi %1", name))
        if step in ("writing", "reading_back"):
            size = quantities.part_of_size(done, total)
            self.steps.set_progress(line, done, total, (size, self._rest(done, total)))

    def show_written(self, files: Sequence[WrittenPacket]) -> None:
        """Everything was written and read back."""
        self._finish(WRITTEN, ", ".join(file.name for file in files))
        self._finish(READ, quantities.size(sum(file.bytes for file in files)))
        self._finish(DONE)
        self._end()
        announce(self, tr(_FINISHED[DONE]))

    def show_stopped(self) -> None:
        """A person stopped it. Says what is on the stick."""
        whole = self._finished_files
        self.reset()
        if whole:
            self._say(tr("Đã dừng lại. %1 gói ghi trọn trước đó vẫn dùng được.", padded(whole)))
        else:
            self._say(tr("Đã dừng lại. Trên USB không có gì của lần này; biên bản vẫn nguyên trên máy."))

    def show_failed(self) -> None:
        """It failed where it was; the banner of the page says what is safe."""
        line = self._line or FOUND
        self.steps.name(line, tr(_WAITING[line]))
        self.steps.fail(line)
        self._end()
        if self._finished_files:
            self._say(tr("%1 gói ghi trọn trước đó vẫn dùng được.", padded(self._finished_files)))

    def reset(self) -> None:
        """All steps wait again."""
        self.steps.reset()
        for key, words in _WAITING.items():
            self.steps.name(key, tr(words))
        self.said.hide()
        self._line, self._finished_files = "", 0
        self._end()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()
        announce(self, words)

    def _begin(self, line: str) -> None:
        self._line = line
        self._clock.start()
        self.steps.name(line, tr(_RUNNING.get(line, _WAITING[line])))
        self.steps.begin(line)

    def _finish(self, line: str, fact: str = "") -> None:
        self.steps.name(line, tr(_FINISHED.get(line, _WAITING[line])))
        self.steps.finish(line, fact)

    def _end(self) -> None:
        self.steps.set_running(False)
        for button in self._others:
            button.show()

    def _rest(self, done: int, total: int) -> str:
        spent = self._clock.elapsed()
        if not done or spent < _WORTH_ESTIMATING:
            return ""
        return tr("còn khoảng %1 giây", max(1, round(spent * (total - done) / done / 1000)))
