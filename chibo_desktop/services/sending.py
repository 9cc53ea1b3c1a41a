"""A group's way to the office: what still has to go, packing it on a stick, and what came back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import stick
from chibo_desktop.packets.drives import Drive, removable_drives
from chibo_desktop.packets.packing import PackedFile, Shipment, count_files, pack
from chibo_desktop.packets.receipts import acknowledgement_code
from chibo_desktop.packets.stick import IsCancelled, Progress
from chibo_desktop.packets.trust_documents import Reader
from chibo_desktop.services import archive, epochs, own_keys, papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.wanted import note_packed
from chibo_desktop.storage import blobs, delivery, log, visit_lists
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.files import make_folder, write_file
from chibo_desktop.storage.packets import Outgoing

OPEN_STATES = (VisitState.FINALISED, VisitState.PACKED, VisitState.RETURNED)
"""Minutes that still need somebody's hand."""
TO_PACK = (VisitState.FINALISED, VisitState.PACKED)
"""Entries that the office has not acknowledged. What it sent back it holds: only the amendment has to go."""
_BESIDE_MINUTES = (EntryKind.PLAN_ANSWERED, EntryKind.STATEMENT_FOLLOWED)
KEPT_PACKETS = 20
LAST_NUMBER = "packet.number"
LAST_RECEIPT = "receipt.last"
"""Fact: the id of the last receipt that this machine has read; the office learns it from the next packet."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows the writing of a file, and may stop it."""

    progress: Progress = stick.silent
    cancelled: IsCancelled = stick.never


QUIET = Watch()


@dataclass(frozen=True, slots=True)
class ToSend:
    """How many minutes wait, by where they are; ``entries`` are those that an export would write now.

    Beside minutes it would write ``answers`` to planned visits, and what was written about ``statements``.
    """

    finalised: int
    packed: int
    returned: int
    entries: int = 0
    answers: int = 0
    statements: int = 0

    @property
    def total(self) -> int:
        return self.finalised + self.packed + self.returned + self.answers + self.statements


@dataclass(frozen=True, slots=True)
class WrittenPacket:
    """A packet that lies on the stick and was read back."""

    path: Path
    name: str
    number: int
    packet: str
    visits: int
    entries: int
    bytes: int
    answers: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """The files of one export."""

    files: tuple[WrittenPacket, ...]

    @property
    def visits(self) -> int:
        return sum(file.visits for file in self.files)

    @property
    def answers(self) -> int:
        """Answers to planned visits."""
        return sum(file.answers for file in self.files)

    @property
    def statements(self) -> int:
        """Statements about which something was written."""
        return sum(file.statements for file in self.files)


@dataclass(frozen=True, slots=True)
class PastPacket:
    """A packet of which this machine still has the file."""

    number: int
    name: str
    made_at: dt.datetime
    entries: int
    bytes: int


def drives() -> tuple[Drive, ...]:
    """Removable drives that are plugged in; nobody guesses among several."""
    return removable_drives()


def to_send(desk: Desk) -> ToSend:
    counts = visit_lists.state_counts(desk.book, counted_once=False)  # every record travels
    entries = delivery.delivery_counts(desk.book)
    finalised, packed, returned = (counts.get(state, 0) for state in OPEN_STATES)
    answers, followed = (delivery.subjects_on_the_way(desk.book, kind.value, TO_PACK) for kind in _BESIDE_MINUTES)
    return ToSend(finalised, packed, returned, sum(entries.get(state, 0) for state in TO_PACK), answers, followed)


def deliveries(desk: Desk, *, only_open: bool, offset: int = 0, limit: int = 500) -> tuple[VisitRow, ...]:
    """Every set of minutes with its state, newest first; ``only_open`` leaves out what the office acknowledged."""
    states = (VisitState.DRAFT, *OPEN_STATES) if only_open else ()
    wanted = visit_lists.VisitFilter(states=states)
    return visit_lists.page_of_visits(desk.book, wanted, offset=offset, limit=limit)


