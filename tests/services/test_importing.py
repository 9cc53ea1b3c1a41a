"""Bringing spreadsheets in: everything of a file or nothing, each trouble named by its line, and all of it back."""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.imports import Head, Note, Table, Trouble, Verdict
from chibo_desktop.domain.organisations import AreaFlag, CellType, chain_of, value_on
from chibo_desktop.domain.outcomes import Cancelled, Refusal
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.services import doctor, founding, importing, imports, organisations, registers, reorganising, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.importing import Order, Report, SheetFile
from chibo_desktop.storage import directory
from chibo_desktop.ui import group_heads, import_words
from tests.building.homes import found_home, open_home
from tests.building.spreadsheets import (
    GOOD,
    MEMBERS,
    ORGANISATION_HEAD,
    ROSTER_HEAD,
    Book,
    delimited,
    part_of,
    rosters,
    with_part,
)
from tests.building.spreadsheets import organisations as sheet

WORDS = import_words.vocabulary()
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "office"
    found_home(folder, Role.OFFICE)
    return folder


@pytest.fixture
def office(home: Path, tmp_path: Path) -> Iterator[Desk]:
    import shutil

    desk = open_home(Path(shutil.copytree(home, tmp_path / "office")))
    yield desk
    founding.close_desk(desk)


def look(desk: Desk, file: SheetFile, on: dt.date | None = None) -> Report:
    return importing.look(desk, file, WORDS, Order(on))


def bring_in(desk: Desk, file: SheetFile, on: dt.date | None = None, decision: str = "") -> Report:
    return importing.carry_out(desk, file, WORDS, Order(on, decision)).value


def troubles(report: Report) -> Counter[tuple[Trouble, int]]:
    return Counter((note.trouble, note.row) for note in report.notes)


def only(report: Report) -> Note:
    (note,) = report.notes
    return note


def by_name(desk: Desk, name: str, day: dt.date = TODAY) -> OrganisationId:
    (found,) = [id_ for id_, one in organisations.register(desk).items() if value_on(one.names, day) == name]
    return found


# what a good file does


def test_a_file_is_one_entry_and_the_register_is_what_it_says(office: Desk) -> None:
    report = bring_in(office, sheet(*GOOD), decision=" 12-QĐ/TU ")
    assert (report.notes, report.organisations, report.rosters) == ((), 3, 0)
    assert report.count(Table.ORGANISATIONS, Verdict.NEW) == 3
    register = organisations.register(office)
    cell = register[by_name(office, "Chi bộ thôn Phiêng An")]
    assert [one.name for one in chain_of(register, cell.id, TODAY)] == [
        "Đảng bộ xã Quang Thuận",
        "Đảng bộ huyện Bạch Thông",
    ]
    assert value_on(cell.categories, TODAY) == "subordinate"
    assert value_on(cell.areas, TODAY) == (AreaFlag.DEEP, AreaFlag.DIFFICULT)
    assert (value_on(cell.members, TODAY), value_on(cell.codes, TODAY)) == (9, "03")
    (one,) = imports.imports(office)
    assert (one.entry, one.source, one.decision, one.organisations) == (report.entry, "danh muc.xlsx", "12-QĐ/TU", 3)
    assert doctor.examine(office).is_sound


