"""Attachments by their hash; whoever puts one in has checked the hash."""

from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import listed


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Bytes and media type of an attachment."""

    hash: str
    type: str
    data: bytes


def put_blob(book: Book, blob: StoredBlob) -> None:
    """Keep an attachment; one that is known stays as it is."""
    book.write("INSERT OR IGNORE INTO blob (hash, type, data) VALUES (?, ?, ?)", (blob.hash, blob.type, blob.data))


def get_blob(book: Book, hash_: str) -> StoredBlob | None:
    row = book.row("SELECT hash, type, data FROM blob WHERE hash = ?", (hash_,))
    return None if row is None else StoredBlob(*row)


def has_blobs(book: Book, hashes: Iterable[str]) -> frozenset[str]:
    """Those of these attachments that the book holds."""
    found = book.rows("SELECT hash FROM blob WHERE hash IN (SELECT value FROM json_each(?))", (listed(hashes),))
    return frozenset(row[0] for row in found)
