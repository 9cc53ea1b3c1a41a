"""Planned visits as days of a calendar and as lines of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from chibo_desktop.domain.ids import PlannedId
from chibo_desktop.domain.plan_needs import Unvisited
from chibo_desktop.domain.plans import PlanState
from chibo_desktop.domain.wording import padded, short_date, weekday
from chibo_desktop.services.plan_lists import GlanceDay, PlanLine
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.calendar_days import CalendarDay, CalendarEntry
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.plan_data import Looked, Mode
from chibo_desktop.ui.plan_words import (
    PlanWords,
    day_words,
    hours_words,
    place_words,
    short_place,
    superior_words,
    wait_words,
)
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_SPOKEN = 4
"""Visits of a day that are read out; the list of the day has them all."""


Marked = Mapping[dt.date, frozenset[PlannedId]]
"""Visits that somebody should look at, by their days."""


def calendar_days(looked: Looked, words: PlanWords, marked: Marked) -> list[CalendarDay]:
    """The days of the calendar, whole weeks of them."""
    first, last = looked.wanted.span
    days = (first + dt.timedelta(days=step) for step in range((last - first).days + 1))
    return [_day(day, looked, words, marked) for day in days]


def _day(day: dt.date, looked: Looked, words: PlanWords, by_day: Marked) -> CalendarDay:
    wanted, found = looked.wanted, looked.glance.days.get(day, GlanceDay(day, 0, ()))
    marked = by_day.get(day, frozenset())
    is_inside = wanted.mode is Mode.WEEK or f"{day:%Y-%m}" == wanted.month
    entries = tuple(_entry(line, words, marked) for line in found.lines)
    is_first = day.day == 1 or day == wanted.span[0]
    return CalendarDay(
        day,
        day_words(day) if is_first else f"{day.day}",
        _told(found, entries),
        is_inside=is_inside,
        is_today=day == looked.glance.today,
        is_barred=is_inside and day.day <= looked.rules.first_week_days,
        entries=entries,
        count=found.count,
        rest_marked=not marked <= {line.visit.id for line in found.lines},
    )


def _entry(line: PlanLine, words: PlanWords, marked: frozenset[PlannedId]) -> CalendarEntry:
    visit = line.visit
    text = f"{visit.start} {short_place(visit.cell)}" if visit.start else short_place(visit.cell)
    is_moved = line.state is PlanState.POSTPONED
    return CalendarEntry(visit.id, text, words.group(visit.group), visit.id in marked and not is_moved, is_moved)


def _told(found: GlanceDay, entries: tuple[CalendarEntry, ...]) -> str:
    head = tr("%1 %2, %3 buổi", weekday(found.day), day_words(found.day), padded(found.count))
    parts = [tr("%1, cần xem", one.text) if one.marked else one.text for one in entries[:_SPOKEN]]
    if found.count > len(parts):
        parts.append(tr("và %1 buổi nữa", padded(found.count - len(parts))) if parts else "")
    return ". ".join(part for part in (head, *parts) if part)


class PlanRows:
    """The list of a month. ``marked`` and ``words`` may be set anew; the table is painted with what they are then."""

    def __init__(self) -> None:
        self.words = PlanWords((), {})
        self.marked: frozenset[PlannedId] = frozenset()
        self.model: RowsModel[PlanLine] = RowsModel(tuple(self._columns()), self._spoken)

    def _columns(self) -> Iterator[Column[PlanLine]]:
        yield Column(tr("Ngày"), _date_text, second=_weekday_text, width=104, sort=_by_day)
        yield Column(tr("Giờ"), lambda line: hours_words(line.visit), width=138)
        yield Column(
            tr("Chi bộ"),
            _place_text,
            second=lambda line: superior_words(line.visit.cell),
            look="medium",
            sort=_place_text,
        )
        yield Column(
            tr("Tổ, người dự"), lambda line: self.words.group(line.visit.group), second=_people_text,
            sort=lambda line: (self.words.group(line.visit.group), _by_day(line)),
        )  # fmt: skip
        yield Column(tr("Loại"), lambda line: word(line.visit.kind), width=120, look="second")
        yield Column("", icon=self._mark, width=44)
        yield Column(tr("Trạng thái"), chip=lambda line: sentences.state_chip(line.state, line.visit.reason), width=146)

    def _mark(self, line: PlanLine) -> tuple[Icon, str, str] | None:
        return (Icon.TRIANGLE, "warn", tr("cần xem")) if line.visit.id in self.marked else None

    def _spoken(self, line: PlanLine) -> str:
        told = self.words.visit(line.visit, line.state)
        return tr("%1, cần xem", told) if line.visit.id in self.marked else told


def _place_text(line: PlanLine) -> str:
    return place_words(line.visit.cell)


def _by_day(line: PlanLine) -> tuple[dt.date, str]:
    return line.visit.day or dt.date.max, line.visit.start or ""


def _date_text(line: PlanLine) -> str:
    return tr("chưa có") if line.visit.day is None else day_words(line.visit.day)


def _weekday_text(line: PlanLine) -> str:
    return "" if line.visit.day is None else weekday(line.visit.day)


def _people_text(line: PlanLine) -> str:
    return ", ".join(one.name for one in line.visit.members)


def unvisited_model() -> RowsModel[Unvisited]:
    """Cells that wait, the longest wait first."""
    last: Callable[[Unvisited], str] = lambda one: "" if one.last is None else short_date(one.last)  # noqa: E731 - a column
    return RowsModel(
        (
            Column(
                tr("Chi bộ"), lambda one: one.cell.name, second=lambda one: superior_words(one.cell), look="medium",
                sort=lambda one: one.cell.name,
            ),
            Column(tr("Dự lần cuối"), last, width=140, sort=lambda one: one.last or dt.date.min),
            Column(tr("Đã chờ"), wait_words, width=140),
        )
    )  # fmt: skip
