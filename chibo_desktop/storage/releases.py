"""Entries of revoked keys that a person confirmed: made from the acts in the log that say so, for asking quickly."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.storage.book import Book


def add_releases(book: Book, entries: Sequence[EntryId], act: EntryId) -> None:
    """Remember that this act released these entries; the first act that released one stays."""
    put = "INSERT OR IGNORE INTO released (entry, act) VALUES (?, ?)"
    with book.transaction():
        book.write_many(put, [(entry, act) for entry in entries])


def released(book: Book) -> frozenset[EntryId]:
    """Every entry that was released, whether it has arrived or not."""
    return frozenset(EntryId(row[0]) for row in book.rows("SELECT entry FROM released"))


def count_releases(book: Book) -> int:
    """How many entries were released: it only grows."""
    (count,) = book.rows("SELECT count(*) FROM released")[0]
    return int(count)
