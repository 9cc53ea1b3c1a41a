"""Proposing: nothing changes before somebody takes it; the solver's plan is never worse, and none is needed."""

import builtins
import datetime as dt
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.ids import GroupId
from chibo_desktop.domain.organisations import AreaFlag
from chibo_desktop.domain.outcomes import Cancelled, Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.proposing import Method, ProposalOptions, Why
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.services import founding, organisations, plan_ground, plan_lists, plans, proposals, solving
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.proposals import Watch, make, propose, take
from chibo_desktop.services.solving import Choice, Sharing, share
from chibo_desktop.storage import planned
from tests.building.homes import open_home
from tests.building.planning import FIVE, MAU, MONTH, TWO, VILLAGES, cell_id, found_planning_office, recorded, visit
from tests.building.proposing import some_problem
from tests.domain.test_proposing import assert_valid

CI_PROBLEMS, SOAK_PROBLEMS = 60, 2_000
MONTHS = (MONTH, "2027-01")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("proposing") / "office"
    founding.close_desk(found_planning_office(home))
    return home


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(template, tmp_path / "office")
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


@pytest.fixture
def without_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine on which the extra was never installed."""
    found, imported = importlib.util.find_spec, builtins.__import__

    def find(name: str, package: str | None = None) -> Any:
        return None if name == "highspy" else found(name, package)

    def bring(name: str, *more: Any, **others: Any) -> Any:
        if name.partition(".")[0] == "highspy":
            raise ModuleNotFoundError(name)
        return imported(name, *more, **others)

    monkeypatch.delitem(sys.modules, "highspy", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", find)
    monkeypatch.setattr(builtins, "__import__", bring)


def whole_plan(desk: Desk) -> set[PlannedVisit]:
    return {row.visit for row in planned.planned_in(desk.book, ("2026-11", *MONTHS, "2027-02"))}


def assert_never_worse(seed: int) -> None:
    problem = some_problem(seed)
    found = make(problem)
    assert found.solver is not None
    for proposal in (found.greedy, found.solver):
        assert_valid(problem, proposal.visits)
    best, greedy = found.best.figures, found.greedy.figures
    assert best.overlaps == greedy.overlaps == 0
    assert best.covered >= greedy.covered
    assert best.remote_covered >= greedy.remote_covered
    assert best.quotas_short <= greedy.quotas_short


@pytest.mark.parametrize("seed", range(CI_PROBLEMS))
def test_the_solver_is_never_worse_in_overlap_or_coverage(seed: int) -> None:
    assert_never_worse(seed)


@pytest.mark.soak
def test_the_solver_is_never_worse_in_thousands_of_provinces() -> None:
    for seed in range(CI_PROBLEMS, SOAK_PROBLEMS):
        assert_never_worse(seed)


def test_the_solver_does_find_better_plans() -> None:
    better = [
        found.solver.figures.covered > found.greedy.figures.covered
        or found.solver.figures.kilometres < found.greedy.figures.kilometres
        for found in map(make, map(some_problem, range(20)))
        if found.solver is not None and found.best is found.solver
    ]
    assert any(better)


def test_a_worse_plan_of_the_solver_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "share", lambda *_: {})
    found = make(some_problem(3))
    assert found.solver is not None
    assert found.solver.figures.covered < found.greedy.figures.covered
    assert found.best is found.greedy


def test_sharing_takes_what_is_worth_most_within_the_room() -> None:
    choices = tuple(Choice(item, taker) for item, taker in ((0, 0), (0, 1), (1, 0), (2, 0)))
    sharing = Sharing(worth=(10, 20, 30), places=(0, 0, 0), room=(2, 1), loads=(0, 0), choices=choices)
    assert share(sharing, 5, lambda *_: None, lambda: False) == {0: 1, 1: 0, 2: 0}
    tight = replace(sharing, room=(1, 0))
    assert share(tight, 5, lambda *_: None, lambda: False) == {2: 0}


def test_sharing_spares_ways_where_the_worth_is_equal() -> None:
    choices = tuple(Choice(item, taker) for item in range(4) for taker in range(2))
    trips = {(0, 0): 2, (1, 1): 2, (0, 1): 50, (1, 0): 50}
    sharing = Sharing((10,) * 4, (0, 0, 1, 1), (2, 2), (0, 0), choices, trips)
    start = {0: 1, 1: 1, 2: 0, 3: 0}
    assert share(replace(sharing, start=start), 5, lambda *_: None, lambda: False) == {0: 0, 1: 0, 2: 1, 3: 1}


@pytest.mark.usefixtures("without_solver")
def test_without_the_solver_the_built_in_plan_is_proposed(office: Desk) -> None:
    with pytest.raises(ModuleNotFoundError):
        import highspy  # noqa: F401 - it must not be there
    found = propose(office, MONTHS)
    assert (found.is_solver_there, found.solver, found.best.method) == (False, None, Method.GREEDY)
    assert found.best.visits


def test_proposing_changes_nothing_and_taking_is_undone_at_once(office: Desk) -> None:
    plans.add(office, [visit("Nà Thử", 3)])
    before = whole_plan(office)
    found = propose(office, MONTHS)
    assert whole_plan(office) == before
    visits = found.best.visits
    wanted = [one.id for one in visits[:-1]]
    assert len(wanted) >= 2
    done = take(office, found.best, wanted)
    assert len(whole_plan(office)) == 1 + len(wanted)
    assert all(one.why for one in done.value.visits)
    assert not [one for month in MONTHS for one in plan_lists.troubles(office, month)]
    assert ("plan", done.value.visits[0].id) in done.changes.touched
    plans.undo(office, done.value)
    assert whole_plan(office) == before


def test_it_says_why_and_goes_neither_where_somebody_was_nor_where_somebody_goes(office: Desk) -> None:
    recorded(office, "Khuổi Dụ", dt.date(2026, 12, 1))
    recorded(office, "Phiêng An", dt.date(2026, 1, 20))
    remote = Setting(cell_id("Bản Thử"), (Attribute.AREAS,), None, areas=(AreaFlag.REMOTE,))
    organisations.say(office, Reorganisation(Operation.REGISTERED, settings=(remote,)))
    plan_ground.set_rules(office, PlanRules(province_quota=0, commune_quota=0))
    plans.add(office, [visit("Nà Thử", 3)])
    whys = {one.cell.name: one.why for one in propose(office, (MONTH,)).best.visits}
    bare = {name: tuple(code for code in why if code != Why.NEAR) for name, why in whys.items()}
    assert bare == {
        "Chi bộ thôn Phiêng An": (Why.LONG_UNVISITED,),
        "Chi bộ thôn Đon Bây": (Why.NEVER_VISITED,),
        "Chi bộ thôn Pác Mẫu": (Why.NEVER_VISITED,),
        "Chi bộ thôn Bản Thử": (Why.REMOTE, Why.NEVER_VISITED),
    }


def test_only_the_groups_that_are_asked_for(office: Desk) -> None:
    found = propose(office, (MONTH,), [TWO])
    assert {one.group for one in found.best.visits} == {TWO}
    assert {one.cell.name for one in found.best.visits} <= {f"Chi bộ thôn {one}" for one in VILLAGES[:3]}
    assert {one.members for one in found.best.visits} == {(MAU,)}


def test_ways_are_counted_from_the_seat_of_the_tier(office: Desk) -> None:
    sets = (Attribute.KILOMETRES,)
    settings = [Setting(cell_id("Nà Thử"), sets, None, kilometres=7)]
    organisations.say(office, Reorganisation(Operation.REGISTERED, settings=tuple(settings)))
    problem, _ = proposals.gather(office, (MONTH,), (), ProposalOptions(), Watch())
    there = problem.cells[cell_id("Nà Thử")]
    assert (there.kilometres, there.way(Tier.PROVINCE)) == (7, None)


def test_it_tells_how_far_it_is_and_stops_at_once(office: Desk) -> None:
    told: list[int] = []
    propose(office, MONTHS, watch=Watch(lambda done, _: told.append(done)))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)
    for after in range(len(told)):
        told.clear()
        with pytest.raises(Cancelled):
            propose(
                office,
                MONTHS,
                watch=Watch(lambda done, _: told.append(done), lambda after=after: len(told) > after - 1),
            )


def test_what_cannot_be_proposed_is_refused(office: Desk, template: Path) -> None:
    for months, options, code in (
        (("2026-13",), ProposalOptions(), "PLAN_MONTH_WRONG"),
        ((), ProposalOptions(), "PLAN_OPTION_WRONG"),
        (MONTHS, ProposalOptions(visits_a_month=0), "PLAN_OPTION_WRONG"),
        (MONTHS, ProposalOptions(together=21), "PLAN_OPTION_WRONG"),
        (MONTHS, ProposalOptions(starts=("25:00",)), "PLAN_OPTION_WRONG"),
        (MONTHS, ProposalOptions(starts=()), "PLAN_OPTION_WRONG"),
    ):
        with pytest.raises(Refusal, match=code):
            propose(office, months, options=options)
    with pytest.raises(Refusal, match="PLAN_WITHOUT_GROUPS"):
        propose(office, MONTHS, [GroupId("nobody")])
    with pytest.raises(Refusal, match="PLAN_NOTHING_CHOSEN"):
        take(office, propose(office, (MONTH,), [FIVE]).best, [])
