"""Who has written what about which visits, and who recorded them: for judging whose word counts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.storage.aside import COUNTS
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.columns import LISTED, listed

_SPOKEN: Final = "SELECT e.entry, e.kind, e.subject, c.device FROM log_entry e JOIN chain c ON c.id = e.chain"
_NAMED: Final = (
    "SELECT v.value FROM entry_part p, json_each(CASE WHEN json_valid(p.text) THEN p.text ELSE '{}' END, '$.visits') v "
    "WHERE p.entry = e.id AND p.name = 'figures'"
)
"""What a link names; the part may be one of a newer program, and no JSON."""
_OTHERS: Final = f"e.chain NOT IN (SELECT id FROM chain WHERE device IN {LISTED})"  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Spoken:
    """An entry, counting or not, by what it is about and whose it is."""

    entry: EntryId
    kind: str
    subject: str
    device: DeviceId


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a visit that counts."""

    entry: EntryId
    device: DeviceId


def spoken(book: Book, kinds: Sequence[str], subjects: Sequence[str]) -> tuple[Spoken, ...]:
    """Entries of these kinds about these subjects."""
    return _spoken(book, f"e.subject IN {LISTED} AND e.kind IN {LISTED}", (listed(subjects), listed(kinds)))


def spoken_by_others(book: Book, kinds: Sequence[str], without: Collection[str]) -> tuple[Spoken, ...]:
    """All entries of these kinds, records never among them, but those of some machines."""
    where = f"e.kind <> 'visit.recorded' AND e.kind IN {LISTED} AND {_OTHERS}"
    return _spoken(book, where, (listed(kinds), listed(tuple(without))))


def named(book: Book, entries: Sequence[EntryId]) -> tuple[Spoken, ...]:
    """These entries."""
    return _spoken(book, f"e.entry IN {LISTED}", (listed(entries),)) if entries else ()


def links_naming(book: Book, visits: Sequence[str], without: Collection[str]) -> tuple[Spoken, ...]:
    """Links that name one of these visits, as their subject or otherwise, but those of some machines."""
    link = "e.kind <> 'visit.recorded' AND e.kind = 'visits.linked'"
    naming = f"EXISTS ({_NAMED} AND v.value IN {LISTED})"
    return _spoken(book, f"{link} AND {_OTHERS} AND {naming}", (listed(tuple(without)), listed(visits)))


def _spoken(book: Book, where: str, values: Sequence[object]) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(EntryId(entry), kind, subject, DeviceId(device))
        for entry, kind, subject, device in book.rows(f"{_SPOKEN} WHERE {where}", values)
    )


def records(book: Book, visits: Sequence[str]) -> dict[str, list[Record]]:
    """The records that count of each of these visits: nearly always one."""
    found: dict[str, list[Record]] = defaultdict(list)
    recorded = f"{_SPOKEN} WHERE e.subject IN {LISTED} AND e.kind = 'visit.recorded' AND {COUNTS}"
    for entry, _, subject, device in book.rows(recorded, (listed(visits),)):
        found[subject].append(Record(EntryId(entry), DeviceId(device)))
    return dict(found)
