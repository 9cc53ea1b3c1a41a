"""Decisions about groups as an office signs them: worded anew, revoked, copied, and asked who is where."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.group_findings import GroupFindingKind
from chibo_desktop.domain.groups import DecidedGroup, GroupMember
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.organisations import snapshot_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.schema import decision_schema
from chibo_desktop.services import decision_form, doctor, founding, groups, organisations, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import log
from tests.building.groups import decision, group, group_id, member, org, person_id, registered
from tests.building.homes import found_home, open_home

DAY = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for tests that only read, or write what nobody else here asks for."""
    home = tmp_path_factory.mktemp("office")
    found_home(home / "office", Role.OFFICE)
    desk = open_home(home / "office")
    organisations.say(desk, registered())
    yield desk
    founding.close_desk(desk)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    organisations.say(desk, registered())
    yield desk
    assert doctor.examine(desk).is_sound
    founding.close_desk(desk)


def test_a_decision_is_one_signed_entry_and_another_wording_takes_its_place(office: Desk) -> None:
    before = status.digest(office)
    first = decision(group(1, "bachthong"), group(2, "chomoi"))
    groups.decide(office, first)
    again = replace(first, groups=(group(1, "tinh"),))
    groups.decide(office, again)
    assert groups.decisions(office) == (again,)
    one, two = log.entries_of_kind(office.book, EntryKind.GROUP_DECIDED)
    assert two.head.based_on == (one.head.id,)
    assert status.digest(office) != before
    with pytest.raises(Refusal, match="DECISION_SAME"):
        groups.decide(office, again)


def test_who_is_where_on_a_day(office: Desk) -> None:
    groups.decide(office, decision(group(1, "bachthong", members=(member("Ma Từ Đông Điền"),)), group(2, "chomoi")))
    assert [one.group.id for one in groups.groups_on(office, DAY)] == [group_id(1), group_id(2)]
    assert groups.groups_on(office, dt.date(2030, 1, 1)) == ()
    (found,) = groups.groups_of_person(office, person_id("Ma Từ Đông Điền"), DAY)
    assert found.group.id == group_id(1)
    (found,) = groups.groups_of(office, org("phiengan"), DAY)
    assert found.group.id == group_id(1)
    cell = snapshot_on(organisations.register(office), org("nhutinh"), DAY)
    assert cell is not None
    (found,) = groups.groups_of_cell(office, cell, DAY)
    assert found.group.id == group_id(2)
    assert groups.groups_of_cell(office, replace(cell, id=None, superiors=()), DAY) == ()
    with pytest.raises(Refusal, match="ORGANISATION_UNKNOWN"):
        groups.groups_of(office, OrganisationId("x"), DAY)


def test_a_revoked_decision_stays_in_the_list_and_holds_no_more(office: Desk) -> None:
    groups.decide(office, decision(group(1, "tinh")))
    groups.revoke(office, decision().id, "Thay bằng quyết định khác")
    (found,) = groups.decisions(office)
    assert (found.revoked, found.note, len(found.groups)) == (True, "Thay bằng quyết định khác", 1)
    assert groups.groups_on(office, DAY) == ()
    with pytest.raises(Refusal, match="DECISION_UNKNOWN"):
        groups.revoke(office, DecisionId("x"))


