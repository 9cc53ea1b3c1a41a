import dataclasses

import pytest

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.quarantine import Held, Origin, Reason, data_of, held, put, release
from tests.building.stored import NOW

FILE = Origin("hash", "GOI-7F3K-000001.chibo", NOW, 1, "device")
REASON = Reason("E_SIGNER", {"device": "device", "entries": 3})


def test_what_waits_keeps_its_bytes_and_reason(book: Book) -> None:
    number = put(book, FILE, REASON, b"\x00bytes")
    assert held(book) == (Held(number, FILE, REASON, None, None),)
    assert data_of(book, number) == b"\x00bytes"
    with pytest.raises(KeyError):
        data_of(book, number + 1)


def test_the_same_thing_waits_once(book: Book) -> None:
    one_entry = dataclasses.replace(FILE, item="entry")
    numbers = [
        put(book, origin, reason, b"bytes")
        for origin, reason in ((FILE, REASON), (one_entry, REASON), (FILE, Reason("E_SIG", {})))
        for _ in range(2)
    ]
    assert numbers == [1, 1, 2, 2, 3, 3]


def test_what_was_released_stays_with_its_history(book: Book) -> None:
    number = put(book, FILE, REASON, b"bytes")
    release(book, number, NOW, "merged")
    release(book, number, NOW, "again")
    assert held(book) == ()
    assert held(book, open_only=False) == (Held(number, FILE, REASON, NOW, "merged"),)
    assert data_of(book, number) == b"bytes"
    assert put(book, FILE, REASON, b"bytes") != number
