"""Folding all versions of a visit into what it is: every leaf a register that is ordered by causality.

Equal values are agreement. Concurrent different values are all kept; shown is that of the machine that recorded the
visit, else the one with the longest history, else the greatest entry id. Rows only grow: one that a version leaves out
stays until somebody strikes it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.versions import Causality, Deed, Version, causality_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that stands, who wrote it, and where."""

    entry: EntryId
    device: DeviceId
    value: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different values of one leaf that nobody wrote knowing the others; the shown one comes first."""

    path: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What all versions of a visit come to.

    ``visit`` is ``None`` while no record or amendment has arrived. ``withdrawn`` and ``returned`` are reasons.
    ``edited_after_withdrawal``: somebody who had not seen the withdrawal wrote on.
    """

    visit: Visit | None
    heads: tuple[EntryId, ...]
    recorder: DeviceId | None = None
    conflicts: tuple[Conflict, ...] = ()
    amendments: int = 0
    withdrawn: str | None = None
    edited_after_withdrawal: bool = False
    returned: str | None = None
    absent: frozenset[PartClass] = frozenset()


def fold(versions: Collection[Version]) -> Folded:
    """What these versions of one visit come to: the same for every order and any repetition."""
    unique = {version.entry: version for version in versions}
    if len(unique) == 1:
        (only,) = unique.values()
        if only.deed is Deed.RECORD:  # nearly every visit of a year: nothing to compare
            return Folded(only.visit, (only.entry,), only.device, absent=only.absent)
    return _Fold(tuple(sorted(unique.values(), key=lambda one: one.entry))).result()


class _Fold:
    def __init__(self, versions: tuple[Version, ...]) -> None:
        self.versions = versions
        self.causality: Causality = causality_of(versions)
        self.contents = tuple(sorted((one for one in versions if one.visit is not None), key=self._age))
        self.leaves = {one.entry: leaves(one.visit) for one in self.contents if one.visit is not None}
        self.recorder = self._recorder()

    def result(self) -> Folded:
        conflicts: list[Conflict] = []
        found: dict[str, Any] = {}
        for path in self._paths():
            candidates = self._candidates(path)
            if candidates:
                found[path] = candidates[0].value
            if len(candidates) > 1:
                conflicts.append(Conflict(path, candidates))
        withdrawal = self._withdrawal()
        return Folded(
            visit=assemble(found) if self.contents else None,
            heads=tuple(one.entry for one in self.causality.latest(self.versions)),
            recorder=self.recorder,
            conflicts=tuple(conflicts),
            amendments=sum(one.deed is Deed.AMEND for one in self.versions),
            withdrawn=withdrawal.reason if withdrawal else None,
            edited_after_withdrawal=withdrawal is not None and self._is_edited_after(withdrawal),
            returned=self._returned(),
            absent=self._absent(),
        )

    def _age(self, version: Version) -> tuple[int, EntryId]:
        return self.causality.lamport[version.entry], version.entry

    def _rank(self, version: Version) -> tuple[bool, int, EntryId]:
        """Which of several standing versions is shown: the greatest."""
        return version.device == self.recorder, *self._age(version)

    def _recorder(self) -> DeviceId | None:
        records = [one for one in self.contents if one.deed is Deed.RECORD] or list(self.contents)
        return min(records, key=self._age).device if records else None

    def _paths(self) -> Iterable[str]:
        """Every leaf that any version has; rows in the order of the version that is shown, then of the older ones."""
        shown = sorted(self.causality.latest(self.contents), key=self._rank, reverse=True)
        older = (one for one in self.contents if one not in shown)
        return dict.fromkeys(path for one in (*shown, *older) for path in self.leaves[one.entry])

    def _candidates(self, path: str) -> tuple[Candidate, ...]:
        """The standing values of a leaf, the shown one first; one candidate for each different value."""
        part = part_of(path)
        writers = [one for one in self.versions if self._writes(one, path)]
        # An amendment whose base never arrived stands alone: what it did not change is the best that is known.
        standing = self.causality.latest(writers or [one for one in self.contents if path in self.leaves[one.entry]])
        known = sorted((one for one in standing if part not in one.absent), key=self._rank, reverse=True)
        values: list[Candidate] = []
        for one in known:
            value = self._value(one, path)
            if all(value != other.value for other in values):
                values.append(Candidate(one.entry, one.device, value))
        return tuple(values)

    def _writes(self, version: Version, path: str) -> bool:
        if version.deed is Deed.SETTLE:
            return any(settled == path for settled, _ in version.settled)
        if version.visit is None or path not in self.leaves[version.entry]:
            return False
        return version.deed is Deed.RECORD or path in version.changes

    def _value(self, version: Version, path: str) -> Any:
        return dict(version.settled)[path] if version.deed is Deed.SETTLE else self.leaves[version.entry][path]

    def _withdrawal(self) -> Version | None:
        """The withdrawal that the fewest others follow; several agree that the visit is withdrawn."""
        return min((one for one in self.versions if one.deed is Deed.WITHDRAW), key=self._age, default=None)

    def _is_edited_after(self, withdrawal: Version) -> bool:
        return any(not self.causality.is_after(withdrawal.entry, one.entry) for one in self.contents)

    def _returned(self) -> str | None:
        """The comment of the last return that no amendment has answered."""
        amended = [one for one in self.versions if one.deed is Deed.AMEND]
        unanswered = [
            one
            for one in self.versions
            if one.deed is Deed.RETURN and not any(self.causality.is_after(two.entry, one.entry) for two in amended)
        ]
        last = max(unanswered, key=self._age, default=None)
        return last.reason if last else None

    def _absent(self) -> frozenset[PartClass]:
        """Classes of which a standing version wrote something that is not here."""
        return frozenset(self._missing())

    def _missing(self) -> Iterator[PartClass]:
        for one in self.contents:
            if one.deed is Deed.RECORD:
                yield from one.absent
            else:
                yield from one.absent & {part_of(path) for path in one.changes if path in self.leaves[one.entry]}
