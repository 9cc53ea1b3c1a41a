"""Reports as they were made, and the words that an office writes for a period."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from chibo_desktop.domain.ids import GroupId, OrganisationId
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.chains import Range
from chibo_desktop.storage.columns import instant, micros


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report of days ``first`` to ``last``. ``content`` is JSON of whoever made it; ``visits`` is how many it stands
    on, ``held`` what the book held of every log."""

    id: str
    kind: str
    first: dt.date
    last: dt.date
    as_of: str
    made_at: dt.datetime
    made_by: str
    visits: int
    content: str
    held: tuple[Range, ...]
    unit: OrganisationId | None = None
    group: GroupId | None = None


_COLUMNS = 'report, kind, first, last, as_of, made_at, made_by, visits, content, held, unit, "group"'


def keep_report(book: Book, report: KeptReport) -> None:
    """A report is kept for good."""
    book.write(
        f"INSERT INTO report ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - names of columns
        (
            report.id,
            report.kind,
            report.first.isoformat(),
            report.last.isoformat(),
            report.as_of,
            micros(report.made_at),
            report.made_by,
            report.visits,
            report.content,
            msgspec.json.encode(report.held).decode(),
            report.unit,
            report.group,
        ),
    )


def kept_report(book: Book, report: str) -> KeptReport | None:
    found = book.row(f"SELECT {_COLUMNS} FROM report WHERE report = ?", (report,))  # noqa: S608 - names of columns
    return None if found is None else _kept(found)


def kept_reports(book: Book, limit: int = 500) -> tuple[KeptReport, ...]:
    """The reports that were made last, the newest first."""
    rows = book.rows(f"SELECT {_COLUMNS} FROM report ORDER BY id DESC LIMIT ?", (limit,))  # noqa: S608 - names of columns
    return tuple(map(_kept, rows))


def _kept(row: tuple[object, ...]) -> KeptReport:
    id_, kind, first, last, as_of, made_at, made_by, visits, content, held, unit, group = row
    return KeptReport(
        str(id_),
        str(kind),
        dt.date.fromisoformat(str(first)),
        dt.date.fromisoformat(str(last)),
        str(as_of),
        instant(int(str(made_at))),
        str(made_by),
        int(str(visits)),
        str(content),
        msgspec.json.decode(str(held), type=tuple[Range, ...]),
        None if unit is None else OrganisationId(str(unit)),
        None if group is None else GroupId(str(group)),
    )


def put_texts(book: Book, period: str, texts: Mapping[str, str], at: dt.datetime) -> None:
    """Keep what was written for a period, part by part."""
    keep = (
        "INSERT INTO report_text (period, part, text, changed_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (period, part) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at"
    )
    with book.transaction():
        book.write_many(keep, [(period, part, text, micros(at)) for part, text in texts.items()])


def texts_of(book: Book, period: str) -> dict[str, str]:
    """What was written for a period, by part."""
    return dict(book.rows("SELECT part, text FROM report_text WHERE period = ?", (period,)))
