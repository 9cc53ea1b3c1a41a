"""The visits, or the cells, that a number of a report counts: as many lines as it says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.report_data import Behind
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

Line = tuple[VisitRow, ...]


class BehindPage(Page):
    """`visit_requested(VisitId)`: open it. A cell that was attended several times opens into its visits."""

    help_key = "report"

    visit_requested = Signal(object)

    def __init__(self, title: str, sub: str, lines: Behind) -> None:
        super().__init__(title, sub, back=True)
        self._sub = sub
        self.model = _model()
        self.model.set_rows(lines)
        self.table = Table(self.model, title, fits=False)
        self.open = Button(tr("Mở biên bản"), "primary", Icon.EYE)
        self.open.setEnabled(bool(lines))
        self.header.set_actions([self.open])
        self.set_content(TableCard(self.table), scrolls=False)
        self.table.row_opened.connect(self._open_line)
        self.open.clicked.connect(lambda: self._open_line(self.table.current))
        self.table.choose(0)

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]

    def focus_first(self) -> None:
        self.table.setFocus()

    def _open_line(self, line: object) -> None:
        if not isinstance(line, tuple):
            return
        if len(line) == 1:
            self.visit_requested.emit(line[0].id)
            return
        page = BehindPage(line[0].cell, self._sub, tuple((one,) for one in line))
        page.visit_requested.connect(self.visit_requested)
        self.push_requested.emit(page)


def _model() -> RowsModel[Line]:
    """Columns can be sorted; they come in the order of their days."""
    return RowsModel(
        (
            Column(
                tr("Chi bộ"), lambda line: line[0].cell, second=lambda line: line[0].superior, look="medium",
                sort=lambda line: line[0].cell,
            ),
            Column(tr("Tổ"), lambda line: line[0].group, sort=lambda line: line[0].group),
            Column(
                tr("Ngày"), _day, second=lambda line: word(line[0].kind), width=220, look="body",
                sort=lambda line: str(line[0].date or ""),
            ),
            Column(tr("Số lượt"), lambda line: padded(len(line)), width=104, number=True, sort=len),
        )
    )  # fmt: skip


def _day(line: Line) -> str:
    day = line[0].date
    return short_date(day) if day else tr("chưa ghi")
