"""Visits that are being written: saved within a second of every change, back at the same place after a crash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import instant, micros
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact
from chibo_desktop.storage.register import RegisterLine, drop_visit, put_visits

_OPEN: Final = "draft.open"


@dataclass(frozen=True, slots=True)
class Draft:
    """A visit as it was last saved; ``place`` says where on screen writing goes on, in the words of the screen."""

    visit: Visit
    place: str
    saved_at: datetime


def save_draft(book: Book, draft: Draft, line: RegisterLine | None) -> None:
    """Keep a draft and its line in the register. Without a line the register stays: a draft of an amendment.

    When it returns, the draft is on the disk.
    """
    save = (
        "INSERT INTO draft (visit, content, place, saved_at) VALUES (?, ?, ?, ?) ON CONFLICT (visit) DO UPDATE "
        "SET content = excluded.content, place = excluded.place, saved_at = excluded.saved_at"
    )
    with book.transaction():
        book.write(save, (draft.visit.id, msgspec.json.encode(draft.visit), draft.place, micros(draft.saved_at)))
        if line is not None:
            put_visits(book, (line,))


def load_draft(book: Book, visit: VisitId) -> Draft | None:
    row = book.row("SELECT content, place, saved_at FROM draft WHERE visit = ?", (visit,))
    return None if row is None else _draft(*row)


def drafts(book: Book) -> tuple[Draft, ...]:
    """All drafts, the last saved first."""
    return tuple(_draft(*row) for row in book.rows("SELECT content, place, saved_at FROM draft ORDER BY saved_at DESC"))


def drop_draft(book: Book, visit: VisitId) -> None:
    """Forget a draft that was finalised or thrown away; its line in the register goes if it is still a draft's."""
    with book.transaction():
        book.write("DELETE FROM draft WHERE visit = ?", (visit,))
        if book.row("SELECT 1 FROM visit_line WHERE visit = ? AND state = 'draft'", (visit,)):
            drop_visit(book, visit)
        if open_draft(book) == visit:
            set_open_draft(book, None)


def open_draft(book: Book) -> VisitId | None:
    """The draft that was on screen when the program ended, however it ended."""
    found = get_fact(book, _OPEN)
    return None if found is None else VisitId(found)


def set_open_draft(book: Book, visit: VisitId | None) -> None:
    if visit is None:
        drop_fact(book, _OPEN)
    else:
        put_fact(book, _OPEN, visit)


def _draft(content: bytes, place: str, saved_at: int) -> Draft:
    return Draft(msgspec.json.decode(content, type=Visit), place, instant(saved_at))
