"""Kiểm tra USB: what lies on a stick, whose it is, what is new or damaged, and what to do. Nothing is taken from it."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.wording import padded
from chibo_desktop.services import sticks
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sticks import Direction, Standing, StickFile, StickReport
from chibo_desktop.ui import quantities, sentences, space, stick_words, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.failures import REASONS
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.stick_question import Target
from chibo_desktop.ui.speech import announce, tr

_LOOKS: dict[Standing, tuple[str, Icon, bool]] = {
    Standing.NEW: ("ok", Icon.PLUS, False),
    Standing.KNOWN: ("neutral", Icon.CHECK, False),
    Standing.OWN: ("warn", Icon.BOX, True),
    Standing.OWN_ACKNOWLEDGED: ("ok", Icon.CHECK_CIRCLE, False),
    Standing.OWN_DAMAGED: ("err", Icon.OCTAGON, False),
    Standing.WAITING: ("info", Icon.USER, False),
    Standing.DAMAGED: ("err", Icon.OCTAGON, False),
    Standing.ELSEWHERE: ("neutral", Icon.ARROW_RIGHT, False),
    Standing.UNREADABLE: ("err", Icon.OCTAGON, False),
}


class StickCheckPage(Page):
    """One stick or folder, for either role. Pushed on top of the page that asked for it."""

    def __init__(self, desk: Desk, jobs: Jobs, target: Target) -> None:
        super().__init__(tr("Kiểm tra USB"), target.words, back=True)
        self.help_key = "receive" if desk.is_office else "exchange"
        self._desk, self._jobs, self._target = desk, jobs, target
        self.again = Button(tr("Kiểm tra lại"), "primary", Icon.REFRESH)
        self.header.set_actions([self.again])
        self.table = Table(_model(), tr("Các tệp trên USB"), two_lines=True)
        self._listed = TableCard(self.table)
        self.rests = Label("", "second", wrap=True)
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(self._listed)
        column.addWidget(self.rests)
        column.addStretch(1)
        self.set_content(content)
        self._listed.hide()
        self.rests.hide()
        self.again.clicked.connect(self.refresh)

    def refresh(self) -> None:
        """Look through the stick anew."""
        self.again.setEnabled(False)
        self._jobs.submit(partial(sticks.look, self._desk, self._target.folder), self._show, self._failed)

    def _show(self, report: StickReport) -> None:
        self.again.setEnabled(True)
        self.banners.take("failed")
        self.table.rows_model.set_rows(report.files)
        self._listed.setVisible(bool(report.files))
        self.rests.setText(tr("Phần ghi dở của lần trước, không dùng được: %1", ", ".join(report.rests)))
        self.rests.setVisible(bool(report.rests))
        advice = [tr(stick_words.advice_words(one, is_office=self._desk.is_office)) for one in report.advice]
        summary = stick_words.summary(report)
        text = " ".join(advice) or tr("Không phải làm gì thêm.")
        self.show_banner("summary", Banner(_tone(report), summary, text))
        announce(self, summary)

    def _failed(self, failure: Failure) -> None:
        self.again.setEnabled(True)
        self.show_banner("failed", Banner("error", *sentences.of_failure(failure)))

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]

    def focus_first(self) -> None:
        (self.table if self._listed.isVisibleTo(self) else self.again).setFocus()


def _tone(report: StickReport) -> str:
    bad = {Standing.DAMAGED, Standing.OWN_DAMAGED, Standing.UNREADABLE}
    return "warn" if report.rests or any(file.standing in bad for file in report.files) else "info"


def _model() -> RowsModel[StickFile]:
    columns: list[Column[StickFile]] = [
        Column(
            tr("Tệp"), lambda file: file.name, second=lambda file: tr(stick_words.DIRECTIONS[file.direction]), width=300
        ),
        Column(tr("Của ai"), _owner, second=_facts, width=350),
        Column(tr("Tình trạng"), chip=chip, width=180),
        Column("", _meaning, wraps=True),
    ]
    return RowsModel(columns, _spoken)


def chip(file: StickFile) -> ChipLook:
    """The standing of a file."""
    word, meaning = stick_words.STANDINGS[file.standing]
    tone, icon, outlined = _LOOKS[file.standing]
    return ChipLook(tr(word), tone, icon, outlined, tr(meaning))


def _direction(file: StickFile) -> str:
    return tr(stick_words.DIRECTIONS[file.direction])


def _owner(file: StickFile) -> str:
    named = ", ".join(part for part in (file.group, file.machine) if part)
    return named or tr("không rõ, gói không gửi cho máy này")


def _facts(file: StickFile) -> str:
    number = tr("gói %1", quantities.packet_number(file.number)) if file.number else ""
    packed = quantities.moment(dt.datetime.fromisoformat(file.packed_at)) if file.packed_at else ""
    new = ""
    if file.entries and file.direction is Direction.UP:
        new = tr("%1 mục mới", padded(file.entries))
    return "  ·  ".join(part for part in (file.person, number, packed, new) if part)


def _meaning(file: StickFile) -> str:
    reason = "" if file.code == "E_DECRYPT" else REASONS.get(file.code or "", "")
    if reason and file.standing in (Standing.DAMAGED, Standing.WAITING):
        return tr(reason)
    return tr(stick_words.STANDINGS[file.standing][1])


def _spoken(file: StickFile) -> str:
    return tr("%1, %2, %3: %4", file.name, _owner(file), chip(file).word, _meaning(file))
