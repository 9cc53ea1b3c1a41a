"""Gửi – nhận of a group: where each set of minutes is, packing onto a stick, and what the office answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Cancelled, Fault, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import machines, resending, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import OwnStanding
from chibo_desktop.services.sending import Drive, Packed, Watch, WrittenPacket
from chibo_desktop.ui import quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import IconLabel, Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.state_cells import StateCells
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import exchange_rows
from chibo_desktop.ui.pages.exchange_answers import Answers
from chibo_desktop.ui.pages.exchange_rows import ALL, ARRIVED, AWAY, OPEN, Shown
from chibo_desktop.ui.pages.export_panel import ExportPanel
from chibo_desktop.ui.pages.own_machine import remind_of_certificate
from chibo_desktop.ui.pages.receipt_code import CopyAgainDialog
from chibo_desktop.ui.pages.stick_check import StickCheckPage
from chibo_desktop.ui.pages.stick_failures import banner_of
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

PIECE = 500
"""Lines that are shown at first, and added each time more are asked for."""

Pack = Callable[[Watch], Outcome[Packed] | WrittenPacket]


class ExchangePage(Page):
    """Five states in two groups with a gap between them, because there is a road between them in the world.

    What comes back from the office, and what it asks, is told by `answers`.
    """

    help_key = "exchange"
    concerns = ("visit", "packet", "office", "plan", "petition")

    visit_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(tr("Gửi – nhận"))
        self._desk, self._jobs = desk, jobs
        self._wanted, self._limit = ALL, PIECE
        self._shown: Shown | None = None
        self._job: Job | None = None
        self._pack: Pack | None = None
        self._target: Target | None = None
        self.sticks = StickQuestion(self, jobs, drives)
        self.answers = Answers(self, desk, jobs, self.sticks)
        self.dialog: CopyAgainDialog | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.code = Button(tr("Nhập mã báo nhận 8 số"), icon=Icon.PHONE)
        self.receipts = Button(tr("Đọc giấy báo nhận từ USB"), icon=Icon.DOWNLOAD, key=Keys.READ_RECEIPTS)
        self.export = Button(tr("Đóng gói vào USB"), "primary", Icon.USB, Keys.EXPORT)
        self.header.set_actions([self.code, self.receipts, self.export])
        self.away = StateCells(exchange_rows.cells(AWAY, {}), clickable=True)
        self.arrived = StateCells(exchange_rows.cells(ARRIVED, {}), clickable=True)
        self.panel = ExportPanel()
        content = QWidget()
        column = space.column(content, gap=tokens.S16)
        column.addWidget(self._state_strip())
        column.addWidget(SidePanel(self._list(), self.panel))
        column.addStretch(1)
        self.set_content(content)

    def _state_strip(self) -> QWidget:
        first, second = QWidget(), QWidget()
        groups = ((first, tr("Chưa về tới văn phòng"), self.away), (second, tr("Văn phòng đã có"), self.arrived))
        for holder, words, strip in groups:
            strip.setAccessibleName(words)
            column = space.column(holder, gap=tokens.S4)
            column.addWidget(Label(words, "label"))
            column.addWidget(strip)
            column.addStretch(1)
        arrow = IconLabel(Icon.ARROW_RIGHT, "muted")
        return Beside(first, arrow, second, shares=(3, 0, 2), gap=tokens.S16, only_across=[arrow])

    def _list(self) -> QWidget:
        self.filter = Segmented([(OPEN, tr("Còn phải gửi")), (ALL, tr("Tất cả"))], ALL, small=True)
        self.filter.setAccessibleName(tr("Biên bản nào"))
        self.table = Table(exchange_rows.model(self._desk.me), tr("Từng biên bản"))
        self.more = Button(tr("Xem thêm"), "quiet", Icon.CHEVRON_DOWN)
        self._table_card = TableCard(self.table, self.more)
        self._nothing = Card()
        self._nothing_words = EmptyState(
            tr("Chưa có biên bản nào"), tr("Biên bản đã chốt sẽ hiện ở đây."), drawing=False
        )
        self._all_arrived = EmptyState(tr("Mọi biên bản đã chốt đều đã tới văn phòng."), drawing=False)
        self._nothing.add(self._nothing_words, self._all_arrived)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(Beside(Label(tr("Từng biên bản"), "heading"), self.filter, shares=(1, 0)))
        column.addWidget(self._table_card)
        column.addWidget(self._nothing)
        column.addStretch(1)
        return content

    def _connect(self) -> None:
        self.code.clicked.connect(self.answers.ask_code_anew)
        self.receipts.clicked.connect(self.answers.ask_stick)
        self.export.clicked.connect(self._start_packing)
        self.away.chosen.connect(self._choose_state)
        self.arrived.chosen.connect(self._choose_state)
        self.filter.chosen.connect(self._choose)
        self.more.clicked.connect(self._show_more)
        self.table.row_opened.connect(self._open_row)
        self.panel.stop_requested.connect(self._stop)
        self.panel.copy_requested.connect(self._ask_packet)
        self.panel.folder_requested.connect(self._pack_into_folder)
        self.panel.check_requested.connect(lambda: self.sticks.ask(self._check))
        self.panel.file_requested.connect(self.answers.open_file)
        self.panel.slip_requested.connect(self.answers.ask_slip)
        self.answers.resend_requested.connect(self._resend)
        self.answers.visit_requested.connect(self.visit_requested)
        self.answers.stirred.connect(self.refresh)

    # the list

    def refresh(self) -> None:
        self._jobs.submit(
            partial(exchange_rows.load, self._desk, self._wanted, self._limit), self._show, self._not_loaded
        )
        self._jobs.submit(partial(machines.own_standing, self._desk), self._remind, self._not_loaded)

    def _remind(self, standing: OwnStanding | None) -> None:
        remind_of_certificate(self.banners, standing)

    def _show(self, found: Shown) -> None:
        self._shown = found
        me = self._desk.me
        goes_to = tr("gửi lên: %1", me.office_name) if me.office_name else tr("chưa nhận thẻ của văn phòng nào")
        if me.office_name and not found.is_enrolled:
            goes_to = tr("%1 (chưa đăng ký máy này; làm ở Cài đặt)", goes_to)
        parts = (tr("Máy %1", me.machine), me.group.name, goes_to)
        self.set_title(tr("Gửi – nhận"), "  ·  ".join(part for part in parts if part))
        self.away.set_cells(exchange_rows.cells(AWAY, found.counts))
        self.arrived.set_cells(exchange_rows.cells(ARRIVED, found.counts))
        self.filter.set_word(OPEN, tr("Còn phải gửi (%1)", padded(found.open)))
        self.filter.set_word(ALL, tr("Tất cả (%1)", padded(found.all)))
        self._show_rows(found)
        self.panel.show_waiting(found.waiting, bool(found.packets))
        self.answers.show(found)
        self.code.setEnabled(bool(found.packets))
        self.export.setEnabled(bool(found.waiting.entries))
        self.badge_changed.emit("exchange", found.waiting.total)

    def _show_rows(self, found: Shown) -> None:
        kept = self.table.current
        self.table.rows_model.set_rows(found.rows)
        if isinstance(kept, VisitRow):
            self.table.choose(next((at for at, row in enumerate(found.rows) if row.id == kept.id), -1))
        self._table_card.setVisible(bool(found.rows))
        self._nothing.setVisible(not found.rows)
        self._nothing_words.setVisible(not found.all)
        self._all_arrived.setVisible(bool(found.all))
        self.more.setVisible(len(found.rows) < found.total)
        self.more.set_words(tr("Xem thêm, còn %1 biên bản", padded(found.total - len(found.rows))))

    def _not_loaded(self, failure: Failure) -> None:
        self.show_banner("loading", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _choose_state(self, state: str) -> None:
        self._choose(ALL if self._wanted == state else state)

    def _choose(self, wanted: str) -> None:
        self._wanted, self._limit = wanted, PIECE
        self.filter.set_value(wanted)
        self.away.choose(wanted)
        self.arrived.choose(wanted)
        self.refresh()

    def show_subject(self, subject: object) -> None:
        """A filter: `open`, `all`, or the value of a state."""
        if isinstance(subject, str):
            self._choose(subject)

    def _show_more(self) -> None:
        self._limit += PIECE
        self.refresh()

    def _open_row(self, row: VisitRow) -> None:
        self.visit_requested.emit(row.id)

    # packing

    def _start_packing(self) -> None:
        self._pack = self._pack_open
        self.sticks.ask(self._write_to)

    def _pack_open(self, watch: Watch) -> Outcome[Packed]:
        assert self._target is not None
        return sending.pack_to(self._desk, self._target.folder, watch=watch)

    def _pack_into_folder(self) -> None:
        """For mail: a folder even where a stick is plugged in."""
        self._pack = self._pack_open
        self.sticks.ask_for_folder(self._write_to)

    def _resend(self) -> None:
        self._pack = self._pack_wanted
        self.sticks.ask(self._write_to)

    def _pack_wanted(self, watch: Watch) -> Outcome[Packed]:
        assert self._target is not None
        return resending.resend(self._desk, self._target.folder, watch)

    def _check(self, target: Target) -> None:
        self.push_requested.emit(StickCheckPage(self._desk, self._jobs, target))

    def _write_to(self, target: Target) -> None:
        if self._job is not None or self._pack is None:
            return
        self._target = target
        self.banners.take("export")
        self.panel.start(target.words)
        self._show_running(running=True)
        pack = self._pack
        self._job = self._jobs.submit(
            lambda progress, cancelled: pack(Watch(progress, cancelled)),
            self._written,
            self._not_written,
            lambda step, done, total, name: self.panel.show_step(step.value, done, total, name),
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _written(self, outcome: Outcome[Packed] | WrittenPacket) -> None:
        self._end_job()
        files = outcome.value.files if isinstance(outcome, Outcome) else (outcome,)
        self.panel.show_written(files)
        names = ", ".join(Path(file.name).stem for file in files)
        if isinstance(outcome, Outcome):
            self.say(self._written_words(names, outcome.value))
            self.changed.emit(outcome.changes)
        else:
            text = tr("Gói %1 đã chép lại y nguyên, đọc lại và khớp.", names)
            self.say(NoticeWords(tr("Đã ghi xong, có thể rút USB."), text, stays=True))
        self.refresh()

    def _written_words(self, names: str, packed: Packed) -> NoticeWords:
        is_stick = self._target is None or self._target.is_stick
        if is_stick and not packed.answers and not packed.statements:
            return sentences.notice("M10", names, padded(packed.visits))
        what = quantities.carried(packed.visits, packed.answers, packed.statements)
        text = tr("Gói %1 có %2, đã đọc lại và khớp. Khi nào có giấy báo nhận mới là đã tới.", names, what)
        if is_stick or self._target is None:
            return NoticeWords(tr("Đã ghi xong, có thể rút USB."), text, stays=True)
        return NoticeWords(tr("Đã ghi xong vào thư mục %1.", self._target.name), text, stays=True)

    def _not_written(self, failure: Failure) -> None:
        self._end_job()
        if isinstance(failure, Cancelled):
            self.panel.show_stopped()
        else:
            self.panel.show_failed()
            self._tell_failure(failure)
        self.refresh()

    def _tell_failure(self, failure: Refusal | Fault) -> None:
        code = failure.code
        if code == "NO_OFFICE":
            words = Banner("info", *sentences.of_failure(failure), buttons=[tr("Mở Cài đặt"), tr("Để sau")])
        else:
            words = banner_of(failure)
        self.show_banner("export", words, self._answer_failure)

    def _answer_failure(self, words: str) -> None:
        if words in (tr("Thử lại"), tr("Đóng gói lại")) and self._target is not None:
            self._write_to(self._target)
        elif words == tr("Chọn USB khác"):
            self.sticks.ask(self._write_to, always=True)
        elif words == tr("Mở Cài đặt"):
            self.open_requested.emit("settings", None)

    def _end_job(self) -> None:
        self._job = None
        self._show_running(running=False)

    def _show_running(self, *, running: bool) -> None:
        self.export.setVisible(not running)
        for button in (self.code, self.receipts):
            button.setEnabled(not running)
        if running:
            self.panel.steps.stop.setFocus()
        elif self.panel.steps.stop.hasFocus():
            self.export.setFocus()

    # old packets

    def _ask_packet(self) -> None:
        if self._shown is not None and self._shown.packets:
            self.dialog = CopyAgainDialog(self._shown.packets, self)
            self.dialog.when_chosen(self._copy_again)

    def _copy_again(self, number: int) -> None:
        self._pack = partial(self._copy, number)
        self.sticks.ask(self._write_to)

    def _copy(self, number: int, watch: Watch) -> WrittenPacket:
        assert self._target is not None
        return sending.copy_again(self._desk, number, self._target.folder, watch)

    def panes(self) -> list[QWidget]:
        return [self.header, self.away, self.arrived, self.table, self.panel]

    def focus_first(self) -> None:
        (self.export if self.export.isEnabled() and self.export.isVisibleTo(self) else self.receipts).setFocus()
