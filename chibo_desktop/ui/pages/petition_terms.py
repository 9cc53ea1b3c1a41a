"""After how many days an answer is overdue: for all, and for each level that has days of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.petitions import Terms
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_WIDTH = 140


class TermsDialog(Dialog):
    """`terms` is what was typed, or None where nothing is to change."""

    def __init__(self, terms: Terms, parent: QWidget) -> None:
        self._set = tr("Đặt thời hạn")
        super().__init__(
            tr("Thời hạn trả lời kiến nghị"),
            tr("Tính từ ngày họp, bằng ngày. Để trống một cấp thì cấp đó theo thời hạn chung."),
            (tr("Giữ như cũ"), self._set),
            parent=parent,
        )
        self.terms: Terms | None = None
        self._before = terms
        own = dict(terms.by_level)
        self.days = NumberInput(terms.days, 4)
        self.levels = {level: NumberInput(own.get(level), 4) for level in Addressee}
        fields = [Field(word(level), self.levels[level]) for level in Addressee]
        whole = Field(tr("Thời hạn chung"), self.days)
        for field in (whole, *fields):
            space.fix(field, width=_WIDTH)
        self.body.addWidget(whole)
        self.body.addWidget(Flow(*fields, gap=tokens.S12))

    def press(self, words: str) -> None:
        """Takes what was typed."""
        if words == self._set:
            typed = {level: field.value for level, field in self.levels.items()}
            by_level = tuple((level, days) for level, days in typed.items() if days is not None)
            self.terms = Terms(self._before.days if self.days.value is None else self.days.value, by_level)
        super().press(words)
