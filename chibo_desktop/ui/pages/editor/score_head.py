"""The figures above the rubric: the visitor's total and class, and beside them the cell's own score."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.pages.editor.row_form import clean
from chibo_desktop.ui.speech import tr


class ScoreHead(Card):
    """Total, percentage and class are shown; the cell's own score and its weak points are typed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12)
        self._total, self._class = Label("", "figure"), Label("", "subfigure")
        self._percent = Label("", "second")
        self._own = NumberInput(digits=3)
        space.fix(self._own, width=112)
        self._weak = TextInput(lines=(1, 3))
        figures = space.row(gap=tokens.S16)
        space.put(figures, self._total, self._class, self._percent, None)
        top = space.row(gap=tokens.S24)
        left = space.column(gap=tokens.S4)
        left.addWidget(Label(tr("Tổ dự chấm"), "label"))
        left.addLayout(figures)
        top.addLayout(left, 1)
        top.addWidget(Field(tr("Chi bộ tự chấm"), self._own), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(Field(tr("Hạn chế cần khắc phục"), self._weak))
        for widget in (self._own, self._weak):
            widget.text_changed_settled.connect(lambda _: self.edited.emit())
            widget.text_committed.connect(lambda _: self.edited.emit())

    @property
    def own_points(self) -> int | None:
        """What the cell gave itself."""
        return self._own.value

    @property
    def weak_points(self) -> str:
        """What the visitor found wanting."""
        return clean(self._weak.words())

    def show_own(self, points: int | None, weak_points: str) -> None:
        """Show what is typed here; a field that is shown already keeps its cursor."""
        if self.own_points != points:
            self._own.set_value(points)
        if self.weak_points != weak_points:
            self._weak.set_words(weak_points)

    def show_total(self, total: str, percent: str, score_class: str, *, is_scored: bool) -> None:
        """Show the visitor's figures."""
        self._total.setText(total if is_scored else "…")
        self._percent.setText(tr("%1 %", percent) if is_scored and percent else tr("chưa chấm"))
        self._class.setText(score_class)
        self._class.setVisible(bool(score_class) and is_scored)

    def set_read_only(self, read_only: bool) -> None:
        """Finalised: to be read."""
        self._own.setReadOnly(read_only)
        self._weak.setReadOnly(read_only)
