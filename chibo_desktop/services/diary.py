"""The diary of the machine: what was done, as codes and figures, never as words of people."""

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import activity
from chibo_desktop.storage.activity import Note


def note(desk: Desk, code: str, **data: Datum) -> None:
    """Write a line. Inside the transaction of the deed, so that one never stands without the other."""
    activity.add_note(desk.book, Note(desk.clock(), code, data))


def recent(desk: Desk, limit: int = 50) -> tuple[Note, ...]:
    """The last lines, newest first."""
    return activity.recent(desk.book, limit)
