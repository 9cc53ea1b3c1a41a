"""Random histories of an exchange: machines, epochs, forks, gaps, concurrent edits, choices, links, lost sticks.

A scenario is made from a seed alone: the same seed gives the same story. Every entry is really signed and every packet
really sealed; what has to come of it is said in plain events, which ``tests.building.expected`` looks at without any
code of the program.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chibo_desktop.domain.attendance import AttendanceState
from chibo_desktop.domain.entries import Entry, PartClass
from chibo_desktop.domain.fields import assemble, leaves
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PersonId, VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Officer
from chibo_desktop.domain.visits import Attendance, Attendee, Session, Visit
from chibo_desktop.packets.contents import (
    ConflictSettled,
    Content,
    PartErased,
    VisitReturned,
    VisitsLinked,
    VisitWithdrawn,
    texts_of,
)
from chibo_desktop.packets.entries import Draft, Moment, Place, build_entry
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import Document, Shipment, pack
from chibo_desktop.packets.part_cuts import LEFT_PART, cut_part
from chibo_desktop.packets.trust_documents import Reader
from chibo_desktop.packets.visit_parts import CLASS_OF_PART, split
from tests.building.exchange import NOON, Machine
from tests.building.visits import id_of, item_of

ROW = item_of("a member")
ERASED = "closing.ideology"
"""The leaf that erasures take out; nothing else is ever said about it."""
VALUES: dict[str, Sequence[Any]] = {
    "session.place": ("nhà họp thôn", "nhà văn hóa", "trường"),
    "session.end": ("21:00", "21:30", None),
    "closing.conclusion": ("", "Thống nhất.", "Giao chi ủy."),
    "chair.name": ("Hoàng Thị Mẫu", "Hà Văn Mẫu"),
    f"attendance.roster/{ROW}/state": tuple(AttendanceState)[:3],
}
WHOLE = ""

Entries = tuple[EntryId, ...]
Paths = Sequence[str]


@dataclass(frozen=True)
class Event:
    """One entry as its story tells it. ``content``: what a record or amendment holds of the varied leaves."""

    entry: Entry = field(repr=False)
    kind: str
    visit: VisitId
    seen: frozenset[EntryId]
    sets: tuple[str, ...] = ()
    content: dict[str, Any] = field(default_factory=dict[str, Any])
    path: str = WHOLE
    chosen: EntryId | None = None
    undone: frozenset[EntryId] = frozenset()
    asked: bool = False
    pair: tuple[VisitId, VisitId] | None = None
    same: bool = True

    @property
    def id(self) -> EntryId:
        return self.entry.head.id


@dataclass(frozen=True)
class Scenario:
    """Packets by the order of their making, and the events that each of them carries."""

    seed: int
    files: tuple[bytes, ...]
    events: tuple[tuple[Event, ...], ...]

    def arrived(self, places: Sequence[int]) -> tuple[Event, ...]:
        """Every event of these packets, each once."""
        return tuple({event.id: event for place in places for event in self.events[place]}.values())

    def erases(self, place: int) -> bool:
        return any(event.kind == "part.erased" for event in self.events[place])


class _Log:
    """One epoch of a machine, or the branch of it that a copied machine went on with."""

    def __init__(self, machine: Machine, epoch: EpochId, begun: Sequence[Event] = ()) -> None:
        self.machine, self.epoch = machine, epoch
        self.begun = len(begun)
        self.events = list(begun)

    def place(self) -> Place:
        prev = self.events[-1].id if self.events else None
        return Place(self.machine.device, self.epoch, len(self.events) + 1, prev)


class Story:
    """Tells a story with the help of chance."""

    def __init__(self, seed: int, machines: Sequence[Machine], office: Machine) -> None:
        self.random = random.Random(seed)
        self.random_bytes = random.Random(seed + 1).randbytes
        self.seed, self.office = seed, office
        self.machines = [*self.random.sample(list(machines), self.random.randint(1, len(machines))), office]
        self.logs = [_Log(machine, self._epoch(machine, 0)) for machine in self.machines]
        self.visits = [VisitId(id_of(f"visit {seed} {number}")) for number in range(self.random.randint(1, 3))]
        self.told: list[Event] = []

    def tell(self, steps: int) -> None:
        """Record every visit, then let ``steps`` things happen."""
        for visit in self.visits:
            self._record(self.random.choice(self.logs[:-1]), visit)
        deeds = (
            [self._amend] * 7 + [self._settle] * 5 + [self._take_back] * 3 + [self._link] * 2
            + [self._withdraw, self._return, self._reopen, self._fork, self._fork, self._erase]
        )  # fmt: skip
        for _ in range(steps):
            self.random.choice(deeds)()

    def _epoch(self, machine: Machine, number: int) -> EpochId:
        return EpochId(id_of(f"epoch {self.seed} {machine.label} {number}"))

    def _of(self, visit: VisitId) -> list[Event]:
        return [event for event in self.told if event.visit == visit and event.pair is None]

    def _known(self, visit: VisitId) -> list[Event]:
        """Some of what was written about a visit, with everything that it was based on."""
        events = {event.id: event for event in self._of(visit)}
        share = self.random.choice((0.1, 0.3, 1.0))
        wanted = [event for event in events.values() if self.random.random() < share]
        known: dict[EntryId, Event] = {}
        while wanted:
            event = wanted.pop()
            known[event.id] = event
            wanted += [events[entry] for entry in event.seen if entry in events and entry not in known]
        return [event for event in events.values() if event.id in known] or [next(iter(events.values()))]

    @staticmethod
    def _heads(known: Sequence[Event]) -> tuple[EntryId, ...]:
        seen = {entry for event in known for entry in event.seen}
        return tuple(sorted(event.id for event in known if event.id not in seen))

    # writing

    def _sign(self, log: _Log, draft: Draft) -> Entry:
        machine = log.machine
        return build_entry(draft, log.place(), Moment(NOON), machine.key, self.random_bytes)

    def _add(self, log: _Log, event: Event) -> None:
        log.events.append(event)
        self.told.append(event)

    def _say(
        self, log: _Log, kind: str, subject: str, content: Content, seen: tuple[EntryId, ...], **more: Any
    ) -> Event:
        extra = more.pop("texts", ())
        draft = Draft(kind, subject, PersonId(log.machine.person.id), (*texts_of(content), *extra), seen)
        event = Event(self._sign(log, draft), kind, VisitId(subject), frozenset(seen), **more)
        self._add(log, event)
        return event

    def _write_visit(
        self, log: _Log, visit: VisitId, content: dict[str, Any], seen: tuple[EntryId, ...], sets: Any
    ) -> None:
        whole = assemble(leaves(_base(visit)) | content)
        texts = split(whole, sets if seen else (), "ghi sót" if seen else "")
        plain = tuple((name, CLASS_OF_PART[name], text) for name, text in texts.items())
        kind = "visit.amended" if seen else "visit.recorded"
        draft = Draft(kind, visit, PersonId(log.machine.person.id), plain, seen)
        self._add(log, Event(self._sign(log, draft), kind, visit, frozenset(seen), tuple(sets), content))

    def _record(self, log: _Log, visit: VisitId) -> None:
        content = {path: self.random.choice(values) for path, values in VALUES.items()}
        self._write_visit(log, visit, content, (), tuple(VALUES))

    def _anybody(self) -> _Log:
        return self.random.choice(self.logs)

    def _amend(self) -> None:
        visit = self.random.choice(self.visits)
        known = self._known(visit)
        sets = self.random.sample(list(VALUES), self.random.randint(1, 2))
        base = next(event.content for event in (*known, *self._of(visit)) if event.content)
        content = base | {path: self.random.choice(VALUES[path]) for path in sets}
        self._write_visit(self._anybody(), visit, content, self._heads(known), sets)

    def _settle(self) -> None:
        visit = self.random.choice(self.visits)
        known = self._known(visit)
        contents = [event for event in known if event.content]
        withdrawn = [event for event in known if event.kind == "visit.withdrawn"]
        heads = self._heads(known)
        if withdrawn and self.random.random() < 0.4:
            chosen = self.random.choice([*withdrawn, *contents] or withdrawn)
            self._choose(visit, ConflictSettled(WHOLE, chosen.id, heads), heads, chosen=chosen.id)
            return
        path = self.random.choice([path for event in contents if event.seen for path in event.sets] or list(VALUES))
        if self.random.random() < 0.15 or not contents:
            self._choose(visit, ConflictSettled(path, "", heads, asked=True), heads, asked=True)
            return
        chosen = self.random.choice(contents)
        self._choose(visit, ConflictSettled(path, chosen.id, heads), heads, chosen=chosen.id)

    def _take_back(self) -> None:
        """A choice is taken back, by somebody who knows of everything or of little else."""
        choices = [event for event in self.told if event.kind == "conflict.settled" and (event.chosen or event.asked)]
        if not choices:
            return
        old = self.random.choice(choices)
        told = ConflictSettled(old.path, "", undone=(old.id,))
        heads = self._heads(self._of(old.visit)) if self.random.random() < 0.6 else (old.id,)
        self._choose(old.visit, told, heads, undone=frozenset({old.id}))

    def _choose(self, visit: VisitId, told: ConflictSettled, seen: tuple[EntryId, ...], **more: Any) -> None:
        self._say(self._anybody(), "conflict.settled", visit, told, seen, path=told.path, **more)

    def _withdraw(self) -> None:
        visit = self.random.choice(self.visits)
        self._say(
            self._anybody(),
            "visit.withdrawn",
            visit,
            VisitWithdrawn(visit, "ghi nhầm"),
            self._heads(self._known(visit)),
        )

    def _return(self) -> None:
        visit = self.random.choice(self.visits)
        heads = self._heads(self._known(visit))
        self._say(self.logs[-1], "visit.returned", visit, VisitReturned(visit, heads[0], reason="thiếu"), heads)

    def _link(self) -> None:
        if len(self.visits) < 2:
            return
        one, other = sorted(self.random.sample(self.visits, 2))
        links = [event for event in self.told if event.pair is not None]
        known = [event for event in links if self.random.random() < 0.6]
        same, undone = self.random.random() < 0.7, ()
        standing = [event for event in known if event.pair == (one, other) and not event.undone]
        if standing and self.random.random() < 0.3:
            undone = (self.random.choice(standing).id,)
        told = VisitsLinked((one, other), same, undone=undone)
        seen = tuple(sorted(event.id for event in known))
        more = {"pair": (one, other), "same": same, "undone": frozenset(undone)}
        self._say(self._anybody(), "visits.linked", one, told, seen, **more)

    def _reopen(self) -> None:
        """A machine was restored: it goes on under a new epoch."""
        place = self.random.randrange(len(self.logs) - 1)
        machine = self.logs[place].machine
        number = sum(log.machine is machine for log in self.logs)
        self.logs.insert(place, _Log(machine, self._epoch(machine, number)))

    def _fork(self) -> None:
        """A machine was copied with everything: both go on with the same numbers."""
        log = self.random.choice(self.logs[:-1])
        if len(log.events) > 1:
            self.logs.insert(0, _Log(log.machine, log.epoch, log.events[: self.random.randint(1, len(log.events) - 1)]))

    def _erase(self) -> None:
        records = [event for event in self.told if event.kind == "visit.recorded"]
        record = self.random.choice(records)
        parts = {part.name: part.text or "" for part in record.entry.parts}
        left = cut_part(parts["words"], parts["figures"], [ERASED])
        told = PartErased(record.id, "words", (ERASED,), reason="theo yêu cầu")
        texts = ((LEFT_PART, PartClass.WORDS, left),)
        before = tuple(sorted(event.id for event in self._of(record.visit) if event.kind == "part.erased"))
        self._say(self.logs[-1], "part.erased", record.visit, told, before, texts=texts)

    # sending

    def packets(self, office: str, readers: Sequence[Reader]) -> Scenario:
        """Cut every log into packets; some are lost for ever, some come twice, some carry again what others carried."""
        files: list[bytes] = []
        carried: list[tuple[Event, ...]] = []
        for log in self.logs:
            at = log.begun
            while at < len(log.events):
                first = max(0, at - self.random.choice((0, 0, 0, 1, 2)))
                last = min(len(log.events), at + self.random.randint(2, 9))
                if self.random.random() > 0.2:
                    events = log.events[first:last]
                    files.append(self._seal(log, events, len(files) + 1, office, readers))
                    carried.append(tuple(events))
                at = last
        if files and self.random.random() < 0.2:
            twice = self.random.randrange(len(files))
            files.append(files[twice])
            carried.append(carried[twice])
        return Scenario(self.seed, tuple(files), tuple(carried))

    def _seal(self, log: _Log, events: Sequence[Event], number: int, office: str, readers: Sequence[Reader]) -> bytes:
        shipment = Shipment(
            device=DeviceId(log.machine.device),
            epoch=log.epoch,
            audience=office,
            recipients=tuple(readers),
            number=number,
            created=NOON,
            documents=(Document(ItemKind.REQUEST, log.machine.request(office)),),
            entries=tuple(event.entry for event in events),
        )
        (packed,) = pack(shipment, log.machine.key, self.random_bytes)
        return packed.data


def _base(visit: VisitId) -> Visit:
    return Visit(
        id=visit,
        cell=CellSnapshot(f"Chi bộ {visit[:4]}"),
        session=Session(start="19:30"),
        chair=Officer("Hoàng Thị Mẫu", "Bí thư"),
        attendance=Attendance(roster=(Attendee(ROW, "Nông Thị Ví"),)),
    )


def scenario(
    seed: int, machines: Sequence[Machine], office: Machine, audience: str, readers: Sequence[Reader]
) -> Scenario:
    """The scenario of a seed: two to eight packets."""
    for attempt in range(100):
        story = Story(seed * 100 + attempt, machines, office)
        story.tell(story.random.randint(6, 26))
        made = story.packets(audience, readers)
        if 2 <= len(made.files) <= 8:
            return made
    raise AssertionError("chance has run out")
