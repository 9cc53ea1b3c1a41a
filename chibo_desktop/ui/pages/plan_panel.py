"""Beside the plan: what somebody should look at, each with two ways out, and cells that wait for long."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.plan_needs import Unvisited
from chibo_desktop.domain.plan_troubles import Trouble
from chibo_desktop.domain.plans import TroubleKind
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import IconLabel, Label, LongLabel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.plan_data import Checked
from chibo_desktop.ui.plan_words import PlanWords, place_words, wait_words
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_MOST_CARDS = 3
_MOST_WAITING = 3
_BY_HOUR = frozenset({TroubleKind.TWO_PLACES, TroubleKind.GROUP_TWICE})


class PlanPanel(QWidget):
    """`change_requested(trouble)` and `keep_requested(trouble)` are the two ways out of each card."""

    change_requested = Signal(object)
    keep_requested = Signal(object)
    all_requested = Signal()
    unvisited_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = space.column(self, gap=tokens.S12)
        self.head = Label("", "heading")
        column.addWidget(self.head)
        self._cards = QWidget()
        self._column = space.column(self._cards, gap=tokens.S8)
        column.addWidget(self._cards)
        self.rest = Button("", "link")
        self.rest.clicked.connect(self.all_requested)
        column.addWidget(self.rest)
        self._waiting = Card(gap=tokens.S4, margin=tokens.S12)
        self.see_waiting = Button("", "link")
        self.see_waiting.clicked.connect(self.unvisited_requested)
        column.addWidget(self._waiting)
        column.addStretch(1)
        self.cards: list[TroubleCard] = []
        self._shown: tuple[tuple[Trouble, str], ...] | None = None
        self._waits: tuple[Unvisited, ...] | None = None
        self.show_checked(None, PlanWords((), {}))

    def show_checked(self, checked: Checked | None, words: PlanWords) -> None:
        """Show what was found; ``None`` while it is being looked for."""
        open_ = checked.open if checked is not None else ()
        self.head.setText(tr("Cần xem (%1)", padded(len(open_)) if checked is not None else "…"))
        self._show_cards([(one, words.trouble(one)) for one in open_[:_MOST_CARDS]], checked is not None)
        left = len(open_) - _MOST_CARDS
        self.rest.setVisible(left > 0)
        self.rest.set_words(tr("Xem cả %1 chỗ", padded(len(open_))))
        self._show_waiting(checked.unvisited if checked is not None else ())

    def _show_cards(self, troubles: Sequence[tuple[Trouble, str]], is_known: bool) -> None:
        if self._shown == tuple(troubles) and is_known:
            return  # a card that has the focus stays
        self._shown = tuple(troubles) if is_known else None
        for widget in space.widgets_of(self._column):
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.cards = [TroubleCard(one, sentence) for one, sentence in troubles]
        for card in self.cards:
            card.change.clicked.connect(partial(self.change_requested.emit, card.trouble))
            card.keep.clicked.connect(partial(self.keep_requested.emit, card.trouble))
            self._column.addWidget(card)
        if is_known and not troubles:
            self._column.addWidget(Label(tr("Không có chỗ nào trùng nhau."), "second", wrap=True))

    def _show_waiting(self, waits: Sequence[Unvisited]) -> None:
        if self._waits == tuple(waits):
            return
        self._waits = tuple(waits)
        body = self._waiting.body
        self.see_waiting.setParent(None)
        while (item := body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        head = QWidget()
        row = space.row(head)
        row.addWidget(Label(tr("Lâu chưa được dự"), "strong"), 1)
        row.addWidget(self.see_waiting)
        body.addWidget(head)
        self.see_waiting.set_words(tr("Xem %1", padded(len(waits))))
        self.see_waiting.show()
        for one in waits[:_MOST_WAITING]:
            body.addWidget(_wait_line(one))
        self._waiting.setVisible(bool(waits))


class TroubleCard(Card):
    """One thing that speaks against a visit: change it, or keep it and say why."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(gap=tokens.S8, margin=tokens.S12)
        self.trouble = trouble
        head = QWidget()
        row = space.row(head, gap=tokens.S8)
        title = word(trouble.kind)
        space.put(row, IconLabel(Icon.TRIANGLE, "warn", tokens.ICON), Label(title, "strong"), None)
        self.change = Button(tr("Đổi giờ") if trouble.kind in _BY_HOUR else tr("Đổi ngày"), small=True)
        self.keep = Button(tr("Giữ, ghi lý do"), "quiet", small=True)
        for button in (self.change, self.keep):
            button.setAccessibleDescription(sentence)
        self.add(head, Label(sentence, "caption", wrap=True), Flow(self.change, self.keep, gap=tokens.S8))
        self.setAccessibleName(f"{title}. {sentence}")


def _wait_line(one: Unvisited) -> QWidget:
    line = QWidget()
    row = space.row(line, gap=tokens.S8)
    row.addWidget(LongLabel(place_words(one.cell), "medium"), 1)
    row.addWidget(Label(wait_words(one), "caption"))
    return line
