"""Opinions and guidance that have to be followed, as the entries of their visits tell them."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import VisitId, statement_id
from chibo_desktop.domain.register import StatementRow, statement_rows
from chibo_desktop.services import archive, petitions
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log
from chibo_desktop.storage.statements import StatementFilter, StatementOrder, page_of_statements

_MOST = 1_000


def statements_of(desk: Desk, visits: Sequence[VisitId]) -> tuple[StatementRow, ...]:
    """Statements of these visits, visit by visit as given, in the order of the minutes."""
    entries = log.entries_of(desk.book, visits)
    told = (archive.told_by(entries.get(visit, ())) for visit in visits)
    return tuple(row for one in told if one is not None for row in statement_rows(one))


def open_statements_of_cell(desk: Desk, cell: str) -> tuple[StatementRow, ...]:
    """Petitions, proposals and guidance of a cell, by its name, about which something is still to be done.

    Newest visit first. Drafts and withdrawn visits do not count.
    """
    petitions.catch_up(desk)
    wanted = StatementFilter(cell=cell, only_open=True)
    found = page_of_statements(desk.book, wanted, StatementOrder.NEWEST, limit=_MOST)
    open_ = {one.id for one in found}
    rows = statements_of(desk, tuple(dict.fromkeys(one.visit for one in found)))
    return tuple(row for row in rows if statement_id(row.visit, row.item) in open_)
