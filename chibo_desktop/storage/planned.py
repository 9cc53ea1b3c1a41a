"""Planned visits: one line each, as it is being worked at and as its group knows it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.plans import Month, PlannedVisit, PlanState, cell_key
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import LISTED, day_text, listed


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``published``: what the group knows, with its answer; ``None`` for one that was never published."""

    visit: PlannedVisit
    published: PlannedVisit | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the group knows it otherwise or not at all."""
        return self.visit != self.published


def put_planned(book: Book, rows: Iterable[PlannedRow]) -> None:
    """Write these lines, in place of what is known of the same visits."""
    keep = (
        'INSERT INTO planned_line (planned, "group", cell, month, date, state, content, published) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (planned) DO UPDATE SET "
        '"group" = excluded."group", cell = excluded.cell, month = excluded.month, date = excluded.date, '
        "state = excluded.state, content = excluded.content, published = excluded.published"
    )
    with book.transaction():
        book.write_many(keep, [_values(row) for row in rows])


def drop_planned(book: Book, planned: Sequence[PlannedId]) -> None:
    book.write("DELETE FROM planned_line WHERE planned IN (SELECT value FROM json_each(?))", (listed(planned),))


def planned_named(book: Book, planned: Sequence[PlannedId]) -> tuple[PlannedRow, ...]:
    """The lines of these visits; unknown ones are left out."""
    return tuple(_rows(book, f"planned IN {LISTED}", (listed(planned),)))


def planned_in(book: Book, months: Sequence[Month], group: GroupId | None = None) -> tuple[PlannedRow, ...]:
    """The lines of these months, of one group or of all, in order of date; undated ones last."""
    where = f'month IN {LISTED} AND (? IS NULL OR "group" = ?)'
    return tuple(_rows(book, where, (listed(months), group, group)))


def planned_between(
    book: Book, days: tuple[dt.date, dt.date], group: GroupId | None = None, month: Month | None = None
) -> tuple[PlannedRow, ...]:
    """The lines of visits that are to take place on these days, both included, or that are of a month; by date."""
    where = '(date BETWEEN ? AND ? OR month = ?) AND (? IS NULL OR "group" = ?)'
    return tuple(_rows(book, where, (*map(day_text, days), month, group, group)))


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is to take place on a day: how much, and the first of it."""

    day: dt.date
    count: int
    rows: tuple[PlannedRow, ...]


def planned_days(
    book: Book, days: tuple[dt.date, dt.date], most: int, group: GroupId | None = None
) -> tuple[PlannedDay, ...]:
    """Those of these days, both included, on which something is planned, with at most so many lines of each.

    So a month opens as fast with ten thousand lines as with ten. Cancelled visits are left out.
    """
    sql = (
        "SELECT p.date, one.among, p.content, p.published FROM (SELECT id, count(*) OVER (PARTITION BY date) AS among, "
        "row_number() OVER (PARTITION BY date ORDER BY json_extract(content, '$.start'), planned) AS place "
        "FROM planned_line WHERE date BETWEEN ? AND ? AND state <> 'cancelled' "
        'AND (? IS NULL OR "group" = ?)) one '
        "JOIN planned_line p ON p.id = one.id WHERE one.place <= ? ORDER BY p.date, one.place"
    )
    found: dict[str, tuple[int, list[PlannedRow]]] = {}
    for date, among, content, published in book.rows(sql, (*map(day_text, days), group, group, most)):
        found.setdefault(date, (among, []))[1].append(_row(content, published))
    return tuple(PlannedDay(dt.date.fromisoformat(day), count, tuple(rows)) for day, (count, rows) in found.items())


def states_in(book: Book, month: Month, group: GroupId | None = None) -> dict[PlanState, int]:
    """How many lines of a month stand in each state; states without any are left out."""
    sql = 'SELECT state, count(*) FROM planned_line WHERE month = ? AND (? IS NULL OR "group" = ?) GROUP BY state'
    return {PlanState(state): count for state, count in book.rows(sql, (month, group, group))}


def undated_in(book: Book, month: Month, group: GroupId | None = None) -> int:
    """How many lines of a month have no day."""
    sql = 'SELECT count(*) FROM planned_line WHERE month = ? AND date IS NULL AND (? IS NULL OR "group" = ?)'
    return int(book.rows(sql, (month, group, group))[0][0])


def first_months(book: Book, months: Sequence[Month]) -> dict[str, Month]:
    """Of these months the first for which a visit to each cell, by its key, is to take place."""
    sql = (
        "SELECT cell, min(month) FROM planned_line WHERE cell IS NOT NULL "
        "AND month IN (SELECT value FROM json_each(?)) AND (state NOT IN ('cancelled', 'postponed') "
        "OR (state = 'postponed' AND json_extract(content, '$.new_date') IS NOT NULL)) GROUP BY cell"
    )
    return dict(book.rows(sql, (listed(months),)))


def planned_of_group(book: Book, group: GroupId) -> tuple[PlannedRow, ...]:
    """Every line of a group, in order of date."""
    return tuple(_rows(book, '"group" = ?', (group,)))


def planned_at(book: Book, cell: str) -> tuple[PlannedRow, ...]:
    """Every line about a cell, by ``cell_key``, in order of date."""
    return tuple(_rows(book, "cell = ?", (cell,)))


def count_planned_from(book: Book, cells: Sequence[str], day: dt.date) -> int:
    """How many visits to these cells are planned for that day or later, or for no day yet; cancelled ones aside."""
    where = f"cell IN {LISTED} AND state <> ? AND coalesce(date, month || '-31') >= ?"
    sql = f"SELECT count(*) FROM planned_line WHERE {where}"  # noqa: S608 - a condition of this module
    found = book.rows(sql, (listed(cells), PlanState.CANCELLED.value, day.isoformat()))
    return int(found[0][0])


def groups_planned(book: Book) -> tuple[GroupId, ...]:
    """Groups of which something is planned."""
    return tuple(GroupId(row[0]) for row in book.rows('SELECT DISTINCT "group" FROM planned_line ORDER BY 1'))


def _values(row: PlannedRow) -> Row:
    visit = row.visit
    published = None if row.published is None else msgspec.json.encode(row.published).decode()
    key = cell_key(visit.cell) or None
    content = msgspec.json.encode(visit).decode()
    return (
        visit.id, visit.group, key, visit.month, day_text(visit.day), visit.state.value, content, published,
    )  # fmt: skip


def _rows(book: Book, where: str, values: Sequence[object]) -> Iterator[PlannedRow]:
    sql = f"SELECT content, published FROM planned_line WHERE {where} ORDER BY date IS NULL, date, planned"  # noqa: S608 - conditions of this module
    for content, published in book.rows(sql, values):
        yield _row(content, published)


def _row(content: str, published: str | None) -> PlannedRow:
    known = None if published is None else msgspec.json.decode(published, type=PlannedVisit)
    return PlannedRow(msgspec.json.decode(content, type=PlannedVisit), known)