def test_the_same_file_again_changes_nothing(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    before = status.digest(office)
    again = bring_in(office, sheet(*GOOD))
    assert again.entry is None
    assert again.count(Table.ORGANISATIONS, Verdict.SAME) == 3
    assert status.digest(office) == before


def test_looking_writes_nothing(office: Desk) -> None:
    before = status.digest(office)
    assert look(office, sheet(*GOOD)).organisations == 3
    assert status.digest(office) == before


def test_heads_are_known_without_marks_in_any_order_under_a_title(office: Desk) -> None:
    book = Book()
    head = ("so dang vien", "TRUC THUOC", "ten to chuc *", "Ghi chú")
    title = (("BIỂU 1: DANH MỤC TỔ CHỨC ĐẢNG",), (), ("(kèm theo Công văn số 12)",))
    rows = [(None, None, "Đảng bộ xã A", "x"), (7, "đảng bộ xã a", "Chi bộ thôn B", None)]
    book.sheet("Biểu 1", head, rows, title)
    report = bring_in(office, book.file())
    assert {note.trouble for note in report.notes} == {Trouble.COLUMN_PASSED}
    cell = organisations.register(office)[by_name(office, "Chi bộ thôn B")]
    assert (value_on(cell.members, TODAY), value_on(cell.parents, TODAY)) == (7, by_name(office, "Đảng bộ xã A"))


def test_a_line_is_known_by_its_code_whatever_its_name(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    renamed = ("03", "Chi bộ Phiêng An", "Đảng bộ xã Quang Thuận", None, None, 10)
    report = bring_in(office, sheet(renamed), on=dt.date(2026, 11, 1))
    (line,) = report.judged
    assert (line.verdict, set(line.changes)) == (Verdict.CHANGED, {Head.NAME, Head.MEMBERS})
    cell = organisations.register(office)[by_name(office, "Chi bộ Phiêng An")]
    assert [(one.value, one.valid_from) for one in cell.names] == [
        ("Chi bộ thôn Phiêng An", None),
        ("Chi bộ Phiêng An", dt.date(2026, 11, 1)),
    ]


def test_without_a_day_a_file_corrects_what_holds_today(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    cell = by_name(office, "Chi bộ thôn Phiêng An")
    since = dt.date(2026, 1, 1)
    word = Setting(cell, (Attribute.MEMBERS,), since, members=11)
    organisations.say(office, Reorganisation(Operation.CORRECTED, since, settings=(word,)))
    bring_in(office, sheet(("03", "Chi bộ thôn Phiêng An", None, None, None, 12)))
    members = organisations.register(office)[cell].members
    assert [(one.value, one.valid_from) for one in members] == [(9, None), (12, since)]
    assert bring_in(office, sheet(("03", "Chi bộ thôn Phiêng An", None, None, None, 12))).entry is None


def test_a_line_without_a_code_is_known_by_its_name_in_its_unit_and_marks_tell_apart(office: Desk) -> None:
    bare = [(None, *row[1:]) for row in GOOD]
    bring_in(office, sheet(*bare))
    more = (None, "chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận", None, None, 9)
    other = (None, "Chi bộ thôn Phiêng Ấn", "Đảng bộ xã Quang Thuận", None, None, 5)
    elsewhere = (None, "Chi bộ thôn Phiêng An", "Đảng bộ huyện Bạch Thông", None, None, 4)
    report = look(office, sheet(more, other, elsewhere))
    assert [one.verdict for one in report.judged] == [Verdict.CHANGED, Verdict.NEW, Verdict.NEW]
    assert report.judged[0].changes == (Head.NAME,)
    assert troubles(report) == {(Trouble.ALIKE, 3): 1}


def test_an_empty_cell_says_nothing(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    report = bring_in(office, sheet(("03", "Chi bộ thôn Phiêng An", None, None, None, None)))
    assert report.entry is None


# rosters


def test_rosters_come_with_their_cells_in_one_file_and_are_one_import(office: Desk) -> None:
    book = Book()
    book.sheet("Tổ chức", ORGANISATION_HEAD, GOOD)
    book.sheet("Đảng viên", ROSTER_HEAD, MEMBERS)
    book.sheet("Hướng dẫn", ("Sheet", "Cột"), [("x", "y")])
    report = bring_in(office, book.file())
    assert (report.organisations, report.rosters, report.notes) == (3, 1, ())
    (roster,) = directory.rosters(office.book)
    told = [(one.name, one.post, one.kind, one.exempt) for one in roster.members]
    assert told == [
        ("Hoàng Thị Mẫu", "Bí thư", MemberKind.OFFICIAL, False),
        ("Lường Văn Thử", "", MemberKind.PROBATIONARY, True),
    ]
    assert bring_in(office, book.file()).entry is None
    assert doctor.examine(office).is_sound
    assert report.entry is not None
    imports.undo(office, report.entry)
    assert directory.rosters(office.book) == ()
    assert organisations.register(office) == {}
    assert doctor.examine(office).is_sound


def test_who_stays_in_a_roster_keeps_his_id_and_who_leaves_is_named(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    first = bring_in(office, rosters(*MEMBERS))
    (before,) = directory.rosters(office.book)
    later = [MEMBERS[0], ("Chi bộ thôn Phiêng An", None, "Bàn Thị Ví", None, None, None)]
    report = bring_in(office, rosters(*later))
    assert troubles(report) == {(Trouble.LEFT_OUT, 2): 1}
    (now,) = directory.rosters(office.book)
    assert now.members[0] == before.members[0]
    assert now.members[1].id not in {one.id for one in before.members}
    assert report.entry is not None
    imports.undo(office, report.entry)
    (back,) = directory.rosters(office.book)
    assert back == before
    assert first.entry is not None
    imports.undo(office, first.entry)
    assert directory.rosters(office.book) == ()
    assert doctor.examine(office).is_sound


def test_a_cell_that_nobody_knows_or_several_are_called_stops_the_rosters(office: Desk) -> None:
    twins = ("04", "Chi bộ thôn Phiêng An", "Đảng bộ huyện Bạch Thông", None, None, None)
    bring_in(office, sheet(*GOOD, twins))
    unknown = ("Chi bộ thôn Không Có", None, "Hoàng Thị Mẫu", None, None, None)
    several = ("Chi bộ thôn Phiêng An", None, "Hoàng Thị Mẫu", None, None, None)
    report = bring_in(office, rosters(MEMBERS[0], unknown, several, several))
    assert report.entry is None
    assert troubles(report) == {
        (Trouble.CELL_UNKNOWN, 3): 1,
        (Trouble.CELL_AMBIGUOUS, 4): 1,
        (Trouble.CELL_AMBIGUOUS, 5): 1,
    }


def test_namesakes_in_a_cell_are_pointed_out_and_stay_two(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    report = bring_in(office, rosters(MEMBERS[0], MEMBERS[0]))
    assert troubles(report) == {(Trouble.NAMESAKES, 2): 1, (Trouble.NAMESAKES, 3): 1}
    (roster,) = directory.rosters(office.book)
    assert len({one.id for one in roster.members}) == 2
    assert bring_in(office, rosters(MEMBERS[0], MEMBERS[0])).entry is None


# taking an import back


def test_whoever_takes_the_word_of_an_import_back_takes_its_rosters_back_and_brings_both_again(office: Desk) -> None:
    book = Book()
    book.sheet("Tổ chức", ORGANISATION_HEAD, GOOD)
    book.sheet("Đảng viên", ROSTER_HEAD, MEMBERS)
    entry = bring_in(office, book.file()).entry
    assert entry is not None
    known = directory.rosters(office.book)
    back = reorganising.undo(office, entry).value.entry
    assert (organisations.register(office), directory.rosters(office.book)) == ({}, ())
    assert imports.imports(office)[0].undone == back
    reorganising.undo(office, back)
    assert directory.rosters(office.book) == known
    assert imports.imports(office)[0].undone is None
    assert doctor.examine(office).is_sound


def test_an_import_is_taken_back_by_an_entry_and_only_once(office: Desk) -> None:
    empty = status.digest(office)
    report = bring_in(office, sheet(*GOOD))
    assert report.entry is not None
    undone = imports.undo(office, report.entry, "sai tệp").value
    assert organisations.register(office) == {}
    assert status.digest(office) == empty
    (one,) = imports.imports(office)
    assert one.undone == undone
    with pytest.raises(Refusal, match="IMPORT_UNDONE"):
        imports.undo(office, report.entry)
    with pytest.raises(Refusal, match="IMPORT_UNKNOWN"):
        imports.undo(office, undone)


def test_an_import_that_later_words_stand_on_is_not_taken_back(office: Desk) -> None:
    first = bring_in(office, sheet(*GOOD))
    later = bring_in(office, sheet(("03", "Chi bộ Phiêng An", None, None, None, None)))
    assert first.entry is not None
    assert later.entry is not None
    imports.undo(office, later.entry)
    members = bring_in(office, rosters(*MEMBERS))
    with pytest.raises(Refusal, match=r"IMPORT_BUILT_ON \(count=1\)"):
        imports.undo(office, first.entry)
    assert members.entry is not None
    imports.undo(office, members.entry)
    imports.undo(office, first.entry)
    assert organisations.register(office) == {}


def test_a_long_import_is_several_entries_and_one_act(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LONGEST_WORD", 400)
    report = bring_in(office, sheet(*GOOD))
    (one,) = imports.imports(office)
    assert (one.entry, one.organisations) == (report.entry, 3)
    from chibo_desktop.domain.entries import EntryKind

    assert len(registers.said(office, EntryKind.ORGANISATION_CHANGED, Reorganisation)) > 1
    imports.undo(office, one.entry)
    assert organisations.register(office) == {}


# bad spreadsheets: each line's trouble is named, and nothing is half imported

FIRST, SECOND, THIRD = GOOD
Rows = list[tuple[Any, ...]]
BAD: dict[str, tuple[Rows, set[str]]] = {
    "no name": ([FIRST, ("02", None, None, None, None, 3)], {"missing 3"}),
    "unknown superior": ([FIRST, ("02", "Đảng bộ xã B", "Đảng bộ C", None, None, 3)], {"parent_unknown 3"}),
    "own superior": ([("01", "Đảng bộ A", "Đảng bộ A", None, None, None)], {"parent_cycle 2"}),
    "ring of superiors": (
        [(None, "A", "C", None, None, None), (None, "B", "A", None, None, None), (None, "C", "B", None, None, None)],
        {"parent_cycle 2", "parent_cycle 3", "parent_cycle 4"},
    ),
    "several superiors of one name": (
        [
            FIRST,
            ("02", "Chi bộ B", "Đảng bộ huyện Bạch Thông", None, None, None),
            ("03", "Chi bộ B", None, None, None, None),
            ("04", "Tổ C", "Chi bộ B", None, None, None),
        ],
        {"parent_ambiguous 5"},
    ),
    "a code twice": ([FIRST, ("01", "Đảng bộ khác", None, None, None, None)], {"code_twice 3"}),
    "a line twice": ([(None, *FIRST[1:]), (None, *FIRST[1:])], {"line_twice 3", "alike 2"}),
    "an unknown word": ([("01", "Đảng bộ A", None, "Đảng bộ rất to", None, None)], {"word_unknown 2"}),
    "an unknown area": ([("01", "Đảng bộ A", None, None, "Vùng sâu, vùng biển", None)], {"word_unknown 2"}),
    "no number": ([("01", "Đảng bộ A", None, None, None, "chín")], {"not_a_number 2"}),
    "half a member": ([("01", "Đảng bộ A", None, None, None, 8.5)], {"not_a_number 2"}),
    "fewer than none": ([("01", "Đảng bộ A", None, None, None, -1)], {"not_a_number 2"}),
    "too many": ([("01", "Đảng bộ A", None, None, None, 10**9)], {"number_too_large 2"}),
    "a date of 1900": ([("01", "Đảng bộ A", None, None, None, dt.date(1900, 1, 9))], {"date_for_number 2"}),
    "a name that is a date": ([("01", dt.date(2026, 5, 1), None, None, None, 1)], {"date_for_text 2", "missing 2"}),
    "an error of a formula": ([("01", "#REF!", None, None, None, 1)], {"error_value 2", "missing 2"}),
    "a formula never worked out": ([("01", "=A1", None, None, None, 1)], {"formula 2", "missing 2"}),
    "too long a name": ([("01", "Đảng bộ " + "a" * 400, None, None, None, 1)], {"too_long 2", "missing 2"}),
    "letters of TCVN3": ([("01", "§¶ng bé x· Quang ThuËn", None, None, None, 1)], {"old_letters 2", "missing 2"}),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_by_its_line_and_nothing_is_imported(office: Desk, case: str) -> None:
    rows, expected = BAD[case]
    before = status.digest(office)
    report = bring_in(office, sheet(*rows))
    assert sorted(f"{note.trouble.value} {note.row}" for note in report.notes) == sorted(expected)
    assert report.entry is None
    assert report.stopping
    assert status.digest(office) == before
    for note in report.notes:
        assert import_words.happened(note).endswith(".")
        assert "{" not in import_words.happened(note) + import_words.what_to_do(note)


def test_a_column_that_is_needed_and_missing_is_named(office: Desk) -> None:
    report = bring_in(office, sheet(("01", "Đảng bộ A", 3), head=("Mã", "Tên của tổ chức ấy", "Số đảng viên")))
    assert {note.trouble for note in report.stopping} == {Trouble.MISSING_COLUMN}
    assert import_words.happened(report.stopping[0]) == "Thiếu cột “Tên tổ chức”."


def test_two_columns_of_one_head_are_named(office: Desk) -> None:
    report = bring_in(office, sheet(("01", "A", "B"), head=("Mã", "Tên tổ chức", "Tổ chức đảng")))
    assert [note.trouble for note in report.stopping] == [Trouble.COLUMN_TWICE]


def test_a_file_without_any_table_is_named(office: Desk) -> None:
    book = Book()
    book.sheet("Chi tiêu", ("Ngày", "Số tiền"), [(dt.date(2026, 1, 1), 5)])
    report = bring_in(office, book.file())
    assert {note.trouble for note in report.notes} == {Trouble.SHEET_PASSED, Trouble.NO_TABLE}


def test_joined_cells_below_the_head_are_named_and_above_it_harmless(office: Desk) -> None:
    book = Book()
    page = book.sheet(
        "Tổ chức", ORGANISATION_HEAD, [*GOOD, ("05", "Chi bộ thôn Nà Mu", None, None, None, 3)], [("DANH MỤC",)]
    )
    page.merge_cells("A1:F1")
    page.merge_cells("C5:C6")
    report = bring_in(office, book.file())
    assert troubles(report) == {(Trouble.MERGED, 5): 1, (Trouble.MERGED, 6): 1}
    assert dict(report.notes[0].data) == {"area": "C5:C6"}


def test_fifty_thousand_blank_rows_are_passed_over(office: Desk) -> None:
    book = Book()
    page = book.sheet("Tổ chức", ORGANISATION_HEAD, GOOD)
    from openpyxl.styles import Font

    for row in range(5, 50_005):
        page.cell(row, 1).font = Font(bold=True)
    page.cell(50_005, 1, "09")
    page.cell(50_005, 2, "Chi bộ cuối bảng")
    report = bring_in(office, book.file())
    assert report.organisations == 4
    assert report.judged[-1].row == 50_005


def test_more_rows_than_anybody_reads_stop_an_import(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from chibo_desktop.documents import workbooks_read

    monkeypatch.setattr(workbooks_read, "ROWS", 3)
    assert [note.trouble for note in bring_in(office, sheet(*GOOD)).stopping] == [Trouble.TOO_MANY_ROWS]


def test_slips_that_stop_nothing_are_pointed_out_and_read_rightly(office: Desk) -> None:
    decomposed = unicodedata.normalize("NFD", "Đảng bộ xã Quang Thuận")
    rows = [
        (1001, decomposed, None, None, None, "1.234"),
        ("02", "Chi bộ\u200b thôn\u00a0 Phiêng An ", "dang bo xa quang thuan", None, None, "9"),
    ]
    report = bring_in(office, sheet(*rows))
    assert troubles(report) == {
        (Trouble.CODE_AS_NUMBER, 2): 1, (Trouble.DECOMPOSED, 2): 1, (Trouble.NUMBER_AS_TEXT, 2): 1,
        (Trouble.CONTROLS, 3): 1, (Trouble.PARENT_BY_FOLD, 3): 1, (Trouble.NUMBER_AS_TEXT, 3): 1,
    }  # fmt: skip
    commune = organisations.register(office)[by_name(office, "Đảng bộ xã Quang Thuận")]
    assert (value_on(commune.codes, TODAY), value_on(commune.members, TODAY)) == ("1001", 1234)
    assert value_on(organisations.register(office)[by_name(office, "Chi bộ thôn Phiêng An")].members, TODAY) == 9


def test_superiors_of_one_name_are_told_apart_by_those_above_them(office: Desk) -> None:
    rows = [
        (None, "Huyện 1", None), (None, "Huyện 2", None), (None, "Xã", "Huyện 1"), (None, "Xã", "Huyện 2"),
        (None, "Thôn", "Xã / Huyện 2"),
    ]  # fmt: skip
    assert not bring_in(office, sheet(*rows, head=ORGANISATION_HEAD[:3])).stopping
    register = organisations.register(office)
    assert [one.name for one in chain_of(register, by_name(office, "Thôn"), TODAY)] == ["Xã", "Huyện 2"]


def test_a_ring_with_what_the_register_holds_is_named(office: Desk) -> None:
    bring_in(office, sheet(*GOOD))
    report = bring_in(office, sheet(("01", "Đảng bộ huyện Bạch Thông", "Chi bộ thôn Phiêng An", None, None, None)))
    assert [note.trouble for note in report.stopping] == [Trouble.PARENT_CYCLE]


@pytest.mark.parametrize("joined", [False, True])
def test_lines_without_end_below_each_other_are_refused_and_cost_no_more(office: Desk, joined: bool) -> None:
    """Three thousand below each other: as a ladder, or as one ring."""
    first = (None, "Chi bộ 0", "Chi bộ 2999" if joined else None)
    ladder = [first, *((None, f"Chi bộ {place}", f"Chi bộ {place - 1}") for place in range(1, 3_000))]
    report = look(office, sheet(*ladder, head=ORGANISATION_HEAD[:3]))
    told = Counter(note.trouble for note in report.notes)
    assert told == ({Trouble.PARENT_CYCLE: 3_000} if joined else {Trouble.TOO_DEEP: 3_000 - 64})


def test_names_that_look_like_formulas_and_markup_stay_text(office: Desk) -> None:
    names = ["+Chi bộ", "-Chi bộ", "@SUM(A1)", "<b>Chi bộ</b>", "{Chi bộ}", "%1 Chi bộ", "'; DROP TABLE known; --"]
    rows = [(str(place), name, None, None, None, 1) for place, name in enumerate(names)]
    report = bring_in(office, sheet(*rows))
    assert not report.stopping
    found = {value_on(one.names, TODAY) for one in organisations.register(office).values()}
    assert found == set(names)
    refused = bring_in(office, sheet(("x", "A", "{name} %1 <img src=//host/x>", None, None, None)))
    assert "{name} %1 <img" in import_words.happened(only(refused))


# files that are no spreadsheets


def test_what_is_no_spreadsheet_is_refused_whole(office: Desk) -> None:
    good = sheet(*GOOD)
    ole = SheetFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    cases = {
        "SHEET_OLD_EXCEL": ole,
        "SHEET_DAMAGED": SheetFile("a.xlsx", good.data[: len(good.data) // 2]),
        "SHEET_FORMAT": SheetFile(
            "a.docx", with_part(SheetFile("", _zip({"word/document.xml": b"<x/>"})), "a.xml", b"<x/>").data
        ),
        "SHEET_ENCODING": delimited([ORGANISATION_HEAD, *GOOD], "tcvn3"),
        "SHEET_TOO_LARGE": SheetFile("a.csv", b"x" * (17 * 1024 * 1024)),
    }
    for code, file in cases.items():
        with pytest.raises(Refusal, match=code):
            look(office, file)


def _zip(parts: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_parts_that_grow_without_end_are_refused_before_they_are_parsed(office: Desk) -> None:
    good = sheet(*GOOD)
    bomb = with_part(good, "xl/worksheets/sheet1.xml", b" " * (97 * 1024 * 1024))
    assert len(bomb.data) < 1024 * 1024
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    page = part_of(good, "xl/worksheets/sheet1.xml")
    laughing = with_part(good, "xl/worksheets/sheet1.xml", entities + page)
    in_styles = with_part(good, "xl/styles.xml", entities + part_of(good, "xl/styles.xml"))
    hidden = with_part(good, "xl/worksheets/sheet1.xml", (entities + page).decode().encode("utf-16"))
    for file, code in ((bomb, "TOO_LARGE"), (laughing, "DAMAGED"), (in_styles, "DAMAGED"), (hidden, "DAMAGED")):
        with pytest.raises(Refusal, match=code):
            look(office, file)


def test_any_cut_or_flipped_byte_is_a_refusal_or_a_report(office: Desk) -> None:
    """Whatever is done to a file, what comes of it is a refusal or a report, never a bug."""
    good = sheet(*GOOD).data
    for place in range(0, len(good), 97):
        for data in (good[:place], good[:place] + bytes([good[place] ^ 0x41]) + good[place + 1 :]):
            try:
                look(office, SheetFile("a.xlsx", data))
            except Refusal as refusal:
                assert refusal.code.startswith("SHEET_")  # noqa: PT017 - many files, one test


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_letters_that_excel_writes(office: Desk, encoding: str, delimiter: str) -> None:
    report = bring_in(office, delimited([ORGANISATION_HEAD, *GOOD], encoding, delimiter))
    assert not report.stopping
    cell = organisations.register(office)[by_name(office, "Chi bộ thôn Phiêng An")]
    assert (value_on(cell.areas, TODAY), value_on(cell.members, TODAY)) == ((AreaFlag.DEEP, AreaFlag.DIFFICULT), 9)


def test_a_person_may_stop_the_reading(office: Desk) -> None:
    many = sheet(*((str(place), f"Chi bộ {place}", None, None, None, 1) for place in range(600)))
    with pytest.raises(Cancelled):
        importing.look(office, many, WORDS, Order(), lambda: True)


def test_only_an_office_imports(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    for verb in (importing.look, importing.carry_out):
        with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
            verb(desk, sheet(*GOOD), WORDS)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        imports.imports(desk)
    founding.close_desk(desk)


def test_types_are_known_by_the_words_of_the_minutes(office: Desk) -> None:
    head = ("Tên tổ chức", "Loại hình")
    kinds = [(f"Chi bộ {word}", word) for word in ("Thôn, bản, xóm", "thon", "Tổ dân phố", "Quân sự")]
    bring_in(office, sheet(*kinds, head=head))
    found = {value_on(one.names, TODAY): value_on(one.types, TODAY) for one in organisations.register(office).values()}
    assert list(found.values()).count(CellType.VILLAGE) == 2
    assert found["Chi bộ Quân sự"] is CellType.MILITARY


def test_every_trouble_has_its_sentence() -> None:
    assert set(import_words.TROUBLES) == set(Trouble)
    assert set(import_words.HEADS) | set(group_heads.HEADS) == set(Head)
