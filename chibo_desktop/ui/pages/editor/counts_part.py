"""Attendance by numbers alone, typed as they were heard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.visits import Counts
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.speech import tr


def _groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return (
        (
            tr("Đảng viên của chi bộ"),
            (
                ("total", tr("Tổng số")),
                ("official", tr("Chính thức")),
                ("probationary", tr("Dự bị")),
                ("temporary", tr("Sinh hoạt tạm thời")),
                ("exempt", tr("Miễn sinh hoạt")),
                ("elsewhere", tr("Sinh hoạt nơi khác")),
            ),
        ),
        (
            tr("Có mặt, vắng mặt"),
            (
                ("present", tr("Có mặt")),
                ("present_official", tr("Có mặt, chính thức")),
                ("present_probationary", tr("Có mặt, dự bị")),
                ("excused", tr("Vắng có lý do")),
                ("unexcused", tr("Vắng không lý do")),
            ),
        ),
    )


class CountsPart(Card):
    """Every number may be left open: nobody counted it."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12)
        self._inputs: dict[str, NumberInput] = {}
        for title, fields in _groups():
            self.add(Label(title, "strong"), Flow(*(self._field(*field) for field in fields), gap=tokens.S12))

    def _field(self, name: str, label: str) -> Field:
        widget = NumberInput(digits=4)
        space.fix(widget, width=136)
        widget.value_changed.connect(lambda _: self.edited.emit())
        widget.finished.connect(self.focusNextChild)
        self._inputs[name] = widget
        return Field(label, widget)

    def show_counts(self, counts: Counts, *, read_only: bool) -> None:
        """Show these numbers."""
        for name, widget in self._inputs.items():
            wanted = getattr(counts, name)
            if widget.value != wanted:
                widget.set_value(wanted)
            widget.setReadOnly(read_only)

    def collect(self, counts: Counts) -> Counts:
        """The numbers as they stand in the fields."""
        return replace(counts, **{name: widget.value for name, widget in self._inputs.items()})

    def commit(self) -> None:
        """Leave the fields."""
        for widget in self._inputs.values():
            widget.commit()

    def first_empty_field(self) -> QWidget:
        """The first number that nobody has typed."""
        fields = list(self._inputs.values())
        return next((field for field in fields if field.value is None), fields[0])

    def focused(self, focus: QWidget | None) -> str:
        """The name of the number that has the focus, or ""."""
        return next((name for name, widget in self._inputs.items() if widget is focus), "")

    def field(self, name: str) -> QWidget | None:
        """The field of a number."""
        return self._inputs.get(name)
