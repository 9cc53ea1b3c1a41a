"""Above the report: which period, of which unit, under the organisations of then or of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.reports import MONTHS, Asked, ReportKind, period
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.date_time import DateInput
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.report_words import as_of_words
from chibo_desktop.ui.speech import tr

_EARLIEST = 2010


class ReportBar(QWidget):
    """`asked()` is what has been chosen."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        day = today()
        self.units: Mapping[str, OrganisationId] = {}
        kinds: list[tuple[object, str]] = [
            (ReportKind.MONTH, tr("Tháng")), (ReportKind.QUARTER, tr("Quý")), (ReportKind.HALF_YEAR, tr("6 tháng")),
            (ReportKind.YEAR, tr("Năm")), (ReportKind.PERIOD, tr("Tự chọn ngày")),
        ]  # fmt: skip
        years: list[tuple[object, str]] = [(year, str(year)) for year in range(day.year + 1, _EARLIEST - 1, -1)]
        self.kind = Field(tr("Loại kỳ"), Choice(kinds, ReportKind.HALF_YEAR))
        self.number = Field(tr("Kỳ"), Choice([]))
        self.year = Field(tr("Năm"), Choice(years, day.year))
        self.first = Field(tr("Từ ngày"), DateInput(dt.date(day.year, 1, 1), today))
        self.last = Field(tr("Đến hết ngày"), DateInput(day, today))
        self.unit = Field(tr("Đơn vị"), CompleterInput(placeholder=tr("Tất cả; gõ tên không cần dấu để tìm")))
        counted: list[tuple[object, str]] = [(one, as_of_words(one)) for one in (AsOf.THEN, AsOf.TODAY)]
        self.as_of = Field(tr("Tính theo"), Choice(counted, AsOf.THEN))
        for field, width in ((self.unit, 308), (self.first, 128), (self.last, 128), (self.number, 136)):
            space.fix(field, min_width=width, max_width=width)
        fields = (self.kind, self.number, self.year, self.first, self.last, self.unit, self.as_of)
        space.column(self).addWidget(Flow(*fields, gap=tokens.S12))
        self._choice(self.kind).chosen.connect(lambda _: self._offer_numbers())
        self._offer_numbers(1 + (day.month > 6))

    def set_units(self, units: Mapping[str, OrganisationId]) -> None:
        """Offer these units by name."""
        self.units = units
        line = self.unit.widget
        if isinstance(line, CompleterInput):
            line.set_names(list(units))

    def asked(self) -> Asked:
        """Raises ``Refusal`` PERIOD_WRONG, ORGANISATION_UNKNOWN."""
        first, last = self._days()
        if first is None or last is None or last < first:
            raise Refusal("PERIOD_WRONG")
        typed = self._unit_words()
        unit = self.units.get(typed)
        if typed and unit is None:
            raise Refusal("ORGANISATION_UNKNOWN", organisation=typed)
        as_of = self._choice(self.as_of).value
        return Asked(first, last, as_of if isinstance(as_of, AsOf) else AsOf.THEN, unit)

    def choose(self, kind: ReportKind, year: int, number: int = 1) -> None:
        """Choose a period as a person would."""
        self._choice(self.kind).set_value(kind)
        self._offer_numbers(number)
        self._choice(self.year).set_value(year)

    def show_asked(self, asked: Asked) -> None:
        """Choose what another page asks for."""
        kind = asked.kind
        self.choose(kind, asked.first.year, (asked.first.month - 1) // MONTHS[kind] + 1 if kind in MONTHS else 1)
        for field, day in ((self.first, asked.first), (self.last, asked.last)):
            if isinstance(field.widget, DateInput):
                field.widget.set_value(day)
        self._choice(self.as_of).set_value(asked.as_of)
        line = self.unit.widget
        if isinstance(line, CompleterInput):
            line.set_words(next((name for name, unit in self.units.items() if unit == asked.unit), ""))

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        kind, year, number = (self._choice(one).value for one in (self.kind, self.year, self.number))
        if kind in MONTHS and isinstance(kind, ReportKind) and isinstance(year, int):
            return period(kind, year, number if isinstance(number, int) else 1)
        return tuple(one.widget.value if isinstance(one.widget, DateInput) else None for one in (self.first, self.last))  # type: ignore[return-value] - of two

    def _unit_words(self) -> str:
        line = self.unit.widget
        return line.words().strip() if isinstance(line, CompleterInput) else ""

    def _offer_numbers(self, number: int = 1) -> None:
        kind = self._choice(self.kind).value
        words: list[tuple[object, str]] = []
        if kind is ReportKind.HALF_YEAR:
            words = [(1, tr("Đầu năm")), (2, tr("Cuối năm"))]
        elif kind is ReportKind.QUARTER:
            words = [(one, tr("Quý %1", one)) for one in range(1, 5)]
        elif kind is ReportKind.MONTH:
            words = [(one, tr("Tháng %1", one)) for one in range(1, 13)]
        self._choice(self.number).set_choices(words, number)
        self.number.setVisible(bool(words))
        is_free = kind is ReportKind.PERIOD
        self.year.setVisible(not is_free)
        self.first.setVisible(is_free)
        self.last.setVisible(is_free)

    @staticmethod
    def _choice(field: Field) -> Choice:
        assert isinstance(field.widget, Choice)
        return field.widget
