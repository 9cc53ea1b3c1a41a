"""Days and people for cells that were given to groups, so that nothing speaks against any of the visits.

Whether something does is asked of the same checker that warns whoever types a plan. A cell for which no day is found
is left out. Two cells under one superior are one trip, where both are still in time.
"""

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chibo_desktop.domain.ids import GroupId, PersonId, PlannedId
from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import PlannedVisits, minutes_of
from chibo_desktop.domain.plans import Month, PlannedMember, PlannedVisit, cell_key
from chibo_desktop.domain.proposing import (
    CellToVisit,
    GroupToSend,
    Problem,
    Why,
    free_cells,
    needs,
    priority_of,
    room,
)
from chibo_desktop.domain.visits import HourMinute, SessionKind

_LONGEST_WAY: Final = 24 * 60
_DAY: Final = 24 * 60
_TRIED_AGAIN: Final = 40
"""So many cells are looked at for somebody who is still sent too seldom."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class _Stop:
    """A meeting of a trip."""

    cell: CellToVisit
    why: tuple[Why, ...]


def never() -> bool:
    """Nobody asks to stop."""
    return False


def arrange(
    problem: Problem, given: Mapping[str, GroupId], cancelled: Callable[[], bool] = never
) -> tuple[PlannedVisit, ...]:
    """Visits to the cells that were given to groups, and to others of theirs until the quotas are met.

    Their ids are numbers of this proposal. Raises ``Cancelled``.
    """
    calendar_ = _Calendar(problem)
    for group in problem.groups:
        if cancelled():
            raise Cancelled
        cells = [problem.cells[key] for key, taker in given.items() if taker == group.id]
        for trip in _trips(problem, cells):
            if not calendar_.place(group, trip) and len(trip) > 1:
                for stop in trip:
                    calendar_.place(group, (stop,))
    for group in problem.groups:
        if cancelled():
            raise Cancelled
        calendar_.meet_quota(group)
    found = sorted(calendar_.made, key=lambda one: (one.date or dt.date.min, one.start or "", one.group, one.id))
    return tuple(replace(one, id=PlannedId(f"#{number:05}")) for number, one in enumerate(found, 1))


def days_of(month: Month, rules: PlanRules) -> tuple[dt.date, ...]:
    """Days of regular meetings: the one of the rules, then the others of the first week, working days first."""
    year, number = map(int, month.split("-"))
    last = min(max(rules.first_week_days, rules.regular_day), calendar.monthrange(year, number)[1])
    days = [dt.date(year, number, day) for day in range(1, last + 1)]
    regular = rules.regular_day

    def place(day: dt.date) -> tuple[bool, bool, int, int]:
        return (day.day != regular, day.weekday() >= _SATURDAY, abs(day.day - regular), day.day)

    return tuple(sorted(days, key=place))


def _trips(problem: Problem, cells: Sequence[CellToVisit]) -> list[tuple[_Stop, ...]]:
    """Cells of one superior in twos, the most worthy trip first."""
    size = 2 if len(problem.options.starts) > 1 else 1
    beside: dict[str, list[CellToVisit]] = defaultdict(list)
    for cell in sorted(cells, key=lambda one: (-problem.worth(one), one.key)):
        beside[cell.near].append(cell)
    trips = [
        tuple(_Stop(cell, problem.reasons(cell)) for cell in there[first : first + size])
        for there in beside.values()
        for first in range(0, len(there), size)
    ]
    return sorted(trips, key=lambda trip: (-max(problem.worth(stop.cell) for stop in trip), trip[0].cell.key))


class _Calendar:
    """The visits that were found so far, among those that were planned."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._checker = PlannedVisits(problem.planned, problem.rules, problem.ground)
        self._room = room(problem)
        self._needs = needs(problem)
        self._free = set(free_cells(problem))
        self._doors = {(one.month, cell_key(one.cell)) for one in problem.planned if one.is_held}
        self._doors |= {(month, key) for month, there in problem.visited.items() for key in there}
        self._sent: Counter[tuple[GroupId, PersonId]] = Counter(
            (one.group, who.id)
            for one in problem.planned
            if one.is_held and one.month in problem.months
            for who in one.members
        )
        self._days = {month: days_of(month, problem.rules) for month in problem.months}
        self.made: list[PlannedVisit] = []

    def place(self, group: GroupToSend, trip: tuple[_Stop, ...], *, needed: bool = False) -> bool:
        """Find month, day and people for a trip; ``needed``: only with somebody who is sent too seldom.

        No trip of two cells is made that would take the room which others need for their quotas.
        """
        if len(trip) > 1 and not self._can_spare(group, len(trip)):
            return False
        for month in self._months(group, trip):
            for members in self._parties(group, needed=needed):
                if self._place_in(group, trip, month, members):
                    return True
        return False

    def _can_spare(self, group: GroupToSend, visits: int) -> bool:
        """Whether, once those who are next have made so many visits, there is room left for what others need."""
        needed = self._needs[group.id]
        party = next(self._parties(group, needed=False), ())
        met = sum(max(0, min(needed[who.id], visits)) for who in party)
        waiting = sum(max(0, count) for count in needed.values()) - met
        return (sum(self._room[group.id].values()) - visits) * max(1, len(party)) >= waiting

    def _months(self, group: GroupToSend, trip: tuple[_Stop, ...]) -> list[Month]:
        """Those with room, the most of it first: so the worthiest trips come early and the months are alike."""
        free = self._room[group.id]
        here = [month for month in self._problem.months if free[month] >= len(trip)]
        keys = [stop.cell.key for stop in trip]
        here = [month for month in here if all(key in group.areas.get(month, ()) for key in keys)]
        here = [month for month in here if not any((month, key) in self._doors for key in keys)]
        return sorted(here, key=lambda month: -free[month])

    def _place_in(
        self, group: GroupToSend, trip: tuple[_Stop, ...], month: Month, members: tuple[PlannedMember, ...]
    ) -> bool:
        starts, size = self._problem.options.starts, len(trip)
        for first in range(len(starts) - size + 1):
            for day in self._days[month]:
                times = zip(trip, starts[first : first + size], strict=True)
                visits = [self._visit(group, stop, (month, day, start), members) for stop, start in times]
                if self._take(visits, [stop.why for stop in trip]):
                    return True
        return False

    def _parties(self, group: GroupToSend, *, needed: bool) -> Iterator[tuple[PlannedMember, ...]]:
        """Who could go together: first those who are sent too seldom, then those who were sent least."""
        size = min(self._problem.options.together, len(group.members))
        ranked = self._ranked(group)
        for first in range(len(ranked) - size + 1):
            if not needed or self._needs[group.id][ranked[first].id] > 0:
                yield tuple(ranked[first : first + size])

    def _ranked(self, group: GroupToSend) -> list[PlannedMember]:
        needed = self._needs[group.id]
        return sorted(group.members, key=lambda who: (-needed[who.id], self._sent[group.id, who.id]))

    def _visit(
        self, group: GroupToSend, stop: _Stop, when: tuple[Month, dt.date, HourMinute], who: tuple[PlannedMember, ...]
    ) -> PlannedVisit:
        month, day, start = when
        way = stop.cell.way(group.tier)
        minutes = None if way is None else min(sum(way) * self._problem.options.minutes_a_kilometre, _LONGEST_WAY)
        end = _later(start, self._problem.rules.minutes_of(SessionKind.REGULAR))
        visit = PlannedVisit(PlannedId(f"#{stop.cell.key} {month}"), group.id, month, stop.cell.cell)
        return replace(visit, date=day, start=start, end=end, travel_minutes=minutes, members=who)

    def _take(self, visits: Sequence[PlannedVisit], whys: Sequence[tuple[Why, ...]]) -> bool:
        """Write the visits down, if nothing speaks against any of them."""
        for place, visit in enumerate(visits):
            if self._checker.visit(visit.id) is not None or self._checker.against(visit):
                for one in visits[:place]:
                    self._checker.drop(one.id)
                return False
            self._checker.put(visit)
        for place, (visit, why) in enumerate(zip(visits, whys, strict=True)):
            self._note(visit, why, is_near=place > 0)
        return True

    def _note(self, visit: PlannedVisit, why: tuple[Why, ...], *, is_near: bool) -> None:
        needed = self._needs[visit.group]
        is_needed = any(needed[who.id] > 0 for who in visit.members)
        why = (*why, *((Why.QUOTA,) if is_needed else ()), *((Why.NEAR,) if is_near else ()))
        codes = tuple(one.value for one in dict.fromkeys(why))
        self.made.append(replace(visit, priority=priority_of(why), why=codes))
        self._room[visit.group][visit.month] -= 1
        self._free.discard(cell_key(visit.cell))
        self._doors.add((visit.month, cell_key(visit.cell)))
        for who in visit.members:
            needed[who.id] -= 1
            self._sent[visit.group, who.id] += 1

    def meet_quota(self, group: GroupToSend) -> None:
        """Send those who are sent too seldom to cells of the group that are left, then to some for a second time."""
        while any(count > 0 for count in self._needs[group.id].values()):
            if not any(self.place(group, (stop,), needed=True) for stop in self._more(group)):
                return

    def _more(self, group: GroupToSend) -> Iterator[_Stop]:
        problem = self._problem
        went = Counter(cell_key(one.cell) for one in self.made)
        cells = [problem.cells[key] for key in group.cells if key in problem.cells]
        cells.sort(key=lambda one: (one.key not in self._free, went[one.key], -problem.worth(one), one.key))
        for cell in cells[:_TRIED_AGAIN]:
            yield _Stop(cell, problem.reasons(cell) if cell.key in self._free else (Why.AGAIN,))


def _later(start: HourMinute, minutes: int) -> HourMinute:
    end = min((minutes_of(start) or 0) + minutes, _DAY - 1)
    return f"{end // 60:02}:{end % 60:02}"
