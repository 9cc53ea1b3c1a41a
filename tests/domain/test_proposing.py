"""What is proposed is valid whatever is known; the worthiest first, quotas met, and the same for the same seed."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId, PlannedId
from chibo_desktop.domain.organisations import AreaFlag, CellSnapshot, Superior
from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import PlannedVisits
from chibo_desktop.domain.plans import PlannedMember, PlannedVisit, PlanState, Priority, cell_key
from chibo_desktop.domain.proposal_days import arrange, days_of
from chibo_desktop.domain.proposal_figures import ProposalFigures, figures_of, is_as_good
from chibo_desktop.domain.proposing import (
    CellToVisit,
    GroupToSend,
    Problem,
    ProposalOptions,
    Why,
    free_cells,
    needs,
    room,
    share_greedily,
)
from tests.building.proposing import some_problem

CI_PROBLEMS, SOAK_PROBLEMS = 150, 5_000
MONTH = "2026-07"
FIVE, TWO = GroupId("five"), GroupId("two")
MAU, THU = (PlannedMember(PersonId(name), name) for name in ("Mẫu", "Thử"))
QUIET = PlanRules(district_quota=0, province_quota=0)


def cell(name: str, commune: str = "Quang Thuận", *, remote: bool = False, last: dt.date | None = None) -> CellToVisit:
    areas = (AreaFlag.DIFFICULT,) if remote else ()
    there = CellSnapshot(name, OrganisationId(name), (Superior(commune, OrganisationId(commune)),), areas=areas)
    return CellToVisit(name, there, last, 5, ((Tier.DISTRICT, 20),))


def group(id_: GroupId, *cells: CellToVisit, months: tuple[str, ...] = (MONTH,)) -> GroupToSend:
    area = frozenset(one.key for one in cells)
    return GroupToSend(id_, Tier.DISTRICT, (MAU, THU), dict.fromkeys(months, area))


def problem(*cells: CellToVisit, groups: tuple[GroupToSend, ...] = (), **more: object) -> Problem:
    sent = groups or (group(FIVE, *cells),)
    return replace(Problem((MONTH,), sent, {one.key: one for one in cells}, rules=QUIET), **more)


def proposed(wanted: Problem) -> tuple[PlannedVisit, ...]:
    return arrange(wanted, share_greedily(wanted))


def names(visits: tuple[PlannedVisit, ...]) -> list[str]:
    return [one.cell.name for one in visits]


def planned(there: CellToVisit, group_: GroupId = TWO, **more: object) -> PlannedVisit:
    return replace(PlannedVisit(PlannedId("known"), group_, MONTH, there.cell), **more)


def assert_valid(wanted: Problem, visits: tuple[PlannedVisit, ...]) -> None:
    groups = {one.id: one for one in wanted.groups}
    assert len({one.id for one in visits}) == len(visits)
    before = PlannedVisits(wanted.planned, wanted.rules, wanted.ground).troubles()
    after = PlannedVisits((*wanted.planned, *visits), wanted.rules, wanted.ground).troubles()
    assert {(one.kind, one.visit, one.other) for one in after} <= {(one.kind, one.visit, one.other) for one in before}
    doors = Counter((one.month, cell_key(one.cell)) for one in visits)
    doors.update((one.month, cell_key(one.cell)) for one in wanted.planned if one.is_held)
    for visit in visits:
        there = groups[visit.group]
        assert visit.month in wanted.months
        assert cell_key(visit.cell) in there.areas[visit.month]
        assert visit.date in days_of(visit.month, wanted.rules)
        assert set(visit.members) <= set(there.members)
        assert len(visit.members) == min(wanted.options.together, len(there.members))
        assert visit.why
        assert doors[visit.month, cell_key(visit.cell)] == 1
    free = room(wanted)
    for (taker, month), count in Counter((one.group, one.month) for one in visits).items():
        assert count <= free[taker][month]


@pytest.mark.parametrize("seed", range(CI_PROBLEMS))
def test_whatever_is_proposed_is_valid(seed: int) -> None:
    wanted = some_problem(seed)
    visits = proposed(wanted)
    assert_valid(wanted, visits)
    figures = figures_of(wanted, visits)
    assert figures.overlaps == 0
    assert figures.covered >= figures_of(wanted, ()).covered
    assert figures.quotas_short <= figures_of(wanted, ()).quotas_short


@pytest.mark.soak
def test_whatever_is_proposed_is_valid_in_thousands_of_provinces() -> None:
    for seed in range(CI_PROBLEMS, SOAK_PROBLEMS):
        wanted = some_problem(seed)
        assert_valid(wanted, proposed(wanted))


@pytest.mark.parametrize("seed", range(10))
def test_the_same_seed_proposes_the_same(seed: int) -> None:
    wanted = some_problem(seed)
    turned = replace(wanted, cells=dict(reversed(list(wanted.cells.items()))))
    assert proposed(wanted) == proposed(turned)


def test_another_seed_chooses_otherwise_among_what_is_equal() -> None:
    cells = [cell(f"thôn {number}", f"xã {number}") for number in range(20)]
    found = {
        tuple(names(proposed(problem(*cells, options=ProposalOptions(visits_a_month=2, seed=seed)))))
        for seed in range(5)
    }
    assert len(found) > 1


def test_remote_and_long_unvisited_cells_come_first_and_say_so() -> None:
    far, never = cell("xa", "a", remote=True, last=dt.date(2026, 5, 1)), cell("chưa", "b")
    long_, lately = cell("lâu", "c", last=dt.date(2025, 5, 1)), cell("mới", "d", last=dt.date(2026, 6, 1))
    wanted = problem(lately, long_, never, far, options=ProposalOptions(visits_a_month=3))
    whys = {one.cell.name: (one.why, one.priority) for one in proposed(wanted)}
    assert whys == {
        "xa": ((Why.REMOTE,), Priority.REMOTE),
        "chưa": ((Why.NEVER_VISITED,), Priority.LONG_UNVISITED),
        "lâu": ((Why.LONG_UNVISITED,), Priority.LONG_UNVISITED),
    }
    (last,) = proposed(problem(lately))
    assert (last.why, last.priority) == ((Why.TURN,), None)


def test_regular_meetings_are_on_the_third_else_in_the_first_week_on_working_days_first() -> None:
    assert [day.day for day in days_of("2026-10", QUIET)] == [3, 2, 1, 5, 6, 7, 4]
    there = [cell(f"thôn {number}", f"xã {number}") for number in range(4)]
    days = sorted(one.date.day for one in proposed(problem(*there)) if one.date)
    assert days == [2, 2, 3, 3]


def test_two_near_cells_are_one_trip_where_both_are_still_in_time() -> None:
    one, other = cell("một"), cell("hai")
    first, second = proposed(problem(one, other))
    assert (first.date, first.members, first.start, second.start) == (second.date, second.members, "08:00", "14:00")
    assert (Why.NEAR in first.why, Why.NEAR in second.why) == (False, True)
    assert figures_of(problem(one, other), (first, second)).kilometres == 2 * 20 + 2 * 5 + 2 * 5
    far = ProposalOptions(minutes_a_kilometre=20)
    first, second = proposed(problem(one, other, options=far))
    assert (first.members, first.start, second.start) != (second.members, second.start, first.start)
    assert not any(Why.NEAR in one.why for one in (first, second))


def test_a_way_that_nobody_said_is_counted_as_unknown() -> None:
    there = replace(cell("một"), kilometres=None)
    visits = proposed(problem(there))
    assert visits[0].travel_minutes is None
    figures = figures_of(problem(there), visits)
    assert (figures.kilometres, figures.unknown_ways) == (0, 1)


def test_nobody_goes_where_another_group_goes_or_somebody_was_in_the_period() -> None:
    one, two, three = cell("một"), cell("hai"), cell("ba")
    wanted = problem(one, two, three, planned=(planned(one),), visited={MONTH: frozenset({"hai"})})
    assert free_cells(wanted) == {"ba"}
    assert names(proposed(wanted)) == ["ba"]
    given_up = replace(wanted, planned=(planned(one, state=PlanState.CANCELLED),))
    assert sorted(names(proposed(given_up))) == ["ba", "một"]


def test_two_groups_share_their_cells_evenly() -> None:
    cells = [cell(f"thôn {number}", f"xã {number}") for number in range(6)]
    wanted = problem(*cells, groups=(group(FIVE, *cells), group(TWO, *cells)))
    figures = figures_of(wanted, proposed(wanted))
    assert (figures.covered, figures.most, figures.least) == (6, 3, 3)


def test_a_quota_sends_people_oftener_than_the_limit_and_again_where_no_cell_is_left() -> None:
    months = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12")
    cells = [cell(f"thôn {number}") for number in range(4)]
    rules = replace(QUIET, district_quota=6)
    wanted = problem(*cells, groups=(group(FIVE, *cells, months=months),), rules=rules, months=months)
    wanted = replace(wanted, options=ProposalOptions(visits_a_month=1))
    assert needs(wanted) == {FIVE: {MAU.id: 6, THU.id: 6}}
    visits = proposed(wanted)
    assert_valid(wanted, visits)
    figures = figures_of(wanted, visits)
    assert (figures.visits, figures.quotas_short, figures.member_most, figures.member_least) == (12, 0, 6, 6)
    assert Counter(Why.AGAIN in one.why for one in visits) == {False: 4, True: 8}


def test_a_trip_of_two_does_not_take_the_visit_that_somebody_else_needs() -> None:
    cells = [cell(f"thôn {number}") for number in range(4)]
    tight = problem(*cells, rules=replace(QUIET, district_quota=6), options=ProposalOptions(visits_a_month=2))
    visits = proposed(tight)
    assert {one.members for one in visits} == {(MAU,), (THU,)}
    assert figures_of(tight, visits).quotas_short == 0


def test_a_quota_counts_what_is_planned_in_the_year_and_asks_for_even_steps() -> None:
    rules = replace(QUIET, district_quota=6)
    wanted = problem(cell("một"), rules=rules)
    assert needs(wanted) == {FIVE: {MAU.id: 1, THU.id: 1}}
    early = planned(cell("hai"), FIVE, month="2026-02", members=(MAU,))
    everybody = planned(cell("ba"), FIVE, id=PlannedId("all"))
    assert needs(replace(wanted, planned=(early, everybody))) == {FIVE: {MAU.id: 0, THU.id: 0}}


def test_a_person_of_two_groups_is_in_one_place_only() -> None:
    cells = [cell(f"thôn {number}", f"xã {number}") for number in range(8)]
    groups = (group(FIVE, *cells[:4]), group(TWO, *cells[4:]))
    wanted = problem(*cells, groups=groups)
    visits = proposed(wanted)
    assert len(visits) == 8
    assert_valid(wanted, visits)


def test_it_stops_when_somebody_asks() -> None:
    wanted = problem(cell("một"))
    with pytest.raises(Cancelled):
        arrange(wanted, share_greedily(wanted), lambda: True)


def test_one_plan_is_as_good_as_another_if_it_is_worse_in_nothing() -> None:
    one = ProposalFigures(covered=5, remote_covered=2, kilometres=100, most=4, least=2)
    assert is_as_good(one, one)
    assert not is_as_good(replace(one, overlaps=1, covered=9), one)
    assert not is_as_good(replace(one, covered=4, remote_covered=3), one)
    assert not is_as_good(replace(one, quotas_short=1), one)
    assert not is_as_good(replace(one, kilometres=101), one)
    assert is_as_good(replace(one, covered=6, kilometres=400), one)
