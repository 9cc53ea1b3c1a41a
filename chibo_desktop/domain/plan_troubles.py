"""What speaks against planned visits: found among ten thousand of them, or against one while it is being typed.

A plan warns and never blocks, so nothing here refuses. Visits that are not to take place - cancelled, or postponed to a
day that nobody knows - speak against nothing.

Two places at once. A visit lasts from its start to its end; without an end, or with one that is not after the start, as
long as such a meeting is taken to last. Between two visits lies the way: the longer of the ways that were stated for
the two of them (each is the way from the seat of the group; the way from one cell to the other is nowhere known), the
assumed one where none was stated. Two visits to different cells collide when the later one starts before the way from
the earlier one is done: arriving in time on the minute is in time. One without day or start is at no time, so it
collides with nothing. Somebody is in two places when visits that name him collide. A group is when two of its visits
collide of which at least one does not name who goes: where both do and nobody is named twice, the group has parted.
"""

import datetime as dt
import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from chibo_desktop.domain.ids import GroupId, PersonId, PlannedId
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import Month, PlannedMember, PlannedVisit, PlanState, TroubleKind, cell_key
from chibo_desktop.domain.visits import HourMinute, SessionKind

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_REGULAR: Final = frozenset({SessionKind.REGULAR, SessionKind.REGULAR_THEMATIC})
_DAY_MINUTES: Final = 24 * 60
_NO_TIME: Final = dt.date.max.toordinal() * _DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on: the cells (``cell_key``) of each group, and those that were visited in each month.

    ``people``: of somebody who is known under several ids the one that stands for all of them.
    """

    areas: Mapping[GroupId, frozenset[str]] = field(default_factory=dict[GroupId, frozenset[str]])
    visited: Mapping[Month, frozenset[str]] = field(default_factory=dict[Month, frozenset[str]])
    people: Mapping[PersonId, PersonId] = field(default_factory=dict[PersonId, PersonId])


_STANDARD: Final = PlanRules()
_UNKNOWN: Final = Ground()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that speaks against ``visit``; of two visits the later one, ``other`` is the earlier.

    ``people`` are in two places, with a way of ``travel_minutes`` between them. ``unvisited``: how many cells of the
    group nobody visits in the period. ``kept``: the reason for which it was kept; ``None`` while it is open.
    """

    kind: TroubleKind
    visit: PlannedId
    other: PlannedId | None = None
    people: tuple[PlannedMember, ...] = ()
    travel_minutes: int | None = None
    unvisited: int = 0
    kept: str | None = None

    @property
    def concerns(self) -> tuple[PlannedId, ...]:
        return (self.visit,) if self.other is None else (self.visit, self.other)


@dataclass(frozen=True, slots=True)
class _Stay:
    """A visit that is to take place, with what is asked again and again. Times are minutes since the year 1.

    ``order``: the earlier one of two visits is the one of the earlier month, then day and start, then id.
    """

    visit: PlannedVisit
    order: tuple[str, int, str]
    cell: str
    people: dict[PersonId, PlannedMember]
    period: int
    start: int | None
    end: int
    way: int | None


