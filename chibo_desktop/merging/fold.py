"""Folding all versions of a visit into what it is: every leaf a register that is ordered by causality.

Equal values are agreement. Concurrent different values are all kept; shown is that of the machine that recorded the
visit, else the one with the longest history, else the greatest entry id. Rows only grow: one that a version leaves out
stays until somebody strikes it. A choice replaces what it knew of, so a value that arrives later is a conflict again,
and so are two choices that did not know of each other. A choice that was taken back is as if it had not been made.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.persons import one_row_each
from chibo_desktop.merging.versions import WHOLE, Causality, Deed, Version, causality_of


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
    standing: tuple[EntryId, ...] = ()
    """Every entry whose word stands here, those that agree with a candidate included."""
    is_asked: bool = False
    """Whether the machines are being asked, and nothing has come since."""


@dataclass(frozen=True, slots=True)
class Folded:
    """What all versions of a visit come to.

    ``visit`` is ``None`` while no record or amendment has arrived. ``heads`` are the entries that nobody has seen yet:
    what the next one is based on. ``withdrawn`` and ``returned`` are reasons; ``edited_after_withdrawal`` says that
    there is content which no withdrawal knew of. ``absent`` names the classes of which some leaf in force is not here;
    ``erased`` are the leaves in force of which nothing but the erased text was ever here, sorted.
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
    erased: tuple[str, ...] = ()


def fold(versions: Collection[Version]) -> Folded:
    """What these versions of one visit come to: the same for every order and any repetition."""
    unique = {version.entry: version for version in versions}
    if len(unique) == 1:
        (only,) = unique.values()
        if only.deed is Deed.RECORD:  # nearly every visit of a year: nothing to compare
            erased = tuple(sorted(only.erased & leaves(only.visit).keys())) if only.erased and only.visit else ()
            return Folded(only.visit, (only.entry,), only.device, absent=only.absent, erased=erased)
    return _Fold(one_row_each(tuple(sorted(unique.values(), key=lambda one: one.entry)))).result()


