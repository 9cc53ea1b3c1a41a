"""Erasing a person from rosters, decisions and published plans: here, in what this machine works at, and at laptops."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.erasing import HitKind, Sought
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Roster, RosterMember
from chibo_desktop.domain.ids import DecisionId, GroupId, PersonId, PlannedId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plans import PlannedMember, PlannedVisit
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import (
    doctor,
    erasing,
    erasing_registers,
    groups,
    logbook,
    organisations,
    own_plan,
    plans,
    publishing,
    rebuilding,
    registers,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.erasing import Choice, Erased
from chibo_desktop.storage import directory, planned
from tests.building import june_2023
from tests.building.enrolled import Enrolled, merge_one
from tests.building.pages import holds

THU, VI = "Bàn Hữu Thử", "Bàn Thị Ví"
FIRST, SECOND = PersonId("p" * 26), PersonId("q" * 26)
CELL = june_2023.named("Chi bộ thôn Phiêng An").id
MEMBERS = (RosterMember(FIRST, name=THU, post="bí thư"), RosterMember(SECOND, name=VI))


@pytest.fixture
def office(town: Enrolled) -> Enrolled:
    """A roster, a decision, a plan that was published to the laptops, and what is being worked at: all name him."""
    clerk, group = town.clerk, GroupId(town.first.me.group.id)
    organisations.say(clerk, june_2023.founding())
    roster = Roster(CELL, members=MEMBERS)
    with logbook.writing(clerk) as pen:
        entry = pen.write(EntryKind.ORGANISATION_ROSTER, CELL, texts_of(roster))
        registers.follow_entries(clerk, [entry])
    commune = june_2023.named("Đảng bộ xã Quang Thuận").id
    members = (GroupMember(FIRST, name=THU, post="trưởng ban"), GroupMember(SECOND, name=VI))
    decided = DecidedGroup(group, "Tổ số 05", Tier.COMMUNE, (commune,), members)
    decision = Decision(DecisionId(new_id(clerk.random)), "12-QĐ/ĐU", groups=(decided,), note=f"Đồng chí {THU} thay.")
    groups.decide(clerk, decision)
    groups.save_draft(clerk, replace(decision, id=DecisionId(new_id(clerk.random)), number="13-QĐ/ĐU"))
    snapshot = organisations.snapshot(clerk, CELL, dt.date(2026, 12, 3))
    assert snapshot is not None
    going = (PlannedMember(FIRST, THU), PlannedMember(SECOND, VI))
    visit = PlannedVisit(
        PlannedId(""), group, "2026-12", snapshot, date=dt.date(2026, 12, 3), members=going, note=f"{THU} dẫn đường"
    )
    plans.add(clerk, [visit])
    publishing.publish(clerk, ["2026-12"])
    plans.add(clerk, [replace(visit, date=dt.date(2026, 12, 4))])
    for file in publishing.write(clerk, town.stick).value:
        merge_one(town.first, file.path)
    return town


def erase_all(desk: Desk) -> Erased:
    found = erasing_registers.look(desk, Sought((THU,)))
    choices = [
        replace(erasing.usual(one), masked=tuple(leaf.path for leaf in one.leaves if leaf.kind is HitKind.MENTION))
        for one in found
    ]
    return erasing.erase(desk, choices, "theo đơn ngày 01/12/2026").value


def test_every_place_is_found_without_marks_and_by_id(office: Enrolled) -> None:
    found = erasing_registers.look(office.clerk, Sought(("ban huu thu",)))
    assert [(one.kind, one.name) for one in found] == [
        (EntryKind.ORGANISATION_ROSTER, "Chi bộ thôn Phiêng An"),
        (EntryKind.GROUP_DECIDED, "12-QĐ/ĐU"),
        (EntryKind.PLAN_PUBLISHED, office.first.me.group.name),
    ]
    kinds = [[leaf.kind for leaf in one.leaves] for one in found]
    name, mention = HitKind.NAME, HitKind.MENTION
    assert kinds[:2] == [[name, name], [name, name, mention]]
    assert sorted(kinds[2]) == sorted([name, mention, name, name]), "who goes, the note, and the roster that travelled"
    by_id = erasing_registers.look(office.clerk, Sought((), FIRST))
    assert [len(one.leaves) for one in by_id] == [2, 2, 3]


def test_what_was_chosen_is_gone_everywhere_and_the_others_stay(office: Enrolled) -> None:
    clerk = office.clerk
    assert holds(clerk.places.book, clerk.master.book_key(), THU)
    done = erase_all(clerk)
    assert (done.visits, done.others) == (0, 3)
    (roster,) = directory.rosters(clerk.book)
    assert [(one.id, one.name, one.post) for one in roster.members] == [(FIRST, "", ""), (SECOND, VI, "")]
    (decision,) = directory.decisions(clerk.book)
    assert [one.name for one in decision.groups[0].members] == ["", VI]
    assert decision.note == "Đồng chí […] thay."
    rows = planned.planned_in(clerk.book, ("2026-12",))
    assert len(rows) == 2
    assert {member.name for row in rows for member in row.visit.members} == {"", VI}
    assert THU not in str(rows) + str(directory.decision_drafts(clerk.book))
    assert erasing_registers.look(clerk, Sought((THU,))) == ()
    assert doctor.examine(clerk).is_sound
    assert not holds(clerk.places.book, clerk.master.book_key(), THU), "no page of the file has it"
    rebuilding.rebuild(clerk)
    assert THU not in str(directory.rosters(clerk.book)) + str(directory.decisions(clerk.book))


def test_the_laptop_follows_with_the_next_packet(office: Enrolled) -> None:
    laptop = office.first
    assert THU in str(own_plan.visits(laptop)) + str(directory.rosters(laptop.book))
    erase_all(office.clerk)
    for file in publishing.write(office.clerk, office.stick).value:
        merge_one(laptop, file.path)
    assert THU not in str(own_plan.visits(laptop)) + str(directory.rosters(laptop.book))
    assert VI in str(directory.rosters(laptop.book))
    assert doctor.examine(laptop).is_sound


def test_only_an_office_looks_and_not_for_nobody(office: Enrolled) -> None:
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        erasing_registers.look(office.first, Sought((THU,)))
    with pytest.raises(Refusal, match="PERSON_MISSING"):
        erasing_registers.look(office.clerk, Sought(("  ",)))
    with pytest.raises(Refusal, match="NOTHING_TO_ERASE"):
        erasing.erase(office.clerk, [Choice(erasing.VisitId(CELL), ("members/none/name",))], "theo đơn")
