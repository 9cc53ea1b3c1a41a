"""What merging looks at: one version of a visit per entry, and who had seen whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.visits import Visit

WHOLE = ""
"""The path under which it is settled whether a visit that was edited after its withdrawal is withdrawn (``True``)."""


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
    record sets every leaf. ``settled`` are the paths and values that a person chose; the path ``WHOLE`` asks whether
    the visit is withdrawn. ``absent`` names the classes of parts whose text is not here, so that their leaves say
    nothing; ``erased`` are single leaves whose text was erased on request. ``reason`` belongs to withdrawals and
    returns. A settlement may also take the word of ``undone`` entries on its ``path`` back, or say that ``asked``
    entries are being asked about there: it chooses nothing then.
    """

    entry: EntryId
    deed: Deed
    device: DeviceId
    based_on: tuple[EntryId, ...] = ()
    visit: Visit | None = None
    changes: tuple[str, ...] = ()
    settled: tuple[tuple[str, Any], ...] = ()
    absent: frozenset[PartClass] = frozenset()
    erased: frozenset[str] = frozenset()
    reason: str = ""
    path: str = ""
    undone: frozenset[EntryId] = frozenset()
    asked: frozenset[EntryId] = frozenset()


@dataclass(frozen=True, slots=True)
class Causality:
    """Who had seen whom among known entries: each has a bit in ``bits``, and in ``seen`` the bits of its ancestors.

    ``lamport`` counts the longest way from an entry without ancestors.
    """

    bits: Mapping[EntryId, int]
    seen: Mapping[EntryId, int]
    lamport: Mapping[EntryId, int]

    def is_after(self, later: EntryId, earlier: EntryId) -> bool:
        return bool(self.seen[later] & self.bits[earlier])

    def latest(self, among: Iterable[Version]) -> tuple[Version, ...]:
        """Those that no other of them had seen, sorted by id."""
        versions = tuple(among)
        seen = 0
        for version in versions:
            seen |= self.seen[version.entry]
        return tuple(sorted((one for one in versions if not seen & self.bits[one.entry]), key=lambda one: one.entry))


def causality_of(versions: Collection[Version]) -> Causality:
    """Transitive ancestors of each version; entries that are not here count as never seen."""
    parents = _parents(versions)
    bits = {entry: 1 << place for place, entry in enumerate(parents)}
    seen: dict[EntryId, int] = {}
    lamport: dict[EntryId, int] = {}
    for entry in parents_first(parents):
        seen[entry] = 0
        for parent in parents[entry]:
            seen[entry] |= bits[parent] | seen[parent]
        lamport[entry] = 1 + max((lamport[parent] for parent in parents[entry]), default=0)
    return Causality(bits, seen, lamport)


def _parents(versions: Collection[Version]) -> dict[EntryId, tuple[EntryId, ...]]:
    """What each entry had seen directly.

    Whoever wrote about a visit had its record before him. So the only record comes before everything else, even where
    the amendments between them have not arrived; otherwise each hole in a log would look like a contradiction.
    """
    known = {version.entry for version in versions}
    records = [version for version in versions if version.deed is Deed.RECORD]
    root = tuple(one.entry for one in records if not one.based_on) if len(records) == 1 else ()
    return {
        version.entry: (
            *(parent for parent in version.based_on if parent in known),
            *(root if version.entry not in root else ()),
        )
        for version in versions
    }


def parents_first(parents: Mapping[EntryId, tuple[EntryId, ...]]) -> Iterable[EntryId]:
    """Entries after everything that they are based on. An id is the hash of its parents' ids: there are no circles."""
    done: dict[EntryId, None] = {}
    for start in parents:
        pending = [start]
        while pending:
            missing = [parent for parent in parents[pending[-1]] if parent not in done]
            if missing:
                pending.extend(missing)
            else:
                done.setdefault(pending.pop())
    return done