class _Fold:
    def __init__(self, versions: tuple[Version, ...]) -> None:
        self.versions = versions
        self.causality: Causality = causality_of(versions)
        self.contents = tuple(sorted((one for one in versions if one.visit is not None), key=self._age))
        self.leaves = {one.entry: leaves(one.visit) for one in self.contents if one.visit is not None}
        self.recorder = self._recorder()
        self.undone = {(one.path, entry) for one in versions for entry in one.undone}
        self.written = {one.entry: self._writes(one) for one in versions}
        self.writers = self._writers()

    def result(self) -> Folded:
        conflicts: list[Conflict] = []
        absent = {part for one in self.versions if one.visit is None for part in one.absent}
        found: dict[str, Any] = {}
        erased: list[str] = []
        for path in self._paths():
            standing, part = self._standing(path), part_of(path)
            known = [one for one in standing if part not in one.absent or one.deed is Deed.SETTLE]
            if len(known) < len(standing):
                absent.add(part)
            candidates = self._candidates(path, [one for one in known if path not in one.erased])
            if known and not candidates:
                erased.append(path)
            if candidates:
                found[path] = candidates[0].value
            if len(candidates) > 1:
                conflicts.append(self._conflict(path, candidates, standing))
        withdrawals = self._all(Deed.WITHDRAW)
        verdicts = self._verdicts() if withdrawals else ()
        edited = len({self._says_withdrawn(one) for one in verdicts}) > 1
        if edited:
            conflicts.append(self._conflict(WHOLE, self._verdict_candidates(verdicts), verdicts))
        is_withdrawn = any(map(self._says_withdrawn, verdicts))
        return Folded(
            visit=assemble(found) if self.contents else None,
            heads=tuple(one.entry for one in self.causality.latest(self.versions)),
            recorder=self.recorder,
            conflicts=tuple(conflicts),
            amendments=len(self._all(Deed.AMEND)),
            withdrawn=max(withdrawals, key=self._age).reason if is_withdrawn else None,
            edited_after_withdrawal=edited,
            returned=self._returned(),
            absent=frozenset(absent),
            erased=tuple(sorted(erased)),
        )

    def _all(self, deed: Deed) -> tuple[Version, ...]:
        return tuple(one for one in self.versions if one.deed is deed)

    def _age(self, version: Version) -> tuple[int, EntryId]:
        return self.causality.lamport[version.entry], version.entry

    def _rank(self, version: Version) -> tuple[bool, int, EntryId]:
        """Which of several standing versions is shown: the greatest."""
        return version.device == self.recorder, *self._age(version)

    def _recorder(self) -> DeviceId | None:
        """The machine of the first record; while none has arrived, that of the first amendment."""
        records = self._all(Deed.RECORD) or self._all(Deed.AMEND)
        return min(records, key=self._age).device if records else None

    def _writes(self, version: Version) -> Mapping[str, Any]:
        """The leaves that a version sets, with their values."""
        if version.deed is Deed.SETTLE:
            return dict(version.settled)
        content = self.leaves.get(version.entry, {})
        if version.deed is Deed.RECORD:
            return content
        return {path: content[path] for path in version.changes if path in content}

    def _writers(self) -> dict[str, list[Version]]:
        writers: dict[str, list[Version]] = {}
        for version in self.versions:
            for path in self.written[version.entry]:
                if (path, version.entry) not in self.undone:
                    writers.setdefault(path, []).append(version)
        return writers

    def _paths(self) -> Iterable[str]:
        """Every leaf that any version has; rows in the order of the version that is shown, then of the older ones."""
        shown = sorted(self.causality.latest(self.contents), key=self._rank, reverse=True)
        return dict.fromkeys(path for one in (*shown, *self.contents) for path in self.leaves[one.entry])

    def _standing(self, path: str) -> tuple[Version, ...]:
        """The versions whose word on a leaf nobody has replaced.

        An amendment whose base never arrived stands alone: what it did not change is then the best that is known.
        """
        writers = self.writers.get(path) or [one for one in self.contents if path in self.leaves[one.entry]]
        return self.causality.latest(writers)

    def _candidates(self, path: str, known: Iterable[Version]) -> tuple[Candidate, ...]:
        """One candidate for each different value, the shown one first."""
        values: list[Candidate] = []
        for one in sorted(known, key=self._rank, reverse=True):
            written = self.written[one.entry]
            value = written[path] if path in written else self.leaves[one.entry][path]
            if all(value != other.value for other in values):
                values.append(Candidate(one.entry, one.device, value))
        return tuple(values)

    def _conflict(self, path: str, candidates: tuple[Candidate, ...], standing: Iterable[Version]) -> Conflict:
        entries = frozenset(one.entry for one in standing)
        asking = (one for one in self._all(Deed.SETTLE) if one.path == path and (path, one.entry) not in self.undone)
        return Conflict(path, candidates, tuple(sorted(entries)), any(entries <= one.asked for one in asking))

    # whether the visit as a whole is withdrawn

    def _verdicts(self) -> tuple[Version, ...]:
        """Withdrawals, contents and choices between them that stand; an edit ends no withdrawal that it knew of."""
        withdrawals, choices = self._all(Deed.WITHDRAW), self.writers.get(WHOLE, [])
        latest = self.causality.latest((*withdrawals, *choices, *self.contents))
        standing = {one.entry: one for one in latest}
        for content in (one for one in latest if one.visit is not None):
            known = [one for one in (*withdrawals, *choices) if self.causality.is_after(content.entry, one.entry)]
            standing |= {one.entry: one for one in self.causality.latest(known) if self._says_withdrawn(one)}
        return tuple(sorted(standing.values(), key=self._rank, reverse=True))

    def _says_withdrawn(self, version: Version) -> bool:
        return version.deed is Deed.WITHDRAW or dict(version.settled).get(WHOLE) is True

    def _verdict_candidates(self, verdicts: Iterable[Version]) -> tuple[Candidate, ...]:
        """Withdrawn first: the visit does not count until a person decides."""
        found: dict[bool, Candidate] = {}
        for one in verdicts:
            is_withdrawn = self._says_withdrawn(one)
            found.setdefault(is_withdrawn, Candidate(one.entry, one.device, is_withdrawn))
        return found[True], found[False]

    def _returned(self) -> str | None:
        """The comment of the last return that no amendment has answered."""
        amended = self._all(Deed.AMEND)
        unanswered = [
            one
            for one in self._all(Deed.RETURN)
            if not any(self.causality.is_after(two.entry, one.entry) for two in amended)
        ]
        return max(unanswered, key=self._age).reason if unanswered else None
