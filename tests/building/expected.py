"""What has to come of a set of events, said as plainly as can be and without any code of the program."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from chibo_desktop.domain.ids import VisitId
from tests.building.scenarios import VALUES, WHOLE, Event

Places = frozenset[tuple[str, str, int]]


def forks(events: Sequence[Event]) -> Places:
    """Places of logs that more than one entry claims."""
    claimed: dict[tuple[str, str, int], set[str]] = {}
    for event in events:
        head = event.entry.head
        claimed.setdefault((head.device, head.epoch, head.seq), set()).add(event.id)
    return frozenset(place for place, entries in claimed.items() if len(entries) > 1)


def gaps(events: Sequence[Event]) -> Places:
    """Places below the last one of each log that nothing has come for."""
    held: dict[tuple[str, str], set[int]] = {}
    for event in events:
        head = event.entry.head
        held.setdefault((head.device, head.epoch), set()).add(head.seq)
    return frozenset((*log, seq) for log, seqs in held.items() for seq in range(1, max(seqs)) if seq not in seqs)


def heard(events: Sequence[Event], groups: Mapping[str, str]) -> tuple[Event, ...]:
    """Those that count: records, erasures, the office's words, and what a machine says of visits of its own group.

    ``groups``: those of the machines; an office's has none. Where several recorded a visit, all of them are asked.
    """
    recorders: dict[VisitId, set[str]] = {}
    for event in events:
        if event.kind == "visit.recorded":
            recorders.setdefault(event.visit, set()).add(event.entry.head.device)

    def counts(event: Event) -> bool:
        group = groups.get(event.entry.head.device)
        if group is None or event.kind in {"visit.recorded", "part.erased"}:
            return True
        visits = event.pair or (event.visit,)
        return all(groups.get(one) == group for visit in visits for one in recorders.get(visit, ()))

    return tuple(event for event in events if counts(event))


def conflicts(events: Sequence[Event]) -> dict[str, dict[str, frozenset[Any]]]:
    """For each visit whose content has come: the values that stand on each leaf where several do."""
    found: dict[str, dict[str, frozenset[Any]]] = {}
    for visit in {event.visit for event in events}:
        mine = [
            event for event in events if event.visit == visit and event.pair is None and event.kind != "part.erased"
        ]
        if any(event.content for event in mine):
            standing = _Visit(mine).standing()
            if standing:
                found[visit] = standing
    return found


def links(events: Sequence[Event]) -> dict[tuple[str, str], str]:
    """What was said of each pair of visits and still stands."""
    said = {event.id: event for event in events if event.pair is not None}
    undone = {entry for event in said.values() for entry in event.undone}
    found: dict[tuple[str, str], str] = {}
    for pair in {event.pair for event in said.values() if event.pair}:
        words = [one for one in said.values() if one.pair == pair and not one.undone and one.id not in undone]
        last = [one for one in words if not any(one.id in _before(two, said) for two in words)]
        if last:
            same = {one.same for one in last}
            found[pair] = "disputed" if len(same) > 1 else "same" if True in same else "different"
    return found


def _before(event: Event, known: dict[Any, Event]) -> set[str]:
    direct = {entry for entry in event.seen if entry in known}
    return direct.union(*(_before(known[entry], known) for entry in direct))


class _Visit:
    """The rules for one visit."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.known = {event.id: event for event in events}
        records = [event for event in events if event.kind == "visit.recorded"]
        self.root = records[0].id if len(records) == 1 else None
        self.undone = {(event.path, entry) for event in events for entry in event.undone}
        self.before = {event.id: self._all_before(event) for event in events}

    def _all_before(self, event: Event) -> set[str]:
        """Everything that was written before; whoever wrote about a visit had its record before him."""
        found = _before(event, self.known)
        return found | ({self.root} if self.root and event.id != self.root else set())

    def _last(self, among: Sequence[Event]) -> list[Event]:
        return [one for one in among if not any(one.id in self.before[two.id] for two in among)]

    def _word(self, event: Event, path: str) -> tuple[Any, ...]:
        """What an event says about a path, if it says anything."""
        if event.content:
            return (event.content[path],) if path in event.sets else ()
        chosen = self.known.get(event.chosen) if event.chosen and event.path == path else None
        if chosen is None:
            return ()
        return (chosen.kind == "visit.withdrawn",) if path == WHOLE else (chosen.content[path],)

    def standing(self) -> dict[str, frozenset[Any]]:
        found: dict[str, frozenset[Any]] = {}
        for path in VALUES:
            writers = [
                one for one in self.known.values() if self._word(one, path) and (path, one.id) not in self.undone
            ]
            writers = writers or [one for one in self.known.values() if one.content]
            values = {(self._word(one, path) or (one.content[path],))[0] for one in self._last(writers)}
            if len(values) > 1:
                found[path] = frozenset(values)
        whole = self._withdrawn()
        if len(whole) > 1:
            found[WHOLE] = frozenset(whole)
        return found

    def _withdrawn(self) -> set[bool]:
        withdrawals = [one for one in self.known.values() if one.kind == "visit.withdrawn"]
        if not withdrawals:
            return set()
        choices = [
            one
            for one in self.known.values()
            if one.kind == "conflict.settled" and self._word(one, WHOLE) and (WHOLE, one.id) not in self.undone
        ]

        def says(one: Event) -> bool:
            return one in withdrawals or (one in choices and self._word(one, WHOLE)[0])

        last = self._last([*withdrawals, *choices, *(one for one in self.known.values() if one.content)])
        verdicts = {says(one) for one in last}
        for content in (one for one in last if one.content):
            knew = [one for one in (*withdrawals, *choices) if one.id in self.before[content.id]]
            verdicts |= {True for one in self._last(knew) if says(one)}
        return verdicts


def merged_meetings(pairs: dict[tuple[str, str], str]) -> list[set[str]]:
    """Visits that are linked over any chain."""
    groups = [{*pair} for pair, word in pairs.items() if word == "same"]
    for one, other in itertools.permutations(range(len(groups)), 2):
        if groups[one] & groups[other]:
            groups[one] |= groups[other]
            groups[other] = groups[one]
    return groups
