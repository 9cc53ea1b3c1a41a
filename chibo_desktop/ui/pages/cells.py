"""Chi bộ of a group: every cell it may attend, found without marks, and beside the list the file of one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import cell_files
from chibo_desktop.services.cell_files import CellFile
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.panel_beside import PanelBeside
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.cell_panel import CellPanel
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import announce, tr

_MOST_ROWS = 200
_PANEL = 600


class CellsPage(Page):
    """Search and list at the left, the file of the chosen cell at the right."""

    help_key = "cells"
    concerns = ("visit", "organisation", "plan", "petition", "packet")

    visit_requested = Signal(object)  # VisitId
    record_requested = Signal(object)  # CellSnapshot

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Chi bộ"), desk.me.group.name)
        self._desk, self._jobs = desk, jobs
        self._chosen: CellSnapshot | None = None
        self._wanted: CellSnapshot | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.record = Button(tr("Ghi buổi dự ở đây"), "primary", Icon.PEN)
        self.header.set_actions([self.record])
        self.search = LineInput("", tr("Tìm chi bộ (không cần dấu)"), 200)
        self.search.setAccessibleName(tr("Tìm chi bộ"))
        columns: list[Column[CellSnapshot]] = [
            Column(tr("Chi bộ"), lambda cell: cell.name, second=_superior, look="strong"),
        ]
        self.table = Table(RowsModel(columns, _spoken), tr("Các chi bộ"), fits=False)
        self._card = TableCard(self.table)
        self.count = Label("", "caption", wrap=True)
        self.panel = CellPanel()
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        column.addWidget(self.search)
        column.addWidget(self._card, 1)
        column.addWidget(self.count)
        self._full = PanelBeside(left, self.panel, _PANEL)
        self._nothing = Card()
        self.first = Button(tr("Ghi buổi dự"), "primary", Icon.PLUS)
        sentence = tr("Khi văn phòng gửi danh mục, hoặc khi tổ chốt buổi dự đầu tiên, các chi bộ sẽ hiện ở đây.")
        hints = [(tr("Hướng dẫn"), Keys.HELP)]
        self._nothing.add(EmptyState(tr("Chưa biết chi bộ nào"), sentence, [self.first], hints))
        content = QWidget()
        whole = space.column(content)
        whole.addWidget(self._full, 1)
        whole.addWidget(self._nothing, 1)
        for part in (self._full, self._nothing, self.record):
            part.hide()
        self.set_content(content)

    def _connect(self) -> None:
        self.search.text_changed_settled.connect(lambda _: self.refresh())
        self.search.finished.connect(self._to_list)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(lambda _: self._record())
        self.record.clicked.connect(self._record)
        self.first.clicked.connect(lambda: self.record_requested.emit(None))
        self.panel.visit_requested.connect(self._open_visit)

    # what is seen

    def refresh(self) -> None:
        text = self.search.words().strip()
        self._jobs.submit(partial(cell_files.cells, self._desk, text), partial(self._show, text), self._failed)

    def _show(self, text: str, cells: tuple[CellSnapshot, ...]) -> None:
        if text != self.search.words().strip():
            return  # something else is looked for by now
        is_empty = not cells and not text
        self._full.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        shown, kept = self._with_wanted(cells), self._chosen
        self.table.rows_model.set_rows(shown)
        self._card.setVisible(bool(shown))
        told = tr("Thấy %1 chi bộ", padded(len(cells))) if cells else tr("Không thấy chi bộ nào khớp “%1”.", text)
        rest = len(cells) > _MOST_ROWS
        self.count.setText(tr("%1, hiện %2 chi bộ đầu: gõ thêm để tìm hẹp lại.", told, _MOST_ROWS) if rest else told)
        if text:
            announce(self, told)
        place = next((at for at, cell in enumerate(shown) if kept is not None and _same(cell, kept)), 0)
        if shown:
            self.table.choose(place)  # which tells of the row
            self.table.scrollTo(self.table.currentIndex())
        else:
            self._choose(None)

    def _with_wanted(self, cells: tuple[CellSnapshot, ...]) -> tuple[CellSnapshot, ...]:
        """The first cells of the list, before them one that another page asked for and that is not among these."""
        shown, wanted = cells[:_MOST_ROWS], self._wanted
        self._wanted = None
        if wanted is None:
            return shown
        found = next((cell for cell in cells if _same(cell, wanted)), wanted)
        self._chosen = found
        return shown if found in shown else (found, *shown)

    def _choose(self, cell: object) -> None:
        self._chosen = cell if isinstance(cell, CellSnapshot) else None
        self.record.setVisible(self._chosen is not None)
        if self._chosen is None:
            self.panel.hide()
            return
        look = partial(cell_files.file_of, self._desk, self._chosen)
        self._jobs.submit(look, partial(self._show_file, self._chosen), self._failed)

    def _show_file(self, asked: CellSnapshot, file: CellFile) -> None:
        if asked == self._chosen:
            self.panel.show_file(file)

    def show_subject(self, subject: object) -> None:
        """A cell, as a plan or minutes name it, to choose."""
        if isinstance(subject, CellSnapshot):
            find = partial(cell_files.of_today, self._desk, subject)
            self._jobs.submit(find, self._want, self._failed)

    def _want(self, cell: CellSnapshot) -> None:
        self._wanted = cell
        self.search.write("")
        self.refresh()

    # deeds

    def _record(self) -> None:
        if self._chosen is not None:
            self.record_requested.emit(self._chosen)

    def _open_visit(self, visit: object) -> None:
        if visit is None:
            self.say(NoticeWords(tr("Biên bản này do tổ khác ghi."), tr("Văn phòng chỉ gửi cho tổ việc đang chờ.")))
        else:
            self.visit_requested.emit(visit)

    def _to_list(self) -> None:
        if self.table.rows_model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        if not self._full.isVisible():
            return [self.header, self._nothing]
        return [self.header, self.search, self.table, self.panel]

    def focus_first(self) -> None:
        (self.first if self._nothing.isVisible() else self.search).setFocus(Qt.FocusReason.OtherFocusReason)


def _same(one: CellSnapshot, other: CellSnapshot) -> bool:
    if one.id is not None or other.id is not None:
        return one.id == other.id
    return fold(one.name) == fold(other.name)


def _superior(cell: CellSnapshot) -> str:
    return ", ".join(one.name for one in cell.superiors)


def _spoken(cell: CellSnapshot) -> str:
    return ", ".join(part for part in (cell.name, _superior(cell)) if part)
