"""Minutes that the office above sends back: its comment goes on to the laptop in the own office's name.

A laptop believes its own office and nobody else, so the comment is not carried on as a stranger's entry: the office in
between signs one of its own that names the asker and follows the one above. An amendment that knows of it answers both.
"""

from dataclasses import dataclass

from msgspec import UnsetType

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.packets.contents import VisitReturned, texts_of
from chibo_desktop.packets.receipts import Noted
from chibo_desktop.services import archive, logbook, upper_receipts
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import log


@dataclass(frozen=True, slots=True)
class SentBack:
    """A comment from above that is not passed on yet: the visit, its own id above, who asks, and what it says."""

    visit: VisitId
    comment: EntryId
    asker: str
    noted: Noted


def waiting(desk: Desk) -> tuple[SentBack, ...]:
    """What the office above wants completed and the laptops have not been told; nothing about withdrawn minutes."""
    asker, noted = upper_receipts.sent_back(desk) if desk.is_office else ("", ())
    return tuple(found for one in noted if (found := _sent_back(desk, asker, one)) is not None)


def _sent_back(desk: Desk, asker: str, noted: Noted) -> SentBack | None:
    seen = log.entry(desk.book, EntryId(noted.entry))
    if seen is None or isinstance(noted.comment, UnsetType):
        return None
    visit, comment = VisitId(seen.head.subject), EntryId(noted.comment)
    about = archive.entries(desk, visit)
    is_told = any(one.head.kind == EntryKind.VISIT_RETURNED and comment in one.head.based_on for one in about)
    is_withdrawn = archive.folded(desk, visit).withdrawn is not None
    return None if is_told or is_withdrawn else SentBack(visit, comment, asker, noted)


def pass_on(desk: Desk) -> tuple[VisitId, ...]:
    """Send the minutes back below that were sent back above, each comment once; says which."""
    found = waiting(desk)
    if not found:
        return ()
    visits = tuple(dict.fromkeys(one.visit for one in found))
    with logbook.writing(desk, len(found)) as pen:
        for one in found:
            paths = () if isinstance(one.noted.paths, UnsetType) else one.noted.paths
            told = VisitReturned(one.visit, one.noted.entry, paths, one.noted.words, one.asker)
            heads = archive.folded(desk, one.visit).heads
            pen.write(EntryKind.VISIT_RETURNED, one.visit, texts_of(told), based_on=(*heads, one.comment))
            archive.refold(desk, (one.visit,))
            note(desk, "RETURNED", visit=one.visit)
    return visits
