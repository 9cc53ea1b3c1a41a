"""Meetings as the register sees them: the last one of a cell, and two records that may be of one meeting."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, day_text, listed
from chibo_desktop.storage.links import verdicts


def visits_of_cell(book: Book, cell: str) -> tuple[VisitId, ...]:
    """The finalised visits to a cell of this name that were not withdrawn, the latest first."""
    sql = "SELECT visit FROM visit_line WHERE cell_folded = ? AND state NOT IN (?, ?) ORDER BY date DESC, id DESC"
    rows = book.rows(sql, (fold(cell), VisitState.DRAFT.value, VisitState.WITHDRAWN.value))
    return tuple(VisitId(row[0]) for row in rows)


def last_visit_of(book: Book, cell: str) -> VisitId | None:
    """The latest finalised visit to a cell of this name."""
    return next(iter(visits_of_cell(book, cell)), None)


def same_meetings(book: Book, rows: Sequence[VisitRow]) -> dict[VisitId, tuple[VisitId, ...]]:
    """For each of these visits the others to a cell of the same name on the same day, as far as there are any.

    A district may have two cells of one name: a person decides, never the program.
    """
    days = sorted({day for row in rows if (day := day_text(row.date)) is not None})
    if not days:
        return {}
    found: dict[tuple[str, str], list[VisitId]] = {}
    cells: dict[VisitId, str] = {}
    every = "SELECT visit, cell_folded, date FROM visit_line"
    sql = f"{every} WHERE date IN {LISTED} AND state NOT IN (?, ?)"
    for visit, cell, day in book.rows(sql, (listed(days), VisitState.DRAFT.value, VisitState.WITHDRAWN.value)):
        found.setdefault((cell, day), []).append(VisitId(visit))
        cells[VisitId(visit)] = cell
    doubles: dict[VisitId, tuple[VisitId, ...]] = {}
    answered = {pair for pair, verdict in verdicts(book).items() if verdict != "disputed"}
    for row in rows:
        near = found.get((cells.get(row.id) or fold(row.cell), day_text(row.date) or ""), ())
        others = tuple(
            visit for visit in near if visit != row.id and (min(visit, row.id), max(visit, row.id)) not in answered
        )
        if others:
            doubles[row.id] = others
    return doubles


def doubles(book: Book) -> tuple[tuple[VisitId, VisitId], ...]:
    """Pairs of visits to a cell of one name on one day by two machines, the last day first.

    Those that a person has linked or told apart are left out, unless two persons said different things.
    """
    sql = (
        "SELECT one.visit, other.visit FROM visit_line one JOIN visit_line other "
        "ON other.cell_folded = one.cell_folded AND other.date = one.date AND other.visit > one.visit "
        "AND other.device <> one.device "
        "WHERE one.cell_folded <> '' AND one.state NOT IN (?, ?) AND other.state NOT IN (?, ?) "
        "AND NOT EXISTS (SELECT 1 FROM link_line l WHERE l.one = one.visit AND l.other = other.visit "
        "AND l.verdict <> 'disputed') AND NOT EXISTS (SELECT 1 FROM counted_line a JOIN counted_line b "
        "ON b.meeting = a.meeting WHERE a.visit = one.visit AND b.visit = other.visit) "
        "ORDER BY one.date DESC, one.cell_folded, one.visit, other.visit"
    )
    standing = (VisitState.DRAFT.value, VisitState.WITHDRAWN.value)
    return tuple((VisitId(one), VisitId(other)) for one, other in book.rows(sql, (*standing, *standing)))


def finalised_visits(book: Book) -> tuple[VisitId, ...]:
    """Every visit of the register that is no draft, by id."""
    rows = book.rows("SELECT visit FROM visit_line WHERE state <> ? ORDER BY visit", (VisitState.DRAFT.value,))
    return tuple(VisitId(row[0]) for row in rows)
