"""What a proposal for a plan is made from, what each cell is worth, and the built-in way to share cells out to groups.

A proposal is made in two steps. First every free cell is given to one group or to none (:func:`share_greedily` here, or
the solver in ``services.solving``); then days and people are found for what was given (``proposal_days``). Free is a
cell to which nobody goes and nobody has gone in the periods at hand: so no two groups meet at one door, and nobody goes
anywhere again while other cells wait. Whatever is planned already stays as it is.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chibo_desktop.domain.ids import GroupId, PersonId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plan_needs import whole_months
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import Ground
from chibo_desktop.domain.plans import Month, PlannedMember, PlannedVisit, Priority, cell_key
from chibo_desktop.domain.visits import HourMinute

_ANY: Final = 10
_REMOTE: Final = 40
_NEVER: Final = 30
_LONGEST_WAIT: Final = 24


class Method(StrEnum):
    """How cells were shared out."""

    GREEDY = "greedy"
    SOLVER = "solver"


class Why(StrEnum):
    """Why a visit is proposed: codes of ``PlannedVisit.why``."""

    REMOTE = "remote"
    """The cell lies in an area that is deep, remote, difficult or at the border."""
    NEVER_VISITED = "never_visited"
    """No visit to it was ever recorded."""
    LONG_UNVISITED = "long_unvisited"
    """Nobody has visited it for so many months that it comes before others."""
    TURN = "turn"
    """Nobody goes there in the period otherwise."""
    QUOTA = "quota"
    """Somebody who goes there would be sent too seldom in the year."""
    NEAR = "near"
    """It lies beside another cell that the same people visit on the same day."""
    AGAIN = "again"
    """No cell of the group is left that nobody visits in the period."""


@dataclass(frozen=True, slots=True)
class ProposalOptions:
    """How a proposal is to be made.

    ``visits_a_month``: the most visits of one group in a month; more only where the quotas ask for them. ``together``:
    how many members go to one meeting. ``starts``: when meetings may begin; with several, the same people visit two
    cells under one superior on one day. ``minutes_a_kilometre``: how long the way is taken to be where the kilometres
    are known. ``seed`` chooses among what is equal. ``seconds``: after so many the solver gives the best it has found.
    """

    visits_a_month: int = 4
    together: int = 1
    starts: tuple[HourMinute, ...] = ("08:00", "14:00")
    minutes_a_kilometre: int = 2
    seed: int = 0
    seconds: int = 20


@dataclass(frozen=True, slots=True)
class CellToVisit:
    """A cell, when it was last visited, and the way there.

    ``kilometres``: from the seat of its superior; ``seats``: from there to the seat of each tier. Unknown is left out.
    """

    key: str
    cell: CellSnapshot
    last: dt.date | None = None
    kilometres: int | None = None
    seats: tuple[tuple[Tier, int], ...] = ()

    @property
    def near(self) -> str:
        """What cells have in common that lie beside each other: their superior."""
        above = self.cell.superiors[0] if self.cell.superiors else None
        return self.key if above is None else str(above.id or above.name)

    @property
    def is_remote(self) -> bool:
        return bool(self.cell.areas)

    def way(self, tier: Tier | None) -> tuple[int, int] | None:
        """Kilometres from the seat of a tier to that of the superior, and from there to the cell; if both are known."""
        beyond = next((far for one, far in self.seats if one is tier), None)
        return None if beyond is None or self.kilometres is None else (beyond, self.kilometres)


@dataclass(frozen=True, slots=True)
class GroupToSend:
    """A group and the keys of its cells in each month."""

    id: GroupId
    tier: Tier | None = None
    members: tuple[PlannedMember, ...] = ()
    areas: Mapping[Month, frozenset[str]] = field(default_factory=dict[Month, frozenset[str]])

    @property
    def cells(self) -> frozenset[str]:
        """Those of any of the months."""
        return frozenset[str]().union(*self.areas.values())


@dataclass(frozen=True, slots=True)
class Problem:
    """Months to be filled, groups that may go, and everything that is known.

    ``planned``: visits of all groups, of the whole years that the months belong to and of the months around.
    ``visited``: by month the cells that were visited. ``people``: as in ``plan_troubles.Ground``.
    """

    months: tuple[Month, ...]
    groups: tuple[GroupToSend, ...]
    cells: Mapping[str, CellToVisit]
    planned: tuple[PlannedVisit, ...] = ()
    visited: Mapping[Month, frozenset[str]] = field(default_factory=dict[Month, frozenset[str]])
    people: Mapping[PersonId, PersonId] = field(default_factory=dict[PersonId, PersonId])
    rules: PlanRules = PlanRules()
    options: ProposalOptions = ProposalOptions()

    @property
    def ground(self) -> Ground:
        """What the plan is held against."""
        return Ground({one.id: one.cells for one in self.groups}, self.visited, self.people)

    def dice(self, what: str) -> random.Random:
        """Chance that is the same for the same seed. Chooses among what is equal, protects nothing."""
        return random.Random(f"{self.options.seed} {what}")  # noqa: S311 - no secret

    def reasons(self, cell: CellToVisit) -> tuple[Why, ...]:
        """Why a free cell should be visited."""
        found = [Why.REMOTE] if cell.is_remote else []
        if cell.last is None:
            found.append(Why.NEVER_VISITED)
        elif self._wait(cell.last) >= self.rules.long_months:
            found.append(Why.LONG_UNVISITED)
        return (*found, *((Why.TURN,) if not found else ()))

    def worth(self, cell: CellToVisit) -> int:
        """How much it is worth to visit a free cell: remote and long unvisited ones come first."""
        waited = _NEVER if cell.last is None else max(0, min(self._wait(cell.last), _LONGEST_WAIT))
        return _ANY + waited + (_REMOTE if cell.is_remote else 0)

    def _wait(self, last: dt.date) -> int:
        year, month = map(int, self.months[0].split("-"))
        return whole_months(last, dt.date(year, month, self.rules.regular_day))


def priority_of(why: tuple[Why, ...]) -> Priority | None:
    """Why a planned visit comes before others, as plans say it."""
    if Why.REMOTE in why:
        return Priority.REMOTE
    is_long = Why.NEVER_VISITED in why or Why.LONG_UNVISITED in why
    return Priority.LONG_UNVISITED if is_long else None


def free_cells(problem: Problem) -> frozenset[str]:
    """Cells of the groups to which nobody goes or went in the months, or in the periods that they belong to."""
    rules = problem.rules
    months = {*problem.months, *(one for month in problem.months for one in rules.months_of(rules.period_of(month)))}
    gone = {cell_key(one.cell) for one in problem.planned if one.is_held and one.month in months}
    gone = gone.union(*(cells for month, cells in problem.visited.items() if month in months))
    return frozenset(key for group in problem.groups for key in group.cells if key in problem.cells) - gone


def needs(problem: Problem) -> dict[GroupId, dict[PersonId, int]]:
    """How many visits more each member needs in the months, so that the year's quota is met in even steps."""
    found = {group.id: {who.id: 0 for who in group.members} for group in problem.groups}
    for year in sorted({month[:4] for month in problem.months}):
        wanted = [month for month in problem.months if month.startswith(year)]
        held = [one for one in problem.planned if one.is_held and one.month.startswith(year)]
        inside = _visits_each(one for one in held if one.month in wanted)
        outside = _visits_each(one for one in held if one.month not in wanted)
        left = 13 - int(min(wanted)[5:])
        for group in problem.groups:
            quota, missing = problem.rules.quota_of(group.tier) or 0, found[group.id]
            for who in missing:
                lacking = max(0, quota - outside[group.id, who] - outside[group.id, None])
                there = inside[group.id, who] + inside[group.id, None]
                missing[who] += max(0, -(-lacking * len(wanted) // left) - there)
    return found


def _visits_each(visits: Iterable[PlannedVisit]) -> Counter[tuple[GroupId, PersonId | None]]:
    """Visits that name somebody, by group and person; under no person those of everybody, which name nobody."""
    return Counter(
        (visit.group, who)
        for visit in visits
        for who in (dict.fromkeys(one.id for one in visit.members) if visit.members else (None,))
    )


def room(problem: Problem) -> dict[GroupId, dict[Month, int]]:
    """How many visits more each group can make in each month."""
    planned = Counter((one.group, one.month) for one in problem.planned if one.is_held)
    needed = needs(problem)
    found: dict[GroupId, dict[Month, int]] = {}
    for group in problem.groups:
        asked = -(-sum(needed[group.id].values()) // max(1, problem.options.together))
        here = {month: problem.options.visits_a_month - planned[group.id, month] for month in problem.months}
        free = {month: max(0, left) for month, left in here.items()}
        lacking = asked - sum(free.values())
        for place in range(max(0, lacking)):
            free[problem.months[place % len(problem.months)]] += 1
        found[group.id] = free
    return found


def share_greedily(problem: Problem) -> dict[str, GroupId]:
    """Give each cell, the most worthy first, to the group with the most room left that it belongs to."""
    left = {group: sum(months.values()) for group, months in room(problem).items()}
    all_ = dict(left)
    owners: dict[str, list[GroupToSend]] = {}
    for group in problem.groups:
        for key in group.cells:
            owners.setdefault(key, []).append(group)
    keys = sorted(free_cells(problem))
    problem.dice("cells").shuffle(keys)
    cells = [problem.cells[key] for key in keys]
    turn = {near: place for place, near in enumerate(dict.fromkeys(cell.near for cell in cells))}
    given: dict[str, GroupId] = {}
    for cell in sorted(cells, key=lambda one: (-problem.worth(one), turn[one.near])):
        takers = [one for one in owners[cell.key] if left[one.id]]
        if takers:
            taker = min(
                takers, key=lambda one: (1 - left[one.id] / all_[one.id], sum(cell.way(one.tier) or ()), one.id)
            )
            given[cell.key] = taker.id
            left[taker.id] -= 1
    return given