class PlannedVisits:
    """Planned visits, arranged so that what speaks against one is found without looking at all others."""

    def __init__(
        self, visits: Iterable[PlannedVisit] = (), rules: PlanRules = _STANDARD, ground: Ground = _UNKNOWN
    ) -> None:
        self._rules = rules
        self._ground = ground
        self._stays: dict[PlannedId, _Stay] = {}
        self._at_cell: dict[tuple[Month, str], set[PlannedId]] = defaultdict(set)
        self._of_group: dict[tuple[int, GroupId, str], set[PlannedId]] = defaultdict(set)
        self._planned: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._times: dict[str, list[tuple[int, PlannedId]]] = defaultdict(list)
        self._unvisited: dict[tuple[int, GroupId], int] = {}
        self._longest_stay = self._longest_way = 0
        for visit in visits:
            self.put(visit)

    def put(self, visit: PlannedVisit) -> None:
        """Take a visit in, in place of what was known of it."""
        self.drop(visit.id)
        if visit.is_held:
            self._place(_stay(visit, self._rules, self._ground.people))

    def drop(self, planned: PlannedId) -> None:
        """Take a visit out, if it is in."""
        stay = self._stays.pop(planned, None)
        if stay is None:
            return
        if stay.cell:
            self._at_cell[stay.visit.month, stay.cell].discard(planned)
            self._of_group[stay.period, stay.visit.group, stay.cell].discard(planned)
            self._planned[stay.period][stay.cell] -= 1
            self._unvisited.clear()
        if stay.start is not None:
            for times in self._times_of(stay):
                del times[bisect_left(times, (stay.start, planned))]

    def visit(self, planned: PlannedId) -> PlannedVisit | None:
        """A visit that is to take place, if it is in."""
        stay = self._stays.get(planned)
        return None if stay is None else stay.visit

    def against(self, visit: PlannedVisit) -> tuple[Trouble, ...]:
        """What would speak against this visit, or because of it against a later one, were it among the others.

        What they know of the same visit gives way to it.
        """
        if not visit.is_held:
            return ()
        before = self._stays.get(visit.id)
        self.put(visit)
        try:
            return self._in_order(self._found(self._stays[visit.id]))
        finally:
            self.drop(visit.id)
            if before is not None:
                self._place(before)

    def troubles(self, months: Collection[Month] | None = None) -> tuple[Trouble, ...]:
        """Everything that speaks against visits, of all months or where a visit of these months takes part."""
        stays = (stay for stay in self._stays.values() if months is None or stay.visit.month in months)
        return self._in_order(trouble for stay in stays for trouble in self._found(stay))

    def _in_order(self, found: Iterable[Trouble]) -> tuple[Trouble, ...]:
        """Each trouble once, in the order of the visits, whatever order they were found in."""
        placed = {(self._stays[one.visit].order, one.kind, one.other or ""): one for one in found}
        return tuple(placed[key] for key in sorted(placed))

    def _place(self, stay: _Stay) -> None:
        visit = stay.visit
        self._stays[visit.id] = stay
        if stay.cell:
            self._at_cell[visit.month, stay.cell].add(visit.id)
            self._of_group[stay.period, visit.group, stay.cell].add(visit.id)
            self._planned[stay.period][stay.cell] += 1
            self._unvisited.clear()
        if stay.start is not None:
            self._longest_stay = max(self._longest_stay, stay.end - stay.start)
            self._longest_way = max(self._longest_way, self._rules.travel_minutes, stay.way or 0)
            for times in self._times_of(stay):
                insort(times, (stay.start, visit.id))

    def _times_of(self, stay: _Stay) -> Iterator[list[tuple[int, PlannedId]]]:
        """The moments of everybody who is there, this visit's among them. Ids are random: none is another's."""
        yield self._times[stay.visit.group]
        for person in stay.people:
            yield self._times[person]

    def _found(self, stay: _Stay) -> Iterator[Trouble]:
        """Troubles in which a visit of these takes part."""
        if _is_outside_first_week(stay.visit, self._rules.first_week_days):
            kind = TroubleKind.OUTSIDE_FIRST_WEEK
            yield Trouble(kind, stay.visit.id, kept=_kept(kind, stay.visit, None))
        if stay.cell:
            for id_ in self._at_cell[stay.visit.month, stay.cell]:
                if self._stays[id_].visit.group != stay.visit.group:
                    yield _pair(TroubleKind.SAME_CELL, stay, self._stays[id_])
            yield from self._repeated(stay)
        if stay.start is not None:
            yield from self._collisions(stay, stay.start)

    def _repeated(self, stay: _Stay) -> Iterator[Trouble]:
        """Each later visit of the group to the cell in the period, with the first one."""
        same = self._of_group[stay.period, stay.visit.group, stay.cell]
        unvisited = self._count_unvisited(stay.period, stay.visit.group) if len(same) > 1 else 0
        if not unvisited:
            return
        first = min((self._stays[id_] for id_ in same), key=lambda one: one.order)
        later = [id_ for id_ in same if id_ != first.visit.id] if first is stay else [stay.visit.id]
        for id_ in later:
            yield replace(_pair(TroubleKind.REPEATED_CELL, self._stays[id_], first), unvisited=unvisited)

    def _count_unvisited(self, period: int, group: GroupId) -> int:
        """How many cells of a group nobody visits in a period, neither by plan nor by what was recorded."""
        known = self._unvisited.get((period, group))
        if known is None:
            planned = {cell for cell, count in self._planned[period].items() if count}
            visited = (self._ground.visited.get(month, frozenset[str]()) for month in self._rules.months_of(period))
            known = len(self._ground.areas.get(group, frozenset()) - planned.union(*visited))
            self._unvisited[period, group] = known
        return known

    def _collisions(self, stay: _Stay, start: int) -> Iterator[Trouble]:
        earliest, latest = start - self._longest_stay - self._longest_way, stay.end + self._longest_way
        met: dict[PlannedId, None] = {}
        for times in self._times_of(stay):
            first, last = bisect_left(times, (earliest,)), bisect_left(times, (latest,))
            met |= dict.fromkeys(id_ for _, id_ in times[first:last] if id_ != stay.visit.id)
        for id_ in met:
            other = self._stays[id_]
            way = max((one.way for one in (stay, other) if one.way is not None), default=self._rules.travel_minutes)
            if _collide(stay, other, way):
                yield from _in_two_places(stay, other, way)


