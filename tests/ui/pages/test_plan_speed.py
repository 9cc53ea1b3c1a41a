"""How fast a month opens over the province of 2023 and ten thousand planned visits, and its troubles are found."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember
from chibo_desktop.domain.ids import DecisionId, GroupId, PersonId, PlannedId
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plans import PlannedMember, PlannedVisit
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import founding, logbook, organisations, plan_ground, plan_lists, plans, registers
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.theme import Theme
from tests.benchmarks.scale import FULL, percentile, report
from tests.building import june_2023
from tests.building.homes import found_home, open_home
from tests.building.visits import id_of
from tests.ui.pages.plan_page import Planner

VISITS = 10_000 if FULL else 300
GROUPS = 60 if FULL else 6
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12")
OPENS_MS, TYPED_MS = 200.0, 5.0


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("province") / "office"
    found_home(home, Role.OFFICE)
    opened = open_home(home)
    organisations.say(opened, june_2023.founding())
    decide(opened)
    yield opened
    founding.close_desk(opened)


def decide(desk: Desk) -> None:
    """Give every commune and other superior of cells to one of the groups, each with seven members."""
    above = [place.id for place in june_2023.places() if place.level not in {"province", "cell"}]
    groups = tuple(
        DecidedGroup(
            GroupId(id_of(f"group {number}")), f"Tổ số {number:02}", Tier.DISTRICT, tuple(above[number::GROUPS]),
            tuple(GroupMember(PersonId(id_of(f"{number}/{one}")), name="Hoàng Văn Mẫu") for one in range(7)),
        )
        for number in range(GROUPS)
    )  # fmt: skip
    decision = Decision(DecisionId(id_of("decision")), "12-QĐ/TU", dt.date(2026, 1, 5), groups=groups)
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.GROUP_DECIDED, decision.id, texts_of(decision))
        registers.follow_entries(desk, [entry])


def planned(desk: Desk, months: tuple[str, ...]) -> tuple[PlannedVisit, ...]:
    """Plan so many visits in these months, each group in its own cells."""
    chance = random.Random(1)
    with desk.book.transaction():
        desk.book.write("DELETE FROM planned_line")
    cells = plan_ground.cells_in(desk, months[0])
    areas = sorted(plan_ground.areas(desk, months[0]).items())
    members = {one.id: one.members for one in plan_ground.groups_in(desk, months[0])}
    made: list[PlannedVisit] = []
    for number in range(VISITS):
        group, area = areas[number % len(areas)]
        month = months[number % len(months)]
        day = plan_ground.first_day(month) + dt.timedelta(days=chance.randrange(28))
        who = tuple(PlannedMember(one.id, one.name) for one in chance.sample(members[group], 2))
        cell = cells[chance.choice(sorted(area))]
        start = f"{chance.randint(7, 19):02}:{chance.choice(('00', '30'))}"
        made.append(
            PlannedVisit(
                PlannedId(""), group, month, cell, date=day, start=start, members=who,
                travel_minutes=chance.choice((None, 20, 60)),
            )
        )  # fmt: skip
    return plans.add(desk, made).value.visits


@pytest.mark.bench
@pytest.mark.parametrize("months", [MONTHS, MONTHS[-1:]], ids=["half a year", "one month"])
def test_a_month_opens_at_once_however_much_is_planned(
    desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, months: tuple[str, ...]
) -> None:
    planned(desk, months)
    use = Planner(desk, jobs, theme, qtbot)
    opened: list[float] = []
    processor: list[float] = []
    for day in (dt.date(2026, 11, 3), dt.date(2026, 12, 3)) * 8:
        use.settle()
        begun, worked = time.perf_counter(), time.process_time()
        use.page.show_day(day)
        qtbot.waitUntil(lambda day=day: use.page.looked is not None and use.page.looked.wanted.day == day)
        use.page.grid.viewport().repaint()
        opened.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    figures: dict[str, float | int | str] = {
        "visits": VISITS, "months": len(months), "p50 ms": percentile(opened, 0.5), "p95 ms": percentile(opened, 0.95),
        "processor p95 ms": percentile(processor, 0.95), "bar ms": OPENS_MS,
    }  # fmt: skip
    report(f"plan month {len(months)}", figures)
    if FULL:
        assert percentile(processor, 0.95) < OPENS_MS, "on a machine that has nothing else to do"


@pytest.mark.bench
def test_one_visit_is_held_against_the_rest_while_it_is_typed(desk: Desk) -> None:
    visits = planned(desk, MONTHS[-1:])
    begun = time.perf_counter()
    arranged = plan_lists.arranged(desk, MONTHS[-1])
    read = time.perf_counter()
    troubles = arranged.troubles(MONTHS[-1:])
    whole = time.perf_counter()
    typed: list[float] = []
    processor: list[float] = []
    for one in random.Random(2).sample(visits, min(300, len(visits))):
        start, worked = time.perf_counter(), time.process_time()
        arranged.against(one)
        typed.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    figures: dict[str, float | int | str] = {
        "visits": VISITS, "troubles": len(troubles), "read s": read - begun, "whole month s": whole - read,
        "typed p50 ms": percentile(typed, 0.5), "typed p95 ms": percentile(typed, 0.95),
        "processor p95 ms": percentile(processor, 0.95), "bar ms": TYPED_MS,
    }  # fmt: skip
    report("plan troubles", figures)
    if FULL:
        assert percentile(processor, 0.95) < TYPED_MS, "on a machine that has nothing else to do"
