"""Which meetings were attended, as the register has them: what a plan is held against."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import GroupId, VisitId
from chibo_desktop.domain.plans import Month, typed_cell_key
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import day_text

_GONE: Final = (VisitState.DRAFT.value, VisitState.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Attended:
    """A meeting that a group attended. ``cell`` as ``domain.plans.cell_key``; ``meeting``: of its records the one that
    counts, so that two records of one meeting are told apart from two meetings."""

    group: GroupId | None
    cell: str
    month: Month
    date: dt.date
    kind: SessionKind
    meeting: VisitId


def attended_between(book: Book, first: dt.date, last: dt.date) -> tuple[Attended, ...]:
    """What was recorded for these days, both included; of several records of one meeting by one group one."""
    sql = (
        "SELECT v.group_id, v.cell_id, v.cell, v.superior, v.month, v.date, v.kind, coalesce(c.meeting, v.visit) "
        "FROM visit_line v LEFT JOIN counted_line c ON c.visit = v.visit "
        "WHERE v.date BETWEEN ? AND ? AND v.state NOT IN (?, ?) ORDER BY v.date, v.visit"
    )
    values = (day_text(first), day_text(last), *_GONE)
    found: dict[tuple[str | None, str], Attended] = {}
    for group, cell_id, cell, superior, month, date, kind, meeting in book.rows(sql, values):
        key = cell_id or typed_cell_key(cell, superior)
        one = Attended(group, key, month, dt.date.fromisoformat(date), SessionKind(kind), VisitId(meeting))
        found.setdefault((group, meeting), one)
    return tuple(found.values())


def last_attended(book: Book, until: dt.date) -> dict[str, dt.date]:
    """For each cell that was ever visited up to a day, by its key, the last time."""
    sql = (
        "SELECT v.cell_id, v.cell, v.superior, max(v.date) FROM visit_line v "
        "WHERE v.date <= ? AND v.state NOT IN (?, ?) GROUP BY v.cell_id, v.cell, v.superior"
    )
    found: dict[str, dt.date] = {}
    for cell_id, cell, superior, date in book.rows(sql, (day_text(until), *_GONE)):
        key, day = cell_id or typed_cell_key(cell, superior), dt.date.fromisoformat(date)
        found[key] = max(day, found.get(key, day))
    return found