def pack_to(desk: Desk, folder: Path, *, everything: bool = False, watch: Watch = QUIET) -> Outcome[Packed]:
    """Write everything that was not acknowledged as signed, encrypted packets, each read back before it counts.

    With ``everything`` also what the office has already. A visit turns to *packed* only after its file was read back.
    Raises ``Refusal`` NO_OFFICE, NOTHING_TO_SEND; ``Fault`` with a code of ``packets.stick.StickFault``;
    ``Cancelled``.
    """
    return pack_entries(desk, _unacknowledged(desk, everything=everything), folder, watch)


def pack_entries(desk: Desk, entries: Sequence[Entry], folder: Path, watch: Watch = QUIET) -> Outcome[Packed]:
    """Write these entries of this machine. Raises as :func:`pack_to`."""
    shipment = _shipment(desk, entries, folder)
    written: list[WrittenPacket] = []
    for file, part in sealed(desk, shipment):
        if watch.cancelled():
            raise Cancelled
        stick.write_packet(folder, file.name, file.data, watch.progress, watch.cancelled)
        _remember(desk, file, part, shipment.audience)
        written.append(_written(folder, file, part))
    thin_outbox(desk)
    return Outcome(Packed(tuple(written)), Changes.of(("visit", "*"), ("packet", "*")))


def _written(folder: Path, file: PackedFile, entries: Sequence[Entry]) -> WrittenPacket:
    visits = len({entry.head.subject for entry in entries if entry.head.kind.startswith("visit.")})
    answers, statements = (
        len({entry.head.subject for entry in entries if entry.head.kind == kind}) for kind in _BESIDE_MINUTES
    )
    size = len(file.data)
    return WrittenPacket(
        folder / file.name, file.name, file.number, file.packet, visits, len(entries), size, answers, statements
    )  # fmt: skip


def _unacknowledged(desk: Desk, *, everything: bool) -> tuple[Entry, ...]:
    acknowledged = (VisitState.RECEIVED, VisitState.MERGED, VisitState.RETURNED)
    states = (*TO_PACK, *acknowledged) if everything else TO_PACK
    entries = log.own_entries(desk.book, states)
    if not entries:
        raise Refusal("NOTHING_TO_SEND")
    return entries


def _shipment(desk: Desk, entries: Sequence[Entry], folder: Path) -> Shipment:
    profile = papers.profile_in_force(desk)
    if profile is None:
        raise Refusal("NO_OFFICE")
    own = Reader("device", desk.keys.reader.recipient)
    return Shipment(
        device=desk.me.device,
        epoch=epochs.current(desk),
        audience=profile.office,
        recipients=(*profile.readers, *profile.recovery, own),
        number=reserve_number(desk, count_files(entries), folder),
        created=desk.clock(),
        known_ack=get_fact(desk.book, LAST_RECEIPT),
        documents=own_keys.introduction(desk),
        entries=entries,
    )


def reserve_number(desk: Desk, count: int = 1, folder: Path | None = None) -> int:
    """The first of the next ``count`` packet numbers, taken for good; none whose name stands in ``folder`` already.

    A file that was written but not noted before a crash keeps its own. The outbox lies outside the book, so that the
    numbers of packets made after a backup are not given twice.
    """
    mine = f"*-{desk.me.device[:4].upper()}-*.chibo"
    written = [*desk.places.outbox.glob("*-*-*.chibo"), *(stick.files_in(folder, mine) if folder else ())]
    kept = (int(digits) for file in written if (digits := file.stem[-6:]).isdecimal())
    with desk.book.transaction():
        noted = max(int(get_fact(desk.book, LAST_NUMBER) or 0), packet_book.next_number(desk.book) - 1)
        number = 1 + max((noted, *kept))
        put_fact(desk.book, LAST_NUMBER, str(number + count - 1))
    return number


