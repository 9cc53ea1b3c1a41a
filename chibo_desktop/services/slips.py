"""Slips of paper between office and laptop: made at the office, typed or pasted on the laptop."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.documents.fonts import FontFamily, choose_font_family
from chibo_desktop.documents.profiles import STANDARD_PROFILE, load_profile
from chibo_desktop.documents.slips import (
    DamagedFile,
    Head,
    ReceiptPage,
    ReceivedPacket,
    ResendPage,
    SlipDocument,
    build_slips,
)
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets.slips import ReceiptSlip, ResendSlip, read_receipts, short_device, short_epoch
from chibo_desktop.services import sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.status import Gap, Machine, gaps, known_machines
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.packets import Incoming

PACKETS_ON_A_SLIP = 20
"""The last ones: as many as a laptop keeps."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """The eight digits of one packet, to be read out: of which machine, its number and the name of its file."""

    file_name: str
    number: int | None
    device: DeviceId
    machine: str
    received_at: dt.datetime
    visits: int
    code: str


@dataclass(frozen=True, slots=True)
class SlipRead:
    """What a slip of paper turned: packets that are now acknowledged, and those whose digits are wrong or unknown."""

    accepted: tuple[int, ...]
    refused: tuple[int, ...]
    visits: int


def code_of(desk: Desk, packet: str) -> CodeLine:
    """The eight digits of a packet that came in: by its id, the name of its file, or its number where only one has it.

    Raises ``Refusal`` NOT_AN_OFFICE, PACKET_UNKNOWN, PACKET_AMBIGUOUS.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    wanted = Path(packet).name.removesuffix(".chibo")
    number = int(wanted) if wanted.isdecimal() else None
    found = [
        one
        for one in packet_book.incoming(desk.book)
        if packet_book.receipt_code(one)
        and (wanted in {one.packet, one.file_name.removesuffix(".chibo")} or _number(one) == number is not None)
    ]
    if not found:
        raise Refusal("PACKET_UNKNOWN", number=packet)
    if len({one.packet for one in found}) > 1:
        raise Refusal("PACKET_AMBIGUOUS", number=packet)
    return _code_line(desk, found[0])


def _number(packet: Incoming) -> int | None:
    return packet.counts.get("number")


def _code_line(desk: Desk, packet: Incoming) -> CodeLine:
    name = known_machines(desk).get(packet.device, Machine()).name
    code = packet_book.receipt_code(packet)
    visits = packet.counts.get("visits", 0)
    return CodeLine(packet.file_name, _number(packet), packet.device, name, packet.received_at, visits, code)


def receipt_paper(desk: Desk, devices: Sequence[DeviceId] | None = None) -> SlipDocument:
    """*Phiếu báo nhận*: a page for each machine, with the digits of its last packets as figures and as QR codes.

    Without ``devices`` for all that sent something. Raises ``Refusal`` NOT_AN_OFFICE, MACHINE_UNKNOWN,
    NOTHING_RECEIVED; ``Fault`` FONT_MISSING.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    came = [packet for packet in packet_book.incoming(desk.book) if packet_book.receipt_code(packet)]
    machines = known_machines(desk)
    wanted = list(devices) if devices is not None else list(dict.fromkeys(packet.device for packet in came))
    unknown = next((device for device in wanted if device not in machines), None)
    if unknown is not None:
        raise Refusal("MACHINE_UNKNOWN", device=unknown)
    by_device = {device: [packet for packet in came if packet.device == device] for device in wanted}
    if not any(by_device.values()):
        raise Refusal("NOTHING_RECEIVED")
    return _printed([_receipt_page(desk, machines[device], found) for device, found in by_device.items() if found])


def _receipt_page(desk: Desk, machine: Machine, packets: Sequence[Incoming]) -> ReceiptPage:
    missing = tuple((gap.first, gap.last) for gap in gaps(desk, packets[0].device))
    return ReceiptPage(_head(desk, machine), tuple(map(_received, packets[:PACKETS_ON_A_SLIP])), missing)


def _received(packet: Incoming) -> ReceivedPacket:
    code, number = packet_book.receipt_code(packet), _number(packet) or 0
    slip = ReceiptSlip(short_device(packet.device), number, code)
    day = packet.received_at.astimezone().date()
    return ReceivedPacket(number, day, packet.counts.get("visits", 0), code, slip.text)


def _head(desk: Desk, machine: Machine) -> Head:
    return Head(desk.me.office_name, desk.today(), machine.group, machine.name, machine.person)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a packet shows to be missing before it is merged: the gaps, and its own number."""

    gaps: tuple[Gap, ...]
    number: int | None = None


