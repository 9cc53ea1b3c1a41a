"""What this machine knows of people, groups, organisations, decisions and rosters, and the cells named lately."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from chibo_desktop.domain.groups import Decision, Roster
from chibo_desktop.domain.ids import DecisionId, OrganisationId
from chibo_desktop.domain.organisations import CellSnapshot, Organisation
from chibo_desktop.domain.people import Group, Person
from chibo_desktop.domain.text import fold
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import micros
from chibo_desktop.storage.facts import get_fact, put_fact

T = TypeVar("T", Person, Group, Organisation, Decision, Roster)

_ORGANISATION, _DECISION, _ROSTER = "organisation", "decision", "roster"
_STAMP = "organisations"
_DECISION_DRAFT = "decision draft"
"""Decisions that are being written: of this machine alone, told to nobody."""


def put_people(book: Book, values: Iterable[Person]) -> None:
    _put(book, "person", values)


def put_groups(book: Book, values: Iterable[Group]) -> None:
    _put(book, "group", values)


def put_organisations(book: Book, values: Iterable[Organisation]) -> None:
    """Write the whole register of organisations, in place of what was there, and its stamp."""
    with book.transaction():
        written = _replace(book, _ORGANISATION, [(one.id, one) for one in values])
        stamp = hashlib.blake2b("".join(written).encode(), digest_size=16).hexdigest()
        put_fact(book, _STAMP, stamp)


def organisations_stamp(book: Book) -> str | None:
    """What tells one state of the register from every other, whoever wrote it; ``None`` before the first one.

    It goes with the transaction that wrote the register, so it is right after one was given up, too.
    """
    return get_fact(book, _STAMP)


def put_decisions(book: Book, values: Iterable[Decision]) -> None:
    """Write all decisions, in place of what was there."""
    _replace(book, _DECISION, [(one.id, one) for one in values])


def put_rosters(book: Book, values: Iterable[Roster]) -> None:
    """Write all rosters, in place of what was there."""
    _replace(book, _ROSTER, [(one.cell, one) for one in values])


def people(book: Book) -> tuple[Person, ...]:
    """Everybody known, by name."""
    return tuple(sorted(_known(book, "person", Person), key=lambda person: fold(person.name)))


def groups(book: Book) -> tuple[Group, ...]:
    """Every group known, by name."""
    return tuple(sorted(_known(book, "group", Group), key=lambda group: fold(group.name)))


def organisations(book: Book) -> tuple[Organisation, ...]:
    """The register of organisations, in the order of their ids."""
    return _known(book, _ORGANISATION, Organisation)


def decisions(book: Book) -> tuple[Decision, ...]:
    """Every decision about groups, the newest first."""
    found = _known(book, _DECISION, Decision)
    return tuple(sorted(found, key=lambda one: (one.date is not None, one.date, one.id), reverse=True))


def put_decision_draft(book: Book, value: Decision) -> None:
    """Keep a decision as it is being written."""
    _put(book, _DECISION_DRAFT, (value,))


def decision_drafts(book: Book) -> tuple[Decision, ...]:
    """The decisions that are being written, in the order of their ids."""
    return _known(book, _DECISION_DRAFT, Decision)


def drop_decision_draft(book: Book, id_: DecisionId) -> None:
    """Forget what was being written; where there is nothing, nothing happens."""
    book.write("DELETE FROM known WHERE kind = ? AND thing = ?", (_DECISION_DRAFT, id_))


def roster(book: Book, cell: OrganisationId) -> Roster | None:
    """The members of a cell, where its office told them."""
    found = book.row("SELECT content FROM known WHERE kind = ? AND thing = ?", (_ROSTER, cell))
    return None if found is None else msgspec.json.decode(found[0], type=Roster)


def rosters(book: Book) -> tuple[Roster, ...]:
    """Every roster, in the order of the cells' ids."""
    return _known(book, _ROSTER, Roster)


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


def _replace(book: Book, kind: str, values: Sequence[tuple[str, Organisation | Decision | Roster]]) -> list[str]:
    """Write all values of a kind anew; returns what was written."""
    keep = "INSERT INTO known (kind, thing, content) VALUES (?, ?, ?)"
    written = [(kind, thing, msgspec.json.encode(value).decode()) for thing, value in values]
    with book.transaction():
        book.write("DELETE FROM known WHERE kind = ?", (kind,))
        book.write_many(keep, written)
    return [content for _, _, content in written]


def _put(book: Book, kind: str, values: Iterable[Person | Group | Decision]) -> None:
    keep = (
        "INSERT INTO known (kind, thing, content) VALUES (?, ?, ?) "
        "ON CONFLICT (kind, thing) DO UPDATE SET content = excluded.content"
    )
    with book.transaction():
        book.write_many(keep, [(kind, value.id, msgspec.json.encode(value).decode()) for value in values])


def _known(book: Book, kind: str, type_: type[T]) -> tuple[T, ...]:
    rows = book.rows("SELECT content FROM known WHERE kind = ? ORDER BY thing", (kind,))
    return tuple(msgspec.json.decode(row[0], type=type_) for row in rows)
