"""What was erased, kept outside the book and its backups: a book restored from an older backup erases it again.

The list holds the signed ``part.erased`` entries themselves, sealed under the machine's key, and never what they
erased. Their text is what other people said in the same minutes.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chibo_desktop.domain.entries import Absence, Entry, Part, PartClass
from chibo_desktop.domain.ids import EntryId, RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.entries import read_entry
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from chibo_desktop.storage import erasures as erased
from chibo_desktop.storage import log
from chibo_desktop.storage.files import write_file
from chibo_desktop.storage.sealed import read_sealed, write_sealed
from chibo_desktop.storage.slots import MasterKey


@dataclass(frozen=True, slots=True)
class _KeptPart:
    name: str
    part_class: PartClass
    hash: str
    salt: bytes | None
    text: str | None
    absent: Absence | None


@dataclass(frozen=True, slots=True)
class _KeptEntry:
    """An erasure as it was signed, and when it was followed on this machine."""

    id: str
    line: bytes
    parts: tuple[_KeptPart, ...]
    at: dt.datetime


def keep(desk: Desk) -> None:
    """Write the list anew from the book; what it already says about the time stays."""
    known = {one.id: one.at for one in _read(desk)}
    now = desk.clock()
    found = (log.entry(desk.book, id_) for id_ in erased.erasing_entries(desk.book))
    kept = [_kept(entry, known.get(entry.head.id, now)) for entry in found if entry is not None]
    write_sealed(desk.places.erasures, desk.master.device_key(), msgspec.json.encode(kept), desk.random)
    if desk.places.backups.is_dir():
        lay_beside(desk, desk.places.backups)


def lay_beside(desk: Desk, folder: Path) -> None:
    """Lay the list into a folder of backups: whoever restores one of them elsewhere erases again, too."""
    if desk.places.erasures.exists():
        write_file(folder / desk.places.erasures.name, desk.places.erasures.read_bytes())


def carry_over(folder: Path, old: MasterKey, places: Places, master: MasterKey, random_bytes: RandomBytes) -> bool:
    """Take the list that lies beside a backup to another home, under its key; says whether there was one.

    A list of somebody else's, or a damaged one, is no reason not to restore.
    """
    beside = folder / places.erasures.name
    try:
        data = read_sealed(beside, old.device_key()) if beside.exists() else None
    except Refusal:
        data = None
    if data is not None:
        write_sealed(places.erasures, master.device_key(), data, random_bytes)
    return data is not None


def _kept(entry: Entry, at: dt.datetime) -> _KeptEntry:
    parts = tuple(
        _KeptPart(part.name, part.part_class, part.hash, part.salt, part.text, part.absent) for part in entry.parts
    )
    return _KeptEntry(entry.head.id, entry.envelope, parts, at)


def _read(desk: Desk) -> tuple[_KeptEntry, ...]:
    """The list; empty where the file is missing or another machine's."""
    if not desk.places.erasures.exists():
        return ()
    try:
        data = read_sealed(desk.places.erasures, desk.master.device_key())
    except Refusal:
        return ()
    return msgspec.json.decode(data, type=tuple[_KeptEntry, ...])


def forgotten(desk: Desk) -> tuple[Entry, ...]:
    """Erasures of the list that the book does not have: it was restored from a backup that is older.

    One whose signer the restored book does not know yet is left out; it comes again with the office's next packet.
    """
    listed = _read(desk)
    here = log.known(desk.book, [EntryId(one.id) for one in listed])
    book = papers.trust_book(desk)
    found: list[Entry] = []
    for one in listed:
        if one.id not in here:
            parts = [Part(p.name, p.part_class, p.hash, p.salt, p.text, p.absent) for p in one.parts]
            try:
                found.append(read_entry(one.line, parts, book.find_key))
            except Refusal:
                continue
    return tuple(found)


def put_back(desk: Desk, entries: tuple[Entry, ...]) -> None:
    """Add such erasures to the log again. Inside the caller's transaction."""
    now = desk.clock()
    own = [entry for entry in entries if entry.head.device == desk.me.device]
    others = [entry for entry in entries if entry.head.device != desk.me.device]
    log.add_entries(desk.book, own, log.Source(None, now, VisitState.FINALISED))
    log.add_entries(desk.book, others, log.Source(None, now))


def since(desk: Desk, moment: dt.datetime) -> int:
    """How many parts were erased after a moment: what a backup of that moment still holds."""
    return sum(one.at > moment for one in _read(desk))
