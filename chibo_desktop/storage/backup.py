"""Dated copies of the book, encrypted with its key: the last three, seven daily, four weekly, six monthly."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.copying import UNWATCHED, Watched
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import write_file

NAME: Final = "book-%Y%m%dT%H%M%S%fZ.db"
"""Name of a backup by the moment, in UTC, at which it was made."""
_KEPT: Final[tuple[tuple[int, Callable[[datetime], object]], ...]] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (6, lambda at: (at.year, at.month)),
)

_LAST: Final = 3


def make_backup(
    book: Book, folder: Path, at: datetime, slots: Path | None = None, watched: Watched = UNWATCHED
) -> Path:
    """Copy the open book into a folder; the copy is read back and checked before it gets its name.

    ``slots`` are laid beside it: the passphrase or the code on paper must be able to open the copy on another machine.
    Raises ``Fault`` of the disk, or ``COPY_DAMAGED``, ``Cancelled``; then no file is left behind.
    """
    with faults_named():
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / at.strftime(NAME)
        try:
            if slots is not None:
                write_file(slots_beside(target), slots.read_bytes())
            book.copy_to(target, watched)
        except BaseException:
            slots_beside(target).unlink(missing_ok=True)
            raise
    return target


def remove(path: Path) -> None:
    """Take a backup away with the slots beside it."""
    with faults_named():
        path.unlink(missing_ok=True)
        slots_beside(path).unlink(missing_ok=True)


def slots_beside(path: Path) -> Path:
    """Where the key slots of a backup lie."""
    return path.with_suffix(".keys")


def backups(folder: Path) -> tuple[tuple[datetime, Path], ...]:
    """Backups in a folder and when each was made, the newest first; other files are passed over."""
    found = [(at, path) for path in folder.glob("book-*.db") if (at := made_at(path)) is not None]
    return tuple(sorted(found, reverse=True))


def latest(folder: Path) -> Path | None:
    return next((path for _, path in backups(folder)), None)


def thin(folder: Path, keep: Path | None = None) -> tuple[Path, ...]:
    """Remove backups beyond the last three, and the newest of each of the last 7 days, 4 weeks, 6 months with one.

    The last three stay whatever their day: whoever copies the book before and after something wants both.
    Returns what was removed. Works on the dates of the backups alone, so a wrong clock today removes nothing more;
    ``keep`` stays in any case: with a clock set back the newest bears the oldest date.
    """
    made = backups(folder)
    kept = {path for number, period in _KEPT for path in _newest_of_each(made, period, number)}
    kept |= {keep, *(path for _, path in made[:_LAST])}
    surplus = tuple(path for _, path in made if path not in kept)
    for path in surplus:
        remove(path)
    return surplus


def _newest_of_each(
    made: tuple[tuple[datetime, Path], ...], period: Callable[[datetime], object], number: int
) -> Iterator[Path]:
    newest: dict[object, Path] = {}
    for at, path in made:
        newest.setdefault(period(at), path)
    yield from list(newest.values())[:number]


def made_at(path: Path) -> datetime | None:
    """When a backup was made, as its name says; ``None`` for another name."""
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
