"""The audit log: read from signed entries alone, filtered, paged, checked, and written to files."""

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId, new_id
from chibo_desktop.domain.operations import Ruling
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets.contents import Act, ActRecorded
from chibo_desktop.services import acts, audit, erasing, logbook, receipts, reorganising, tables
from chibo_desktop.services.audit import DEEDS, AuditFilter, Deed
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import audit_words
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import pack, record
from tests.building.ladder import PROVINCE, Ladder, carry, send_up
from tests.services.test_erasing import THU, everything, seeking


def busy(town: Enrolled) -> Desk:
    """An office that enrolled, merged, acknowledged and erased."""
    record(town.first, "Chi bộ thôn Khuổi Đu")
    merge_one(town.clerk, pack(town.first, town.stick))
    receipts.write_receipts(town.clerk, town.stick)
    found = erasing.look(town.clerk, seeking(THU))
    erasing.erase(town.clerk, [everything(one) for one in found], "theo đơn ngày 01/12/2026")
    return town.clerk


def deeds(desk: Desk, wanted: AuditFilter = AuditFilter()) -> list[str]:  # noqa: B008 - a frozen value
    return [line.deed for line in audit.page(desk, wanted).rows]


def test_it_tells_what_was_done_by_whom_the_last_first(town: Enrolled) -> None:
    desk = busy(town)
    assert deeds(desk) == ["erased", "erased", "receipts_written", "merged", "granted", "granted"]
    erased, _, acknowledged, merged, granted, _ = audit.page(desk, AuditFilter()).rows
    assert {line.person for line in (erased, acknowledged, merged, granted)} == {"Nguyễn Thị Mẫu"}
    assert {line.machine for line in (erased, acknowledged, merged, granted)} == {"Văn phòng-1"}
    assert (erased.about, erased.day, erased.count) == ("Chi bộ thôn Khuổi Đu", dt.date(2026, 11, 3), 3)
    assert erased.reason == "theo đơn ngày 01/12/2026"
    assert (acknowledged.about, merged.count, merged.who) == ("Quang Thuận-1", 1, "Hoàng Văn Mẫu")
    assert merged.about.startswith("GOI-")
    assert (granted.about, granted.who) == ("Quang Thuận-2", "Lường Thị Thí")


def test_nothing_of_it_is_written_anywhere_but_in_signed_entries(town: Enrolled) -> None:
    desk = busy(town)
    before = audit.page(desk, AuditFilter()).rows
    with desk.book.transaction():
        desk.book.write("DELETE FROM activity")
    assert audit.page(desk, AuditFilter()).rows == before


def test_a_group_keeps_its_diary_and_has_no_audit_log(town: Enrolled) -> None:
    with pytest.raises(Refusal) as refused:
        audit.page(town.first, AuditFilter())
    assert refused.value.code == "NOT_AN_OFFICE"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AuditFilter(deed="merged"), ["merged"]),
        (AuditFilter(deed="erased"), ["erased", "erased"]),
        (AuditFilter(deed=Deed.SETTLED), []),
        (AuditFilter(deed="revoked"), []),
        (AuditFilter(text="khuoi du"), ["erased", "erased"]),
        (AuditFilter(text="THEO DON"), ["erased", "erased"]),
        (AuditFilter(text="hoang mau"), ["merged", "granted"]),
        (AuditFilter(text="hoang mau", deed="granted"), ["granted"]),
        (AuditFilter(text="không có ai"), []),
        (AuditFilter(first=dt.date(2026, 12, 2)), ["erased", "erased", "receipts_written", "merged"]),
        (AuditFilter(last=dt.date(2026, 12, 1)), ["granted", "granted"]),
        (AuditFilter(first=dt.date(2026, 12, 1), last=dt.date(2026, 12, 1)), ["granted", "granted"]),
        (AuditFilter(first=dt.date(2027, 1, 1)), []),
    ],
)
def test_filters(town: Enrolled, wanted: AuditFilter, expected: list[str]) -> None:
    desk = busy(town)
    found = audit.page(desk, wanted)
    assert [line.deed for line in found.rows] == expected
    assert found.total == len(expected)


def test_a_person_can_be_chosen(town: Enrolled) -> None:
    desk = busy(town)
    ((person, name),) = audit.people(desk)
    assert name == "Nguyễn Thị Mẫu"
    assert len(deeds(desk, AuditFilter(person=person))) == 6
    assert deeds(desk, AuditFilter(person=town.first.me.person.id)) == []


def test_a_line_that_somebody_changed_in_the_book_says_so(town: Enrolled) -> None:
    desk = busy(town)
    assert all(line.is_signed for line in audit.page(desk, AuditFilter()).rows)
    row = audit.page(desk, AuditFilter(deed="merged")).rows[0]
    with desk.book.transaction():
        sql = "UPDATE log_entry SET envelope = CAST(replace(envelope, 'sig\":\"', 'sig\":\"A') AS BLOB) WHERE entry = ?"
        assert desk.book.write(sql, (row.entry,)) == 1
    assert {line.deed: line.is_signed for line in audit.page(desk, AuditFilter()).rows} == {
        "erased": True,
        "receipts_written": True,
        "merged": False,
        "granted": True,
    }


