import datetime as dt

from chibo_desktop.domain.ids import DeviceId, EpochId, PacketId
from chibo_desktop.storage import log
from chibo_desktop.storage.aside import AsideReason, bring_back, carried_only_by, entries_aside, set_aside
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.log import Source, add_entries
from chibo_desktop.storage.packets import Incoming, add_incoming
from tests.building.stored import NOW, an_entry

LATER = NOW + dt.timedelta(days=1)
ONE, TWO = PacketId("one"), PacketId("two")


def came(book: Book, packet: PacketId, *, withdrawn: bool = False) -> None:
    add_incoming(
        book,
        Incoming(
            packet, f"hash of {packet}", f"{packet}.chibo", DeviceId("device"), EpochId("epoch"), NOW, NOW, {},
            LATER if withdrawn else None,
        ),
    )  # fmt: skip


def test_what_is_set_aside_does_not_count_until_it_is_brought_back(book: Book) -> None:
    first, second = an_entry(seq=1), an_entry(seq=2)
    add_entries(book, [first, second], Source(ONE, NOW))
    assert set_aside(book, [second.head.id], AsideReason.REVOKED, LATER) == ("visit",)
    assert set_aside(book, [second.head.id], AsideReason.WITHDRAWN, LATER) == ("visit",)
    assert [one.head.id for one in log.entries_of(book, ["visit"])["visit"]] == [first.head.id]
    assert set_aside(book, [second.head.id], AsideReason.REVOKED, LATER) == ("visit",), "twice is once"
    (aside,) = entries_aside(book, AsideReason.REVOKED)
    assert (aside.entry, aside.seq, aside.reason, aside.at) == (second.head.id, 2, AsideReason.REVOKED, LATER)
    assert len(entries_aside(book)) == 2
    assert len(tuple(log.all_entries(book))) == 2
    assert bring_back(book, [second.head.id], AsideReason.WITHDRAWN) == ("visit",)
    assert len(log.entries_of(book, ["visit"])["visit"]) == 1, "the other reason still holds"
    assert bring_back(book, [second.head.id], AsideReason.REVOKED) == ("visit",)
    assert len(log.entries_of(book, ["visit"])["visit"]) == 2
    assert entries_aside(book) == ()


def test_only_what_no_other_packet_brought_goes_with_a_packet(book: Book) -> None:
    first, second, own = an_entry(seq=1), an_entry(seq=2), an_entry(seq=3)
    came(book, ONE)
    came(book, TWO)
    add_entries(book, [first], Source(ONE, NOW))
    add_entries(book, [own], Source(None, NOW))
    add_entries(book, [first, second, own], Source(TWO, NOW))
    add_entries(book, [first, second, own], Source(TWO, NOW))
    assert book.rows("SELECT count(*) FROM carried") == [(2,)]
    assert carried_only_by(book, ONE) == ()
    assert carried_only_by(book, TWO) == (second.head.id,)
    came(book, ONE, withdrawn=True)
    assert set(carried_only_by(book, TWO)) == {first.head.id, second.head.id}
