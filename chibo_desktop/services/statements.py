"""Opinions and guidance that have to be followed, as the entries of their visits tell them."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.register import StatementKind, StatementRow, statement_rows
from chibo_desktop.services import archive
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log, meetings


def statements_of(desk: Desk, visits: Sequence[VisitId]) -> tuple[StatementRow, ...]:
    """Statements of these visits, visit by visit as given, in the order of the minutes."""
    entries = log.entries_of(desk.book, visits)
    told = (archive.told_by(entries.get(visit, ())) for visit in visits)
    return tuple(row for one in told if one is not None for row in statement_rows(one))


def open_statements_of_cell(desk: Desk, cell: str) -> tuple[StatementRow, ...]:
    """Petitions, proposals and guidance of a cell, by its name, that its minutes do not call answered.

    Newest visit first. Drafts and withdrawn visits do not count.
    """
    rows = statements_of(desk, meetings.visits_of_cell(desk.book, cell))
    return tuple(row for row in rows if not row.answered and row.kind is not StatementKind.OPINION)
