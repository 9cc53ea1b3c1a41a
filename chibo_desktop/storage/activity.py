"""The diary of this machine: what was done when, as codes and data, never as words of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import instant, micros

_DATA = msgspec.json.Decoder(dict[str, str | int])


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the diary."""

    at: datetime
    code: str
    data: Mapping[str, Datum]


def add_note(book: Book, note: Note) -> None:
    values = (micros(note.at), note.code, msgspec.json.encode(note.data).decode())
    book.write("INSERT INTO activity (at, code, data) VALUES (?, ?, ?)", values)


def recent(book: Book, limit: int = 50) -> tuple[Note, ...]:
    """The last lines, newest first."""
    rows = book.rows("SELECT at, code, data FROM activity ORDER BY at DESC, id DESC LIMIT ?", (limit,))
    return tuple(Note(instant(at), code, _DATA.decode(data)) for at, code, data in rows)
