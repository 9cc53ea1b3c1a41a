"""Xung đột of the office: what machines wrote without knowing of each other, side by side, to be read only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import receiving
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receiving import ConflictView, Duplicate, Recorded
from chibo_desktop.ui import leaf_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.differing_text import DifferingText
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.grouped_list import GroupedList, ListFrame, ListGroup, ListItem
from chibo_desktop.ui.components.label import Label, Line, LongLabel
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

LEAST_CARD = 300
"""Units below which a value is not readable any more; cards go below each other before that."""
_LABEL = 96


@dataclass(frozen=True, slots=True)
class Found:
    """Leaves with several values, and pairs of visits that may be one meeting."""

    differing: tuple[ConflictView, ...] = ()
    doubtful: tuple[Duplicate, ...] = ()


def look(desk: Desk) -> Found:
    """Everything that a person should look at. Runs on the worker thread."""
    return Found(receiving.conflicts(desk), receiving.duplicates(desk))


class ConflictsPage(Page):
    """No side is preselected, and no side is called newer."""

    help_key = "conflicts"
    concerns = ("visit",)

    visit_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Xung đột"))
        self._desk, self._jobs = desk, jobs
        self._found = Found()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.list = GroupedList(tr("Chỗ khác nhau"), tokens.SIDE_PANEL)
        self._title, self._sub = LongLabel("", "heading"), LongLabel("", "caption")
        self.open_visit = Button(tr("Xem biên bản"), icon=Icon.EYE)
        self._cards = QWidget()
        self._cards_column = space.column(self._cards)
        shown = QWidget()
        column = space.column(shown, (tokens.S24, tokens.S16), tokens.S12)
        head, words = space.row(gap=tokens.S12), space.column()
        words.addWidget(self._title)
        words.addWidget(self._sub)
        head.addLayout(words, 1)
        space.put(head, self.open_visit)
        column.addLayout(head)
        column.addWidget(self._cards)
        kept = tr("Các bản đều được giữ mãi trong lịch sử.")
        later = tr("Biên bản in giá trị đứng đầu; chọn giá trị sẽ làm được ở bản sau của chương trình.")
        self.values_note = Banner("ok", kept, later)
        both = tr("Cả hai biên bản đều được giữ nguyên; chương trình không tự gộp.")
        linking = tr("Có thể là hai chi bộ trùng tên. Nối hai biên bản của một buổi sẽ làm được ở bản sau.")
        self.pair_note = Banner("ok", both, linking)
        column.addWidget(self.values_note)
        column.addWidget(self.pair_note)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(ListFrame(self.list, ScrollPage(shown)))
        told = tr("Khi hai máy ghi khác nhau về một buổi, hoặc cùng ghi một buổi, các bản sẽ hiện ở đây.")
        self._stack.addWidget(EmptyState(tr("Không còn chỗ nào cần xem"), told))
        self.set_content(self._stack, scrolls=False, margins=False)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_chosen)
        self.open_visit.clicked.connect(self._open_visit)

    def refresh(self) -> None:
        self._jobs.submit(partial(look, self._desk), self._show, self._failed)

    def _show(self, found: Found) -> None:
        self._found = found
        values, pairs = len(found.differing), len(found.doubtful)
        groups = [
            ListGroup(tr("Giá trị khác nhau (%1)", padded(values)), tuple(map(value_item, found.differing))),
            ListGroup(tr("Nghi trùng buổi dự (%1)", padded(pairs)), tuple(map(pair_item, found.doubtful))),
        ]
        self.list.set_groups(groups)
        parts = [tr("Còn %1 chỗ khác nhau", padded(values))] if values else []
        parts += [tr("%1 buổi nghi trùng", padded(pairs))] if pairs else []
        self.set_title(tr("Xung đột"), "  ·  ".join(parts))
        self._stack.setCurrentIndex(0 if values or pairs else 1)
        self.badge_changed.emit("conflicts", values + pairs)
        if self.list.current is None and self.list.keys:
            self.list.choose(self.list.keys[0])
        self._show_chosen(self.list.current)

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _show_chosen(self, _: object) -> None:
        found = self.chosen
        if found is None:
            return
        is_pair = isinstance(found, Duplicate)
        self.open_visit.setHidden(is_pair)
        self.values_note.setHidden(is_pair)
        self.pair_note.setVisible(is_pair)
        if isinstance(found, Duplicate):
            self._title.setText(found.first.row.cell)
            self._sub.setText(tr("Hai máy cùng ghi ngày %1", day_words(found.first.row)))
            self._show_cards([self._record_card(one) for one in (found.first, found.second)])
        else:
            self._title.setText(leaf_words.full_name(found.path, found.rows))
            self._sub.setText(visit_words(found.visit))
            self._show_cards([candidate_card(found, at) for at in range(len(found.candidates))])

    @property
    def chosen(self) -> ConflictView | Duplicate | None:
        """What is shown at the right."""
        every = (*self._found.differing, *self._found.doubtful)
        return next((one for one in every if key_of(one) == self.list.current), None)

    def _show_cards(self, cards: list[Card]) -> None:
        while (old := self._cards_column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cards_column.addWidget(Beside(*cards, shares=[1] * len(cards), gap=tokens.S16))

    def _record_card(self, one: Recorded) -> Card:
        """One of two visits: who recorded it, and what it says of the meeting."""
        card = Card(gap=tokens.S8, margin=tokens.S20)
        space.fix(card, min_width=LEAST_CARD)
        card.add(Label(machine_title(one.machine), "strong", wrap=True), Line())
        for name, fact in record_facts(one):
            line = space.row(gap=tokens.S12)
            label = Label(name, "muted")
            space.fix(label, width=_LABEL)
            line.addWidget(label)
            line.addWidget(Label(fact, "medium", wrap=True), 1)
            card.body.addLayout(line)
        button = Button(tr("Xem biên bản"), icon=Icon.EYE)
        button.setAccessibleDescription(machine_title(one.machine))
        button.clicked.connect(partial(self.visit_requested.emit, one.row.id))
        card.add(button)
        return card

    def _open_visit(self) -> None:
        if isinstance(self.chosen, ConflictView):
            self.visit_requested.emit(self.chosen.visit.id)

    def panes(self) -> list[QWidget]:
        return [self.header, self.list, self.open_visit if self.open_visit.isVisible() else self._cards]

    def focus_first(self) -> None:
        (self.list.combo if self.list.is_narrow() else self.list.list).setFocus()


def key_of(one: ConflictView | Duplicate) -> tuple[str, str]:
    """What tells a line of the list from all others, also after the list was made anew."""
    if isinstance(one, Duplicate):
        return one.first.row.id, one.second.row.id
    return one.visit.id, one.path


def value_item(found: ConflictView) -> ListItem:
    name = leaf_words.full_name(found.path, found.rows)
    return ListItem(key_of(found), name, visit_words(found.visit), icon=(Icon.FORK, "err"))


def pair_item(found: Duplicate) -> ListItem:
    machines = ", ".join(one.machine for one in (found.first, found.second) if one.machine)
    second = "  ·  ".join(part for part in (day_words(found.first.row), machines) if part)
    return ListItem(key_of(found), found.first.row.cell, second, icon=(Icon.USERS, "warn"))


def visit_words(row: VisitRow) -> str:
    """Which visit it is about."""
    return tr("%1, %2", row.cell or tr("Chưa ghi tên chi bộ"), day_words(row))


def day_words(row: VisitRow) -> str:
    return short_date(row.date) if row.date else tr("chưa ghi ngày")


def machine_title(machine: str) -> str:
    return tr("Bản của máy %1", machine) if machine else tr("Bản của máy không rõ")


def record_facts(one: Recorded) -> list[tuple[str, str]]:
    """What the register says of a visit, as far as it says something."""
    row = one.row
    present = tr("%1/%2 có mặt", padded(row.present or 0), padded(row.total)) if row.total is not None else ""
    said = tr("%1 ý kiến, %2 kiến nghị", padded(row.opinions), padded(row.petitions))
    found = [
        (tr("Người ghi"), one.person),
        (tr("Tổ"), row.group),
        (tr("Cấp trên"), row.superior),
        (tr("Loại buổi"), word(row.kind)),
        (tr("Bắt đầu"), row.start or ""),
        (tr("Đảng viên"), present),
        (tr("Đã nêu"), said),
    ]
    return [(name, fact) for name, fact in found if fact]


def candidate_card(found: ConflictView, place: int) -> Card:
    """One value, where it comes from, and the words in which it differs from the others."""
    values = [leaf_words.value(found.path, value) for _, _, value in found.candidates]
    _, machine, _ = found.candidates[place]
    card = Card(gap=tokens.S12, margin=tokens.S20)
    space.fix(card, min_width=LEAST_CARD)
    card.add(Label(machine_title(machine), "strong", wrap=True), Label(tr("chữ ký đúng"), "caption"))
    others = [value for at, value in enumerate(values) if at != place]
    card.add(Line(), DifferingText(values[place], others))
    return card
