"""The append-only log: signed entries and their parts, kept byte for byte as they came.

An entry is added once and never changed; only a part whose text was withheld may still arrive.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chibo_desktop.domain.entries import (
    Absence,
    BlobBinding,
    Entry,
    EntryHead,
    EntryKind,
    Part,
    PartBinding,
    PartClass,
)
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, KeyId, PacketId, PersonId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.aside import COUNTS
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import LISTED, insert_sql, instant, listed, micros
from chibo_desktop.storage.erasures import FOLLOWED, erased_parts
from chibo_desktop.storage.models import Delivery, EntryPart, LogEntry

_CLASSES = {part_class.value: part_class for part_class in PartClass}
_ABSENCES = {None: None, **{absence.value: absence for absence in Absence}}
_ENTRY_COLUMNS = (
    "e.id, e.entry, e.v, e.min_reader, e.kind, e.subject, e.based_on, c.device, c.epoch, e.seq, e.prev, e.author, "
    "e.wall, e.clock_ok, e.blobs, e.signer, e.envelope"
)
_INSERT_PART = insert_sql(EntryPart).removesuffix("?)") + "CAST(? AS TEXT))"
"""The text comes last, as text or as its UTF-8."""
_FROM = "FROM log_entry e JOIN chain c ON c.id = e.chain"


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: the packet that carried them (``None`` for this machine's own) and when."""

    packet: PacketId | None
    at: datetime
    state: VisitState | None = None
    """Delivery state to begin with, for entries of this machine; ``None`` for those of others."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries handed to the log. ``forked`` are among ``new``: another entry holds their place too.
    ``filled`` are known entries of which a missing part has now arrived, ``back`` those that count again.
    ``foreign`` are those among all of them that may not speak of what they are about.
    """

    new: tuple[EntryId, ...] = ()
    duplicate: tuple[EntryId, ...] = ()
    forked: tuple[EntryId, ...] = ()
    filled: tuple[EntryId, ...] = ()
    back: tuple[EntryId, ...] = ()
    foreign: tuple[EntryId, ...] = ()


def add_entries(book: Book, entries: Sequence[Entry], source: Source) -> Added:
    """Append verified entries; those already known are left as they are, but for parts that were missing."""
    with book.transaction():
        here = known(book, [entry.head.id for entry in entries])
        fresh = {entry.head.id: entry for entry in entries if entry.head.id not in here}
        again = [entry for entry in entries if entry.head.id in here]
        filled = [entry.head.id for entry in again if fill_parts(book, entry.head.id, entry.parts)]
        forked = _append(book, tuple(fresh.values()), source) if fresh else ()
        if again and source.packet is not None:
            _note_carrier(book, [entry.head.id for entry in again], source.packet)
    repeated = dict.fromkeys(entry.head.id for entry in again)
    return Added(tuple(fresh), tuple(repeated), forked, tuple(dict.fromkeys(filled)))


def _append(book: Book, entries: Sequence[Entry], source: Source) -> tuple[EntryId, ...]:
    chains = _chains(book, entries)
    forked = _forked(book, entries, chains)
    first = _next_id(book)
    at = micros(source.at)
    rows = [
        _entry_row(number, chains[entry.head.device, entry.head.epoch], entry, source.packet, at)
        for number, entry in enumerate(entries, start=first)
    ]
    book.write_many(insert_sql(LogEntry), rows)
    gone = erased_parts(book, [entry.head.id for entry in entries])
    parts = [row for number, entry in enumerate(entries, start=first) for row in _part_rows(number, entry, gone)]
    book.write_many(_INSERT_PART, parts)
    if source.state is not None:
        deliveries = [(row[0], source.state.value, at, "") for row in rows]
        book.write_many(insert_sql(Delivery), deliveries)
    return forked


