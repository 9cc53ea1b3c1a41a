"""Answers from above: what the upper office holds, kept as it was signed, and told on to those below.

What is held only grows while the archive above is one and the same, so the ranges of all its receipts count together;
a receipt with another archive epoch, later by the clock above, begins anew: that office was restored from a backup.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import DeviceId, EntryId, OfficeId, PacketId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope
from chibo_desktop.packets.envelope import PayloadType, Signed
from chibo_desktop.packets.manifest import Range
from chibo_desktop.packets.receipts import Held, Noted, Receipt, Standing, UpperHeld
from chibo_desktop.packets.subordination import OfficePaper
from chibo_desktop.packets.trust_documents import parse_document
from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk, recall_upper
from chibo_desktop.services.diary import note
from chibo_desktop.storage import chains, relayed
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.trust_documents import DocumentKind

Place = tuple[str, str]
"""Device and epoch."""


@dataclass(frozen=True, slots=True)
class HeldAbove:
    """What the office above has: numbers by device and epoch, packets that it named, and what it set aside.

    ``entries`` are those in the packets. ``created``: when it said so last, by its own clock; ``None`` while it has
    said nothing.
    """

    ranges: dict[Place, tuple[tuple[int, int], ...]]
    entries: frozenset[EntryId] = frozenset()
    packets: frozenset[str] = frozenset()
    noted: tuple[Noted, ...] = ()
    created: dt.datetime | None = None

    def has(self, device: str, epoch: str, seq: int) -> bool:
        return any(first <= seq <= last for first, last in self.ranges.get((device, epoch), ()))


@dataclass(frozen=True, slots=True)
class UpperNews:
    """What receipts from above brought: entries of which it was news that they are held there, and sealed packets."""

    office: str
    entries: int
    packets: int


@dataclass(frozen=True, slots=True)
class SeenAbove:
    """An office above that has everything of a visit which is here, and since when by its own clock."""

    office: OfficeId
    name: str
    at: dt.datetime


def take(desk: Desk, receipts: Sequence[tuple[Receipt, Signed]]) -> UpperNews | None:
    """Keep the receipts of the office above for this machine. Inside the caller's transaction.

    Returns ``None`` where none of them is from above.
    """
    upper = recall_upper(desk.book)
    if upper is None:
        return None
    ours = [one for one in receipts if (one[0].audience, one[0].office) == (desk.me.device, upper.office)]
    if not ours:
        return None
    before, packets = _count(desk, held_above(desk)), 0
    for receipt, signed in ours:
        papers.keep_of(desk, OfficePaper(upper.office, PayloadType.RECEIPT, signed.id, 1, signed.line))
        hashes = tuple(packet.hash for packet in receipt.packets)
        packets += relayed.mark_acknowledged(desk.book, hashes, desk.clock(), receipt.office_name)
        note(desk, "UPPER_RECEIPT_READ", office=receipt.office_name)
    return UpperNews(ours[-1][0].office_name, _count(desk, held_above(desk)) - before, packets)


def _count(desk: Desk, held: HeldAbove) -> int:
    here = chains.held_ranges(desk.book)
    return sum(
        max(0, min(one.last, last) - max(one.first, first) + 1)
        for one in here
        for first, last in held.ranges.get((one.device, one.epoch), ())
    )


def _receipts(desk: Desk) -> list[Receipt]:
    """The receipts from above of the archive that stands there now."""
    upper = recall_upper(desk.book)
    if upper is None:
        return []
    kept = papers.lines(desk, DocumentKind.RECEIPT, upper.office)
    found = [parse_document(envelope.read(line).payload, Receipt) for line in kept]
    newest = max(found, key=lambda one: one.created, default=None)
    return [one for one in found if newest is not None and one.archive_epoch == newest.archive_epoch]


def held_above(desk: Desk) -> HeldAbove:
    """What the office above has said that it holds."""
    receipts = _receipts(desk)
    if not receipts:
        return HeldAbove({})
    newest = max(receipts, key=lambda one: one.created)
    seen = {packet.packet for one in receipts for packet in one.packets}
    entries = (packet_book.outgoing_by_packet(desk.book, PacketId(packet)) for packet in seen)
    return HeldAbove(
        _joined(position for one in receipts for position in one.positions),
        frozenset(entry for packet in entries if packet is not None for entry in packet.entries),
        frozenset(seen),
        tuple(one for one in newest.noted if one.standing is not Standing.RETURNED),
        read_time(newest.created),
    )


def sent_back(desk: Desk) -> tuple[str, tuple[Noted, ...]]:
    """The office above, and the minutes that it wants completed as it said last."""
    newest = max(_receipts(desk), key=lambda one: one.created, default=None)
    if newest is None:
        return "", ()
    return newest.office_name, tuple(one for one in newest.noted if one.standing is Standing.RETURNED)


def _joined(positions: Iterable[Held]) -> dict[Place, tuple[tuple[int, int], ...]]:
    found: dict[Place, list[tuple[int, int]]] = {}
    for position in positions:
        found.setdefault((position.device, position.epoch), []).extend((one.first, one.last) for one in position.held)
    return {place: _merged(ranges) for place, ranges in found.items()}


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def statements_for(desk: Desk, devices: Iterable[DeviceId]) -> tuple[UpperHeld, ...]:
    """What the offices above hold of these machines, as a receipt tells it on; the nearest office first."""
    receipts, wanted = _receipts(desk), frozenset(devices)
    if not receipts:
        return ()
    newest = max(receipts, key=lambda one: one.created)
    ranges = held_above(desk).ranges
    near = UpperHeld(newest.office, newest.office_name, newest.created, _positions(ranges, wanted))
    far = [
        UpperHeld(
            one.office,
            one.office_name,
            one.created,
            tuple(position for position in one.positions if position.device in wanted),
        )
        for one in newest.above
    ]
    return tuple(one for one in (near, *far) if one.positions)


def _positions(ranges: dict[Place, tuple[tuple[int, int], ...]], wanted: frozenset[DeviceId]) -> tuple[Held, ...]:
    return tuple(
        Held(device, epoch, tuple(Range(device, epoch, first, last) for first, last in spans))
        for (device, epoch), spans in ranges.items()
        if device in wanted
    )


def seen_above(desk: Desk, places: Sequence[tuple[DeviceId, str, int]]) -> tuple[SeenAbove, ...]:
    """The offices above that hold all of these entries (device, epoch, number), the nearest first.

    A laptop knows it from its office's receipts, an office from those of the one above it.
    """
    if not places:
        return ()
    stated = statements_for(desk, {device for device, _, _ in places}) if desk.is_office else _told(desk)
    return tuple(
        SeenAbove(OfficeId(one.office), one.office_name, read_time(one.created))
        for one in stated
        if (held := HeldAbove(_joined(one.positions))) and all(held.has(*place) for place in places)
    )


def _told(desk: Desk) -> tuple[UpperHeld, ...]:
    """What the last receipt of the own office tells of those above it."""
    kept = papers.lines(desk, DocumentKind.RECEIPT)
    found: list[Receipt] = []
    for line in kept:
        try:
            found.append(parse_document(envelope.read(line).payload, Receipt))
        except Refusal:
            continue
    newest = max(found, key=lambda one: one.created, default=None)
    return newest.above if newest is not None else ()
