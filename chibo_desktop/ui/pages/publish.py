"""Phát hành kế hoạch: what would be new for each group, signed, then written for the laptops or left to ride along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome
from chibo_desktop.domain.plans import Month
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import plan_ground, publishing, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.publishing import Publication
from chibo_desktop.services.sending import Drive, Watch, WrittenPacket
from chibo_desktop.ui import quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.stick_failures import banner_of
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.plan_words import month_words
from chibo_desktop.ui.speech import tr

_STICK, _LATER = "stick", "later"
_REACH = 3
"""How many months can be published at once."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was signed, and the files that were written."""

    groups: tuple[Publication, ...]
    files: tuple[WrittenPacket, ...]


def carry_out(desk: Desk, months: Sequence[Month], folder: Path | None, watch: Watch) -> Outcome[Published]:
    """Sign what is new, then write the files of all groups concerned that have a machine.

    What was signed stays signed where writing fails: it rides with the next receipts. Raises as ``publishing`` does.
    """
    looked = publishing.look(desk, months)
    changes = Changes()
    if folder is None or any(one.is_news for one in looked):
        outcome = publishing.publish(desk, months)
        looked, changes = outcome.value, outcome.changes
    files: tuple[WrittenPacket, ...] = ()
    groups = [one.group for one in looked if one.devices]
    if folder is not None and groups:
        files = publishing.write(desk, folder, groups, watch).value
    return Outcome(Published(looked, files), changes)


