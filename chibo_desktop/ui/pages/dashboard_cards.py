"""The charts of *Tổng quan*, each in a card that shows its table instead when asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.reports import Report
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.charts import Bars, Parts, Series, Swatch
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label, LongLabel
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.table import Table
from chibo_desktop.ui.report_words import ReportTable, Value, chart_of, tables_of, tier_words
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_TIERS = {tier_words(Tier.PROVINCE): "chart1", tier_words(Tier.DISTRICT): "chart2"}
_OTHER_TIERS = "chart4"
_NUMBER = 88  # units of a column of numbers
_LONG = 24  # letters that fit on one line of a first column
_STATES = {
    StepState.ANSWERED: "chart3",
    StepState.IN_PROGRESS: "chart4",
    StepState.FORWARDED: "chart2",
    StepState.NEW: "chart5",
    StepState.NOT_COMPETENT: "muted",
    StepState.CLOSED: "ok",
}
"""Each state in its colour; the legend says the words."""


class ChartCard(Card):
    """Title, something at its right, the chart, and `Xem dạng bảng` that shows the table in its place."""

    def __init__(self, title: str) -> None:
        super().__init__(gap=tokens.S8)
        head = space.row(gap=tokens.S12)
        self.beside = space.row(gap=tokens.S12)
        self.as_table = Button("", "link")
        self.as_table.clicked.connect(self._turn)
        space.put(head, LongLabel(title, "strong"), None, self.beside, self.as_table)
        self.body.addLayout(head)
        self._title = title
        self._stack = OpenStack()
        self._chart, self._tabled = QWidget(), QWidget()
        self.chart = space.column(self._chart, gap=tokens.S8)
        self._table_place = space.column(self._tabled)
        self._stack.add(self._chart)
        self._stack.add(self._tabled)
        self.add(self._stack)
        self.table: Table | None = None
        self._name_button()

    @property
    def is_tabled(self) -> bool:
        """Does the table stand in the place of the chart?"""
        return self._stack.place == 1

    def set_table(self, shown: ReportTable | None) -> None:
        """The table that says what the chart shows."""
        rows = () if shown is None else shown.rows
        if shown is not None and (self.table is None or self._heads() != shown.head):
            if self.table is not None:
                self.table.hide()
                self.table.deleteLater()
            self.table = Table(RowsModel(_columns(shown)), self._title)
            self._table_place.addWidget(self.table)
        if self.table is not None:
            self.table.rows_model.set_rows(rows)

    def _heads(self) -> tuple[str, ...]:
        return () if self.table is None else tuple(column.title for column in self.table.rows_model.columns)

    def _turn(self) -> None:
        self._stack.open(0 if self.is_tabled else 1)
        self._name_button()

    def _name_button(self) -> None:
        words = tr("Xem dạng hình") if self.is_tabled else tr("Xem dạng bảng")
        self.as_table.set_words(words)
        self.as_table.setAccessibleName(f"{words}: {self._title}")


def _columns(shown: ReportTable) -> Sequence[Column[tuple[Value, ...]]]:
    numbers = [all(isinstance(row[place], int) for row in shown.rows) for place in range(len(shown.head))]

    def column(place: int) -> Column[tuple[Value, ...]]:
        def text(row: tuple[Value, ...]) -> str:
            value = row[place]
            return padded(value) if isinstance(value, int) else value

        if place == 0:
            return Column(shown.head[place], text, wraps=any(len(text(row)) > _LONG for row in shown.rows))
        return Column(shown.head[place], text, width=_NUMBER, number=numbers[place])

    return [column(place) for place in range(len(shown.head))]


class MonthsCard(ChartCard):
    """Visits to cells by month, the tiers on top of each other."""

    def __init__(self) -> None:
        super().__init__(tr("Số lượt dự theo tháng"))
        self.bars = Bars(tr("Số lượt dự theo tháng"))
        self._legend = space.row(gap=tokens.S16)
        self.chart.addWidget(self.bars)
        self.chart.addLayout(self._legend)

    def show_report(self, report: Report) -> None:
        months, told = chart_of(report)
        shown = _without_gaps(months)
        numbers = {name: dict(zip(months, values, strict=True)) for name, values in told}
        series = [
            Series(name, _TIERS.get(name, _OTHER_TIERS), tuple(found.get(month, 0) for month in shown))
            for name, found in numbers.items()
        ]
        totals = [sum(one.values[place] for one in series) for place in range(len(shown))]
        names = [_month_name(month, len(shown)) for month in shown]
        sentence = "; ".join(
            tr("%1: %2 lượt", _month_name(month, 1), padded(total)) for month, total in zip(shown, totals, strict=True)
        )
        self.bars.show_bars(names, tuple(reversed(series)), sentence)
        _clear(self._legend)
        for one in series:
            pair = space.row(gap=tokens.S8)
            space.put(pair, Swatch(one.tint), Label(one.name, "caption"))
            self._legend.addLayout(pair)
        self._legend.addStretch(1)
        self.set_table(_table(report, "months"))


class PetitionsCard(ChartCard):
    """Petitions, proposals and guidance of the period, by what became of them."""

    def __init__(self) -> None:
        super().__init__(tr("Kiến nghị trong kỳ"))
        self.bar = Parts(tr("Kiến nghị theo trạng thái"))
        self.legend = space.grid(gap=tokens.S8)
        self.said = Label("", "caption", wrap=True)
        self.chart.addWidget(self.bar)
        self.chart.addLayout(self.legend)
        self.chart.addWidget(self.said)

    def show_report(self, report: Report) -> None:
        found = report.petitions
        states = [(state, found.by_state[state]) for state in _STATES if found.by_state.get(state)]
        whole = sum(number for _, number in states)
        sentence = ", ".join(tr("%1: %2", word(state), padded(number)) for state, number in states)
        self.bar.show_parts([(_STATES[state], number) for state, number in states], sentence)
        _clear(self.legend)
        for place, (state, number) in enumerate(states):
            line = space.row(gap=tokens.S8)
            space.put(
                line, Swatch(_STATES[state]), Label(word(state), "caption"), None, Label(padded(number), "strong")
            )
            self.legend.addLayout(line, place // 2, place % 2)
        self.legend.setColumnStretch(0, 1)
        self.legend.setColumnStretch(1, 1)
        said = tr(
            "%1 kiến nghị, đề xuất, ý kiến chỉ đạo, trong đó %2 quá hạn trả lời.", padded(whole), padded(found.overdue)
        )
        self.said.setText(said if whole else tr("Chưa có kiến nghị nào trong kỳ này."))
        self.bar.setVisible(whole > 0)
        self.set_table(_table(report, "petitions"))
        self.as_table.setVisible(whole > 0)


class CoverageCard(ChartCard):
    """Cells of an area flag that were attended at least once."""

    missed_requested = Signal()
    plan_requested = Signal()

    def __init__(self, leads_to_plan: bool) -> None:
        super().__init__(tr("Chi bộ vùng sâu, vùng xa"))
        self.share = Label("", "strong")
        self.beside.addWidget(self.share)
        self.bar = Parts(tr("Chi bộ vùng sâu, vùng xa đã được dự"), tokens.BAR)
        self.missed = Button("", "link")
        self.plan = Button(tr("Đưa vào kế hoạch"), "link")
        self.said = Label("", "caption", wrap=True)
        self._leads = leads_to_plan
        for part in (self.bar, self.said, Flow(self.missed, self.plan, gap=tokens.S8)):
            self.chart.addWidget(part)
        self.missed.clicked.connect(self.missed_requested)
        self.plan.clicked.connect(self.plan_requested)

    def show_report(self, report: Report) -> None:
        share, missed = report.coverage.remote, len(report.coverage.missed)
        self.share.setText(f"{share.attended}/{share.all}" if share.all else "")
        words = tr("Còn %1 chi bộ chưa được dự trong kỳ", padded(missed))
        self.bar.show_parts([("text2", share.attended)], f"{share.attended}/{share.all}. {words}.", share.all)
        self.bar.setVisible(share.all > 0)
        self.missed.set_words(words)
        self.missed.setVisible(missed > 0)
        self.plan.setVisible(missed > 0 and self._leads)
        none = tr("Danh mục chưa ghi chi bộ nào ở vùng sâu, vùng xa.")
        self.said.setText(tr("Tất cả đã được dự trong kỳ.") if share.all else none)
        self.said.setVisible(missed == 0)
        self.set_table(_table(report, "coverage"))
        self.as_table.setVisible(share.all > 0)


def _table(report: Report, key: str) -> ReportTable | None:
    return next((one for one in tables_of(report) if one.key == key), None)


def _without_gaps(months: Sequence[str]) -> list[str]:
    """Months from the first to the last, those without a visit included."""
    if not months:
        return []
    year, month = (int(part) for part in months[0].split("-"))
    found = [months[0]]
    while found[-1] < months[-1]:
        year, month = year + month // 12, month % 12 + 1
        found.append(f"{year:04d}-{month:02d}")
    return found


def _month_name(month: str, of: int) -> str:
    year, number = month.split("-")
    if of > 12:
        return f"{int(number)}/{year[2:]}"
    return str(int(number)) if of > 6 else tr("tháng %1", int(number))


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if isinstance(inner, QLayout):
            _clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