def test_a_copy_keeps_the_ids_of_what_goes_on(office: Desk) -> None:
    earlier = decision(group(1, "bachthong", members=(member("Ba"),)), group(2, "chomoi"))
    groups.decide(office, earlier)
    year = groups.Copy("07-QĐ/TU", dt.date(2027, 1, 4), dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    fresh = groups.copied(office, earlier.id, year)
    assert groups.decisions(office) == (earlier,), "nothing is written"
    assert fresh.id != earlier.id
    assert (fresh.groups, fresh.issuer, fresh.number) == (earlier.groups, earlier.issuer, "07-QĐ/TU")
    groups.decide(office, fresh)
    assert [one.number for one in groups.decisions(office)] == ["07-QĐ/TU", "26-QĐ/TU"]
    assert groups.look_over(office, fresh) == ()
    assert {one.decision for one in groups.groups_on(office, dt.date(2027, 3, 1))} == {fresh.id}


def test_what_looks_wrong_is_said_and_signed_all_the_same(office: Desk) -> None:
    odd = replace(decision(replace(group(1), members=())), number="")
    kinds = {one.kind for one in groups.look_over(office, odd)}
    assert kinds == {GroupFindingKind.NUMBERLESS, GroupFindingKind.LEADERLESS, GroupFindingKind.UNASSIGNED}
    groups.decide(office, odd)
    assert len(groups.decisions(office)) == 1


def test_a_draft_is_kept_as_typed_until_it_is_signed_or_given_up(office: Desk) -> None:
    draft = replace(decision(DecidedGroup(group_id(1), " Tổ  số 1 ")), number="")
    groups.save_draft(office, draft)
    assert groups.drafts(office) == (draft,)
    assert groups.decisions(office) == ()
    groups.decide(office, draft)
    assert groups.drafts(office) == ()
    assert groups.decisions(office)[0].groups[0].name == "Tổ số 1"
    groups.save_draft(office, draft)
    groups.drop_draft(office, draft.id)
    assert groups.drafts(office) == ()


def test_only_an_office_decides(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    for act in (groups.decide, groups.save_draft):
        with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
            act(desk, decision())
    founding.close_desk(desk)


def test_no_group_stands_twice(office: Desk) -> None:
    with pytest.raises(Refusal, match="DECISION_IDS"):
        groups.decide(office, decision(group(1), group(1)))


# the form in which decisions are exchanged


def read(plain: object) -> object:
    text = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    return decision_form.read_decision(text, lambda count: b"\x07" * count)


def test_what_is_written_is_read_again() -> None:
    whole = decision(group(1, "bachthong", members=(member("Ba"),)), group(2))
    text = decision_form.write_decision(whole)
    assert read(text.encode()) == whole
    jsonschema.validate(json.loads(text), decision_schema())


def test_ids_are_made_where_they_are_missing() -> None:
    least = {"number": "1-QĐ/TU", "groups": [{"name": "Tổ 1", "members": [{"name": "Ba"}]}]}
    jsonschema.validate(least, decision_schema())
    found = read(least)
    assert isinstance(found, type(decision()))
    assert len(found.id) == len(found.groups[0].id) == len(found.groups[0].members[0].id) == 26


LEAST = {"number": "1", "groups": [{"name": "Tổ 1"}]}
A, X = "a" * 26, "Ngoài ra"


@pytest.mark.parametrize(
    ("plain", "code", "path"),
    [
        (b"\xff", "EXCHANGE_NOT_TEXT", None),
        (b"{", "EXCHANGE_NOT_JSON", None),
        ([LEAST, LEAST], "DECISION_NOT_ONE", None),
        (b"[]", "DECISION_NOT_ONE", None),
        (b"[7]", "EXCHANGE_FIELD_WRONG", "$"),
        (b'{"number": "1", "number": "2"}', "EXCHANGE_FIELD_DOUBLED", "number"),
        ({**LEAST, "nmber": "1"}, "EXCHANGE_FIELD_UNKNOWN", "nmber"),
        ({**LEAST, "number": ""}, "EXCHANGE_FIELD_MISSING", "number"),
        ({**LEAST, "number": "\u200b"}, "EXCHANGE_FIELD_MISSING", "number"),
        ({"number": "1", "groups": []}, "EXCHANGE_FIELD_MISSING", "groups"),
        ({"number": "1", "groups": [{}]}, "EXCHANGE_FIELD_MISSING", "groups[0].name"),
        ({"number": "1", "groups": [{"name": " "}]}, "EXCHANGE_FIELD_MISSING", "groups[0].name"),
        ({"number": "1", "groups": ["Tổ 1"]}, "EXCHANGE_FIELD_WRONG", "groups[0]"),
        ({"number": "1", "groups": [{"name": "Tổ", "leader": X}]}, "EXCHANGE_FIELD_UNKNOWN", "groups[0].leader"),
        ({**LEAST, "date": "2026-02-30"}, "EXCHANGE_FIELD_WRONG", "date"),
        ({**LEAST, "valid_from": "1026-01-01"}, "EXCHANGE_DATE_WRONG", "valid_from"),
        ({**LEAST, "id": "1"}, "EXCHANGE_ID_WRONG", "id"),
        ({"number": "1", "groups": [{"name": "T", "id": "1"}]}, "EXCHANGE_ID_WRONG", "groups[0].id"),
        (
            {"number": "1", "groups": [{"name": "T", "id": A}, {"name": "U", "id": A}]},
            "EXCHANGE_ID_WRONG",
            "groups[1].id",
        ),
        (
            {"number": "1", "groups": [{"name": "T", "organisations": [A, A]}]},
            "EXCHANGE_ID_WRONG",
            "groups[0].organisations[1]",
        ),
        (
            {"number": "1", "groups": [{"name": "T", "members": [{"id": A, "name": X}, {"id": A, "name": X}]}]},
            "EXCHANGE_ID_WRONG",
            "groups[0].members[1].id",
        ),
        (
            {"number": "1", "groups": [{"name": "T", "members": [{"name": ""}]}]},
            "EXCHANGE_FIELD_MISSING",
            "groups[0].members[0].name",
        ),
        (
            {"number": "1", "groups": [{"name": "T", "members": [{"name": X, "role": "boss"}]}]},
            "EXCHANGE_FIELD_WRONG",
            "groups[0].members[0].role",
        ),
        ({**LEAST, "note": "x" * 200_001}, "EXCHANGE_TEXT_TOO_LONG", "note"),
    ],
)
def test_whatever_is_no_decision_is_refused_at_its_place(plain: object, code: str, path: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        read(plain)
    assert refused.value.code == code
    assert refused.value.data.get("path") == path


HOSTILE = st.text(st.characters(codec=None, max_codepoint=0x10FFFF), max_size=40)


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_kept_clean_or_refused(founded: Desk, number: str, name: str, person: str) -> None:
    wording = replace(
        decision(),
        id=DecisionId(groups.new_decision(founded).id),
        number=number,
        groups=(DecidedGroup(GroupId("g" * 26), name, members=(GroupMember(PersonId("p" * 26), name=person),)),),
    )
    groups.decide(founded, wording)
    found = groups.decision(founded, wording.id)
    assert found == groups.cleaned(wording) == groups.cleaned(found)
