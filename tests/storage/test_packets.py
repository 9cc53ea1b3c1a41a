import dataclasses
import datetime as dt

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.packets import (
    Incoming,
    Outgoing,
    add_incoming,
    add_outgoing,
    incoming,
    incoming_by_hash,
    next_number,
    outgoing,
    outgoing_by_number,
    outgoing_by_packet,
)
from tests.building.stored import NOW

OUT = Outgoing(
    1, PacketId("packet"), "GOI-7F3K-000001.chibo", "hash", b"secret", NOW, (EntryId("a"), EntryId("b")), 9, "office"
)
IN = Incoming(
    PacketId("packet"), "hash", "GOI-7F3K-000001.chibo", DeviceId("device"), EpochId("epoch"), NOW, NOW, {"waiting": 2}
)


def test_packets_are_numbered_from_one_without_hole(book: Book) -> None:
    assert next_number(book) == 1
    add_outgoing(book, OUT)
    assert next_number(book) == 2


def test_what_went_out_is_remembered(book: Book) -> None:
    second = dataclasses.replace(OUT, number=2, packet=PacketId("second"), entries=())
    add_outgoing(book, OUT)
    add_outgoing(book, second)
    assert outgoing(book) == (second, OUT)
    assert outgoing_by_number(book, 1) == OUT
    assert outgoing_by_number(book, 3) is None
    assert outgoing_by_packet(book, PacketId("second")) == second
    assert outgoing_by_packet(book, PacketId("third")) is None


def test_the_same_file_read_again_is_one_note(book: Book) -> None:
    later = dataclasses.replace(IN, received_at=NOW + dt.timedelta(days=1), counts={"new": 2}, file_name="copy.chibo")
    add_incoming(book, IN)
    add_incoming(book, dataclasses.replace(IN, file_hash="other"))
    add_incoming(book, later)
    assert incoming_by_hash(book, "hash") == later
    assert incoming_by_hash(book, "unknown") is None
    assert incoming(book) == (later, dataclasses.replace(IN, file_hash="other"))
    assert incoming(book, NOW + dt.timedelta(hours=1)) == (later,)