def test_a_clock_that_went_back_is_told(town: Enrolled) -> None:
    town.clock.now -= dt.timedelta(days=400)
    with logbook.writing(town.clerk) as pen:
        acts.record(pen, ActRecorded(Act.FORWARDED, "nobody", 3))
    (line,) = audit.page(town.clerk, AuditFilter(deed="forwarded")).rows
    assert not line.is_clock_sound
    assert "đồng hồ có thể sai" in audit_words.at(line)


@pytest.mark.parametrize("size", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_many_lines_are_paged(town: Enrolled, size: int) -> None:
    """Pages overlap nowhere and leave nothing out; ten thousand are what a large office signs in years."""
    with logbook.writing(town.clerk, size) as pen:
        for number in range(size):
            acts.record(pen, ActRecorded(Act.MERGED, f"packet{number:06d}", number))
    total = audit.page(town.clerk, AuditFilter(), 0, 1).total
    step = 70
    seen = [line for at in range(0, total, step) for line in audit.page(town.clerk, AuditFilter(), at, step).rows]
    assert (len(seen), len({line.entry for line in seen})) == (size + 2, size + 2)
    assert [line.count for line in seen[:size]] == list(range(size - 1, -1, -1))
    assert [line.count for line in audit.everything(town.clerk, AuditFilter())[2:]] == list(range(size))


def test_files(town: Enrolled) -> None:
    desk = busy(town)
    lines = audit.everything(desk, AuditFilter())
    lines = (replace(lines[0], reason="=HYPERLINK(1)", about="+84, “dấu phẩy”\nxuống dòng"), *lines[1:])
    data = audit_words.as_csv(desk.me.office_name, AuditFilter(), lines)
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, *rest = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(head) == audit_words.HEAD
    assert (first[2], first[5]) == ("'+84, “dấu phẩy”\nxuống dòng, Hoàng Văn Mẫu", "'=HYPERLINK(1)")
    assert (len(rest), rest[-1][1]) == (5, "Xóa theo yêu cầu")
    pdf = audit_words.as_pdf(desk.me.office_name, AuditFilter(deed="erased", first=dt.date(2026, 12, 1)), lines)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "từ ngày 01/12/2026" in text
    assert "chỉ việc “Xóa theo yêu cầu”" in text
    assert text.count("Nguyễn Thị Mẫu") == 6
    assert pdf == audit_words.as_pdf(desk.me.office_name, AuditFilter(deed="erased", first=dt.date(2026, 12, 1)), lines)


def test_a_long_table_wraps_and_is_never_cut() -> None:
    rows = [(f"dòng {number}", "chữ " * (number * 7)) for number in range(120)]
    pdf = tables.pdf_file("Bảng", "ghi chú", ("Một", "Hai"), rows, (1, 3))
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert text.count("chữ") == sum(number * 7 for number in range(120))
    assert all("Một" in page.extract_text() for page in pages), "the head stands on every page"


def test_every_deed_has_its_word() -> None:
    assert set(DEEDS) == set(audit_words.DEEDS)
    assert len(set(audit_words.DEEDS.values())) == len(DEEDS)


def test_what_goes_up_names_the_office_above(tmp_path: Path) -> None:
    ladder = Ladder(tmp_path)
    ladder.build()
    record(ladder.district_laptop, "Chi bộ A")
    merge_one(ladder.district, pack(ladder.district_laptop, ladder.stick))
    send_up(ladder.district, ladder.a_stick("up"))
    (line,) = audit.page(ladder.district, AuditFilter(deed="forwarded")).rows
    assert (line.about, line.is_signed) == (PROVINCE, True)
    carry(ladder.a_stick("up"), ladder.province)
    assert {one.machine for one in audit.page(ladder.province, AuditFilter()).rows} == {"máy province"}, "its own deeds"
    ladder.close()


def test_what_was_done_to_the_register_stands_in_the_log(town: Enrolled) -> None:
    new = OrganisationId(new_id(town.clerk.random))
    founded = operations.register([operations.founding(new, "Chi bộ Mới")], Ruling(reason="thành lập"))
    reorganising.carry_out(town.clerk, founded)
    renamed = operations.rename(new, "Chi bộ Mới 1", Ruling(dt.date(2026, 1, 1), "05-QĐ/HU"))
    reorganising.carry_out(town.clerk, renamed)
    rows = audit.page(town.clerk, AuditFilter(deed="register")).rows
    told = [(audit_words.deed(row), audit_words.about(row), row.reason, row.is_signed) for row in rows]
    assert told == [
        ("Sửa danh mục: đổi tên", "05-QĐ/HU, 01 tổ chức", "", True),
        ("Sửa danh mục: ghi tên vào danh mục", "01 tổ chức", "thành lập", True),
    ]
