"""Xung đột of the office: values that machines wrote without knowing of each other, side by side, to be read only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import receiving
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receiving import ConflictView
from chibo_desktop.ui import paths, sentences, space, tokens
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

LEAST_CARD = 300
"""Units below which a value is not readable any more; cards go below each other before that."""


class ConflictsPage(Page):
    """No side is preselected, and no side is called newer."""

    help_key = "conflicts"
    concerns = ("visit",)

    visit_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Xung đột"))
        self._desk, self._jobs = desk, jobs
        self._found: tuple[ConflictView, ...] = ()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.list = GroupedList(tr("Chỗ khác nhau"), tokens.SIDE_PANEL)
        self._field, self._visit = LongLabel("", "heading"), LongLabel("", "caption")
        self.open_visit = Button(tr("Xem biên bản"), icon=Icon.EYE)
        self._cards = QWidget()
        self._cards_column = space.column(self._cards)
        shown = QWidget()
        column = space.column(shown, (tokens.S24, tokens.S16), tokens.S12)
        head, words = space.row(gap=tokens.S12), space.column()
        words.addWidget(self._field)
        words.addWidget(self._visit)
        head.addLayout(words, 1)
        space.put(head, self.open_visit)
        column.addLayout(head)
        column.addWidget(self._cards)
        kept = tr("Các bản đều được giữ mãi trong lịch sử.")
        later = tr("Biên bản in giá trị đứng đầu; chọn giá trị sẽ làm được ở bản sau của chương trình.")
        column.addWidget(Banner("ok", kept, later))
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(ListFrame(self.list, ScrollPage(shown)))
        self._stack.addWidget(
            EmptyState(
                tr("Không còn chỗ nào cần chọn"), tr("Khi hai máy ghi khác nhau về một buổi, cả hai bản sẽ hiện ở đây.")
            )
        )
        self.set_content(self._stack, scrolls=False, margins=False)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_chosen)
        self.open_visit.clicked.connect(self._open_visit)

    def refresh(self) -> None:
        self._jobs.submit(partial(receiving.conflicts, self._desk), self._show, self._failed)

    def _show(self, found: Sequence[ConflictView]) -> None:
        self._found = tuple(found)
        items = tuple(
            ListItem(place, paths.full_name(one.path), visit_words(one), icon=(Icon.FORK, "err"))
            for place, one in enumerate(self._found)
        )
        self.list.set_groups([ListGroup(tr("Giá trị khác nhau (%1)", padded(len(items))), items)])
        self.set_title(tr("Xung đột"), tr("Còn %1 chỗ khác nhau", padded(len(items))) if items else "")
        self._stack.setCurrentIndex(0 if items else 1)
        self.badge_changed.emit("conflicts", len(items))
        if items and self.list.current is None:
            self.list.choose(0)
        self._show_chosen(self.list.current)

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _show_chosen(self, place: object) -> None:
        if not isinstance(place, int):
            return
        found = self._found[place]
        self._field.setText(paths.full_name(found.path))
        self._visit.setText(visit_words(found))
        while (old := self._cards_column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        cards = [candidate_card(found, at) for at in range(len(found.candidates))]
        self._cards_column.addWidget(Beside(*cards, shares=[1] * len(cards), gap=tokens.S16))

    def _open_visit(self) -> None:
        if isinstance(self.list.current, int):
            self.visit_requested.emit(self._found[self.list.current].visit.id)

    def panes(self) -> list[QWidget]:
        return [self.header, self.list, self.open_visit]

    def focus_first(self) -> None:
        (self.list.combo if self.list.is_narrow() else self.list.list).setFocus()


def visit_words(found: ConflictView) -> str:
    """Which visit it is about."""
    row = found.visit
    day = short_date(row.date) if row.date else tr("chưa ghi ngày")
    return tr("%1, %2", row.cell or tr("Chưa ghi tên chi bộ"), day)


def candidate_card(found: ConflictView, place: int) -> Card:
    """One value, where it comes from, and the words in which it differs from the others."""
    values = [paths.value(found.path, value) for _, _, value in found.candidates]
    _, machine, _ = found.candidates[place]
    card = Card(gap=tokens.S12, margin=tokens.S20)
    space.fix(card, min_width=LEAST_CARD)
    title = tr("Bản của máy %1", machine) if machine else tr("Bản của máy không rõ")
    card.add(Label(title, "strong", wrap=True), Label(tr("chữ ký đúng"), "caption"))
    others = [value for at, value in enumerate(values) if at != place]
    card.add(Line(), DifferingText(values[place], others))
    return card
