"""Signed answers: the office states what it holds; the laptop believes it and says so in its register."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import UNSET

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import limits, stick, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import Signed
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.manifest import Range as WireRange
from chibo_desktop.packets.packing import DOWNWARD, Document, PackedFile, Shipment, count_files
from chibo_desktop.packets.receipts import Held, Noted, Receipt, Standing, sign_receipt
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, Reader
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import (
    acts,
    downward,
    epochs,
    logbook,
    papers,
    receipt_reach,
    resending,
    sending,
    upper_receipts,
)
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.machines import current_certificates, machines_replaced
from chibo_desktop.services.sending import QUIET, Watch, WrittenPacket
from chibo_desktop.storage import chains, quarantine
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import entries_aside
from chibo_desktop.storage.chains import Range
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.facts import put_fact
from chibo_desktop.storage.packets import Outgoing
from chibo_desktop.storage.trust_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What receipts turned: minutes by their new state, and what the office still misses of this machine."""

    office: str
    received: int
    merged: int
    returned: int
    missing: tuple[tuple[int, int], ...]


def write_receipts(
    desk: Desk,
    folder: Path,
    devices: Sequence[DeviceId] | None = None,
    *,
    watch: Watch = QUIET,
) -> Outcome[tuple[WrittenPacket, ...]]:
    """Write a signed receipt for each machine that sent something, or for those named.

    Raises ``Refusal`` NOT_AN_OFFICE, MACHINE_UNKNOWN, NOTHING_RECEIVED; faults as ``packets.stick`` does.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    book = papers.trust_book(desk)
    said = downward.told(desk)
    written = tuple(
        file
        for certificate in _addressees(desk, book, devices)
        for file in _write_one(desk, certificate, said, folder, watch)
    )
    sending.thin_outbox(desk)
    return Outcome(written, Changes.of(("packet", "*")))


def _addressees(desk: Desk, book: TrustBook, devices: Sequence[DeviceId] | None) -> list[Certificate]:
    known = {device: one for device, one in current_certificates(book).items() if device != desk.me.device}
    if devices is None:
        senders = {packet.device for packet in packet_book.incoming(desk.book)}
        found = [one for device, one in known.items() if device in senders and not book.revocation_of(one.key_id)]
        if not found:
            raise Refusal("NOTHING_RECEIVED")
        return found
    missing = next((device for device in devices if device not in known), None)
    if missing is not None:
        raise Refusal("MACHINE_UNKNOWN", device=missing)
    return [known[device] for device in devices]


def _write_one(
    desk: Desk, certificate: Certificate, said: Sequence[Entry], folder: Path, watch: Watch
) -> tuple[WrittenPacket, ...]:
    receipt = receipt_for(desk, DeviceId(certificate.device))
    line = sign_receipt(receipt, desk.keys.signing)
    below = certificate.lower is not None  # what this office decided about its visits, an office below decides itself
    entries = () if below else downward.entries_for(desk, DeviceId(certificate.device), said)
    shipment = Shipment(
        device=desk.me.device,
        epoch=epochs.current(desk),
        audience=certificate.device,
        recipients=(Reader("device", certificate.recipient), Reader("office", desk.keys.reader.recipient)),
        number=sending.reserve_number(desk, count_files(entries), folder),
        created=desk.clock(),
        prefix=DOWNWARD,
        documents=(*_papers_for(desk, certificate), Document(ItemKind.RECEIPT, line)),
        entries=entries,
    )
    written = tuple(_put(desk, file, part, folder, watch) for file, part in sending.sealed(desk, shipment))
    with logbook.writing(desk) as pen:
        papers.keep(desk, DocumentKind.RECEIPT, certificate.device, line, written[-1].number)
        acts.record(pen, ActRecorded(Act.RECEIPTS_WRITTEN, certificate.device, len(receipt.packets)))
        note(desk, "RECEIPT_WRITTEN", machine=certificate.machine, number=written[-1].number)
    return written


def _put(desk: Desk, file: PackedFile, entries: Sequence[Entry], folder: Path, watch: Watch) -> WrittenPacket:
    path = stick.write_packet(folder, file.name, file.data, watch.progress, watch.cancelled)
    ids = tuple(entry.head.id for entry in entries)
    size = len(file.data)
    gone = Outgoing(
        file.number, file.packet, file.name, file.hash, file.ack_secret, desk.clock(), ids, size, file.audience
    )
    sending.keep_file(desk, file)
    with desk.book.transaction():
        packet_book.add_outgoing(desk.book, gone)
    return WrittenPacket(path, file.name, file.number, file.packet, 0, len(ids), size)


def _papers_for(desk: Desk, certificate: Certificate) -> tuple[Document, ...]:
    """Documents that let a machine believe what comes after them, whichever machine of this office writes it.

    New versions of the profile, the list of revoked keys, the certificate of this machine, and that of the addressee:
    a renewed one travels to it by this way.
    """
    profiles = papers.profile_lines(desk)[1:]
    revocations = papers.standing_lines(desk, DocumentKind.REVOCATION)[-1:]
    book = papers.trust_book(desk)
    standing = frozenset(papers.standing_lines(desk, DocumentKind.CERTIFICATE))
    wanted = [book.certificate_of(key) for key in (desk.keys.signing.id, certificate.key_id)]
    certificates = [
        found.envelope
        for device in (desk.me.device, certificate.device)
        for found in papers.documents_of(desk, DocumentKind.CERTIFICATE, device)
        if found.envelope in standing and trust.verify_certificate(book.profiles, found.envelope) in wanted
    ]
    return (
        *(Document(ItemKind.PROFILE, line) for line in profiles),
        *(Document(ItemKind.CERTIFICATE, line) for line in certificates),
        *(Document(ItemKind.REVOCATIONS, line) for line in revocations),
    )


def receipt_for(desk: Desk, device: DeviceId) -> Receipt:
    """What this office can state about the packets of one machine."""
    profile = papers.profile_in_force(desk)
    if profile is None:
        raise Refusal("NOT_AN_OFFICE")
    devices = receipt_reach.devices_of(desk, device)
    held = tuple(one for covered in devices for one in chains.held_ranges(desk.book, covered))
    positions = tuple(position for covered in devices for position in _positions(desk, covered))
    seen = receipt_reach.packets_of(desk, device)
    counts = f"{len(seen)} {[(one.epoch, one.first, one.last) for one in held]}"
    return Receipt(
        office=profile.office,
        office_name=profile.name,
        audience=device,
        archive_epoch=epochs.current(desk),
        created=time_text(desk.clock()),
        packets=seen,
        positions=positions,
        noted=_noted(desk, device),
        counts_digest=hash_text(counts.encode("utf-8")),
        upper=upper_receipts.statements_for(desk, devices) or UNSET,
    )


def _positions(desk: Desk, device: DeviceId) -> tuple[Held, ...]:
    held, missing = chains.held_ranges(desk.book, device), chains.gaps(desk.book, device)
    epochs_seen = dict.fromkeys(one.epoch for one in held)
    return tuple(Held(device, epoch, _on_wire(held, epoch), _on_wire(missing, epoch)) for epoch in epochs_seen)


def _on_wire(ranges: Sequence[Range], epoch: str) -> tuple[WireRange, ...]:
    return tuple(WireRange(one.device, one.epoch, one.first, one.last) for one in ranges if one.epoch == epoch)


def _noted(desk: Desk, device: DeviceId) -> tuple[Noted, ...]:
    """Entries that were set aside or need a newer program: the laptop shows them as received, not yet as merged."""
    covered = {*receipt_reach.devices_of(desk, device), *machines_replaced(papers.trust_book(desk), device)}
    newer = [one for known in covered for one in chains.entries_above(desk.book, known, limits.FORMAT_VERSION)]
    found = [Noted(entry, Standing.WAITING, Code.VERSION) for entry in newer]
    found.extend(note for known in covered for note in downward.returned_notes(desk, known))
    aside = (one for one in entries_aside(desk.book) if one.device in covered)
    found.extend(Noted(one.entry, Standing.QUARANTINED, one.reason.value.upper()) for one in aside)
    for item in quarantine.held(desk.book):
        entry = item.reason.details.get("entry")
        if item.origin.device in covered and isinstance(entry, str):
            found.append(Noted(entry, Standing.QUARANTINED, item.reason.code))
    return tuple(found)


def apply(desk: Desk, receipts: Sequence[tuple[Receipt, Signed]]) -> Acknowledged | None:
    """Let signed receipts move this machine's minutes forward. Inside the caller's transaction.

    A receipt for another machine, or of another office, moves nothing. Returns ``None`` where no receipt was for us.
    """
    ours = [one for one in receipts if one[0].audience == desk.me.device and one[0].office == desk.me.office]
    if not ours:
        return None
    received = merged = returned = 0
    missing: list[tuple[int, int]] = []
    for receipt, signed in ours:
        if resending.is_outdated(desk, receipt, signed.signer):
            continue
        papers.keep(desk, DocumentKind.RECEIPT, signed.id, signed.line)
        put_fact(desk.book, sending.LAST_RECEIPT, signed.id)
        noted = {EntryId(one.entry): one for one in receipt.noted}
        ranges = [
            Range(DeviceId(one.device), epochs.EpochId(one.epoch), one.first, one.last)
            for position in receipt.positions
            if position.device in desk.me.devices
            for one in position.held
        ]
        held = chains.entries_in(desk.book, ranges)
        by, now = receipt.office_name, desk.clock()
        plain = [entry for entry in held if entry not in noted]
        merged += len(sending.move(desk, plain, Delivered(VisitState.MERGED, now, by)))
        received += len(sending.move(desk, _aside(noted), Delivered(VisitState.RECEIVED, now, by)))
        returned += _apply_returns(desk, noted, now)
        resending.compare(desk, receipt, signed.signer, held)
        missing += [(one.first, one.last) for position in receipt.positions for one in position.missing]
        note(desk, "RECEIPT_READ", office=receipt.office_name, merged=merged)
    return Acknowledged(ours[-1][0].office_name, received, merged, returned, tuple(missing))


def _aside(noted: dict[EntryId, Noted]) -> list[EntryId]:
    return [entry for entry, one in noted.items() if one.standing is not Standing.RETURNED]


def _apply_returns(desk: Desk, noted: dict[EntryId, Noted], now: dt.datetime) -> int:
    returned = [one for one in noted.values() if one.standing is Standing.RETURNED]
    return sum(
        len(sending.move(desk, [EntryId(one.entry)], Delivered(VisitState.RETURNED, now, one.reason)))
        for one in returned
    )
