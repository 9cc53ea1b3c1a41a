"""How far the entries of this machine have come on their way to the office.

A state only moves forward, whatever order receipts arrive in: packed, received, merged. *Returned* asks for a
correction; an amendment made after it begins the way anew. Only an archive that was restored from a backup takes
states back: what it lost has to come again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import instant, listed, micros

_WAY: Final = (
    VisitState.FINALISED,
    VisitState.PACKED,
    VisitState.RECEIVED,
    VisitState.MERGED,
    VisitState.RETURNED,
)
_STEP: Final = {state: step for step, state in enumerate(_WAY)}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A state, since when, and who or what says so."""

    state: VisitState
    at: datetime
    by: str


def mark(book: Book, entries: Sequence[EntryId], now: Delivered) -> tuple[str, ...]:
    """Move entries of this machine forward; those of others and those already as far are left alone.

    What is packed once more is in the later packet: its number is the one to ask the office for. Returns the subjects
    of the entries that moved.
    """
    behind = _WAY[: _STEP[now.state] + (now.state is VisitState.PACKED)]
    sql = (
        "SELECT e.id, e.subject FROM log_entry e JOIN delivery d ON d.id = e.id "
        "WHERE e.entry IN (SELECT value FROM json_each(?)) AND d.state IN (SELECT value FROM json_each(?))"
    )
    with book.transaction():
        moving = book.rows(sql, (listed(entries), listed(behind)))
        change = 'UPDATE delivery SET state = ?, at = ?, "by" = ? WHERE id = ?'
        book.write_many(change, [(now.state.value, micros(now.at), now.by, number) for number, _ in moving])
    return tuple(dict.fromkeys(subject for _, subject in moving))


def acknowledged(book: Book) -> tuple[EntryId, ...]:
    """Entries of this machine that the office is believed to have."""
    arrived = (VisitState.RECEIVED, VisitState.MERGED, VisitState.RETURNED)
    sql = (
        "SELECT e.entry FROM log_entry e JOIN delivery d ON d.id = e.id "
        "WHERE d.state IN (SELECT value FROM json_each(?)) ORDER BY e.id"
    )
    return tuple(EntryId(row[0]) for row in book.rows(sql, (listed(arrived),)))


def reopen(book: Book, entries: Sequence[EntryId], at: datetime) -> tuple[str, ...]:
    """Begin the way of these entries anew: whoever had acknowledged them has lost them. Returns their subjects."""
    sql = (
        "SELECT e.id, e.subject FROM log_entry e JOIN delivery d ON d.id = e.id "
        "WHERE e.entry IN (SELECT value FROM json_each(?))"
    )
    with book.transaction():
        found = book.rows(sql, (listed(entries),))
        change = 'UPDATE delivery SET state = ?, at = ?, "by" = ? WHERE id = ?'
        book.write_many(change, [(VisitState.FINALISED.value, micros(at), "", number) for number, _ in found])
    return tuple(dict.fromkeys(subject for _, subject in found))


def delivery_of(book: Book, subjects: Sequence[str]) -> dict[str, Delivered]:
    """The state of each subject: that of its least advanced entry; returned while nothing was written after."""
    sql = (
        'SELECT e.subject, d.state, d.at, d."by" FROM log_entry e JOIN delivery d ON d.id = e.id '
        "WHERE e.subject IN (SELECT value FROM json_each(?)) ORDER BY e.id"
    )
    found: dict[str, list[Delivered]] = defaultdict(list)
    for subject, state, at, by in book.rows(sql, (listed(subjects),)):
        found[subject].append(Delivered(VisitState(state), instant(at), by))
    return {subject: _least_advanced(states) for subject, states in found.items()}


def _least_advanced(states: Sequence[Delivered]) -> Delivered:
    if states[-1].state is VisitState.RETURNED:
        return states[-1]
    under_way: Iterator[Delivered] = (one for one in states if one.state is not VisitState.RETURNED)
    return min(under_way, key=lambda one: _STEP[one.state])


def states_of(book: Book, ids: Sequence[EntryId]) -> dict[EntryId, VisitState]:
    """How far these entries of this machine have come."""
    sql = (
        "SELECT e.entry, d.state FROM log_entry e JOIN delivery d ON d.id = e.id "
        "WHERE e.entry IN (SELECT value FROM json_each(?))"
    )
    return {EntryId(entry): VisitState(state) for entry, state in book.rows(sql, (listed(ids),))}


def delivery_counts(book: Book) -> dict[VisitState, int]:
    """How many entries of this machine stand in each delivery state."""
    return {VisitState(state): count for state, count in book.rows("SELECT state, count(*) FROM delivery GROUP BY 1")}


def subjects_on_the_way(book: Book, kind: str, states: Sequence[VisitState]) -> int:
    """How many subjects have an entry of this kind by this machine in one of these states."""
    sql = (
        "SELECT count(DISTINCT e.subject) FROM log_entry e JOIN delivery d ON d.id = e.id "
        "WHERE e.kind = ? AND d.state IN (SELECT value FROM json_each(?))"
    )
    return int(book.rows(sql, (kind, listed(states)))[0][0])
