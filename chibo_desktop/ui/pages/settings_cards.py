"""The cards of Cài đặt that are the same for every role."""

from __future__ import annotations

import platform
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, qVersion

from chibo_desktop import __version__
from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import diary, founding
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label, Line
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.scroll_page import bring_into_view
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
            bring_into_view(self.said)

    def refuse(self, failure: Failure) -> None:
        """Say why it was not done."""
        self.tell(" ".join(sentences.of_failure(failure)), "err")


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
