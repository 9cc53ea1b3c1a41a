"""Cells that nobody has visited for long and for which nothing is planned: Enter plans a visit to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.plan_needs import Unvisited
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.plan_rows import unvisited_model
from chibo_desktop.ui.speech import tr


class UnvisitedPage(Page):
    """`cell_chosen(CellSnapshot)`: plan a visit to it."""

    help_key = "plan"

    cell_chosen = Signal(object)

    def __init__(self, waits: Sequence[Unvisited], month: str) -> None:
        told = tr(
            "%1 chi bộ, tính đến hết tháng %2; chưa có buổi nào trong kế hoạch sắp tới", padded(len(waits)), month
        )
        super().__init__(tr("Lâu chưa được dự"), told, back=True)
        model = unvisited_model()
        model.set_rows(waits)
        self.table = Table(model, tr("Chi bộ lâu chưa được dự"), fits=False)
        self.plan = Button(tr("Thêm buổi ở chi bộ này"), "primary", Icon.PLUS)
        self.plan.setEnabled(bool(waits))
        self.header.set_actions([self.plan])
        none = EmptyState(tr("Chi bộ nào cũng đã được dự hoặc đã có trong kế hoạch."))
        self.set_content(TableCard(self.table) if waits else none, scrolls=not waits)
        self.table.row_opened.connect(self._choose)
        self.plan.clicked.connect(lambda: self._choose(self.table.current))
        self.table.choose(0)

    def _choose(self, row: object) -> None:
        if isinstance(row, Unvisited):
            self.cell_chosen.emit(row.cell)

    def panes(self) -> list[QWidget]:
        return [self.header, self.table]
