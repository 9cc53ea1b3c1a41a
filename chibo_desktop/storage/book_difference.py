"""What one book has that another lacks: entries by id, drafts by what is written in them.

The other book may be damaged. Then it is read row by row, and what cannot be read is counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.book import Book, Row

DAMAGED = "BOOK_DAMAGED"


@dataclass(frozen=True, slots=True)
class Lacking:
    """``numbers`` are the row ids, in the other book, of entries that are not here; ``visits`` those about which some
    of them are; ``drafts`` those that are not here as they are there. ``unreadable``: entries that may be lost.
    """

    numbers: tuple[int, ...] = ()
    visits: frozenset[VisitId] = frozenset()
    drafts: tuple[VisitId, ...] = ()
    unreadable: int = 0

    @property
    def minutes(self) -> int:
        """Visits of which something is lacking, finalised or being written."""
        return len(self.visits | set(self.drafts))


def lacking(here: Book, there: Book) -> Lacking:
    """What ``here`` lacks of ``there``; ``here`` is sound."""
    known = {entry for (entry,) in here.rows("SELECT entry FROM log_entry")}
    numbers: list[int] = []
    visits: set[VisitId] = set()
    unreadable = 0
    for row in read_rows(there, "log_entry", ("entry", "kind", "subject")):
        if row is None:
            unreadable += 1
        elif row[1] not in known:
            numbers.append(row[0])
            if row[2].startswith("visit."):
                visits.add(VisitId(row[3]))
    return Lacking(tuple(numbers), frozenset(visits), _drafts(here, there), unreadable)


def _drafts(here: Book, there: Book) -> tuple[VisitId, ...]:
    mine = dict(here.rows("SELECT visit, content FROM draft"))
    theirs = [row for row in read_rows(there, "draft", ("saved_at", "visit", "content")) if row is not None]
    return tuple(VisitId(visit) for _, _, visit, content in sorted(theirs) if mine.get(visit) != content)


def rows_left(book: Book, sql: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of a statement; none where a damaged page is in its way."""
    try:
        return book.rows(sql, values)
    except Fault as fault:
        if fault.code != DAMAGED:
            raise
        return []


def read_rows(book: Book, table: str, columns: Sequence[str]) -> Iterator[Row | None]:
    """The row id and these columns of every row of a table; ``None`` for each that cannot be read any more.

    A sound table is read at once. Of a damaged one every number is asked for by itself: only
    rows of the damaged pages are missing then.
    """
    wanted = ", ".join(f'"{column}"' for column in ("id", *columns))
    try:
        yield from book.rows(f"SELECT {wanted} FROM {table} ORDER BY id")  # noqa: S608 - names of our own tables
    except Fault as fault:
        if fault.code != DAMAGED:
            raise
        yield from _one_by_one(book, table, wanted)


def _one_by_one(book: Book, table: str, wanted: str) -> Iterator[Row | None]:
    """Nothing tells where a damaged table ends: unreadable numbers count only where a row comes after them."""
    pages = book.row("PRAGMA page_count")
    last = _ROWS_OF_A_PAGE * int(pages[0]) if pages else 0
    waiting = 0
    for number in range(1, last + 1):
        try:
            row = book.row(f"SELECT {wanted} FROM {table} WHERE id = ?", (number,))  # noqa: S608 - our own tables
        except Fault as fault:
            if fault.code != DAMAGED:
                raise
            waiting += 1
            continue
        if row is not None:
            yield from (None for _ in range(waiting))
            waiting = 0
            yield row


_ROWS_OF_A_PAGE = 64
"""More than that of the smallest rows that are read here do not fit."""
