"""Copies of the book: made on demand, checked by reopening before they count."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Changes, Outcome
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import backup


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy of the book and when it was made."""

    path: Path
    made_at: dt.datetime


def back_up_now(desk: Desk, folder: Path | None = None) -> Outcome[Backup]:
    """Copy the book into a folder, by default the home's own. Raises ``Fault`` of the disk or COPY_DAMAGED."""
    now = desk.clock()
    path = backup.make_backup(desk.book, folder or desk.places.backups, now)
    if folder is None:
        backup.thin(desk.places.backups)
    with desk.book.transaction():
        note(desk, "BACKED_UP", file=path.name)
    return Outcome(Backup(path, now), Changes.of(("backup", "*")))


def last_backup(desk: Desk) -> Backup | None:
    """The newest copy in the home's own folder."""
    found = backup.backups(desk.places.backups)
    return Backup(found[0][1], found[0][0]) if found else None
