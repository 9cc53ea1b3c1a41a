"""The language of the search box: words, ``"phrases"``, ``-exclusions``; the last word may be unfinished.

Whatever is typed is a question: signs that mean something to a search engine mean nothing here, so none can be wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.text import fold

LONGEST: Final = 200
"""Characters of a question that are read."""

NOTHING: Final = '""'
"""The FTS5 query that finds nothing."""

_TERMS: Final = re.compile(r'(-?)(?:"([^"]*)("?)|([^\s"]+))')
WORDS: Final = re.compile(r"[^\W_]+")
"""Words of folded text, as FTS5's tokenizer sees them: letters and digits."""

_UNSTORABLE: Final = re.compile("[\x00-\x08]")
_SHORTEST_BEGINNING: Final = 2


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that must stand next to each other, or must not; ``unfinished``: of the last one the beginning."""

    words: tuple[str, ...]
    excluded: bool
    unfinished: bool


def terms_of(text: str) -> tuple[Term, ...]:
    """What somebody has typed so far.

    One letter is taken for the whole word that it is in Vietnamese (*ở*, *ý*): as a beginning it would match nearly
    everything.
    """
    typed = fold(_storable(text))
    return tuple(_terms(typed))


def _terms(typed: str) -> Iterator[Term]:
    for found in _TERMS.finditer(typed):
        minus, phrase, closing, word = found.groups()
        words = tuple(WORDS.findall(word if phrase is None else phrase))
        if not words:
            continue
        being_typed = found.end() == len(typed) and typed[-1].isalnum() and not closing and not minus
        yield Term(words, bool(minus), being_typed and len(words[-1]) >= _SHORTEST_BEGINNING)


def _storable(text: str) -> str:
    """Text without what SQLite cannot take: lone surrogates and control characters."""
    return _UNSTORABLE.sub("", text[:LONGEST].encode("utf-8", "ignore").decode("utf-8"))


def fts_query(terms: Sequence[Term], completions: Callable[[str], Sequence[str]]) -> str:
    """The terms as an FTS5 query; ``completions`` gives the known words that begin as an unfinished one does.

    FTS5's own prefix queries gather every place of every word that fits before they give the first: 80 ms for two
    letters over 24,000 visits. Named one by one the words are read side by side, newest first, in 5 ms, without an
    index of prefixes to write.
    """
    wanted = [_phrases(term, completions) for term in terms if not term.excluded]
    unwanted = [_phrases(term, completions) for term in terms if term.excluded]
    if not wanted:
        return NOTHING
    return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted])


def _phrases(term: Term, completions: Callable[[str], Sequence[str]]) -> str:
    before, last = term.words[:-1], term.words[-1]
    endings = completions(last) if term.unfinished else ()
    phrases = [" ".join((*before, ending)) for ending in endings or (last,)]
    return "(" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"


def pattern_of(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """What to mark in folded text, or ``None`` where nothing is asked for."""
    wanted = [
        r"[\W_]+".join(term.words) + ("" if term.unfinished else r"(?![^\W_])") for term in terms if not term.excluded
    ]
    return re.compile(r"(?<![^\W_])(?:" + "|".join(sorted(wanted, key=len, reverse=True)) + ")") if wanted else None
