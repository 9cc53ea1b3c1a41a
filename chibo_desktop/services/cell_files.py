"""What a group knows of the cells it attends: the list of them, and the file of one, by the names of today."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.scoring import Grade, Total, grade_of, total_of
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Attendee, VisitState
from chibo_desktop.services import archive, drafts, open_items, organisations, rubrics
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.open_items import OpenItem
from chibo_desktop.storage import directory, visit_lists
from chibo_desktop.storage.visit_lists import VisitFilter

_EVERY_CELL = 10_000
_MOST_VISITS = 200
_UNSCORED = (VisitState.DRAFT, VisitState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class LastScore:
    """The latest minutes whose score is whole: points, class, and the day they were given for."""

    date: dt.date | None
    total: Total
    grade: Grade


@dataclass(frozen=True, slots=True)
class CellFile:
    """One cell as it is called today, and what is known of it.

    ``visits``: newest first, of its predecessors too, each under the name of its own day. ``roster`` is the office's
    where it told one (``is_office_roster``), else that of the last visit. ``is_listed``: the register knows the cell.
    """

    cell: CellSnapshot
    is_listed: bool
    members: int | None
    kilometres: int | None
    roster: tuple[Attendee, ...]
    is_office_roster: bool
    visits: tuple[VisitRow, ...]
    items: tuple[OpenItem, ...]
    score: LastScore | None


def cells(desk: Desk, text: str = "") -> tuple[CellSnapshot, ...]:
    """Cells found by words, marks and case aside; all of them for no text.

    Those of the register as it is today in its order, then those that were attended and stand in no register of today.
    """
    today = desk.today()
    offered = {cell.id: cell for cell in organisations.cells(desk, today)}
    found = tuple(offered.values())
    if text.strip():
        hits = organisations.find(desk, text, today, len(offered) or 1)
        found = tuple(offered[hit.id] for hit in hits if hit.id in offered)
    return (*found, *_unlisted(desk, text))


def _unlisted(desk: Desk, text: str) -> tuple[CellSnapshot, ...]:
    """Attended cells under which nothing of today's register counts, by name; those without an id once by name."""
    heirs = organisations.known(desk).heirs(desk.today())
    here = organisations.tree(desk, desk.today()).organisations
    found: dict[str, CellSnapshot] = {}
    for cell in directory.find_cells(desk.book, text, _EVERY_CELL):
        if cell.id is None or heirs.get(cell.id, cell.id) not in here:
            found.setdefault(cell.id or fold(cell.name), cell)
    return tuple(sorted(found.values(), key=lambda cell: fold(cell.name)))


def of_today(desk: Desk, cell: CellSnapshot) -> CellSnapshot:
    """The cell that stands today in place of one that minutes or a plan name; itself where the register has none."""
    if cell.id is None:
        return cell
    heir = organisations.known(desk).heirs(desk.today()).get(cell.id, cell.id)
    found = organisations.snapshot(desk, heir, desk.today())
    return found if found is not None and found.name else cell


def file_of(desk: Desk, named: CellSnapshot) -> CellFile:
    """Everything this machine knows of a cell."""
    cell = of_today(desk, named)
    on_day = organisations.tree(desk, desk.today()).organisations.get(cell.id) if cell.id is not None else None
    told = drafts.office_roster(desk, cell)
    rows = visit_lists.page_of_visits(desk.book, _visits_to(desk, cell), limit=_MOST_VISITS)
    return CellFile(
        cell=cell,
        is_listed=on_day is not None,
        members=None if on_day is None else on_day.members,
        kilometres=None if on_day is None else on_day.kilometres,
        roster=told or drafts.last_roster(desk, cell),
        is_office_roster=bool(told),
        visits=rows,
        items=_open_items(desk, cell, rows),
        score=_last_score(desk, rows),
    )


def _visits_to(desk: Desk, cell: CellSnapshot) -> VisitFilter:
    if cell.id is None:
        return VisitFilter(unlisted_cell=cell.name)
    ids: tuple[OrganisationId, ...] = (cell.id, *organisations.predecessors(desk, cell.id, desk.today()))
    return VisitFilter(cells=ids)


def _open_items(desk: Desk, cell: CellSnapshot, rows: Sequence[VisitRow]) -> tuple[OpenItem, ...]:
    """What waits under the name of today and under those of its visits, each once, the latest first."""
    names = {fold(name): name for name in (cell.name, *(row.cell for row in rows)) if name}
    found = {one.statement: one for name in names.values() for one in open_items.at_cell(desk, name)}
    return tuple(sorted(found.values(), key=lambda one: one.date or dt.date.min, reverse=True))


def _last_score(desk: Desk, rows: Sequence[VisitRow]) -> LastScore | None:
    for row in rows:
        if row.state in _UNSCORED:
            continue
        score = archive.content(archive.folded(desk, row.id)).score
        rubric = rubrics.rubric(score.rubric)
        if not score.lines or rubric is None:
            continue
        total = total_of(rubric, score)
        grade = grade_of(rubric, total)
        if grade is not None:
            return LastScore(row.date, total, grade)
    return None
