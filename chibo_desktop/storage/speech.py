"""Who has written what about which visits, and who recorded them: for judging whose word counts."""

from collections import defaultdict
from collections.abc import Sequence
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


def spoken(book: Book, kinds: Sequence[str], subjects: Sequence[str] | None = None) -> tuple[Spoken, ...]:
    """Entries of these kinds, records never among them; all of them, or those about these subjects."""
    if subjects is None:
        where, values = f"e.kind <> 'visit.recorded' AND e.kind IN {LISTED}", (listed(kinds),)
    else:
        where, values = f"e.subject IN {LISTED} AND e.kind IN {LISTED}", (listed(subjects), listed(kinds))
    return _spoken(book, where, values)


def links_naming(book: Book, visits: Sequence[str]) -> tuple[Spoken, ...]:
    """Links that name one of these visits, as their subject or otherwise."""
    link = "e.kind <> 'visit.recorded' AND e.kind = 'visits.linked'"
    return _spoken(book, f"{link} AND EXISTS ({_NAMED} AND v.value IN {LISTED})", (listed(visits),))


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
