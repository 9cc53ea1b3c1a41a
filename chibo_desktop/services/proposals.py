"""*Đề xuất kế hoạch*: months filled with visits that a person may take or leave; proposing changes nothing.

Two plans are made: the built-in greedy one always, and one that a solver makes from it where the extra is installed.
The solver's is proposed only where it is worse in nothing: overlaps, coverage, quotas. See DECISIONS, record 35.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId, OrganisationId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot, Superior, value_on
from chibo_desktop.domain.outcomes import Cancelled, Outcome, Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plan_troubles import minutes_of
from chibo_desktop.domain.plans import Month, PlannedMember, cell_key
from chibo_desktop.domain.proposal_days import arrange, never
from chibo_desktop.domain.proposal_figures import Proposal, is_as_good, proposed
from chibo_desktop.domain.proposing import (
    CellToVisit,
    GroupToSend,
    Method,
    Problem,
    ProposalOptions,
    free_cells,
    room,
    share_greedily,
)
from chibo_desktop.services import organisations, plan_ground, plans, registers, solving
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_ground import first_day, last_day, month_after
from chibo_desktop.services.plans import Planned
from chibo_desktop.services.solving import Choice, Sharing
from chibo_desktop.storage import planned

_AS_USUAL = ProposalOptions()
_MOST_MONTHS = 12
_MOST = {"visits_a_month": 60, "together": 20, "minutes_a_kilometre": 60, "seconds": 600}
_HUNDRED = 100
_GATHERED, _GREEDY, _SOLVED = 10, 25, 90
"""Of a hundred: what is done once everything was read, the greedy plan made, the solver at its end."""

Progress = Callable[[int, int], object]
Stops = Callable[[], bool]
Names = dict[Month, dict[str, CellSnapshot]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for some months. ``solver`` is ``None`` where there is none.

    ``best`` is one of the two. ``is_solver_there``: whether the optional extra is installed on this machine.
    """

    months: tuple[Month, ...]
    best: Proposal
    greedy: Proposal
    solver: Proposal | None = None
    is_solver_there: bool = False


