"""Taking packets in: whole, in part, later, never twice - and nothing that arrived is thrown away."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import limits
from chibo_desktop.services import conflicts, doctor, machines, office, receiving, sending, set_aside, status, visits
from chibo_desktop.services.archive import Change
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import quarantine, relayed
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import a_visit, acknowledge, amend, enrol, know, pack, record
from tests.building.hostile import lines_of, seal, signed_again
from tests.building.visits import id_of
from tests.services.test_drafts import noted


def spoil_part(path: Path, town: Enrolled, laptop: Desk) -> Path:
    """The packet with one letter of its last part changed: one item of it cannot be used."""
    (*rest, last) = lines_of(path.read_bytes(), laptop.keys.reader)
    part = json.loads(last)
    part["text"] = part["text"].replace("a", "e", 1)
    changed = json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode()
    out = town.stick / "GOI-HONG-000001.chibo"
    out.write_bytes(seal([*rest, changed], [key.recipient for key in (*town.clerk.readers, laptop.keys.reader)]))
    return out


def seal_for(town: Enrolled, lines: list[bytes], name: str) -> Path:
    path = town.stick / name
    path.write_bytes(seal(lines, [key.recipient for key in town.clerk.readers]))
    return path


def test_a_packet_says_what_it_brought(town: Enrolled) -> None:
    rows = record(town.first, "Chi bộ A", "Chi bộ B")
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert (report.result, report.code, report.machine, report.number) == (Result.MERGED, None, "Quang Thuận-1", 1)
    assert (report.person, report.group) == ("Hoàng Văn Mẫu", "Tổ số 05")
    assert dataclasses.astuple(report.entries) == (2, 0, 0, 0)
    assert {change.visit for change in report.visits} == {row.id for row in rows}
    assert {change.change for change in report.visits} == {Change.NEW}
    assert [one.new for one in receiving.inbox(town.clerk).merged_today] == [2]


def test_looking_keeps_nothing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    (town.stick / "x.chibo").write_bytes(b"age-encryption.org/v1\nx")
    before = status.digest(town.clerk)
    ((found, looked), (_, bad)) = receiving.inspect(town.clerk, [path, town.stick / "x.chibo"])
    (report, _) = receiving.merge(town.clerk, [path, town.stick / "x.chibo"], dry_run=True).value.files
    assert (found, looked.result, looked.entries.new, bad.result) == (path, Result.MERGED, 1, Result.QUARANTINED)
    assert report.entries == looked.entries
    assert (status.digest(town.clerk), receiving.inbox(town.clerk)) == (before, receiving.Inbox((), ()))
    assert merge_one(town.clerk, path).entries.new == 1


def test_the_same_file_again_changes_nothing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    merge_one(town.clerk, path)
    before = status.digest(town.clerk), status.status(town.clerk)
    again = merge_one(town.clerk, path)
    assert (again.result, again.entries.duplicate, again.machine) == (Result.DUPLICATE, 1, "Quang Thuận-1")
    assert str(again.data["since"]).startswith("2026-12-02T08:00:")
    assert (status.digest(town.clerk), status.status(town.clerk)) == before


def test_missing_entries_are_named_and_do_not_hold_back_the_rest(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    first = pack(town.first, town.stick)
    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    record(town.first, "Chi bộ C")
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert [(gap.machine, gap.first, gap.last) for gap in report.gaps] == [("Quang Thuận-1", 1, 2)]
    assert status.status(town.clerk).gaps == report.gaps
    assert status.status(town.clerk).visits[VisitState.MERGED] == 1
    assert merge_one(town.clerk, first).gaps == ()
    assert status.status(town.clerk).gaps == ()


Way = Callable[[Desk, Path, Path], None]


def by_the_same_file(clerk: Desk, path: Path, other: Path) -> None:
    assert merge_one(clerk, path).result is Result.MERGED


def by_another_file(clerk: Desk, path: Path, other: Path) -> None:
    reports = receiving.merge(clerk, [other]).value.files
    assert [one.result for one in reports] == [Result.MERGED, Result.MERGED]


def by_trying_again(clerk: Desk, path: Path, other: Path) -> None:
    (held,) = receiving.inbox(clerk).held
    assert set_aside.retry(clerk, held.id).value.result is Result.MERGED
    with pytest.raises(Refusal, match="HELD_UNKNOWN"):
        set_aside.retry(clerk, held.id)


@pytest.mark.parametrize("way", [by_the_same_file, by_another_file, by_trying_again])
def test_a_packet_of_an_unknown_machine_waits_and_is_merged_whole_later(town: Enrolled, way: Way) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A", "Chi bộ B")
    path = pack(stranger, town.stick)
    report = merge_one(town.clerk, path)
    assert (report.result, report.code, report.machine, report.person) == (
        Result.WAITING,
        "E_SIGNER",
        "Máy lạ-9",
        "Nông Văn Thử",
    )
    assert (report.group, report.entries.waiting) == ("Tổ số 09", 2)
    assert (status.status(town.clerk).held, status.status(town.clerk).visits[VisitState.MERGED]) == ({"E_SIGNER": 1}, 0)
    assert merge_one(town.clerk, path).held == report.held, "held once, however often it comes"
    assert set_aside.retry(town.clerk, report.held or 0).value.result is Result.WAITING
    enrol(stranger, town.clerk)
    record(town.first, "Chi bộ C")
    way(town.clerk, path, pack(town.first, town.stick))
    assert status.status(town.clerk).held == {}
    assert status.status(town.clerk).visits[VisitState.MERGED] >= 2
    assert merge_one(town.clerk, path).result is Result.DUPLICATE
    assert doctor.examine(town.clerk).is_sound


def test_one_bad_item_is_set_aside_with_its_bytes_and_stops_no_other(town: Enrolled) -> None:
    rows = record(town.first, "Chi bộ A", "Chi bộ B")
    whole = pack(town.first, town.stick)
    spoilt = spoil_part(whole, town, town.first)
    report = merge_one(town.clerk, spoilt)
    assert (report.result, report.code, report.entries.new, report.entries.quarantined) == (
        Result.MERGED,
        "E_PART",
        1,
        1,
    )
    assert [change.visit for change in report.visits] == [rows[0].id]
    (held,) = receiving.inbox(town.clerk).held
    assert (held.code, held.machine) == ("E_PART", "Quang Thuận-1")
    assert held.item is not None
    kept = quarantine.data_of(town.clerk.book, held.id)
    assert kept in b"\n".join(lines_of(spoilt.read_bytes(), town.first.keys.reader)) + b"\n"
    assert set_aside.retry(town.clerk, held.id).value.code == "E_PART", "nothing has changed"
    assert merge_one(town.clerk, whole).entries == dataclasses.replace(
        report.entries, new=1, duplicate=1, quarantined=0
    )


def test_files_that_are_no_packets_are_refused_one_by_one(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    pack(town.first, town.stick)
    (town.stick / "1.chibo").write_bytes(b"")
    (town.stick / "2.chibo").write_text("không phải gói tin")
    (town.stick / "3.chibo").mkdir()
    (town.stick / "4.chibo").write_bytes(b"age-encryption.org/v1\n" + b"x" * 99)
    big = town.stick / "5.chibo"
    with big.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    report = receiving.merge(town.clerk, [town.stick]).value
    found = {one.file: (one.result, one.code) for one in report.files}
    assert found.pop("1.chibo") == found.pop("2.chibo") == (Result.REFUSED, "E_FORMAT")
    assert found.pop("3.chibo") == (Result.REFUSED, "FILE_UNREADABLE")
    assert found.pop("4.chibo") == (Result.QUARANTINED, "E_FORMAT")
    assert found.pop("5.chibo") == (Result.REFUSED, "E_SIZE")
    assert list(found.values()) == [(Result.MERGED, None)]
    assert not report.is_clean


def test_a_file_that_is_not_there_is_a_fault(town: Enrolled) -> None:
    with pytest.raises(Fault, match="FILE_MISSING"):
        receiving.merge(town.clerk, [town.stick / "nothing.chibo"])
    with pytest.raises(Fault, match="FILE_MISSING"):
        receiving.verify(town.clerk, town.stick / "nothing.chibo")


def test_packets_of_the_other_direction_are_left_on_the_stick(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    assert receiving.merge(town.first, [town.stick]).value.files == ()
    own = merge_one(town.first, path)
    assert (own.result, own.code) == (Result.ELSEWHERE, "E_AUDIENCE")
    assert merge_one(town.second, path).result is Result.ELSEWHERE
    assert receiving.inbox(town.second).held == ()


def test_stopping_between_files_keeps_those_that_were_merged(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    one, two = pack(town.first, town.stick), pack(town.first, town.stick)
    names: list[str] = []
    with pytest.raises(Cancelled):
        receiving.merge(
            town.clerk,
            [one, two],
            progress=lambda done, total, name: names.append(name),
            cancelled=lambda: len(names) > 0,
        )
    assert names == [one.name]
    assert status.status(town.clerk).visits[VisitState.MERGED] == 1


def test_two_amendments_that_knew_nothing_of_each_other_are_a_conflict_with_both_values(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.clerk, row.id, lambda visit: noted(visit, "văn phòng ghi"))
    amend(town.first, row.id, lambda visit: noted(visit, "tổ ghi"))
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert report.conflicts == 1
    assert [change.change for change in report.visits] == [Change.DIFFERING]
    (conflict,) = conflicts.conflicts(town.clerk)
    assert (conflict.visit.id, conflict.path) == (row.id, "closing.conclusion")
    assert [(one.machine.name, one.value) for one in conflict.values] == [
        ("Quang Thuận-1", "tổ ghi"),
        ("Văn phòng-1", "văn phòng ghi"),
    ]
    assert status.status(town.clerk).conflicts == 1
    assert visits.read_visit(town.clerk, row.id).visit.closing.conclusion == "tổ ghi"
    assert doctor.examine(town.clerk).is_sound


def test_amendments_of_different_fields_are_both_kept(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(
        town.clerk, row.id, lambda visit: dataclasses.replace(visit, chair=dataclasses.replace(visit.chair, name="Ví"))
    )
    amend(town.first, row.id, lambda visit: noted(visit, "tổ ghi"))
    report = merge_one(town.clerk, pack(town.first, town.stick))
    view = visits.read_visit(town.clerk, row.id)
    assert (report.conflicts, view.visit.chair.name, view.visit.closing.conclusion) == (0, "Ví", "tổ ghi")
    assert [(note.path, note.after) for note in report.visits[0].notes] == [("closing.conclusion", "tổ ghi")]


def test_the_same_meeting_by_two_laptops_is_shown_and_kept_twice(town: Enrolled) -> None:
    (one,) = record(town.first, "Chi bộ A")
    (far,) = visits.record(town.second, [a_visit("Chi bộ A", date=dt.date(2026, 11, 4))], finalise_them=True).value
    twin = dataclasses.replace(a_visit("Chi bộ A"), id=VisitId(id_of("twin")))
    visits.record(town.second, [twin], finalise_them=True)
    merge_one(town.clerk, pack(town.first, town.stick))
    report = merge_one(town.clerk, pack(town.second, town.stick))
    found = {change.visit: (change.change, change.same_as) for change in report.visits}
    assert found == {twin.id: (Change.DOUBTFUL, (one.id,)), far.id: (Change.NEW, ())}
    assert status.status(town.clerk).visits[VisitState.MERGED] == 3


def test_other_audiences_and_strange_signers_are_set_aside_whole(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    lines = lines_of(pack(town.first, town.stick).read_bytes(), town.first.keys.reader)
    elsewhere = signed_again(lines, town.first.keys.signing, lambda manifest: manifest.update(audience="a" * 26))
    forged = signed_again(lines, town.second.keys.signing, lambda manifest: None)
    report = merge_one(town.clerk, seal_for(town, forged, "2.chibo"))
    assert (report.result, report.code, report.entries.new) == (Result.QUARANTINED, "E_MANIFEST", 0)
    assert quarantine.data_of(town.clerk.book, report.held or 0) == (town.stick / "2.chibo").read_bytes()
    report = merge_one(town.clerk, seal_for(town, elsewhere, "1.chibo"))
    assert (report.result, report.code, report.entries.new) == (Result.SEALED, "E_AUDIENCE", 0)
    (sealed,) = relayed.relayed(town.clerk.book)
    assert relayed.data_of(town.clerk.book, sealed.id) == (town.stick / "1.chibo").read_bytes()


def test_verifying_imports_nothing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    found = receiving.verify(town.clerk, path)
    assert (found.whole, found.machine, found.enrolled, found.number) == (True, "Quang Thuận-1", True, 1)
    assert found.entries == {"visit.recorded": 1}
    (looked,) = receiving.merge(town.clerk, [path], dry_run=True).value.files
    assert found.receipt_code == looked.receipt_code == "", "looking is no receipt"
    spoilt = receiving.verify(town.clerk, spoil_part(path, town, town.first))
    assert (spoilt.whole, spoilt.code, spoilt.entries) == (False, "E_PART", {})
    card = town.root / "card"
    card.write_bytes(office.office_card(town.clerk).data)
    assert receiving.verify(town.first, card).whole
    assert receiving.inbox(town.clerk) == receiving.Inbox((), ())
    assert status.status(town.clerk).visits[VisitState.MERGED] == 0


def test_verifying_tells_what_an_unknown_machine_claims(town: Enrolled) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A")
    found = receiving.verify(town.clerk, pack(stranger, town.stick))
    assert (found.whole, found.code, found.enrolled) == (False, "E_SIGNER", False)
    assert (found.machine, found.person, found.entries) == ("Máy lạ-9", "Nông Văn Thử", {"unverified": 1})


def test_a_visit_that_was_merged_reads_as_it_was_written(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    assert visits.read_visit(town.clerk, row.id).visit == visits.read_visit(town.first, row.id).visit
    assert state_of(town.clerk, row.id) is VisitState.MERGED
    assert not visits.read_visit(town.clerk, row.id).is_own
    assert machines.machines(town.clerk)[0].entries == 1
