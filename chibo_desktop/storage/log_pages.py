"""Entries of some machines and kinds, a page at a time and the last added first: what an audit log is read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import DeviceId, PersonId
from chibo_desktop.storage import log
from chibo_desktop.storage.aside import COUNTS
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed, micros

_FROM: Final = "FROM log_entry e JOIN chain c ON c.id = e.chain"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to list: of which devices and kinds, written when (``since`` included, ``until`` not), by whom.

    ``figures`` must stand in the text of the figures as it was written.
    """

    devices: tuple[DeviceId, ...]
    kinds: tuple[str, ...]
    since: datetime | None = None
    until: datetime | None = None
    author: PersonId | None = None
    figures: str = ""


def newest(book: Book, wanted: Wanted, *, offset: int = 0, limit: int = 100) -> tuple[Entry, ...]:
    """Some of the wanted entries, those that count, the last added first."""
    where, values = _wanted(wanted)
    chosen = book.rows(
        f"SELECT e.id, e.entry {_FROM} WHERE {where} ORDER BY e.id DESC LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    found = {entry.head.id: entry for entry in log.entries_numbered(book, [number for number, _ in chosen])}
    return tuple(found[entry] for _, entry in chosen)


def count(book: Book, wanted: Wanted) -> int:
    """How many entries are wanted."""
    where, values = _wanted(wanted)
    (number,) = book.rows(f"SELECT count(*) {_FROM} WHERE {where}", values)[0]
    return int(number)


def authors_of(book: Book, devices: Sequence[DeviceId], kinds: Sequence[str]) -> tuple[PersonId, ...]:
    """Who wrote entries of these kinds on these devices."""
    sql = f"SELECT DISTINCT e.author {_FROM} WHERE c.device IN {LISTED} AND e.kind IN {LISTED} ORDER BY e.author"
    return tuple(PersonId(row[0]) for row in book.rows(sql, (listed(devices), listed(kinds))))


def _wanted(wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    where = [f"c.device IN {LISTED}", f"e.kind IN {LISTED}", COUNTS]
    values: list[object] = [listed(wanted.devices), listed(wanted.kinds)]
    if wanted.since is not None:
        where.append("e.wall >= ?")
        values.append(micros(wanted.since))
    if wanted.until is not None:
        where.append("e.wall < ?")
        values.append(micros(wanted.until))
    if wanted.author is not None:
        where.append("e.author = ?")
        values.append(wanted.author)
    if wanted.figures:
        where.append(
            "EXISTS (SELECT 1 FROM entry_part p WHERE p.entry = e.id AND p.name = 'figures' AND instr(p.text, ?) > 0)"
        )
        values.append(wanted.figures)
    return " AND ".join(where), tuple(values)
