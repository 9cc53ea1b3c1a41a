"""Names that may be one thing spelled twice: pointed out to a person, never put together by themselves."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz, process

from chibo_desktop.domain.text import fold

T = TypeVar("T")
ALIKE = 80
"""Likeness of what distinguishes two names, of 100, from which a person is asked."""
_MOST = 600
"""Names of one unit beyond which nobody would read the hints."""


def alike_pairs(
    new: Sequence[tuple[str, T]], others: Sequence[tuple[str, T]]
) -> Iterable[tuple[tuple[str, T], tuple[str, T]]]:
    """Each new name with the likeliest one beside it, old or new, where there is one; no pair twice.

    Compared is what remains of the folded names without the words that they begin or end with in common, so that
    *Chi bộ thôn* makes nobody alike. Names whose digits differ are numbered things, not slips.
    """
    everything = (*new, *others)
    if len(everything) > _MOST:
        return
    folded = [" ".join(fold(name).split()) for name, _ in everything]
    for place, one in enumerate(new):
        rest = folded[place + 1 :]
        found = process.extract(folded[place], rest, scorer=_likeness, score_cutoff=ALIKE, limit=1)
        for _, _, at in found:
            yield one, everything[place + 1 + at]


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """How alike two folded names are, of 100; 0 for names that a number tells apart."""
    if _digits(one) != _digits(other):
        return 0.0
    mine, theirs = one.split(), other.split()
    if len(set(mine) ^ set(theirs)) <= 1:  # the same words, or one word more
        return 100.0
    for end in (0, -1):
        while len(mine) > 1 and len(theirs) > 1 and mine[end] == theirs[end]:
            del mine[end], theirs[end]
    return fuzz.ratio(" ".join(mine), " ".join(theirs), score_cutoff=score_cutoff)


def _digits(text: str) -> list[str]:
    return [word for word in text.split() if any(letter.isdigit() for letter in word)]
