"""What waits for a choice, and what was chosen: values of one leaf side by side, none of them preferred."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.fields import leaves, row_numbers
from chibo_desktop.domain.ids import DeviceId, EntryId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.fold import Conflict
from chibo_desktop.merging.versions import WHOLE
from chibo_desktop.packets.contents import ConflictSettled, VisitsLinked, content_of
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.services import archive, settling
from chibo_desktop.services.archive import ChangeNote
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.settling import Place
from chibo_desktop.services.status import Machine, known_machines
from chibo_desktop.storage import log, meetings, register
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.packets import Incoming


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value: what it is, whose, when by that machine's clock, and with which packet it came.

    ``entry`` is what a choice names; ``kind`` is that of the entry which said it, ``conflict.settled`` for a choice.
    """

    entry: EntryId
    kind: str
    value: str
    machine: Machine
    at: dt.datetime
    is_clock_sound: bool
    packet: int | None
    received_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """One leaf of a visit with different standing values; the one that minutes print stands first.

    ``rows`` as in ``archive.ChangeNote``; ``speaker``: who raised the statement that it is about; ``same``: other
    leaves on which the values' minutes agree.
    """

    place: Place
    visit: VisitRow
    values: tuple[ValueView, ...]
    standing: tuple[EntryId, ...]
    rows: tuple[int, ...] = ()
    speaker: str = ""
    same: int = 0
    is_asked: bool = False

    @property
    def path(self) -> str:
        return self.place.path


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice that was made: ``value`` that of ``machine``. ``is_lost``: what it chose is not in the book any more."""

    entry: EntryId
    place: Place
    visit: VisitRow | None
    rows: tuple[int, ...]
    value: str
    machine: Machine
    is_office: bool
    reason: str
    at: dt.datetime
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit, and by whom and on which machine it was recorded."""

    row: VisitRow
    machine: str
    person: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two visits of two machines that may be one meeting."""

    first: Recorded
    second: Recorded


@dataclass(frozen=True, slots=True)
class LinkView:
    """What was said about two visits. ``is_lost``: one of them is not in the book any more."""

    entry: EntryId
    visits: tuple[VisitRow, ...]
    is_same: bool
    reason: str
    at: dt.datetime
    is_lost: bool = False


def conflicts(desk: Desk) -> tuple[ConflictView, ...]:
    """Every leaf with different standing values, visit by visit; those about which machines are being asked last."""
    found = register.conflicts(desk.book)
    rows = register.visits(desk.book, list(found))
    machines = known_machines(desk)
    every = [one for visit in found for one in _conflicts_of(desk, rows[visit], machines)]
    return tuple(sorted(every, key=lambda one: one.is_asked))


def waiting(desk: Desk) -> int:
    """How many leaves wait for a choice; those about which machines are being asked wait for them."""
    return sum(not row.is_asked for rows in register.conflicts(desk.book).values() for row in rows)


def conflict(desk: Desk, place: Place) -> ConflictView:
    """One conflict. Raises ``Refusal`` CONFLICT_UNKNOWN."""
    row = register.visits(desk.book, (place.visit,)).get(place.visit)
    found = _conflicts_of(desk, row, known_machines(desk)) if row is not None else ()
    one = next((one for one in found if one.place == place), None)
    if one is None:
        raise Refusal("CONFLICT_UNKNOWN", conflict=place.id)
    return one


def _conflicts_of(desk: Desk, row: VisitRow, machines: Mapping[DeviceId, Machine]) -> tuple[ConflictView, ...]:
    entries = {entry.head.id: entry for entry in archive.entries(desk, row.id)}
    folded = archive.folded(desk, row.id)
    standing = [one for conflict in folded.conflicts for one in conflict.standing]
    came = packet_book.bringers(desk.book, standing)
    paths = {conflict.path for conflict in folded.conflicts}
    return tuple(
        ConflictView(
            Place(row.id, found.path),
            row,
            tuple(_values(found, entries, machines, came)),
            found.standing,
            row_numbers(archive.content(folded), found.path),
            _speaker(archive.content(folded), found.path),
            _agreeing(desk, found, entries, paths),
            found.is_asked,
        )
        for found in folded.conflicts
    )


def _values(
    found: Conflict,
    entries: Mapping[EntryId, Entry],
    machines: Mapping[DeviceId, Machine],
    came: Mapping[EntryId, Incoming],
) -> Iterable[ValueView]:
    for one in found.candidates:
        head, packet = entries[one.entry].head, came.get(one.entry)
        yield ValueView(
            one.entry,
            head.kind,
            archive.shown(one.value),
            machines.get(one.device, Machine()),
            head.wall,
            head.clock_ok,
            packet.counts.get("number") if packet else None,
            packet.received_at if packet else None,
        )


def _speaker(visit: Visit, path: str) -> str:
    """Who raised the statement that a path leads into."""
    steps = path.split("/")
    name = leaves(visit).get("/".join([*steps[:2], "speaker"]), "") if steps[0] == "opinions" else ""
    return str(name)


def _agreeing(desk: Desk, found: Conflict, entries: Mapping[EntryId, Entry], differing: set[str]) -> int:
    """Leaves that say something and are the same in all minutes whose values stand."""
    contents = [leaves(visit) for visit in _contents(desk, found, entries)]
    if len(contents) < 2:
        return 0
    first, *others = contents
    return sum(
        archive.says_something(value) and path not in differing and not path.endswith("/id") and path != "id"
        for path, value in first.items()
        if all(other.get(path) == value for other in others)
    )


def _contents(desk: Desk, found: Conflict, entries: Mapping[EntryId, Entry]) -> list[Visit]:
    said = [entries.get(settling.content_entry(desk, one)) for one in found.candidates]
    visits = (visit_of(entry) if entry is not None else None for entry in said)
    return [visit for visit in visits if visit is not None]


def compare(desk: Desk, place: Place) -> tuple[ChangeNote, ...]:
    """The minutes behind the first two values, leaf by leaf where they differ. Raises ``Refusal`` CONFLICT_UNKNOWN."""
    folded = archive.folded(desk, place.visit)
    found = next((one for one in folded.conflicts if one.path == place.path), None)
    if found is None:
        raise Refusal("CONFLICT_UNKNOWN", conflict=place.id)
    entries = {entry.head.id: entry for entry in archive.entries(desk, place.visit)}
    contents = _contents(desk, found, entries)
    return archive.notes(contents[0], contents[1]) if len(contents) > 1 else ()


def chosen_today(desk: Desk) -> tuple[ChoiceView, ...]:
    """What was chosen here since midnight and not taken back, the last first."""
    return _choices(desk, _midnight(desk), only_lost=False)


def lost_choices(desk: Desk) -> tuple[ChoiceView, ...]:
    """Choices of whatever day that need another look: the packet with what was chosen has been taken back."""
    return _choices(desk, None, only_lost=True)


def _midnight(desk: Desk) -> dt.datetime:
    return desk.clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _choices(desk: Desk, since: dt.datetime | None, *, only_lost: bool) -> tuple[ChoiceView, ...]:
    entries = log.entries_of_kind(desk.book, EntryKind.CONFLICT_SETTLED, since)
    found = [(entry, told) for entry in entries if isinstance(told := content_of(entry), ConflictSettled)]
    undone = {one for _, told in found for one in told.undone}
    own = [(entry, told) for entry, told in found if entry.head.device == desk.me.device]
    standing = [(entry, told) for entry, told in own if told.chosen and entry.head.id not in undone]
    here = log.counting(desk.book, [EntryId(told.chosen) for _, told in standing])
    machines = known_machines(desk)
    views = (_choice(desk, entry, told, machines, told.chosen not in here) for entry, told in reversed(standing))
    return tuple(view for view in views if view.is_lost or not only_lost)


def _choice(
    desk: Desk, entry: Entry, told: ConflictSettled, machines: Mapping[DeviceId, Machine], is_lost: bool
) -> ChoiceView:
    place = Place(VisitId(entry.head.subject), told.path)
    row = register.visits(desk.book, (place.visit,)).get(place.visit)
    said = None if is_lost else log.entry(desk.book, EntryId(told.chosen))
    visit = visit_of(said) if said is not None else None
    value = "" if visit is None else archive.shown(leaves(visit).get(told.path))
    if told.path == WHOLE and said is not None:
        value = str(said.head.kind == EntryKind.VISIT_WITHDRAWN)
    by = said.head.device if said is not None else DeviceId("")
    return ChoiceView(
        entry.head.id,
        place,
        row,
        row_numbers(visit, told.path) if visit is not None else (),
        value,
        machines.get(by, Machine()),
        by == desk.me.device,
        told.reason,
        entry.head.wall,
        is_lost,
    )


def duplicates(desk: Desk) -> tuple[Duplicate, ...]:
    """Pairs of visits to a cell of one name on one day by two machines, the last day first. A person decides."""
    pairs = meetings.doubles(desk.book)
    rows = register.visits(desk.book, [visit for pair in pairs for visit in pair])
    machines = known_machines(desk)

    def recorded(visit: VisitId) -> Recorded:
        row = rows[visit]
        by = machines.get(DeviceId(row.device or ""), Machine())
        return Recorded(row, by.name, by.person)

    return tuple(Duplicate(recorded(first), recorded(second)) for first, second in pairs)


def linked_today(desk: Desk) -> tuple[LinkView, ...]:
    """What was said here about visits since midnight and not taken back, the last first."""
    return tuple(_links(desk, _midnight(desk)))


def lost_links(desk: Desk) -> tuple[LinkView, ...]:
    """Links of whatever day that need another look: the packet with one of the visits has been taken back."""
    return tuple(view for view in _links(desk, None) if view.is_lost)


def _links(desk: Desk, since: dt.datetime | None) -> Iterable[LinkView]:
    entries = log.entries_of_kind(desk.book, EntryKind.VISITS_LINKED, since)
    found = [(entry, told) for entry in entries if isinstance(told := content_of(entry), VisitsLinked)]
    undone = {one for _, told in found for one in told.undone}
    for entry, told in reversed(found):
        if told.undone or entry.head.id in undone or entry.head.device != desk.me.device:
            continue
        rows = register.visits(desk.book, [VisitId(visit) for visit in told.visits])
        shown = tuple(rows[visit] for visit in sorted(rows))
        yield LinkView(
            entry.head.id, shown, told.same, told.reason, entry.head.wall, is_lost=len(rows) < len(told.visits)
        )
