"""Groups and members from spreadsheets into a decision being written: all of a file or nothing, nothing signed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.imports import Head, Table, Trouble, Verdict
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.services import doctor, founding, group_imports, groups, import_templates, organisations, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.group_imports import GroupReport
from chibo_desktop.services.importing import SheetFile
from chibo_desktop.ui import import_words
from tests.building.groups import decision, group, group_id, member, org, person_id, registered
from tests.building.homes import found_home, open_home
from tests.building.spreadsheets import Book, delimited, part_of, with_part

WORDS = import_words.group_vocabulary()
HEAD = ("Tổ", "Cấp", "Địa bàn", "Họ tên", "Chức vụ", "Vai trò trong tổ")
BACH_THONG, CHO_MOI = "Đảng bộ huyện Bạch Thông", "Đảng bộ huyện Chợ Mới"
GOOD = (
    ("Tổ số 01", "Cấp tỉnh", BACH_THONG, "Ma Từ Đông Điền", "Ủy viên", "Tổ trưởng"),
    ("Tổ số 01", "Cấp tỉnh", None, "Lường Văn Thử", None, "Thư ký tổ"),
    ("Tổ số 02", "tỉnh", f"{CHO_MOI}; Đảng bộ xã Vi Hương", "Hoàng Thị Mẫu", None, "tổ trưởng"),
)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("office") / "office"
    found_home(home, Role.OFFICE)
    desk = open_home(home)
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


def sheet(*rows: Sequence[Any], head: Sequence[Any] = HEAD) -> SheetFile:
    book = Book()
    book.sheet("Thành viên các tổ", head, rows)
    return book.file("cac to.xlsx")


def bring_in(desk: Desk, file: SheetFile, draft: Decision | None = None) -> GroupReport:
    return group_imports.carry_out(desk, file, WORDS, draft.id if draft else None).value


def exported(desk: Desk, wording: Decision) -> SheetFile:
    data = import_templates.decision_file(desk, wording, WORDS, import_words.guide(WORDS))
    return SheetFile("xuat.xlsx", data)


def troubles(report: GroupReport) -> Counter[tuple[Trouble, int]]:
    return Counter((note.trouble, note.row) for note in report.notes)


def by_name(wording: Decision) -> dict[str, GroupMember]:
    return {one.name: one for found in wording.groups for one in found.members}


# what a good file does


def test_a_file_is_a_draft_and_nothing_is_signed(office: Desk) -> None:
    before = status.digest(office)
    report = bring_in(office, sheet(*GOOD))
    assert (report.notes, report.saved, report.is_new) == ((), True, True)
    assert report.count(Table.GROUPS, Verdict.NEW) == 3
    (draft,) = groups.drafts(office)
    one, two = draft.groups
    assert (one.name, one.tier, one.organisations) == ("Tổ số 01", Tier.PROVINCE, (org("bachthong"),))
    assert [(m.name, m.post, m.role) for m in one.members] == [
        ("Ma Từ Đông Điền", "Ủy viên", Post.LEADER),
        ("Lường Văn Thử", "", Post.SECRETARY),
    ]
    assert two.organisations == (org("chomoi"), org("viHuong"))
    assert groups.decisions(office) == ()
    assert status.digest(office) == before


def test_the_same_file_again_changes_nothing_with_and_without_the_draft(office: Desk) -> None:
    first = bring_in(office, sheet(*GOOD))
    for draft in (None, first.wording):
        again = bring_in(office, sheet(*GOOD), draft)
        assert (again.saved, again.changes_something, again.notes) == (False, False, ())
        assert again.count(Table.GROUPS, Verdict.SAME) == 3
    assert groups.drafts(office) == (first.wording,)


def test_groups_and_people_of_last_years_decision_keep_their_ids(office: Desk) -> None:
    last = decision(
        group(1, "bachthong", members=(member("Lường Văn Thử"),)),
        group(2, "chomoi", members=(member("Hoàng Thị Mẫu"),)),
    )
    groups.decide(office, last)
    report = bring_in(
        office,
        sheet(
            ("Tổ số 01", "Cấp tỉnh", BACH_THONG, "Hoàng Thị Mẫu", "Trưởng ban", "Tổ trưởng"),
            ("Tổ số 01", "Cấp tỉnh", None, "lường  văn thử", None, None),
            ("Tổ số 03", "Cấp tỉnh", CHO_MOI, "Lường Văn Thứ", None, "Tổ trưởng"),
        ),
    )
    one, three = report.wording.groups
    assert (report.wording.id == last.id, one.id, three.id == group_id(2)) == (False, group_id(1), False)
    mau, thu = one.members
    assert (mau.id, thu.id) == (person_id("Hoàng Thị Mẫu"), person_id("Lường Văn Thử"))
    assert three.members[0].id not in (mau.id, thu.id)
    assert troubles(report) == {(Trouble.PERSON_FOUND, 2): 1}


def test_a_near_name_is_pointed_out_and_stays_somebody_else(office: Desk) -> None:
    last = decision(group(1, "bachthong", members=(member("Ma Từ Đông Điền"),)))
    groups.decide(office, last)
    report = bring_in(office, sheet(("Tổ số 01", "Cấp tỉnh", BACH_THONG, "Ma Tư Đông Điền", None, None)))
    assert troubles(report) == {(Trouble.PERSON_ALIKE, 2): 1}
    assert by_name(report.wording)["Ma Tư Đông Điền"].id != person_id("Ma Từ Đông Điền")
    assert report.saved


def test_one_name_in_two_groups_is_two_people_until_somebody_says_otherwise(office: Desk) -> None:
    groups.decide(office, decision(group(1, "bachthong", members=(member("Lường Văn Thử"),))))
    rows = [(f"Tổ số 0{number}", "Cấp tỉnh", None, "Lường Văn Thử", None, None) for number in (2, 3)]
    rows += [(f"Tổ số 0{number}", "Cấp tỉnh", None, "Hoàng Thị Mẫu", None, None) for number in (2, 3)]
    report = bring_in(office, sheet(*rows))
    assert troubles(report) == {
        (Trouble.PERSON_FOUND, 2): 1, (Trouble.PERSON_KNOWN, 3): 1, (Trouble.PERSON_KNOWN, 5): 1,
    }  # fmt: skip
    ids = [one.id for found in report.wording.groups for one in found.members]
    assert len(set(ids)) == 4
    assert bring_in(office, sheet(*rows), report.wording).changes_something is False


def test_the_lines_of_a_group_are_its_members_and_other_groups_stay(office: Desk) -> None:
    held = decision(group(1, "bachthong", members=(member("Lường Văn Thử"),)), group(2, "chomoi"))
    groups.decide(office, held)
    leader = held.groups[0].members[0].name
    report = bring_in(office, sheet(("Tổ số 01", None, None, leader, "Bí thư", "Tổ phó")), held)
    one, two = report.wording.groups
    assert two == held.groups[1]
    assert one == replace(
        held.groups[0], members=(replace(held.groups[0].members[0], post="Bí thư", role=Post.DEPUTY),)
    )
    assert troubles(report) == {(Trouble.LEFT_OUT, 2): 1, (Trouble.GROUP_KEPT, 0): 1}
    (line,) = report.judged
    assert (line.verdict, line.changes) == (Verdict.CHANGED, (Head.POST, Head.ROLE))
    assert groups.decisions(office) == (held,)
    assert groups.drafts(office) == (report.wording,)


def test_organisations_are_found_by_name_by_path_by_id_and_without_marks(office: Desk) -> None:
    told = f"Chi bộ thôn Nà Đinh / Đảng bộ xã Quang Thuận\ndang bo xa vi huong;{org('nhutinh')}"
    report = bring_in(office, sheet(("Tổ A", None, told, None, None, None)))
    assert report.wording.groups[0].organisations == (org("nadinh"), org("viHuong"), org("nhutinh"))
    assert troubles(report) == {(Trouble.PARENT_BY_FOLD, 2): 1}
    assert report.wording.groups[0].members == ()


def test_a_csv_file_and_another_order_of_columns_will_do(office: Desk) -> None:
    file = delimited([("Nhiệm vụ trong tổ", "Họ và tên", "Tên tổ"), ("Tổ trưởng", "Ma Từ Đông Điền", "Tổ A")])
    report = bring_in(office, file)
    assert [one.role for one in report.wording.groups[0].members] == [Post.LEADER]
    assert report.notes == ()


# what comes out goes in


def test_an_exported_decision_comes_back_as_it_was(office: Desk) -> None:
    twins = (member("Lường Văn Thử"), GroupMember(person_id("khác"), Post.MEMBER, "Lường Văn Thử", "Bí thư"))
    district = replace(group(1, "phiengan"), id=group_id(9), tier=Tier.DISTRICT, members=())
    both = member("Tổ Trưởng 1")
    held = decision(
        group(1, "bachthong", "nhutinh", members=twins), replace(group(2, members=(both,)), tier=None), district
    )
    groups.decide(office, held)
    report = bring_in(office, exported(office, held), held)
    assert (report.wording, report.stopping) == (held, ())
    fresh = group_imports.look(office, exported(office, held), WORDS, groups.new_decision(office))
    assert fresh.wording.groups == held.groups


NAMES = st.text("AĐăâêôơư =+-@;/,'\"<&", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def wordings(draw: st.DrawFn) -> Decision:
    """Decisions whose groups, and people of a group, can be told apart by name."""
    found: list[DecidedGroup] = []
    for place, name in enumerate(draw(st.lists(NAMES, max_size=4, unique_by=lambda one: one.casefold()))):
        people = draw(st.lists(NAMES, max_size=4, unique_by=lambda one: one.casefold()))
        units = draw(st.lists(st.sampled_from(["tinh", "phiengan", "chomoi", "viHuong"]), unique=True))
        members = tuple(
            GroupMember(person_id(f"{place} {row}"), Post.DEPUTY if row else Post.LEADER, one, draw(NAMES))
            for row, one in enumerate(people)
        )
        tier = draw(st.sampled_from([*Tier, None]))
        found.append(DecidedGroup(group_id(place), name, tier, tuple(map(org, units)), members))
    return groups.cleaned(decision(*found))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wordings())
def test_whatever_a_decision_says_it_says_after_export_and_import(founded: Desk, wording: Decision) -> None:
    report = group_imports.look(founded, exported(founded, wording), WORDS, wording)
    assert (report.wording, report.stopping) == (wording, ())


# what a bad file does


BAD: dict[str, tuple[Sequence[Sequence[Any]], dict[tuple[Trouble, int], int]]] = {
    "unknown organisation": (
        [("Tổ A", None, f"{BACH_THONG}; Đảng bộ huyện Ba Bể", "An", None, None)],
        {(Trouble.ORGANISATION_UNKNOWN, 2): 1},
    ),
    "two leaders": (
        [("Tổ A", None, None, one, None, "Tổ trưởng") for one in ("Ma An", "Lý Bình")],
        {(Trouble.SEVERAL_LEADERS, 3): 1},
    ),
    "one person twice": (
        [("Tổ A", None, None, one, "Bí thư", None) for one in ("Ma An", "ma  an")],
        {(Trouble.PERSON_TWICE, 3): 1},
    ),
    "no group": ([(None, None, None, "Ma An", None, None)], {(Trouble.MISSING, 2): 1}),
    "a role without anybody": ([("Tổ A", None, None, None, None, "Tổ trưởng")], {(Trouble.MISSING, 2): 1}),
    "words that nobody knows": (
        [("Tổ A", "Cấp quận", None, "Ma An", None, "Đội trưởng")],
        {(Trouble.WORD_UNKNOWN, 2): 2},
    ),
    "a tier that is not told": (
        [
            ("Tổ A", "Cấp tỉnh", None, "Ma An", None, None),
            ("Tổ A", "Cấp xã", None, "Lý Bình", None, None),
            ("Tổ A", None, None, "Hà Chi", None, None),
        ],
        {(Trouble.TIER_TWICE, 4): 1},
    ),
    "a formula without a value": ([("Tổ A", None, None, "=A1", None, None)], {(Trouble.FORMULA, 2): 1}),
    "too long": ([("Tổ A", None, None, "An" * 200, None, None)], {(Trouble.TOO_LONG, 2): 1}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named_and_nothing_is_taken(founded: Desk, name: str) -> None:
    rows, expected = BAD[name]
    report = bring_in(founded, sheet(*rows))
    assert Counter((note.trouble, note.row) for note in report.stopping) == expected
    assert not report.saved
    assert groups.drafts(founded) == ()
    for note in report.notes:
        assert "{" not in import_words.happened(note) + import_words.what_to_do(note)


def test_two_places_of_one_name_are_told_apart_by_their_superior(office: Desk) -> None:
    from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting

    twin = Setting(org("khác"), (Attribute.NAME, Attribute.PARENT), name="Chi bộ thôn Nà Đinh", parent=org("viHuong"))
    organisations.say(office, Reorganisation(Operation.IMPORTED, settings=(twin,)))
    row = ("Tổ A", None, "Chi bộ thôn Nà Đinh", "Ma An", None, None)
    assert troubles(bring_in(office, sheet(row))) == {(Trouble.ORGANISATION_AMBIGUOUS, 2): 1}
    told = ("Tổ A", None, "Chi bộ thôn Nà Đinh / Đảng bộ xã Vi Hương", "Ma An", None, None)
    report = bring_in(office, sheet(told))
    assert report.wording.groups[0].organisations == (org("khác"),)
    assert bring_in(office, exported(office, report.wording), report.wording).changes_something is False


def test_a_missing_column_stops_everything(founded: Desk) -> None:
    report = bring_in(founded, sheet(("Tổ A", "Cấp tỉnh", BACH_THONG), head=HEAD[:3]))
    assert [(note.trouble, dict(note.data)) for note in report.stopping] == [
        (Trouble.MISSING_COLUMN, {"head": Head.PERSON})
    ]
    assert import_words.happened(report.stopping[0]) == "Thiếu cột “Họ và tên”."


def test_a_group_that_the_draft_has_twice_is_not_guessed(office: Desk) -> None:
    held = decision(group(1), replace(group(2), name="Tổ số 01"))
    groups.save_draft(office, held)
    report = bring_in(office, sheet(("Tổ số 01", "Cấp tỉnh", None, "Ma An", None, None)), held)
    assert (Trouble.GROUP_AMBIGUOUS, 2) in troubles(report)
    assert groups.drafts(office) == (held,)


def test_hostile_text_is_text_and_hostile_files_are_refused(office: Desk) -> None:
    hostile = "<script>x</script> %s {0} ' OR 1=1 --"
    report = bring_in(office, sheet((hostile, None, None, hostile, hostile, None)))
    (one,) = report.wording.groups
    assert (one.name, one.members[0].name, one.members[0].post) == (hostile, hostile, hostile)
    part = "xl/workbook.xml"
    bomb = part_of(sheet(*GOOD), part).replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
    for file in (with_part(sheet(*GOOD), part, bomb), SheetFile("x.xlsx", b"PK\x03\x04rubbish")):
        with pytest.raises(Refusal) as refused:
            bring_in(office, file)
        assert refused.value.code == "SHEET_DAMAGED"


def test_only_an_office_brings_groups_in(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop", Role.GROUP)
    desk = open_home(tmp_path / "laptop")
    with pytest.raises(Refusal) as refused:
        bring_in(desk, sheet(*GOOD))
    assert refused.value.code == "NOT_AN_OFFICE"
    founding.close_desk(desk)


def test_an_unknown_draft_is_refused(founded: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        bring_in(founded, sheet(*GOOD), replace(decision(), date=dt.date(2020, 1, 1)))
    assert refused.value.code == "DECISION_UNKNOWN"