def _note_carrier(book: Book, entries: Sequence[EntryId], packet: PacketId) -> None:
    """Remember that this packet, too, brought these entries: taking the first one back does not take them away."""
    sql = (
        "INSERT INTO carried (entry, packet) SELECT e.id, ? FROM log_entry e "
        "WHERE e.entry IN (SELECT value FROM json_each(?)) AND e.packet IS NOT ? "
        "AND e.id NOT IN (SELECT entry FROM carried WHERE packet = ?)"
    )
    book.write(sql, (packet, listed(entries), packet, packet))


def _next_id(book: Book) -> int:
    (last,) = book.rows("SELECT coalesce(max(id), 0) FROM log_entry")[0]
    return int(last) + 1


def _entry_row(number: int, chain: int, entry: Entry, packet: PacketId | None, at: int) -> Row:
    head = entry.head
    return (
        number,
        head.id,
        chain,
        head.seq,
        head.kind,
        head.subject,
        head.prev,
        head.author,
        micros(head.wall),
        head.clock_ok,
        head.v,
        head.min_reader,
        " ".join(head.based_on),
        msgspec.json.encode(head.blobs).decode() if head.blobs else None,
        entry.signer,
        packet,
        at,
        entry.envelope,
    )


def _part_rows(number: int, entry: Entry, gone: Collection[tuple[EntryId, str]]) -> Iterator[Row]:
    """A row for every part that the entry binds, in the order of the binding; one that did not come is withheld.

    A part that was erased before it came is never written.
    """
    came = {part.name: part for part in entry.parts}
    for bound in entry.head.parts:
        part = came.get(bound.name)
        salt, text = (None, None) if part is None else (part.salt, part.data or part.text)
        absent = None
        if text is None:
            absent = (part.absent if part is not None and part.absent else Absence.WITHHELD).value
        if (entry.head.id, bound.name) in gone:
            salt, text, absent = None, None, Absence.ERASED.value
        yield None, number, bound.name, bound.part_class.value, bound.hash, salt, absent, text


