"""Everything that is derived, thrown away and made again from the entries: register, search, registers, links.

Drafts, reports that were made, and what is being worked at of plans are nobody's derivation and stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome
from chibo_desktop.packets.stick import never
from chibo_desktop.services import archive, drafts, foreign, linking, registers, revocation, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.reading import DEEDS
from chibo_desktop.storage import drafts as drawer
from chibo_desktop.storage import log, register, search

_BATCH: Final = 500

Progress = Callable[[int, int], None]
"""Visits done and in all."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many visits and drafts were made again, and the digest of the merged state before and after."""

    visits: int
    drafts: int
    before: str
    digest: str

    @property
    def is_same(self) -> bool:
        """Whether what was shown before is what the entries come to."""
        return self.before == self.digest


def _told_nobody(done: int, total: int) -> None:
    """A progress that tells nobody."""


def rebuild(desk: Desk, progress: Progress = _told_nobody, cancelled: Callable[[], bool] = never) -> Outcome[Rebuilt]:
    """Make everything derived again, in one transaction. Raises ``Cancelled``, ``Fault`` of the disk; then nothing
    has changed."""
    before = status.digest(desk)
    try:
        with desk.book.transaction():
            visits, written = _make_again(desk, progress, cancelled)
            note(desk, "REBUILT", visits=visits)
    except BaseException:
        desk.trust = None
        raise
    search.settle(desk.book)
    found = Rebuilt(visits, written, before, status.digest(desk))
    kinds = ("visit", "packet", "organisation", "group", "plan")
    return Outcome(found, Changes.of(*((kind, "*") for kind in kinds)))


def _make_again(desk: Desk, progress: Progress, cancelled: Callable[[], bool]) -> tuple[int, int]:
    register.clear_register(desk.book)
    revocation.judge(desk)
    foreign.judge_all(desk)
    subjects = [VisitId(one) for one in log.subjects(desk.book, tuple(DEEDS))]
    for at in range(0, len(subjects), _BATCH):
        if cancelled():
            raise Cancelled
        archive.refold(desk, subjects[at : at + _BATCH])
        progress(min(at + _BATCH, len(subjects)), len(subjects))
    written = [draft for draft in drawer.drafts(desk.book) if not drafts.amendment_reason(desk, draft.visit.id)]
    register.put_visits(desk.book, [archive.draft_line(desk, draft.visit, draft.saved_at) for draft in written])
    linking.refresh(desk)
    registers.rebuild(desk)
    return len(subjects), len(written)
