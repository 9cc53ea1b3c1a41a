"""What narrows the list of petitions: a part of it, words, kind, level, state, and the days of the visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.petition_lists import StatementFilter
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.pages import petition_rows
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices

_CHOICE, _DAY = 168, 132


class PetitionTools(QWidget):
    """`changed`: something else is looked for."""

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self.part = Segmented(petition_rows.parts(), petition_rows.OPEN)
        self.part.setAccessibleName(tr("Phần danh sách"))
        self.search = LineInput("", tr("Tìm chữ trong biên bản (không cần dấu)"), 200)
        self.search.setAccessibleName(tr("Tìm kiến nghị"))
        self.kind = Choice([(None, tr("Mọi loại")), *choices(StatementKind)])
        self.level = Choice([(None, tr("Mọi cấp")), *choices(Addressee)])
        self.state = Choice([(None, tr("Mọi trạng thái")), *choices(StepState)])
        self.first, self.last = DateInput(None, today), DateInput(None, today)
        names = (
            (self.kind, tr("Loại"), _CHOICE), (self.level, tr("Cấp"), _CHOICE),
            (self.state, tr("Trạng thái"), _CHOICE + 40), (self.first, tr("Từ ngày"), _DAY),
            (self.last, tr("Đến ngày"), _DAY),
        )  # fmt: skip
        for widget, name, width in names:
            widget.setAccessibleName(name)
            space.fix(widget, width=width)
        self.first.setPlaceholderText(tr("Từ ngày"))
        self.last.setPlaceholderText(tr("Đến ngày"))
        space.fix(self.search, width=320)
        column = space.column(self, gap=tokens.S8)
        column.addWidget(Flow(self.part, self.search, gap=tokens.S12))
        column.addWidget(Flow(self.kind, self.level, self.state, self.first, self.last, gap=tokens.S8))
        self._connect()

    def _connect(self) -> None:
        self.part.chosen.connect(lambda _: self.changed.emit())
        self.search.text_changed_settled.connect(lambda _: self.changed.emit())
        for one in (self.kind, self.level, self.state):
            one.chosen.connect(lambda _: self.changed.emit())
        for one in (self.first, self.last):
            one.value_changed.connect(lambda _: self.changed.emit())

    @property
    def is_narrowed(self) -> bool:
        """Whether more than a part of the list was asked for."""
        return self.wanted != petition_rows.narrowed(self.part.value, self._today())

    @property
    def wanted(self) -> StatementFilter:
        """What is looked for."""
        kind, level, state = self.kind.value, self.level.value, self.state.value
        whole = petition_rows.narrowed(self.part.value, self._today())
        return replace(
            whole,
            kinds=(kind,) if isinstance(kind, StatementKind) else whole.kinds,
            levels=(level,) if isinstance(level, Addressee) else (),
            states=(state,) if isinstance(state, StepState) else (),
            first=self.first.value,
            last=self.last.value,
            text=self.search.words().strip(),
        )

    def forget(self) -> None:
        """Look for everything in this part again."""
        self.search.set_words("")
        for one in (self.kind, self.level, self.state):
            one.set_value(None)
        for one in (self.first, self.last):
            one.set_value(None)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write into each part how much there is."""
        for part, words in petition_rows.parts():
            count = counts.get(str(part), 0)
            self.part.set_word(part, tr("%1 (%2)", words, padded(count)) if count else words)
