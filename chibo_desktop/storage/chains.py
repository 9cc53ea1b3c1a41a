"""What the book holds of each device's log: ranges, gaps, forks and heads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, KeyId
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import instant, listed


@dataclass(frozen=True, slots=True)
class Range:
    """Entries ``first`` to ``last`` of one device and epoch, both included. As a gap: those that are missing."""

    device: DeviceId
    epoch: EpochId
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Fork:
    """One place of a log with more than one entry, in the order in which they were added."""

    device: DeviceId
    epoch: EpochId
    seq: int
    entries: tuple[EntryId, ...]


def head_of(book: Book, device: DeviceId, epoch: EpochId) -> tuple[int, EntryId] | None:
    """Number and id of the last entry of a log; of a fork the one that was added first."""
    row = book.row(
        "SELECT e.seq, e.entry FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE c.device = ? AND c.epoch = ? ORDER BY e.seq DESC, e.id LIMIT 1",
        (device, epoch),
    )
    return None if row is None else (row[0], EntryId(row[1]))


def held_ranges(book: Book, device: DeviceId | None = None) -> tuple[Range, ...]:
    """What the book holds of every device, or of one: as few ranges as possible, in order."""
    return tuple(_joined(_seqs(book, device)))


def gaps(book: Book, device: DeviceId | None = None) -> tuple[Range, ...]:
    """What is missing below the last entry held of each log."""
    found: list[Range] = []
    before: Range | None = None
    for held in held_ranges(book, device):
        follows = before is not None and (before.device, before.epoch) == (held.device, held.epoch)
        first = before.last + 1 if before is not None and follows else 1
        if held.first > first:
            found.append(Range(held.device, held.epoch, first, held.first - 1))
        before = held
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LogEnd:
    """How far the entries of one epoch that count have come: the last number, how many, and the last claimed time."""

    epoch: EpochId
    seq: int
    entries: int
    wall: datetime


def ends_of(book: Book, device: DeviceId) -> tuple[LogEnd, ...]:
    """The end of each epoch of a device as far as its entries count, the epoch that was heard of last at the end."""
    sql = (
        "SELECT c.epoch, max(e.seq), count(*), max(e.wall) FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE c.device = ? AND e.id NOT IN (SELECT entry FROM aside) GROUP BY c.id ORDER BY max(e.id)"
    )
    rows = book.rows(sql, (device,))
    return tuple(LogEnd(EpochId(epoch), seq, entries, instant(wall)) for epoch, seq, entries, wall in rows)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry by its place in the log of its device, the key that signed it, and what it is about."""

    entry: EntryId
    epoch: EpochId
    seq: int
    signer: KeyId
    kind: str
    subject: str


def entries_by(book: Book, devices: Sequence[DeviceId]) -> tuple[Placed, ...]:
    """Every entry of these devices, counting or not, log by log in order of the numbers."""
    sql = (
        "SELECT e.entry, c.epoch, e.seq, e.signer, e.kind, e.subject FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE c.device IN (SELECT value FROM json_each(?)) ORDER BY e.chain, e.seq, e.id"
    )
    rows = book.rows(sql, (listed(devices),))
    return tuple(
        Placed(EntryId(entry), EpochId(epoch), seq, KeyId(signer), kind, subject)
        for entry, epoch, seq, signer, kind, subject in rows
    )


def forks(book: Book) -> tuple[Fork, ...]:
    """Every place of a log that two different entries claim."""
    places = book.rows(
        "SELECT e.chain, e.seq, c.device, c.epoch FROM log_entry e JOIN chain c ON c.id = e.chain "
        "GROUP BY e.chain, e.seq HAVING count(*) > 1"
    )
    one = "SELECT entry FROM log_entry WHERE chain = ? AND seq = ? ORDER BY id"
    return tuple(
        Fork(device, epoch, seq, tuple(EntryId(row[0]) for row in book.rows(one, (chain, seq))))
        for chain, seq, device, epoch in places
    )


def entries_in(book: Book, ranges: Sequence[Range]) -> tuple[EntryId, ...]:
    """Ids of the entries held within these ranges, in order of their numbers."""
    sql = (
        "SELECT e.entry FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE c.device = ? AND c.epoch = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq, e.id"
    )
    return tuple(
        EntryId(row[0]) for held in ranges for row in book.rows(sql, (held.device, held.epoch, held.first, held.last))
    )


def _seqs(book: Book, device: DeviceId | None) -> Iterator[tuple[DeviceId, EpochId, int]]:
    """Every number held; read from the index on chain and number alone, without touching an entry."""
    chains = "SELECT id, device, epoch FROM chain"
    found = book.rows(f"{chains} ORDER BY id") if device is None else book.rows(f"{chains} WHERE device = ?", (device,))
    for id_, owner, epoch in sorted(found):
        for (seq,) in book.rows("SELECT seq FROM log_entry WHERE chain = ? ORDER BY seq", (id_,)):
            yield owner, epoch, seq


def _joined(seqs: Iterator[tuple[DeviceId, EpochId, int]]) -> Iterator[Range]:
    begun: tuple[DeviceId, EpochId, int] | None = None
    last = 0
    for device, epoch, seq in seqs:
        if begun is not None and (device, epoch) == begun[:2] and seq <= last + 1:
            last = seq
            continue
        if begun is not None:
            yield Range(*begun, last)
        begun, last = (device, epoch, seq), seq
    if begun is not None:
        yield Range(*begun, last)


def entries_above(book: Book, device: DeviceId, version: int) -> tuple[EntryId, ...]:
    """Entries of a device that ask for a reader above this version of the format, in order of their numbers."""
    sql = (
        "SELECT e.entry FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE c.device = ? AND e.min_reader > ? ORDER BY e.chain, e.seq, e.id"
    )
    return tuple(EntryId(row[0]) for row in book.rows(sql, (device, version)))