def _in_two_places(one: _Stay, other: _Stay, way: int) -> Iterator[Trouble]:
    if common := one.people.keys() & other.people.keys():
        members = max(one, other, key=lambda stay: stay.order).people
        people = sorted((members[id_] for id_ in common), key=lambda member: (member.name, member.id))
        yield _pair(TroubleKind.TWO_PLACES, one, other, tuple(people), way)
    elif one.visit.group == other.visit.group and not (one.people and other.people):
        yield _pair(TroubleKind.GROUP_TWICE, one, other, (), way)


def _collide(one: _Stay, other: _Stay, way: int) -> bool:
    if one.start is None or other.start is None or (one.cell and one.cell == other.cell):
        return False
    return one.start < other.end + way and other.start < one.end + way


def _pair(
    kind: TroubleKind, one: _Stay, other: _Stay, people: tuple[PlannedMember, ...] = (), way: int | None = None
) -> Trouble:
    earlier, later = (one.visit, other.visit) if one.order < other.order else (other.visit, one.visit)
    return Trouble(kind, later.id, earlier.id, people, way, kept=_kept(kind, later, earlier))


def _kept(kind: TroubleKind, visit: PlannedVisit, other: PlannedVisit | None) -> str | None:
    """The reason for which it was kept, told at either visit."""
    about = None if other is None else other.id
    for one in visit.kept:
        if one.kind is kind and one.other == about:
            return one.reason
    kept_there = () if other is None else other.kept
    return next((one.reason for one in kept_there if one.kind is kind and one.other == visit.id), None)


def _is_outside_first_week(visit: PlannedVisit, days: int) -> bool:
    """Of a regular meeting. One that was postponed already says why it is held later."""
    if visit.kind not in _REGULAR or visit.date is None or visit.state is PlanState.POSTPONED:
        return False
    return visit.date.isoformat()[:7] != visit.month or visit.date.day > days


def _stay(visit: PlannedVisit, rules: PlanRules, same: Mapping[PersonId, PersonId]) -> _Stay:
    minute, day = minutes_of(visit.start), visit.day
    start = None if minute is None or day is None else day.toordinal() * _DAY_MINUTES + minute
    last = minutes_of(visit.end)
    lasts = None if last is None or minute is None or last <= minute else last - minute
    length = rules.minutes_of(visit.kind) if lasts is None else lasts
    people = {same.get(member.id, member.id): member for member in visit.members}
    period = rules.period_of(visit.month)
    moment = _NO_TIME if day is None else day.toordinal() * _DAY_MINUTES
    order = (visit.month, moment if start is None else start, visit.id)
    return _Stay(visit, order, cell_key(visit.cell), people, period, start, (start or 0) + length, visit.travel_minutes)


def minutes_of(time: HourMinute | None) -> int | None:
    """Minutes since midnight, or ``None`` where there is no time of day.

    >>> minutes_of("14:05")
    845
    """
    found = None if time is None else _TIME.fullmatch(time)
    return None if found is None else int(found[1]) * 60 + int(found[2])
