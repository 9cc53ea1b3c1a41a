"""Dated copies of the book, encrypted with its key: seven daily, four weekly, six monthly."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chibo_desktop.storage.book import Book
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import write_file

_NAME: Final = "book-%Y%m%dT%H%M%S%fZ.db"
_KEPT: Final[tuple[tuple[int, Callable[[datetime], object]], ...]] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (6, lambda at: (at.year, at.month)),
)


def make_backup(book: Book, folder: Path, at: datetime, slots: Path | None = None) -> Path:
    """Copy the open book into a folder; the copy is read back and checked before it gets its name.

    ``slots`` are laid beside it: the passphrase or the code on paper must be able to open the copy on another machine.
    Raises ``Fault`` of the disk, or ``COPY_DAMAGED``; then no file is left behind.
    """
    with faults_named():
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / at.strftime(_NAME)
        if slots is not None:
            write_file(slots_beside(target), slots.read_bytes())
        book.copy_to(target)
    return target


def slots_beside(path: Path) -> Path:
    """Where the key slots of a backup lie."""
    return path.with_suffix(".keys")


def backups(folder: Path) -> tuple[tuple[datetime, Path], ...]:
    """Backups in a folder and when each was made, the newest first; other files are passed over."""
    found = [(at, path) for path in folder.glob("book-*.db") if (at := made_at(path)) is not None]
    return tuple(sorted(found, reverse=True))


def latest(folder: Path) -> Path | None:
    return next((path for _, path in backups(folder)), None)


def thin(folder: Path) -> tuple[Path, ...]:
    """Remove backups beyond the newest of each of the last 7 days, 4 weeks and 6 months that have one.

    Returns what was removed. Works on the dates of the backups alone, so a wrong clock today removes nothing more.
    """
    made = backups(folder)
    kept = {path for number, period in _KEPT for path in _newest_of_each(made, period, number)}
    surplus = tuple(path for _, path in made if path not in kept)
    with faults_named():
        for path in surplus:
            path.unlink()
            slots_beside(path).unlink(missing_ok=True)
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
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
