"""Looking through a stick without taking anything from it: what is on it, whose it is, and what to do with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.packing import DOWNWARD, UPWARD
from chibo_desktop.services import arriving, packet_files
from chibo_desktop.services.arriving import FileReport, Result, is_for_others
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import delivery
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.packets import Outgoing

_PACKETS, _PARTS = "*.chibo", "*.part"


class Direction(StrEnum):
    """Which way a packet goes, by its name."""

    UP = "up"
    DOWN = "down"
    OTHER = "other"


class Standing(StrEnum):
    """What a file on a stick is for this machine."""

    NEW = "new"
    """It can be used, and brings something."""
    KNOWN = "known"
    """It is in the book already."""
    OWN = "own"
    """Written by this machine, whole, and not acknowledged yet: it has to travel on."""
    OWN_ACKNOWLEDGED = "own_acknowledged"
    """Written by this machine, whole, and acknowledged: it may be taken off the stick."""
    OWN_DAMAGED = "own_damaged"
    """Under the name of a packet of this machine lie other bytes."""
    WAITING = "waiting"
    """Whole, and of a machine that is not enrolled, or for a newer program."""
    DAMAGED = "damaged"
    """It cannot be used, whoever it is for."""
    ELSEWHERE = "elsewhere"
    """Meant for somebody else; nothing suggests that it is damaged."""
    UNREADABLE = "unreadable"
    """The stick does not give the file back."""


class Advice(StrEnum):
    """What to do next."""

    MERGE = "merge"
    READ_RECEIPTS = "read_receipts"
    CARRY = "carry"
    WRITE_AGAIN = "write_again"
    ASK_AGAIN = "ask_again"
    ENROL = "enrol"
    WRITE_RECEIPTS = "write_receipts"
    REMOVE_RESTS = "remove_rests"
    REPLACE_STICK = "replace_stick"


@dataclass(frozen=True, slots=True)
class StickFile:
    """A packet on the stick. Whose it is, is "" where it cannot be opened; ``entries`` are those that would be new."""

    name: str
    direction: Direction
    standing: Standing
    bytes: int
    code: str | None = None
    machine: str = ""
    person: str = ""
    group: str = ""
    number: int | None = None
    packed_at: str | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True)
class StickReport:
    """What lies on a stick. ``rests`` are names of files that a broken write left behind."""

    folder: Path
    files: tuple[StickFile, ...]
    rests: tuple[str, ...]
    advice: tuple[Advice, ...]


def look(desk: Desk, folder: Path) -> StickReport:
    """Every packet directly in a folder, judged for this machine; nothing is imported and nothing is changed.

    Raises ``Fault`` FOLDER_MISSING, FILE_UNREADABLE (the folder itself cannot be read).
    """
    try:
        if not folder.is_dir():
            raise Fault("FOLDER_MISSING", folder=str(folder))
        packets, rests = sorted(folder.glob(_PACKETS)), sorted(file.name for file in folder.glob(_PARTS))
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=str(folder), why=error.strerror or "") from error
    own = packet_book.outgoing(desk.book)
    files = tuple(_judged(desk, path, own) for path in packets)
    return StickReport(folder, files, tuple(rests), tuple(_advice(desk, files, rests)))


def _judged(desk: Desk, path: Path, own: Sequence[Outgoing]) -> StickFile:
    direction = _direction(path.name)
    try:
        data = packet_files.read_packet_file(path)
    except Fault as fault:
        return StickFile(path.name, direction, Standing.UNREADABLE, 0, fault.code)
    hash_ = hash_text(data)
    mine = next((one for one in own if one.file_hash == hash_), None)
    if mine is not None:
        standing = Standing.OWN_ACKNOWLEDGED if _is_acknowledged(desk, mine) else Standing.OWN
        return _own(desk, path.name, mine, standing, len(data))
    mine = next((one for one in own if one.file_name == path.name), None)
    if mine is not None:
        return _own(desk, path.name, mine, Standing.OWN_DAMAGED, len(data))
    return _foreign(path.name, direction, arriving.take_file(desk, data, path.name, rehearse=True), len(data))


def _direction(name: str) -> Direction:
    known = {f"{UPWARD}-": Direction.UP, f"{DOWNWARD}-": Direction.DOWN}
    return next((direction for prefix, direction in known.items() if name.startswith(prefix)), Direction.OTHER)


def _is_acknowledged(desk: Desk, packet: Outgoing) -> bool:
    """Whether no entry of a packet that went up waits for an answer any more. What went down is never answered."""
    waiting = {VisitState.FINALISED, VisitState.PACKED}
    states = delivery.states_of(desk.book, packet.entries) if packet.audience == desk.me.office else {}
    return bool(states) and not waiting.intersection(states.values())


def _own(desk: Desk, name: str, packet: Outgoing, standing: Standing, size: int) -> StickFile:
    me = desk.me
    return StickFile(
        name,
        _direction(name),
        standing,
        size,
        machine=me.machine,
        person=me.person.name,
        group=me.group.name,
        number=packet.number,
        packed_at=packet.made_at.isoformat(),
    )


def _foreign(name: str, direction: Direction, report: FileReport, size: int) -> StickFile:
    return StickFile(
        name,
        direction,
        _standing(report),
        size,
        report.code,
        report.machine,
        report.person,
        report.group,
        report.number,
        report.packed_at,
        report.entries.new,
    )


def _standing(report: FileReport) -> Standing:
    if report.result in {Result.MERGED, Result.RECEIPTS}:
        return Standing.NEW
    if report.result is Result.DUPLICATE:
        return Standing.KNOWN
    if report.result is Result.WAITING:
        return Standing.WAITING
    is_elsewhere = report.result is Result.ELSEWHERE or is_for_others(report.code or "", report.data)
    return Standing.ELSEWHERE if is_elsewhere else Standing.DAMAGED


def _advice(desk: Desk, files: Sequence[StickFile], rests: Sequence[str]) -> Iterable[Advice]:
    standings = {file.standing for file in files}
    new = [file for file in files if file.standing is Standing.NEW]
    if new:
        yield Advice.MERGE if desk.is_office else Advice.READ_RECEIPTS
    if Standing.WAITING in standings and desk.is_office:
        yield Advice.ENROL
    if Standing.OWN in standings:
        yield Advice.CARRY
    if Standing.OWN_DAMAGED in standings:
        yield Advice.WRITE_AGAIN
    if Standing.DAMAGED in standings:
        yield Advice.ASK_AGAIN
    if desk.is_office and any(file.direction is Direction.UP and file.standing is Standing.KNOWN for file in files):
        yield Advice.WRITE_RECEIPTS
    if rests:
        yield Advice.REMOVE_RESTS
    if Standing.UNREADABLE in standings or Standing.OWN_DAMAGED in standings:
        yield Advice.REPLACE_STICK
