"""Laptop, office, office above: what was signed arrives as it was signed, and the answer comes all the way back."""

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import Absence, Entry, EntryKind, PartClass
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import SessionKind, Visit, VisitState
from chibo_desktop.packets.intake import Raw
from chibo_desktop.services import (
    doctor,
    forwarding,
    receipts,
    receiving,
    relaying,
    sending,
    status,
    subordinates,
    visits,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.forwarding import Wish
from chibo_desktop.storage import log, relayed, visit_lists
from tests.building.exchange_town import a_visit, amend, pack, record
from tests.building.ladder import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    CopiedLadder,
    answer,
    carry,
    ladder_in,
    ladder_template,
    send_up,
)

SUBSETS = [subset for size in range(3) for subset in itertools.combinations((PartClass.WORDS, PartClass.PEOPLE), size)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ladder_template(tmp_path_factory.mktemp("ladder"))


@pytest.fixture
def ladder(template: Path, tmp_path: Path) -> Iterator[CopiedLadder]:
    yield from ladder_in(template, tmp_path)


def entries_of(desk: Desk) -> dict[str, Entry]:
    return {entry.head.id: entry for entry in log.all_entries(desk.book)}


def by_device(desk: Desk, *devices: str) -> dict[str, Entry]:
    return {id_: entry for id_, entry in entries_of(desk).items() if entry.head.device in devices}


def figures(desk: Desk) -> list[tuple[object, ...]]:
    """Everything of a line of the register that an office counts by."""
    rows = visit_lists.page_of_visits(desk.book, visit_lists.VisitFilter(), limit=1000)
    return sorted(
        (row.id, row.cell_id, row.category, row.group_id, row.tier, row.kind, row.date, row.month, row.present,
         row.total, row.opinions, row.petitions, row.state, row.amendments)
        for row in rows
    )  # fmt: skip


def a_month(ladder: CopiedLadder) -> None:
    """Three visits of one laptop, one amended and one withdrawn, and one of the laptop below, all at their offices."""
    first, _, third = record(ladder.district_laptop, "Phiêng An", "Nà Lẹng", "Nà Thoi")
    amend(ladder.district_laptop, first.id, lambda visit: _with_end(visit, "21:30"))
    thematic = a_visit("Đon Bây")
    session = dataclasses.replace(thematic.session, kind=SessionKind.THEMATIC)
    visits.record(ladder.district_laptop, [dataclasses.replace(thematic, session=session)], finalise_them=True)
    visits.withdraw(ladder.district_laptop, third.id, "ghi nhầm chi bộ")
    carry(_packed(ladder.district_laptop, ladder.a_stick("laptop")), ladder.district)


def _with_end(visit: Visit, end: str) -> Visit:
    return dataclasses.replace(visit, session=dataclasses.replace(visit.session, end=end))


def _packed(laptop: Desk, stick: Path) -> Path:
    sending.pack_to(laptop, stick)
    return stick


@pytest.mark.parametrize("withheld", SUBSETS, ids=lambda subset: "".join(one.value for one in subset) or "nothing")
def test_what_was_signed_arrives_as_it_was_signed(ladder: CopiedLadder, withheld: tuple[PartClass, ...]) -> None:
    a_month(ladder)
    stick = ladder.a_stick("up")
    send_up(ladder.district, stick, *withheld)
    (report,) = carry(stick, ladder.province)
    assert (report.result, report.code) == (Result.MERGED, None)
    mine = by_device(ladder.district, ladder.district_laptop.me.device)
    there = by_device(ladder.province, ladder.district_laptop.me.device)
    assert there.keys() == mine.keys() == entries_of(ladder.district_laptop).keys()
    for id_, entry in there.items():
        assert entry.envelope == mine[id_].envelope
        for part, original in zip(entry.parts, mine[id_].parts, strict=True):
            assert part.hash == original.hash
            gone = part.part_class in withheld
            assert (part.text, part.absent) == ((None, Absence.WITHHELD) if gone else (original.text, None))
    assert figures(ladder.province) == figures(ladder.district)
    assert visits.state_counts(ladder.province) == visits.state_counts(ladder.district)
    assert doctor.examine(ladder.province).is_sound
    if not withheld:
        assert status.digest(ladder.province) == status.digest(ladder.district)


def test_a_part_that_comes_later_fills_its_place(ladder: CopiedLadder) -> None:
    a_month(ladder)
    send_up(ladder.district, ladder.a_stick("up"), PartClass.PEOPLE)
    carry(ladder.a_stick("up"), ladder.province)
    assert status.digest(ladder.province) != status.digest(ladder.district)
    send_up(ladder.district, ladder.a_stick("again"), everything=True)
    carry(ladder.a_stick("again"), ladder.province)
    assert status.digest(ladder.province) == status.digest(ladder.district)
    assert all(
        part.absent is None
        for entry in by_device(ladder.province, ladder.district_laptop.me.device).values()
        for part in entry.parts
    )


def test_receipts_come_down_both_hops(ladder: CopiedLadder) -> None:
    a_month(ladder)
    (first, *_) = visit_lists.page_of_visits(ladder.district_laptop.book, visit_lists.VisitFilter(), limit=1)
    receipts.write_receipts(ladder.district, ladder.a_stick("before"))
    carry(ladder.a_stick("before"), ladder.district_laptop)
    assert visits.read_visit(ladder.district_laptop, first.id).above == ()
    before = forwarding.to_forward(ladder.district)
    assert (before.office, before.visits, before.acknowledged_at) == (PROVINCE, 4, None)
    send_up(ladder.district, ladder.a_stick("up"))
    assert forwarding.to_forward(ladder.district).entries == before.entries
    carry(ladder.a_stick("up"), ladder.province)
    (report,) = answer(ladder.province, ladder.district, ladder.a_stick("down"))
    assert report.result is Result.RECEIPTS
    assert report.receipts is not None
    assert report.receipts.office == PROVINCE
    after = forwarding.to_forward(ladder.district)
    assert (after.entries, after.visits) == (0, 0)
    assert after.acknowledged_at
    with pytest.raises(Refusal, match="NOTHING_TO_FORWARD"):
        send_up(ladder.district, ladder.a_stick("more"))
    assert [one.name for one in visits.read_visit(ladder.district, first.id).above] == [PROVINCE]
    receipts.write_receipts(ladder.district, ladder.a_stick("down"))
    carry(ladder.a_stick("down"), ladder.district_laptop)
    (above,) = visits.read_visit(ladder.district_laptop, first.id).above
    assert above.name == PROVINCE
    assert visits.read_visit(ladder.district_laptop, first.id).row.state in {VisitState.MERGED, VisitState.WITHDRAWN}


def test_the_relay_keeps_everything(ladder: CopiedLadder) -> None:
    a_month(ladder)
    before = entries_of(ladder.district)
    send_up(ladder.district, ladder.a_stick("up"), PartClass.WORDS, PartClass.PEOPLE)
    carry(ladder.a_stick("up"), ladder.province)
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    after = entries_of(ladder.district)
    assert {id_: after[id_] for id_ in before} == before


def test_what_the_upper_office_lost_goes_up_again(ladder: CopiedLadder) -> None:
    """A stick that never arrived: the office above says nothing, so the same goes once more."""
    a_month(ladder)
    first = send_up(ladder.district, ladder.a_stick("lost"))
    second = send_up(ladder.district, ladder.a_stick("found"))
    assert second.visits == first.visits
    carry(ladder.a_stick("found"), ladder.province)
    assert figures(ladder.province) == figures(ladder.district)


def test_three_levels_work_by_the_same_means(ladder: CopiedLadder) -> None:
    (visit,) = record(ladder.commune_laptop, "Khuổi Đú")
    carry(_packed(ladder.commune_laptop, ladder.a_stick("laptop")), ladder.commune)
    send_up(ladder.commune, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.district)
    send_up(ladder.district, ladder.a_stick("up 2"), PartClass.PEOPLE)
    (report,) = carry(ladder.a_stick("up 2"), ladder.province)
    assert (report.result, report.code) == (Result.MERGED, None)
    laptop = ladder.commune_laptop.me.device
    assert by_device(ladder.province, laptop).keys() == entries_of(ladder.commune_laptop).keys()
    assert figures(ladder.province) == figures(ladder.district) == figures(ladder.commune)
    rows = subordinates.subordinates(ladder.province)
    assert [(row.name, row.through) for row in rows] == [(DISTRICT, ""), (COMMUNE, DISTRICT)]
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    answer(ladder.district, ladder.commune, ladder.a_stick("down 2"))
    answer(ladder.commune, ladder.commune_laptop, ladder.a_stick("down 3"))
    seen = visits.read_visit(ladder.commune_laptop, visit.id)
    assert [one.name for one in seen.above] == [DISTRICT, PROVINCE]
    assert seen.row.state is VisitState.MERGED


def test_choices_of_the_office_go_up_and_make_no_holes(ladder: CopiedLadder) -> None:
    a_month(ladder)
    send_up(ladder.district, ladder.a_stick("up"), PartClass.PEOPLE)
    carry(ladder.a_stick("up"), ladder.province)
    assert status.gaps(ladder.province) == ()
    acts = [entry for entry in by_device(ladder.province, ladder.district.me.device).values()
            if entry.head.kind == EntryKind.ACT_RECORDED]  # fmt: skip
    assert acts
    assert all(part.text is None for act in acts for part in act.parts if part.part_class is not PartClass.FIGURES)


def test_a_courier_carries_what_it_cannot_read(ladder: CopiedLadder) -> None:
    """A laptop of the province itself hands its packet to the district, which has no right to read it."""
    direct = ladder.laptop_of("Tỉnh-1", ladder.province)
    (visit,) = record(direct, "Cơ quan Tỉnh đoàn")
    packet = pack(direct, ladder.a_stick("sealed"))
    (report,) = carry(ladder.a_stick("sealed"), ladder.district)
    assert report.result is Result.SEALED
    inbox = receiving.inbox(ladder.district)
    assert inbox.held == ()
    (sealed,) = inbox.sealed
    assert (sealed.file_name, sealed.size, sealed.place) == (packet.name, packet.stat().st_size, "stick sealed")
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(ladder.district, visit.id)
    forwarding.forward(ladder.district, ladder.a_stick("up"), Wish(sealed=True))
    copy = ladder.a_stick("up") / packet.name
    assert copy.read_bytes() == packet.read_bytes()
    reports = carry(ladder.a_stick("up"), ladder.province)
    assert [one.result for one in reports] == [Result.MERGED] * 2
    assert visits.read_visit(ladder.province, visit.id).row.cell == "Cơ quan Tỉnh đoàn"
    (kept,) = receiving.inbox(ladder.district).sealed
    assert (kept.forwarded_at is not None, kept.acknowledged_at) == (True, None)
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    (kept,) = receiving.inbox(ladder.district).sealed
    assert kept.acknowledged_by == PROVINCE
    assert relayed.data_of(ladder.district.book, kept.id) == packet.read_bytes()


def test_a_sealed_packet_can_be_opened_once_it_turns_out_to_be_ours(ladder: CopiedLadder) -> None:
    record(ladder.district_laptop, "Phiêng An")
    packet = pack(ladder.district_laptop, ladder.a_stick("laptop"))
    raw = Raw.of(packet.read_bytes())
    number = relaying.keep(ladder.district, raw, packet.name, "stick laptop")
    assert receiving.open_sealed(ladder.district, number).value.result is Result.MERGED
    assert receiving.inbox(ladder.district).sealed == ()
