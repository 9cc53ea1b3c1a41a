"""What a group leader sees first: what is being written, what waits, and whether the work is safe."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.register import StatementRow, VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import backups, statements, visits
from chibo_desktop.services.backups import Backup
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage.visit_lists import VisitFilter

_DRAFTS_SHOWN = 4
_RECENT_SHOWN = 4
_FINALISED = tuple(state for state in VisitState if state is not VisitState.DRAFT)


@dataclass(frozen=True, slots=True)
class Today:
    """The first page. ``waiting`` are open petitions and guidance of the cells visited last."""

    date: dt.date
    counts: dict[VisitState, int]
    drafts: tuple[VisitRow, ...]
    recent: tuple[VisitRow, ...]
    waiting: tuple[StatementRow, ...]
    last_backup: Backup | None
    attended_this_year: int


def today(desk: Desk) -> Today:
    """The state of the work on this day."""
    day = desk.today()
    drafts = visits.list_visits(desk, VisitFilter(states=(VisitState.DRAFT,)), limit=_DRAFTS_SHOWN)
    recent = visits.list_visits(desk, VisitFilter(states=_FINALISED), limit=_RECENT_SHOWN)
    cells = dict.fromkeys(row.cell for row in (*drafts, *recent))
    waiting = tuple(row for cell in cells for row in statements.open_statements_of_cell(desk, cell))
    this_year = VisitFilter(
        states=tuple(state for state in _FINALISED if state is not VisitState.WITHDRAWN),
        first=day.replace(month=1, day=1),
        last=day.replace(month=12, day=31),
        counted_once=True,
    )
    return Today(
        day,
        visits.state_counts(desk),
        drafts,
        recent,
        waiting,
        backups.last_backup(desk),
        visits.count_visits(desk, this_year),
    )
