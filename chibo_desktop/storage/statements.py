"""Petitions, guidance and opinions as figures: what a register of them lists and counts. Words stay in the entries.

A merge only notes that a visit has to be listed, for reading statements out of a visit costs as much as merging it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chibo_desktop.domain.ids import GroupId, ItemId, OrganisationId, VisitId, statement_id
from chibo_desktop.domain.petitions import ENDED, StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Addressee, FollowUpResult
from chibo_desktop.storage import search
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import LISTED, day, day_text, listed, members

_LEVELS = members(Addressee)
_NOT_ENDED: Final = tuple(state for state in StepState if state not in ENDED)
_FROM: Final = "FROM statement_line s JOIN visit_line v ON v.id = s.visit"
_COLUMNS: Final = (
    "v.visit, s.item, s.place, s.kind, s.addressee, s.deadline, s.state, s.since, s.due, s.reported_back, s.news, "
    'v.cell, v.superior, v.cell_id, v.date, v."group", v.group_id'
)


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """What is known of one statement but its words; ``due`` is the last day on which it is not overdue."""

    visit: VisitId
    item: ItemId
    place: int
    kind: StatementKind
    addressee: Addressee | None
    deadline: dt.date | None
    state: StepState
    since: dt.date | None
    due: dt.date | None
    reported_back: dt.date | None
    news: bool
    cell: str = ""
    superior: str = ""
    cell_id: OrganisationId | None = None
    date: dt.date | None = None
    group: str = ""
    group_id: GroupId | None = None

    @property
    def id(self) -> str:
        """``<visit id>/<item id>``."""
        return statement_id(self.visit, self.item)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether somebody should have answered by now; what asks nothing of anybody is never overdue."""
        waits = self.kind is not StatementKind.OPINION and self.state not in ENDED
        return waits and self.due is not None and self.due < today


