"""Visits of a period as figures need them: read at once, many thousands, without making a line of each."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from chibo_desktop.domain.ids import GroupId, OrganisationId, VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import SessionKind
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, day, listed, members
from chibo_desktop.storage.links import COUNTED_ONCE

_CATEGORIES, _TIERS, _KINDS = members(CellCategory), members(Tier), members(SessionKind)

_SELECT: Final = (
    "SELECT v.visit, v.tier, v.category, v.kind, v.date, v.month, v.cell_id, v.cell, v.superior, "
    'v.group_id, v."group" FROM visit_line v'
)


class AttendedRow(NamedTuple):
    """A visit that counts. ``month`` is the month that it stands for."""

    visit: VisitId
    tier: Tier | None
    category: CellCategory | None
    kind: SessionKind
    date: dt.date | None
    month: str
    cell_id: OrganisationId | None
    cell: str
    superior: str
    group_id: GroupId | None
    group: str


def attended_between(book: Book, first: dt.date, last: dt.date) -> Iterator[AttendedRow]:
    """Visits that count, of days ``first`` to ``last``, both included; one without a day by its month, where that lies
    in the period whole. Drafts and withdrawn minutes do not count, and of several records of one meeting one does.
    """
    within = f"(v.date BETWEEN ? AND ? OR (v.date IS NULL AND v.month IN {LISTED}))"
    return _attended(book, within, (first.isoformat(), last.isoformat(), listed(_whole_months(first, last))))


def attended_ever(book: Book) -> Iterator[AttendedRow]:
    """The same of all days, those without one included."""
    return _attended(book, "1", ())


def _attended(book: Book, within: str, values: Sequence[object]) -> Iterator[AttendedRow]:
    sql = f"{_SELECT} WHERE {COUNTED_ONCE} AND v.state NOT IN ('draft', 'withdrawn') AND {within} ORDER BY v.date, v.id"
    days: dict[str | None, dt.date | None] = {}
    for visit, tier, category, kind, date, *rest in book.rows(sql, values):
        if date not in days:
            days[date] = day(date)
        what = _KINDS[kind] or SessionKind.OTHER
        yield AttendedRow(visit, _TIERS[tier], _CATEGORIES[category], what, days[date], *rest)


def _whole_months(first: dt.date, last: dt.date) -> Sequence[str]:
    """Months of which every day lies in the period."""
    found: list[str] = []
    year, month = first.year, first.month
    while dt.date(year, month, 1) <= last:
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        if first <= dt.date(year, month, 1) and following - dt.timedelta(days=1) <= last:
            found.append(f"{year:04d}-{month:02d}")
        year, month = following.year, following.month
    return found
