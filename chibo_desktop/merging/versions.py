"""What merging looks at: one version of a visit per entry, and who had seen whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.visits import Visit


class Deed(StrEnum):
    """What an entry does to a visit."""

    RECORD = "record"
    AMEND = "amend"
    SETTLE = "settle"
    WITHDRAW = "withdraw"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Version:
    """One entry about a visit.

    ``visit`` is the whole content of a record or an amendment. ``changes`` are the paths that an amendment sets; a
    record sets every leaf. ``settled`` are the paths and values that a person chose. ``absent`` names the classes of
    parts whose text is not here, so that their leaves say nothing. ``reason`` belongs to withdrawals and returns.
    """

    entry: EntryId
    deed: Deed
    device: DeviceId
    based_on: tuple[EntryId, ...] = ()
    visit: Visit | None = None
    changes: tuple[str, ...] = ()
    settled: tuple[tuple[str, Any], ...] = ()
    absent: frozenset[PartClass] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Causality:
    """Who had seen whom among known entries. ``lamport`` counts the longest way from an entry without ancestors."""

    ancestors: dict[EntryId, frozenset[EntryId]]
    lamport: dict[EntryId, int]

    def is_after(self, later: EntryId, earlier: EntryId) -> bool:
        return earlier in self.ancestors[later]

    def latest(self, among: Iterable[Version]) -> tuple[Version, ...]:
        """Those that no other of them had seen, sorted by id."""
        versions = tuple(among)
        seen = {entry for version in versions for entry in self.ancestors[version.entry]}
        return tuple(sorted((one for one in versions if one.entry not in seen), key=lambda one: one.entry))


def causality_of(versions: Collection[Version]) -> Causality:
    """Transitive ancestors of each version; entries that are not here count as never seen."""
    known = {version.entry: version for version in versions}
    ancestors: dict[EntryId, frozenset[EntryId]] = {}
    lamport: dict[EntryId, int] = {}
    for entry in _parents_first(known):
        parents = [parent for parent in known[entry].based_on if parent in known]
        ancestors[entry] = frozenset(parents).union(*(ancestors[parent] for parent in parents))
        lamport[entry] = 1 + max((lamport[parent] for parent in parents), default=0)
    return Causality(ancestors, lamport)


def _parents_first(known: dict[EntryId, Version]) -> Iterable[EntryId]:
    """Entries after everything that they are based on. An id is the hash of its parents' ids: there are no circles."""
    done: dict[EntryId, None] = {}
    for start in known:
        pending = [start]
        while pending:
            entry = pending[-1]
            missing = [parent for parent in known[entry].based_on if parent in known and parent not in done]
            if missing:
                pending.extend(missing)
            else:
                done.setdefault(entry)
                pending.pop()
    return done
