"""Reading plans: a month or a week of them, what speaks against it, what became of it, and what it still needs."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.plan_needs import QuotaShort, Unvisited, long_unvisited, quotas_short, whole_months
from chibo_desktop.domain.plan_troubles import PlannedVisits, Trouble
from chibo_desktop.domain.plans import Month, PlannedVisit, PlanState, cell_key
from chibo_desktop.services import plan_ground
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_ground import first_day, month_after
from chibo_desktop.storage import planned
from chibo_desktop.storage.planned import PlannedRow
from chibo_desktop.storage.recorded import Attended


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A planned visit as lists show it. ``state`` is *attended* where its group has recorded the meeting.

    ``is_published``: whether its group knows of it; ``is_changed``: whether otherwise than it is worked at.
    """

    visit: PlannedVisit
    state: PlanState
    is_published: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class GroupDone:
    """A group's plan against what was done: each planned visit in one state, and what was attended unplanned."""

    group: GroupId
    planned: int = 0
    attended: int = 0
    postponed: int = 0
    cancelled: int = 0
    unplanned: int = 0


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month as it is printed. ``around``: by id the visits that troubles name, of other months too."""

    month: Month
    lines: tuple[PlanLine, ...]
    troubles: tuple[Trouble, ...]
    groups: tuple[DecidedGroup, ...]
    around: dict[PlannedId, PlannedVisit]
    office: str
    day: dt.date


def month_plan(desk: Desk, month: Month, group: GroupId | None = None) -> PlanMonth:
    """Everything about a month, of one group or of all. Raises ``Refusal`` PLAN_MONTH_WRONG."""
    lines = lines_of_month(desk, month, group)
    visits = arranged(desk, month)
    here = {one.visit.id for one in lines}
    found = tuple(one for one in visits.troubles((month,)) if not here.isdisjoint(one.concerns))
    named = {id_: visits.visit(id_) for one in found for id_ in one.concerns}
    around = {id_: visit for id_, visit in named.items() if visit is not None}
    groups = plan_ground.groups_in(desk, month)
    return PlanMonth(month, lines, found, groups, around, desk.me.office_name, desk.today())


@dataclass(frozen=True, slots=True)
class GlanceDay:
    """A day of a calendar: the first of its visits, and how many there are."""

    day: dt.date
    count: int
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class PlanGlance:
    """What a calendar shows before anybody asks for more. ``states``: of the visits of the month; no one is attended.

    ``undated``: how many visits of the month have no day; ``days`` are those on which something is to take place.
    """

    month: Month
    days: dict[dt.date, GlanceDay]
    states: dict[PlanState, int]
    undated: int
    groups: tuple[DecidedGroup, ...]
    today: dt.date

    @property
    def count(self) -> int:
        """All visits of the month."""
        return sum(self.states.values())


def glance(
    desk: Desk, month: Month, days: tuple[dt.date, dt.date], most: int, group: GroupId | None = None
) -> PlanGlance:
    """A month for a calendar of these days, both included, with at most so many visits of each. Cancelled ones are
    counted among the states and on no day. Raises ``Refusal`` PLAN_MONTH_WRONG."""
    found = planned.planned_days(desk.book, days, most, group)
    lines = {one.visit.id: one for one in _lines(desk, [row for one in found for row in one.rows])}
    shown = {one.day: GlanceDay(one.day, one.count, tuple(lines[row.visit.id] for row in one.rows)) for one in found}
    states = planned.states_in(desk.book, month, group)
    undated = planned.undated_in(desk.book, month, group)
    return PlanGlance(month, shown, states, undated, plan_ground.groups_in(desk, month), desk.today())


def lines_of_month(desk: Desk, month: Month, group: GroupId | None = None) -> tuple[PlanLine, ...]:
    """What is planned for a month and what is to take place in it, by day; undated ones last."""
    days = first_day(month), plan_ground.last_day(month)
    return _lines(desk, planned.planned_between(desk.book, days, group, month))


def lines_between(desk: Desk, first: dt.date, last: dt.date, group: GroupId | None = None) -> tuple[PlanLine, ...]:
    """What is to take place on these days, both included."""
    return _lines(desk, planned.planned_between(desk.book, (first, last), group))


def line(desk: Desk, id_: PlannedId) -> PlanLine | None:
    """One planned visit, or ``None`` where there is none of this id."""
    found = _lines(desk, planned.planned_named(desk.book, (id_,)))
    return found[0] if found else None


def arranged(desk: Desk, month: Month) -> PlannedVisits:
    """All planned visits of a month and of whatever may speak against them, ready to be asked while somebody types.

    Reads them once; used by one thread at a time.
    """
    rules = plan_ground.rules(desk)
    months = {*rules.months_of(rules.period_of(month)), month_after(month, -1), month_after(month)}
    visits = (row.visit for row in planned.planned_in(desk.book, sorted(months)))
    return PlannedVisits(visits, rules, plan_ground.ground(desk, month))


def troubles(desk: Desk, month: Month) -> tuple[Trouble, ...]:
    """Everything that speaks against visits of a month, kept or open, in the order of the visits."""
    return arranged(desk, month).troubles((month,))


def unvisited(desk: Desk, month: Month, group: GroupId | None = None) -> tuple[Unvisited, ...]:
    """Cells of a group, or of all, that were never or not for long visited before the end of a month.

    Raises ``Refusal`` PLAN_MONTH_WRONG.
    """
    rules, on = plan_ground.rules(desk), plan_ground.last_day(month)
    cells = plan_ground.cells_in(desk, month, group)
    last = plan_ground.last_attended(desk, month)
    ahead = plan_ground.next_planned(desk, [month_after(month, step) for step in range(rules.period_months)])
    waits = [
        Unvisited(key, cell, day, None if day is None else whole_months(day, on), ahead.get(key))
        for key, cell in cells.items()
        for day in (last.get(key),)
    ]
    return long_unvisited(waits, rules.long_months)


def quotas(desk: Desk, year: int) -> tuple[QuotaShort, ...]:
    """Members who are planned for fewer visits of a year than their quota."""
    months = [f"{year:04}-{number:02}" for number in range(1, 13)]
    visits = [row.visit for row in planned.planned_in(desk.book, months)]
    return quotas_short(plan_ground.groups_in(desk, months[-1]), visits, plan_ground.rules(desk))


def done(desk: Desk, months: Sequence[Month]) -> tuple[GroupDone, ...]:
    """Plan against what was done, for each group that planned or attended anything in these months."""
    lines = _lines(desk, planned.planned_in(desk.book, months))
    states: dict[GroupId, Counter[PlanState]] = defaultdict(Counter)
    for one in lines:
        states[one.visit.group][one.state] += 1
    recorded_there = Counter(one.group for one in plan_ground.attended(desk, months) if one.group is not None)
    return tuple(
        GroupDone(
            group,
            states[group].total(),
            states[group][PlanState.ATTENDED],
            states[group][PlanState.POSTPONED],
            states[group][PlanState.CANCELLED],
            recorded_there[group] - states[group][PlanState.ATTENDED],
        )
        for group in sorted({*states, *recorded_there})
    )


def _lines(desk: Desk, rows: Iterable[PlannedRow]) -> tuple[PlanLine, ...]:
    found = {row.visit.id: row for row in rows}
    visits = [row.visit for row in found.values()]
    months = sorted({visit.month for visit in visits})
    met = plan_ground.attended(desk, months)
    attended = _attended(visits, met, plan_ground.heirs(desk, months[-1])) if met else frozenset[PlannedId]()
    lines = [
        PlanLine(
            row.visit,
            PlanState.ATTENDED if row.visit.id in attended else row.visit.state,
            row.published is not None,
            row.published is not None and row.is_changed,
        )
        for row in found.values()
    ]
    return tuple(sorted(lines, key=lambda one: place_of(one.visit)))


def place_of(visit: PlannedVisit) -> tuple[dt.date, str, str]:
    """Where a visit stands in a list: by day and start; undated ones last."""
    return (visit.day or visit.date or dt.date.max, visit.start or "", visit.id)


def _attended(
    visits: Collection[PlannedVisit], met: Iterable[Attended], heirs: Mapping[str, str]
) -> frozenset[PlannedId]:
    """Visits whose group recorded a meeting of the cell for the month: each meeting makes one of them attended.

    Of several visits to one cell in a month those of the kind, then of the day, come first; cancelled ones last.
    """
    waiting: dict[tuple[GroupId, str, Month], list[PlannedVisit]] = defaultdict(list)
    for visit in visits:
        key = cell_key(visit.cell)
        waiting[visit.group, heirs.get(key, key), visit.month].append(visit)
    found: set[PlannedId] = set()
    for one in met:
        among = waiting.get((one.group, one.cell, one.month), []) if one.group is not None else []
        if among:
            best = min(among, key=lambda visit: _distance(visit, one))
            among.remove(best)
            found.add(best.id)
    return frozenset(found)


def _distance(visit: PlannedVisit, met: Attended) -> tuple[bool, bool, int, str]:
    day = visit.day or visit.date
    apart = 10_000 if day is None else abs((day - met.date).days)
    return (not visit.is_held, visit.kind is not met.kind, apart, visit.id)
