"""The search index over the folded words of every visit, and the language of the search box.

The index (FTS5, SQLite's own) holds no text: the words lie in the parts of entries and in drafts, and storing them
once more would cost as much time at merging as indexing them. A visit stands at a place made of its date and its row
id, so reading the index backwards gives newest visits first and stops after a screenful, however many there are.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from playhouse.fts_parser import parse

from chibo_desktop.domain.text import clean_text, fold
from chibo_desktop.storage.book import Book

MATCHING: Final = "SELECT rowid & 0xFFFFFFFF FROM search_index WHERE search_index MATCH ?"
"""Row ids of the visits that match a query."""

LONGEST_QUERY: Final = 200
_UNDATED: Final = dt.date.max.toordinal() + 1
_ID_BITS: Final = 32
_NOTHING: Final = '""'


def place_of(number: int, date: dt.date | None) -> int:
    """Place of a visit in the index: by date, then by row id; those without a date are being written and come first."""
    return (_UNDATED if date is None else date.toordinal()) << _ID_BITS | number


def number_at(place: int) -> int:
    """Row id of the visit at a place."""
    return place & ((1 << _ID_BITS) - 1)


def add(book: Book, words: Sequence[tuple[int, str]]) -> None:
    """Index folded words by place. In rising order: every step back would make FTS5 write out what it has gathered."""
    book.write_many("INSERT INTO search_index (rowid, words) VALUES (?, ?)", sorted(words))


def remove(book: Book, places: Sequence[int]) -> None:
    book.write_many("DELETE FROM search_index WHERE rowid = ?", [(place,) for place in sorted(places)])


def clear(book: Book) -> None:
    book.write("INSERT INTO search_index (search_index) VALUES ('delete-all')")


def query_of(text: str) -> str:
    """Any text as a valid FTS5 query: words, ``"phrases"``, ``-exclusions``; the last word may be unfinished.

    Operators and columns of FTS5 are words like any other here. One letter is taken as the whole word that it is in
    Vietnamese (*ở*, *ý*): as a beginning it would match nearly everything.
    """
    typed = fold(_searchable(text))
    if typed.count('"') % 2:
        typed += '"*' if typed[-1:].isalnum() else '"'
    elif typed[-2:].isalnum() and len(typed) > 1:
        typed += "*"
    return str(parse(typed)) if typed else _NOTHING


def _searchable(text: str) -> str:
    """Text without what SQLite cannot take: lone surrogates and NUL."""
    return clean_text(text[:LONGEST_QUERY].encode("utf-8", "ignore").decode("utf-8"))
