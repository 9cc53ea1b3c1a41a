"""The steps that bring a book to the tables of this program, in order, one transaction each."""

from pathlib import Path
from typing import Final

from peewee import SqliteDatabase

from chibo_desktop.domain.outcomes import Refusal

STEPS: Final = Path(__file__).with_name("steps")
HISTORY: Final = "schema_migration"
"""The table in which peewee's runner notes the steps that were taken."""


def steps() -> tuple[str, ...]:
    """Names of the steps that this program knows, in order."""
    return tuple(sorted(path.stem for path in STEPS.glob("[0-9]*.py")))


def pending(database: SqliteDatabase) -> tuple[str, ...]:
    """Names of the steps that this book still needs. Raises ``Refusal`` ``BOOK_NEWER``, with the newest ``step``,
    when the book has taken steps that this program does not know: it could lose what it cannot read.
    """
    taken: set[str] = set()
    if database.table_exists(HISTORY):
        taken = {name for (name,) in database.execute_sql("SELECT name FROM schema_migration")}
    if unknown := taken.difference(steps()):
        raise Refusal("BOOK_NEWER", step=max(unknown))
    return tuple(step for step in steps() if step not in taken)


def upgrade(database: SqliteDatabase) -> tuple[str, ...]:
    """Take every pending step and return their names; a step that fails leaves no trace."""
    from playhouse.migrations import Runner

    return tuple(Runner(database, str(STEPS), table_name=HISTORY).up())
