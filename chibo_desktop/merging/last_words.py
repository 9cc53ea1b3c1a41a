"""Things that one office owns - its register, its groups, its plans: the last word counts, order by causality.

Whoever writes knows what was said before, so there is one last word. Where two machines of an office did not know of
each other, the one with the longer history counts, then the greater id: the same for everybody, whatever came first.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.merging.versions import parents_first

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """What one entry says, and what its writer knew."""

    entry: EntryId
    content: T_co
    based_on: tuple[EntryId, ...] = ()


def in_order(said: Collection[Said[T]]) -> tuple[Said[T], ...]:
    """All words, each after everything that its writer knew of; the last one counts most."""
    unique = {one.entry: one for one in said}
    parents = {one.entry: tuple(parent for parent in one.based_on if parent in unique) for one in unique.values()}
    age: dict[EntryId, int] = {}
    for entry in parents_first(parents):
        age[entry] = 1 + max((age[parent] for parent in parents[entry]), default=0)
    return tuple(sorted(unique.values(), key=lambda one: (age[one.entry], one.entry)))


def last(said: Collection[Said[T]]) -> Said[T] | None:
    """The word that counts."""
    ordered = in_order(said)
    return ordered[-1] if ordered else None


def heads(said: Collection[Said[T]]) -> tuple[EntryId, ...]:
    """The words that no other knew of: what the next one is based on."""
    known = {parent for one in said for parent in one.based_on}
    return tuple(sorted(one.entry for one in said if one.entry not in known))


def standing(said: Collection[Said[T]], undone: Callable[[T], Iterable[str]]) -> tuple[Said[T], ...]:
    """The words that were not taken back, in order. Taking back a taking-back brings the first word back."""
    gone: set[str] = set()
    kept: list[Said[T]] = []
    for one in reversed(in_order(said)):
        if one.entry not in gone:
            gone.update(undone(one.content))
            kept.append(one)
    return tuple(reversed(kept))