class PublishPage(Page):
    """Nothing is signed before `Phát hành` was pressed."""

    help_key = "plan"
    concerns = ("plan",)

    def __init__(
        self, desk: Desk, jobs: Jobs, month: Month, drives: Callable[[], Sequence[Drive]] = sending.drives
    ) -> None:
        super().__init__(tr("Phát hành kế hoạch"), back=True)
        self._desk, self._jobs = desk, jobs
        self._first = month
        self._looked: tuple[Publication, ...] = ()
        self._target: Target | None = None
        self._job: Job | None = None
        self.sticks = StickQuestion(self, jobs, drives)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.publish = Button(tr("Phát hành"), "primary", Icon.UPLOAD)
        self.header.set_actions([self.publish])
        months = [plan_ground.month_after(self._first, step) for step in range(_REACH)]
        words = [tr("Tháng %1", month_words(months[0])), *(tr("Đến %1", month_words(one)) for one in months[1:])]
        self.months = Segmented(list(enumerate(words, start=1)), 1)
        ways = [(_STICK, tr("Ghi ra USB hoặc thư mục")), (_LATER, tr("Đi cùng giấy báo nhận sau"))]
        self.way = Segmented(ways, _STICK)
        self.table = Table(_model(), tr("Kế hoạch của từng tổ"))
        self._card = TableCard(self.table)
        self._none = Card()
        told = tr("Thêm buổi ở trang Kế hoạch trước, rồi phát hành cho các tổ.")
        self._none.add(EmptyState(tr("Chưa có buổi nào trong các tháng này"), told, drawing=False))
        self.told = Label("", "second", wrap=True)
        self.running = Card()
        self._step = Label("", "second", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setProperty("look", "running")
        self._bar.setAccessibleName(tr("Đang ghi"))
        self.stop = Button(tr("Dừng lại"), small=True)
        self.running.add(self._step, self._bar, Flow(self.stop, gap=tokens.S12))
        self.running.hide()
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        fields = (Field(tr("Những tháng nào"), self.months), Field(tr("Đưa tới máy của tổ"), self.way))
        column.addWidget(Flow(*fields, gap=tokens.S24))
        for widget in (self.running, self.told, self._card, self._none):
            column.addWidget(widget)
        column.addStretch(1)
        self.set_content(content)

    def _connect(self) -> None:
        self.publish.clicked.connect(self._start)
        self.months.chosen.connect(lambda _: self.refresh())
        self.way.chosen.connect(lambda _: self._show_state())
        self.stop.clicked.connect(self._stop)

    @property
    def chosen_months(self) -> tuple[Month, ...]:
        """The months that are to be published."""
        count = self.months.value
        steps = range(count if isinstance(count, int) else 1)
        return tuple(plan_ground.month_after(self._first, step) for step in steps)

    # what is seen

    def refresh(self) -> None:
        self._jobs.submit(partial(publishing.look, self._desk, self.chosen_months), self._show, self._failed)

    def _show(self, looked: tuple[Publication, ...]) -> None:
        self._looked = tuple(sorted(looked, key=lambda one: fold(one.name)))
        self.table.rows_model.set_rows(self._looked)
        self._show_state()

    def _show_state(self) -> None:
        looked = self._looked
        self._card.setVisible(bool(looked))
        self._none.setVisible(not looked)
        news, alone = sum(one.is_news for one in looked), sum(not one.devices for one in looked)
        parts = [tr("%1 tổ có chỗ mới, %2 tổ không có gì mới.", padded(news), padded(len(looked) - news))]
        if alone:
            parts.append(tr("%1 tổ chưa có máy nào: kế hoạch được ký, đưa bằng bản in.", padded(alone)))
        self.told.setText(" ".join(parts))
        self.told.setVisible(bool(looked))
        by_stick = self.way.value == _STICK and any(one.devices for one in looked)
        self.publish.setEnabled(self._job is None and (bool(news) or by_stick))

    # deeds

    def _start(self) -> None:
        if self.way.value == _STICK and any(one.devices for one in self._looked):
            self.sticks.ask(self._carry_out)
        else:
            self._carry_out(None)

    def _carry_out(self, target: Target | None) -> None:
        if self._job is not None:
            return
        self._target = target
        self.banners.take("publish")
        folder, months = None if target is None else target.folder, self.chosen_months
        self.running.setVisible(target is not None)
        self._step.setText(tr("Đang ký kế hoạch"))
        self._bar.setRange(0, 1)
        self._job = self._jobs.submit(
            lambda progress, cancelled: carry_out(self._desk, months, folder, Watch(progress, cancelled)),
            self._done,
            self._not_done,
            lambda _, done, total, name: self._show_step(done, total, name),
        )
        self._show_state()

    def _show_step(self, done: int, total: int, name: str) -> None:
        self._step.setText(tr("Đang ghi %1: %2", name, quantities.part_of_size(done, total)) if name else "")
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, outcome: Outcome[Published]) -> None:
        self._end()
        found = outcome.value
        news = padded(sum(one.is_news for one in found.groups))
        if self._target is None:
            text = tr("%1 tổ có chỗ mới. Kế hoạch đi cùng giấy báo nhận lần sau của từng máy.", news)
            self.say(NoticeWords(tr("Đã phát hành kế hoạch."), text, stays=True))
        else:
            title = tr("Đã ghi xong, có thể rút USB.") if self._target.is_stick else tr("Đã ghi xong vào thư mục.")
            files = padded(len(found.files))
            text = tr("%1 tổ có chỗ mới; %2 tệp ở %3, đã đọc lại và khớp.", news, files, self._target.name)
            self.say(NoticeWords(title, text, stays=True))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _not_done(self, failure: Failure) -> None:
        self._end()
        if isinstance(failure, Cancelled):
            text = tr("Kế hoạch đã ký vẫn đi cùng giấy báo nhận lần sau; muốn đưa bằng USB thì phát hành lại.")
            self.show_banner("publish", Banner("info", tr("Đã dừng lại."), text, [tr("Đóng")]))
        else:
            self.show_banner("publish", banner_of(failure), self._answer_failure)
        self.changed.emit(Changes.of(("plan", "*")))
        self.refresh()

    def _answer_failure(self, words: str) -> None:
        if words == tr("Thử lại"):
            self._carry_out(self._target)
        elif words == tr("Chọn USB khác"):
            self.sticks.ask(self._carry_out, always=True)

    def _end(self) -> None:
        self._job = None
        self.running.hide()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("look", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        return [self.header, self.months, self.table]

    def focus_first(self) -> None:
        (self.table if self._card.isVisible() else self.months).setFocus()


def _model() -> RowsModel[Publication]:
    columns: list[Column[Publication]] = [
        Column(tr("Tổ"), lambda one: one.name or tr("Tổ %1", one.group[:6]), second=_machines),
        Column(tr("Buổi"), lambda one: padded(one.visits), width=80, number=True),
        Column(tr("Mới"), lambda one: padded(one.new), width=80, number=True),
        Column(tr("Đổi"), lambda one: padded(one.changed), width=80, number=True),
        Column(tr("Không còn"), lambda one: padded(one.gone), width=110, number=True),
        Column(tr("Trạng thái"), chip=_chip, width=190),
    ]
    return RowsModel(columns)


def _machines(one: Publication) -> str:
    if not one.devices:
        return tr("chưa có máy nào")
    parts = (
        tr("%1 máy", padded(len(one.devices))),
        tr("%1 danh sách đảng viên", padded(one.rosters)) if one.rosters else "",
        tr("%1 việc đang chờ", padded(one.waiting)) if one.waiting else "",
    )
    return "  ·  ".join(part for part in parts if part)


def _chip(one: Publication) -> ChipLook:
    if not one.is_news:
        return ChipLook(tr("Không có gì mới"), "neutral", Icon.CHECK)
    if not one.devices:
        return ChipLook(tr("Chưa có máy"), "warn", Icon.TRIANGLE)
    return ChipLook(tr("Có chỗ mới"), "info", Icon.UPLOAD)
