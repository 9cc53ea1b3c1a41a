"""Text that was erased on request: which parts, and making sure that nothing of it is left in the file.

The hash and the signature of an erased part stay, its text and its salt go. A part may be named before its entry has
arrived: then it is never written at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.storage import search
from chibo_desktop.storage.aside import COUNTS
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed
from chibo_desktop.storage.facts import get_fact, put_fact

_WIPED: Final = "erasure.wiped"
"""Fact of the book: number of the last erasure of which every copy outside its row is gone."""


FOLLOWED: Final = """(e.kind <> 'part.erased' OR e.entry IN (SELECT "by" FROM erasure))"""
"""Condition on a ``log_entry e`` that is no erasure, or one that was followed."""


@dataclass(frozen=True, slots=True)
class Named:
    """A part whose text is never kept again, and the entry that says so."""

    entry: EntryId
    part: str
    by: EntryId


def erased_parts(book: Book, entries: Sequence[EntryId]) -> frozenset[tuple[EntryId, str]]:
    """Those parts of these entries that were named."""
    sql = f"SELECT entry, part FROM erasure WHERE entry IN {LISTED}"  # noqa: S608 - a constant
    return frozenset((EntryId(entry), part) for entry, part in book.rows(sql, (listed(entries),)))


def unread(book: Book, subjects: Sequence[str]) -> tuple[EntryId, ...]:
    """The ``part.erased`` about these things that count and have not been followed yet."""
    sql = (
        f"SELECT e.entry FROM log_entry e WHERE e.subject IN {LISTED} AND e.kind = 'part.erased' AND {COUNTS} "  # noqa: S608 - constants
        'AND e.entry NOT IN (SELECT "by" FROM erasure)'
    )
    return tuple(EntryId(row[0]) for row in book.rows(sql, (listed(subjects),)))


def erase(book: Book, named: Iterable[Named]) -> None:
    """Let these parts hold no text from now on, whether they are here yet or not.

    Inside the caller's transaction; ``wipe`` must follow once it is committed, and is missed until it did.
    """
    rows = [(one.entry, one.part, one.by) for one in named]
    if not rows:
        return
    book.write_many('INSERT INTO erasure (entry, part, "by") VALUES (?, ?, ?)', rows)
    blank = (
        "UPDATE entry_part SET salt = NULL, text = NULL, absent = 'erased' WHERE name = ? "
        "AND entry = (SELECT id FROM log_entry WHERE entry = ?)"
    )
    book.write_many(blank, [(part, entry) for entry, part, _ in rows])


def unwiped(book: Book) -> tuple[Named, ...]:
    """Parts that were erased since the last wiping."""
    rows = book.rows('SELECT entry, part, "by" FROM erasure WHERE id > ? ORDER BY id', (_wiped(book),))
    return tuple(Named(EntryId(entry), part, EntryId(by)) for entry, part, by in rows)


def wipe(book: Book) -> None:
    """Leave nothing of erased text outside its row: index, remembered words, free pages, write-ahead log.

    ``secure_delete`` has overwritten what the rows held; here the pages reach the file, and the log before them goes.
    """
    with book.transaction():
        search.purge(book)
        (last,) = book.rows("SELECT coalesce(max(id), 0) FROM erasure")[0]
        put_fact(book, _WIPED, str(last))
    book.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _wiped(book: Book) -> int:
    return int(get_fact(book, _WIPED) or 0)


def texts_about(book: Book) -> Iterator[tuple[str, str]]:
    """Every text of every part that is here, with the thing that it is about; some hundreds are in memory at a time."""
    sql = (
        "SELECT p.id, e.subject, p.text FROM entry_part p JOIN log_entry e ON e.id = p.entry "
        "WHERE p.id > ? AND p.text IS NOT NULL ORDER BY p.id LIMIT 1000"
    )
    last = 0
    while rows := book.rows(sql, (last,)):
        yield from ((subject, text) for _, subject, text in rows)
        last = rows[-1][0]


def erasing_entries(book: Book) -> tuple[EntryId, ...]:
    """Every ``part.erased`` that was followed here, in the order in which they were."""
    return tuple(EntryId(row[0]) for row in book.rows('SELECT "by" FROM erasure GROUP BY "by" ORDER BY min(id)'))


def erased_among(book: Book, subjects: Sequence[str]) -> tuple[str, ...]:
    """Those of these things of which something was erased."""
    sql = (
        'SELECT DISTINCT e.subject FROM log_entry e JOIN erasure x ON x."by" = e.entry '
        "WHERE e.subject IN (SELECT value FROM json_each(?))"
    )
    return tuple(row[0] for row in book.rows(sql, (listed(subjects),)))
