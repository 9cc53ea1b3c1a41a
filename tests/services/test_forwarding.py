"""What an office sends up and what it leaves out; and that a lower office cannot speak for anybody else."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import Absence, Entry, EntryKind, PartClass
from chibo_desktop.domain.erasing import Sought
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Cancelled, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import VisitWithdrawn, texts_of
from chibo_desktop.packets.packing import Shipment, pack
from chibo_desktop.packets.trust_documents import LastGood
from chibo_desktop.services import (
    acts,
    doctor,
    erasing,
    forwarding,
    logbook,
    papers,
    profile_proposals,
    receipts,
    receiving,
    releasing,
    returning,
    revocation,
    sending,
    status,
    subordinates,
    upstream,
    visits,
)
from chibo_desktop.services import office as office_service
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.services.releasing import Means
from chibo_desktop.services.sending import Watch
from chibo_desktop.services.subordinates import TypedDigits
from chibo_desktop.storage import aside, chains, log, quarantine
from chibo_desktop.storage.aside import AsideReason
from tests.building.exchange_town import amend, record
from tests.building.ladder import (
    DISTRICT,
    PROVINCE,
    CopiedLadder,
    answer,
    carry,
    ladder_in,
    ladder_template,
    meet,
    send_up,
    subordinate,
)
from tests.services.test_drafts import noted


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ladder_template(tmp_path_factory.mktemp("ladder"))


@pytest.fixture
def ladder(template: Path, tmp_path: Path) -> Iterator[CopiedLadder]:
    yield from ladder_in(template, tmp_path)


def to_office(laptop: Desk, office: Desk, stick: Path) -> None:
    sending.pack_to(laptop, stick)
    carry(stick, office)


def held_codes(desk: Desk) -> list[str]:
    return sorted(one.reason.code for one in quarantine.held(desk.book))


# who reports to whom


def test_the_own_profile_names_the_office_above(ladder: CopiedLadder) -> None:
    profile = papers.profile_in_force(ladder.district)
    assert profile is not None
    assert profile.upstream is not None
    assert (profile.version, profile.upstream.office, profile.upstream.name) == (2, ladder.province.me.office, PROVINCE)
    above = upstream.above(ladder.district)
    assert above is not None
    assert (above.office, above.until is not None) == (ladder.province.me.office, True)
    (row,) = subordinates.subordinates(ladder.province)
    assert (row.name, row.weak, row.profile_version) == (DISTRICT, True, 1)


def test_wrong_digits_and_odd_cards_change_nothing(ladder: CopiedLadder) -> None:
    lone = ladder.an_office("lone", "Văn phòng khác")
    card = office_service.office_card(ladder.province)
    with pytest.raises(Refusal, match="DIGITS_WRONG"):
        upstream.accept_card(lone, card.data, "0" * 15)
    with pytest.raises(Refusal, match="NO_UPPER"):
        upstream.make_request(lone)
    with pytest.raises(Refusal, match="CARD_INVALID"):
        upstream.accept_card(lone, b"{}\n", None)
    meet(lone, ladder.province)
    asked = upstream.make_request(lone)
    view = subordinates.read_request(asked.data)
    assert (view.name, view.machine, view.weak) == ("Văn phòng khác", "máy lone", True)
    for typed, code in (
        (TypedDigits(asked.digits, asked.digits), "CARD_DIGITS_WRONG"),
        (TypedDigits(asked.card_digits, asked.card_digits), "DIGITS_WRONG"),
    ):
        with pytest.raises(Refusal, match=code):
            subordinates.grant(ladder.province, asked.data, typed)
    assert len(subordinates.subordinates(ladder.province)) == 1
    with pytest.raises(Refusal, match="REQUEST_ELSEWHERE"):
        subordinates.grant(ladder.district, asked.data, TypedDigits(asked.digits, asked.card_digits))
    with pytest.raises(Refusal, match="OTHER_UPPER"):
        meet(lone, ladder.district)


def test_a_card_of_somebody_else_does_not_go_with_a_request(ladder: CopiedLadder) -> None:
    lone = ladder.an_office("lone", "Văn phòng khác")
    meet(lone, ladder.province)
    line = upstream.make_request(lone).data.split(b"\n")[0]
    other = office_service.office_card(ladder.commune).data
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        subordinates.read_request(line + b"\n" + other)
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        subordinates.read_request(line + b"\n")


def test_nobody_stands_above_himself(ladder: CopiedLadder) -> None:
    with pytest.raises(Refusal, match="OWN_CARD"):
        meet(ladder.province, ladder.province)
    with pytest.raises(Refusal, match="UPPER_BELOW"):
        meet(ladder.province, ladder.district)


def test_an_office_whose_superior_is_abolished_reports_to_another(ladder: CopiedLadder) -> None:
    """The districts went in 2025: a commune reports to the province, and everything goes up again."""
    record(ladder.commune_laptop, "Khuổi Đú")
    to_office(ladder.commune_laptop, ladder.commune, ladder.a_stick("laptop"))
    send_up(ladder.commune, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.district)
    answer(ladder.district, ladder.commune, ladder.a_stick("down"))
    assert forwarding.to_forward(ladder.commune).entries == 0
    card = office_service.office_card(ladder.province)
    with pytest.raises(Refusal, match="OTHER_UPPER"):
        upstream.accept_card(ladder.commune, card.data, card.digits)
    upstream.accept_card(ladder.commune, card.data, card.digits, instead=True)
    assert forwarding.to_forward(ladder.commune).visits == 1
    asked = upstream.make_request(ladder.commune)
    granted = subordinates.grant(ladder.province, asked.data, TypedDigits(asked.digits, asked.card_digits)).value
    upstream.accept_grant(ladder.commune, granted.data)
    profile = papers.profile_in_force(ladder.commune)
    assert profile is not None
    assert profile.upstream is not None
    assert profile.upstream.office == ladder.province.me.office
    send_up(ladder.commune, ladder.a_stick("up 2"))
    (report,) = carry(ladder.a_stick("up 2"), ladder.province)
    assert (report.result, report.code, len(report.visits)) == (Result.MERGED, None, 1)
    answer(ladder.province, ladder.commune, ladder.a_stick("down 2"))
    assert forwarding.to_forward(ladder.commune).is_nothing


# what goes


def test_the_policy_of_the_profile_withholds(ladder: CopiedLadder) -> None:
    profile_proposals.propose(ladder.district, Change(withhold=("C",)))
    record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    assert forwarding.to_forward(ladder.district).withheld == {PartClass.PEOPLE}
    assert send_up(ladder.district, ladder.a_stick("up")).withheld == {PartClass.PEOPLE}
    wider = send_up(ladder.district, ladder.a_stick("wider"), PartClass.WORDS, PartClass.FIGURES)
    assert wider.withheld == {PartClass.PEOPLE, PartClass.WORDS}
    carry(ladder.a_stick("up"), ladder.province)
    (visit,) = visits.list_visits(ladder.province, visits.VisitFilter())
    assert visits.read_visit(ladder.province, visit.id).absent == {PartClass.PEOPLE}


def test_what_was_set_aside_does_not_go_up(ladder: CopiedLadder) -> None:
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    revocation.revoke(
        ladder.district, ladder.district_laptop.me.device, "mất máy", [LastGood(epoch_of(ladder.district_laptop), 0)]
    )
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(ladder.district, visit.id)
    assert forwarding.to_forward(ladder.district).visits == 0
    send_up(ladder.district, ladder.a_stick("up"))
    (report,) = carry(ladder.a_stick("up"), ladder.province)
    assert report.visits == ()
    assert not set(chains.held_ranges(ladder.province.book, ladder.district_laptop.me.device))


def epoch_of(desk: Desk) -> str:
    return chains.held_ranges(desk.book, desk.me.device)[-1].epoch


def test_stopping_leaves_what_is_not_written_for_the_next_time(ladder: CopiedLadder) -> None:
    record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    before = forwarding.to_forward(ladder.district).entries
    with pytest.raises(Cancelled):
        forwarding.forward(ladder.district, ladder.a_stick("up"), watch=Watch(cancelled=lambda: True))
    assert list(ladder.a_stick("up").iterdir()) == []
    assert forwarding.to_forward(ladder.district).entries == before


def test_what_the_upper_office_cannot_use_is_not_sent_for_ever(ladder: CopiedLadder) -> None:
    """An entry that is set aside above has arrived: the receipt says so, and only `--all` sends it again."""
    record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    send_up(ladder.district, ladder.a_stick("up"))
    revocation.revoke(ladder.province, ladder.district.me.device, "thử", ())
    carry(ladder.a_stick("up"), ladder.province)
    assert set(held_codes(ladder.province)) == {"E_REVOKED"}
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    assert forwarding.to_forward(ladder.district).entries == 0
    assert forwarding.to_forward(ladder.district).aside > 0


def test_an_erasure_goes_up_after_the_words(ladder: CopiedLadder) -> None:
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    name = visits.read_visit(ladder.province, visit.id).visit.chair.name
    erase(ladder.district, name)
    assert visits.read_visit(ladder.district, visit.id).visit.chair.name == ""
    send_up(ladder.district, ladder.a_stick("up 2"))
    carry(ladder.a_stick("up 2"), ladder.province)
    assert visits.read_visit(ladder.province, visit.id).visit.chair.name == ""
    assert status.digest(ladder.province) == status.digest(ladder.district)
    assert doctor.examine(ladder.province).is_sound


def erase(office: Desk, name: str) -> None:
    found = erasing.look(office, Sought((name,)))
    erasing.erase(office, [erasing.usual(one) for one in found], "theo đề nghị")


# what a lower office cannot do


def repacked(lower: Desk, stick: Path, shipment: Shipment) -> Path:
    """A packet that the machine of the lower office signs, whatever is inside."""
    (file,) = pack(shipment, lower.keys.signing, lower.random)
    place = stick / file.name
    place.write_bytes(file.data)
    return place


def honest_shipment(lower: Desk) -> Shipment:
    """What the lower office would send now, to be spoilt."""
    upper = forwarding._upper(lower)
    way = forwarding._Way(lower, upper, frozenset())
    return way._shipment(tuple(log.all_entries(lower.book)), ())


def test_it_cannot_forge_an_entry_of_a_machine(ladder: CopiedLadder) -> None:
    """Its own key cannot sign for the laptop, whichever device the entry claims; nor a machine that it makes up."""
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    thief = ladder.laptop_of("Kẻ gian", ladder.commune)
    for forger in (ladder.district, thief):
        forger.me = dataclasses.replace(forger.me, device=ladder.district_laptop.me.device)
    forged = [_withdrawal(forger, visit.id) for forger in (ladder.district, thief)]
    ladder.district.me = dataclasses.replace(ladder.district.me, device=_true_device(ladder.district))
    shipment = dataclasses.replace(honest_shipment(ladder.district), entries=tuple(forged))
    (report,) = carry(repacked(ladder.district, ladder.a_stick("up"), shipment), ladder.province)
    assert report.entries.new == 0
    assert held_codes(ladder.province) == ["E_SCOPE", "E_SIGNER"]


def _withdrawal(forger: Desk, visit: str) -> Entry:
    texts = texts_of(VisitWithdrawn(visit, "không có thật"))
    with logbook.writing(forger) as pen:
        return pen.write(EntryKind.VISIT_WITHDRAWN, visit, texts)


def _true_device(desk: Desk) -> DeviceId:
    certificate = papers.trust_book(desk).certificate_of(desk.keys.signing.id)
    assert certificate is not None
    return DeviceId(certificate.device)


def test_it_cannot_speak_of_visits_of_another_office(ladder: CopiedLadder) -> None:
    rival = ladder.an_office("rival", "Văn phòng Huyện ủy khác")
    subordinate(rival, ladder.province)
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    before = status.digest(ladder.province)
    _withdrawal(rival, visit.id)
    send_up(rival, ladder.a_stick("rival"))
    (report,) = carry(ladder.a_stick("rival"), ladder.province)
    assert (report.code, report.entries.quarantined, held_codes(ladder.province)) == ("E_SCOPE", 1, [])
    (foreign,) = aside.entries_aside(ladder.province.book, AsideReason.FOREIGN)
    assert (foreign.subject, foreign.device) == (visit.id, rival.me.device)
    assert status.digest(ladder.province) == before
    revocation.revoke(ladder.province, rival.me.device, "thử", ())
    assert status.digest(ladder.province) == before, "new papers do not bring it back"


def test_its_own_choices_count(ladder: CopiedLadder) -> None:
    (visit,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    _withdrawal(ladder.district, visit.id)
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    assert held_codes(ladder.province) == []
    assert visits.read_visit(ladder.province, visit.id).row.state is VisitState.WITHDRAWN


def test_late_entries_of_a_lost_laptop_do_not_count_above(ladder: CopiedLadder) -> None:
    """Whether the entry or the list of revoked keys came first."""
    laptop, device = ladder.district_laptop, ladder.district_laptop.me.device
    (first,) = record(laptop, "Phiêng An")
    good = chains.held_ranges(laptop.book, device)[-1]
    (late,) = record(laptop, "Nà Lẹng")
    to_office(laptop, ladder.district, ladder.a_stick("laptop"))
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    assert visits.read_visit(ladder.province, late.id)
    revocation.revoke(ladder.district, device, "mất máy", [LastGood(good.epoch, good.last)])
    answer(ladder.province, ladder.district, ladder.a_stick("down"))
    waiting = forwarding.to_forward(ladder.district)
    assert (waiting.entries, waiting.has_papers) == (0, True)
    send_up(ladder.district, ladder.a_stick("list"))
    carry(ladder.a_stick("list"), ladder.province)
    assert {one.device for one in aside.entries_aside(ladder.province.book)} == {device}
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(ladder.province, late.id)
    assert visits.read_visit(ladder.province, first.id)
    assert status.digest(ladder.province) == status.digest(ladder.district)
    everything = honest_shipment(ladder.district)
    carry(repacked(ladder.district, ladder.a_stick("forwarded all the same"), everything), ladder.province)
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(ladder.province, late.id)


def test_what_is_released_below_counts_above(ladder: CopiedLadder) -> None:
    """And a lower office releases nothing of a machine that another one vouches for."""
    laptop, device = ladder.district_laptop, ladder.district_laptop.me.device
    record(laptop, "Phiêng An")
    good = chains.held_ranges(laptop.book, device)[-1]
    (late,) = record(laptop, "Nà Lẹng")
    to_office(laptop, ladder.district, ladder.a_stick("laptop"))
    revocation.revoke(ladder.district, device, "mất máy", [LastGood(good.epoch, good.last)])
    send_up(ladder.district, ladder.a_stick("up"))
    carry(ladder.a_stick("up"), ladder.province)
    (entry,) = (one.entry for one in releasing.late_entries(ladder.district))
    rival = ladder.an_office("rival", "Văn phòng Huyện ủy khác")
    subordinate(rival, ladder.province)
    with logbook.writing(rival) as pen:
        acts.record(pen, ActRecorded(Act.RELEASED, device, 1, f"in_person {entry}"))
    send_up(rival, ladder.a_stick("rival"))
    carry(ladder.a_stick("rival"), ladder.province)
    honest_or_not = honest_shipment(ladder.district)
    carry(repacked(ladder.district, ladder.a_stick("late all the same"), honest_or_not), ladder.province)
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(ladder.province, late.id)
    releasing.release(
        ladder.district, [entry], releasing.Confirmation("Hoàng Văn Mẫu", Means.IN_PERSON, "máy tìm thấy")
    )
    send_up(ladder.district, ladder.a_stick("released"))
    carry(ladder.a_stick("released"), ladder.province)
    assert visits.read_visit(ladder.province, late.id)
    assert status.digest(ladder.province) == status.digest(ladder.district)
    assert doctor.examine(ladder.province).is_sound


def test_a_look_at_what_was_released_below_says_what_a_merge_then_does(ladder: CopiedLadder) -> None:
    laptop, device = ladder.district_laptop, ladder.district_laptop.me.device
    record(laptop, "Phiêng An")
    good = chains.held_ranges(laptop.book, device)[-1]
    record(laptop, "Nà Lẹng")
    to_office(laptop, ladder.district, ladder.a_stick("laptop"))
    revocation.revoke(ladder.district, device, "mất máy", [LastGood(good.epoch, good.last)])
    (entry,) = (one.entry for one in releasing.late_entries(ladder.district))
    releasing.release(
        ladder.district, [entry], releasing.Confirmation("Hoàng Văn Mẫu", Means.TELEPHONE, "ghi trước khi mất máy")
    )
    send_up(ladder.district, ladder.a_stick("up"))
    ((_, seen),) = receiving.inspect(ladder.province, [ladder.a_stick("up")])
    (told,) = carry(ladder.a_stick("up"), ladder.province)
    assert (seen.code, len(seen.visits), seen.entries) == (None, 2, told.entries)
    assert (told.code, len(told.visits), held_codes(ladder.province)) == (None, 2, [])


def test_the_history_above_stands_in_order_and_says_that_a_reason_was_withheld(ladder: CopiedLadder) -> None:
    (row,) = record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    returning.return_visit(ladder.district, row.id, "Thiếu tên thư ký")
    receipts.write_receipts(ladder.district, ladder.a_stick("down"), [ladder.district_laptop.me.device])
    carry(ladder.a_stick("down"), ladder.district_laptop)
    amend(ladder.district_laptop, row.id, lambda visit: noted(visit, "Thư ký: Lường Thị Thí"), "ghi thêm thư ký")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("again"))
    send_up(ladder.district, ladder.a_stick("up"), PartClass.WORDS)
    carry(ladder.a_stick("up"), ladder.province)
    kinds = ["visit.recorded", "visit.returned", "visit.amended"]
    assert [line.kind for line in visits.history(ladder.district, row.id)] == kinds
    above = visits.history(ladder.province, row.id)
    assert [line.kind for line in above] == kinds
    assert [(line.reason, line.absent) for line in above[1:]] == [("", Absence.WITHHELD)] * 2
    assert [line.absent for line in visits.history(ladder.district, row.id)] == [None] * 3


def test_an_altered_part_is_refused_and_nothing_else(ladder: CopiedLadder) -> None:
    record(ladder.district_laptop, "Phiêng An", "Nà Lẹng")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    shipment = honest_shipment(ladder.district)
    mine = [entry for entry in shipment.entries if entry.head.device == ladder.district_laptop.me.device]
    spoilt = dataclasses.replace(
        mine[1],
        parts=tuple(
            dataclasses.replace(part, text=(part.text or "").replace("Hoàng", "Hoang"), salt=part.salt)
            if part.part_class is PartClass.PEOPLE
            else part
            for part in mine[1].parts
        ),
    )
    entries = tuple(spoilt if entry is mine[1] else entry for entry in shipment.entries)
    place = repacked(ladder.district, ladder.a_stick("up"), dataclasses.replace(shipment, entries=entries))
    (report,) = carry(place, ladder.province)
    assert (report.result, held_codes(ladder.province)) == (Result.MERGED, ["E_PART"])
    assert len(visits.list_visits(ladder.province, visits.VisitFilter())) == 1


def test_it_cannot_pretend_that_a_part_was_never_bound(ladder: CopiedLadder) -> None:
    """What is left out is named; a part that is neither there nor named is refused."""
    record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    shipment = honest_shipment(ladder.district)
    silent = tuple(
        dataclasses.replace(entry, parts=tuple(part for part in entry.parts if part.part_class is PartClass.FIGURES))
        for entry in shipment.entries
        if entry.head.kind == EntryKind.VISIT_RECORDED
    )
    place = repacked(ladder.district, ladder.a_stick("up"), dataclasses.replace(shipment, entries=silent))
    carry(place, ladder.province)
    assert held_codes(ladder.province) == ["E_PART"]


def test_an_older_profile_takes_nothing_back(ladder: CopiedLadder) -> None:
    record(ladder.district_laptop, "Phiêng An")
    to_office(ladder.district_laptop, ladder.district, ladder.a_stick("laptop"))
    old = honest_shipment(ladder.district)
    profile_proposals.propose(ladder.district, Change(name="Văn phòng Huyện ủy, tên mới"))
    send_up(ladder.district, ladder.a_stick("new"))
    carry(ladder.a_stick("new"), ladder.province)
    assert subordinates.subordinates(ladder.province)[0].name == "Văn phòng Huyện ủy, tên mới"
    carry(repacked(ladder.district, ladder.a_stick("old"), old), ladder.province)
    (row,) = [row for row in subordinates.subordinates(ladder.province) if not row.through]
    assert (row.name, row.profile_version) == ("Văn phòng Huyện ủy, tên mới", 3)


def test_an_office_that_was_not_vouched_for_waits_whole_with_its_packet(ladder: CopiedLadder) -> None:
    lone = ladder.an_office("lone", "Văn phòng Đảng ủy xã khác")
    laptop = ladder.laptop_of("Xã khác-1", lone)
    record(laptop, "Nà Thoi")
    to_office(laptop, lone, ladder.a_stick("laptop"))
    meet(lone, ladder.province)
    send_up(lone, ladder.a_stick("up"))
    (report,) = carry(ladder.a_stick("up"), ladder.province)
    assert (report.result, report.code, report.machine) == (Result.WAITING, "E_SIGNER", "máy lone")
    assert report.held is not None
    asked = upstream.make_request(lone)
    assert subordinates.request_in(ladder.province, report.held) == asked.data
    subordinates.grant(ladder.province, asked.data, TypedDigits(asked.digits, asked.card_digits))
    reports = receiving.merge(ladder.province, []).value.files
    assert [one.result for one in reports] == [Result.MERGED]
    assert len(visits.list_visits(ladder.province, visits.VisitFilter())) == 1