class StatementOrder(StrEnum):
    """Order of a list; of equals the last said first."""

    DUE = "s.due NULLS LAST, v.date DESC, s.id"
    NEWEST = "v.date DESC, v.id DESC, s.place"
    CELL = "v.cell_folded, v.date DESC, s.id"
    STATE = "s.state, s.due NULLS LAST, s.id"


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What a list shows; an empty filter shows all but mere opinions. Days are those of the visits, both included."""

    states: tuple[StepState, ...] = ()
    kinds: tuple[StatementKind, ...] = (StatementKind.PETITION, StatementKind.PROPOSAL, StatementKind.GUIDANCE)
    levels: tuple[Addressee, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    cell: str | None = None
    """Name of a cell, whatever its marks."""
    cell_ids: tuple[OrganisationId, ...] = ()
    group: GroupId | None = None
    overdue_on: dt.date | None = None
    only_open: bool = False
    only_unreported: bool = False
    """Ended, and the cell has not been told."""
    text: str = ""
    visits: tuple[VisitId, ...] = ()


def note_unlisted(book: Book, numbers: Iterable[int]) -> None:
    """Visits, by the ids of their lines, whose statements have to be listed anew."""
    book.write_many("INSERT OR IGNORE INTO unlisted (id) VALUES (?)", [(number,) for number in numbers])


def list_again(book: Book, visits: Sequence[VisitId]) -> None:
    """Let the statements of these visits be listed anew: something was said about them."""
    again = (
        "INSERT OR IGNORE INTO unlisted (id) SELECT id FROM visit_line "
        "WHERE state <> 'draft' AND visit IN (SELECT value FROM json_each(?))"
    )
    book.write(again, (listed(visits),))


def forget(book: Book, numbers: Sequence[int]) -> None:
    """Take the statements of visits out of the list."""
    for table, column in (("statement_line", "visit"), ("finding_line", "visit"), ("unlisted", "id")):
        book.write(f"DELETE FROM {table} WHERE {column} IN {LISTED}", (listed(numbers),))  # noqa: S608 - names of tables


def clear(book: Book) -> None:
    """Take everything out of the list."""
    for table in ("statement_line", "finding_line", "unlisted"):
        book.write(f"DELETE FROM {table}")  # noqa: S608 - names of tables


def count_unlisted(book: Book) -> int:
    (waiting,) = book.rows("SELECT count(*) FROM unlisted")[0]
    return int(waiting)


def unlisted(book: Book, limit: int) -> dict[VisitId, int]:
    """Some visits that wait, with the ids of their lines."""
    sql = "SELECT v.visit, u.id FROM unlisted u JOIN visit_line v ON v.id = u.id ORDER BY u.id LIMIT ?"
    return {VisitId(visit): number for visit, number in book.rows(sql, (limit,))}


def put_statements(book: Book, visits: dict[int, Sequence[StatementFigures]]) -> None:
    """List the statements of visits, by the ids of their lines, in place of what was listed of them."""
    keep = (
        "INSERT INTO statement_line "
        "(visit, item, place, kind, addressee, deadline, state, since, due, reported_back, news) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    with book.transaction():
        book.write("DELETE FROM statement_line WHERE visit IN (SELECT value FROM json_each(?))", (listed(visits),))
        book.write_many(keep, [(number, *_values(one)) for number, found in visits.items() for one in found])
        book.write("DELETE FROM unlisted WHERE id IN (SELECT value FROM json_each(?))", (listed(visits),))


def put_findings(book: Book, visits: dict[int, Sequence[tuple[str, FollowUpResult]]]) -> tuple[str, ...]:
    """What visits found of earlier statements, in place of what was known; the statements of which it is new."""
    known = "SELECT visit, statement, result FROM finding_line WHERE visit IN (SELECT value FROM json_each(?))"
    before = set(book.rows(known, (listed(visits),)))
    rows = [(number, what, result.value) for number, found in visits.items() for what, result in found]
    if before == set(rows):
        return ()
    with book.transaction():
        book.write("DELETE FROM finding_line WHERE visit IN (SELECT value FROM json_each(?))", (listed(visits),))
        book.write_many("INSERT INTO finding_line (visit, statement, result) VALUES (?, ?, ?)", rows)
    return tuple(dict.fromkeys(row[1] for row in before.symmetric_difference(rows)))


def findings_of(book: Book, statements: Sequence[str]) -> dict[str, tuple[tuple[dt.date | None, FollowUpResult], ...]]:
    """What standing visits found of these statements, with their days, the latest last."""
    sql = (
        "SELECT f.statement, v.date, f.result FROM finding_line f JOIN visit_line v ON v.id = f.visit "
        "WHERE v.state NOT IN ('draft', 'withdrawn') AND f.statement IN (SELECT value FROM json_each(?)) "
        "ORDER BY v.date, v.visit"
    )
    found: dict[str, tuple[tuple[dt.date | None, FollowUpResult], ...]] = {}
    for statement, date, result in book.rows(sql, (listed(statements),)):
        found[statement] = (*found.get(statement, ()), (day(date), FollowUpResult(result)))
    return found


def figures_of(book: Book, visits: Sequence[VisitId]) -> tuple[StatementFigures, ...]:
    """Every listed statement of these visits, opinions included."""
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE v.visit IN {LISTED} ORDER BY s.id"
    return tuple(map(_figures, book.rows(sql, (listed(visits),))))


def page_of_statements(
    book: Book,
    wanted: StatementFilter,
    order: StatementOrder = StatementOrder.DUE,
    *,
    offset: int = 0,
    limit: int = 100,
) -> tuple[StatementFigures, ...]:
    """Some lines of a list."""
    where, values = _where(book, wanted)
    sql = f"SELECT {_COLUMNS} {_FROM}{where} ORDER BY {order.value} LIMIT ? OFFSET ?"
    return tuple(map(_figures, book.rows(sql, (*values, limit, offset))))


def count_statements(book: Book, wanted: StatementFilter) -> dict[StepState, int]:
    """How many lines of a list stand in each state; states without any are left out."""
    where, values = _where(book, wanted)
    return {
        StepState(state): count
        for state, count in book.rows(f"SELECT s.state, count(*) {_FROM}{where} GROUP BY 1", values)
    }


def set_dues(book: Book, days: int, by_level: Sequence[tuple[Addressee, int]]) -> None:
    """Let every statement be due by these terms."""
    cases = "".join(" WHEN ? THEN ?" for _ in by_level)
    term = f"CASE s.addressee{cases} ELSE ? END" if by_level else "?"
    said = f"(SELECT date(v.date, '+' || {term} || ' days') FROM visit_line v WHERE v.id = s.visit)"  # noqa: S608 - marks only
    sql = f"UPDATE statement_line AS s SET due = coalesce(s.deadline, {said})"  # noqa: S608 - the line above
    levels = [value for level, term_days in by_level for value in (level.value, term_days)]
    book.write(sql, (*levels, days))


def _values(one: StatementFigures) -> Row:
    level = None if one.addressee is None else one.addressee.value
    return (
        one.item, one.place, one.kind.value, level, day_text(one.deadline), one.state.value, day_text(one.since),
        day_text(one.due), day_text(one.reported_back), one.news,
    )  # fmt: skip


def _figures(row: Row) -> StatementFigures:
    visit, item, place, kind, level, deadline, state, since, due, reported, news, *about = row
    cell, superior, cell_id, date, *group = about
    return StatementFigures(
        visit, item, place, StatementKind(kind), _LEVELS[level], day(deadline), StepState(state), day(since), day(due),
        day(reported), bool(news), cell, superior, cell_id, day(date), *group,
    )  # fmt: skip


def _where(book: Book, wanted: StatementFilter) -> tuple[str, list[object]]:
    terms = [("v.state NOT IN ('draft', 'withdrawn')", []), *_terms(book, wanted)]
    return " WHERE " + " AND ".join(sql for sql, _ in terms), [value for _, values in terms for value in values]


def _terms(book: Book, wanted: StatementFilter) -> Iterator[tuple[str, list[object]]]:
    among: tuple[tuple[str, Sequence[str]], ...] = (
        ("s.state", wanted.states),
        ("s.kind", wanted.kinds),
        ("s.addressee", wanted.levels),
        ("v.cell_id", wanted.cell_ids),
        ("v.visit", wanted.visits),
    )
    for column, values in among:
        if values:
            yield f"{column} IN {LISTED}", [listed(values)]
    if wanted.first is not None:
        yield "v.date >= ?", [wanted.first.isoformat()]
    if wanted.last is not None:
        yield "v.date <= ?", [wanted.last.isoformat()]
    if wanted.cell is not None:
        yield "v.cell_folded = ?", [fold(wanted.cell)]
    if wanted.group is not None:
        yield "v.group_id = ?", [wanted.group]
    if wanted.only_open or wanted.overdue_on is not None:
        yield f"s.kind <> 'opinion' AND s.state IN {LISTED}", [listed(_NOT_ENDED)]
    if wanted.overdue_on is not None:
        yield "s.due < ?", [wanted.overdue_on.isoformat()]
    if wanted.only_unreported:
        yield f"s.reported_back IS NULL AND s.state IN {LISTED}", [listed(tuple(ENDED))]
    if wanted.text.strip():
        yield f"v.id IN ({search.MATCHING})", [search.query(book, wanted.text)]
