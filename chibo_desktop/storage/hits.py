"""Finding visits as somebody types, with the words around what was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.storage import search
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed
from chibo_desktop.storage.questions import pattern_of, terms_of
from chibo_desktop.storage.register import SELECT_VISITS, visit_of

_AROUND: Final = 60
"""Characters shown before and after what was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A visit that was found, a few of its words, and which of their characters were asked for (start, end)."""

    visit: VisitRow
    snippet: str
    marks: tuple[tuple[int, int], ...]


def find(book: Book, text: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
    """Visits with these words, newest first. Any text is a question; one without words finds nothing."""
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
    places = book.rows(sql, (search.query(book, text), limit, offset))
    numbers = [search.number_at(place) for (place,) in places]
    lines = {row[0]: visit_of(row) for row in book.rows(f"{SELECT_VISITS} WHERE v.id IN {LISTED}", (listed(numbers),))}
    pattern = pattern_of(terms_of(text))
    words = search.words_of(book, [line.id for line in lines.values()])
    return tuple(_hit(line, words[line.id], pattern) for line in map(lines.__getitem__, numbers))


def count_hits(book: Book, text: str, *, at_most: int = 1000) -> int:
    """How many visits ``find`` would find, counting no further than ``at_most``."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)"
    (count,) = book.rows(sql, (search.query(book, text), at_most))[0]
    return int(count)


def _hit(visit: VisitRow, words: str, pattern: re.Pattern[str] | None) -> Hit:
    """The first line of the words that holds what was asked for; the cell where it is spread over several lines."""
    for line in words.split("\n") if pattern else ():
        folded = fold(line)
        if pattern is not None and (found := pattern.search(folded)):
            return Hit(visit, *_cut(line, folded, found.start(), pattern))
    return Hit(visit, visit.cell, ())


def _cut(line: str, folded: str, at: int, pattern: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around a place of the folded line as they were written, and the marks among them."""
    origin = _origins(line, folded)
    first, last = max(0, origin[at] - _AROUND), min(len(line), origin[at] + _AROUND)
    if first:  # begin and end with a whole word
        first = line.find(" ", first, origin[at]) + 1 or first
    if last < len(line):
        last = max(line.rfind(" ", origin[at], last), 0) or last
    found = ((origin[match.start()], origin[match.end()]) for match in pattern.finditer(folded))
    inside = tuple((start - first, end - first) for start, end in found if first <= start and end <= last)
    return line[first:last], inside


def _origins(line: str, folded: str) -> Sequence[int]:
    """Where each character of the folded line stands in the line as written; one more for the end."""
    if len(folded) == len(line):
        return range(len(line) + 1)
    places = [place for place, letter in enumerate(line) for _ in fold(letter)]
    return [*places, *[len(line)] * (len(folded) + 1 - len(places))]
