"""Packing: minutes turn to packed only after the file was read back, and nothing is ever called received by itself."""

import errno
import os
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.stick import Step
from chibo_desktop.services import receiving, sending, visits
from chibo_desktop.services.sending import Watch
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import Town, acknowledge, amend, pack, record
from tests.services.test_drafts import noted


def test_packed_only_after_the_file_was_read_back(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    states: dict[Step, VisitState] = {}

    def look(step: Step, done: int, total: int, name: str) -> None:
        states[step] = state_of(town.first, row.id)

    packed = sending.pack_to(town.first, town.stick, watch=Watch(look)).value
    assert set(states) == set(Step)
    assert set(states.values()) == {VisitState.FINALISED}
    assert state_of(town.first, row.id) is VisitState.PACKED
    assert (packed.visits, [file.path.exists() for file in packed.files]) == (1, [True])


@pytest.mark.parametrize("step", [Step.WRITING, Step.SYNCING, Step.READING_BACK])
def test_stopping_leaves_nothing_half_done(town: Enrolled, step: Step) -> None:
    (row,) = record(town.first, "Chi bộ A")
    seen: list[Step] = []
    watch = Watch(lambda now, done, total, name: seen.append(now), lambda: step in seen)
    with pytest.raises(Cancelled):
        sending.pack_to(town.first, town.stick, watch=watch)
    assert list(town.stick.iterdir()) == []
    assert state_of(town.first, row.id) is VisitState.FINALISED
    assert sending.past_packets(town.first) == ()
    assert pack(town.first, town.stick).exists()


def test_a_stick_that_reads_other_bytes_back_is_told(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = record(town.first, "Chi bộ A")
    read = os.read
    monkeypatch.setattr(os, "read", lambda handle, count: read(handle, count).replace(b"age", b"aga"))
    with pytest.raises(Fault, match="STICK_READBACK"):
        sending.pack_to(town.first, town.stick)
    assert list(town.stick.iterdir()) == []
    assert state_of(town.first, row.id) is VisitState.FINALISED


def test_a_stick_that_is_pulled_out_is_told(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = record(town.first, "Chi bộ A")

    def pulled(handle: int) -> None:
        raise OSError(errno.ENODEV, "No such device")

    monkeypatch.setattr(os, "fsync", pulled)
    with pytest.raises(Fault, match="STICK_GONE"):
        sending.pack_to(town.first, town.stick)
    monkeypatch.undo()
    assert state_of(town.first, row.id) is VisitState.FINALISED


def test_a_folder_that_is_none_is_a_stick_that_is_gone(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    with pytest.raises(Fault, match="STICK_GONE"):
        sending.pack_to(town.first, town.root / "nowhere")


def test_nothing_goes_before_a_card_was_accepted_or_minutes_finalised(strangers: Town) -> None:
    laptop = strangers.laptop()
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        sending.pack_to(laptop, strangers.stick)
    record(laptop, "Chi bộ A")
    with pytest.raises(Refusal, match="NO_OFFICE"):
        sending.pack_to(laptop, strangers.stick)


def test_what_was_packed_goes_again_until_it_is_acknowledged(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    first, second = pack(town.first, town.stick), pack(town.first, town.stick)
    assert first.name != second.name
    assert merge_one(town.clerk, second).entries.new == 1
    assert merge_one(town.clerk, first).entries.duplicate == 1
    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    assert state_of(town.first, row.id) is VisitState.RECEIVED
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        sending.pack_to(town.first, town.stick)
    assert sending.pack_to(town.first, town.stick, everything=True).value.visits == 1
    assert state_of(town.first, row.id) is VisitState.RECEIVED, "packing again takes no receipt back"


def test_eight_digits_are_believed_only_for_their_packet(town: Enrolled) -> None:
    rows = record(town.first, "Chi bộ A", "Chi bộ B")
    report = merge_one(town.clerk, pack(town.first, town.stick))
    for wrong in ("00000000" if report.receipt_code != "00000000" else "1" * 8, "", "abc", report.receipt_code[:-1]):
        with pytest.raises(Refusal, match="RECEIPT_CODE_WRONG"):
            sending.enter_receipt_code(town.first, 1, wrong)
    with pytest.raises(Refusal, match="PACKET_UNKNOWN"):
        sending.enter_receipt_code(town.first, 2, report.receipt_code)
    typed = f" {report.receipt_code[:4]} {report.receipt_code[4:]}\n"
    assert sending.enter_receipt_code(town.first, 1, typed).value == 2
    assert {state_of(town.first, row.id) for row in rows} == {VisitState.RECEIVED}
    assert receiving.verify(town.clerk, town.stick / report.file).receipt_code == report.receipt_code


def test_minutes_amended_after_packing_wait_again(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    pack(town.first, town.stick)
    amend(town.first, row.id, lambda visit: noted(visit, "khác"))
    assert state_of(town.first, row.id) is VisitState.FINALISED
    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    assert state_of(town.first, row.id) is VisitState.FINALISED, "the office has not seen the amendment"
    assert sending.to_send(town.first).finalised == 1
    assert [one.id for one in sending.deliveries(town.first, only_open=True)] == [row.id]


def test_an_old_packet_is_copied_byte_for_byte(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A")
    path = pack(town.first, town.stick)
    (tmp_path / "other").mkdir()
    copy = sending.copy_again(town.first, 1, tmp_path / "other")
    assert copy.path.read_bytes() == path.read_bytes()
    with pytest.raises(Fault, match="STICK_NAME_TAKEN"):
        sending.copy_again(town.first, 1, town.stick)
    for number in (0, 2, -1):
        with pytest.raises(Refusal, match="PACKET_UNKNOWN"):
            sending.copy_again(town.first, number, tmp_path)


def test_the_outbox_keeps_the_last_twenty(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    for _ in range(sending.KEPT_PACKETS + 2):
        pack(town.first, town.stick)
    past = sending.past_packets(town.first)
    assert [one.number for one in past] == list(range(22, 2, -1))
    assert len(list(town.first.places.outbox.iterdir())) == sending.KEPT_PACKETS
    with pytest.raises(Refusal, match="PACKET_UNKNOWN"):
        sending.copy_again(town.first, 1, town.root)


def test_a_crash_after_writing_gives_the_next_packet_another_name(
    town: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = record(town.first, "Chi bộ A")
    with monkeypatch.context() as broken:
        broken.setattr(sending, "_remember", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sending.pack_to(town.first, town.stick)
    assert state_of(town.first, row.id) is VisitState.FINALISED
    first = town.reopen(town.first)
    assert pack(first, town.stick).name.endswith("-000002.chibo")
    assert len(list(town.stick.iterdir())) == 2
    report = receiving.merge(town.clerk, [town.stick]).value
    assert [one.entries.new for one in report.files] == [1, 0]
    assert visits.count_visits(town.clerk, visits.VisitFilter()) == 1
