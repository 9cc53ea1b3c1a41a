"""Packets for other offices: what a courier office does that has no right to read them.

It keeps each byte for byte, sees what can be seen from outside, writes copies onto a stick with read-back, and keeps
its own until a receipt from above names the hash of the file. Nothing is opened and nothing is ever thrown away.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome, Refusal
from chibo_desktop.packets import limits, stick
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.intake import Raw
from chibo_desktop.packets.packing import UPWARD
from chibo_desktop.services import acts, logbook
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk, recall_upper
from chibo_desktop.services.diary import note
from chibo_desktop.services.sending import QUIET, Watch
from chibo_desktop.storage import relayed
from chibo_desktop.storage.relayed import RelayedPacket

_NAME = re.compile(r"[A-Z0-9]{1,4}-[A-Z0-9]{1,6}-[0-9]{1,8}\.chibo")
_HASH_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Carried:
    """Copies of sealed packets that lie on the stick, each read back; ``already`` were there from before."""

    files: tuple[Path, ...]
    already: int


def keep(desk: Desk, raw: Raw, name: str, place: str) -> int:
    """Keep a packet for another office as it came; the same bytes are kept once."""
    packet = RelayedPacket(0, raw.hash, name, len(raw.data), place, desk.clock())
    with desk.book.transaction():
        is_new = relayed.relayed_by_hash(desk.book, raw.hash) is None
        number = relayed.keep(desk.book, packet, raw.data)
        if is_new:
            note(desk, "SEALED_KEPT", file=name)
    return number


def sealed(desk: Desk) -> tuple[RelayedPacket, ...]:
    """Every packet for others that is here, the last first."""
    return relayed.relayed(desk.book)


def unacknowledged(desk: Desk) -> tuple[RelayedPacket, ...]:
    """Those that no receipt has named yet, the first that came first."""
    return tuple(one for one in reversed(sealed(desk)) if one.acknowledged_at is None)


def asked_after(desk: Desk) -> tuple[str, ...]:
    """Hashes of packets that were carried and that the next packet to the office above asks after.

    Whom a sealed packet is for cannot be seen: the office above names those that it has.
    """
    waiting = [one for one in unacknowledged(desk) if one.forwarded_at is not None]
    return tuple(one.file_hash for one in waiting[-limits.CARRIED :])


def carry(desk: Desk, folder: Path, watch: Watch = QUIET) -> Outcome[Carried]:
    """Write a copy of every packet for others that no receipt has named onto a stick, each read back before it counts.

    Raises ``Refusal`` NOT_AN_OFFICE, NOTHING_TO_CARRY; ``Fault`` with a code of ``packets.stick.StickFault``;
    ``Cancelled`` between two files.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    waiting = unacknowledged(desk)
    if not waiting:
        raise Refusal("NOTHING_TO_CARRY")
    written: list[Path] = []
    already = 0
    for packet in waiting:
        if watch.cancelled():
            raise Cancelled
        data = relayed.data_of(desk.book, packet.id)
        place = folder / _name_on(folder, packet)
        if place.exists():
            already += 1
        else:
            stick.write_packet(folder, place.name, data, watch.progress, watch.cancelled)
            written.append(place)
        _mark(desk, packet, folder)
    return Outcome(Carried(tuple(written), already), Changes.of(("packet", "*")))


def _name_on(folder: Path, packet: RelayedPacket) -> str:
    """The name that the packet came with, unless it is none of ours, or another file has it."""
    spare = f"{UPWARD}-{_letters(packet.file_hash)}-{packet.id:06d}.chibo"
    if not _NAME.fullmatch(packet.file_name):
        return spare
    held = folder / packet.file_name
    return packet.file_name if not held.exists() or _is_same(held, packet) else spare


def _letters(file_hash: str) -> str:
    return "".join(letter for letter in file_hash.upper() if letter.isalnum())[:_HASH_LETTERS]


def _is_same(place: Path, packet: RelayedPacket) -> bool:
    return place.stat().st_size == packet.size and hash_text(place.read_bytes()) == packet.file_hash


def _mark(desk: Desk, packet: RelayedPacket, folder: Path) -> None:
    upper = recall_upper(desk.book)
    with logbook.writing(desk) as pen:
        relayed.mark_forwarded(desk.book, packet.id, desk.clock(), folder.name)
        thing = upper.office if upper else desk.me.device
        acts.record(pen, ActRecorded(Act.RELAYED, thing, 1, packet.file_hash))
        note(desk, "SEALED_CARRIED", file=packet.file_name)
