"""Danh mục › Tổ chức: the register of organisations as of any day, and what is done to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Hit, OnDay, Tree
from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import organisations, regimes
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import organisation_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.panel_beside import PanelBeside
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.components.tree_rows import TreeRows
from chibo_desktop.ui.components.tree_table import TreeTable
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.organisation_changes import OrganisationChanges
from chibo_desktop.ui.pages.organisation_panel import OrganisationPanel, Shown, look_up
from chibo_desktop.ui.pages.organisation_words_page import OrganisationWordsPage
from chibo_desktop.ui.pages.visit_rows import VisitsOf
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import announce, tr

_HITS = 100
_PAUSE = 120  # milliseconds on a row, after which everything about it is read
_TREE, _FOUND, _NOTHING = range(3)


@dataclass(frozen=True, slots=True)
class Known:
    """The tree of a day with its counts in words, and the numbers that stand in its rows."""

    tree: Tree
    counts: str = ""
    cells: Mapping[OrganisationId, int] = field(default_factory=dict)
    members: Mapping[OrganisationId, int | None] = field(default_factory=dict)


class OrganisationsPage(Page):
    """The tree of a day, a search over it, and at the right everything about the organisation that is chosen."""

    help_key = "organisations"
    concerns = ("organisation", "group", "visit")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Danh mục"), tr("Tổ chức"))
        self._desk, self._jobs = desk, jobs
        self._day = desk.today()
        self._chosen: OrganisationId | None = None
        self._was_open: set[OrganisationId] | None = None
        self.changes = OrganisationChanges(self, desk, jobs)
        self.pause = QTimer(self)  # who holds an arrow down wants the last row, not every one on the way
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.said = Button(tr("Việc đã ghi"), icon=Icon.HISTORY)
        self.abolish = Button(tr("Bỏ một cấp…"), icon=Icon.FORK)
        self.add = Button(tr("Thêm tổ chức…"), "primary", Icon.PLUS, Keys.NEW)
        self.import_ = Button(tr("Nhập từ bảng…"), icon=Icon.UPLOAD)
        self.header.set_actions([self.import_, self.said, self.abolish, self.add])
        self.day = DateInput(self._day, self._desk.today)
        self._day_field = Field(tr("Xem tổ chức ngày"), self.day)
        self.today = Button(tr("Hôm nay"), "quiet", Icon.CALENDAR)
        self.search = LineInput("", tr("Tên nay, tên cũ, cấp trên; không cần dấu"))
        space.fix(self.search, width=360)
        self._search_field = Field(tr("Tìm"), self.search)
        self.tree = TreeTable(TreeRows(tree_columns(lambda: self._known), spoken), tr("Cây tổ chức"))
        self.found = Table(RowsModel(found_columns(), found_words), tr("Tổ chức tìm thấy"), fits=False)
        self.panel = OrganisationPanel()
        self.counts = Label("", "second", wrap=True)
        self._known = Known(Tree(self._day, {}, {}))
        self._places = OpenStack()
        for widget in (_framed(self.tree), TableCard(self.found), self._nothing()):
            self._places.add(widget)
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        column.addWidget(Flow(self._day_field, _below_label(self.today), self._search_field, gap=tokens.S12))
        column.addWidget(self.counts)
        column.addWidget(self._places, 1)
        self.set_content(PanelBeside(left, self.panel))

    def _nothing(self) -> Card:
        card = Card()
        told = tr("Thêm tổ chức đầu tiên, hoặc nhập cả danh mục từ bảng tính.")
        self._empty = EmptyState(tr("Chưa có tổ chức nào"), told)
        card.add(self._empty)
        return card

    def _connect(self) -> None:
        self.day.value_changed.connect(self._take_day)
        self.day.misread.connect(lambda wrong: self._day_field.set_trouble(tr("Đây chưa phải ngày.") if wrong else ""))
        self.today.clicked.connect(lambda: self.show_day(self._desk.today()))
        self.search.text_changed_settled.connect(self._look_for)
        self.search.text_committed.connect(self._look_for)
        self.search.installEventFilter(self)
        self.tree.row_chosen.connect(self._choose_row)
        self.found.row_chosen.connect(self._choose_hit)
        self.found.row_opened.connect(self._go_to_hit)
        self.panel.organisation_requested.connect(self._go_to)
        self.panel.visits_requested.connect(self._collect_visits)
        self.panel.change_requested.connect(self._change)
        self.add.clicked.connect(lambda: self.changes.begin("add", self._day, self._chosen))
        self.abolish.clicked.connect(lambda: self.changes.begin("abolish", self._day, None))
        self.said.clicked.connect(self._show_words)
        self.import_.clicked.connect(self._show_import)
        self.changes.done.connect(self._done)
        self.changes.failed.connect(self._failed)
        self.pause.timeout.connect(self._look_up)
        QShortcut(sequence(Keys.SEARCH), self, self._begin_search)
        QShortcut(sequence(Keys.UNDO), self, self.changes.undo_last)
        QShortcut(sequence(Keys.REDO), self, self.changes.redo_last)

    # the tree of a day

    def refresh(self) -> None:
        self._jobs.submit(partial(_know, self._desk, self._day), self._show, self._failed)

    def show_day(self, day: dt.date) -> None:
        """See the register as of that day."""
        self.day.set_value(day)
        self._take_day(day)

    def _take_day(self, day: dt.date | None) -> None:
        if day is not None and day != self._day:
            self._day = day
            self.refresh()

    def _show(self, known: Known) -> None:
        if known.tree.day != self._day:
            return  # another day was typed meanwhile
        open_keys = self._was_open if self._was_open is not None else self.tree.open_keys()
        first_time = not self._known.tree.organisations
        self._known = known
        self.tree.tree_rows.set_tree(known.tree.organisations, known.tree.children)
        self.tree.set_open(set(known.tree.roots) if first_time else open_keys)
        has_any = bool(known.tree.organisations)
        self.set_title(tr("Danh mục"), tr("Tổ chức ngày %1", short_date(known.tree.day)) if has_any else tr("Tổ chức"))
        self.counts.setText(known.counts)
        self.counts.setVisible(has_any)
        self.abolish.setEnabled(has_any)
        if self._chosen is None or not self.tree.reveal(self._chosen):
            self._look_up()
        self._look_for(self.search.words())

    def _choose_row(self, row: object) -> None:
        if isinstance(row, OnDay):
            self._choose(row.id)

    def _choose(self, organisation: OrganisationId) -> None:
        self._chosen = organisation
        self.pause.start()

    def _look_up(self) -> None:
        self.pause.stop()
        if self._chosen is None:
            self.panel.show_nothing()
            return
        self._jobs.submit(partial(look_up, self._desk, self._chosen, self._day), self._show_chosen, self._gone)

    def _show_chosen(self, shown: Shown) -> None:
        if shown.file.id == self._chosen:
            self.panel.show_organisation(shown)

    def _gone(self, _: Failure) -> None:
        """The word that founded it was taken back."""
        self._chosen = None
        self.panel.show_nothing()

    def _go_to(self, organisation: object) -> None:
        """Show another organisation: where it stands today if it does not on this day."""
        self._chosen = OrganisationId(str(organisation))
        self.search.set_words("")
        self._look_for("")
        if not self.tree.reveal(self._chosen):
            self._look_up()

    # searching

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _look_for(self, text: str) -> None:
        if not text.strip():
            self._places.open(_TREE if self._known.tree.organisations else _NOTHING)
            return
        find = partial(organisations.find, self._desk, text, self._day, _HITS)
        self._jobs.submit(find, partial(self._show_hits, text), self._failed)

    def _show_hits(self, text: str, hits: tuple[Hit, ...]) -> None:
        if text != self.search.words():
            return
        self.found.rows_model.set_rows(hits)
        self._places.open(_FOUND)
        announce(self, tr("Thấy %1 tổ chức", padded(len(hits))))

    def _choose_hit(self, row: object) -> None:
        if isinstance(row, Hit):
            self._choose(row.id)

    def _go_to_hit(self, row: object) -> None:
        if isinstance(row, Hit):
            self._go_to(row.id)
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search on to what was found: arrow down and Enter; Esc empties the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape and not self.search.composing:
                self.search.set_words("")
                self._look_for("")
                self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            onward = key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if onward and not self.search.composing and self._places.place == _FOUND and self.found.rows_model.rows:
                self.found.choose(max(self.found.currentIndex().row(), 0))
                self.found.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    # changing

    def _change(self, operation: str) -> None:
        self.changes.begin(operation, self._day, self._chosen)

    def _done(self, words: NoticeWords, changes: Changes) -> None:
        self.say(words)
        self.changed.emit(changes)
        self.refresh()

    def _show_words(self) -> None:
        self.push_requested.emit(OrganisationWordsPage(self._desk, self._jobs))

    def _show_import(self) -> None:
        from chibo_desktop.ui.pages.import_page import ImportPage

        self.push_requested.emit(ImportPage(self._desk, self._jobs))

    def _collect_visits(self, organisation: OrganisationId, name: str) -> None:
        cells = partial(organisations.counting_under, self._desk, organisation, self._desk.today())
        self._jobs.submit(cells, partial(self._see_visits, name), self._failed)

    def _see_visits(self, name: str, cells: tuple[OrganisationId, ...]) -> None:
        self.open_requested.emit("visits", VisitsOf(name, cells))

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def show_subject(self, subject: object) -> None:
        """An organisation by its id."""
        if isinstance(subject, str):
            self._go_to(subject)

    def panes(self) -> list[QWidget]:
        listed = self.tree if self._places.place == _TREE else self.found
        return [self.header, self.search, listed, self.panel]

    def focus_first(self) -> None:
        target = self.tree if self._known.tree.organisations else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _know(desk: Desk, day: dt.date) -> Known:
    tree = organisations.tree(desk, day)
    return Known(tree, organisation_words.counts(tree.counts()), tree.cells_below, tree.members)


def _framed(tree: TreeTable) -> Card:
    card = Card(margin=1)
    card.add(tree)
    return card


def _below_label(button: Button) -> QWidget:
    """A button beside fields, level with what is typed there."""
    place = QWidget()
    column = space.column(place, gap=tokens.S4)
    column.addWidget(Label(" ", "label"))
    column.addWidget(button)
    return place


def tree_columns(known: Callable[[], Known]) -> list[Column[OnDay]]:
    """Name and category, cells below it, members."""

    def cells(row: OnDay) -> str:
        number = known().cells.get(row.id, 0)
        return padded(number) if number else ""

    def members(row: OnDay) -> str:
        number = known().members.get(row.id)
        return "" if number is None else padded(number)

    def category(row: OnDay) -> str:
        return regimes.name_on(row.category or row.level, known().tree.day)

    return [
        Column(tr("Tổ chức"), lambda row: row.name),
        Column(tr("Loại hình"), category, width=268, look="second"),
        Column(tr("Chi bộ"), cells, width=84, number=True),
        Column(tr("Đảng viên"), members, width=104, number=True),
    ]


def spoken(row: OnDay) -> str:
    """A row of the tree as one sentence."""
    members = tr("%1 đảng viên", padded(row.members)) if row.members is not None else ""
    return ", ".join(fact for fact in (row.name, members) if fact)


def found_columns() -> list[Column[Hit]]:
    """What was found, where it stands, and by which former name."""
    return [
        Column(tr("Tổ chức"), lambda row: row.name, second=lambda row: ", ".join(row.superiors)),
        Column(tr("Ghi chú"), _note, width=280, look="second"),
    ]


def _note(row: Hit) -> str:
    former = tr("trước là %1", row.former) if row.former else ""
    gone = "" if row.stands else tr("ngày này không còn")
    return ", ".join(fact for fact in (former, gone) if fact)


def found_words(row: Hit) -> str:
    """A hit as one sentence."""
    return ", ".join(fact for fact in (row.name, *row.superiors, _note(row)) if fact)
