"""What persons said about visits that may be one meeting, and which of several records of a meeting counts.

Derived from entries, made again from them. This is the one place that knows how records of one meeting are counted:
whoever counts visits adds ``COUNTED_ONCE`` to the query.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import listed

COUNTED_ONCE: Final = "v.visit NOT IN (SELECT visit FROM counted_line WHERE meeting <> visit)"
"""Condition on a ``visit_line v``: of several records of one meeting one counts."""


def put_links(book: Book, verdicts: Mapping[tuple[VisitId, VisitId], str], counted: Mapping[VisitId, VisitId]) -> None:
    """Write what is known of pairs, and for each visit of a meeting the one that counts, in place of what was known."""
    with book.transaction():
        book.write("DELETE FROM link_line")
        book.write("DELETE FROM counted_line")
        pairs = [(one, other, verdict) for (one, other), verdict in sorted(verdicts.items())]
        book.write_many("INSERT INTO link_line (one, other, verdict) VALUES (?, ?, ?)", pairs)
        book.write_many("INSERT INTO counted_line (visit, meeting) VALUES (?, ?)", sorted(counted.items()))


def verdicts(book: Book) -> dict[tuple[VisitId, VisitId], str]:
    """What persons said of each pair of visits."""
    found = book.rows("SELECT one, other, verdict FROM link_line ORDER BY one, other")
    return {(VisitId(one), VisitId(other)): verdict for one, other, verdict in found}


def counted(book: Book) -> dict[VisitId, VisitId]:
    """For each visit of a meeting that was recorded more than once the one that counts."""
    return {VisitId(visit): VisitId(meeting) for visit, meeting in book.rows("SELECT visit, meeting FROM counted_line")}


def are_linked(book: Book, visits: Sequence[VisitId]) -> bool:
    """Whether anything was said about one of these visits."""
    sql = (
        "SELECT 1 FROM link_line WHERE one IN (SELECT value FROM json_each(?1)) "
        "OR other IN (SELECT value FROM json_each(?1)) LIMIT 1"
    )
    return book.row(sql, (listed(visits),)) is not None


def dump_links(book: Book) -> Iterator[bytes]:
    """A line of JSON per pair and per counted visit, for the digest of the merged state."""
    for (one, other), verdict in verdicts(book).items():
        yield msgspec.json.encode(["link", one, other, verdict]) + b"\n"
    for visit, meeting in sorted(counted(book).items()):
        yield msgspec.json.encode(["counted", visit, meeting]) + b"\n"
