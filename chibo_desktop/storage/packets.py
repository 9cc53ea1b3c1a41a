"""Packets that went out of this machine and packet files that came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.storage import models
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import LISTED, insert_sql, instant, listed, micros

CODE: Final = "receipt_code"
"""Among the counts of a packet that came in: the eight digits by which it is acknowledged, as a number."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A packet that was written. ``ack_secret`` proves that whoever answers has opened it; ``size`` is in bytes."""

    number: int
    packet: PacketId
    file_name: str
    file_hash: str
    ack_secret: bytes
    made_at: datetime
    entries: tuple[EntryId, ...]
    size: int
    audience: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A packet file that was read; ``counts`` are its number, its receipt code and how many items came to what end.

    ``withdrawn_at``: when somebody took the packet back; ``None`` while it counts.
    """

    packet: PacketId
    file_hash: str
    file_name: str
    device: DeviceId
    epoch: EpochId
    created: datetime
    received_at: datetime
    counts: Mapping[str, int]
    withdrawn_at: datetime | None = None


def next_number(book: Book) -> int:
    """Number of the next packet of this machine, from 1."""
    (last,) = book.rows("SELECT coalesce(max(id), 0) FROM outgoing")[0]
    return int(last) + 1


def add_outgoing(book: Book, packet: Outgoing) -> None:
    book.carry_out(
        models.Outgoing.insert(
            id=packet.number,
            packet=packet.packet,
            file_name=packet.file_name,
            file_hash=packet.file_hash,
            ack_secret=packet.ack_secret,
            made_at=micros(packet.made_at),
            entries=" ".join(packet.entries),
            size=packet.size,
            audience=packet.audience,
        )
    )


def outgoing(book: Book) -> tuple[Outgoing, ...]:
    """Every packet that was written, the last first."""
    return tuple(map(_outgoing, book.query(models.Outgoing.select().order_by(models.Outgoing.id.desc()))))


def outgoing_by_number(book: Book, number: int) -> Outgoing | None:
    found = book.query(models.Outgoing.select().where(models.Outgoing.id == number))
    return _outgoing(found[0]) if found else None


def outgoing_by_packet(book: Book, packet: PacketId) -> Outgoing | None:
    found = book.query(models.Outgoing.select().where(models.Outgoing.packet == packet))
    return _outgoing(found[0]) if found else None


def is_outgoing(book: Book, file_hash: str) -> bool:
    """Whether this machine wrote the file itself."""
    return book.row("SELECT 1 FROM outgoing WHERE file_hash = ?", (file_hash,)) is not None


def _outgoing(row: Row) -> Outgoing:
    number, packet, name, hash_, secret, made_at, entries, size, audience = row
    ids = tuple(EntryId(one) for one in entries.split())
    return Outgoing(number, packet, name, hash_, secret, instant(made_at), ids, size, audience)


def add_incoming(book: Book, packet: Incoming) -> None:
    """Note what came of a file; the same file read again replaces the note (its machine has been enrolled since)."""
    values = (
        None,
        packet.packet,
        packet.file_hash,
        packet.file_name,
        packet.device,
        packet.epoch,
        micros(packet.created),
        micros(packet.received_at),
        msgspec.json.encode(packet.counts).decode(),
        None if packet.withdrawn_at is None else micros(packet.withdrawn_at),
    )
    book.write("DELETE FROM incoming WHERE file_hash = ?", (packet.file_hash,))
    book.write(insert_sql(models.Incoming), values)


def incoming_by_hash(book: Book, file_hash: str) -> Incoming | None:
    found = book.row("SELECT * FROM incoming WHERE file_hash = ?", (file_hash,))
    return None if found is None else _incoming(found)


def incoming(book: Book, since: datetime | None = None) -> tuple[Incoming, ...]:
    """Files that were read since an instant, or ever; the last first, whatever the clock said when it came."""
    query = models.Incoming.select().order_by(models.Incoming.id.desc())
    if since is not None:
        query = query.where(models.Incoming.received_at >= micros(since))
    return tuple(map(_incoming, book.query(query)))


def set_withdrawn(book: Book, packet: PacketId, at: datetime | None) -> None:
    """Say that a packet was taken back, or that it counts again, whatever files it came in."""
    moment = None if at is None else micros(at)
    book.write("UPDATE incoming SET withdrawn_at = ? WHERE packet = ?", (moment, packet))


def withdrawn(book: Book) -> tuple[Incoming, ...]:
    """Packets that were taken back and do not count, the last first."""
    query = models.Incoming.select().order_by(models.Incoming.withdrawn_at.desc(), models.Incoming.id.desc())
    return tuple(map(_incoming, book.query(query.where(models.Incoming.withdrawn_at.is_null(False)))))


def is_withdrawn(book: Book, packet: PacketId) -> bool:
    """Whether a packet was taken back."""
    return book.row("SELECT 1 FROM incoming WHERE packet = ? AND withdrawn_at IS NOT NULL", (packet,)) is not None


def bringers(book: Book, entries: Sequence[EntryId]) -> dict[EntryId, Incoming]:
    """The packet that first brought each of these entries; those that this machine wrote are left out."""
    sql = (
        "SELECT e.entry, i.* FROM log_entry e JOIN incoming i ON i.packet = e.packet "
        "WHERE e.entry IN (SELECT value FROM json_each(?))"
    )
    return {EntryId(entry): _incoming(tuple(row)) for entry, *row in book.rows(sql, (listed(entries),))}


def names_of(book: Book, packets: Sequence[PacketId]) -> dict[str, str]:
    """File names of packets that came in or went out, without their ending; unknown ones are left out."""
    wanted = listed(packets)
    sql = (
        f"SELECT packet, file_name FROM outgoing WHERE packet IN {LISTED} "  # noqa: S608 - a constant
        f"UNION ALL SELECT packet, file_name FROM incoming WHERE packet IN {LISTED}"
    )
    return {packet: name.removesuffix(".chibo") for packet, name in book.rows(sql, (wanted, wanted))}


def receipt_code(packet: Incoming) -> str:
    """The eight digits that prove to its sender that this very packet was opened; "" where it brought no entries."""
    return f"{packet.counts[CODE]:08d}" if CODE in packet.counts else ""


def _incoming(row: Row) -> Incoming:
    _, packet, hash_, name, device, epoch, created, received_at, counts, withdrawn_at = row
    plain = msgspec.json.decode(counts, type=dict[str, int])
    withdrawn = None if withdrawn_at is None else instant(withdrawn_at)
    return Incoming(packet, hash_, name, device, epoch, instant(created), instant(received_at), plain, withdrawn)
