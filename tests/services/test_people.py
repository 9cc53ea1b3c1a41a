"""The directory of people: found without marks, alike told, joined and separated again."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.group_findings import GroupFindingKind
from chibo_desktop.domain.groups import GroupMember, Roster, RosterMember
from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import doctor, founding, groups, logbook, organisations, people, registers, status
from chibo_desktop.services.desk import Desk, Role
from tests.building.groups import decision, group, group_id, member, org, person_id, registered
from tests.building.homes import found_home, open_home

DAY = dt.date(2026, 6, 1)
DIEN, DIEN_AGAIN = member("Ma Từ Đông Điền"), GroupMember(PersonId("z" * 26), name="Ma Tư Đông Điền")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    organisations.say(desk, registered())
    wording = decision(group(1, "bachthong", members=(DIEN,)), group(2, "chomoi", members=(DIEN_AGAIN,)))
    groups.decide(desk, wording)
    roster = Roster(org("phiengan"), members=(RosterMember(person_id("Lường Thị Thí"), name="Lường Thị Thí"),))
    with logbook.writing(desk) as pen:
        pen.write(EntryKind.ORGANISATION_ROSTER, roster.cell, texts_of(roster))
        registers.follow_kinds(desk, (EntryKind.ORGANISATION_ROSTER,))
    yield desk
    assert doctor.examine(desk).is_sound
    founding.close_desk(desk)


def test_people_come_from_decisions_and_rosters_by_given_name(office: Desk) -> None:
    known = people.people(office, DAY)
    assert [one.name for one in known] == [
        "Tổ Trưởng 1",
        "Tổ Trưởng 2",
        "Ma Từ Đông Điền",
        "Ma Tư Đông Điền",
        "Lường Thị Thí",
    ]
    assert [one.groups for one in known][2] == ("Tổ số 01",)
    assert known[-1].cells == ("Chi bộ thôn Phiêng An",)


@pytest.mark.parametrize(
    ("text", "count"), [("dien", 2), ("DONG dien", 2), ("từ đông", 2), ("phieng an", 1), ("to so 02", 2), ("khong", 0)]
)
def test_people_are_found_without_marks(office: Desk, text: str, count: int) -> None:
    assert len(people.find(people.people(office, DAY), text)) == count


def test_people_alike_are_hinted(office: Desk) -> None:
    known = people.people(office, DAY)
    assert {one.id for one in people.alike(known, "ma tu dong dien")} == {DIEN.id, DIEN_AGAIN.id}
    assert people.alike(known, "Hoàng Văn Mẫu") == people.alike(known, "  ") == ()
    pairs = [{one.id, other.id} for one, other in people.doubtful(known)]
    assert {DIEN.id, DIEN_AGAIN.id} in pairs


def test_joined_people_are_one_until_they_are_separated(office: Desk) -> None:
    before = status.digest(office)
    people.join(office, DIEN.id, DIEN_AGAIN.id, "Cùng một người")
    assert status.digest(office) != before
    least = min(DIEN.id, DIEN_AGAIN.id)
    (one,) = people.find(people.people(office, DAY), "dien")
    assert (one.id, set(one.ids), set(one.groups)) == (least, {DIEN.id, DIEN_AGAIN.id}, {"Tổ số 01", "Tổ số 02"})
    assert len(groups.groups_of_person(office, DIEN_AGAIN.id, DAY)) == 2
    (found,) = groups.look_over(office, groups.decision(office, decision().id))
    assert (found.kind, found.groups) == (GroupFindingKind.PERSON_TWICE, (group_id(1), group_id(2)))
    with pytest.raises(Refusal, match="PERSON_SELF"):
        people.join(office, DIEN.id, DIEN_AGAIN.id)
    people.separate(office, least)
    assert len(people.find(people.people(office, DAY), "dien")) == 2
    with pytest.raises(Refusal, match="PERSON_NOT_JOINED"):
        people.separate(office, least)
    people.join(office, DIEN_AGAIN.id, DIEN.id)
    assert len(people.find(people.people(office, DAY), "dien")) == 1


def test_joining_goes_over_chains_and_separating_takes_one_of_them_out(office: Desk) -> None:
    one, other, third = DIEN.id, DIEN_AGAIN.id, member("Tổ Trưởng 1").id
    people.join(office, one, other)
    people.join(office, other, third)
    assert set(registers.same_people(office)) == {one, other, third}
    assert len(set(registers.same_people(office).values())) == 1
    people.separate(office, min(one, other, third))
    assert registers.same_people(office) == {}


def test_only_an_office_joins_and_only_whom_it_knows(office: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="PERSON_NOT_KNOWN"):
        people.join(office, DIEN.id, PersonId("q" * 26))
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    for act in (lambda: people.join(desk, DIEN.id, DIEN_AGAIN.id), lambda: people.separate(desk, DIEN.id)):
        with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
            act()
    founding.close_desk(desk)


def test_a_name_of_the_newest_decision_is_shown(office: Desk) -> None:
    later = replace(
        decision(group(1, members=(replace(DIEN, name="Ma Từ Đông Điền B"),)), name="hai"), date=dt.date(2026, 8, 1)
    )
    groups.decide(office, later)
    assert people.find(people.people(office, DAY), "dien b")[0].id == DIEN.id
