"""What a group leader sees first: what is being written, what waits, and whether the work is safe."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.register import StatementRow, VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import backups, open_items, own_plan, own_plan_views, sending, statements, visits
from chibo_desktop.services.backups import Backup
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.open_items import OpenItem
from chibo_desktop.services.own_plan_views import OwnLine
from chibo_desktop.storage.visit_lists import VisitFilter

_DRAFTS_SHOWN = 4
_RECENT_SHOWN = 4
_COMING_SHOWN = 4
_MOST_OF_A_YEAR = 1_000
_FINALISED = tuple(state for state in VisitState if state is not VisitState.DRAFT)


@dataclass(frozen=True, slots=True)
class Today:
    """The first page. ``waiting`` are open petitions and guidance of the cells visited last.

    ``coming``: planned visits, the next one first; ``at_next``: what waits at its cell; ``answers``: those to planned
    visits that are not yet with the office; ``quota``: meetings a year for each member, as the office said;
    ``written_by_me``: those of this year whose minutes the person at work wrote.
    """

    date: dt.date
    counts: dict[VisitState, int]
    drafts: tuple[VisitRow, ...]
    recent: tuple[VisitRow, ...]
    waiting: tuple[StatementRow, ...]
    last_backup: Backup | None
    attended_this_year: int
    coming: tuple[OwnLine, ...] = ()
    at_next: tuple[OpenItem, ...] = ()
    answers: int = 0
    quota: int | None = None
    written_by_me: int = 0


def today(desk: Desk) -> Today:
    """The state of the work on this day."""
    day = desk.today()
    drafts = visits.list_visits(desk, VisitFilter(states=(VisitState.DRAFT,)), limit=_DRAFTS_SHOWN)
    recent = visits.list_visits(desk, VisitFilter(states=_FINALISED), limit=_RECENT_SHOWN)
    this_year = VisitFilter(
        states=tuple(state for state in _FINALISED if state is not VisitState.WITHDRAWN),
        first=day.replace(month=1, day=1),
        last=day.replace(month=12, day=31),
        counted_once=True,
    )
    plan = own_plan_views.whole(desk)
    coming = tuple(line for line in plan.from_day(day) if line.is_open and line.visit.day is not None)
    told = own_plan.publication(desk)
    written = visits.list_visits(desk, this_year, limit=_MOST_OF_A_YEAR) if told and told.quota else ()
    return Today(
        day,
        visits.state_counts(desk),
        drafts,
        recent,
        () if coming else _waiting(desk, drafts, recent),
        backups.last_backup(desk),
        visits.count_visits(desk, this_year),
        coming[: 1 + _COMING_SHOWN],
        open_items.at_cell(desk, coming[0].visit.cell.name) if coming else (),
        sending.to_send(desk).answers,
        None if told is None else told.quota,
        sum(row.author == desk.me.author.id for row in written),
    )


def _waiting(desk: Desk, drafts: Sequence[VisitRow], recent: Sequence[VisitRow]) -> tuple[StatementRow, ...]:
    """What waits at the cells that were visited last."""
    cells = dict.fromkeys(row.cell for row in (*drafts, *recent))
    return tuple(row for cell in cells for row in statements.open_statements_of_cell(desk, cell))
