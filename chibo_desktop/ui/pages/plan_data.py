"""What the planner asks for: which month, week or list; and what the worker thread answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plan_needs import Unvisited
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import PlannedVisits, Trouble
from chibo_desktop.domain.plans import Month, PlannedVisit
from chibo_desktop.services import plan_ground, plan_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_lists import PlanGlance, PlanLine

_MOST_A_DAY = 8
_MOST_A_WEEKDAY = 24


class Mode(StrEnum):
    """How the plan is looked at."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked at: the month of ``day``, its week, or the list of the month; of one group or of all."""

    day: dt.date
    mode: Mode = Mode.MONTH
    group: GroupId | None = None

    @property
    def month(self) -> Month:
        return plan_ground.month_of(self.day)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The days of the calendar: whole weeks, Monday to Sunday."""
        first, last = self.day, self.day
        if self.mode is not Mode.WEEK:
            first, last = plan_ground.first_day(self.month), plan_ground.last_day(self.month)
        return first - dt.timedelta(days=first.weekday()), last + dt.timedelta(days=6 - last.weekday())

    def turned(self, steps: int) -> Wanted:
        """So many months, or weeks, later; the day of the month stays where there is one."""
        if self.mode is Mode.WEEK:
            return replace(self, day=self.day + dt.timedelta(weeks=steps))
        last = plan_ground.last_day(plan_ground.month_after(self.month, steps))
        return replace(self, day=last.replace(day=min(self.day.day, last.day)))


@dataclass(frozen=True, slots=True)
class Looked:
    """What the calendar or the list shows."""

    wanted: Wanted
    glance: PlanGlance
    rules: PlanRules
    lines: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What speaks against a month, and what it still needs. ``around``: the visits that troubles name."""

    month: Month
    group: GroupId | None
    arranged: PlannedVisits
    troubles: tuple[Trouble, ...]
    unvisited: tuple[Unvisited, ...]
    around: dict[PlannedId, PlannedVisit] = field(default_factory=dict[PlannedId, PlannedVisit])

    @property
    def open(self) -> tuple[Trouble, ...]:
        """Troubles that nobody has kept."""
        return tuple(one for one in self.troubles if one.kept is None)

    @property
    def marked(self) -> frozenset[PlannedId]:
        """Visits that somebody should look at."""
        return frozenset(id_ for one in self.open for id_ in one.concerns)

    @property
    def marked_days(self) -> dict[dt.date, frozenset[PlannedId]]:
        """The same by the day on which they are to take place."""
        found: dict[dt.date, set[PlannedId]] = {}
        for id_ in self.marked:
            visit = self.around.get(id_)
            if visit is not None and visit.day is not None:
                found.setdefault(visit.day, set()).add(id_)
        return {day: frozenset(ids) for day, ids in found.items()}


def look(desk: Desk, wanted: Wanted) -> Looked:
    """The calendar, or the list. Runs on the worker thread."""
    most = _MOST_A_WEEKDAY if wanted.mode is Mode.WEEK else _MOST_A_DAY
    found = plan_lists.glance(desk, wanted.month, wanted.span, most, wanted.group)
    lines = plan_lists.lines_of_month(desk, wanted.month, wanted.group) if wanted.mode is Mode.LIST else ()
    return Looked(wanted, found, plan_ground.rules(desk), lines)


def check(desk: Desk, month: Month, group: GroupId | None) -> Checked:
    """Everything that speaks against a month. Runs on the worker thread."""
    arranged = plan_lists.arranged(desk, month)
    troubles = arranged.troubles((month,))
    named = _around(arranged, troubles)
    if group is not None:
        troubles = tuple(one for one in troubles if any(named[id_].group == group for id_ in one.concerns))
    waiting = [one for one in plan_lists.unvisited(desk, month, group) if one.planned is None]
    return Checked(month, group, arranged, troubles, tuple(waiting), named)


def _around(arranged: PlannedVisits, troubles: Iterable[Trouble]) -> dict[PlannedId, PlannedVisit]:
    found = {id_: arranged.visit(id_) for one in troubles for id_ in one.concerns}
    return {id_: visit for id_, visit in found.items() if visit is not None}


@dataclass(frozen=True, slots=True)
class FormGround:
    """What the form of a visit offers, and what it holds a visit against while somebody types."""

    month: Month
    arranged: PlannedVisits
    cells: dict[str, CellSnapshot]
    groups: tuple[DecidedGroup, ...]
    rules: PlanRules

    def troubles(self, visit: PlannedVisit) -> tuple[tuple[Trouble, ...], dict[PlannedId, PlannedVisit]]:
        """What would speak against a visit that nobody has kept, and the visits that are named there."""
        found = tuple(one for one in self.arranged.against(visit) if one.kept is None)
        return found, _around(self.arranged, found) | {visit.id: visit}


def form_ground(desk: Desk, month: Month) -> FormGround:
    """What a form of a visit of this month needs. Runs on the worker thread."""
    cells: dict[str, CellSnapshot] = {}
    for cell in plan_ground.cells_in(desk, month).values():
        cells[cell_label(cell)] = cell
    arranged = plan_lists.arranged(desk, month)
    return FormGround(month, arranged, cells, plan_ground.groups_in(desk, month), plan_ground.rules(desk))


def cell_label(cell: CellSnapshot) -> str:
    """A cell as one chooses it: its name and that of its superior, for several have one name."""
    return f"{cell.name}, {cell.superiors[0].name}" if cell.superiors else cell.name
