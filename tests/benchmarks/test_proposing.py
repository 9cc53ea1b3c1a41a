"""A half-year for sixty groups and 2.251 cells is proposed in less than thirty seconds, never worse than greedily."""

import datetime as dt
import time
from pathlib import Path

import msgspec
import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.people import Tier
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import founding, logbook, organisations, proposals, registers
from chibo_desktop.services.desk import Desk, Role
from tests.benchmarks.scale import FULL, Took, measured, report
from tests.building import june_2023
from tests.building.homes import found_home, open_home
from tests.building.visits import id_of

DISTRICT_GROUPS, MEMBERS = 49, 4
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 7 if FULL else 2))
BAR_S = 30.0


def _group(tier: Tier, number: int, there: tuple[OrganisationId, ...]) -> DecidedGroup:
    name = f"Tổ {number:02d} {tier}"
    members = tuple(
        GroupMember(PersonId(id_of(f"{name} {place}")), Post.MEMBER if place else Post.LEADER, f"Người {place} {name}")
        for place in range(MEMBERS)
    )
    return DecidedGroup(GroupId(id_of(name)), name, tier, there, members)


def _groups() -> tuple[DecidedGroup, ...]:
    """A provincial group for each direct organisation; the others share the communes, some next to each other."""
    places = june_2023.places()
    direct = [one.id for one in places if one.level == "district"]
    communes = [one.id for one in places if one.category == "grassroots_party"]
    provincial = [_group(Tier.PROVINCE, number, (one,)) for number, one in enumerate(direct)]
    shared = (
        tuple(id_ for place, id_ in enumerate(communes) if place * DISTRICT_GROUPS // len(communes) == number)
        for number in range(DISTRICT_GROUPS)
    )
    return (*provincial, *(_group(Tier.DISTRICT, number, there) for number, there in enumerate(shared)))


def _office(home: Path) -> Desk:
    found_home(home, Role.OFFICE)
    desk = open_home(home)
    organisations.say(desk, june_2023.founding())
    decision = Decision(DecisionId(id_of("decision")), "01-QĐ/TU", dt.date(2026, 1, 1), groups=_groups())
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.GROUP_DECIDED, decision.id, texts_of(decision))
        registers.follow_entries(desk, [entry])
    return desk


@pytest.mark.bench
def test_a_half_year_of_a_province_is_proposed_while_somebody_waits(tmp_path: Path) -> None:
    desk = _office(tmp_path / "office")
    took: list[Took] = []
    told: list[float] = []
    begun = time.perf_counter()
    with measured(took):
        found = proposals.propose(
            desk, MONTHS, watch=proposals.Watch(lambda *_: told.append(time.perf_counter() - begun))
        )
    assert found.solver is not None
    assert len(_groups()) == 60
    assert found.greedy.figures.cells == 2_251
    sizes = {"groups": 60, "cells": 2_251, "months": len(MONTHS), "s": took[0].wall, "processor s": took[0].cpu}
    report("proposing", {**sizes, "bar s": BAR_S, "taken": found.best.method.value})
    for one in (found.greedy, found.solver):
        report(f"proposing-{one.method}", msgspec.to_builtins(one.figures))
    assert found.best.figures.overlaps == 0
    assert found.best.figures.covered >= found.greedy.figures.covered
    assert found.best.figures.remote_covered >= found.greedy.figures.remote_covered
    founding.close_desk(desk)
    if FULL:
        assert took[0].wall <= BAR_S
