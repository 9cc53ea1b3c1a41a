"""First run of an office whose machine was lost: with its card, from a laptop or a stick, this one takes its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from chibo_desktop.ui import asking_files, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr

LARGEST = 1024 * 1024


def read_card(place: Path) -> tuple[bytes, str]:
    """A card and the office that it is of. Raises `Refusal` CARD_INVALID, `Fault` FILE_UNREADABLE."""
    from chibo_desktop.services import enrolment, private_keys

    data = private_keys.read_some(place, LARGEST)
    return data, enrolment.read_card(data).office


class OfficeAgain(Card):
    """Offers to take the place of an office. `reading_requested`: a file was chosen; `chosen`: the office, or ""."""

    reading_requested = Signal(object)  # Path
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        self.card = b""
        self.ask_file: Callable[[], str] = self._file_dialog
        self._told = Label("", "second", wrap=True)
        self.choose = Button(tr("Dựng lại văn phòng đã có…"), icon=Icon.REFRESH)
        self.drop = Button(tr("Lập văn phòng mới"), "quiet", Icon.UNDO)
        self.choose.clicked.connect(self._ask)
        self.drop.clicked.connect(self.forget)
        self.add(Label(tr("Máy cũ của văn phòng hỏng hoặc mất?"), "strong"), self._told)
        self.add(Flow(self.choose, self.drop, gap=tokens.S12))
        self.forget()

    def forget(self) -> None:
        """Found a new office after all."""
        had = bool(self.card)
        self.card = b""
        self._told.setText(tr("Cần thẻ của văn phòng (một máy của tổ lưu được), khóa mở lại và đủ khóa gốc."))
        self.drop.hide()
        if had:
            self.chosen.emit("")

    def show_card(self, read: tuple[bytes, str]) -> None:
        """This office will be set up again."""
        self.card, office = read
        self._told.setText(tr("Sẽ dựng lại: %1. Sau khi lập sổ, mở Cài đặt, Khóa văn phòng để làm tiếp.", office))
        self.drop.show()
        self.chosen.emit(office)

    def _ask(self) -> None:
        name = self.ask_file()
        if name:
            self.reading_requested.emit(Path(name))

    def _file_dialog(self) -> str:
        offered = tr("Thẻ văn phòng (%1);;Mọi tệp (*)", "*.chibo-the")
        return asking_files.file_to_open(self, tr("Chọn thẻ của văn phòng"), offered)
