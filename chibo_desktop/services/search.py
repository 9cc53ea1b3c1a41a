"""Finding visits by any of their words."""

from dataclasses import replace

from chibo_desktop.services.desk import Desk
from chibo_desktop.services.linking import with_meetings
from chibo_desktop.storage.hits import Hit, find


def search(desk: Desk, text: str, limit: int = 50, offset: int = 0) -> tuple[Hit, ...]:
    """Visits with these words, newest first; marks, case and the place of the tone do not matter."""
    hits = find(desk.book, text, limit=limit, offset=offset)
    rows = with_meetings(desk, [hit.visit for hit in hits])
    return tuple(replace(hit, visit=row) for hit, row in zip(hits, rows, strict=True))
