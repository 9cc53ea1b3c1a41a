import dataclasses
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.entries import Absence, BlobBinding, Entry
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.chains import Range, entries_in, forks, gaps, head_of, held_ranges
from chibo_desktop.storage.log import (
    Added,
    Source,
    add_entries,
    all_entries,
    entries_of,
    entry,
    fill_parts,
    known,
    own_entries,
    subjects,
)
from tests.building.stored import KEY, NOW, an_entry

FROM_PACKET = Source(PacketId("packet"), NOW)
OWN = Source(None, NOW, VisitState.FINALISED)


def _without_words(one: Entry, absence: Absence | None) -> Entry:
    figures, words = one.parts
    bare = dataclasses.replace(words, salt=None, text=None, absent=absence)
    return dataclasses.replace(one, parts=(figures, bare))


def test_an_entry_comes_back_as_it_went_in(book: Book) -> None:
    one = an_entry()
    head = dataclasses.replace(one.head, blobs=(BlobBinding("hash", 12, "image/png", "ảnh"),), based_on=())
    for each in (one, dataclasses.replace(an_entry(seq=2), head=dataclasses.replace(head, id=EntryId("b"), seq=2))):
        add_entries(book, (each,), FROM_PACKET)
    assert entry(book, one.head.id) == one
    second = entry(book, EntryId("b"))
    assert second is not None
    assert (second.head.blobs, second.head.based_on) == (head.blobs, ())
    assert entry(book, EntryId("unknown")) is None


def test_envelopes_are_kept_byte_for_byte(book: Book) -> None:
    odd = dataclasses.replace(an_entry(), envelope=bytes(range(256)))
    add_entries(book, (odd,), FROM_PACKET)
    found = entry(book, odd.head.id)
    assert found is not None
    assert found.envelope == bytes(range(256))


def test_adding_twice_is_adding_once(book: Book) -> None:
    entries = tuple(an_entry(seq=seq) for seq in (1, 2, 3))
    ids = tuple(one.head.id for one in entries)
    assert add_entries(book, entries, FROM_PACKET) == Added(new=ids)
    assert add_entries(book, (*entries, an_entry(seq=4)), FROM_PACKET) == Added((an_entry(seq=4).head.id,), ids)
    assert tuple(all_entries(book)) == (*entries, an_entry(seq=4))
    assert known(book, [*ids, EntryId("unknown")]) == frozenset(ids)


def test_the_same_entry_twice_in_one_packet_is_one(book: Book) -> None:
    assert add_entries(book, (an_entry(), an_entry()), FROM_PACKET).new == (an_entry().head.id,)
    assert len(tuple(all_entries(book))) == 1


def test_forks_are_kept_and_named(book: Book) -> None:
    first, twin, inside = an_entry(seq=1), an_entry(seq=1, twin="b"), an_entry(seq=1, twin="c")
    add_entries(book, (first,), FROM_PACKET)
    added = add_entries(book, (twin, inside, an_entry(seq=2)), FROM_PACKET)
    assert added.forked == (twin.head.id, inside.head.id)
    (fork,) = forks(book)
    assert (fork.device, fork.epoch, fork.seq) == ("device", "epoch", 1)
    assert fork.entries == (first.head.id, twin.head.id, inside.head.id)
    assert head_of(book, DeviceId("device"), EpochId("epoch")) == (2, an_entry(seq=2).head.id)


def test_one_number_in_two_epochs_is_no_fork(book: Book) -> None:
    assert add_entries(book, (an_entry(), an_entry(epoch="later")), FROM_PACKET).forked == ()
    assert forks(book) == ()


@pytest.mark.parametrize("absence", [None, Absence.WITHHELD])
def test_a_withheld_part_may_arrive_later(book: Book, absence: Absence | None) -> None:
    whole = an_entry()
    add_entries(book, (_without_words(whole, absence),), FROM_PACKET)
    stored = entry(book, whole.head.id)
    assert stored is not None
    assert stored.head == whole.head
    assert stored.parts[1].text is None
    assert stored.parts[1].absent is Absence.WITHHELD
    assert add_entries(book, (whole,), FROM_PACKET) == Added((), (whole.head.id,), (), (whole.head.id,))
    assert entry(book, whole.head.id) == whole
    assert add_entries(book, (whole,), FROM_PACKET).filled == ()


