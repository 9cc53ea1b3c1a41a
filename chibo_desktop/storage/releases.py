"""Entries of revoked keys that a person confirmed: made from the acts in the log that say so, for asking quickly."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import EntryId, KeyId
from chibo_desktop.storage.book import Book


def add_releases(book: Book, entries: Sequence[EntryId], act: EntryId) -> None:
    """Remember that this act released these entries; whether its writer may is judged when they are asked for."""
    put = "INSERT OR IGNORE INTO released (entry, act) VALUES (?, ?)"
    with book.transaction():
        book.write_many(put, [(entry, act) for entry in entries])


def released(book: Book) -> tuple[tuple[EntryId, KeyId], ...]:
    """Every entry that was released, whether it has arrived or not, and the key that signed the act."""
    sql = "SELECT r.entry, e.signer FROM released r JOIN log_entry e ON e.entry = r.act"
    return tuple((EntryId(entry), KeyId(signer)) for entry, signer in book.rows(sql))


def count_releases(book: Book) -> int:
    """How many releases are known: it only grows."""
    (count,) = book.rows("SELECT count(*) FROM released")[0]
    return int(count)
