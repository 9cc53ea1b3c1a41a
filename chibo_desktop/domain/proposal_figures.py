"""What a proposal is worth in figures, and which of two is the better one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import GroupId, PersonId
from chibo_desktop.domain.plan_troubles import PlannedVisits
from chibo_desktop.domain.plans import PlannedVisit, cell_key
from chibo_desktop.domain.proposing import Method, Problem, needs


@dataclass(frozen=True, slots=True)
class ProposalFigures:
    """Figures of the months with the proposal in them, for the groups that it was made for.

    ``visits``: proposed ones. ``cells``: those of the groups; ``covered``: visited at least once, be it recorded,
    planned before or proposed; ``remote`` likewise. ``overlaps``: what speaks against proposed visits. Of ``members``
    so many as ``quotas_short`` says are sent more seldom than their share of the year's quota. ``most``, ``least``:
    visits of one group; the same of one member, to whom a visit that names nobody counts. ``kilometres``: there and
    back, two cells of a day on one trip; ``unknown_ways``: proposed visits whose way nobody has said.
    """

    visits: int = 0
    cells: int = 0
    covered: int = 0
    remote: int = 0
    remote_covered: int = 0
    overlaps: int = 0
    members: int = 0
    quotas_short: int = 0
    most: int = 0
    least: int = 0
    member_most: int = 0
    member_least: int = 0
    kilometres: int = 0
    unknown_ways: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Visits that somebody may take or leave."""

    method: Method
    visits: tuple[PlannedVisit, ...]
    figures: ProposalFigures


def proposed(problem: Problem, method: Method, visits: tuple[PlannedVisit, ...]) -> Proposal:
    """A proposal with its figures."""
    return Proposal(method, visits, figures_of(problem, visits))


def figures_of(problem: Problem, visits: Sequence[PlannedVisit]) -> ProposalFigures:
    """Counted from the visits, whoever proposed them."""
    groups = {one.id for one in problem.groups}
    here = [one for one in problem.planned if one.is_held and one.month in problem.months]
    everything = [*here, *visits]
    cells = frozenset[str]().union(*(one.cells for one in problem.groups)) & problem.cells.keys()
    remote = {key for key in cells if problem.cells[key].is_remote}
    gone = {cell_key(one.cell) for one in everything}
    gone = gone.union(*(there for month, there in problem.visited.items() if month in problem.months))
    loads = Counter(one.group for one in everything if one.group in groups)
    sent = [count for group in problem.groups for count in _sent(group.id, everything, problem).values()]
    kilometres, unknown = _kilometres(problem, visits)
    return ProposalFigures(
        visits=len(visits),
        cells=len(cells),
        covered=len(cells & gone),
        remote=len(remote),
        remote_covered=len(remote & gone),
        overlaps=_overlaps(problem, visits),
        members=len(sent),
        quotas_short=_quotas_short(problem, visits),
        most=max((loads[group] for group in groups), default=0),
        least=min((loads[group] for group in groups), default=0),
        member_most=max(sent, default=0),
        member_least=min(sent, default=0),
        kilometres=kilometres,
        unknown_ways=unknown,
    )


def is_as_good(one: ProposalFigures, other: ProposalFigures) -> bool:
    """Whether ``one`` is worse in nothing that counts: overlaps, coverage, quotas; if all equal, ways and balance."""
    first, second = _must(one), _must(other)
    if any(mine > theirs for mine, theirs in zip(first, second, strict=True)):
        return False
    return first < second or (one.kilometres, one.most - one.least) <= (other.kilometres, other.most - other.least)


def _must(figures: ProposalFigures) -> tuple[int, ...]:
    return (figures.overlaps, -figures.remote_covered, -figures.covered, figures.quotas_short)


def _sent(group: GroupId, visits: Sequence[PlannedVisit], problem: Problem) -> Counter[PersonId]:
    members = next(one.members for one in problem.groups if one.id == group)
    found: Counter[PersonId] = Counter({who.id: 0 for who in members})
    for visit in visits:
        if visit.group == group:
            found.update(who.id for who in visit.members or members if who.id in found)
    return found


def _overlaps(problem: Problem, visits: Sequence[PlannedVisit]) -> int:
    ids = {one.id for one in visits}
    checker = PlannedVisits((*problem.planned, *visits), problem.rules, problem.ground)
    return sum(not ids.isdisjoint(one.concerns) for one in checker.troubles(problem.months))


def _quotas_short(problem: Problem, visits: Sequence[PlannedVisit]) -> int:
    named = Counter((one.group, who.id) for one in visits for who in one.members)
    needed = needs(problem)
    return sum(count > named[group, who] for group, all_ in needed.items() for who, count in all_.items())


def _kilometres(problem: Problem, visits: Sequence[PlannedVisit]) -> tuple[int, int]:
    tiers = {one.id: one.tier for one in problem.groups}
    trips: dict[object, int] = {}
    total = unknown = 0
    for visit in visits:
        cell = problem.cells[cell_key(visit.cell)]
        way = cell.way(tiers[visit.group])
        if way is None:
            unknown += 1
            continue
        beyond, last = way
        trips[visit.group, visit.members, visit.date, cell.near] = beyond
        total += 2 * last
    return total + 2 * sum(trips.values()), unknown