def test_a_part_that_did_not_come_at_all_counts_as_withheld(book: Book) -> None:
    whole = an_entry()
    add_entries(book, (dataclasses.replace(whole, parts=whole.parts[:1]),), FROM_PACKET)
    stored = entry(book, whole.head.id)
    assert stored is not None
    assert stored.parts[1].absent is Absence.WITHHELD
    assert fill_parts(book, whole.head.id, whole.parts)


def test_an_erased_part_stays_erased(book: Book) -> None:
    whole = an_entry()
    add_entries(book, (_without_words(whole, Absence.ERASED),), FROM_PACKET)
    assert not fill_parts(book, whole.head.id, whole.parts)
    stored = entry(book, whole.head.id)
    assert stored is not None
    assert stored.parts[1].text is None


def test_a_part_with_another_hash_fills_nothing(book: Book) -> None:
    whole = an_entry()
    add_entries(book, (_without_words(whole, None),), FROM_PACKET)
    forged = dataclasses.replace(whole.parts[1], hash="another", text="forged")
    assert not fill_parts(book, whole.head.id, (forged,))


def test_entries_by_subject_in_the_order_of_their_coming(book: Book) -> None:
    recorded, other, amended = an_entry(seq=1), an_entry(seq=2, subject="other"), an_entry(seq=3)
    add_entries(book, (recorded, other, amended), FROM_PACKET)
    assert entries_of(book, ["visit", "nothing"]) == {"visit": (recorded, amended)}
    assert subjects(book, ["visit.recorded"]) == ("visit", "other")
    assert subjects(book, ["plan.published"]) == ()


def test_own_entries_by_state_in_order(book: Book) -> None:
    later, second, first = an_entry(epoch="later"), an_entry(seq=2), an_entry(seq=1)
    add_entries(book, (second,), OWN)
    add_entries(book, (later, first), OWN)
    add_entries(book, (an_entry("another"),), FROM_PACKET)
    assert own_entries(book, [VisitState.FINALISED]) == (first, second, later)
    assert own_entries(book, [VisitState.PACKED]) == ()


PLACES = st.sets(st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(["e", "f"]), st.integers(1, 12)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PLACES, second=PLACES)
def test_ranges_and_gaps_are_those_of_the_set(tmp_path: Path, first: set, second: set) -> None:
    """Whatever comes in whatever order: what is held and what is missing below the last is exactly told."""
    book = open_book(tmp_path / "set.db", KEY, create=True)
    try:
        with book.transaction():
            book.write("DELETE FROM entry_part")
            book.write("DELETE FROM log_entry")
        for places in (first, second):
            add_entries(book, [an_entry(device, seq, epoch=epoch) for device, epoch, seq in places], FROM_PACKET)
        held = first | second
        logs = {(device, epoch) for device, epoch, _ in held}
        missing = {
            (device, epoch, seq)
            for device, epoch in logs
            for seq in range(1, max(s for d, e, s in held if (d, e) == (device, epoch)))
        } - held
        assert _places(held_ranges(book)) == held
        assert _places(gaps(book)) == missing
        assert _places(gaps(book, DeviceId("one"))) == {place for place in missing if place[0] == "one"}
        assert len(entries_in(book, held_ranges(book))) == len(held)
        for ranges in (held_ranges(book), gaps(book)):
            assert not any(_touch(one, two) for one, two in pairwise(ranges))
    finally:
        book.close()


def _places(ranges: tuple[Range, ...]) -> set[tuple[str, str, int]]:
    return {(held.device, held.epoch, seq) for held in ranges for seq in range(held.first, held.last + 1)}


def _touch(one: Range, two: Range) -> bool:
    return (one.device, one.epoch) == (two.device, two.epoch) and two.first <= one.last + 1
