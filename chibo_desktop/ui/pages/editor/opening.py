"""What the editor asks of the services when a visit is opened, saved and finalised. Runs on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass

from chibo_desktop.domain.erasing import with_note
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.withholding import left_out
from chibo_desktop.services import drafts, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.drafts import Draft
from chibo_desktop.services.visits import VisitView
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit for the screen: `draft` when it can be written in, else it is looked at as `view` says."""

    view: VisitView
    draft: Draft | None

    @property
    def visit(self) -> Visit:
        """The content to show; what was erased or did not travel says so, never in a draft, which would be signed."""
        if self.draft:
            return self.draft.visit
        erased = with_note(self.view.visit, self.view.erased, tr("đã xóa theo yêu cầu"))
        return with_note(erased, left_out(erased, self.view.absent), tr("không chuyển"))


def open_visit(desk: Desk, visit: VisitId) -> Opened:
    """Fetch a visit with its draft, if there is one. Raises ``Refusal`` VISIT_UNKNOWN."""
    return Opened(visits.read_visit(desk, visit), _draft_of(desk, visit))


def _draft_of(desk: Desk, visit: VisitId) -> Draft | None:
    try:
        return drafts.load_draft(desk, visit)
    except Refusal as refusal:
        if refusal.code != "DRAFT_UNKNOWN":
            raise
        return None


def begin(desk: Desk, cell: CellSnapshot | None) -> Outcome[Opened]:
    """A new draft, opened."""
    begun = drafts.begin_draft(desk, cell)
    return Outcome(open_visit(desk, begun.value.id), begun.changes)


def amend(desk: Desk, visit: VisitId, reason: str) -> Outcome[Opened]:
    """The draft of an amendment, opened. Raises as ``drafts.begin_amendment``."""
    begun = drafts.begin_amendment(desk, visit, reason)
    return Outcome(open_visit(desk, visit), begun.changes)


def finalise(desk: Desk, visit: Visit, place: str) -> Outcome[VisitRow]:
    """Save what is on the screen and finalise exactly that. Raises as ``drafts.save_draft`` and ``visits.finalise``."""
    saved = drafts.save_draft(desk, visit, place)
    done = visits.finalise(desk, visit.id)
    return Outcome(done.value, saved.changes | done.changes)
