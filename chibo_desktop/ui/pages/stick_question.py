"""Onto which stick, or from which: the only one that is plugged in, the one that a person chose, or a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services import sending
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui import asking_files, quantities
from chibo_desktop.ui.components.checkbox import Radio
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class Target:
    """A folder to write to or read from, its name, and how it is called with its free space before it is used."""

    folder: Path
    name: str
    words: str
    is_stick: bool = True


class StickQuestion(QObject):
    """Asks for a stick. One that stands alone is taken; among several nobody guesses; without any a folder will do.

    `drives` runs on the worker thread. `ask_folder` returns the folder that was chosen, or "".
    """

    def __init__(self, page: QWidget, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(page)
        self._page, self._jobs, self._drives = page, jobs, drives
        self.ask_folder: Callable[[], str] = self._folder_dialog
        self.dialog: Dialog | None = None
        self._take: Callable[[Target], object] = _forget
        self._always = False

    def ask(self, take: Callable[[Target], object], *, always: bool = False) -> None:
        """Find out where, then call `take`. `always`: ask even where only one stick is plugged in."""
        self._take, self._always = take, always
        self._jobs.submit(self._drives, self._offer)

    def ask_for_folder(self, take: Callable[[Target], object]) -> None:
        """A folder, whatever is plugged in: what lies there can be sent by mail."""
        self._take = take
        self._choose_folder()

    def _offer(self, drives: Sequence[Drive]) -> None:
        if len(drives) == 1 and not self._always:
            self._take(target_of(drives[0]))
            return
        self.dialog = StickDialog(drives, self._page) if drives else NoStickDialog(self._page)
        self.dialog.accepted.connect(self._answered)
        self.dialog.open()

    def _answered(self) -> None:
        dialog, self.dialog = self.dialog, None
        assert dialog is not None
        if dialog.answer == tr("Chọn thư mục…"):
            self._choose_folder()
        elif dialog.answer == tr("Tìm lại"):
            self.ask(self._take, always=self._always)
        elif isinstance(dialog, StickDialog) and dialog.answer == tr("Dùng USB này") and dialog.chosen:
            self._take(target_of(dialog.chosen))

    def _choose_folder(self) -> None:
        folder = self.ask_folder()
        if folder:
            self._take(Target(Path(folder), folder, folder, is_stick=False))

    def _folder_dialog(self) -> str:
        return asking_files.folder(self._page, tr("Chọn thư mục"))


class StickDialog(Dialog):
    """Several sticks: each with its name, its letter and its free space. None is chosen beforehand."""

    def __init__(self, drives: Sequence[Drive], parent: QWidget) -> None:
        super().__init__(
            tr("Dùng USB nào?"),
            tr("Đang cắm %1 USB. Chưa có gì được ghi.", padded(len(drives))),
            (tr("Để sau"), tr("Chọn thư mục…"), tr("Dùng USB này")),
            parent=parent,
        )
        self.chosen: Drive | None = None
        self.radios = [Radio(target_of(drive).words) for drive in drives]
        for drive, radio in zip(drives, self.radios, strict=True):
            radio.toggled.connect(lambda on, drive=drive: self._choose(drive) if on else None)
            self.body.addWidget(radio)
        self.buttons[2].setEnabled(False)

    def _choose(self, drive: Drive) -> None:
        self.chosen = drive
        self.buttons[2].setEnabled(True)


class NoStickDialog(Dialog):
    """No stick is seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            tr("Chưa thấy USB nào."),
            tr("Chưa có gì được ghi. Hãy cắm USB rồi tìm lại, hoặc chọn một thư mục."),
            (tr("Để sau"), tr("Chọn thư mục…"), tr("Tìm lại")),
            parent=parent,
        )


def target_of(drive: Drive) -> Target:
    """A stick by its name, its letter where it has one, and its free space."""
    letter, room = drive.path.drive, quantities.size(drive.free)
    if drive.locked:
        name = tr("%1 (%2)", drive.label, letter) if letter else drive.label
        return Target(drive.path, name, tr("%1, đang khóa ghi", name))
    if letter:
        name = tr("%1 (%2)", drive.label, letter)
        return Target(drive.path, name, tr("%1, còn trống %2", name, room))
    return Target(drive.path, drive.label, tr("%1, còn trống %2", drive.label, room))


def _forget(_: Target) -> None:
    """Before anybody has asked."""
