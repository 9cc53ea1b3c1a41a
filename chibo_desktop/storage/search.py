"""The words of visits and the index over them.

The index (FTS5, folded, without text of its own) follows at the end of a merge, or when somebody searches: a packet of
24 visits pays seven tenths more when it is indexed alone, and indexing a hundred packets together costs half as much.
The words themselves are not stored (``words``); a visit that has to be indexed is noted with its line.

A visit stands in the index at a place made of its date and its row id, so reading the index backwards gives newest
visits first and stops after a screenful, however many there are.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.text import folded_words
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import day
from chibo_desktop.storage.questions import fts_query, terms_of

MATCHING: Final = "SELECT rowid & 0xFFFFFFFF FROM search_index WHERE search_index MATCH ?"
"""Row ids of the visits that match a query."""

_NEW_WORDS: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.new_text USING fts5("
    "words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.new_word USING fts5vocab('temp', 'new_text', 'row')",
)
_BATCH: Final = 1000
_WORTHWHILE: Final = 480
_MOST_COMPLETIONS: Final = 256
_UNDATED: Final = dt.date.max.toordinal() + 1
_ID_BITS: Final = 32


def place_of(number: int, date: dt.date | None) -> int:
    """Place of a visit in the index: by date, then by row id; those without a date are being written and come first."""
    return (_UNDATED if date is None else date.toordinal()) << _ID_BITS | number


def number_at(place: int) -> int:
    """Row id of the visit at a place."""
    return place & ((1 << _ID_BITS) - 1)


def put_words(book: Book, words: Sequence[tuple[int, VisitId, str | None]]) -> None:
    """Note visits, by row id and id, for the index to follow, and remember their words as far as somebody made them."""
    if not book.words.has_room(len(words)):
        settle(book)
        book.words.forget()
    book.words.remember({visit: text for _, visit, text in words}, _edition(book))
    book.write_many("INSERT INTO unindexed (id) VALUES (?)", [(number,) for number, _, _ in words])


def words_of(book: Book, visits: Sequence[VisitId]) -> dict[VisitId, str]:
    """The words of visits as written."""
    return book.words.of(visits, _edition(book))


def _edition(book: Book) -> int:
    (version,) = book.rows("PRAGMA data_version")[0]
    return int(version)


def drop_words(book: Book, visits: Sequence[tuple[int, dt.date | None]]) -> None:
    """Forget the words of visits, by row id and the date that their line had."""
    numbers = [(number,) for number, _ in visits]
    waiting = {number for (number,) in numbers if book.row("SELECT 1 FROM unindexed WHERE id = ?", (number,))}
    book.write_many("DELETE FROM unindexed WHERE id = ?", [(number,) for number in waiting])
    places = sorted(place_of(number, date) for number, date in visits if number not in waiting)
    book.write_many("DELETE FROM search_index WHERE rowid = ?", [(place,) for place in places])


def clear(book: Book) -> None:
    """Forget all words."""
    book.words.forget()
    book.write("DELETE FROM unindexed")
    book.write("DELETE FROM indexed_word")
    book.write("INSERT INTO search_index (search_index) VALUES ('delete-all')")


def purge(book: Book) -> None:
    """Bring the index up to date and leave no word in it that no visit has any more.

    Rows that were dropped from an index without text of its own only hide what they held until segments are merged.
    """
    book.words.forget()
    settle(book)
    with book.transaction():
        book.write("INSERT INTO search_index (search_index) VALUES ('optimize')")
        book.write("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_in_use USING fts5vocab('main', 'search_index', 'row')")
        book.write("DELETE FROM indexed_word WHERE word NOT IN (SELECT term FROM temp.word_in_use)")


def settle(book: Book, *, at_most: int | None = None) -> int:
    """Bring the index up to date, newest changes last; returns how many visits still wait.

    ``at_most`` visits now, all of them when not given. Searching does this by itself; a merge does it at its end, to
    keep the first search short.
    """
    left = at_most
    while left is None or left > 0:
        batch = _BATCH if left is None else min(_BATCH, left)
        done = _index(book, batch)
        if not done:
            break
        left = None if left is None else left - done
    (waiting,) = book.rows("SELECT count(*) FROM unindexed")[0]
    return int(waiting)


def keep_up(book: Book) -> None:
    """Bring the index up to date where it is worth the while: writing few visits costs nearly as much as many."""
    (waiting,) = book.rows("SELECT count(*) FROM unindexed")[0]
    if waiting >= _WORTHWHILE:
        settle(book)


def _index(book: Book, batch: int) -> int:
    waiting = "SELECT u.id, v.date, v.visit FROM unindexed u JOIN visit_line v ON v.id = u.id ORDER BY u.id LIMIT ?"
    rows = book.rows(waiting, (batch,))
    if not rows:
        return 0
    folded = _folded(book, [VisitId(visit) for _, _, visit in rows])
    # In rising order: every step back would make FTS5 write out what it has gathered.
    texts = sorted((place_of(number, day(date)), folded[visit]) for number, date, visit in rows)
    with book.transaction():
        book.write_many("INSERT INTO search_index (rowid, words) VALUES (?, ?)", texts)
        _learn(book, texts)
        book.write_many("DELETE FROM unindexed WHERE id = ?", [(row[0],) for row in rows])
    return len(rows)


def _folded(book: Book, visits: Sequence[VisitId]) -> dict[VisitId, str]:
    """The folded words of visits: those that somebody left here, else made now."""
    left = book.words.take_folded(visits, _edition(book))
    rest = words_of(book, [visit for visit in visits if visit not in left])
    return left | {visit: folded_words(text) for visit, text in rest.items()}


def _learn(book: Book, texts: Sequence[tuple[int, str]]) -> None:
    """Let every word of these texts be known to ``_completions``.

    The tokenizer of the index tells them apart: a second, small index without places, in memory and emptied at once,
    gives them in half the time that splitting the texts here would take.
    """
    for statement in _NEW_WORDS:
        book.write(statement)
    book.write_many("INSERT INTO temp.new_text (rowid, words) VALUES (?, ?)", texts)
    book.write("INSERT OR IGNORE INTO indexed_word (word) SELECT term FROM temp.new_word")
    book.write("INSERT INTO temp.new_text (new_text) VALUES ('delete-all')")


def query(book: Book, text: str) -> str:
    """Any text as a valid FTS5 query over an index that is up to date."""
    settle(book)
    return fts_query(terms_of(text), lambda beginning: _completions(book, beginning))


def _completions(book: Book, beginning: str) -> tuple[str, ...]:
    """Known words that begin so, short ones first: Vietnamese syllables before misspelt and foreign words."""
    sql = "SELECT word FROM indexed_word WHERE word >= ? AND word < ? ORDER BY length(word), word LIMIT ?"
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return tuple(row[0] for row in book.rows(sql, (beginning, after, _MOST_COMPLETIONS)))
