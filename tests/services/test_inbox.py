"""What the clerk finds in the inbox after a restart: digits to read out, who claims what, meetings that came twice."""

import dataclasses

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services import conflicts, enrolment, receiving, sending, set_aside, status, visits
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.conflicts import Duplicate
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, know, pack, record
from tests.building.visits import id_of


def test_the_digits_of_a_merged_packet_can_be_read_out_as_long_as_it_is_listed(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    report = merge_one(town.clerk, pack(town.first, town.stick))
    clerk = town.reopen(town.clerk)
    (merged,) = receiving.inbox(clerk).merged_today
    assert (merged.device, merged.machine) == (town.first.me.device, "Quang Thuận-1")
    assert (merged.person, merged.group) == ("Hoàng Văn Mẫu", "Tổ số 05")
    assert merged.receipt_code == report.receipt_code
    assert sending.enter_receipt_code(town.first, 1, merged.receipt_code).value == 1
    known = merge_one(clerk, town.stick / report.file)
    assert (known.result, known.receipt_code) == (Result.DUPLICATE, report.receipt_code)


def test_a_file_set_aside_is_known_by_its_claims_after_a_restart(town: Enrolled) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A", "Chi bộ B")
    report = merge_one(town.clerk, pack(stranger, town.stick))
    clerk = town.reopen(town.clerk)
    (held,) = receiving.inbox(clerk).held
    assert (held.machine, held.person, held.group) == ("Máy lạ-9", "Nông Văn Thử", "Tổ số 09")
    assert (held.entries, held.packed_at, held.data) == (2, report.packed_at, report.data)


def test_the_request_that_rides_in_a_waiting_packet_is_granted_by_its_own_digits(town: Enrolled) -> None:
    stranger = town.laptop("Máy lạ-9", "Tổ số 09", "Nông Văn Thử")
    know(stranger, town.clerk)
    record(stranger, "Chi bộ A")
    held = merge_one(town.clerk, pack(stranger, town.stick)).held or 0
    asked = enrolment.make_request(stranger)
    request = receiving.request_in(town.clerk, held)
    assert enrolment.read_request(request).person == "Nông Văn Thử"
    answer = enrolment.grant(town.clerk, request, asked.digits).value
    assert enrolment.accept_grant(stranger, answer.data).value.machine == "Máy lạ-9"
    assert set_aside.retry(town.clerk, held).value.result is Result.MERGED
    with pytest.raises(Refusal, match="HELD_UNKNOWN"):
        receiving.request_in(town.clerk, held)


def test_a_broken_file_brings_no_request(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        receiving.request_in(town.clerk, merge_one(town.clerk, path).held or 0)


def test_one_meeting_recorded_by_two_machines_is_told_with_both(town: Enrolled) -> None:
    record(town.first, "Chi bộ thôn Đon Bây", "Chi bộ khác")
    twice = dataclasses.replace(a_visit("CHI BỘ thôn Đon Bây"), id=VisitId(id_of("the same meeting again")))
    visits.record(town.second, [twice, a_visit("Chi bộ của riêng máy này")], finalise_them=True)
    for laptop in (town.first, town.second):
        receiving.merge(town.clerk, [pack(laptop, town.stick)])
    (pair,) = conflicts.duplicates(town.clerk)
    assert {(one.machine, one.person) for one in both(pair)} == {
        ("Quang Thuận-1", "Hoàng Văn Mẫu"),
        ("Quang Thuận-2", "Lường Thị Thí"),
    }
    assert {one.row.cell for one in both(pair)} == {"Chi bộ thôn Đon Bây", "CHI BỘ thôn Đon Bây"}
    assert status.status(town.clerk).doubtful == 1


def both(pair: Duplicate) -> tuple[conflicts.Recorded, conflicts.Recorded]:
    return pair.first, pair.second
