"""What a decision says of itself: number, day, who decided, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import Decision
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.speech import tr

_DATE_WIDTH = 150


class PaperForm(QWidget):
    """`edited` after every change. The groups are somebody else's."""

    edited = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.number = LineInput(placeholder=tr("12-QĐ/TU"))
        self.issuer = LineInput(placeholder=tr("Ban Thường vụ Tỉnh ủy"))
        self.date, self.start, self.end = (DateInput(None, today) for _ in range(3))
        self.note = TextInput(lines=(2, 6))
        card = Card(gap=tokens.S12)
        card.add(Field(tr("Số, ký hiệu"), self.number), Field(tr("Cơ quan ban hành"), self.issuer))
        names = (tr("Ngày ký"), tr("Có hiệu lực từ"), tr("Đến hết ngày"))
        self._dates = [Field(name, field) for name, field in zip(names, (self.date, self.start, self.end), strict=True)]
        for field in self._dates:
            space.fix(field, width=_DATE_WIDTH)
        card.add(Flow(*self._dates, gap=tokens.S16))
        card.add(Label(tr("Để trống ngày hết hiệu lực nếu quyết định chưa định ngày."), "caption", wrap=True))
        card.add(Field(tr("Ghi chú của văn phòng"), self.note))
        column = space.column(self)
        column.addWidget(card)
        column.addStretch(1)
        for text in (self.number, self.issuer, self.note):
            text.text_changed_settled.connect(lambda _: self.edited.emit())
            text.text_committed.connect(lambda _: self.edited.emit())
        for field in self._dates:
            date = field.widget
            assert isinstance(date, DateInput)
            date.value_changed.connect(lambda _: self.edited.emit())
            date.misread.connect(lambda wrong, field=field: field.set_trouble(tr("Ví dụ 05/01/2027.") if wrong else ""))

    def show_decision(self, decision: Decision) -> None:
        """Show it; nothing is told."""
        self.number.set_words(decision.number)
        self.issuer.set_words(decision.issuer)
        self.note.set_words(decision.note)
        self.date.set_value(decision.date)
        self.start.set_value(decision.valid_from)
        self.end.set_value(decision.valid_to)

    def with_paper(self, decision: Decision) -> Decision:
        """The decision as this form has it."""
        return replace(
            decision,
            number=decision.number if self.number.composing else self.number.words(),
            issuer=decision.issuer if self.issuer.composing else self.issuer.words(),
            note=decision.note if self.note.composing else self.note.words(),
            date=self.date.value,
            valid_from=self.start.value,
            valid_to=self.end.value,
        )

    @property
    def is_composing(self) -> bool:
        """Is a word being composed?"""
        return any(one.composing for one in (self.number, self.issuer, self.note))

    def leave(self) -> None:
        """Take in what is being typed."""
        for field in (self.number, self.issuer, self.note, self.date, self.start, self.end):
            field.commit()
