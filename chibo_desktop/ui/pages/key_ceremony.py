"""The key ceremony as steps on a page: nothing counts before the end, and leaving it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.services import key_ceremony, key_papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.key_ceremony import Ceremony, Target
from chibo_desktop.services.office_keys import OfficeKeys
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.profile_proposals import ProposalView
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.components.step_rail import StepRail
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.first_run_steps import Step
from chibo_desktop.ui.pages.key_ceremony_steps import EndStep, KeyStep, PlanStep
from chibo_desktop.ui.pages.proposal_card import proposal_words
from chibo_desktop.ui.pages.stick_question import StickQuestion
from chibo_desktop.ui.pages.stick_question import Target as Stick
from chibo_desktop.ui.speech import announce, tr
from chibo_desktop.ui.tokens import px

NARROW = 900
_SIDE, _COLUMN = 240, 760


class CeremonyPage(Page):
    """Plan, keys, end. `making()` is what sealing a key file takes; it may take a second to measure."""

    help_key = "office_keys"

    def __init__(self, desk: Desk, jobs: Jobs, keys: OfficeKeys, making: Callable[[], Any]) -> None:
        super().__init__(tr("Lập khóa văn phòng"), keys.office, back=True)
        self._desk, self._jobs, self._making = desk, jobs, making
        self.ceremony: Ceremony | None = None
        self.sticks = StickQuestion(self, jobs)
        self.ask_place: Callable[[str], str] = self._place_dialog
        self.plan = PlanStep(keys)
        self.steps: list[Step] = [self.plan]
        self._rail: StepRail | None = None
        self._build()
        self.before.clicked.connect(lambda: self._show(self.place - 1))
        self.onward.clicked.connect(self._go_on)
        self._show(0)

    def _build(self) -> None:
        self.before = Button(tr("Bước trước"), icon=Icon.CHEVRON_LEFT)
        self.onward = Button(tr("Tiếp tục"), "primary")
        self.header.set_actions([self.before, self.onward])
        self._side = QFrame()
        self._side.setProperty("look", "steps")
        space.fix(self._side, width=_SIDE)
        self._rail_place = space.column(self._side, tokens.S24, tokens.S12)
        self._rail_place.addStretch(1)
        work = QWidget()
        column = space.column(work, (tokens.S24, tokens.S16), tokens.S8)
        self._step_title, self._sub = Label("", "heading", wrap=True), Label("", "second", wrap=True)
        self._stack = OpenStack()
        self._stack.add(self.plan)
        inner = QWidget()
        lines = space.column(inner, gap=tokens.S8)
        for widget in (self._step_title, self._sub, self.banners, self._stack):
            lines.addWidget(widget)
        lines.addStretch(1)
        space.fix(inner, max_width=_COLUMN)
        column.addWidget(inner)
        whole = QWidget()
        row = space.row(whole)
        row.addWidget(self._side)
        self._scroll = ScrollPage(work)
        row.addWidget(self._scroll, 1)
        self._column.addWidget(whole, 1)
        self._draw_rail()

    def _draw_rail(self) -> None:
        if self._rail is not None:
            self._rail.hide()
            self._rail.deleteLater()
        names = [step.name for step in self.steps]
        self._rail = StepRail(names if len(names) > 1 else [*names, tr("Từng khóa"), tr("Ký hồ sơ mới")])
        self._rail_place.insertWidget(0, self._rail)

    # slots

    @property
    def place(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.place

    def focus_first(self) -> None:
        self.steps[self.place].focus_first(self.onward)

    def _show(self, place: int) -> None:
        step = self.steps[place]
        self._stack.open(place)
        if self._rail is not None:
            self._rail.show_step(place)
        self._step_title.setText(step.title)
        self._sub.setText(step.sub)
        self.before.setVisible(place > 1)  # what is planned was made: another plan is another ceremony
        self.onward.set_words(step.onward)
        self._scroll.verticalScrollBar().setValue(0)
        announce(self, step.title)
        self.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from line to line, and from the last one onward."""
        if Qt.Key(event.key()) not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        lines = [line for line in self.steps[self.place].lines if line.isVisible()]
        if isinstance(focus, LineInput) and focus in lines[:-1]:
            lines[lines.index(focus) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._go_on()

    def _go_on(self) -> None:
        step = self.steps[self.place]
        if not self.onward.isEnabled() or not step.is_complete():
            return
        self.banners.take("failure")
        if step is self.plan:
            self._set_busy(tr("Đang lập khóa…"))
            self._jobs.submit(partial(key_ceremony.begin, self._desk, self.plan.plan()), self._begun, self._refused)
        elif isinstance(step, EndStep) and self.ceremony is not None:
            self._set_busy(tr("Đang ký…"))
            self._jobs.submit(partial(key_ceremony.finish, self._desk, self.ceremony), self._finished, self._refused)
        else:
            self._show(self.place + 1)

    def _begun(self, ceremony: Ceremony) -> None:
        self._set_busy("")
        self.ceremony = ceremony
        count = len(ceremony.keys)
        for place, key in enumerate(ceremony.keys):
            step = KeyStep(key, place, count)
            step.write_requested.connect(partial(self._ask_stick, step))
            step.print_requested.connect(partial(self._print, step))
            step.save_requested.connect(partial(self._ask_where, step))
            self._add(step)
        self._add(EndStep(self._names))
        self._draw_rail()
        self._show(1)

    def _add(self, step: Step) -> None:
        self.steps.append(step)
        self._stack.add(step)
        step.hide()

    def _names(self) -> list[str]:
        keys = self.ceremony.keys if self.ceremony is not None else []
        return [f"{key.label}, {key.name}" for key in keys]

    def _refused(self, failure: Failure) -> None:
        self._set_busy("")
        self.banners.put("failure", Banner("error", *sentences.of_failure(failure)))
        self.focus_first()

    def _finished(self, outcome: Outcome[ProposalView]) -> None:
        self._set_busy("")
        self.say(proposal_words(outcome.value))
        self.changed.emit(outcome.changes)
        self.back_requested.emit()

    def _set_busy(self, words: str) -> None:
        self.onward.setEnabled(not words)
        self.before.setEnabled(not words)
        self.onward.set_words(words or self.steps[self.place].onward)

    # the stick

    def _ask_stick(self, step: KeyStep, passphrase: str) -> None:
        self.sticks.ask(lambda stick: self.write(step, stick, passphrase), always=True)

    def write(self, step: KeyStep, stick: Stick, passphrase: str) -> None:
        """Write the key of a step onto this stick."""
        if self.ceremony is None:
            return
        step.set_busy(True)
        ceremony, making = self.ceremony, self._making
        target = Target(stick.folder, passphrase)
        self._jobs.submit(
            lambda: key_ceremony.write_key(ceremony, step.key, target, making()),
            step.show_written,
            lambda failure: step.show_not_written(" ".join(sentences.of_failure(failure))),
        )

    # the paper

    def _page(self, step: KeyStep) -> bytes:
        assert self.ceremony is not None
        return key_papers.key_page(self.ceremony, step.key)

    def _print(self, step: KeyStep) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        from chibo_desktop.ui.pdf_pages import print_pages

        if not QPrinterInfo.availablePrinterNames():
            step.show_printed(
                tr("Máy này chưa có máy in. Hãy lưu PDF vào USB rồi in ở máy khác, xong xóa tệp."), "warn"
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec():
            self._jobs.submit(
                lambda: print_pages(self._page(step), printer),
                lambda _: step.show_printed(tr("Đã đưa ra máy in. Gõ lại một dòng từ giấy để chắc giấy đọc được.")),
                lambda failure: step.show_printed(" ".join(sentences.of_failure(failure)), "err"),
            )

    def _ask_where(self, step: KeyStep) -> None:
        name = self.ask_place(f"khoa-{step.key.name.lower()}.pdf")
        if name:
            self.save_page(step, Path(name))

    def save_page(self, step: KeyStep, place: Path) -> None:
        """Save the page of a key as a PDF."""
        self._jobs.submit(
            lambda: write_output_file(place, self._page(step)),
            lambda _: step.show_printed(tr("Đã lưu %1. In xong hãy xóa tệp: ai có tệp là có khóa.", place.name)),
            lambda failure: step.show_printed(" ".join(sentences.of_failure(failure)), "err"),
        )

    def _place_dialog(self, name: str) -> str:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Lưu trang khóa"), name)
        return chosen

    def panes(self) -> list[QWidget]:
        return [self.header, self._stack]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= px(NARROW))