def sealed(desk: Desk, shipment: Shipment) -> Iterator[tuple[PackedFile, Sequence[Entry]]]:
    """The files of a shipment one after the other, each with the entries inside."""

    def read_blob(hash_: str) -> bytes:
        blob = blobs.get_blob(desk.book, hash_)
        return blob.data if blob else b""

    done = 0
    for file in pack(shipment, desk.keys.signing, desk.random, read_blob):
        yield file, shipment.entries[done : done + file.entries]
        done += file.entries


def _remember(desk: Desk, file: PackedFile, entries: Sequence[Entry], audience: str) -> None:
    ids = tuple(entry.head.id for entry in entries)
    now = desk.clock()
    keep_file(desk, file)
    with desk.book.transaction():
        outgoing = Outgoing(
            file.number, file.packet, file.name, file.hash, file.ack_secret, now, ids, len(file.data), audience
        )
        packet_book.add_outgoing(desk.book, outgoing)
        move(desk, ids, Delivered(VisitState.PACKED, now, f"{file.number:06d}"))
        note_packed(desk, ids)
        note(desk, "PACKED", number=file.number, entries=len(ids))


def keep_file(desk: Desk, file: PackedFile) -> None:
    """Keep a copy of a packet that was written, outside the book."""
    make_folder(desk.places.outbox)
    write_file(desk.places.outbox / file.name, file.data)


def move(desk: Desk, entries: Sequence[EntryId], now: Delivered) -> tuple[str, ...]:
    """Move entries of this machine forward and let the register say so. Inside a transaction; returns the visits."""
    subjects = delivery.mark(desk.book, entries, now)
    archive.show_states(desk, subjects)
    return subjects


def thin_outbox(desk: Desk) -> None:
    """Keep the files of the last packets only."""
    for old in packet_book.outgoing(desk.book)[KEPT_PACKETS:]:
        (desk.places.outbox / old.file_name).unlink(missing_ok=True)


def past_packets(desk: Desk) -> tuple[PastPacket, ...]:
    """The last packets whose files are still here, newest first."""
    return tuple(
        PastPacket(old.number, old.file_name, old.made_at, len(old.entries), old.size)
        for old in packet_book.outgoing(desk.book)[:KEPT_PACKETS]
        if (desk.places.outbox / old.file_name).exists()
    )


def copy_again(desk: Desk, number: int, folder: Path, watch: Watch = QUIET) -> WrittenPacket:
    """Write an old packet once more, byte for byte. Raises ``Refusal`` PACKET_UNKNOWN, else as :func:`pack_to`."""
    old = packet_book.outgoing_by_number(desk.book, number)
    if old is None or not (desk.places.outbox / old.file_name).exists():
        raise Refusal("PACKET_UNKNOWN", number=number)
    data = (desk.places.outbox / old.file_name).read_bytes()
    stick.write_packet(folder, old.file_name, data, watch.progress, watch.cancelled)
    return WrittenPacket(folder / old.file_name, old.file_name, number, old.packet, 0, len(old.entries), len(data))


def enter_receipt_code(desk: Desk, number: int, digits: str) -> Outcome[int]:
    """Believe eight digits read over the telephone: only somebody who opened that very packet can know them.

    Returns the number of minutes that are now *received*. Raises ``Refusal`` PACKET_UNKNOWN, RECEIPT_CODE_WRONG.
    """
    old = packet_book.outgoing_by_number(desk.book, number)
    if old is None:
        raise Refusal("PACKET_UNKNOWN", number=number)
    expected = acknowledgement_code(old.ack_secret, old.file_hash)
    typed = "".join(character for character in digits if not character.isspace())
    if typed != expected:
        raise Refusal("RECEIPT_CODE_WRONG", number=f"{number:06d}")
    now = desk.clock()
    with desk.book.transaction():
        visits = move(desk, old.entries, Delivered(VisitState.RECEIVED, now, f"{number:06d}"))
        note(desk, "RECEIPT_CODE", number=number)
    return Outcome(len(visits), Changes.of(("visit", "*")))
