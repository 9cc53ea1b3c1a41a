"""A group that its office decided and plans for: the plan on its way to the laptops."""

import dataclasses
import datetime as dt

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup, Decision, Roster
from chibo_desktop.domain.ids import DecisionId, GroupId, PlannedId, new_id
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import groups, logbook, organisations, plans, publishing, registers
from chibo_desktop.services.desk import Desk
from tests.building import june_2023
from tests.building.enrolled import Enrolled, merge_one

DECEMBER, JANUARY = "2026-12", "2027-01"
PHIENG_AN, DON_BAY = "Chi bộ thôn Phiêng An", "Chi bộ thôn Đon Bây"


def decide_group(town: Enrolled) -> Enrolled:
    """The office knows the province, and the group of both laptops is decided for the commune of Quang Thuận."""
    organisations.say(town.clerk, june_2023.founding())
    commune = june_2023.named("Đảng bộ xã Quang Thuận")
    group = DecidedGroup(GroupId(town.first.me.group.id), town.first.me.group.name, Tier.COMMUNE, (commune.id,))
    groups.decide(
        town.clerk,
        Decision(DecisionId(new_id(town.clerk.random)), "12-QĐ/ĐU", dt.date(2026, 1, 5), groups=(group,)),
    )
    return town


def cell(desk: Desk, name: str) -> CellSnapshot:
    """A cell as the register names it in December."""
    found = organisations.snapshot(desk, june_2023.named(name).id, dt.date(2026, 12, 3))
    assert found is not None
    return found


def planned_visit(
    town: Enrolled, name: str = PHIENG_AN, day: dt.date = dt.date(2026, 12, 3), **more: object
) -> PlannedId:
    """The office plans a visit of the group."""
    visit = PlannedVisit(
        PlannedId(""), GroupId(town.first.me.group.id), f"{day:%Y-%m}", cell(town.clerk, name), date=day, start="14:00"
    )
    return plans.add(town.clerk, [dataclasses.replace(visit, **more)]).value.visits[0].id


def deliver(town: Enrolled, *laptops: Desk) -> None:
    """The packets for the group, each read by its laptop."""
    files = publishing.write(town.clerk, town.stick).value
    for laptop in laptops or (town.first, town.second):
        for file in files:
            merge_one(laptop, file.path)


def state_rosters(town: Enrolled, *rosters: Roster) -> None:
    """The office says who is in these cells."""
    with logbook.writing(town.clerk, len(rosters)) as pen:
        for roster in rosters:
            pen.write(EntryKind.ORGANISATION_ROSTER, roster.cell, texts_of(roster))
        registers.follow_kinds(town.clerk, (EntryKind.ORGANISATION_ROSTER,))
