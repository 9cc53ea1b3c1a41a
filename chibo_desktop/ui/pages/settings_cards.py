"""The cards of Cài đặt that are the same for every role."""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, qVersion
from PySide6.QtWidgets import QFileDialog

from chibo_desktop import __version__
from chibo_desktop.domain.outcomes import Changes, Outcome
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import backups, diary, founding
from chibo_desktop.services.backups import Backup
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label, Line
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.diary_words import diary_sentence
from chibo_desktop.ui.pages.recovery_part import RecoveryPart
from chibo_desktop.ui.speech import announce, tr
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme

DIARY_SHOWN = 30


class SettingsCard(Card):
    """One matter of the settings. `did`: title and text of a notice, and what changed."""

    did = Signal(str, str, object)

    def __init__(self, title: str) -> None:
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        self.setAccessibleName(title)
        self.add(Label(title, "heading"))
        self.said = Label("", "second", wrap=True)
        self.said.hide()

    def refresh(self) -> None:
        """Fetch anew what is shown."""

    def tell(self, sentence: str, tint: str = "") -> None:
        """Say something inside the card; it stays until something else is said."""
        self.said.set_tint(tint)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=tint == "err")

    def refuse(self, failure: Failure) -> None:
        """Say why it was not done."""
        self.tell(" ".join(sentences.of_failure(failure)), "err")


class BackupCard(SettingsCard):
    """Make a backup now, in the home or in a folder of one's choice; when the last one was made."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Sao lưu"))
        self._desk, self._jobs = desk, jobs
        self._last = Label("", "second", wrap=True)
        self.now = Button(tr("Sao lưu ngay"), icon=Icon.SHIELD)
        self.into = Button(tr("Sao lưu vào thư mục khác…"), "quiet", Icon.FOLDER)
        self.now.clicked.connect(lambda: self.back_up(None))
        self.into.clicked.connect(self._ask)
        hint = tr("Bản sao lưu được mã hóa bằng khóa của sổ. Nên có thêm một bản trên USB hoặc ổ đĩa khác.")
        self._old = Label("", "second", "warn", wrap=True)
        self.renew = Button(tr("Sao lưu mới, bỏ bản cũ"), icon=Icon.TRASH)
        self.renew.clicked.connect(self.replace_older)
        buttons = Flow(self.now, self.into, self.renew, gap=tokens.S12)
        self.add(self._last, Label(hint, "caption", wrap=True), self._old, buttons, self.said)
        self._warn(0)

    def refresh(self) -> None:
        self._jobs.submit(partial(backups.last_backup, self._desk), self._show, self.refuse)
        self._jobs.submit(partial(backups.holding_erased, self._desk), self._warn, self.refuse)

    def replace_older(self) -> None:
        """Make a backup anew and remove those that still hold what was erased on request."""
        self._set_busy(True)
        self._jobs.submit(partial(backups.replace_older, self._desk), self._replaced, self._failed)

    def _replaced(self, outcome: Outcome[int]) -> None:
        self._set_busy(False)
        self.tell(tr("Đã sao lưu mới, đã bỏ %1 bản cũ.", padded(outcome.value)), "ok")
        self.did.emit("", "", outcome.changes)
        self.refresh()

    def _warn(self, count: int) -> None:
        """Copies from before an erasure still hold it; a book restored from one erases it again by itself."""
        told = tr("%1 bản sao lưu trên máy này làm trước khi xóa theo yêu cầu, còn giữ phần đã xóa.", padded(count))
        self._old.setText(told if count else "")
        self._old.setVisible(count > 0)
        self.renew.setVisible(count > 0)

    def back_up(self, folder: Path | None) -> None:
        """Copy the book and read the copy back."""
        self._set_busy(True)
        self.tell(tr("Đang sao lưu, rồi đọc lại…"))
        self._jobs.submit(partial(backups.back_up_now, self._desk, folder), self._done, self._failed)

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Chọn thư mục sao lưu"))
        if chosen:
            self.back_up(Path(chosen))

    def _show(self, backup: Backup | None) -> None:
        if backup is None:
            self._last.setText(tr("Chưa sao lưu lần nào trên máy này."))
            return
        at = backup.made_at.astimezone()
        told = tr("Lần gần nhất: %1 ngày %2, đã đọc lại và khớp.", at.strftime("%H:%M"), short_date(at.date()))
        self._last.setText(told)

    def _done(self, outcome: Outcome[Backup]) -> None:
        self._set_busy(False)
        self.tell(tr("Đã sao lưu và đọc lại khớp: %1", str(outcome.value.path)), "ok")
        self.did.emit("", "", outcome.changes)
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self._set_busy(False)
        self.refuse(failure)

    def _set_busy(self, busy: bool) -> None:
        self.now.setEnabled(not busy)
        self.into.setEnabled(not busy)
        self.renew.setEnabled(not busy)


class PassphraseCard(SettingsCard):
    """Change the passphrase, or make another recovery code; the book is not written anew."""

    def __init__(self, desk: Desk, jobs: Jobs, cost: Callable[[], Any]) -> None:
        super().__init__(tr("Mật khẩu"))
        self._desk, self._jobs, self._cost = desk, jobs, cost
        self.old = PassphraseField(tr("Mật khẩu hiện nay"))
        self.new = PassphraseField(tr("Mật khẩu mới"), tr("Ít nhất 12 ký tự, dùng một câu dễ nhớ."))
        self.again = PassphraseField(tr("Gõ lại mật khẩu mới"))
        self.change = Button(tr("Đổi mật khẩu"), icon=Icon.KEY)
        self.change.clicked.connect(self._change)
        self.again.input.finished.connect(self._change)
        for field in (self.old, self.new, self.again):
            space.fix(field, max_width=440)
            self.add(field)
        self.recovery = RecoveryPart(desk, jobs)
        self.recovery.done.connect(self._recovery_done)
        self.recovery.failed.connect(self.refuse)
        self.add(Flow(self.change, gap=tokens.S12), self.said, Line(), self.recovery)

    def refresh(self) -> None:
        self.recovery.refresh()

    def _change(self) -> None:
        if self.new.passphrase() != self.again.passphrase():
            self.again.set_trouble(tr("Hai lần gõ chưa giống nhau."))
            self.again.input.setFocus()
            return
        self.again.set_trouble()
        self.change.setEnabled(False)
        desk, cost = self._desk, self._cost
        old, new = self.old.passphrase(), self.new.passphrase()
        self._jobs.submit(lambda: founding.change_passphrase(desk, old, new, cost()), self._done, self._failed)

    def _done(self, _: object) -> None:
        self.change.setEnabled(True)
        for field in (self.old, self.new, self.again):
            field.input.clear()
        self.tell(tr("Đã đổi mật khẩu. Mã khôi phục trên giấy vẫn dùng được."), "ok")
        self.did.emit("", "", Changes())

    def _recovery_done(self) -> None:
        self.tell(tr("Đã làm mã khôi phục mới. Cất tờ giấy riêng, không để cùng máy."), "ok")
        self.did.emit("", "", Changes())

    def _failed(self, failure: Failure) -> None:
        self.change.setEnabled(True)
        self.refuse(failure)


class LookCard(SettingsCard):
    """Light, dark or as the system; the size of everything."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Giao diện"))
        self._theme = theme
        looks = ((Scheme.LIGHT, tr("Sáng")), (Scheme.DARK, tr("Tối")), (Scheme.SYSTEM, tr("Theo máy")))
        self.schemes = Segmented(looks, theme.scheme)
        self.zooms = Segmented([(zoom, f"{zoom} %") for zoom in tokens.ZOOMS], theme.zoom)
        self.schemes.chosen.connect(theme.set_scheme)
        self.zooms.chosen.connect(theme.set_zoom)
        theme.changed.connect(self.refresh)
        self.add(Flow(Field(tr("Màu"), self.schemes), Field(tr("Cỡ chữ"), self.zooms), gap=tokens.S24))

    def refresh(self) -> None:
        self.schemes.set_value(self._theme.scheme)
        self.zooms.set_value(self._theme.zoom)


