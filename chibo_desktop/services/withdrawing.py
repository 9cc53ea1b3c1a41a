"""Taking a merged packet back: its entries stay in the log and no longer count, until the packet is merged again.

The log is the packet: entries, parts and attachments are kept as they came, so that bringing a packet back needs no
file. An entry that another packet brought too goes on counting. Documents of trust and receipts that came along stay
filed.
"""

import contextlib
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId, PacketId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets.contents import Act, ActRecorded
from chibo_desktop.services import acts, archive, conflicts, erasing, foreign, linking, logbook
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import aside, log, register
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.packets import Incoming


@dataclass(frozen=True, slots=True)
class Effects:
    """What taking a packet back, or bringing it back, does.

    ``entries`` no longer count, or count again; ``hidden`` visits leave the register, or come back to it; ``changed``
    ones stay in it with other content; ``choices`` made since need another look, or hold again.
    """

    packet: PacketId
    number: int
    file_name: str
    entries: int
    hidden: tuple[VisitId, ...]
    changed: tuple[VisitId, ...]
    choices: int


class _Rehearsal(Exception):
    """Raised to undo a transaction that was only tried."""


def find_packet(desk: Desk, words: str) -> PacketId:
    """The packet of this id, or of a file of this name, the last one read. Raises ``Refusal`` MERGED_UNKNOWN."""
    name = words.removesuffix(".chibo")
    for packet in packet_book.incoming(desk.book):
        if words == packet.packet or name == packet.file_name.removesuffix(".chibo"):
            return packet.packet
    raise Refusal("MERGED_UNKNOWN", packet=words)


def effects(desk: Desk, packet: PacketId) -> Effects:
    """What taking this packet back would do; nothing is changed. Raises ``Refusal`` as :func:`withdraw`."""
    found = _counting(desk, packet)
    told: Effects | None = None
    with contextlib.suppress(_Rehearsal), desk.book.transaction():
        told = _take_back(desk, found)
        raise _Rehearsal
    assert told is not None
    return told


def withdraw(desk: Desk, packet: PacketId, reason: str = "") -> Outcome[Effects]:
    """Take a packet back. Raises ``Refusal`` NOT_AN_OFFICE, MERGED_UNKNOWN, MERGED_WITHDRAWN (already)."""
    found = _counting(desk, packet)
    with logbook.writing(desk) as pen:
        told = _take_back(desk, found)
        acts.record(pen, ActRecorded(Act.WITHDRAWN, packet, told.entries, _detail(found), reason=reason.strip()))
        note(desk, "MERGE_WITHDRAWN", file=found.file_name, hidden=len(told.hidden))
    erasing.follow_up(desk, told.changed)
    return Outcome(told, Changes.of(("visit", "*"), ("packet", "*")))


def restore(desk: Desk, packet: PacketId) -> Outcome[Effects]:
    """Let a packet count again that was taken back, from what the log kept of it.

    Raises ``Refusal`` NOT_AN_OFFICE, MERGED_UNKNOWN, MERGED_COUNTS (it has not been taken back).
    """
    found = _incoming(desk, packet)
    if found.withdrawn_at is None:
        raise Refusal("MERGED_COUNTS", packet=found.file_name)
    with logbook.writing(desk) as pen:
        told = _bring_back(desk, found)
        acts.record(pen, ActRecorded(Act.RESTORED, packet, told.entries, _detail(found)))
        note(desk, "MERGE_RESTORED", file=found.file_name, entries=told.entries)
    erasing.follow_up(desk, (*told.hidden, *told.changed))
    return Outcome(told, Changes.of(("visit", "*"), ("packet", "*")))


def _incoming(desk: Desk, packet: PacketId) -> Incoming:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    found = next((one for one in packet_book.incoming(desk.book) if one.packet == packet), None)
    if found is None:
        raise Refusal("MERGED_UNKNOWN", packet=packet)
    return found


def _counting(desk: Desk, packet: PacketId) -> Incoming:
    found = _incoming(desk, packet)
    if found.withdrawn_at is not None:
        raise Refusal("MERGED_WITHDRAWN", packet=found.file_name)
    return found


def _take_back(desk: Desk, found: Incoming) -> Effects:
    now = desk.clock()
    only = aside.carried_only_by(desk.book, found.packet)
    watch = _Watch(desk, found, only)
    packet_book.set_withdrawn(desk.book, found.packet, now)
    watch.refold(aside.set_aside(desk.book, only, AsideReason.WITHDRAWN, now))
    return watch.effects()


def _bring_back(desk: Desk, found: Incoming) -> Effects:
    carried = aside.withdrawn_of(desk.book, found.packet)
    watch = _Watch(desk, found, carried)
    packet_book.set_withdrawn(desk.book, found.packet, None)
    watch.refold(aside.bring_back(desk.book, carried, AsideReason.WITHDRAWN))
    return watch.effects()


class _Watch:
    """Compares the register and the choices before and after entries change sides."""

    def __init__(self, desk: Desk, found: Incoming, entries: tuple[EntryId, ...]) -> None:
        self._desk, self._found, self._entries = desk, found, entries
        self._visits = log.subjects_about(desk.book, entries)
        self._before = self._lines()
        self._lost = _lost(desk)

    def refold(self, subjects: tuple[str, ...]) -> None:
        verdict = foreign.judge_subjects(self._desk, subjects)
        archive.refold_visits(self._desk, list(dict.fromkeys((*subjects, *verdict.subjects))))
        if verdict.has_links or EntryKind.VISITS_LINKED in log.kinds_of(self._desk.book, self._entries):
            linking.refresh(self._desk)

    def effects(self) -> Effects:
        after = self._lines()
        both = self._before & after
        return Effects(
            self._found.packet,
            self._found.counts.get("number", 0),
            self._found.file_name,
            len(self._entries),
            tuple(sorted(self._before ^ after)),
            tuple(sorted(both)),
            len(self._lost ^ _lost(self._desk)),
        )

    def _lines(self) -> frozenset[VisitId]:
        return frozenset(register.visits(self._desk.book, [VisitId(visit) for visit in self._visits]))


def _lost(desk: Desk) -> frozenset[EntryId]:
    """Choices that need another look as things stand."""
    return frozenset(one.entry for one in (*conflicts.lost_choices(desk), *conflicts.lost_links(desk)))


def _detail(found: Incoming) -> str:
    return f"{found.device} {found.counts.get('number', 0)}"