def _chains(book: Book, entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    wanted = dict.fromkeys((entry.head.device, entry.head.epoch) for entry in entries)
    book.write_many("INSERT OR IGNORE INTO chain (device, epoch) VALUES (?, ?)", list(wanted))
    find = "SELECT id FROM chain WHERE device = ? AND epoch = ?"
    return {pair: book.rows(find, pair)[0][0] for pair in wanted}


def _forked(book: Book, entries: Sequence[Entry], chains: dict[tuple[str, str], int]) -> tuple[EntryId, ...]:
    """Those whose place in their log is taken already, in the book or by an earlier one of these."""
    by_chain: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_chain[chains[entry.head.device, entry.head.epoch]].append(entry)
    forked: list[EntryId] = []
    for chain, members in by_chain.items():
        seqs = [entry.head.seq for entry in members]
        between = "SELECT seq FROM log_entry WHERE chain = ? AND seq BETWEEN ? AND ?"
        taken = {seq for (seq,) in book.rows(between, (chain, min(seqs), max(seqs)))}
        for entry in members:
            if entry.head.seq in taken:
                forked.append(entry.head.id)
            taken.add(entry.head.seq)
    return tuple(forked)


def known(book: Book, ids: Sequence[EntryId]) -> frozenset[EntryId]:
    """Those of these entries that the log holds."""
    found = book.rows("SELECT entry FROM log_entry WHERE entry IN (SELECT value FROM json_each(?))", (listed(ids),))
    return frozenset(EntryId(row[0]) for row in found)


def fill_parts(book: Book, entry: EntryId, parts: Iterable[Part]) -> bool:
    """Keep the text of parts that had been withheld; says whether any was missing. An erased part stays erased."""
    fill = (
        "UPDATE entry_part SET salt = ?, text = ?, absent = NULL WHERE name = ? AND hash = ? AND absent = 'withheld' "
        "AND entry = (SELECT id FROM log_entry WHERE entry = ?)"
    )
    with book.transaction():
        filled = [
            book.write(fill, (part.salt, part.text, part.name, part.hash, entry))
            for part in parts
            if part.text is not None
        ]
    return any(filled)


def entry(book: Book, id_: EntryId) -> Entry | None:
    """One entry with its parts."""
    return next(iter(_entries(book, "WHERE e.entry = ?", (id_,))), None)


def entries_of(book: Book, subjects: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    """The entries of each subject that count, in the order in which they were added; subjects without are left out.

    An erasure counts once it was followed: not every machine may erase everything.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    for one in _entries(book, f"WHERE e.subject IN {LISTED} AND {COUNTS} AND {FOLLOWED}", (listed(subjects),)):
        found[one.head.subject].append(one)
    return {subject: tuple(found[subject]) for subject in subjects if subject in found}


def entries_of_kind(book: Book, kind: EntryKind, since: datetime | None = None) -> tuple[Entry, ...]:
    """Entries of a kind other than records of visits that count, since an instant or ever, in order of arrival."""
    where = f"WHERE e.kind = ? AND e.kind <> 'visit.recorded' AND e.added_at >= ? AND {COUNTS}"
    return _entries(book, where, (kind.value, micros(since) if since else 0))


def subjects_about(book: Book, ids: Sequence[EntryId]) -> tuple[str, ...]:
    """What these entries are about, each once."""
    sql = "SELECT DISTINCT subject FROM log_entry WHERE entry IN (SELECT value FROM json_each(?))"
    return tuple(row[0] for row in book.rows(sql, (listed(ids),)))


def kinds_of(book: Book, ids: Sequence[EntryId]) -> frozenset[str]:
    """The kinds of these entries."""
    sql = "SELECT DISTINCT kind FROM log_entry WHERE entry IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in book.rows(sql, (listed(ids),)))


def counting(book: Book, ids: Sequence[EntryId]) -> frozenset[EntryId]:
    """Those of these entries that the log holds and that count."""
    every = "SELECT entry FROM log_entry WHERE entry IN (SELECT value FROM json_each(?))"
    sql = f"{every} AND id NOT IN (SELECT entry FROM aside)"  # noqa: S608 - both are constants
    return frozenset(EntryId(row[0]) for row in book.rows(sql, (listed(ids),)))


def written_of_again(book: Book, subjects: Sequence[str]) -> frozenset[str]:
    """Those of these subjects that more than one entry is about, counting or not."""
    mine = "SELECT subject FROM log_entry WHERE subject IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in book.rows(f"{mine} GROUP BY subject HAVING count(*) > 1", (listed(subjects),)))


def subjects(book: Book, kinds: Sequence[str]) -> tuple[str, ...]:
    """Every subject that has an entry of one of these kinds, in the order in which they first appeared."""
    sql = (
        "SELECT subject FROM log_entry WHERE kind IN (SELECT value FROM json_each(?)) GROUP BY subject ORDER BY min(id)"
    )
    return tuple(row[0] for row in book.rows(sql, (listed(kinds),)))


def subjects_among(book: Book, among: Sequence[str], kinds: Sequence[str]) -> tuple[str, ...]:
    """Those of these subjects that have an entry of one of these kinds, counting or not."""
    sql = (
        "SELECT DISTINCT subject FROM log_entry WHERE subject IN (SELECT value FROM json_each(?)) "
        "AND kind IN (SELECT value FROM json_each(?))"
    )
    return tuple(row[0] for row in book.rows(sql, (listed(among), listed(kinds))))


def entries_named(book: Book, ids: Sequence[EntryId]) -> tuple[Entry, ...]:
    """These entries, log by log in order of their numbers; unknown ones are left out."""
    return _entries(book, f"WHERE e.entry IN {LISTED} ORDER BY e.chain, e.seq, e.id", (listed(ids),))


def subjects_of(book: Book, device: DeviceId) -> frozenset[str]:
    """Everything that this device has written about."""
    sql = "SELECT DISTINCT e.subject FROM log_entry e JOIN chain c ON c.id = e.chain WHERE c.device = ?"
    return frozenset(row[0] for row in book.rows(sql, (device,)))


def recorders_of(book: Book, subject: str) -> frozenset[DeviceId]:
    """The machines that recorded this visit: nearly always one."""
    sql = (
        "SELECT DISTINCT c.device FROM log_entry e JOIN chain c ON c.id = e.chain "
        "WHERE e.subject = ? AND e.kind = 'visit.recorded'"
    )
    return frozenset(DeviceId(row[0]) for row in book.rows(sql, (subject,)))


def entries_by(book: Book, devices: Iterable[DeviceId], kinds: Sequence[str]) -> tuple[Entry, ...]:
    """Entries of these kinds by these devices that count, log by log in order of their numbers."""
    where = f"WHERE c.device IN {LISTED} AND e.kind IN {LISTED} AND {COUNTS} ORDER BY e.chain, e.seq, e.id"
    return _entries(book, where, (listed(tuple(devices)), listed(kinds)))


def own_entries(book: Book, states: Sequence[VisitState]) -> tuple[Entry, ...]:
    """Entries that were written in this book, in these delivery states, log by log in order of their numbers."""
    where = f"JOIN delivery d ON d.id = e.id WHERE d.state IN {LISTED} ORDER BY e.chain, e.seq, e.id"
    return _entries(book, where, (listed(states),))


def entries_numbered(book: Book, numbers: Sequence[int]) -> tuple[Entry, ...]:
    """Entries by their row ids, log by log in order of their numbers."""
    return _entries(book, f"WHERE e.id IN {LISTED} ORDER BY e.chain, e.seq, e.id", (listed(numbers),))


def all_entries(book: Book) -> Iterator[Entry]:
    """Every entry, those set aside too, in the order in which it was added, a few hundred at a time."""
    last, batch = 0, 500
    while True:
        rows = book.rows("SELECT id FROM log_entry WHERE id > ? ORDER BY id LIMIT ?", (last, batch))
        if not rows:
            return
        yield from _entries(book, "WHERE e.id > ? AND e.id <= ?", (last, rows[-1][0]))
        last = rows[-1][0]


def _entries(book: Book, where: str, values: Sequence[object]) -> tuple[Entry, ...]:
    order = "" if "ORDER BY" in where else " ORDER BY e.id"
    rows = book.rows(f"SELECT {_ENTRY_COLUMNS} {_FROM} {where}{order}", values)
    parts = _parts(book, [row[0] for row in rows])
    return tuple(_entry(row, parts.get(row[0], ())) for row in rows)


def _parts(book: Book, numbers: Sequence[int]) -> dict[int, tuple[Part, ...]]:
    found: dict[int, list[Part]] = defaultdict(list)
    sql = (
        "SELECT entry, name, part_class, hash, salt, text, absent FROM entry_part "
        "WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    for number, name, part_class, hash_, salt, text, absent in book.rows(sql, (listed(numbers),)):
        found[number].append(Part(name, _CLASSES[part_class], hash_, salt, text, _ABSENCES[absent]))
    return {number: tuple(parts) for number, parts in found.items()}


def _entry(row: Row, parts: tuple[Part, ...]) -> Entry:
    (_, id_, v, min_reader, kind, subject, based_on, device, epoch, seq, prev, author, wall, clock_ok, blobs, signer,
     envelope) = row  # fmt: skip
    head = EntryHead(
        id=id_,
        v=v,
        min_reader=min_reader,
        kind=kind,
        subject=subject,
        based_on=tuple(EntryId(one) for one in based_on.split()),
        device=DeviceId(device),
        epoch=EpochId(epoch),
        seq=seq,
        prev=prev,
        author=PersonId(author),
        wall=instant(wall),
        clock_ok=bool(clock_ok),
        parts=tuple(PartBinding(part.name, part.part_class, part.hash) for part in parts),
        blobs=msgspec.json.decode(blobs, type=tuple[BlobBinding, ...]) if blobs else (),
    )
    return Entry(head, envelope, KeyId(signer), parts)
