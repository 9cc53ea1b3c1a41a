"""Taking a merged packet back, and what comes back with it."""

import dataclasses
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import PacketId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import Act, ActRecorded, content_of
from chibo_desktop.packets.receipts import Standing
from chibo_desktop.services import (
    conflicts,
    doctor,
    linking,
    receipts,
    receiving,
    search,
    settling,
    status,
    visits,
    withdrawing,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.storage import log, register
from chibo_desktop.storage import packets as packet_book
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, amend, pack, record
from tests.building.visits import id_of
from tests.services.test_settling import noted


def last_packet(town: Enrolled) -> PacketId:
    return packet_book.incoming(town.clerk.book)[0].packet


def state(town: Enrolled) -> tuple[str, tuple[bytes, ...]]:
    return status.digest(town.clerk), tuple(register.dump_register(town.clerk.book))


@pytest.fixture
def two(town: Enrolled) -> tuple[Path, Path]:
    """Two packets of one laptop: two visits; then an amendment of the first and a third visit."""
    (row, _) = record(town.first, "Chi bộ A", "Chi bộ B")
    one = pack(town.first, town.stick)
    merge_one(town.clerk, one)
    from chibo_desktop.services import sending
    from tests.building.exchange_town import acknowledge

    sending.enter_receipt_code(town.first, 1, acknowledge(town.first, 1))
    amend(town.first, row.id, lambda visit: noted(visit, "sửa"))
    record(town.first, "Chi bộ C")
    other = pack(town.first, town.stick)
    return one, other


def test_a_packet_is_taken_back_and_merged_again(town: Enrolled, two: tuple[Path, Path]) -> None:
    before = state(town)
    merge_one(town.clerk, two[1])
    after = state(town)
    told = withdrawing.effects(town.clerk, last_packet(town))
    assert state(town) == after, "looking changes nothing"
    done = withdrawing.withdraw(town.clerk, last_packet(town), "nhầm gói").value
    assert done == told
    assert (done.entries, len(done.hidden), len(done.changed), done.choices) == (2, 1, 1, 0)
    assert state(town) == before
    assert search.search(town.clerk, "chi bo c") == ()
    assert doctor.examine(town.clerk).is_sound
    with pytest.raises(Refusal, match="MERGED_WITHDRAWN"):
        withdrawing.withdraw(town.clerk, last_packet(town))
    ((_, looked),) = receiving.inspect(town.clerk, [two[1]])
    assert (looked.result, looked.entries.new, len(looked.visits)) == (Result.MERGED, 2, 2)
    report = merge_one(town.clerk, two[1])
    assert (report.result, report.entries.new, report.entries.duplicate) == (Result.MERGED, 2, 0)
    assert [change.change for change in report.visits] == [change.change for change in looked.visits]
    assert state(town) == after
    assert merge_one(town.clerk, two[1]).result is Result.DUPLICATE
    assert doctor.examine(town.clerk).is_sound


def test_it_comes_back_without_its_file(town: Enrolled, two: tuple[Path, Path]) -> None:
    merge_one(town.clerk, two[1])
    after, packet = state(town), last_packet(town)
    withdrawing.withdraw(town.clerk, packet)
    two[1].unlink()
    done = withdrawing.restore(town.clerk, packet).value
    assert (done.entries, len(done.hidden), len(done.changed)) == (2, 1, 1)
    assert state(town) == after
    with pytest.raises(Refusal, match="MERGED_COUNTS"):
        withdrawing.restore(town.clerk, packet)
    acts = [content_of(entry) for entry in log.entries_of_kind(town.clerk.book, EntryKind.ACT_RECORDED)]
    told = [act.act for act in acts if isinstance(act, ActRecorded) and act.thing == packet]
    assert told == [Act.MERGED, Act.WITHDRAWN, Act.RESTORED]


def test_what_another_packet_brought_too_goes_on_counting(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    one = pack(town.first, town.stick)
    record(town.first, "Chi bộ B")
    both = pack(town.first, town.stick)
    merge_one(town.clerk, one)
    only_one = state(town)
    first = last_packet(town)
    merge_one(town.clerk, both)
    second = last_packet(town)
    assert withdrawing.withdraw(town.clerk, first).value.entries == 0
    assert withdrawing.withdraw(town.clerk, second).value.entries == 2
    assert status.status(town.clerk).visits[VisitState.MERGED] == 0
    withdrawing.restore(town.clerk, first)
    assert state(town) == only_one
    assert doctor.examine(town.clerk).is_sound


def test_another_packet_brings_back_what_it_carries(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    before = state(town)
    withdrawing.withdraw(town.clerk, last_packet(town))
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert (report.entries.new, len(report.visits)) == (1, 1)
    assert state(town) == before


def test_choices_of_what_is_gone_need_another_look(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.clerk, row.id, lambda visit: noted(visit, "văn phòng ghi"))
    amend(town.first, row.id, lambda visit: noted(visit, "tổ ghi"))
    file = pack(town.first, town.stick)
    merge_one(town.clerk, file)
    packet = last_packet(town)
    (found,) = conflicts.conflicts(town.clerk)
    settling.settle(town.clerk, found.place, next(one.entry for one in found.values if one.value == "tổ ghi"))
    chosen = state(town)
    assert withdrawing.effects(town.clerk, packet).choices == 1
    done = withdrawing.withdraw(town.clerk, packet).value
    assert (done.choices, done.hidden, done.changed) == (1, (), (row.id,))
    (lost,) = conflicts.lost_choices(town.clerk)
    assert lost.is_lost
    assert lost.place == found.place
    assert visits.read_visit(town.clerk, row.id).visit.closing.conclusion == "văn phòng ghi"
    merge_one(town.clerk, file)
    assert conflicts.lost_choices(town.clerk) == ()
    assert state(town) == chosen


def test_links_to_what_is_gone_need_another_look(town: Enrolled) -> None:
    again = dataclasses.replace(a_visit("Chi bộ A"), id=id_of("the same meeting again"))  # type: ignore[arg-type] - an id is text
    files = []
    for laptop, visit in ((town.first, a_visit("Chi bộ A")), (town.second, again)):
        visits.record(laptop, [visit], finalise_them=True)
        files.append(pack(laptop, town.stick))
        merge_one(town.clerk, files[-1])
    (pair,) = conflicts.duplicates(town.clerk)
    linking.link(town.clerk, pair.first.row.id, pair.second.row.id)
    linked = state(town)
    done = withdrawing.withdraw(town.clerk, last_packet(town)).value
    assert (done.choices, len(done.hidden)) == (1, 1)
    assert status.status(town.clerk).visits[VisitState.MERGED] == 1
    (lost,) = conflicts.lost_links(town.clerk)
    assert lost.is_lost
    merge_one(town.clerk, files[-1])
    assert state(town) == linked
    assert doctor.examine(town.clerk).is_sound


def test_the_receipt_does_not_call_it_merged(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    (entry,) = [one for one in log.all_entries(town.clerk.book) if one.head.kind == EntryKind.VISIT_RECORDED]
    withdrawing.withdraw(town.clerk, last_packet(town))
    receipt = receipts.receipt_for(town.clerk, town.first.me.device)
    (noted_,) = receipt.noted
    assert (noted_.entry, noted_.standing) == (entry.head.id, Standing.QUARANTINED)
    assert noted_.code == "WITHDRAWN"


def test_only_what_was_merged_can_be_taken_back(town: Enrolled) -> None:
    for words in ("nothing", "GOI-0000-000001.chibo"):
        with pytest.raises(Refusal, match="MERGED_UNKNOWN"):
            withdrawing.find_packet(town.clerk, words)
    with pytest.raises(Refusal, match="MERGED_UNKNOWN"):
        withdrawing.withdraw(town.clerk, PacketId("x"))
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        withdrawing.withdraw(town.first, PacketId("x"))
    record(town.first, "Chi bộ A")
    file = pack(town.first, town.stick)
    merge_one(town.clerk, file)
    assert withdrawing.find_packet(town.clerk, file.name) == last_packet(town)
    assert withdrawing.find_packet(town.clerk, file.stem) == last_packet(town)
    assert withdrawing.find_packet(town.clerk, last_packet(town)) == last_packet(town)
