"""Sending minutes back from a window: what lies in the section that a person chose. Runs on the worker thread."""

from __future__ import annotations

from chibo_desktop.domain.fields import leaves
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.services import returning, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.pages.editor.sections import section_of

_UNSEEN = frozenset({"id", "template"})
"""Leaves that nobody writes."""


def send_back(desk: Desk, visit: VisitId, comment: str, section: Section | None) -> Outcome[VisitRow]:
    """Ask for a section to be completed, or for all of the minutes. Raises as `returning.return_visit`."""
    paths = paths_of(visits.read_visit(desk, visit).visit, section) if section is not None else ()
    return returning.return_visit(desk, visit, comment, paths)


def paths_of(visit: Visit, section: Section) -> tuple[str, ...]:
    """What lies in a section, in as few paths as name it."""
    roots = dict.fromkeys(path.replace("/", ".").split(".")[0] for path in leaves(visit))
    return tuple(root for root in roots if root not in _UNSEEN and section_of(root) is section)
