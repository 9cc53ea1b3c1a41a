"""Which groups stand, whose an organisation is, and what looks wrong: against a brute-force answer for any tree."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.group_findings import GroupFindingKind, Surroundings, day_of, findings
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.ids import DecisionId, EntryId, GroupId, OrganisationId
from chibo_desktop.domain.organisations import Dated, Organisation, value_on
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.standing_groups import Assignments, StandingGroup, chain_with, standing_on
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.organisations import register_of
from tests.building.groups import decision, group, group_id, member, org, registered

DAY = dt.date(2026, 6, 1)
REGISTER = register_of([Said(EntryId("e"), registered())])


def kinds(wording: Decision, *others: Decision) -> list[GroupFindingKind]:
    return [one.kind for one in findings(wording, Surroundings(others, REGISTER), DAY)]


def all_of_it() -> Decision:
    return decision(group(1, "bachthong"), group(2, "chomoi"))


def test_a_decision_holds_on_its_days_and_a_revoked_one_on_none() -> None:
    whole = all_of_it()
    days = (dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert [len(standing_on((whole,), day)) for day in days] == [0, 2, 2, 0]
    assert standing_on((replace(whole, revoked=True),), DAY) == ()


def test_of_a_group_named_twice_the_decision_that_began_last_counts() -> None:
    whole = all_of_it()
    later = replace(decision(group(1, "quangthuan"), name="hai"), number="40-QĐ/TU", valid_from=dt.date(2026, 5, 1))
    for order in ((whole, later), (later, whole)):
        found = {one.group.id: one for one in standing_on(order, DAY)}
        assert found[group_id(1)].number == "40-QĐ/TU"
        assert found[group_id(2)].number == "26-QĐ/TU"
    assert {one.number for one in standing_on((whole, later), dt.date(2026, 4, 30))} == {"26-QĐ/TU"}


def test_the_nearest_assignment_of_a_tier_has_the_cell() -> None:
    commune = replace(group(3, "viHuong"), tier=Tier.COMMUNE)
    standing = standing_on((decision(group(1, "bachthong"), group(2, "quangthuan"), commune),), DAY)
    assigned = Assignments(standing)

    def of(name: str) -> list[GroupId]:
        return [one.group.id for one in assigned.groups_of(chain_with(REGISTER, org(name), DAY))]

    assert of("phiengan") == [group_id(2)]
    assert of("donbay") == [group_id(1), group_id(3)]
    assert of("bachthong") == [group_id(1)]
    assert of("nhutinh") == []


ORGANISATIONS = [OrganisationId(letter * 26) for letter in "abcdefgh"]
DAYS = [dt.date(2026, month, 1) for month in (1, 5, 9)]


@st.composite
def registers(draw: st.DrawFn) -> dict[OrganisationId, Organisation]:
    """Any parents at any time, circles included."""
    found: dict[OrganisationId, Organisation] = {}
    for id_ in ORGANISATIONS:
        parents = draw(st.lists(st.tuples(st.sampled_from(ORGANISATIONS), st.sampled_from(DAYS)), max_size=2))
        spans = tuple(Dated(parent, start) for parent, start in parents)
        found[id_] = Organisation(id_, (Dated(id_[0]),), spans)
    return found


@st.composite
def group_sets(draw: st.DrawFn) -> tuple[DecidedGroup, ...]:
    return tuple(
        DecidedGroup(
            GroupId(str(number) * 26),
            f"Tổ {number}",
            draw(st.sampled_from([*Tier, None])),
            tuple(draw(st.lists(st.sampled_from(ORGANISATIONS), max_size=3))),
        )
        for number in range(draw(st.integers(0, 5)))
    )


def by_hand(
    register: dict[OrganisationId, Organisation], cell: OrganisationId, groups: tuple[DecidedGroup, ...], day: dt.date
) -> set[GroupId]:
    """Walk up one step at a time for each tier alone, and stop where somebody of it is assigned."""
    found: set[GroupId] = set()
    for tier in (*Tier, None):
        here: OrganisationId | None = cell
        passed: set[OrganisationId] = set()
        while here is not None and here not in passed:
            passed.add(here)
            have = {one.id for one in groups if one.tier == tier and here in one.organisations}
            if have:
                found |= have
                break
            here = value_on(register[here].parents, day)
    return found


@given(registers(), group_sets(), st.sampled_from(ORGANISATIONS), st.sampled_from([*DAYS, dt.date(2025, 1, 1)]))
def test_the_groups_of_a_cell_are_those_that_a_walk_up_the_tree_meets(
    register: dict[OrganisationId, Organisation], groups: tuple[DecidedGroup, ...], cell: OrganisationId, day: dt.date
) -> None:
    standing = standing_on((Decision(DecisionId("d" * 26), groups=groups),), day)
    told = Assignments(standing).groups_of(chain_with(register, cell, day))
    assert {one.group.id for one in told} == by_hand(register, cell, groups, day)
    assert len({one.group.id for one in told}) == len(told), "no group is told twice"


def test_a_sound_decision_has_nothing_to_look_at() -> None:
    assert kinds(all_of_it()) == []


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        (replace(all_of_it(), number=""), GroupFindingKind.NUMBERLESS),
        (replace(all_of_it(), date=None), GroupFindingKind.NUMBERLESS),
        (replace(all_of_it(), valid_to=dt.date(2025, 1, 1)), GroupFindingKind.REVERSED),
        (decision(), GroupFindingKind.GROUPLESS),
        (decision(replace(group(1, "tinh"), name="")), GroupFindingKind.NAMELESS),
        (decision(replace(group(1, "tinh"), members=())), GroupFindingKind.LEADERLESS),
        (decision(group(1, "tinh", members=(member("Hai", Post.LEADER),))), GroupFindingKind.SEVERAL_LEADERS),
        (decision(group(1, "tinh"), replace(group(2), name="TỔ SỐ 01")), GroupFindingKind.NAME_TWICE),
        (
            decision(group(1, "tinh", members=(member("Ba"),)), group(2, members=(member("Ba"),))),
            GroupFindingKind.PERSON_TWICE,
        ),
        (decision(group(1, "tinh", members=(member("Ba"), member("Ba")))), GroupFindingKind.PERSON_TWICE),
        (decision(group(1, "tinh"), group(2, "tinh")), GroupFindingKind.ORGANISATION_TWICE),
        (decision(group(1, "tinh", "khongcodau")), GroupFindingKind.ORGANISATION_GONE),
        (decision(group(1, "bachthong")), GroupFindingKind.UNASSIGNED),
    ],
)
def test_each_thing_that_looks_wrong_is_found_and_nothing_else(wording: Decision, kind: GroupFindingKind) -> None:
    assert kinds(wording) == [kind]


def test_the_cells_that_nobody_has_are_named() -> None:
    (found,) = findings(decision(group(1, "bachthong")), Surroundings((), REGISTER), DAY)
    assert found.organisations == (org("nhutinh"),)
    assert found.tier is Tier.PROVINCE


def test_what_stands_in_another_decision_counts_too() -> None:
    other = decision(group(9, "chomoi"), name="hai")
    assert kinds(decision(group(1, "bachthong")), other) == [GroupFindingKind.OVERLAP]
    assert kinds(decision(group(1, "bachthong")), replace(other, revoked=True)) == [GroupFindingKind.UNASSIGNED]
    clash = decision(group(9, "bachthong", "chomoi", members=(member("Ba"),)), name="hai")
    mine = decision(group(1, "bachthong", members=(member("Ba"),)))
    assert kinds(mine, clash) == [
        GroupFindingKind.OVERLAP,
        GroupFindingKind.PERSON_TWICE,
        GroupFindingKind.ORGANISATION_TWICE,
    ]


def test_two_ids_of_one_person_are_one_person() -> None:
    one, other = member("Ba"), GroupMember(member("Bon").id, name="Ba")
    wording = decision(group(1, "tinh", members=(one,)), group(2, members=(other,)))
    assert kinds(wording) == []
    same = {one.id: min(one.id, other.id), other.id: min(one.id, other.id)}
    (found,) = findings(wording, Surroundings((), REGISTER, same), DAY)
    assert found.groups == (group_id(1), group_id(2))


def test_a_decision_is_looked_at_on_its_nearest_day() -> None:
    whole = all_of_it()
    days = (dt.date(2025, 3, 1), DAY, dt.date(2030, 1, 1))
    assert [day_of(whole, day) for day in days] == [dt.date(2026, 1, 1), DAY, dt.date(2026, 12, 31)]
    assert day_of(Decision(whole.id), DAY) == DAY


def test_standing_groups_come_tier_by_tier() -> None:
    commune = replace(group(1), tier=Tier.COMMUNE)
    unsaid = replace(group(3), tier=None)
    found = standing_on((decision(unsaid, commune, group(2)),), DAY)
    assert [one.group.id for one in found] == [group_id(2), group_id(1), group_id(3)]
    assert found[0] == StandingGroup(DecisionId(decision().id), "26-QĐ/TU", group(2))
