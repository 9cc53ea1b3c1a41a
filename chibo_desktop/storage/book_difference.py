"""What one book has that another lacks: entries by id, drafts by what is written in them."""

from dataclasses import dataclass

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.storage.book import Book


@dataclass(frozen=True, slots=True)
class Lacking:
    """``numbers`` are the row ids, in the other book, of entries that are not here; ``visits`` those about which some
    of them are; ``drafts`` those that are not here as they are there.
    """

    numbers: tuple[int, ...] = ()
    visits: frozenset[VisitId] = frozenset()
    drafts: tuple[VisitId, ...] = ()

    @property
    def minutes(self) -> int:
        """Visits of which something is lacking, finalised or being written."""
        return len(self.visits | set(self.drafts))

    @property
    def is_nothing(self) -> bool:
        return not self.numbers and not self.drafts


def lacking(here: Book, there: Book) -> Lacking:
    """What ``here`` lacks of ``there``."""
    known = {entry for (entry,) in here.rows("SELECT entry FROM log_entry")}
    numbers: list[int] = []
    visits: set[VisitId] = set()
    for number, entry, kind, subject in there.rows("SELECT id, entry, kind, subject FROM log_entry ORDER BY id"):
        if entry not in known:
            numbers.append(number)
            if kind.startswith("visit."):
                visits.add(VisitId(subject))
    return Lacking(tuple(numbers), frozenset(visits), _drafts(here, there))


def _drafts(here: Book, there: Book) -> tuple[VisitId, ...]:
    mine = dict(here.rows("SELECT visit, content FROM draft"))
    theirs = there.rows("SELECT visit, content FROM draft ORDER BY saved_at")
    return tuple(VisitId(visit) for visit, content in theirs if mine.get(visit) != content)
