import datetime as dt

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.chains import entries_in, held_ranges
from chibo_desktop.storage.delivery import Delivered, delivery_counts, delivery_of, mark
from chibo_desktop.storage.log import Source, add_entries
from tests.building.stored import NOW, an_entry

OWN = Source(None, NOW, VisitState.FINALISED)
LATER = NOW + dt.timedelta(days=1)
PACKED, RECEIVED = Delivered(VisitState.PACKED, LATER, "GOI-1"), Delivered(VisitState.RECEIVED, LATER, "office")
MERGED, RETURNED = Delivered(VisitState.MERGED, LATER, "office"), Delivered(VisitState.RETURNED, LATER, "office")


def _ids(*seqs: int) -> list:
    return [an_entry(seq=seq).head.id for seq in seqs]


@pytest.fixture(autouse=True)
def recorded_and_amended(book: Book) -> None:
    add_entries(book, (an_entry(seq=1), an_entry(seq=2, subject="other")), OWN)


def _state(book: Book) -> Delivered:
    return delivery_of(book, ["visit"])["visit"]


def test_the_way_to_the_office(book: Book) -> None:
    assert _state(book) == Delivered(VisitState.FINALISED, NOW, "")
    for step in (PACKED, RECEIVED, MERGED):
        assert mark(book, _ids(1), step) == ("visit",)
        assert _state(book) == step
    assert delivery_of(book, ["other", "unknown"]) == {"other": Delivered(VisitState.FINALISED, NOW, "")}
    assert delivery_counts(book) == {VisitState.MERGED: 1, VisitState.FINALISED: 1}


def test_a_receipt_that_comes_late_takes_nothing_back(book: Book) -> None:
    mark(book, _ids(1), MERGED)
    assert mark(book, _ids(1), RECEIVED) == ()
    assert mark(book, _ids(1), MERGED) == ()
    assert _state(book) == MERGED


def test_an_amendment_holds_the_visit_back(book: Book) -> None:
    mark(book, _ids(1), MERGED)
    add_entries(book, (an_entry(seq=3),), OWN)
    assert _state(book).state is VisitState.FINALISED
    mark(book, _ids(3), PACKED)
    assert _state(book) == PACKED


def test_returned_until_something_was_written_after(book: Book) -> None:
    mark(book, _ids(1), RETURNED)
    assert _state(book) == RETURNED
    add_entries(book, (an_entry(seq=3),), OWN)
    assert _state(book).state is VisitState.FINALISED
    mark(book, _ids(3), MERGED)
    assert _state(book) == MERGED


def test_entries_of_other_machines_have_no_delivery(book: Book) -> None:
    add_entries(book, (an_entry("another"),), Source(None, NOW))
    assert mark(book, [an_entry("another").head.id], MERGED) == ()


def test_ranges_of_a_receipt_name_entries(book: Book) -> None:
    assert set(mark(book, entries_in(book, held_ranges(book)), RECEIVED)) == {"visit", "other"}
