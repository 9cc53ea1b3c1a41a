"""Chuyển lên cấp trên: what the office above has not acknowledged, what is left out of it, and the steps of writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.outcomes import Cancelled, Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import forwarding, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.forwarding import Forwarded, MachineToForward, ToForward, Wish
from chibo_desktop.services.sending import Drive, Watch
from chibo_desktop.ui import quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.export_panel import ExportPanel
from chibo_desktop.ui.pages.stick_failures import banner_of
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr


class ForwardPage(Page):
    """Every machine whose entries have to go up; figures always go, words and names may be left out."""

    help_key = "forwarding"
    concerns = ("visit", "packet", "office")

    def __init__(self, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(tr("Chuyển lên cấp trên"), back=True)
        self._desk, self._jobs = desk, jobs
        self._job: Job | None = None
        self._target: Target | None = None
        self._waiting: ToForward | None = None
        self.sticks = StickQuestion(self, jobs, drives)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.send = Button(tr("Chuyển lên cấp trên"), "primary", Icon.USB)
        self.header.set_actions([self.send])
        self.words = Checkbox(tr("Không chuyển lời ghi (ý kiến, chỉ đạo, kết luận)"))
        self.people = Checkbox(tr("Không chuyển họ tên, chức vụ"))
        self.sealed = Checkbox("", checked=True)
        self._policy = Label("", "caption", wrap=True)
        self.table = Table(machines_model(), tr("Từng máy"))
        self._table_card = TableCard(self.table)
        self._nothing = Card()
        self._nothing.add(EmptyState(tr("Mọi mục đã có ở cấp trên."), drawing=False))
        self.panel = ExportPanel(tr("Ghi vào USB"), is_plain=True)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        for part in (self._what_goes(), self._table_card, self._nothing):
            column.addWidget(part)
        column.addStretch(1)
        self.set_content(SidePanel(content, self.panel))

    def _what_goes(self) -> QWidget:
        card = Card(tr("Chuyển những gì"))
        told = tr("Số liệu luôn được chuyển, chữ ký của từng máy vẫn nguyên. Chỗ bỏ lại ở cấp trên ghi “không chuyển”.")
        card.add(Label(told, "second", wrap=True), self.words, self.people, self._policy, self.sealed)
        return card

    def _connect(self) -> None:
        self.send.clicked.connect(lambda: self.sticks.ask(self.write_to))
        self.panel.stop_requested.connect(self._stop)

    # what waits

    def refresh(self) -> None:
        self._jobs.submit(partial(forwarding.to_forward, self._desk), self._show, self._not_loaded)

    def _show(self, found: ToForward) -> None:
        self._waiting = found
        last = (
            tr("cấp trên báo nhận lần cuối %1", quantities.moment(found.acknowledged_at))
            if found.acknowledged_at
            else ""
        )
        self.set_title(tr("Chuyển lên cấp trên"), "  ·  ".join(part for part in (found.office, last) if part))
        self._show_policy(found)
        self.table.rows_model.set_rows(found.machines)
        self._table_card.setVisible(bool(found.machines))
        self._nothing.setVisible(not found.machines)
        self.sealed.setText(tr("Chép kèm %1 gói niêm phong chuyển hộ", padded(found.sealed)))
        self.sealed.setVisible(bool(found.sealed))
        self.panel.say_what(_waiting_words(found))
        self.send.setEnabled(not found.is_nothing and self._job is None)
        self._show_banners(found)

    def _show_policy(self, found: ToForward) -> None:
        for box, one in ((self.words, PartClass.WORDS), (self.people, PartClass.PEOPLE)):
            box.setEnabled(one not in found.withheld)
            box.setChecked(box.isChecked() or one in found.withheld)
        self._policy.setText(tr("Chỗ đánh dấu mờ là quy định trong hồ sơ của văn phòng này.") if found.withheld else "")
        self._policy.setVisible(bool(found.withheld))

    def _show_banners(self, found: ToForward) -> None:
        self.banners.take("vouched")
        self.banners.take("aside")
        if not found.is_vouched:
            title = tr("Cấp trên chưa đăng ký văn phòng này.")
            text = tr("Vẫn chuyển được: gói chờ ở cấp trên và được hợp nhất khi đăng ký xong, không phải gửi lại.")
            self.show_banner("vouched", Banner("info", title, text))
        if found.aside:
            title = tr("Cấp trên đang để riêng %1 mục.", padded(found.aside))
            text = tr("Các mục này đã tới nơi nhưng chưa dùng được; hãy gọi hỏi văn phòng cấp trên.")
            self.show_banner("aside", Banner("warn", title, text))

    def _not_loaded(self, failure: Failure) -> None:
        self.send.setEnabled(False)
        self.show_banner("loading", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # writing

    @property
    def wish(self) -> Wish:
        """What is ticked."""
        ticked = ((self.words, PartClass.WORDS), (self.people, PartClass.PEOPLE))
        withheld = frozenset(one for box, one in ticked if box.isChecked())
        has_sealed = self._waiting is not None and bool(self._waiting.sealed)
        return Wish(withheld, sealed=has_sealed and self.sealed.isChecked())

    def write_to(self, target: Target) -> None:
        """Write everything onto a stick that is known."""
        if self._job is not None:
            return
        self._target, wish = target, self.wish
        self.banners.take("export")
        self.panel.start(target.words)
        self.send.hide()
        self._job = self._jobs.submit(
            lambda progress, cancelled: forwarding.forward(self._desk, target.folder, wish, Watch(progress, cancelled)),
            self._written,
            self._not_written,
            lambda step, done, total, name: self.panel.show_step(step.value, done, total, name),
        )
        self.panel.steps.stop.setFocus()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _written(self, outcome: Outcome[Forwarded]) -> None:
        done = outcome.value
        self._end_job()
        self.panel.show_written(done.files)
        names = ", ".join(Path(file.name).stem for file in done.files)
        text = tr("%1 biên bản trong gói %2, đã đọc lại và khớp.", padded(done.visits), names)
        if done.sealed:
            text = tr("%1 Kèm %2 gói niêm phong.", text, padded(len(done.sealed)))
        text = tr("%1 Khi nào có giấy báo nhận của cấp trên mới là đã tới.", text)
        self.say(NoticeWords(tr("Đã ghi xong, có thể rút USB."), text, stays=True))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _not_written(self, failure: Failure) -> None:
        self._end_job()
        if isinstance(failure, Cancelled):
            self.panel.show_stopped()
        else:
            self.panel.show_failed()
            self.show_banner("export", banner_of(failure), self._answer_failure)
        self.refresh()

    def _answer_failure(self, words: str) -> None:
        if words in (tr("Thử lại"), tr("Đóng gói lại")) and self._target is not None:
            self.write_to(self._target)
        elif words == tr("Chọn USB khác"):
            self.sticks.ask(self.write_to, always=True)

    def _end_job(self) -> None:
        self._job = None
        self.send.show()
        self.send.setFocus()

    def panes(self) -> list[QWidget]:
        return [self.header, self.words, self.table, self.panel]

    def focus_first(self) -> None:
        self.send.setFocus()


def machines_model() -> RowsModel[MachineToForward]:
    """One line per machine whose entries wait."""
    columns: list[Column[MachineToForward]] = [
        Column(tr("Máy"), lambda row: row.machine or tr("máy không rõ tên"), second=lambda row: row.group),
        Column(tr("Biên bản"), lambda row: padded(row.visits), width=112, number=True),
        Column(tr("Mục"), lambda row: padded(row.entries), width=96, number=True),
    ]
    return RowsModel(columns, _spoken)


def _spoken(row: MachineToForward) -> str:
    return tr("%1, %2: %3 biên bản, %4 mục", row.machine, row.group, padded(row.visits), padded(row.entries))


def _waiting_words(found: ToForward) -> str:
    if found.entries:
        return tr("%1 biên bản, %2 mục chưa có giấy báo nhận của cấp trên", padded(found.visits), padded(found.entries))
    if found.has_papers:
        return tr("Giấy tờ của văn phòng có thay đổi, cần chuyển lên")
    if found.sealed:
        return tr("Chỉ có gói niêm phong chuyển hộ")
    return tr("Mọi mục đã có ở cấp trên.")
