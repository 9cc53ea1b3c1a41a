"""The steps that bring a book to the tables of this program, in order, one transaction each."""

from pathlib import Path
from typing import Final

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from chibo_desktop.domain.outcomes import Refusal

STEPS: Final = Path(__file__).with_name("steps")


def pending(database: SqliteDatabase) -> tuple[str, ...]:
    """Names of the steps that this book still needs. Raises ``Refusal`` ``BOOK_NEWER``, with the newest ``step``,
    when the book has taken steps that this program does not know: it could lose what it cannot read.
    """
    rows = Runner(database, str(STEPS)).status()
    unknown = [row.name for row in rows if row.path is None]
    if unknown:
        raise Refusal("BOOK_NEWER", step=unknown[-1])
    return tuple(row.name for row in rows if row.applied is None)


def upgrade(database: SqliteDatabase) -> tuple[str, ...]:
    """Take every pending step and return their names; a step that fails leaves no trace."""
    return tuple(Runner(database, str(STEPS)).up())


def newest() -> str:
    """Name of the last step that this program knows."""
    return max(path.stem for path in STEPS.glob("[0-9]*.py"))


def oldest() -> str:
    """Name of the first step, which makes the tables of an empty book."""
    return min(path.stem for path in STEPS.glob("[0-9]*.py"))
