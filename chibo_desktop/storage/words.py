"""The words of visits that may be looked for: made from their content when somebody asks, never stored a second time.

Writing them beside the entries cost a tenth of a merge. What was written or read lately is remembered, so indexing a
merge and showing what a search found seldom has to make anything.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from chibo_desktop.domain.ids import VisitId

Source = Callable[[Sequence[VisitId]], Mapping[VisitId, str]]
"""Makes the words of visits from their entries or drafts; those it knows nothing of are left out."""

REMEMBERED: Final = 1000
"""Visits; about 10 MB."""


class Words:
    """Words by visit, as written: remembered ones, else those of ``source``.

    ``edition`` is a number that changes when somebody else has written to the book: then nothing is remembered.
    """

    def __init__(self) -> None:
        self.source: Source = _nothing
        self._remembered: dict[VisitId, str] = {}
        self._edition: int | None = None
        self._folded: dict[VisitId, str] = {}

    def has_room(self, count: int) -> bool:
        return len(self._remembered) + count <= REMEMBERED

    def remember(self, words: Mapping[VisitId, str | None], edition: int) -> None:
        """Know the words of these visits from now on; ``None`` where nobody has made those that count now."""
        self._follow(edition)
        for visit, text in words.items():
            self._remembered.pop(visit, None)
            if text is not None:
                self._remembered[visit] = text

    def note_folded(self, folded: Mapping[VisitId, str | None]) -> None:
        """Keep folded words of visits until they are indexed; ``None`` where nobody has folded those that count now."""
        for visit, words in folded.items():
            self._folded.pop(visit, None)
            if words is not None:
                self._folded[visit] = words

    def take_folded(self, visits: Sequence[VisitId], edition: int) -> dict[VisitId, str]:
        """The folded words of visits that are indexed now, as far as they were kept."""
        self._follow(edition)
        return {visit: self._folded.pop(visit) for visit in visits if visit in self._folded}

    def forget(self) -> None:
        """After a rollback: what was written did not come to be."""
        self._remembered.clear()
        self._folded.clear()

    def of(self, visits: Sequence[VisitId], edition: int) -> dict[VisitId, str]:
        """Words of these visits; empty where nobody knows any."""
        self._follow(edition)
        held = {visit: self._remembered[visit] for visit in visits if visit in self._remembered}
        missing = [visit for visit in visits if visit not in held]
        made = self.source(missing) if missing else {}
        if not self.has_room(len(made)):
            self.forget()
        self._remembered |= made
        return dict.fromkeys(visits, "") | held | dict(made)

    def _follow(self, edition: int) -> None:
        if edition != self._edition:
            self._edition = edition
            self.forget()


def _nothing(visits: Sequence[VisitId]) -> dict[VisitId, str]:
    del visits
    return {}
