"""What plans say, in sentences: the page, the command line, the printed plan and the calendar say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plan_needs import Unvisited
from chibo_desktop.domain.plan_troubles import Trouble
from chibo_desktop.domain.plans import Month, PlannedVisit, PlanState, TroubleKind
from chibo_desktop.domain.wording import month_of, padded, short_date, weekday
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_CELL = "Chi bộ "
_UNMARKED = ("thôn ", "xóm ")
_SHOWN_OF_ID = 6


def day_words(day: dt.date) -> str:
    """``03/12``, as one says it of the year at hand."""
    return short_date(day).rpartition("/")[0]


def month_words(month: Month) -> str:
    """``12/2026``."""
    year, number = map(int, month.split("-"))
    return month_of(dt.date(year, number, 1))


def place_words(cell: CellSnapshot) -> str:
    """A cell at the beginning of a sentence: ``Thôn Nà Thử`` for ``Chi bộ thôn Nà Thử``."""
    name = place_inside(cell)
    return name[:1].upper() + name[1:]


def place_inside(cell: CellSnapshot) -> str:
    """The same inside a sentence: ``thôn Nà Thử``."""
    return cell.name.removeprefix(_CELL)


def short_place(cell: CellSnapshot) -> str:
    """A cell where there is little room: ``Nà Thử``; a name that is no village's stays as it is."""
    name = cell.name.removeprefix(_CELL)
    found = next((name.removeprefix(kind) for kind in _UNMARKED if name.startswith(kind)), name)
    return found[:1].upper() + found[1:]


class PlanWords:
    """Sentences about the visits of some groups; ``around`` are the visits that troubles name."""

    def __init__(self, groups: Iterable[DecidedGroup], around: Mapping[PlannedId, PlannedVisit]) -> None:
        self._groups = {one.id: one for one in groups}
        self._around = around

    def group(self, id_: GroupId) -> str:
        """``Tổ số 05 cấp xã``; of a group that no decision knows the beginning of its id."""
        found = self._groups.get(id_)
        if found is None:
            return tr("Tổ %1", id_[:_SHOWN_OF_ID])
        return found.name if found.tier is None else f"{found.name} {word(found.tier).lower()}"

    def trouble(self, trouble: Trouble) -> str:
        """What speaks against a visit, with names, days and hours."""
        visit = self._around.get(trouble.visit)
        other = None if trouble.other is None else self._around.get(trouble.other)
        if visit is None or (trouble.other is not None and other is None):
            return ""
        if other is None:
            return tr("%1%2.", place_words(visit.cell), self._when(visit, with_start=False))
        match trouble.kind:
            case TroubleKind.SAME_CELL:
                return self._same_cell(visit, other)
            case TroubleKind.REPEATED_CELL:
                return self._repeated(visit, other, trouble.unvisited)
            case _:
                return self._two_places(visit, other, trouble)

    def _same_cell(self, visit: PlannedVisit, other: PlannedVisit) -> str:
        place, one, two = place_words(visit.cell), self._said(other.group), self._said(visit.group)
        if (visit.day, visit.start) == (other.day, other.start):
            one, two = sorted((one, two))  # neither came first
            return tr("%1%2: %3 và %4 cùng đăng ký.", place, self._when(visit), one, two)
        one, two = one + self._when(other), two + self._when(visit)
        return tr("%1 trong tháng %2: %3 và %4 cùng đăng ký.", place, month_words(visit.month), one, two)

    def _repeated(self, visit: PlannedVisit, other: PlannedVisit, unvisited: int) -> str:
        there = place_inside(visit.cell) + self._when(visit, with_start=False)
        before = self._when(other, with_start=False) or tr(" tháng %1", month_words(other.month))
        again = tr("%1 dự lại %2, lần trước%3.", self.group(visit.group), there, before)
        return again + tr(" Trong kỳ còn %1 chi bộ chưa có ai dự.", padded(unvisited))

    def _two_places(self, visit: PlannedVisit, other: PlannedVisit, trouble: Trouble) -> str:
        who = ", ".join(one.name for one in trouble.people) or self.group(visit.group)
        first = (
            tr("%1 đến %2", short_place(other.cell), other.end)
            if other.end and other.start and other.end > other.start
            else tr("%1 từ %2", short_place(other.cell), other.start)
        )
        second = tr("%1 từ %2", short_place(visit.cell), visit.start)
        day = "" if visit.day is None else tr(" ngày %1", day_words(visit.day))
        way = padded(trouble.travel_minutes or 0)
        return tr("%1%2: %3, %4, đường đi %5 phút.", who, day, first, second, way)

    def _said(self, group: GroupId) -> str:
        """A group inside a sentence."""
        name = self.group(group)
        return name[:1].lower() + name[1:]

    def _when(self, visit: PlannedVisit, *, with_start: bool = True) -> str:
        """`` ngày 03/12, 14:00``; nothing where no day is known."""
        if visit.day is None:
            return ""
        day = tr(" ngày %1", day_words(visit.day))
        return f"{day}, {visit.start}" if with_start and visit.start else day

    def kept(self, trouble: Trouble) -> str:
        """What was kept, and why."""
        return tr("%1: %2 Giữ, lý do: %3", word(trouble.kind), self.trouble(trouble), trouble.kept)

    def visit(self, visit: PlannedVisit, state: PlanState | None = None) -> str:
        """A planned visit in one line, as it is spoken."""
        when = tr("chưa có ngày") if visit.day is None else f"{weekday(visit.day)} {day_words(visit.day)}"
        hours = hours_words(visit)
        parts = (when, hours, visit.cell.name, self.group(visit.group), word(state or visit.state), visit.reason)
        return ", ".join(part for part in parts if part)


def hours_words(visit: PlannedVisit) -> str:
    """``14:00–15:30``, ``14:00``, or nothing."""
    return f"{visit.start}–{visit.end}" if visit.start and visit.end else visit.start or ""


def superior_words(cell: CellSnapshot) -> str:
    return cell.superiors[0].name if cell.superiors else ""


def wait_words(one: Unvisited) -> str:
    """For how long nobody has visited a cell."""
    return tr("chưa lần nào") if one.months is None else tr("%1 tháng", padded(one.months))