class DiaryCard(SettingsCard):
    """What was done on this machine, newest first: notes for whoever sits here, not signed by anybody."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Việc trên máy này") if desk.is_office else tr("Nhật ký việc đã làm"))
        self._desk, self._jobs = desk, jobs
        self._lines = space.column(gap=tokens.S4)
        self.body.addLayout(self._lines)
        self.add(self.said)
        self._labels: list[Label] = []

    def refresh(self) -> None:
        self._jobs.submit(partial(diary.recent, self._desk, DIARY_SHOWN), self._show, self.refuse)

    def _show(self, notes: tuple[diary.Note, ...]) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        words = [_line(note) for note in notes] or [tr("Chưa có việc nào được ghi lại.")]
        self._labels = [Label(line, "second", wrap=True) for line in words]
        for label in self._labels:
            self._lines.addWidget(label)


class AboutCard(SettingsCard):
    """Which program this is, and where the data lies."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("Giới thiệu"))
        self.add(
            Label(tr("Sổ dự sinh hoạt chi bộ, bản %1", __version__), "strong"),
            Label(tr("Dữ liệu nằm ở: %1", str(desk.places.home)), "second", wrap=True),
            Label(tr("Không kết nối mạng. Mọi thứ được mã hóa trên máy này."), "second", wrap=True),
            Label(tr("Giấy phép EUPL-1.2. Python %1, Qt %2.", platform.python_version(), qVersion()), "caption"),
        )


def _line(note: diary.Note) -> str:
    at = note.at.astimezone()
    return tr("%1, %2: %3", short_date(at.date()), at.strftime("%H:%M"), diary_sentence(note.code, note.data))
