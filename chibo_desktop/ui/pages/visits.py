"""*Buổi dự*: every visit that this machine knows, newest first; from here minutes are opened, printed and amended."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from chibo_desktop.domain.outcomes import Cancelled, Fault, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import drafts, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.visits import VisitFilter
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import visit_rows
from chibo_desktop.ui.pages.editor import finalising, sending_back
from chibo_desktop.ui.pages.visit_rows import ALL, STATES, PagedVisits, VisitPage, VisitsOf
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import announce, tr

SEARCH = "search"

Failure = Refusal | Fault | Cancelled


class VisitsPage(Page):
    """Both roles: a group records its own visits, the office reads those of all groups.

    Signals out: `open_visit_requested(id)`, `history_requested(id)`, `print_preview_requested(id)`,
    `new_visit_requested()`; of an office also `proof_requested()`, `erasing_requested()`.
    """

    concerns = ("visit",)

    open_visit_requested = Signal(object)  # VisitId
    history_requested = Signal(object)  # VisitId
    print_preview_requested = Signal(object)  # VisitId
    new_visit_requested = Signal()
    proof_requested = Signal()
    erasing_requested = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Buổi dự"), visit_rows.sub_line(desk.me))
        self._desk, self._jobs = desk, jobs
        self._wants_focus = False
        self._of: VisitsOf | None = None
        self._records = desk.me.role is Role.GROUP
        self.help_key = "visits" if self._records else "office_visits"
        self._model = PagedVisits(desk, jobs, visit_rows.columns(desk.me.role))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._search = LineInput("", tr("Tìm chi bộ, ngày, người nêu (không cần dấu)"), 200)
        self._search.setAccessibleName(tr("Tìm buổi dự"))
        space.fix(self._search, width=400)
        self._filter = Segmented(visit_rows.filters(self._desk.me.role), ALL)
        self._filter.setAccessibleName(tr("Lọc theo trạng thái"))
        self._tools = Flow(self._search, self._filter, gap=tokens.S12)
        self._table = Table(self._model, tr("Buổi dự"), fits=False)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._listed = TableCard(self._table)
        self._nothing = Card()
        content = QWidget()
        column = space.column(content, gap=tokens.S12)
        column.addWidget(self._tools)
        column.addWidget(self._listed, 1)
        column.addWidget(self._nothing, 1)
        self._nothing.hide()
        self.set_content(content, scrolls=False)
        self._new = Button(tr("Ghi buổi dự"), "primary", Icon.PLUS)
        self._new.tell_key(Keys.NEW)
        self._erase = Button(tr("Xóa theo yêu cầu…"), icon=Icon.TRASH)
        self._proof = Button(tr("Kiểm tra bản in…"), icon=Icon.PRINTER)
        self._deeds = [self._new] if self._records else [self._erase, self._proof]
        self.header.set_actions(self._deeds)

    def _connect(self) -> None:
        self._model.arrived.connect(self._show_page)
        self._model.failed.connect(self._refused)
        self._search.text_changed_settled.connect(self._look)
        self._search.installEventFilter(self)
        self._filter.chosen.connect(self._look)
        self._table.row_opened.connect(self._open)
        self._table.row_removal_requested.connect(self._discard)
        self._table.customContextMenuRequested.connect(self._show_menu)
        self._new.clicked.connect(self.new_visit_requested)
        self._erase.clicked.connect(self.erasing_requested)
        self._proof.clicked.connect(self.proof_requested)
        find = sequence(Keys.SEARCH)
        QShortcut(find, self, self._find)

    # what the shell calls

    def refresh(self) -> None:
        self._look()

    def show_subject(self, subject: object) -> None:
        """Show the visits in one of the states, or of one organisation, as another page counted them.

        `SEARCH`: go to the search.
        """
        if subject == SEARCH:
            self._wants_focus = False
            self._find()
        if isinstance(subject, VisitState):
            self._filter.set_value(next((key for key, states in STATES.items() if subject in states), ALL))
            self._search.set_words("")
        if isinstance(subject, VisitsOf):
            self._of = subject
            title = tr("Buổi dự của %1", subject.name)
            text = tr("Kể cả buổi dự ở các tổ chức mà tổ chức này kế tục.")
            self.show_banner("of", Banner("info", title, text, [tr("Xem tất cả")]), self._forget_organisation)
            self._filter.set_value(ALL)
            self._search.set_words("")
            self._look()

    def _forget_organisation(self, _: str) -> None:
        self._of = None
        self._look()

    def panes(self) -> list[QWidget]:
        return [self._tools, self._table if self._listed.isVisible() else self._nothing]

    def focus_first(self) -> None:
        self._wants_focus = not self._model.rowCount()  # then the lines take it when they arrive
        if self._wants_focus:
            super().focus_first()
        else:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    # slots

    def _look(self, *_: object) -> None:
        states = STATES[str(self._filter.value)]
        cells = self._of.cells if self._of is not None else None
        self._model.look_for(VisitFilter(states=states, text=self._search.words().strip(), cells=cells))

    def _show_page(self, page: VisitPage) -> None:
        """The lines are there: show them, or say why there are none."""
        anything = any(page.counts.values())
        inside = QApplication.focusWidget()
        wants_focus = self._wants_focus or (inside is not None and self._holds(inside))
        self._wants_focus = False
        self._tools.setVisible(anything)
        self._listed.setVisible(page.total > 0)
        self._nothing.setVisible(page.total == 0)
        self.header.set_actions(self._deeds if anything else [])
        self._show_counts(page)
        if page.total == 0:
            self._explain_nothing(page, anything)
        elif self._table.currentIndex().row() < 0:
            self._table.choose(0)
        if page.wanted.text:
            announce(self, tr("Thấy %1 buổi dự", padded(page.total)))
        if wants_focus and not page.wanted.text:
            self._focus_lines()

    def _holds(self, focus: QWidget) -> bool:
        return focus is self._table or self._nothing.isAncestorOf(focus)

    def _focus_lines(self) -> None:
        button = self._nothing.findChild(Button)
        target = self._table if self._listed.isVisibleTo(self) else button
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self, page: VisitPage) -> None:
        for key, words in visit_rows.filters(self._desk.me.role):
            count = sum(page.counts[state] for state in STATES[str(key)])
            self._filter.set_word(key, tr("%1 (%2)", words, padded(count)) if count and key != ALL else words)

    def _explain_nothing(self, page: VisitPage, anything: bool) -> None:
        while (item := self._nothing.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._nothing.add(self._missed(page.wanted.text) if anything else self._first_time())

    def _first_time(self) -> EmptyState:
        title = tr("Chưa có buổi dự nào")
        if not self._records:
            return EmptyState(title, tr("Khi văn phòng hợp nhất gói tin đầu tiên, các buổi dự sẽ hiện ở đây."))
        first = Button(tr("Ghi buổi dự đầu tiên"), "primary", Icon.PLUS)
        first.tell_key(Keys.NEW)
        first.clicked.connect(self.new_visit_requested)
        sentence = tr("Khi đồng chí ghi buổi dự đầu tiên, biên bản sẽ hiện ở đây và được lưu ngay sau mỗi lần gõ.")
        hints = [(tr("Ghi buổi dự mới"), Keys.NEW), (tr("Hướng dẫn"), Keys.HELP)]
        return EmptyState(title, sentence, [first], hints)

    def _missed(self, text: str) -> EmptyState:
        again = Button(tr("Bỏ tìm") if text else tr("Xem tất cả"))
        again.clicked.connect(self._forget_search)
        if text:
            return EmptyState(tr("Không thấy buổi dự nào khớp “%1”.", text), "", [again], drawing=False)
        return EmptyState(tr("Không có buổi dự nào ở trạng thái này."), "", [again], drawing=False)

    def _forget_search(self) -> None:
        self._search.set_words("")
        self._filter.set_value(ALL)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def _find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search on to the lines: arrow down and Esc; Esc leaves the words where they are."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            leaves = Qt.Key(event.key()) in (Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return)
            if leaves and not self._search.composing and self._model.rowCount():
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    # what can be done with a line

    def _open(self, row: VisitRow) -> None:
        self.open_visit_requested.emit(row.id)

    def _show_menu(self, spot: QPoint) -> None:
        row = self._table.current
        if isinstance(row, VisitRow):
            place = self._table.visualRect(self._table.currentIndex()).bottomLeft()
            under = self._table.indexAt(spot).isValid()
            self.menu_of(row).exec(self._table.viewport().mapToGlobal(spot if under else place))

    def menu_of(self, row: VisitRow) -> QMenu:
        """What can be done with a visit; finalised minutes are never thrown away."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Mở"), lambda: self._open(row))
        menu.addAction(tr("Xem bản in"), lambda: self.print_preview_requested.emit(row.id))
        if row.state is VisitState.DRAFT:
            menu.addSeparator()
            menu.addAction(tr("Bỏ bản nháp"), lambda: self._discard_row(row))
            return menu
        if not self._records and row.state is not VisitState.WITHDRAWN:
            menu.addAction(tr("Trả lại để bổ sung…"), lambda: self._ask_return(row))
        if self._records and row.state is not VisitState.WITHDRAWN:
            menu.addAction(tr("Làm bản bổ sung…"), lambda: self._ask_amend(row))
            menu.addAction(tr("Rút biên bản…"), lambda: self._ask_withdraw(row))
        menu.addAction(tr("Xem lịch sử"), lambda: self.history_requested.emit(row.id))
        return menu

    def _discard(self, place: int) -> None:
        self._discard_row(self._model.row_at(place))

    def _discard_row(self, row: VisitRow) -> None:
        if row.state is VisitState.DRAFT:
            self._jobs.submit(partial(drafts.discard_draft, self._desk, row.id), self._discarded, self._refused)

    def _discarded(self, outcome: Outcome[Visit]) -> None:
        visit = outcome.value
        words = tr("Có thể lấy lại ngay bây giờ.")
        bring_back = partial(self._bring_back, visit)
        self.say(NoticeWords(tr("Đã bỏ bản nháp %1.", visit.cell.name), words, tr("Hoàn tác"), bring_back))
        self.changed.emit(outcome.changes)

    def _bring_back(self, visit: Visit) -> None:
        self._jobs.submit(partial(_keep_again, self._desk, visit), self._done, self._refused)

    def _ask_return(self, row: VisitRow) -> None:
        dialog = finalising.return_dialog(row.cell, self)
        finalising.when_answered(dialog, tr("Trả lại để bổ sung"), lambda: self._return(row, dialog))

    def _return(self, row: VisitRow, dialog: finalising.ReturnDialog) -> None:
        act = partial(sending_back.send_back, self._desk, row.id, dialog.reason, dialog.section)
        self._jobs.submit(act, self._done, self._refused)

    def _ask_amend(self, row: VisitRow) -> None:
        comment = row.state_by if row.state is VisitState.RETURNED else ""
        dialog = finalising.amendment_dialog(row.cell, self, comment)
        finalising.when_answered(dialog, tr("Làm bản bổ sung"), lambda: self._amend(row, dialog.reason))

    def _amend(self, row: VisitRow, reason: str) -> None:
        act = partial(drafts.begin_amendment, self._desk, row.id, reason)
        self._jobs.submit(act, self._amendment_begun, self._refused)

    def _amendment_begun(self, outcome: Outcome[Visit]) -> None:
        self.changed.emit(outcome.changes)
        self.open_visit_requested.emit(outcome.value.id)

    def _ask_withdraw(self, row: VisitRow) -> None:
        dialog = finalising.withdrawal_dialog(row.cell, self)
        finalising.when_answered(dialog, tr("Rút biên bản"), lambda: self._withdraw(row, dialog.reason))

    def _withdraw(self, row: VisitRow, reason: str) -> None:
        self._jobs.submit(partial(visits.withdraw, self._desk, row.id, reason), self._done, self._refused)

    def _done(self, outcome: Outcome[object]) -> None:
        self.changed.emit(outcome.changes)

    def _refused(self, failure: Failure) -> None:
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))


def _keep_again(desk: Desk, visit: Visit) -> Outcome[object]:
    saved = drafts.save_draft(desk, visit, "general")
    drafts.close_draft(desk, visit.id)
    return Outcome(saved.value, saved.changes)