def _nobody_listens(_done: int, _all: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while a proposal is made: told how far it is of a hundred, asked whether to stop."""

    progress: Progress = _nobody_listens
    cancelled: Stops = never

    def tell(self, done: int) -> None:
        """Say how far it is. Raises ``Cancelled``."""
        if self.cancelled():
            raise Cancelled
        self.progress(done, _HUNDRED)


_NOBODY = Watch()


def propose(
    desk: Desk,
    months: Sequence[Month],
    groups: Collection[GroupId] = (),
    options: ProposalOptions = _AS_USUAL,
    watch: Watch = _NOBODY,
) -> Proposed:
    """Propose visits for months, of some groups or of all that have cells; changes nothing.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_MONTH_WRONG, PLAN_OPTION_WRONG, PLAN_WITHOUT_GROUPS (none of them
    has cells), and ``Cancelled``.
    """
    problem, names = gather(desk, months, groups, options, watch)
    return _named(make(problem, watch), names)


def make(problem: Problem, watch: Watch = _NOBODY) -> Proposed:
    """Both plans for a problem, and which of them is proposed. Raises ``Cancelled``."""
    watch.tell(_GATHERED)
    given = share_greedily(problem)
    greedy = proposed(problem, Method.GREEDY, arrange(problem, given, watch.cancelled))
    watch.tell(_GREEDY)
    there = solving.is_solver_there()
    solver = _solved(problem, given, watch) if there else None
    best = solver if solver is not None and is_as_good(solver.figures, greedy.figures) else greedy
    watch.tell(_HUNDRED)
    return Proposed(problem.months, best, greedy, solver, there)


def take(desk: Desk, proposal: Proposal, which: Collection[PlannedId]) -> Outcome[Planned]:
    """Plan these of the proposed visits, all in one transaction; ``plans.undo`` takes them back together.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_NOTHING_CHOSEN.
    """
    wanted = frozenset(which)
    chosen = [replace(one, id=PlannedId("")) for one in proposal.visits if one.id in wanted]
    if not chosen:
        raise Refusal("PLAN_NOTHING_CHOSEN")
    return plans.add(desk, chosen)


def gather(
    desk: Desk, months: Sequence[Month], groups: Collection[GroupId], options: ProposalOptions, watch: Watch
) -> tuple[Problem, Names]:
    """Everything that a proposal is made from, and the names of cells in each month. Raises as :func:`propose`."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    wanted = tuple(sorted(set(months)))
    for month in wanted:
        first_day(month)
    _check(wanted, options)
    rules = plan_ground.rules(desk)
    sent, named = _groups(desk, wanted, groups, watch)
    if not sent:
        raise Refusal("PLAN_WITHOUT_GROUPS")
    periods = {one for month in wanted for one in rules.months_of(rules.period_of(month))}
    around = _around(wanted)
    visited: dict[Month, set[str]] = {}
    for one in plan_ground.attended(desk, sorted({*periods, *wanted})):
        visited.setdefault(one.month, set()).add(one.cell)
    problem = Problem(
        wanted,
        sent,
        _cells(desk, wanted, named),
        tuple(row.visit for row in planned.planned_in(desk.book, around)),
        {month: frozenset(cells) for month, cells in visited.items()},
        registers.same_people(desk),
        rules,
        options,
    )
    return problem, named


def _check(months: Sequence[Month], options: ProposalOptions) -> None:
    if not 1 <= len(months) <= _MOST_MONTHS:
        raise Refusal("PLAN_OPTION_WRONG", option="months", value=len(months))
    for name, most in _MOST.items():
        if not 1 <= getattr(options, name) <= most:
            raise Refusal("PLAN_OPTION_WRONG", option=name, value=getattr(options, name))
    wrong = next((one for one in options.starts if minutes_of(one) is None), None if options.starts else "")
    if wrong is not None:
        raise Refusal("PLAN_OPTION_WRONG", option="starts", value=wrong)


def _around(months: Sequence[Month]) -> list[Month]:
    """Whole years, for the quotas, and a month before and after, for ways from one day to the next."""
    first, last = f"{min(months)[:4]}-01", f"{max(months)[:4]}-12"
    found = [month_after(first, -1)]
    while found[-1] <= last:
        found.append(month_after(found[-1]))
    return found


def _groups(
    desk: Desk, months: Sequence[Month], only: Collection[GroupId], watch: Watch
) -> tuple[tuple[GroupToSend, ...], Names]:
    """The groups that have cells in any of the months, and what those cells are called in each."""
    areas: dict[Month, dict[GroupId, frozenset[str]]] = {}
    named: Names = {}
    decided: dict[GroupId, DecidedGroup] = {}
    for place, month in enumerate(months):
        watch.tell(_GATHERED * place // len(months))
        areas[month] = plan_ground.areas(desk, month)
        named[month] = plan_ground.cells_in(desk, month)
        decided |= {one.id: one for one in plan_ground.groups_in(desk, month)}
    sent = [
        GroupToSend(id_, one.tier, tuple(PlannedMember(who.id, who.name) for who in one.members), of_group)
        for id_, one in decided.items()
        if not only or id_ in only
        if (of_group := {month: areas[month][id_] for month in months if areas[month].get(id_)})
    ]
    return tuple(sent), named


def _cells(desk: Desk, months: Sequence[Month], named: Names) -> dict[str, CellToVisit]:
    """The cells of the months, as they are called first, with the way and the day of the last visit before them."""
    last = plan_ground.last_attended(desk, month_after(min(months), -1))
    found: dict[str, CellToVisit] = {}
    for month in months:
        day = last_day(month)
        for key, cell in named[month].items():
            if key not in found:
                far = _kilometres(desk, key, day)
                found[key] = CellToVisit(key, cell, last.get(key), far, _seats(desk, cell.superiors, day))
    return found


def _kilometres(desk: Desk, organisation: str, day: dt.date) -> int | None:
    found = organisations.register(desk).get(OrganisationId(organisation))
    return None if found is None else value_on(found.kilometres, day)


def _seats(desk: Desk, superiors: Sequence[Superior], day: dt.date) -> tuple[tuple[Tier, int], ...]:
    """How far it is from the nearest superior to the seat of each tier, as far up as every step is known."""
    register, found, far = organisations.register(desk), list[tuple[Tier, int]](), 0
    for one in superiors:
        if one.level in set(Tier):
            found.append((Tier(one.level), far))
        known = register.get(one.id) if one.id is not None else None
        step = None if known is None else value_on(known.kilometres, day)
        if step is None:
            break
        far += step
    return tuple(found)


def _solved(problem: Problem, given: dict[str, GroupId], watch: Watch) -> Proposal:
    """What the solver makes of the greedy plan. Raises ``Cancelled``."""
    cells, groups = sorted(free_cells(problem)), list(problem.groups)
    takers = {one.id: place for place, one in enumerate(groups)}
    items = {key: place for place, key in enumerate(cells)}
    sharing = _sharing(problem, cells)
    sharing = replace(sharing, start={items[key]: takers[group] for key, group in given.items()})

    def tell(done: int, all_: int) -> None:
        watch.tell(_GREEDY + (_SOLVED - _GREEDY) * done // max(1, all_))

    found = solving.share(sharing, problem.options.seconds, tell, watch.cancelled)
    shared = {cells[item]: groups[taker].id for item, taker in found.items()}
    return proposed(problem, Method.SOLVER, arrange(problem, shared, watch.cancelled))


def _sharing(problem: Problem, cells: Sequence[str]) -> Sharing:
    """The problem in numbers: cells are items, groups takers, superiors places."""
    near = {problem.cells[key].near for key in cells}
    places = {one: place for place, one in enumerate(sorted(near))}
    left = room(problem)
    loads = [
        sum(one.is_held and one.group == group.id and one.month in problem.months for one in problem.planned)
        for group in problem.groups
    ]
    choices: list[Choice] = []
    trips: dict[tuple[int, int], int] = {}
    for taker, group in enumerate(problem.groups):
        mine = group.cells
        for item, key in enumerate(cells):
            if key in mine:
                beyond, last = problem.cells[key].way(group.tier) or (0, 0)
                choices.append(Choice(item, taker, 2 * last))
                trips[taker, places[problem.cells[key].near]] = 2 * beyond
    return Sharing(
        worth=tuple(problem.worth(problem.cells[key]) for key in cells),
        places=tuple(places[problem.cells[key].near] for key in cells),
        room=tuple(sum(left[group.id].values()) for group in problem.groups),
        loads=tuple(loads),
        choices=tuple(choices),
        trips=trips,
        a_trip=min(2, len(problem.options.starts)),
    )


def _named(found: Proposed, names: Names) -> Proposed:
    """Cells as they are called in the month of each visit."""

    def named(proposal: Proposal) -> Proposal:
        visits = (replace(one, cell=names[one.month].get(cell_key(one.cell), one.cell)) for one in proposal.visits)
        return replace(proposal, visits=tuple(visits))

    greedy = named(found.greedy)
    solver = None if found.solver is None else named(found.solver)
    best = solver if solver is not None and found.best is found.solver else greedy
    return replace(found, best=best, greedy=greedy, solver=solver)
