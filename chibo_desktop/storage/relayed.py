"""Packets for other offices that pass through here: kept byte for byte, never opened, never thrown away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chibo_desktop.storage import models
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import instant, listed, micros


@dataclass(frozen=True, slots=True)
class RelayedPacket:
    """A packet for another office: what can be seen of it, and how far it was carried.

    ``acknowledged_by``: the office whose receipt names the file's hash. ``opened_at``: when it turned out that this
    office can read it after all.
    """

    id: int
    file_hash: str
    file_name: str
    size: int
    place: str
    arrived_at: datetime
    forwarded_at: datetime | None = None
    forwarded_to: str = ""
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    opened_at: datetime | None = None


def keep(book: Book, packet: RelayedPacket, data: bytes) -> int:
    """Keep a packet; the same bytes are kept once. Returns its number; ``packet.id`` is not used."""
    table = models.Relayed
    with book.transaction():
        for (number,) in book.query(table.select(table.id).where(table.file_hash == packet.file_hash)):
            return int(number)
        return book.carry_out(
            table.insert(
                file_hash=packet.file_hash,
                file_name=packet.file_name,
                size=packet.size,
                place=packet.place,
                arrived_at=micros(packet.arrived_at),
                data=data,
            )
        )


def relayed(book: Book) -> tuple[RelayedPacket, ...]:
    """Every packet for others, the last first; those that could be opened here are no longer among them."""
    table = models.Relayed
    return tuple(map(_packet, book.query(_seen().where(table.opened_at.is_null()).order_by(table.id.desc()))))


def relayed_by_hash(book: Book, file_hash: str) -> RelayedPacket | None:
    found = book.query(_seen().where(models.Relayed.file_hash == file_hash))
    return _packet(found[0]) if found else None


def _seen() -> Any:
    """Everything but the bytes."""
    table = models.Relayed
    return table.select(*(field for field in table._meta.sorted_fields if field is not table.data))  # type: ignore[attr-defined]  # set by peewee


def data_of(book: Book, number: int) -> bytes:
    """The bytes of a packet. Raises ``KeyError`` for a number that never was."""
    found = book.row("SELECT data FROM relayed WHERE id = ?", (number,))
    if found is None:
        raise KeyError(number)
    return bytes(found[0])


def mark_forwarded(book: Book, number: int, at: datetime, to: str) -> None:
    """A copy was written and read back; the last one counts."""
    book.write("UPDATE relayed SET forwarded_at = ?, forwarded_to = ? WHERE id = ?", (micros(at), to, number))


def mark_acknowledged(book: Book, hashes: tuple[str, ...], at: datetime, by: str) -> int:
    """A receipt names these files; says of how many that was news."""
    sql = (
        "UPDATE relayed SET acknowledged_at = ?, acknowledged_by = ? WHERE acknowledged_at IS NULL "
        "AND file_hash IN (SELECT value FROM json_each(?))"
    )
    return book.write(sql, (micros(at), by, listed(hashes)))


def mark_opened(book: Book, number: int, at: datetime) -> None:
    """This office could read the packet: it went the ordinary way from here."""
    book.write("UPDATE relayed SET opened_at = ? WHERE id = ?", (micros(at), number))


def _packet(row: Row) -> RelayedPacket:
    number, hash_, name, size, place, arrived, forwarded, to, acknowledged, by, opened = row
    return RelayedPacket(
        number,
        hash_,
        name,
        size,
        place,
        instant(arrived),
        _maybe(forwarded),
        to or "",
        _maybe(acknowledged),
        by or "",
        _maybe(opened),
    )


def _maybe(at: int | None) -> datetime | None:
    return None if at is None else instant(at)
