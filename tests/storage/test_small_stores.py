"""Facts, blobs and the diary: one table each."""

import datetime as dt

from chibo_desktop.storage.activity import Note, add_note, recent
from chibo_desktop.storage.blobs import StoredBlob, get_blob, has_blobs, put_blob
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact
from tests.building.stored import NOW


def test_facts(book: Book) -> None:
    assert get_fact(book, "role") is None
    put_fact(book, "role", "group")
    put_fact(book, "role", "office")
    assert get_fact(book, "role") == "office"
    drop_fact(book, "role")
    assert get_fact(book, "role") is None


def test_blobs_are_kept_as_they_first_came(book: Book) -> None:
    photo = StoredBlob("hash", "image/jpeg", bytes(range(256)))
    put_blob(book, photo)
    put_blob(book, StoredBlob("hash", "text/plain", b"other"))
    assert get_blob(book, "hash") == photo
    assert get_blob(book, "unknown") is None
    assert has_blobs(book, ["hash", "unknown"]) == {"hash"}


def test_the_diary_is_read_from_its_end(book: Book) -> None:
    notes = [Note(NOW + dt.timedelta(seconds=second % 3), "MERGED", {"entries": second}) for second in range(5)]
    for note in notes:
        add_note(book, note)
    assert recent(book) == (notes[2], notes[4], notes[1], notes[3], notes[0])
    assert recent(book, 2) == (notes[2], notes[4])
