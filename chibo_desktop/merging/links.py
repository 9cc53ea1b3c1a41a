"""Which visits are records of one meeting: a pure function of the set of links, whatever order they arrived in.

For each pair the last word counts: a link that somebody wrote knowing an earlier one replaces it. Two words that did
not know of each other and differ settle nothing. A link that was taken back is as if it had not been made.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import EntryId, VisitId

Pair = tuple[VisitId, VisitId]
"""Two visits, the smaller id first."""


class Verdict(StrEnum):
    """What persons said about two visits."""

    SAME = "same"
    DIFFERENT = "different"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Link:
    """One entry about two or more visits: ``same`` meeting or not; or, with ``undone``, links taken back."""

    entry: EntryId
    visits: tuple[VisitId, ...]
    same: bool
    based_on: tuple[EntryId, ...] = ()
    undone: frozenset[EntryId] = frozenset()


def pair_of(one: VisitId, other: VisitId) -> Pair:
    return (one, other) if one < other else (other, one)


def verdicts(links: Collection[Link]) -> dict[Pair, Verdict]:
    """What is known of each pair about which somebody said something that still stands."""
    unique = {link.entry: link for link in links}
    undone = {entry for link in unique.values() for entry in link.undone}
    seen = _ancestors(unique)
    said: dict[Pair, list[Link]] = {}
    for link in unique.values():
        if link.entry not in undone and not link.undone:
            for one, other in itertools.combinations(sorted(set(link.visits)), 2):
                said.setdefault((one, other), []).append(link)
    return {pair: _verdict(found, seen) for pair, found in sorted(said.items())}


def _verdict(links: Iterable[Link], seen: Mapping[EntryId, frozenset[EntryId]]) -> Verdict:
    found = list(links)
    replaced = frozenset(entry for link in found for entry in seen[link.entry])
    words = {link.same for link in found if link.entry not in replaced}
    if len(words) > 1:
        return Verdict.DISPUTED
    return Verdict.SAME if True in words else Verdict.DIFFERENT


def _ancestors(links: Mapping[EntryId, Link]) -> dict[EntryId, frozenset[EntryId]]:
    """Every link that each of them knew of. An id is the hash of what it is based on: there are no circles."""
    done: dict[EntryId, frozenset[EntryId]] = {}
    for start in sorted(links):
        pending = [start]
        while pending:
            parents = [entry for entry in links[pending[-1]].based_on if entry in links]
            missing = [entry for entry in parents if entry not in done]
            if missing:
                pending.extend(missing)
                continue
            entry = pending.pop()
            done[entry] = frozenset(parents).union(*(done[parent] for parent in parents))
    return done


def meetings(found: Mapping[Pair, Verdict]) -> tuple[frozenset[VisitId], ...]:
    """Visits that belong together, over every chain of linked pairs."""
    groups: dict[VisitId, set[VisitId]] = {}
    for (one, other), verdict in found.items():
        if verdict is Verdict.SAME:
            joined = groups.get(one, {one}) | groups.get(other, {other})
            for visit in joined:
                groups[visit] = joined
    return tuple(sorted({frozenset(group) for group in groups.values()}, key=sorted))
