"""60 groups and 300 people in a province of 2.435 organisations: opened, looked over and searched."""

import datetime as dt
from pathlib import Path

from chibo_desktop.domain.groups import DecidedGroup, Decision, Post
from chibo_desktop.domain.ids import DecisionId
from chibo_desktop.domain.organisations import cell_category, value_on
from chibo_desktop.domain.people import Tier
from chibo_desktop.services import group_views, groups, organisations, people
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui import group_papers
from tests.benchmarks.scale import FULL, Took, measured, report
from tests.building import june_2023
from tests.building.groups import group_id, member
from tests.building.homes import found_home, open_home

GROUPS = 60 if FULL else 6
ON_SCREEN = 0.2
"""Seconds in which a page should have what it shows; longer work is seen."""


def wording(desk: Desk) -> Decision:
    """Every grassroots organisation of the province is some group's."""
    register = organisations.register(desk)
    day = desk.today()
    grassroots = [
        one.id
        for one in register.values()
        if value_on(one.categories, day) == "grassroots_party"
        or cell_category(value_on(one.categories, day)) == "grassroots"
    ]
    decided = tuple(
        DecidedGroup(
            group_id(number),
            f"Tổ số {number:02d}",
            Tier.PROVINCE,
            tuple(grassroots[number::GROUPS]),
            tuple(member(f"Người {number} {place}", Post.MEMBER if place else Post.LEADER) for place in range(5)),
        )
        for number in range(GROUPS)
    )
    return Decision(DecisionId("d" * 26), "12-QĐ/TU", day, "Tỉnh ủy Bắc Kạn", dt.date(2026, 1, 1), None, decided)


def test_groups_of_a_province(tmp_path: Path) -> None:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    organisations.say(desk, june_2023.founding())
    decision = wording(desk)
    groups.decide(desk, decision)
    known = people.people(desk)
    folded = tuple(map(people.searched_words, known))
    view = group_views.view(desk, decision)
    assert view.findings == ()
    assert sum(row.cells for row in group_views.group_rows(desk, desk.today())) == june_2023.CELLS + june_2023.BELOW
    works = {
        "groups of a day": lambda: group_views.group_rows(desk, desk.today()),
        "look over": lambda: group_views.view(desk, decision),
        "open": lambda: (people.people(desk), group_views.units(desk, desk.today())),
        "find people": lambda: people.find(known, "nguoi 3", folded),
        "alike": lambda: people.doubtful(known),
        "PDF": lambda: group_papers.appendix_pdf(view),
        "Excel": lambda: group_papers.appendix_xlsx(view),
    }
    figures: dict[str, float | int | str] = {"organisations": len(organisations.register(desk)), "groups": GROUPS}
    for name, work in works.items():
        took: list[Took] = []
        for _ in range(5):
            with measured(took):
                work()
        figures[name] = min(one.cpu for one in took)
    report("groups", figures)
    close_desk(desk)
    if FULL:
        assert {name: figures[name] for name in works if float(figures[name]) > ON_SCREEN} == {}
