"""Petitions and guidance as tables: by kind, level, state, age and topic, of what the list shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import petition_counts
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petition_counts import Counted, PetitionTable
from chibo_desktop.services.petition_lists import StatementFilter
from chibo_desktop.services.petitions import Progress
from chibo_desktop.ui import petition_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.petition_reading import ReadingCard
from chibo_desktop.ui.speech import tr

_Row = tuple[str, Counted]
_FIGURE = 120


class PetitionCountsPage(Page):
    """What the list was narrowed to, counted. Topics are read from the minutes, which can be stopped."""

    help_key = "petitions"
    concerns = ("petition", "visit")

    def __init__(self, desk: Desk, jobs: Jobs, wanted: StatementFilter) -> None:
        super().__init__(tr("Kiến nghị: bảng số liệu"), tr("Tính theo danh sách đang xem"), back=True)
        self._desk, self._jobs, self._wanted = desk, jobs, wanted
        self._job: Job | None = None
        self._tables: list[Table] = []
        self.reading = ReadingCard()
        self._content = QWidget()
        self._body = space.column(self._content, gap=tokens.S12)
        self._body.addWidget(self.reading)
        self._body.addStretch(1)
        self.set_content(self._content)
        self.reading.stop.clicked.connect(self._stop)

    def refresh(self) -> None:
        if self._job is None:
            self._job = self._jobs.submit(self._count, self._show, self._failed, self.reading.show_progress)

    def _count(self, progress: Progress, cancelled: Callable[[], bool]) -> PetitionTable:
        return petition_counts.table(self._desk, self._wanted, progress, cancelled)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, found: PetitionTable) -> None:
        self._job = None
        self.reading.hide()
        while (item := self._body.takeAt(1)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._tables = []
        for title, rows in petition_words.parts(found):
            if rows:
                model = RowsModel(_columns(), _spoken)
                model.set_rows(rows)
                self._tables.append(Table(model, title))
                self._body.addWidget(Label(title, "strong"))
                self._body.addWidget(TableCard(self._tables[-1]))
        self._body.addStretch(1)
        self.focus_first()

    def _failed(self, failure: Failure) -> None:
        self._job = None
        self.reading.hide()
        if isinstance(failure, Cancelled):
            self.back_requested.emit()
        else:
            self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def focus_first(self) -> None:
        if self._tables:
            self._tables[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._stop()

    def panes(self) -> list[QWidget]:
        return [self.header, *self._tables]


def _columns() -> list[Column[_Row]]:
    return [
        Column("", lambda row: row[0], look="medium"),
        Column(tr("Tất cả"), lambda row: padded(row[1].all), width=_FIGURE, number=True),
        Column(tr("Còn mở"), lambda row: padded(row[1].open), width=_FIGURE, number=True),
        Column(tr("Quá hạn"), lambda row: padded(row[1].overdue), width=_FIGURE, number=True),
        Column(tr("Chưa báo lại"), lambda row: padded(row[1].untold), width=_FIGURE, number=True),
    ]


def _spoken(row: _Row) -> str:
    name, one = row
    told = tr("%1: %2 việc", name, padded(one.all))
    parts = (
        tr("còn mở %1", padded(one.open)),
        tr("quá hạn %1", padded(one.overdue)),
        tr("chưa báo lại %1", padded(one.untold)),
    )
    return ", ".join((told, *parts))
