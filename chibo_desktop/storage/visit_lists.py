"""Pages of the register as lists ask for them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chibo_desktop.domain.ids import DeviceId, OrganisationId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.storage import search
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed
from chibo_desktop.storage.links import COUNTED_ONCE
from chibo_desktop.storage.register import SELECT_VISITS, visit_of

_FROM: Final = "FROM visit_line v"


class VisitOrder(StrEnum):
    """Order of a list; those of one date or name stand with the last recorded first."""

    NEWEST = "v.date DESC NULLS FIRST, v.id DESC"
    OLDEST = "v.date ASC NULLS LAST, v.id ASC"
    CELL = "v.cell_folded, v.date DESC, v.id DESC"
    CELL_BACKWARDS = "v.cell_folded DESC, v.date DESC, v.id DESC"
    STATE = "v.state, v.date DESC, v.id DESC"
    LAST_CHANGED = "v.state_at DESC, v.id DESC"


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What a list shows; an empty filter shows all. ``first`` and ``last`` are days, both included.

    ``counted_once`` leaves out all records of a meeting but the one that counts.
    """

    states: tuple[VisitState, ...] = ()
    kinds: tuple[SessionKind, ...] = ()
    text: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    device: DeviceId | None = None
    in_conflict: bool = False
    counted_once: bool = False
    cells: tuple[OrganisationId, ...] | None = None
    """Visits to these cells of the register only."""
    unlisted_cell: str = ""
    """Visits to a cell of this name only whose minutes name none of a register."""


def page_of_visits(
    book: Book, wanted: VisitFilter, order: VisitOrder = VisitOrder.NEWEST, *, offset: int = 0, limit: int = 100
) -> tuple[VisitRow, ...]:
    """Some lines of a list."""
    where, values = _where(book, wanted)
    sql = f"{SELECT_VISITS}{where} ORDER BY {order.value} LIMIT ? OFFSET ?"
    return tuple(map(visit_of, book.rows(sql, (*values, limit, offset))))


def count_visits(book: Book, wanted: VisitFilter) -> int:
    """How many lines a list has."""
    where, values = _where(book, wanted)
    (count,) = book.rows(f"SELECT count(*) {_FROM}{where}", values)[0]
    return int(count)


def state_counts(book: Book, *, counted_once: bool = True) -> dict[VisitState, int]:
    """How many visits stand in each state, each meeting counted once or not; states without any are left out."""
    where = f"WHERE {COUNTED_ONCE} " if counted_once else ""
    sql = f"SELECT v.state, count(*) {_FROM} {where}GROUP BY 1"
    return {VisitState(state): count for state, count in book.rows(sql)}


def _where(book: Book, wanted: VisitFilter) -> tuple[str, list[object]]:
    terms = list(_terms(book, wanted))
    clause = " AND ".join(sql for sql, _ in terms)
    return (f" WHERE {clause}" if clause else ""), [value for _, values in terms for value in values]


def _terms(book: Book, wanted: VisitFilter) -> Iterator[tuple[str, list[object]]]:
    if wanted.states:
        yield f"v.state IN {LISTED}", [listed(wanted.states)]
    if wanted.kinds:
        yield f"v.kind IN {LISTED}", [listed(wanted.kinds)]
    if wanted.first is not None:
        yield "v.date >= ?", [wanted.first.isoformat()]
    if wanted.last is not None:
        yield "v.date <= ?", [wanted.last.isoformat()]
    if wanted.device is not None:
        yield "v.device = ?", [wanted.device]
    if wanted.cells is not None:
        yield f"v.cell_id IN {LISTED}", [listed(wanted.cells)]
    if wanted.unlisted_cell:
        yield "v.cell_id IS NULL AND v.cell_folded = ?", [fold(wanted.unlisted_cell)]
    if wanted.in_conflict:
        yield "v.conflicts > 0", []
    if wanted.counted_once:
        yield COUNTED_ONCE, []
    if wanted.text.strip():
        yield f"v.id IN ({search.MATCHING})", [search.query(book, wanted.text)]
