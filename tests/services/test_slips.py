"""Slips of paper: printed at the office, read back from their QR codes, typed on the laptop."""

import dataclasses
import io

import pytest
from pypdf import PdfReader

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.slips import read_receipts, read_requests
from chibo_desktop.services import resending, sending, slips, status
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import acknowledge, pack, record
from tests.building.paper import text_of
from tests.services.test_drafts import unknown


def two_packets(town: Enrolled) -> None:
    """Two packets of the first laptop that the office has; nothing has come back."""
    for name in "AB":
        record(town.first, f"Chi bộ {name}")
        merge_one(town.clerk, pack(town.first, town.stick))


def test_the_code_of_a_packet_is_found_by_each_of_its_names(town: Enrolled) -> None:
    two_packets(town)
    sent = sending.past_packets(town.first)[0]
    for name in (sent.name, sent.name.removesuffix(".chibo"), f"{sent.number:06d}", str(sent.number)):
        found = slips.code_of(town.clerk, name)
        assert (found.code, found.machine, found.number) == (acknowledge(town.first, 2), "Quang Thuận-1", 2)
    with pytest.raises(Refusal, match="PACKET_UNKNOWN"):
        slips.code_of(town.clerk, "000009")
    record(town.second, "Chi bộ C")
    merge_one(town.clerk, pack(town.second, town.stick))
    with pytest.raises(Refusal, match="PACKET_AMBIGUOUS"):
        slips.code_of(town.clerk, "1")
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        slips.code_of(town.first, "1")


def test_what_is_printed_is_believed_when_it_is_typed(town: Enrolled) -> None:
    two_packets(town)
    document = slips.receipt_paper(town.clerk)
    text = text_of(document.pdf)
    assert "PHIẾU BÁO NHẬN" in text
    assert "Tổ số 05, máy Quang Thuận-1, Hoàng Văn Mẫu" in text
    for number in (1, 2):
        code = acknowledge(town.first, number)
        assert f"{code[:4]} {code[4:]}" in text
    assert [one.number for one in read_receipts(text)] == [2, 1]
    read = slips.enter_receipts(town.first, text).value
    assert read == slips.SlipRead((2, 1), (), 2)
    assert {state_of(town.first, row.id) for row in status_rows(town)} == {VisitState.RECEIVED}
    assert slips.enter_receipts(town.first, text).value.visits == 0
    assert slips.receipt_paper(town.clerk).pdf == document.pdf


def status_rows(town: Enrolled):
    return sending.deliveries(town.first, only_open=False)


def test_a_wrong_line_stops_no_other(town: Enrolled) -> None:
    two_packets(town)
    one, two = read_receipts(text_of(slips.receipt_paper(town.clerk).pdf))
    wrong = dataclasses.replace(one, code=f"{(int(one.code) + 1) % 10**8:08d}")
    read = slips.enter_receipts(town.first, f"{wrong.text} {two.text}").value
    assert (read.accepted, read.refused, read.visits) == ((two.number,), (wrong.number,), 1)
    with pytest.raises(Refusal, match="SLIP_ELSEWHERE"):
        slips.enter_receipts(town.second, two.text)
    with pytest.raises(Refusal, match="SLIP_UNREADABLE"):
        slips.enter_receipts(town.first, two.code)


def test_a_slip_for_each_machine_on_a_page_of_its_own(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="NOTHING_RECEIVED"):
        slips.receipt_paper(town.clerk)
    two_packets(town)
    record(town.second, "Chi bộ C")
    merge_one(town.clerk, pack(town.second, town.stick))
    assert slips.receipt_paper(town.clerk).pages == 2
    assert slips.receipt_paper(town.clerk, [town.second.me.device]).pages == 1
    with pytest.raises(Refusal, match="MACHINE_UNKNOWN"):
        slips.receipt_paper(town.clerk, [DeviceId(unknown())])


def test_many_packets_take_more_pages_and_none_is_cut(town: Enrolled) -> None:
    for number in range(12):
        record(town.first, f"Chi bộ {number}")
        merge_one(town.clerk, pack(town.first, town.stick))
    document = slips.receipt_paper(town.clerk)
    assert document.pages == len(PdfReader(io.BytesIO(document.pdf)).pages) == 2
    assert len(read_receipts(text_of(document.pdf))) == 12


def test_a_request_for_what_is_missing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    with pytest.raises(Refusal, match="NOTHING_MISSING"):
        slips.resend_paper(town.clerk, town.first.me.device)
    for _ in range(2):
        sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    record(town.first, "Chi bộ B", "Chi bộ C")
    pack(town.first, town.stick).unlink()
    sending.enter_receipt_code(town.first, 2, acknowledge(town.first, 2))
    record(town.first, "Chi bộ D")
    merge_one(town.clerk, pack(town.first, town.stick))
    text = text_of(slips.resend_paper(town.clerk, town.first.me.device).pdf)
    assert "còn thiếu mục 2–3 của máy Quang Thuận-1" in text
    assert "trong gói 000002" in text
    (slip,) = read_requests(text)
    assert slip.spans == ((2, 3),)
    assert resending.read_slip(town.first, text).value.visits == 2
    (file,) = resending.resend(town.first, town.stick).value.files
    assert merge_one(town.clerk, file.path).entries.new == 2
    assert status.gaps(town.clerk) == ()
