"""Rows that another book of the same machine has and this one lacks, brought over as they stand.

Entries themselves are verified and added by whoever calls; here is what stands around them. Rows are known by what
they say, never by their numbers. Everything runs inside the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.storage import delivery
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.book_difference import read_rows, rows_left
from chibo_desktop.storage.columns import LISTED, columns_of, insert_sql, instant, listed, micros, table_name
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.log import Source
from chibo_desktop.storage.models import (
    Activity,
    Blob,
    Cell,
    Held,
    Incoming,
    Known,
    Outgoing,
    PlannedLine,
    Relayed,
    ReportText,
    StoredReport,
    Table,
    TrustDocument,
)

_KNOWN_BY: Final[tuple[tuple[type[Table], tuple[str, ...]], ...]] = (
    (TrustDocument, ("kind", "document", "version", "office", "envelope")),
    (Blob, ("hash",)),
    (Incoming, ("file_hash",)),
    (Held, ("file_hash", "item", "code")),
    (Relayed, ("file_hash",)),
    (Outgoing, ("packet",)),
    (Activity, ("at", "code", "data")),
    (Known, ("kind", "thing")),
    (Cell, ("key",)),
    (PlannedLine, ("planned",)),
    (StoredReport, ("report",)),
    (ReportText, ("period", "part")),
)


def add_lacking_rows(here: Book, there: Book) -> None:
    """Papers, attachments, packets in and out, what waits, the diary, the directory, plans and reports."""
    for table, key in _KNOWN_BY:
        name, wanted = table_name(table), ", ".join(f'"{column}"' for column in key)
        known = set(here.rows(f"SELECT {wanted} FROM {name}"))  # noqa: S608 - names of our own tables
        for row in read_rows(there, name, key):
            if row is not None and tuple(row[1:]) not in known:
                _bring(here, there, table, row[0])


def follow_work(here: Book, there: Book) -> None:
    """What was being worked at there: plans that nobody works at here, and the later words of reports."""
    mine = {row[0]: row[1:] for row in here.rows("SELECT planned, content, published FROM planned_line")}
    columns = '"group", cell, month, date, state, content'
    changed = [
        row
        for row in rows_left(there, f"SELECT {columns}, planned FROM planned_line")  # noqa: S608 - names of columns
        if (own := mine.get(row[-1])) is not None and own[0] == own[1] and own[0] != row[-2]
    ]
    here.write_many(
        'UPDATE planned_line SET "group" = ?, cell = ?, month = ?, date = ?, state = ?, content = ? WHERE planned = ?',
        changed,
    )
    here.write_many(
        "UPDATE report_text SET text = ?1, changed_at = ?2 WHERE period = ?3 AND part = ?4 AND changed_at < ?2",
        rows_left(there, "SELECT text, changed_at, period, part FROM report_text"),
    )


def _bring(here: Book, there: Book, table: type[Table], number: int) -> None:
    columns = ", ".join(f'"{column}"' for column in columns_of(table))
    one = f"SELECT {columns} FROM {table_name(table)} WHERE id = ?"  # noqa: S608 - names of our own tables
    for row in rows_left(there, one, (number,)):
        first = number if table is Outgoing else None  # the number of a packet is its row id
        here.write(insert_sql(table, "INSERT OR IGNORE"), (first, *row[1:]))


def sources_of(there: Book, numbers: Sequence[int]) -> list[tuple[Source, list[int]]]:
    """Where these entries came from, in order of arrival: stretches of entries of one source."""
    entries = "SELECT packet, added_at, id FROM log_entry WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    states = dict(rows_left(there, "SELECT id, state FROM delivery"))
    arrived = rows_left(there, entries, (listed(numbers),))
    if not arrived:
        arrived = [row for number in numbers for row in rows_left(there, entries, (listed([number]),))]
    found: list[tuple[Source, list[int]]] = []
    placed = ((packet, at, _state(states, packet, number), number) for packet, at, number in arrived)
    for (packet, at, state), rows in groupby(placed, key=lambda row: row[:3]):
        found.append((Source(packet, instant(at), state), [row[3] for row in rows]))
    return found


def _state(states: Mapping[int, str], packet: str | None, number: int) -> VisitState | None:
    """How far an entry has come. One of this machine of which nothing is known any more is sent once more."""
    if number in states:
        return VisitState(states[number])
    return None if packet is not None or states else VisitState.FINALISED


def follow_marks(here: Book, there: Book, since: datetime) -> tuple[str, ...]:
    """What happened to entries and packets there: delivery, taking back, releases, what became of things that waited.

    What was decided here after ``since``, when the two books parted, stays. Returns subjects to fold anew.
    """
    _bring_pairs(here, there)
    _follow_packets(here, there, micros(since))
    subjects = _follow_aside(here, there, micros(since))
    return (*subjects, *_follow_delivery(here, there))


def _bring_pairs(here: Book, there: Book) -> None:
    carried = rows_left(there, "SELECT c.packet, e.entry FROM carried c JOIN log_entry e ON e.id = c.entry")
    put = (
        "INSERT INTO carried (entry, packet) SELECT e.id, ?1 FROM log_entry e WHERE e.entry = ?2 "
        "AND e.id NOT IN (SELECT entry FROM carried WHERE packet = ?1) AND e.packet IS NOT ?1"
    )
    for packet, entry in carried:
        here.write(put, (packet, entry))
    here.write_many(
        "INSERT OR IGNORE INTO released (entry, act) VALUES (?, ?)", rows_left(there, "SELECT entry, act FROM released")
    )


def _follow_packets(here: Book, there: Book, since: int) -> None:
    withdrawn = rows_left(there, "SELECT withdrawn_at, file_hash FROM incoming")
    change = (
        "UPDATE incoming SET withdrawn_at = ?1 WHERE file_hash = ?2 AND withdrawn_at IS NOT ?1 "
        "AND coalesce(withdrawn_at, 0) <= ?3"
    )
    here.write_many(change, [(*row, since) for row in withdrawn])
    released = rows_left(
        there, "SELECT released_at, released_how, data, file_hash, item, code FROM held WHERE released_at IS NOT NULL"
    )
    here.write_many(
        "UPDATE held SET released_at = ?, released_how = ?, data = ? "
        "WHERE file_hash = ? AND item IS ? AND code = ? AND released_at IS NULL",
        released,
    )
    carried = rows_left(
        there, "SELECT forwarded_at, forwarded_to, acknowledged_at, acknowledged_by, opened_at, file_hash FROM relayed"
    )
    here.write_many(
        "UPDATE relayed SET forwarded_at = coalesce(forwarded_at, ?), forwarded_to = coalesce(forwarded_to, ?), "
        "acknowledged_at = coalesce(acknowledged_at, ?), acknowledged_by = coalesce(acknowledged_by, ?), "
        "opened_at = coalesce(opened_at, ?) WHERE file_hash = ?",
        carried,
    )


def _follow_aside(here: Book, there: Book, since: int) -> tuple[str, ...]:
    """Only marks of packets that were taken back: what a revocation sets aside is judged anew by its papers."""
    mine, theirs = _withdrawn(here), _withdrawn(there)
    known = {row[1] for row in read_rows(there, "log_entry", ("entry",)) if row is not None}
    more = [(at, entry) for entry, at in theirs.items() if entry not in mine]
    fewer = [(entry,) for entry, at in mine.items() if entry not in theirs and entry in known and at <= since]
    put = "INSERT OR IGNORE INTO aside (entry, reason, at) SELECT id, 'withdrawn', ? FROM log_entry WHERE entry = ?"
    drop = "DELETE FROM aside WHERE reason = 'withdrawn' AND entry = (SELECT id FROM log_entry WHERE entry = ?)"
    here.write_many(put, more)
    here.write_many(drop, fewer)
    touched = listed([entry for _, entry in more] + [entry for (entry,) in fewer])
    rows = here.rows(f"SELECT DISTINCT subject FROM log_entry WHERE entry IN {LISTED}", (touched,))  # noqa: S608 - a constant
    return tuple(row[0] for row in rows)


def _withdrawn(book: Book) -> dict[str, int]:
    rows: list[Row] = rows_left(
        book, "SELECT e.entry, a.at FROM aside a JOIN log_entry e ON e.id = a.entry WHERE a.reason = 'withdrawn'"
    )
    return dict(rows)


def _follow_delivery(here: Book, there: Book) -> tuple[str, ...]:
    sql = (
        'SELECT d.state, d.at, d."by", e.entry FROM delivery d JOIN log_entry e ON e.id = d.id '
        'ORDER BY d.state, d.at, d."by"'
    )
    moved: list[str] = []
    for (state, at, by), rows in groupby(rows_left(there, sql), key=lambda row: row[:3]):
        now = Delivered(VisitState(state), instant(at), by)
        moved += delivery.mark(here, [EntryId(row[3]) for row in rows], now)
    return tuple(dict.fromkeys(moved))
