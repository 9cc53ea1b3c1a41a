"""Entries that are kept and do not count: whoever folds or lists passes them over until they are brought back.

An entry is set aside because every packet that brought it was taken back, because it lies after the last good position
of a revoked key, or because its machine may not speak of the visit that it is about. Several may hold at once, and the
order in which they came makes no difference: it counts again when no reason is left. Nothing of it is changed; bringing
it back restores exactly what was there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, instant, listed, micros


class AsideReason(StrEnum):
    """Why an entry does not count."""

    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class AsideEntry:
    """An entry that does not count, where it stands in its log, and since when it was set aside."""

    entry: EntryId
    kind: str
    subject: str
    device: DeviceId
    epoch: EpochId
    seq: int
    reason: AsideReason
    at: datetime


COUNTS: Final = "e.id NOT IN (SELECT entry FROM aside)"
"""Condition on a ``log_entry e`` that counts."""


def set_aside(book: Book, entries: Sequence[EntryId], reason: AsideReason, at: datetime) -> tuple[str, ...]:
    """Let these entries not count from now on, for this reason beside any that they have already.

    Returns the subjects that the caller has to fold anew.
    """
    put = (
        "INSERT OR IGNORE INTO aside (entry, reason, at) SELECT id, ?, ? FROM log_entry "
        "WHERE entry IN (SELECT value FROM json_each(?))"
    )
    with book.transaction():
        book.write(put, (reason.value, micros(at), listed(entries)))
    return _subjects(book, entries)


def bring_back(book: Book, entries: Sequence[EntryId], reason: AsideReason) -> tuple[str, ...]:
    """Take this reason from these entries; those that have no other count again.

    Returns the subjects that the caller has to fold anew.
    """
    drop = (
        "DELETE FROM aside WHERE reason = ? "
        "AND entry IN (SELECT id FROM log_entry WHERE entry IN (SELECT value FROM json_each(?)))"
    )
    with book.transaction():
        book.write(drop, (reason.value, listed(entries)))
    return _subjects(book, entries)


def entries_aside(book: Book, reason: AsideReason | None = None) -> tuple[AsideEntry, ...]:
    """What does not count, for one reason or for any, log by log in order of the numbers: once for each reason."""
    sql = (
        "SELECT e.entry, e.kind, e.subject, c.device, c.epoch, e.seq, a.reason, a.at FROM aside a "
        "JOIN log_entry e ON e.id = a.entry JOIN chain c ON c.id = e.chain "
        "WHERE ? IS NULL OR a.reason = ? ORDER BY e.chain, e.seq, e.id, a.reason"
    )
    wanted = None if reason is None else reason.value
    return tuple(
        AsideEntry(EntryId(entry), kind, subject, DeviceId(device), EpochId(epoch), seq, AsideReason(why), instant(at))
        for entry, kind, subject, device, epoch, seq, why, at in book.rows(sql, (wanted, wanted))
    )


def among(book: Book, entries: Sequence[EntryId], reason: AsideReason) -> frozenset[EntryId]:
    """Those of these entries that do not count for this reason."""
    every = "SELECT e.entry FROM aside a CROSS JOIN log_entry e ON e.id = a.entry"
    sql = f"{every} WHERE a.reason = ? AND e.entry IN {LISTED}"
    return frozenset(EntryId(row[0]) for row in book.rows(sql, (reason.value, listed(entries))))


def carried_only_by(book: Book, packet: PacketId) -> tuple[EntryId, ...]:
    """Entries that this packet brought and that no other packet which counts has brought too, in order of arrival.

    An entry that this machine wrote itself is never among them.
    """
    sql = (
        "SELECT e.entry FROM log_entry e WHERE e.packet IS NOT NULL AND "
        "(e.packet = ? OR e.id IN (SELECT entry FROM carried WHERE packet = ?)) AND NOT EXISTS ("
        "SELECT 1 FROM incoming i WHERE i.withdrawn_at IS NULL AND i.packet <> ? AND "
        "(i.packet = e.packet OR i.packet IN (SELECT packet FROM carried WHERE entry = e.id))) ORDER BY e.id"
    )
    return tuple(EntryId(row[0]) for row in book.rows(sql, (packet, packet, packet)))


def withdrawn_of(book: Book, packet: PacketId) -> tuple[EntryId, ...]:
    """Entries that this packet brought and that do not count because every packet with them was taken back."""
    sql = (
        "SELECT e.entry FROM aside a CROSS JOIN log_entry e ON e.id = a.entry WHERE a.reason = 'withdrawn' "
        "AND (e.packet = ? OR e.id IN (SELECT entry FROM carried WHERE packet = ?)) ORDER BY e.id"
    )
    return tuple(EntryId(row[0]) for row in book.rows(sql, (packet, packet)))


def _subjects(book: Book, entries: Sequence[EntryId]) -> tuple[str, ...]:
    sql = "SELECT DISTINCT subject FROM log_entry WHERE entry IN (SELECT value FROM json_each(?))"
    return tuple(row[0] for row in book.rows(sql, (listed(entries),)))
