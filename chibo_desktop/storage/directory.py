"""People, groups and organisations that this machine knows, and the cells that were named lately."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from chibo_desktop.domain.organisations import CellSnapshot, Organisation
from chibo_desktop.domain.people import Group, Person
from chibo_desktop.domain.text import fold
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import micros

T = TypeVar("T", Person, Group, Organisation)


def put_people(book: Book, values: Iterable[Person]) -> None:
    _put(book, "person", values)


def put_groups(book: Book, values: Iterable[Group]) -> None:
    _put(book, "group", values)


def put_organisations(book: Book, values: Iterable[Organisation]) -> None:
    _put(book, "organisation", values)


def people(book: Book) -> tuple[Person, ...]:
    """Everybody known, by name."""
    return tuple(sorted(_known(book, "person", Person), key=lambda person: fold(person.name)))


def groups(book: Book) -> tuple[Group, ...]:
    """Every group known, by name."""
    return tuple(sorted(_known(book, "group", Group), key=lambda group: fold(group.name)))


def organisations(book: Book) -> tuple[Organisation, ...]:
    """The register of organisations, in the order of their ids."""
    return _known(book, "organisation", Organisation)


def remember_cells(book: Book, cells: Sequence[CellSnapshot], at: datetime) -> None:
    """Offer these cells first when one is typed next. The same cell is one of the same id, or of the same names."""
    keep = (
        "INSERT INTO cell (key, folded, content, used_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "folded = excluded.folded, content = excluded.content, used_at = excluded.used_at "
        "WHERE excluded.used_at >= cell.used_at"
    )
    rows = [
        (_key(cell), fold(cell.name), msgspec.json.encode(cell).decode(), micros(at)) for cell in cells if cell.name
    ]
    with book.transaction():
        book.write_many(keep, rows)


def find_cells(book: Book, text: str = "", limit: int = 10) -> tuple[CellSnapshot, ...]:
    """Cells of whose name any word begins with this text, last used first; all of them for no text."""
    sql = (
        "SELECT content FROM cell WHERE instr(' ' || folded, ' ' || ?) > 0 OR ? = '' "
        "ORDER BY used_at DESC, folded LIMIT ?"
    )
    wanted = fold(text.strip())
    return tuple(msgspec.json.decode(row[0], type=CellSnapshot) for row in book.rows(sql, (wanted, wanted, limit)))


def _key(cell: CellSnapshot) -> str:
    return cell.id or fold("/".join((cell.name, *(superior.name for superior in cell.superiors))))


def _put(book: Book, kind: str, values: Iterable[Person | Group | Organisation]) -> None:
    keep = (
        "INSERT INTO known (kind, thing, content) VALUES (?, ?, ?) "
        "ON CONFLICT (kind, thing) DO UPDATE SET content = excluded.content"
    )
    with book.transaction():
        book.write_many(keep, [(kind, value.id, msgspec.json.encode(value).decode()) for value in values])


def _known(book: Book, kind: str, type_: type[T]) -> tuple[T, ...]:
    rows = book.rows("SELECT content FROM known WHERE kind = ? ORDER BY thing", (kind,))
    return tuple(msgspec.json.decode(row[0], type=type_) for row in rows)
