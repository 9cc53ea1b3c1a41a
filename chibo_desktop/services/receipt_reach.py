"""What a receipt for a machine covers: its own log, and for the machine of an office below all that came through it.

That of a replacement covers the machines whose place it took."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.packets import limits, subordination
from chibo_desktop.packets.receipts import PacketSeen
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import machines_replaced
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.facts import get_fact, put_fact

_ASKED = "asked after by "


def devices_of(desk: Desk, device: DeviceId) -> tuple[DeviceId, ...]:
    """The machine itself, then those of the office that it speaks for and of the offices below that one."""
    book = papers.trust_book(desk)
    lower = [one.lower for one in book.certificates.values() if one.device == device and one.lower is not None]
    behind = {DeviceId(one) for office in lower for one in subordination.machines_under(book, office.office)} - {device}
    return (device, *machines_replaced(book, device), *sorted(behind))


def note_asked(desk: Desk, device: DeviceId, hashes: Sequence[str]) -> None:
    """Remember which sealed packets a machine carries and asks after. Inside the caller's transaction."""
    if hashes:
        kept = (get_fact(desk.book, _ASKED + device) or "").split()
        every = tuple(dict.fromkeys((*kept, *hashes)))[-limits.CARRIED :]
        put_fact(desk.book, _ASKED + device, " ".join(every))


def packets_of(desk: Desk, device: DeviceId) -> tuple[PacketSeen, ...]:
    """The packets that the machine sent, and of the sealed ones that it carried those which came here."""
    asked = frozenset((get_fact(desk.book, _ASKED + device) or "").split())
    return tuple(
        PacketSeen(packet.packet, packet.file_hash)
        for packet in packet_book.incoming(desk.book)
        if packet.device == device or packet.file_hash in asked
    )
