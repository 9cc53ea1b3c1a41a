"""The directory of people: found without marks, alike told, joined and separated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import people
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.people import KnownPerson
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.group_rows import people_model
from chibo_desktop.ui.speech import tr

_MOST_ROWS, _MOST_PAIRS = 200, 6
Pair = tuple[KnownPerson, KnownPerson]


@dataclass(frozen=True, slots=True)
class _Shown:
    known: tuple[KnownPerson, ...]
    pairs: tuple[Pair, ...]
    folded: tuple[str, ...] = ()


class PeoplePage(Page):
    """Everybody in decisions and rosters; at the right who is perhaps one person."""

    help_key = "groups"
    concerns = ("person", "group")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Danh bạ"), back=True)
        self._desk, self._jobs = desk, jobs
        self._shown = _Shown((), ())
        self._build()
        self.search.text_changed_settled.connect(lambda _: self._show_found())
        self.search.text_committed.connect(lambda _: self._show_found())
        self.table.row_chosen.connect(self._choose)
        self.separate.clicked.connect(self._separate)

    def _build(self) -> None:
        self.search = LineInput(placeholder=tr("Tìm tên, chức vụ, tổ, chi bộ (không cần dấu)"))
        self.table = Table(people_model(), tr("Danh bạ"))
        self.separate = Button(tr("Tách người đang chọn"), icon=Icon.FORK, small=True)
        self.separate.hide()
        self._count = Label("", "caption", wrap=True)
        self._none = Card()
        told = tr("Người trong các quyết định và danh sách chi bộ sẽ hiện ở đây.")
        self._none.add(EmptyState(tr("Chưa có ai trong danh bạ"), told))
        self._card = TableCard(self.table)
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        self._field = Field(tr("Tìm trong danh bạ"), self.search)
        for widget in (self._field, self._count, self._card, self._none, Flow(self.separate, gap=tokens.S12)):
            column.addWidget(widget)
        column.addStretch(1)
        self.pairs = PairsCard()
        self.set_content(SidePanel(left, self.pairs))

    def refresh(self) -> None:
        def fetch() -> _Shown:
            known = people.people(self._desk)
            return _Shown(known, people.doubtful(known), tuple(map(people.searched_words, known)))

        self._jobs.submit(fetch, self._show, self._failed)

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        self._none.setVisible(not shown.known)
        for widget in (self._field, self._count, self._card):
            widget.setVisible(bool(shown.known))
        self.pairs.show_pairs(shown.pairs, self._join)
        self.set_title(tr("Danh bạ"), tr("%1 người", padded(len(shown.known))))
        self._show_found()

    def _show_found(self) -> None:
        found = people.find(self._shown.known, self.search.words(), self._shown.folded)
        self.table.rows_model.set_rows(found[:_MOST_ROWS])
        rest = len(found) - _MOST_ROWS
        told = tr("Thấy %1 người", padded(len(found)))
        more = tr("%1, hiện %2 người đầu: gõ thêm để tìm hẹp lại.", told, _MOST_ROWS)
        self._count.setText(more if rest > 0 else told)
        self._choose(None)

    def _choose(self, row: object) -> None:
        self.separate.setVisible(isinstance(row, KnownPerson) and len(row.ids) > 1)

    def _join(self, pair: Pair) -> None:
        one, other = pair
        work = partial(people.join, self._desk, one.id, other.id)
        self._jobs.submit(work, partial(self._joined, one), self._failed)

    def _joined(self, one: KnownPerson, outcome: Outcome[Any]) -> None:
        text = tr("Những gì đã ký giữ nguyên. Tách lại được.")
        self.say(NoticeWords(tr("Đã ghép: %1.", one.name), text, tr("Hoàn tác"), partial(self._take_apart, one)))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _separate(self) -> None:
        row = self.table.current
        if isinstance(row, KnownPerson):
            self._take_apart(row)

    def _take_apart(self, row: KnownPerson) -> None:
        work = partial(people.separate, self._desk, row.id)
        self._jobs.submit(work, partial(self._separated, row), self._failed)

    def _separated(self, row: KnownPerson, outcome: Outcome[Any]) -> None:
        self.say(NoticeWords(tr("Đã tách lại: %1.", row.name)))
        self.changed.emit(outcome.changes)
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def panes(self) -> list[QWidget]:
        return [self.header, self.search, self.table, self.pairs]

    def focus_first(self) -> None:
        self.search.setFocus()


class PairsCard(Card):
    """People of nearly one name, each pair with a button that joins them. Nobody is joined by himself."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12)
        self.title = Label(tr("Gần trùng tên"), "heading", wrap=True)
        told = tr("Hai người có thể cùng tên. Chỉ ghép khi biết chắc là một người.")
        self.none = Label(tr("Không có hai người nào gần trùng tên."), "second", wrap=True)
        self._lines = QWidget()
        self._column = space.column(self._lines, gap=tokens.S16)
        self.add(self.title, self.none, self._lines, Label(told, "caption", wrap=True))
        self.setAccessibleName(tr("Gần trùng tên"))

    def show_pairs(self, pairs: tuple[Pair, ...], join: Callable[[Pair], object]) -> None:
        """Show the first of them; `join(pair)` is called when somebody says that they are one."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for pair in pairs[:_MOST_PAIRS]:
            self._column.addWidget(_pair_line(pair, join))
        rest = len(pairs) - _MOST_PAIRS
        if rest > 0:
            self._column.addWidget(Label(tr("và %1 đôi nữa.", padded(rest)), "second", wrap=True))
        self.none.setVisible(not pairs)
        self._lines.setVisible(bool(pairs))


def _pair_line(pair: Pair, join: Callable[[Pair], object]) -> QWidget:
    line = QWidget()
    column = space.column(line, gap=tokens.S4)
    for one in pair:
        told = ", ".join(part for part in (one.name, one.post, *one.groups, *one.cells[:1]) if part)
        column.addWidget(Label(told, "second", wrap=True))
    button = Button(tr("Là một người, ghép lại"), small=True, icon=Icon.USERS)
    button.setAccessibleDescription(tr("%1 và %2", pair[0].name, pair[1].name))
    button.clicked.connect(lambda: join(pair))
    column.addWidget(button)
    return line
