"""The list behind a figure: as many lines as the figure says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.dashboard import SilentGroup
from chibo_desktop.services.desk import Role
from chibo_desktop.services.figures import CellBehind
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import visit_rows
from chibo_desktop.ui.speech import tr


class FigureListPage(Page):
    """Fetches its lines on the worker thread. `sub` says of what period they are; their number is put behind it."""

    help_key = "dashboard"
    visit_requested = Signal(object)  # VisitId

    def __init__(
        self, jobs: Jobs, title: str, sub: str, columns: Sequence[Column[Any]], fetch: Callable[[], Sequence[Any]]
    ) -> None:
        super().__init__(title, sub, back=True)
        self._jobs, self._sub, self._fetch = jobs, sub, fetch
        self.rows: RowsModel[Any] = RowsModel(columns)
        self.table = Table(self.rows, title, fits=False)
        self.table.row_opened.connect(self._open)
        self.set_content(TableCard(self.table), scrolls=False)

    def refresh(self) -> None:
        self._jobs.submit(self._fetch, self._show, self._refused)

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Sequence[Any]) -> None:
        self.rows.set_rows(found)
        counted = tr("%1 dòng", padded(len(found)))
        self.set_title(self.title, "  ·  ".join(part for part in (self._sub, counted) if part))
        self.table.choose(0)

    def _refused(self, failure: Refusal | Fault | Cancelled) -> None:
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _open(self, row: object) -> None:
        if isinstance(row, VisitRow):
            self.visit_requested.emit(row.id)
        if isinstance(row, CellBehind):
            self.visit_requested.emit(row.latest.id)


def visit_columns() -> tuple[Column[VisitRow], ...]:
    """Visits, with the group that attended."""
    return visit_rows.columns(Role.OFFICE)


def cell_columns() -> tuple[Column[CellBehind], ...]:
    """Cells, each once."""
    return (
        Column(
            tr("Chi bộ"),
            lambda row: row.latest.cell,
            second=lambda row: row.latest.superior,
            look="strong",
            sort=lambda row: row.latest.cell,
        ),
        Column(tr("Lần gần nhất"), lambda row: short_date(row.latest.date) if row.latest.date else "–", width=160),
        Column(tr("Số lượt"), lambda row: padded(row.visits), width=104, number=True, sort=lambda row: row.visits),
    )


def name_columns(title: str) -> tuple[Column[str], ...]:
    """Only names."""
    return (Column(title, lambda row: row, sort=lambda row: row),)


def silent_columns() -> tuple[Column[SilentGroup], ...]:
    """Groups that have sent nothing for long."""
    return (
        Column(tr("Tổ"), lambda row: row.group, second=lambda row: ", ".join(row.machines), look="strong"),
        Column(tr("Gói tin gần nhất"), _last_sent, width=204),
    )


def _last_sent(row: SilentGroup) -> str:
    if row.last_packet_at is None:
        return tr("chưa gửi lần nào")
    return short_date(row.last_packet_at.astimezone().date())