def resend_paper(desk: Desk, device: DeviceId, missing: Missing | None = None) -> SlipDocument:
    """*Phiếu xin gửi lại*: which entries of a machine are missing, and in which packets they may lie.

    ``missing``: as a packet shows it that is not merged yet; else as the book has it. Raises ``Refusal`` NOT_AN_OFFICE,
    MACHINE_UNKNOWN, NOTHING_MISSING; ``Fault`` FONT_MISSING.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    machine = known_machines(desk).get(device)
    if machine is None:
        raise Refusal("MACHINE_UNKNOWN", device=device)
    found = missing or Missing(gaps(desk, device))
    if not found.gaps:
        raise Refusal("NOTHING_MISSING", machine=machine.name)
    return _printed([_resend_page(desk, machine, found)])


def copy_again_paper(desk: Desk, file_name: str, number: int | None) -> SlipDocument:
    """*Phiếu xin gửi lại* for a packet whose file is damaged: to be copied again from the laptop as it was.

    The machine is known by the beginning of its id in the name of the file. Raises ``Refusal`` NOT_AN_OFFICE;
    ``Fault`` FONT_MISSING.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    stem = Path(file_name).stem
    short = stem.split("-")[1] if stem.count("-") > 1 else ""
    known = known_machines(desk)
    machine = next((one for device, one in known.items() if short_device(device) == short), Machine(name=short or stem))
    digits = stem.rpartition("-")[2]
    packet = number if number is not None else int(digits) if digits.isdecimal() else 0
    return _printed([ResendPage(_head(desk, machine), (), (), DamagedFile(stem, packet))])


def _resend_page(desk: Desk, machine: Machine, missing: Missing) -> ResendPage:
    device = missing.gaps[0].device
    wanted: list[tuple[tuple[tuple[int, int], ...], str]] = []
    for epoch in dict.fromkeys(gap.epoch for gap in missing.gaps):
        spans = tuple((gap.first, gap.last) for gap in missing.gaps if gap.epoch == epoch)
        wanted.append((spans, ResendSlip(short_device(device), short_epoch(epoch), spans).text))
    return ResendPage(_head(desk, machine), tuple(wanted), missing_packets(desk, device, missing.number))


def missing_packets(desk: Desk, device: DeviceId, before: int | None = None) -> tuple[int, ...]:
    """Numbers of packets of a machine below the last one that came, or ``before`` one: those that never did."""
    came = {_number(packet) for packet in packet_book.incoming(desk.book) if packet.device == device}
    known = {number for number in (*came, before) if number is not None}
    return tuple(number for number in range(1, max(known, default=0)) if number not in known)


def _printed(pages: Sequence[ReceiptPage | ResendPage]) -> SlipDocument:
    return build_slips(pages, load_profile(STANDARD_PROFILE), _fonts())


@functools.cache
def _fonts() -> FontFamily:
    return choose_font_family()


def enter_receipts(desk: Desk, text: str) -> Outcome[SlipRead]:
    """Take acknowledgements from paper: each is believed for its own digits, a wrong one stops no other.

    Raises ``Refusal`` SLIP_UNREADABLE, SLIP_ELSEWHERE (of another machine).
    """
    mine = [slip for slip in read_receipts(text) if slip.device == short_device(desk.me.device)]
    if not mine:
        raise Refusal("SLIP_ELSEWHERE")
    accepted: list[int] = []
    refused: list[int] = []
    visits, changes = 0, Changes()
    for slip in mine:
        try:
            taken = sending.enter_receipt_code(desk, slip.number, slip.code)
        except Refusal:
            refused.append(slip.number)
            continue
        accepted.append(slip.number)
        visits += taken.value
        changes |= taken.changes
    return Outcome(SlipRead(tuple(accepted), tuple(refused), visits), changes)
