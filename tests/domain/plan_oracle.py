"""What speaks against planned visits, found by comparing every visit with every other one, and by nothing cleverer.

Written from the rules of planning and not from the checker: real dates and times instead of minutes, no index, no order
of visits but the one that is asked for. What it finds is a set of plain tuples.
"""

import datetime as dt
import itertools
from collections.abc import Sequence

from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import Ground, Trouble
from chibo_desktop.domain.plans import PlannedVisit

Found = tuple[str, str, str | None, tuple[str, ...], int | None, int, str | None]


def found_by_hand(visits: Sequence[PlannedVisit], rules: PlanRules, ground: Ground) -> set[Found]:
    """Every trouble among these visits."""
    held = [visit for visit in visits if takes_place(visit)]
    found: set[Found] = set()
    for visit in held:
        if is_late_in_month(visit, rules):
            found.add(("outside_first_week", visit.id, None, (), None, 0, reason(visit, None, "outside_first_week")))
    for one, other in itertools.permutations(held, 2):
        if not is_before(one, other):
            continue
        if one.month == other.month and one.group != other.group and same_cell(one.cell, other.cell):
            found.add(("same_cell", other.id, one.id, (), None, 0, reason(other, one, "same_cell")))
        minutes = meet(one, other, rules)
        if minutes is not None:
            here, there = ({ground.people.get(one.id, one.id) for one in visit.members} for visit in (one, other))
            named = {ground.people.get(one.id, one.id): one.id for one in other.members}  # once, the last name of two
            both = [named[person] for person in here & there]
            nobody = not one.members or not other.members
            if both:
                told = reason(other, one, "two_places")
                found.add(("two_places", other.id, one.id, tuple(sorted(both)), minutes, 0, told))
            elif one.group == other.group and nobody:
                found.add(("group_twice", other.id, one.id, (), minutes, 0, reason(other, one, "group_twice")))
    return found | repetitions(held, rules, ground)


def repetitions(held: Sequence[PlannedVisit], rules: PlanRules, ground: Ground) -> set[Found]:
    found: set[Found] = set()
    for visit in held:
        months = period(visit.month, rules)
        alike = [
            one for one in held if one.group == visit.group and one.month in months and same_cell(one.cell, visit.cell)
        ]
        firsts = [one for one in alike if not any(is_before(other, one) for other in alike)]
        if not firsts or firsts[0].id == visit.id:
            continue
        seen = {spelled(one.cell) for one in held if one.month in months}
        for month in months:
            seen |= ground.visited.get(month, frozenset())
        left = [cell for cell in ground.areas.get(visit.group, frozenset()) if cell not in seen]
        if left:
            told = reason(visit, firsts[0], "repeated_cell")
            found.add(("repeated_cell", visit.id, firsts[0].id, (), None, len(left), told))
    return found


def plainly(troubles: Sequence[Trouble]) -> set[Found]:
    """What the checker found, as the oracle tells it; nothing may be told twice."""
    told = [
        (
            one.kind.value, str(one.visit), one.other, tuple(sorted(member.id for member in one.people)),
            one.travel_minutes, one.unvisited, one.kept,
        )
        for one in troubles
    ]  # fmt: skip
    assert len(set(told)) == len(told)
    return set(told)


def takes_place(visit: PlannedVisit) -> bool:
    return visit.state != "cancelled" and not (visit.state == "postponed" and not visit.new_date)


def day_of(visit: PlannedVisit) -> dt.date | None:
    return visit.new_date if visit.state == "postponed" else visit.date


def is_late_in_month(visit: PlannedVisit, rules: PlanRules) -> bool:
    if visit.state == "postponed" or "regular" not in visit.kind.value or visit.date is None:
        return False
    year, month = (int(part) for part in visit.month.split("-"))
    first = dt.date(year, month, 1)
    return not first <= visit.date < first + dt.timedelta(days=rules.first_week_days)


def is_before(one: PlannedVisit, other: PlannedVisit) -> bool:
    def place(visit: PlannedVisit) -> tuple[str, dt.date, dt.time, str]:
        day = day_of(visit)
        clock = dt.time.fromisoformat(visit.start) if day and visit.start else dt.time(0, 0)
        return visit.month, day or dt.date.max, clock, visit.id

    return place(one) < place(other)


def spelled(cell: CellSnapshot) -> str:
    """As ``Ground`` names cells. Names of the test are plain already."""
    if cell.id:
        return cell.id
    return f"{cell.name}/{''.join(one.name for one in cell.superiors[:1])}" if cell.name else ""


def same_cell(one: CellSnapshot, other: CellSnapshot) -> bool:
    return bool(one.id or one.name) and spelled(one) == spelled(other)


def meet(one: PlannedVisit, other: PlannedVisit, rules: PlanRules) -> int | None:
    """The way between two visits that are too close to each other; ``one`` begins first."""
    here, there = times(one, rules), times(other, rules)
    if here is None or there is None or same_cell(one.cell, other.cell):
        return None
    ways = [visit.travel_minutes for visit in (one, other) if visit.travel_minutes is not None]
    minutes = max(ways) if ways else rules.travel_minutes
    first, second = sorted((here, there))
    return minutes if second[0] < first[1] + dt.timedelta(minutes=minutes) else None


def times(visit: PlannedVisit, rules: PlanRules) -> tuple[dt.datetime, dt.datetime] | None:
    day = day_of(visit)
    if day is None or visit.start is None:
        return None
    begins = dt.datetime.combine(day, dt.time.fromisoformat(visit.start))
    ends = begins
    if visit.end is not None:
        ends = dt.datetime.combine(day, dt.time.fromisoformat(visit.end))
    if ends <= begins:
        length = rules.combined_minutes if visit.kind == "regular_thematic" else rules.meeting_minutes
        ends = begins + dt.timedelta(minutes=length)
    return begins, ends


def period(month: str, rules: PlanRules) -> list[str]:
    """The months of the period that a month is in: periods follow each other from January on."""
    year, number = (int(part) for part in month.split("-"))
    first = number - (number - 1) % rules.period_months
    return [f"{year:04}-{one:02}" for one in range(first, first + rules.period_months)]


def reason(visit: PlannedVisit, other: PlannedVisit | None, kind: str) -> str | None:
    for one in visit.kept:
        if one.kind == kind and one.other == (other.id if other else None):
            return one.reason
    if other:
        for one in other.kept:
            if one.kind == kind and one.other == visit.id:
                return one.reason
    return None
