"""What was set aside: shown with its owner and bytes, judged again by what is trusted today, never thrown away."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Datum, Fault, Refusal
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.services import (
    doctor,
    enrolment,
    erasing,
    receiving,
    releasing,
    revocation,
    set_aside,
    status,
    visits,
    withdrawing,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage import quarantine
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.book import Book
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, know, pack, record
from tests.building.pages import holds
from tests.services.test_erasing import THU, everything, seeking
from tests.services.test_receiving import spoil_part

CONFIRMED = Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "tổ trưởng nhận là của mình")


def the_item(town: Enrolled) -> set_aside.HeldItem:
    (found,) = set_aside.held_items(town.clerk)
    return found


def test_an_item_that_is_still_spoilt_keeps_waiting(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, spoil_part(pack(town.first, town.stick), town, town.first))
    item = the_item(town)
    assert (item.code, item.person, item.group) == ("E_PART", "Hoàng Văn Mẫu", "Tổ số 05")
    assert item.bytes == len(set_aside.show(town.clerk, item.id)[1]) > 0
    report = set_aside.retry(town.clerk, item.id).value
    assert (report.result, report.code) == (Result.QUARANTINED, "E_PART")
    assert the_item(town) == item
    with pytest.raises(Refusal, match="HELD_NOT_RELEASED"):
        set_aside.release(town.clerk, [item.id], CONFIRMED)


def revoked_and_late(town: Enrolled) -> set_aside.HeldItem:
    """A laptop that was given up before its second visit came."""
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    revocation.revoke(town.clerk, town.first.me.device, "mất máy")
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    return the_item(town)


def test_a_late_entry_counts_when_its_leader_confirms_it(town: Enrolled) -> None:
    item = revoked_and_late(town)
    assert item.code == "E_REVOKED"
    assert set_aside.retry(town.clerk, item.id).value.code == "E_REVOKED"
    set_aside.release(town.clerk, [item.id], CONFIRMED)
    assert set_aside.held_items(town.clerk) == ()
    assert status.status(town.clerk).visits[VisitState.MERGED] == 2
    with pytest.raises(Refusal, match="HELD_UNKNOWN"):
        set_aside.retry(town.clerk, item.id)
    assert doctor.examine(town.clerk).is_sound


def test_an_item_of_a_packet_that_was_taken_back_does_not_count_either(town: Enrolled) -> None:
    item = revoked_and_late(town)
    packet = packet_book.incoming(town.clerk.book)[0].packet
    withdrawing.withdraw(town.clerk, packet)
    set_aside.release(town.clerk, [item.id], CONFIRMED)
    assert status.status(town.clerk).visits[VisitState.MERGED] == 1
    withdrawing.restore(town.clerk, packet)
    assert status.status(town.clerk).visits[VisitState.MERGED] == 2
    assert doctor.examine(town.clerk).is_sound


def test_entries_in_the_log_that_do_not_count_are_listed_with_their_reason(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    withdrawing.withdraw(town.clerk, packet_book.incoming(town.clerk.book)[0].packet)
    (found,) = set_aside.aside_entries(town.clerk)
    assert (found.machine, found.seq, found.reason) == ("Quang Thuận-1", 1, AsideReason.WITHDRAWN)


def test_a_file_that_waits_for_another_reason_is_listed_once(town: Enrolled) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A")
    path = pack(stranger, town.stick)
    merge_one(town.clerk, path)
    item = the_item(town)
    assert (item.code, item.machine, item.entries > 0) == ("E_SIGNER", "Máy lạ-9", True)
    request = enrolment.make_request(stranger)
    enrolment.grant(town.clerk, request.data, request.digits)
    assert set_aside.retry(town.clerk, item.id).value.result is Result.MERGED
    assert set_aside.held_items(town.clerk) == ()


def test_the_bytes_can_be_looked_into_elsewhere_under_a_safe_name(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, spoil_part(pack(town.first, town.stick), town, town.first))
    broken = tmp_path / "GOI-..%2f..-000004.chibo"
    broken.write_bytes(b"age-encryption.org/v1\n-> X25519 x\n")
    merge_one(town.clerk, broken)
    folder = tmp_path / "out"
    folder.mkdir()
    for item in set_aside.held_items(town.clerk):
        path = set_aside.export(town.clerk, item.id, folder)
        assert path.parent == folder
        assert path.name.isascii()
        assert path.suffix == (".chibo" if item.item is None else ".jsonl")
        assert path.read_bytes() == set_aside.show(town.clerk, item.id)[1]
        with pytest.raises(Fault, match="STICK_NAME_TAKEN"):
            set_aside.export(town.clerk, item.id, folder)
    assert len(list(folder.iterdir())) == 2
    assert len(set_aside.held_items(town.clerk)) == 2, "a copy takes nothing away"


def test_late_entries_are_the_same_by_both_doors(town: Enrolled) -> None:
    item = revoked_and_late(town)
    (late,) = releasing.late_entries(town.clerk)
    assert (late.held, late.machine) == (item.id, item.machine)
    assert visits.count_visits(town.clerk, visits.VisitFilter()) == 1
    assert receiving.inbox(town.clerk).held == (item,)


def test_a_merge_does_not_look_at_files_that_nothing_can_have_cured(
    town: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A")
    merge_one(town.clerk, pack(stranger, town.stick))
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    asked: list[str] = []
    waiting = quarantine.files_waiting

    def watched(book: Book, code: str) -> tuple[tuple[int, Mapping[str, Datum]], ...]:
        asked.append(code)
        return waiting(book, code)

    monkeypatch.setattr(quarantine, "files_waiting", watched)
    record(town.second, "Chi bộ C")
    merge_one(town.clerk, pack(town.second, town.stick))
    assert asked == [], "no paper has come"
    request = enrolment.make_request(stranger)
    enrolment.grant(town.clerk, request.data, request.digits)
    record(town.second, "Chi bộ D")
    reports = receiving.merge(town.clerk, [pack(town.second, town.stick)]).value.files
    assert [one.result for one in reports] == [Result.MERGED, Result.MERGED], "what waited comes after what was given"
    assert asked == ["E_SIGNER", "E_VERSION"]
    assert set_aside.held_items(town.clerk) == ()


def ending_later(visit: Visit) -> Visit:
    return dataclasses.replace(visit, session=dataclasses.replace(visit.session, end="22:00"))


def a_late_copy_of_erased_words(town: Enrolled) -> VisitId:
    """Words were erased; a laptop that did not know amends the visit, is lost, and its amendment comes late."""
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    erasing.erase(town.clerk, [everything(one) for one in erasing.look(town.clerk, seeking(THU))], "theo yêu cầu")
    revocation.revoke(town.clerk, town.first.me.device, "mất máy")
    amend(
        town.first, row.id, lambda one: dataclasses.replace(one, session=dataclasses.replace(one.session, end="22:00"))
    )
    return row.id


def holds_erased_words(town: Enrolled) -> bool:
    return holds(town.clerk.places.book, town.clerk.master.book_key(), THU)


def test_what_is_released_leaves_no_erased_words_behind(town: Enrolled) -> None:
    visit = a_late_copy_of_erased_words(town)
    merge_one(town.clerk, pack(town.first, town.stick))
    assert holds_erased_words(town), "it waits as it came"
    set_aside.release(town.clerk, [the_item(town).id], CONFIRMED)
    assert visits.read_visit(town.clerk, visit).visit.session.end == "22:00"
    assert not holds_erased_words(town)


def test_a_packet_that_counts_again_leaves_no_erased_words_behind(town: Enrolled) -> None:
    """It was taken back before anybody erased anything."""
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(
        town.first, row.id, lambda one: dataclasses.replace(one, session=dataclasses.replace(one.session, end="22:00"))
    )
    merge_one(town.clerk, pack(town.first, town.stick))
    packet = packet_book.incoming(town.clerk.book)[0].packet
    withdrawing.withdraw(town.clerk, packet)
    erasing.erase(town.clerk, [everything(one) for one in erasing.look(town.clerk, seeking(THU))], "theo yêu cầu")
    withdrawing.restore(town.clerk, packet)
    assert visits.read_visit(town.clerk, row.id).visit.session.end == "22:00"
    assert not holds_erased_words(town)
