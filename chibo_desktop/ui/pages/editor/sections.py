"""Which page shows which section; each is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from chibo_desktop.domain.visits import Section
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.agenda import AgendaSection
from chibo_desktop.ui.pages.editor.attachments import AttachmentsSection
from chibo_desktop.ui.pages.editor.attendance import AttendanceSection
from chibo_desktop.ui.pages.editor.closing import ClosingSection
from chibo_desktop.ui.pages.editor.general import GeneralSection
from chibo_desktop.ui.pages.editor.guidance import GuidanceSection
from chibo_desktop.ui.pages.editor.opinions import OpinionsSection
from chibo_desktop.ui.pages.editor.scoring import ScoringSection
from chibo_desktop.ui.pages.editor.section import SectionPage
from chibo_desktop.ui.pages.editor.tasks import TasksSection
from chibo_desktop.ui.pages.editor.votes import VotesSection

_PAGES: dict[Section, Callable[[Desk, Jobs], SectionPage]] = {
    page.section: page
    for page in (
        GeneralSection,
        AttendanceSection,
        AgendaSection,
        OpinionsSection,
        GuidanceSection,
        TasksSection,
        VotesSection,
        ScoringSection,
        ClosingSection,
        AttachmentsSection,
    )
}

_ROOTS = {"score": Section.SCORING, "handwritten_part": Section.CLOSING}
"""Leaves outside section 1 whose path does not begin with the name of their section."""


def build_section(section: Section, desk: Desk, jobs: Jobs) -> SectionPage:
    """The page of a section."""
    return _PAGES[section](desk, jobs)


def section_of(place: str) -> Section:
    """The section that a place lies in; the first one for a place that is not known."""
    root = place.replace("/", ".").split(".")[0]
    if root in _ROOTS:
        return _ROOTS[root]
    return Section(root) if root in set(Section) else Section.GENERAL
