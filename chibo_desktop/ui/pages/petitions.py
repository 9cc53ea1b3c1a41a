"""*Kiến nghị*: petitions, proposals and guidance, followed until they are answered and the cell has been told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Outcome
from chibo_desktop.domain.petitions import Terms
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import petition_lists, petitions
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petition_lists import ChainView, Line
from chibo_desktop.services.petitions import Chain, NewStep
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.panel_beside import PanelBeside
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.petition_counts import PetitionCountsPage
from chibo_desktop.ui.pages.petition_panel import PetitionPanel
from chibo_desktop.ui.pages.petition_reading import ReadingCard
from chibo_desktop.ui.pages.petition_rows import ALL, LinePage, PagedLines
from chibo_desktop.ui.pages.petition_step_form import StepForm
from chibo_desktop.ui.pages.petition_terms import TermsDialog
from chibo_desktop.ui.pages.petition_tools import PetitionTools
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import announce, tr


class PetitionsPage(Page):
    """Both roles: the office by due day, a laptop by cell, that of the next visit first.

    `visit_requested(visit id, place in it)`: open the minutes where it was said.
    """

    help_key = "petitions"
    concerns = ("petition", "visit", "plan")

    visit_requested = Signal(object, object)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Kiến nghị"), _sub(desk))
        self._desk, self._jobs = desk, jobs
        self._chosen = ""
        self._reading: Job | None = None
        self._model = PagedLines(desk, jobs)
        self.ask_terms: Callable[[Terms], Terms | None] = self._terms_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.terms = Button(tr("Thời hạn trả lời…"), icon=Icon.CLOCK)
        self.counts = Button(tr("Bảng số liệu"), icon=Icon.CHART)
        self.new_step = Button(tr("Ghi bước mới"), "primary", Icon.PLUS, Keys.NEW_ROW)
        self.tools = PetitionTools(self._desk.today)
        self.reading = ReadingCard()
        self.table = Table(self._model, tr("Kiến nghị"), fits=False)
        self._listed = TableCard(self.table)
        self._nothing = Card()
        self.panel = PetitionPanel()
        self.form = StepForm(self._desk.today)
        self.form.hide()
        left, side = QWidget(), QWidget()
        column = space.column(left, gap=tokens.S12)
        column.addWidget(self._listed, 1)
        column.addWidget(self._nothing, 1)
        beside = space.column(side, gap=tokens.S12)
        beside.addWidget(self.form)
        beside.addWidget(self.panel)
        beside.addStretch(1)
        self._nothing.hide()
        content = QWidget()
        whole = space.column(content, gap=tokens.S12)
        whole.addWidget(self.tools)
        whole.addWidget(self.reading)
        whole.addWidget(PanelBeside(left, side), 1)
        self.set_content(content)
        self._show_actions(anything=False)

    def _connect(self) -> None:
        self._model.arrived.connect(self._show_page)
        self._model.failed.connect(self._failed)
        self.tools.changed.connect(self._look)
        self.tools.search.installEventFilter(self)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._open_visit)
        self.table.new_row_requested.connect(self._begin_step)
        self.reading.stop.clicked.connect(self._stop_reading)
        self.panel.visit_requested.connect(self._open_visit)
        self.panel.telling_requested.connect(lambda: self._begin_step(telling=True))
        self.form.written.connect(self._write)
        self.form.given_up.connect(self._close_form)
        self.new_step.clicked.connect(self._begin_step)
        self.terms.clicked.connect(self._ask_terms)
        self.counts.clicked.connect(self._show_counts)
        QShortcut(sequence(Keys.SEARCH), self, self._find)

    def _show_actions(self, anything: bool) -> None:
        terms = [self.terms] if self._desk.is_office else []
        deeds = [self.counts, self.new_step] if anything else []
        self.header.set_actions([*terms, *deeds])

    # reading what is new, then the list

    def refresh(self) -> None:
        if self._reading is None:
            self._reading = self._jobs.submit(self._catch_up, self._caught_up, self._stopped, self._show_progress)

    def _catch_up(self, progress: petitions.Progress, cancelled: Callable[[], bool]) -> int:
        return petitions.catch_up(self._desk, progress, cancelled)

    def _show_progress(self, done: int, total: int) -> None:
        self.reading.show_progress(done, total)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def _caught_up(self, _: int) -> None:
        self._reading = None
        self.reading.hide()
        self.banners.take("stopped")
        self._look()

    def _stopped(self, failure: Failure) -> None:
        self._reading = None
        self.reading.hide()
        if not isinstance(failure, Cancelled):
            self._failed(failure)
            return
        title = tr("Chưa đọc hết các biên bản mới.")
        text = tr("Danh sách dưới đây còn thiếu. Phần đã đọc được giữ, đọc tiếp thì đi từ đó.")
        banner = Banner("warn", title, text, [tr("Đọc tiếp")])
        self.show_banner("stopped", banner, lambda _: self.refresh())
        self._look()

    def _look(self) -> None:
        self._model.look_for(self.tools.wanted)

    def _show_page(self, page: LinePage) -> None:
        anything = bool(page.counts.get(ALL))
        self.tools.setVisible(anything)
        self.tools.show_counts(page.counts)
        self._show_actions(anything)
        self._listed.setVisible(page.total > 0)
        self._nothing.setVisible(page.total == 0)
        if page.total == 0:
            self._explain_nothing(anything)
            self._show_view(None)
        else:
            ids = [row.id for row in page.rows]
            self.table.choose(ids.index(self._chosen) if self._chosen in ids else 0)
        if page.wanted.text:
            announce(self, tr("Thấy %1 việc", padded(page.total)))

    def _explain_nothing(self, anything: bool) -> None:
        while (item := self._nothing.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._nothing.add(self._missed() if anything else _first_time(self._desk))

    def _missed(self) -> EmptyState:
        if self.tools.is_narrowed:
            again = Button(tr("Bỏ lọc"))
            again.clicked.connect(self._forget)
            return EmptyState(tr("Không thấy việc nào như vậy."), "", [again], drawing=False)
        return EmptyState(tr("Không có việc nào ở phần này."), "", [], drawing=False)

    def _forget(self) -> None:
        self.tools.forget()
        self.tools.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    # one line

    def _choose(self, row: object) -> None:
        if isinstance(row, Line):
            if row.id != self._chosen:
                self._close_form()
            self._chosen = row.id
            work = partial(petition_lists.look, self._desk, row.id)
            self._jobs.submit(work, self._show_view, self._failed)

    def _show_view(self, view: ChainView | None) -> None:
        if view is None or view.line.id == self._chosen:
            self.panel.show_view(view)
            self.new_step.setEnabled(self.panel.can_write)

    def _open_visit(self, row: object) -> None:
        if isinstance(row, Line) and not row.told_by_office:
            figures = row.figures
            section = "guidance" if figures.kind.value == "guidance" else "opinions"
            self.visit_requested.emit(figures.visit, f"{section}/{figures.item}")

    # writing

    def _begin_step(self, telling: bool = False) -> None:
        view = self.panel.view
        if view is not None and self.panel.can_write:
            self.form.show()
            self.form.begin(view.followed.state, telling)

    def _close_form(self) -> None:
        inside = QApplication.focusWidget()
        held = inside is not None and self.form.isAncestorOf(inside)
        self.form.hide()
        if held:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, new: NewStep) -> None:
        work = partial(petitions.step, self._desk, self._chosen, new)
        self._jobs.submit(work, self._written, self._failed)

    def _written(self, outcome: Outcome[Chain]) -> None:
        self._close_form()
        self.banners.take("failure")
        self.say(NoticeWords(tr("Đã ghi và ký bước mới."), tr("Ghi sai thì ghi một bước nữa: mọi bước đều được giữ.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _ask_terms(self) -> None:
        self._jobs.submit(partial(petitions.terms, self._desk), self._terms_known, self._failed)

    def _terms_known(self, terms: Terms) -> None:
        wanted = self.ask_terms(terms)
        if wanted is not None:
            self._jobs.submit(partial(petitions.set_terms, self._desk, wanted), self._terms_set, self._failed)

    def _terms_set(self, outcome: Outcome[None]) -> None:
        self.say(NoticeWords(tr("Đã đặt thời hạn trả lời."), tr("Mọi việc chưa xong được tính hạn lại.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _terms_dialog(self, terms: Terms) -> Terms | None:
        dialog = TermsDialog(terms, self)
        dialog.ask()
        return dialog.terms

    def _show_counts(self) -> None:
        self.push_requested.emit(PetitionCountsPage(self._desk, self._jobs, self.tools.wanted))

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # keys and focus

    def _find(self) -> None:
        self.tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search on to the lines: arrow down, Enter and Esc leave the words where they are."""
        if watched is self.tools.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            leaves = Qt.Key(event.key()) in (Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return)
            if leaves and not self.tools.search.composing and self._model.rowCount():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def panes(self) -> list[QWidget]:
        lines = self.table if self._listed.isVisible() else self._nothing
        return [self.header, self.tools, lines, self.form if self.form.isVisible() else self.panel]

    def focus_first(self) -> None:
        if self._listed.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()


def _sub(desk: Desk) -> str:
    if desk.is_office:
        return tr("Theo dõi tới khi có trả lời và chi bộ đã được báo lại")
    return tr("Theo chi bộ, chi bộ sắp tới dự đứng trước")


def _first_time(desk: Desk) -> EmptyState:
    title = tr("Chưa có kiến nghị nào")
    if desk.is_office:
        return EmptyState(title, tr("Khi hợp nhất biên bản, kiến nghị và ý kiến chỉ đạo trong đó sẽ hiện ở đây."))
    words = tr("Kiến nghị, đề xuất và ý kiến chỉ đạo trong biên bản đã chốt sẽ hiện ở đây, cùng câu trả lời.")
    return EmptyState(title, words)
