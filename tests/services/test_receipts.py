"""What the office states, signed: the laptop believes it, for itself alone, and says so."""

import dataclasses
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.envelope import PayloadType, verify
from chibo_desktop.packets.receipts import Noted, Receipt, Standing, sign_receipt
from chibo_desktop.services import receipts, receiving, sending, visits
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import acknowledge, amend, pack, record
from tests.services.test_drafts import noted, unknown
from tests.services.test_receiving import spoil_part


def answer(town: Enrolled, laptop: Desk) -> Path:
    (written,) = receipts.write_receipts(town.clerk, town.stick, [laptop.me.device]).value
    return written.path


def believe(laptop: Desk, receipt: Receipt, clerk: Desk) -> receipts.Acknowledged | None:
    """The receipt as if it had come in a packet."""
    line = sign_receipt(receipt, clerk.keys.signing)
    signed = verify(line, {clerk.keys.signing.id: clerk.keys.signing.public}.get, PayloadType.RECEIPT)
    with laptop.book.transaction():
        return receipts.apply(laptop, [(receipt, signed)])


def returned(receipt: Receipt, entry: EntryId) -> Receipt:
    return dataclasses.replace(receipt, noted=(Noted(entry, Standing.RETURNED, "RETURNED", "thiếu tỷ lệ dự họp"),))


def test_a_receipt_turns_minutes_to_merged(town: Enrolled) -> None:
    rows = record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    path = answer(town, town.first)
    assert path.name.startswith("BAO-")
    report = merge_one(town.first, path)
    assert report.result is Result.RECEIPTS
    assert report.receipts == receipts.Acknowledged("Văn phòng Đảng ủy xã Quang Thuận", 0, 2, 0, ())
    view = visits.read_visit(town.first, rows[0].id)
    assert (view.row.state, view.row.state_by) == (VisitState.MERGED, "Văn phòng Đảng ủy xã Quang Thuận")
    assert merge_one(town.first, path).result is Result.DUPLICATE
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        sending.pack_to(town.first, town.stick)


def test_a_receipt_is_for_one_machine(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    (row,) = record(town.second, "Chi bộ B")
    receiving.merge(town.clerk, [pack(town.first, town.stick), pack(town.second, town.stick)])
    written = receipts.write_receipts(town.clerk, town.stick).value
    assert len(written) == 2
    results = [one.result for one in receiving.merge(town.second, [town.stick]).value.files]
    assert sorted(results) == [Result.ELSEWHERE, Result.RECEIPTS]
    assert state_of(town.second, row.id) is VisitState.MERGED


def test_what_is_missing_is_told(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    pack(town.first, town.stick)
    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    report = merge_one(town.first, answer(town, town.first))
    assert report.receipts is not None
    assert (report.receipts.merged, report.receipts.missing) == (1, ((1, 1),))


def test_what_was_set_aside_is_received_and_not_merged(town: Enrolled) -> None:
    one, two = record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, spoil_part(pack(town.first, town.stick), town, town.first))
    report = merge_one(town.first, answer(town, town.first))
    assert report.receipts is not None
    assert (report.receipts.merged, report.receipts.received) == (1, 1)
    assert (state_of(town.first, one.id), state_of(town.first, two.id)) == (VisitState.MERGED, VisitState.RECEIVED)


def test_an_amendment_after_the_receipt_has_its_own_way_to_go(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    path = answer(town, town.first)
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    merge_one(town.first, path)
    assert state_of(town.first, row.id) is VisitState.FINALISED
    merge_one(town.clerk, pack(town.first, town.stick))
    merge_one(town.first, answer(town, town.first))
    assert state_of(town.first, row.id) is VisitState.MERGED


def test_returned_minutes_come_back_and_go_again_once_amended(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    merge_one(town.first, answer(town, town.first))
    (line,) = visits.history(town.first, row.id)
    receipt = returned(receipts.receipt_for(town.clerk, town.first.me.device), line.entry)
    told = believe(town.first, receipt, town.clerk)
    assert told is not None
    assert (told.merged, told.returned) == (0, 1)
    shown = visits.read_visit(town.first, row.id).row
    assert (shown.state, shown.state_by) == (VisitState.RETURNED, "thiếu tỷ lệ dự họp")
    assert sending.to_send(town.first).returned == 1
    amend(town.first, row.id, lambda visit: noted(visit, "bổ sung"))
    assert state_of(town.first, row.id) is VisitState.FINALISED
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 1


def test_receipts_of_others_move_nothing(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    receipt = receipts.receipt_for(town.clerk, town.first.me.device)
    assert believe(town.first, dataclasses.replace(receipt, audience=town.second.me.device), town.clerk) is None
    assert believe(town.first, dataclasses.replace(receipt, office="b" * 26), town.clerk) is None
    assert state_of(town.first, row.id) is VisitState.PACKED


def test_an_old_receipt_takes_nothing_back(town: Enrolled) -> None:
    (one,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    old = receipts.receipt_for(town.clerk, town.first.me.device)
    (two,) = record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    merge_one(town.first, answer(town, town.first))
    believe(town.first, old, town.clerk)
    assert {state_of(town.first, row.id) for row in (one, two)} == {VisitState.MERGED}


def test_withdrawn_minutes_stay_withdrawn(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    visits.withdraw(town.first, row.id, "nhầm")
    merge_one(town.clerk, pack(town.first, town.stick))
    merge_one(town.first, answer(town, town.first))
    assert state_of(town.first, row.id) is VisitState.WITHDRAWN
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        sending.pack_to(town.first, town.stick)


def test_receipts_are_written_by_an_office_for_those_who_sent(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="NOTHING_RECEIVED"):
        receipts.write_receipts(town.clerk, town.stick)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        receipts.write_receipts(town.first, town.stick)
    with pytest.raises(Refusal, match="MACHINE_UNKNOWN"):
        receipts.write_receipts(town.clerk, town.stick, [DeviceId(unknown())])
    assert list(town.stick.iterdir()) == []
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    names = [receipts.write_receipts(town.clerk, town.stick).value[0].name for _ in range(2)]
    assert [name[-12:] for name in names] == ["000001.chibo", "000002.chibo"]
