"""The register: the lines that lists are read from. Derived from entries and drafts, thrown away and made again."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.storage import search, statements
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import (
    LISTED,
    columns_of,
    day,
    day_text,
    insert_sql,
    instant,
    listed,
    members,
    micros,
)
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.models import VisitLine

_COLUMNS: Final = ", ".join(f'v."{name}"' for name in columns_of(VisitLine)[:-1])
SELECT_VISITS: Final = f"SELECT {_COLUMNS} FROM visit_line v"  # noqa: S608 - names of columns from the models
"""Row id and the columns of a ``VisitRow`` in its order; ``WHERE`` and ``ORDER BY`` may follow."""

_CATEGORIES, _TIERS = members(CellCategory), members(Tier)
_NOT_IN_DIGEST = frozenset({"state", "state_at", "state_by", "meeting"})


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """All that the register holds of one visit. ``words``: ``domain.register.search_text``, as written, where somebody
    has made them; ``folded``: the same through ``domain.text.folded_words``, likewise."""

    row: VisitRow
    words: str | None
    folded: str | None = None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A leaf of a visit with several standing values, as JSON; ``path`` as in ``domain.fields``."""

    path: str
    values_json: str
    is_asked: bool = False


def put_visits(book: Book, lines: Sequence[RegisterLine]) -> None:
    """Write the lines of these visits, in place of whatever the register held of them."""
    by_visit = {line.row.id: line for line in lines}
    with book.transaction():
        old = _numbers(book, list(by_visit))
        (last,) = book.rows("SELECT coalesce(max(id), 0) FROM visit_line")[0]
        if old:
            _clear(book, old)
        fresh = iter(range(last + 1, last + 1 + len(by_visit)))
        numbers = {visit: old[visit][0] if visit in old else next(fresh) for visit in by_visit}
        placed = [(numbers[visit], line) for visit, line in by_visit.items()]
        book.write_many(insert_sql(VisitLine), [_visit_values(number, line.row) for number, line in placed])
        book.words.note_folded({line.row.id: line.folded for _, line in placed})
        search.put_words(book, [(number, line.row.id, line.words) for number, line in placed])
        statements.note_unlisted(book, [number for number, line in placed if line.row.state is not VisitState.DRAFT])


def drop_visit(book: Book, visit: VisitId) -> None:
    """Take a visit out of the register: its line, conflicts and words."""
    with book.transaction():
        old = _numbers(book, [visit])
        _clear(book, old)
        statements.forget(book, [number for number, _ in old.values()])
        book.write("DELETE FROM conflict_line WHERE visit = ?", (visit,))


def clear_register(book: Book) -> None:
    """Empty the register before it is made again from the entries."""
    with book.transaction():
        book.write("DELETE FROM conflict_line")
        book.write("DELETE FROM visit_line")
        search.clear(book)
        statements.clear(book)


def _numbers(book: Book, visits: Sequence[VisitId]) -> dict[VisitId, tuple[int, dt.date | None]]:
    """Row id and date of those visits that the register knows."""
    sql = "SELECT visit, id, date FROM visit_line WHERE visit IN (SELECT value FROM json_each(?))"
    found = book.rows(sql, (listed(visits),))
    return {VisitId(visit): (number, day(date)) for visit, number, date in found}


def _clear(book: Book, old: Mapping[VisitId, tuple[int, dt.date | None]]) -> None:
    numbers = [(number,) for number, _ in old.values()]
    book.write_many("DELETE FROM visit_line WHERE id = ?", numbers)
    search.drop_words(book, list(old.values()))


def _visit_values(number: int, row: VisitRow) -> Row:
    return (
        number,
        row.id,
        row.cell,
        row.superior,
        row.cell_id,
        None if row.category is None else row.category.value,
        row.group,
        row.group_id,
        None if row.tier is None else row.tier.value,
        row.kind.value,
        day_text(row.date),
        row.month,
        row.start,
        row.present,
        row.total,
        row.opinions,
        row.petitions,
        row.state.value,
        micros(row.state_at),
        row.state_by,
        row.device,
        row.author,
        row.amendments,
        row.conflicts,
        fold(row.cell),
    )


def visit_of(values: Row) -> VisitRow:
    """The line behind a row of ``SELECT_VISITS``."""
    (_, id_, cell, superior, cell_id, category, group, group_id, tier, kind, date, *rest) = values
    (month, start, present, total, opinions, petitions, state, state_at, *ending) = rest
    return VisitRow(
        id_, cell, superior, cell_id, _CATEGORIES[category], group, group_id, _TIERS[tier],
        SessionKind(kind), day(date), month, start, present, total, opinions, petitions, VisitState(state),
        instant(state_at), *ending,
    )  # fmt: skip


def visits(book: Book, ids: Sequence[VisitId]) -> dict[VisitId, VisitRow]:
    """Lines of these visits; unknown ones are left out."""
    found = book.rows(f"{SELECT_VISITS} WHERE v.visit IN {LISTED}", (listed(ids),))
    return {row.id: row for row in map(visit_of, found)}


def update_states(book: Book, states: Mapping[VisitId, Delivered]) -> None:
    """Change only what the lines say of the visits' whereabouts."""
    change = "UPDATE visit_line SET state = ?, state_at = ?, state_by = ? WHERE visit = ?"
    rows = [(now.state.value, micros(now.at), now.by, visit) for visit, now in states.items()]
    with book.transaction():
        book.write_many(change, rows)


def put_conflicts(book: Book, visit: VisitId, rows: Sequence[ConflictRow]) -> None:
    """Write what stands in conflict about a visit, in place of what was known before."""
    with book.transaction():
        book.write("DELETE FROM conflict_line WHERE visit = ?", (visit,))
        keep = 'INSERT INTO conflict_line (visit, path, "values", asked) VALUES (?, ?, ?, ?)'
        book.write_many(keep, [(visit, row.path, row.values_json, row.is_asked) for row in rows])


def conflicts(book: Book) -> dict[VisitId, tuple[ConflictRow, ...]]:
    """Every visit with conflicts, and what they are."""
    found: dict[VisitId, tuple[ConflictRow, ...]] = {}
    every = 'SELECT visit, path, "values", asked FROM conflict_line ORDER BY visit, path'
    for visit, path, values, asked in book.rows(every):
        found[visit] = (*found.get(visit, ()), ConflictRow(path, values, bool(asked)))
    return found


def dump_register(book: Book) -> Iterator[bytes]:
    """One line of JSON per visit that is no draft, sorted by id, for the digest of the merged state.

    Without row ids and without what depends on the way here (state, when, by whom): of the state it says only whether
    the visit is withdrawn. Which records are of one meeting stands in ``links.dump_links``. Equal sets of entries give
    equal lines in every office and on every laptop.
    """
    standing = conflicts(book)
    sql = f"{SELECT_VISITS} WHERE v.state <> 'draft' ORDER BY v.visit"
    for row in map(visit_of, book.rows(sql)):
        plain = {name: value for name, value in msgspec.to_builtins(row).items() if name not in _NOT_IN_DIGEST}
        plain["withdrawn"] = row.state is VisitState.WITHDRAWN
        plain["in_conflict"] = [[one.path, one.values_json] for one in standing.get(row.id, ())]
        yield msgspec.json.encode(plain, order="sorted") + b"\n"
