"""What one side packs, the other side understands: all of it, or the rest of it, or nothing."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.entries import Absence, BlobBinding, Entry, Part
from chibo_desktop.domain.ids import DeviceId, GroupId, PersonId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Attendance, Attendee, Visit
from chibo_desktop.packets import limits, trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.contents import EpochOpened, EpochReason, VisitWithdrawn
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.entries import Draft, Moment, Place, build_entry, read_entry
from chibo_desktop.packets.inspection import describe, peek
from chibo_desktop.packets.intake import Desk, open_packet
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import DOWNWARD, Document, PackedFile, Shipment, pack
from chibo_desktop.packets.receipts import Held, Noted, PacketSeen, Receipt, Standing, sign_receipt
from chibo_desktop.packets.trust_documents import Reader
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office, packet_of, shipment_of
from tests.building.visits import don_bay, id_of, item_of, phieng_an


def refusal_of(data: bytes, office: Office) -> str:
    with pytest.raises(Refusal) as refused:
        open_packet(data, office.desk())
    return refused.value.code


def test_the_office_understands_what_the_laptop_packed(office: Office, laptop: Machine, packet: PackedFile) -> None:
    understood = open_packet(packet.data, office.desk())
    assert [one.entry for one in understood.entries] == laptop.log
    assert next(one.visit for one in understood.entries) == phieng_an()
    assert understood.refused == ()
    assert understood.forks == ()
    assert understood.file_hash == packet.hash == hash_text(packet.data)
    assert understood.code == packet.code
    assert len(packet.code) == 8
    assert understood.manifest.ranges == packet.ranges
    assert (packet.ranges[0].first, packet.ranges[0].last) == (1, 2)


def test_the_laptop_can_read_its_own_packet(office: Office, laptop: Machine, packet: PackedFile) -> None:
    desk = replace(office.desk(), secrets=(laptop.reader,))
    assert len(open_packet(packet.data, desk).entries) == 2


def test_another_reader_cannot(office: Office, packet: PackedFile) -> None:
    stranger = Machine("stranger")
    with pytest.raises(Refusal) as refused:
        open_packet(packet.data, replace(office.desk(), secrets=(stranger.reader,)))
    assert refused.value.code == Code.DECRYPT


def test_a_packet_of_an_unknown_machine_waits_and_is_whole_after_enrolment() -> None:
    office, machine = Office(), Machine("not enrolled yet")
    machine.record(phieng_an())
    packet = packet_of(machine, office)
    assert refusal_of(packet.data, office) == Code.SIGNER
    claim = peek(packet.data, (office.reader,))
    assert claim.request is not None
    assert claim.request_line is not None
    assert claim.request.person.name == "Ma Từ Đông Điền"
    assert claim.entries == 1
    assert claim.signer == machine.key.id
    told = describe(packet.data, office.desk())
    assert told.code == Code.SIGNER
    assert told.claim == claim
    office.enrol(machine)
    assert len(open_packet(packet.data, office.desk()).entries) == 1
    assert describe(packet.data, office.desk()).kinds == {"visit.recorded": 1}


def test_a_claim_must_be_signed_by_the_key_it_names() -> None:
    office, machine, other = Office(), Machine("claimant"), Machine("somebody else")
    shipment = shipment_of(machine, office, [])
    borrowed = replace(shipment.documents[0], line=other.request(office.id))
    (packed,) = pack(replace(shipment, documents=(borrowed,)), machine.key, machine.random_bytes)
    with pytest.raises(Refusal) as refused:
        peek(packed.data, (office.reader,))
    assert refused.value.code == Code.SIGNER


def test_a_claim_must_be_of_the_machine_that_packed() -> None:
    office, machine = Office(), Machine("claimant")
    shipment = replace(shipment_of(machine, office, []), device=DeviceId(id_of("another device")))
    (packed,) = pack(shipment, machine.key, machine.random_bytes)
    with pytest.raises(Refusal) as refused:
        peek(packed.data, (office.reader,))
    assert refused.value.code == Code.MANIFEST
    assert describe(packed.data, office.desk()).code == Code.MANIFEST
    office.enrol(machine)
    assert refusal_of(packed.data, office) == Code.MANIFEST


def test_one_bad_entry_does_not_block_the_rest(office: Office) -> None:
    machine = Machine("partly bad")
    office.enrol(machine)
    machine.record(phieng_an())
    machine.write(Draft("visit.recorded", don_bay().id, PersonId(id_of("another person"))))
    machine.record(don_bay())
    understood = open_packet(packet_of(machine, office).data, office.desk())
    assert [one.visit for one in understood.entries] == [phieng_an(), don_bay()]
    (bad,) = understood.refused
    assert bad.code == Code.SCOPE
    assert bad.data["what"] == "author"
    assert bad.lines[0] == machine.log[1].envelope


@pytest.mark.parametrize(("kind", "what"), [("organisation.changed", "kind"), ("visits", "kind")])
def test_a_kind_beyond_the_certificate_is_out_of_scope(office: Office, kind: str, what: str) -> None:
    machine = Machine(f"writes {kind}")
    office.enrol(machine)
    machine.write(Draft(kind, id_of("thing"), PersonId(machine.person.id)))
    (bad,) = open_packet(packet_of(machine, office).data, office.desk()).refused
    assert (bad.code, bad.data["what"]) == (Code.SCOPE, what)


def test_a_visit_of_another_group_is_out_of_scope(office: Office) -> None:
    machine = Machine("other group")
    office.enrol(machine)
    machine.record(replace(phieng_an(), group=GroupSnapshot("Tổ khác", GroupId(id_of("other group")))))
    (bad,) = open_packet(packet_of(machine, office).data, office.desk()).refused
    assert (bad.code, bad.data["what"]) == (Code.SCOPE, "group")


def test_a_visit_under_another_subject_is_refused(office: Office) -> None:
    machine = Machine("other subject")
    office.enrol(machine)
    machine.write(replace(machine.draft_of(phieng_an()), subject=id_of("not this visit")))
    (bad,) = open_packet(packet_of(machine, office).data, office.desk()).refused
    assert bad.code == Code.PART


def test_entries_after_the_last_good_position_are_revoked() -> None:
    office, machine = Office(), Machine("lost")
    office.enrol(machine)
    for visit in (phieng_an(), don_bay()):
        machine.record(visit)
    lost = documents.Revocation(machine.key.public.text, machine.device, (documents.LastGood(machine.epoch, 1),), "mất")
    line = trust.sign_revocations(documents.Revocations(office.id, 1, (lost,), time_text(NOON)), office.key)
    understood = open_packet(packet_of(machine, office).data, office.desk(office.book([line])))
    assert [one.entry for one in understood.entries] == machine.log[:1]
    assert [one.code for one in understood.refused] == [Code.REVOKED]


def test_two_entries_for_one_place_are_both_kept_and_named() -> None:
    office, machine = Office(), Machine("cloned")
    office.enrol(machine)
    first = machine.record(phieng_an())
    machine.log.clear()
    second = machine.record(don_bay())
    understood = open_packet(packet_of(machine, office, [first, second]).data, office.desk())
    assert len(understood.entries) == 2
    (fork,) = understood.forks
    assert fork.entries == (first.head.id, second.head.id)
    assert fork.place.seq == 1


def test_withheld_parts_leave_the_signature_valid(office: Office, laptop: Machine) -> None:
    entry = laptop.log[0]
    parts = tuple(
        Part(one.name, one.part_class, one.hash, None, None, Absence.WITHHELD) if one.name == "people" else one
        for one in entry.parts
    )
    forwarded = replace(entry, parts=parts)
    understood = open_packet(packet_of(laptop, office, [forwarded]).data, office.desk())
    (received,) = understood.entries
    assert received.entry == forwarded
    assert received.visit is not None
    assert all(not row.name for row in received.visit.attendance.roster)
    assert received.visit.opinions[0].text == phieng_an().opinions[0].text
    assert read_entry(entry.envelope, parts, office.book().find_key) == forwarded


def test_unknown_kinds_and_newer_entries_survive_as_they_are(office: Office) -> None:
    machine = Machine("newer")
    office.enrol(machine)
    future = Draft("visit.recorded", id_of("thing"), PersonId(machine.person.id))
    entry = machine.write(future)
    newer = entry.envelope
    assert describe(packet_of(machine, office).data, office.desk()).understood is not None
    understood = open_packet(packet_of(machine, office).data, office.desk())
    assert [one.entry.envelope for one in understood.entries] == [newer]
    assert understood.entries[0].visit is None


def test_other_kinds_say_what_they_say(office: Office) -> None:
    machine = Machine("talkative")
    office.enrol(machine)
    opened = EpochOpened(EpochReason.FIRST)
    gone = VisitWithdrawn(id_of("visit"), "ghi nhầm chi bộ")
    machine.say("device.epoch_opened", machine.device, opened)
    machine.say("visit.withdrawn", gone.visit, gone)
    understood = open_packet(packet_of(machine, office).data, office.desk())
    assert [one.content for one in understood.entries] == [opened, gone]


def entry_with_blob(machine: Machine, data: bytes) -> Entry:
    binding = BlobBinding(hash_text(data), len(data), "image/png", "ảnh")
    draft = replace(machine.draft_of(phieng_an()), blobs=(binding, binding))
    return machine.write(draft)


def test_attachments_travel_in_pieces(office: Office) -> None:
    machine = Machine("photographer")
    office.enrol(machine)
    photo = hashlib.shake_128(b"photo").digest(limits.CHUNK_BYTES * 2 + 17)
    entry_with_blob(machine, photo)
    (packed,) = pack(shipment_of(machine, office), machine.key, machine.random_bytes, lambda _: photo)
    (received,) = open_packet(packed.data, office.desk()).entries
    assert received.blobs == ((hash_text(photo), photo),)
    held_back = replace(shipment_of(machine, office), withheld_blobs=frozenset({hash_text(photo)}))
    (packed,) = pack(held_back, machine.key, machine.random_bytes)
    assert open_packet(packed.data, office.desk()).entries[0].blobs == ()


def test_a_wrong_attachment_is_never_packed(office: Office) -> None:
    machine = Machine("forgetful photographer")
    entry_with_blob(machine, b"photo")
    with pytest.raises(ValueError, match="not what was bound"):
        list(pack(shipment_of(machine, office), machine.key, machine.random_bytes, lambda _: b"other"))


def test_a_large_shipment_becomes_whole_packets(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SPLIT_ENTRIES", 2)
    machine = Machine("diligent")
    office.enrol(machine)
    for number in range(5):
        machine.record(replace(phieng_an(), id=id_of(f"visit {number}")))
    packets = list(pack(shipment_of(machine, office), machine.key, machine.random_bytes))
    assert [(one.number, one.part, one.parts, one.entries) for one in packets] == [
        (12, 1, 3, 2),
        (13, 2, 3, 2),
        (14, 3, 3, 1),
    ]
    assert len({one.name for one in packets}) == 3
    assert all(len(one.name) <= limits.FILE_NAME_CHARACTERS for one in packets)
    opened = [open_packet(one.data, office.desk()) for one in reversed(packets)]
    assert sum(len(one.entries) for one in opened) == 5


def test_text_so_monotonous_that_it_looks_like_a_bomb_arrives(office: Office) -> None:
    laptop = Machine("monotonous")
    office.enrol(laptop)
    visit = phieng_an()
    row = replace(visit.opinions[0], text="a" * 190_000, answer="b" * 190_000)
    opinions = tuple(replace(row, id=item_of(f"row {number}")) for number in range(8))
    laptop.record(replace(visit, opinions=opinions))
    understood = open_packet(packet_of(laptop, office).data, office.desk())
    assert understood.entries[0].visit is not None
    assert understood.entries[0].visit.opinions == opinions


def test_a_newer_format_asks_for_a_newer_program(
    office: Office, laptop: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FORMAT_VERSION", 2)
    newer = packet_of(laptop, office)
    monkeypatch.setattr(limits, "FORMAT_VERSION", 1)
    assert refusal_of(newer.data, office) == Code.VERSION


def test_an_entry_of_a_newer_program_is_kept_without_being_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine("updated early")
    office.enrol(machine)
    monkeypatch.setattr(limits, "FORMAT_VERSION", 2)
    place = Place(machine.device, machine.epoch, 1, None)
    draft = replace(machine.draft_of(phieng_an()), subject=id_of("read by nobody here"))
    entry = build_entry(draft, place, Moment(NOON), machine.key, machine.random_bytes)
    monkeypatch.setattr(limits, "FORMAT_VERSION", 1)
    (received,) = open_packet(packet_of(machine, office, [entry]).data, office.desk()).entries
    assert received.needs_newer
    assert received.visit is None
    assert received.entry == entry


def test_an_expired_certificate_reminds_and_refuses_nothing(office: Office, packet: PackedFile) -> None:
    understood = open_packet(packet.data, office.desk())
    assert not understood.certificate.has_expired(NOON)
    assert understood.certificate.has_expired(NOON + dt.timedelta(days=366))


def test_a_receipt_travels_back_to_the_laptop(office: Office, laptop: Machine, packet: PackedFile) -> None:
    receipt = Receipt(
        office=office.id,
        office_name="Văn phòng",
        audience=laptop.device,
        archive_epoch=id_of("archive"),
        created=time_text(NOON),
        packets=(PacketSeen(packet.packet, packet.hash),),
        positions=(Held(laptop.device, laptop.epoch, packet.ranges),),
        noted=(Noted(laptop.log[1].head.id, Standing.RETURNED, "RETURNED", "thiếu họ tên thư ký"),),
        counts_digest=hash_text(b"counts"),
    )
    line = sign_receipt(receipt, office.key)
    shipment = Shipment(
        device=office.machine.device,
        epoch=office.machine.epoch,
        audience=laptop.device,
        recipients=(Reader("máy", laptop.reader.recipient),),
        number=3,
        created=NOON,
        prefix=DOWNWARD,
        documents=(Document(ItemKind.PROFILE, office.card), Document(ItemKind.RECEIPT, line)),
    )
    (down,) = pack(shipment, office.key, office.machine.random_bytes)
    assert down.name.startswith("BAO-")
    desk = Desk((laptop.reader,), frozenset({laptop.device}), office.book())
    understood = open_packet(down.data, desk)
    assert [(one, signed.line) for one, signed in understood.receipts] == [(receipt, line)]
    assert understood.documents == (("profile", office.card),)
    with pytest.raises(Refusal) as refused:
        open_packet(down.data, replace(desk, audiences=frozenset({"another machine"})))
    assert refused.value.code == Code.AUDIENCE


def test_of_a_doubled_entry_the_fuller_copy_is_kept(office: Office, laptop: Machine) -> None:
    entry = laptop.log[0]
    bare = tuple(Part(one.name, one.part_class, one.hash, None, None, Absence.WITHHELD) for one in entry.parts)
    withheld = replace(entry, parts=bare)
    for entries in ([entry, withheld], [withheld, entry]):
        understood = open_packet(packet_of(laptop, office, entries).data, office.desk())
        assert [one.entry for one in understood.entries] == [entry]
        assert understood.forks == ()


NAMES = st.text(max_size=20).map(clean_text)
VISITS = st.builds(
    lambda place, names, conclusion: replace(
        phieng_an(),
        session=replace(phieng_an().session, place=place),
        attendance=Attendance(roster=tuple(Attendee(item_of(str(at)), name) for at, name in enumerate(names))),
        closing=replace(phieng_an().closing, conclusion=conclusion),
    ),
    NAMES,
    st.lists(NAMES, max_size=4),
    NAMES,
)


@given(st.lists(VISITS, max_size=3))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_packed_is_understood(visits: list[Visit]) -> None:
    office, machine = Office(), Machine("any")
    office.enrol(machine)
    for visit in visits:
        machine.record(visit)
    understood = open_packet(packet_of(machine, office).data, office.desk())
    assert [one.visit for one in understood.entries] == visits
    assert [one.entry for one in understood.entries] == machine.log


def test_cards_requests_and_grants_are_described(office: Office, laptop: Machine) -> None:
    grant = documents.write_document_file([office.card, *office.certificates])
    told = describe(grant, office.desk())
    assert told.code is None
    assert told.documents[0].startswith("application/vnd.chibo.profile")
    request = documents.write_document_file([laptop.request(office.id)])
    assert describe(request, office.desk()).code is None
    assert describe(b"hello\n", office.desk()).code == Code.FORMAT
    assert describe(grant.replace(b"payload", b"Payload", 3), office.desk()).code is not None
