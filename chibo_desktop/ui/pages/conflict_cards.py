"""The cards of *Xung đột*: values or whole visits beside each other, of equal weight, none of them preferred."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from chibo_desktop.services.conflicts import ChoiceView, ConflictView, LinkView, Recorded
from chibo_desktop.ui import leaf_words, space, tokens
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.differing_text import DifferingText
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import IconLabel, Label, Line
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages import conflict_rows
from chibo_desktop.ui.speech import tr

LEAST_CARD = 300
"""Units below which a value is not readable any more; cards go below each other before that."""
_LABEL = 96


class Cards(QWidget):
    """Shows cards beside each other in place of those before; `buttons` are theirs, from the left."""

    def __init__(self) -> None:
        super().__init__()
        self._column = space.column(self)
        self.buttons: list[Button] = []

    def show_cards(self, cards: Sequence[Card], buttons: Sequence[Button] = ()) -> None:
        """Put these cards in."""
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = list(buttons)
        self._column.addWidget(Beside(*cards, shares=[1] * len(cards), gap=tokens.S16))


def show_values(cards: Cards, found: ConflictView, keys: str, choose: Callable[[int], object]) -> None:
    """Every value with its key, its source, and the words in which it differs from the others."""
    values = [conflict_rows.value_words(found.path, value) for value in found.values]
    made, buttons = [], []
    for place, value in enumerate(found.values):
        card = _card()
        title = conflict_rows.source_title(value.machine)
        card.body.addLayout(_head(KeyCap(keys[place], "large"), title, tr("chữ ký đúng")))
        others = [words for at, words in enumerate(values) if at != place]
        card.add(Line(), DifferingText(values[place], others))
        card.body.addStretch(1)
        for icon, words in conflict_rows.facts_of(value):
            card.body.addLayout(_fact(icon, words))
        button = Button(tr("Chọn bản này"), icon=Icon.CHECK)
        button.setAccessibleDescription(tr("%1: %2", title, values[place]))
        button.clicked.connect(partial(choose, place))
        card.add(button)
        made.append(card)
        buttons.append(button)
    cards.show_cards(made, buttons)


def show_records(cards: Cards, records: Sequence[Recorded], read: Callable[[object], object]) -> None:
    """Two visits: who recorded each, and what it says of the meeting."""
    made, buttons = [], []
    for one in records:
        card = _card()
        card.add(Label(conflict_rows.machine_title(one.machine), "strong", wrap=True), Line())
        for name, fact in conflict_rows.record_facts(one):
            line = space.row(gap=tokens.S12)
            label = Label(name, "muted")
            space.fix(label, width=_LABEL)
            line.addWidget(label)
            line.addWidget(Label(fact, "medium", wrap=True), 1)
            card.body.addLayout(line)
        button = Button(tr("Xem biên bản"), icon=Icon.EYE)
        button.setAccessibleDescription(conflict_rows.machine_title(one.machine))
        button.clicked.connect(partial(read, one.row.id))
        card.add(button)
        made.append(card)
        buttons.append(button)
    cards.show_cards(made, buttons)


def show_choice(cards: Cards, one: ChoiceView | LinkView) -> None:
    """What was chosen, and why."""
    card = _card()
    card.add(Label(conflict_rows.outcome_words(one), "strong", wrap=True), Line())
    if isinstance(one, ChoiceView) and not one.is_lost:
        card.add(DifferingText(leaf_words.value(one.place.path, one.value)))
    card.add(Label(tr("Lý do: %1", one.reason) if one.reason else tr("Không ghi lý do."), "second", wrap=True))
    cards.show_cards([card])


def _card() -> Card:
    card = Card(gap=tokens.S12, margin=tokens.S20)
    space.fix(card, min_width=LEAST_CARD)
    return card


def _head(key: KeyCap, title: str, told: str):
    row, words = space.row(gap=tokens.S12), space.column()
    words.addWidget(Label(title, "strong", wrap=True))
    words.addWidget(Label(told, "caption"))
    row.addWidget(key)
    row.addLayout(words, 1)
    return row


def _fact(icon: Icon, words: str):
    row = space.row(gap=tokens.S8)
    row.addWidget(IconLabel(icon, "muted", tokens.ICON_INLINE))
    row.addWidget(Label(words, "caption", wrap=True), 1)
    return row
