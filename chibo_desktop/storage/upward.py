"""What an office holds that may go up: every entry that counts, log by log, without its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId
from chibo_desktop.storage.aside import COUNTS
from chibo_desktop.storage.book import Book

_STANDING: Final = (
    "SELECT e.id, e.entry, c.device, c.epoch, e.seq, e.kind, e.subject, "
    "count(*) OVER (PARTITION BY e.chain, e.seq) FROM log_entry e JOIN chain c ON c.id = e.chain"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that counts: its row id, where it stands, what it is about. ``forked``: another one has its place."""

    number: int
    entry: EntryId
    device: DeviceId
    epoch: EpochId
    seq: int
    kind: str
    subject: str
    forked: bool


def standing_entries(book: Book) -> Iterator[Standing]:
    """Every entry that counts, log by log in order of the numbers."""
    rows = book.rows(f"{_STANDING} WHERE {COUNTS} ORDER BY e.chain, e.seq, e.id")
    for number, entry, device, epoch, seq, kind, subject, twins in rows:
        yield Standing(number, entry, device, epoch, seq, kind, subject, twins > 1)
