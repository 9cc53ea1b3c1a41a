"""The first run: six steps in one column, the list of steps at the left. Going back never loses what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.components.mark import ProgramMark
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.step_rail import StepRail
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.first_run_steps import (
    BackupStep,
    CodeStep,
    NamesStep,
    PassphraseStep,
    RoleStep,
    Step,
    Typed,
    WelcomeStep,
)
from chibo_desktop.ui.sentences import of_failure
from chibo_desktop.ui.speech import announce, tr
from chibo_desktop.ui.tokens import px

if TYPE_CHECKING:
    from chibo_desktop.services.desk import Desk
    from chibo_desktop.services.restoring import Replacement
    from chibo_desktop.ui.pages.restore_dialog import RestoreDialog

Found = Callable[[Typed], tuple[str, "Desk"]]
"""Founds the home and opens it: the recovery code and the desk. Runs on the worker thread."""

Restore = Callable[["Replacement"], tuple[str, "Desk"]]
"""Makes this machine the replacement of another: the recovery code and the desk. Runs on the worker thread."""

Confirm = Callable[["Desk"], object]
"""Remembers that the recovery code stands on paper."""

Backup = Callable[["Desk", Path], object]

COLUMN = 896
NARROW = 860
"""Units of window width below which the list of steps gives its room to the step itself."""


class FirstRunPage(QWidget):
    """Leads from a bare machine to an opened book; `finished` carries the desk."""

    finished = Signal(object)

    help_key = "first_run"

    def __init__(
        self, jobs: Jobs, found: Found, confirm: Confirm, back_up: Backup, restore: Restore | None = None
    ) -> None:
        super().__init__()
        self._jobs, self._found, self._confirm, self._back_up = jobs, found, confirm, back_up
        self._restore = restore
        self.restoring: RestoreDialog | None = None
        self._desk: Desk | None = None
        self.setProperty("look", "page")
        self.setAccessibleName(tr("Lập sổ trên máy này"))
        self.names, self.code, self.welcome = NamesStep(), CodeStep(), WelcomeStep()
        self.welcome.restore.setVisible(restore is not None)
        self.roles, self.passphrase, self.backup = RoleStep(), PassphraseStep(), BackupStep()
        self.roles.restore.setVisible(restore is not None)
        self.steps: tuple[Step, ...] = (self.welcome, self.roles, self.names, self.passphrase, self.code, self.backup)
        self._build()
        self._connect()
        self._show(0)

    def _build(self) -> None:
        self._rail = StepRail(tuple(step.name for step in self.steps))
        self._side = side = QFrame()
        side.setProperty("look", "steps")
        space.fix(side, width=320)
        column = space.column(side, tokens.S32, tokens.S12)
        column.addWidget(ProgramMark())
        column.addSpacing(tokens.S20)
        column.addWidget(self._rail)
        column.addStretch(1)
        foot = space.row(gap=tokens.S12)
        foot.addWidget(IconLabel(Icon.SHIELD, "ok"), 0, Qt.AlignmentFlag.AlignVCenter)
        safe = tr("Máy không cần mạng. Dữ liệu được mã hóa và chỉ nằm trên máy này.")
        foot.addWidget(Label(safe, "caption", wrap=True), 1)
        column.addLayout(foot)
        whole = space.row(self)
        whole.addWidget(side)
        whole.addWidget(self._work(), 1)

    def _work(self) -> QWidget:
        work = QWidget()
        outer = space.column(work, (tokens.S48, tokens.S24, tokens.S48, tokens.S32), tokens.S16)
        self._place = Label("", "label")
        self._title = Label("", "title", wrap=True)
        self._sub = Label("", "second", wrap=True)
        self.banners = BannerArea()
        self._stack = OpenStack()
        for step in self.steps:
            self._stack.add(step)
        content = QWidget()
        column: QVBoxLayout = space.column(content, (tokens.S8, tokens.S24, tokens.S8, tokens.S8), tokens.S4)
        for widget in (self._place, self._title, self._sub):
            column.addWidget(widget)
        column.addSpacing(tokens.S12)
        column.addWidget(self.banners)
        column.addWidget(self._stack, 1)
        space.fix(content, max_width=COLUMN)
        self._scroll = ScrollPage(content)
        outer.addWidget(self._scroll, 1)
        self.back = Button(tr("Quay lại"))
        self.onward = Button(tr("Tiếp tục"), "primary")
        foot = QWidget()
        space.fix(foot, max_width=COLUMN)
        line = space.row(foot, (tokens.S8, 0), tokens.S12)
        self._hints = HintLine([(tr("tiếp tục"), "Enter")])
        space.put(line, self._hints, None, self.back, self.onward)
        outer.addWidget(foot)
        return work

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._show(self.place - 1))
        self.onward.clicked.connect(self._go_on)
        self.roles.chosen.connect(self.names.ask_for)
        self.names.again.reading_requested.connect(self._read_card)
        for button in (self.welcome.restore, self.roles.restore):
            button.clicked.connect(self._ask_backup)

    # slots

    @property
    def place(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.place

    def focus_first(self) -> None:
        """Put the focus where this step begins."""
        self.steps[self.place].focus_first(self.onward)

    def _show(self, place: int) -> None:
        step = self.steps[place]
        self._stack.open(place)
        self._rail.show_step(place)
        self._place.setText(tr("Bước %1/%2", place + 1, len(self.steps)))
        self._title.setText(step.title)
        self._sub.setText(step.sub)
        self.back.setVisible(0 < place <= self.steps.index(self.passphrase))  # once founded, there is no way back
        self.onward.set_words(step.onward)
        self._scroll.verticalScrollBar().setValue(0)
        announce(self, f"{self._place.text()}. {step.title}")
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nobody else wanted goes from line to line, and from the last one onward."""
        if Qt.Key(event.key()) not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus, lines = QApplication.focusWidget(), self.steps[self.place].lines
        if isinstance(focus, LineInput) and focus in lines[:-1]:
            lines[lines.index(focus) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._go_on()

    def _go_on(self) -> None:
        step = self.steps[self.place]
        if not self.onward.isEnabled() or not step.is_complete():
            return
        self.banners.take("failure")
        if step is self.passphrase:
            self._set_busy(tr("Đang lập sổ…"))
            typed = self._typed()
            self._jobs.submit(lambda: self._found(typed), self._founded, self._refused)
        elif step is self.backup:
            self._finish()
        elif step is self.code and self._desk is not None:
            self._jobs.submit(partial(self._confirm, self._desk), None, self._refused)
            self._show(self.place + 1)
        else:
            self._show(self.place + 1)

    def _read_card(self, place: Path) -> None:
        from chibo_desktop.ui.pages.office_again import read_card

        self._jobs.submit(partial(read_card, place), self.names.again.show_card, self._refused)

    def _typed(self) -> Typed:
        names = self.names
        return Typed(
            self.roles.value,
            names.machine.words(),
            names.person.words(),
            names.post.words(),
            names.group.words(),
            names.tier,
            self.passphrase.words(),
            self.names.again.card,
        )

    def _founded(self, made: tuple[str, Desk]) -> None:
        self._set_busy("")
        code, self._desk = made
        self.passphrase.forget()
        self.code.show_code(code, self.names.machine.words())
        self._show(self.place + 1)

    def _ask_backup(self) -> None:
        from chibo_desktop.ui.pages.restore_dialog import RestoreDialog

        self.restoring = RestoreDialog(self)
        self.restoring.wanted.connect(self._restore_from)
        self.restoring.open()

    def _restore_from(self, wanted: Replacement) -> None:
        restore, dialog = self._restore, self.restoring
        if restore is not None and dialog is not None:
            self._jobs.submit(lambda: restore(wanted), self._restored, dialog.refuse)

    def _restored(self, made: tuple[str, Desk]) -> None:
        if self.restoring is not None:
            self.restoring.accept()
        code, self._desk = made
        self.code.show_code(code, self._desk.me.machine)
        self._show(self.steps.index(self.code))

    def _finish(self) -> None:
        desk, folder = self._desk, self.backup.folder
        assert desk is not None
        if folder is None:
            self.finished.emit(desk)
            return
        self._set_busy(tr("Đang sao lưu, rồi đọc lại…"))
        self._jobs.submit(lambda: self._back_up(desk, folder), self._backed_up, self._refused)

    def _backed_up(self, _: object) -> None:
        self._set_busy("")
        self.finished.emit(self._desk)

    def _refused(self, failure: Failure) -> None:
        self._set_busy("")
        self.banners.put("failure", Banner("error", *of_failure(failure)))
        self.focus_first()

    def _set_busy(self, words: str) -> None:
        self.onward.setEnabled(not words)
        self.back.setEnabled(not words)
        self.onward.set_words(words or self.steps[self.place].onward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= px(NARROW))
