"""Finding visits as somebody types, with the words around what was found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from chibo_desktop.domain.register import VisitRow, search_text
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Visit
from chibo_desktop.storage import search
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed
from chibo_desktop.storage.register import SELECT_VISITS, visit_of

_AROUND: Final = 60
"""Characters shown before and after what was found."""

_WORDS: Final = re.compile(r'-?"[^"]*"?|[^\s"]+')
_LETTERS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A visit that was found, a few of its words, and which of their characters were asked for (start, end)."""

    visit: VisitRow
    snippet: str
    marks: tuple[tuple[int, int], ...]


def find(book: Book, text: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
    """Visits with these words, newest first. Any text is a question; one without words finds nothing."""
    query = search.query_of(text)
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
    numbers = [search.number_at(place) for (place,) in book.rows(sql, (query, limit, offset))]
    found = book.rows(f"{SELECT_VISITS} WHERE v.id IN {LISTED}", (listed(numbers),))
    lines = {row[0]: visit_of(row) for row in found}
    pattern = _pattern(text)
    return tuple(_hit(book, lines[number], pattern) for number in numbers)


def count_hits(book: Book, text: str, *, at_most: int = 1000) -> int:
    """How many visits ``find`` would find, counting no further than ``at_most``."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)"
    (count,) = book.rows(sql, (search.query_of(text), at_most))[0]
    return int(count)


def _pattern(text: str) -> re.Pattern[str] | None:
    """What to mark in folded text: every word and phrase asked for at the beginning of a word."""
    wanted = [
        r"\W+".join(map(re.escape, words))
        for term in _WORDS.findall(fold(text))
        if not term.startswith("-") and (words := _LETTERS.findall(term))
    ]
    return re.compile(r"\b(?:" + "|".join(sorted(wanted, key=len, reverse=True)) + ")") if wanted else None


def _hit(book: Book, visit: VisitRow, pattern: re.Pattern[str] | None) -> Hit:
    for words in _texts(book, visit) if pattern else ():
        folded = fold(words)
        if pattern is not None and (found := pattern.search(folded)):
            return Hit(visit, *_cut(words, folded, found.start(), pattern))
    return Hit(visit, visit.cell, ())


def _cut(words: str, folded: str, at: int, pattern: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around a place of the folded text as they were written, and the marks among them."""
    origin = _origins(words, folded)
    first = max(0, origin[at] - _AROUND)
    if first:  # begin at a word
        first = words.rfind(" ", 0, first) + 1 or first
    last = min(len(words), origin[at] + _AROUND)
    if last < len(words):
        last = words.rfind(" ", origin[at] + 1, last) if " " in words[origin[at] + 1 : last] else last
    found = ((origin[match.start()], origin[match.end()]) for match in pattern.finditer(folded))
    inside = tuple((start - first, end - first) for start, end in found if first <= start and end <= last)
    return words[first:last].replace("\n", " "), inside


def _origins(words: str, folded: str) -> Sequence[int]:
    """Where each character of the folded text stands in the text as written; one more for the end."""
    if len(folded) == len(words):
        return range(len(words) + 1)
    places = [place for place, letter in enumerate(words) for _ in fold(letter)]
    return [*places, *[len(words)] * (len(folded) + 1 - len(places))]


def _texts(book: Book, visit: VisitRow) -> Iterator[str]:
    """What is stored of the words of a visit, the last written first; at the end the names that its line has."""
    for (content,) in book.rows("SELECT content FROM draft WHERE visit = ?", (visit.id,)):
        yield from search_text(msgspec.json.decode(content, type=Visit)).split("\n")
    parts = (
        "SELECT p.text FROM log_entry e JOIN entry_part p ON p.entry = e.id "
        "WHERE e.subject = ? AND p.part_class <> 'A' AND p.text IS NOT NULL ORDER BY e.id DESC, p.id"
    )
    for (content,) in book.rows(parts, (visit.id,)):
        yield from _leaves(msgspec.json.decode(content))
    yield from (visit.cell, visit.superior, visit.group)


def _leaves(tree: Any) -> Iterator[str]:
    """Every text in a tree of JSON; parts of classes B and C hold words and names only."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        for branch in tree:
            yield from _leaves(branch)
    elif isinstance(tree, dict):
        for branch in tree.values():
            yield from _leaves(branch)
