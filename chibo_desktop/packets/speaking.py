"""Which machines may speak of a visit that some machine recorded, by what offices vouched for.

The machines of the reader's own office speak of everything; those of an office below, of what machines under it
recorded. A machine of a group speaks of what it recorded itself, of what the machines recorded whose place it took, and
of what was recorded for its group - each within the one office that vouches for it. What was granted once holds for
good: a laptop that goes to another group still has amended what it amended.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from chibo_desktop.packets import subordination
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, Role


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says of its visit: for which group, and in which organisations the meeting was."""

    group: str | None = None
    organisations: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Machine:
    """A machine by all its certificates. ``reaches``: a group (``None``: all) with organisations (none: all)."""

    office: str
    speaks_for_office: bool = False
    reaches: set[tuple[str | None, frozenset[str]]] = field(default_factory=set[tuple[str | None, frozenset[str]]])
    replaces: set[str] = field(default_factory=set[str])

    def learn(self, one: Certificate) -> None:
        if one.role is Role.GROUP:
            self.reaches.add((one.group.id if one.group else None, frozenset(one.organisations)))
        else:
            self.speaks_for_office = True
        if isinstance(one.replaces, str):
            self.replaces.add(one.replaces)

    @property
    def groups(self) -> set[str]:
        return {group for group, _ in self.reaches if group is not None}


class Speakers:
    """Answers for one state of the papers. ``own`` are the devices of the reader, who needs no certificate here."""

    def __init__(self, book: TrustBook, own: frozenset[str]) -> None:
        self._book, self._own = book, own
        self._office = book.profile.office if book.profile is not None else None
        self._machines: dict[str, _Machine] = {}
        self._under: dict[str, frozenset[str]] = {}
        for holder in (book, *book.below.values()):  # what this office vouches for comes first
            for one in (*holder.certificates.values(), *holder.earlier):
                office = one.lower.office if one.lower is not None else one.office
                machine = self._machines.setdefault(one.device, _Machine(office))
                if machine.office == office:
                    machine.learn(one)
        office_machines = (device for device, one in self._machines.items() if self._is_of_own_office(one))
        self.unquestioned = own.union(office_machines)
        """The machines that speak of everything here."""

    def _is_of_own_office(self, machine: _Machine) -> bool:
        return machine.speaks_for_office and machine.office == self._office

    def may_speak(self, device: str, recorder: str, said: Callable[[], Said]) -> bool:
        """Whether what ``device`` writes about a visit that ``recorder`` recorded counts.

        ``said`` reads the record, and is asked only where the papers alone do not tell.
        """
        if device == recorder or device in self.unquestioned:
            return True
        machine, office = self._machines.get(device), self._office_of(recorder)
        if machine is None:
            return False
        if machine.speaks_for_office:
            return office in self._offices_under(machine.office)
        if office != machine.office:
            return False
        return recorder in self.replaced(device) or self._reaches(machine, recorder, said)

    def replaced(self, device: str) -> frozenset[str]:
        """Every machine whose place this one took, one after the other, as far as the same office says so."""
        first, found, waiting = self._machines.get(device), set[str](), [device]
        while waiting:
            here = self._machines.get(waiting.pop())
            if here is not None and first is not None and here.office == first.office:
                waiting.extend(here.replaces - found)
                found |= here.replaces
        return frozenset(found)

    def _office_of(self, device: str) -> str | None:
        machine = self._machines.get(device)
        return machine.office if machine else self._office if device in self._own else None

    def _offices_under(self, office: str) -> frozenset[str]:
        if office not in self._under:
            self._under[office] = subordination.offices_under(self._book, office)
        return self._under[office]

    def _reaches(self, machine: _Machine, recorder: str, said: Callable[[], Said]) -> bool:
        there = self._machines.get(recorder)
        known = there.groups if there else set[str]()
        for group, organisations in machine.reaches:
            is_group = group is None or group in known or group == said().group
            if is_group and (not organisations or _meet(organisations, said().organisations)):
                return True
        return False


def _meet(organisations: frozenset[str], named: frozenset[str]) -> bool:
    """A visit whose cell stands in no register is nobody's to refuse."""
    return not named or not organisations.isdisjoint(named)
