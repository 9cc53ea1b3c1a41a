"""Copies of the book: made on demand, checked by reopening before they count."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Changes, Outcome
from chibo_desktop.services import erasures_kept
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import backup

_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy of the book and when it was made."""

    path: Path
    made_at: dt.datetime


def back_up_now(desk: Desk, folder: Path | None = None) -> Outcome[Backup]:
    """Copy the book into a folder, by default the home's own. Raises ``Fault`` of the disk or COPY_DAMAGED."""
    now = desk.clock()
    place = folder or desk.places.backups
    path = backup.make_backup(desk.book, place, now, desk.places.slots)
    erasures_kept.lay_beside(desk, place)
    if folder is None:
        backup.thin(desk.places.backups)
    with desk.book.transaction():
        note(desk, "BACKED_UP", file=path.name)
    return Outcome(Backup(path, now), Changes.of(("backup", "*")))


def last_backup(desk: Desk) -> Backup | None:
    """The newest copy in the home's own folder."""
    found = backup.backups(desk.places.backups)
    return Backup(found[0][1], found[0][0]) if found else None


def holding_erased(desk: Desk) -> int:
    """How many copies in the home still hold something that was erased on request since."""
    return len(_holding_erased(desk))


def replace_older(desk: Desk) -> Outcome[int]:
    """Make a copy anew, and remove those in the home that still hold what was erased; how many they were.

    Copies elsewhere are out of reach. Raises as :func:`back_up_now` does; then nothing was removed.
    """
    old = _holding_erased(desk)
    back_up_now(desk)
    for path in old:
        path.unlink(missing_ok=True)
        backup.slots_beside(path).unlink(missing_ok=True)
    return Outcome(len(old), Changes.of(("backup", "*")))


def _holding_erased(desk: Desk) -> list[Path]:
    """Dated copies, and those that were laid beside the book before its tables changed."""
    dated = [path for at, path in backup.backups(desk.places.backups) if erasures_kept.since(desk, at)]
    book = desk.places.book
    beside = list(book.parent.glob(f"{book.name}.before-*"))
    return [*dated, *beside] if dated or (beside and erasures_kept.since(desk, _EVER)) else []
