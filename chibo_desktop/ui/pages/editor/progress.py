"""How far each section of the minutes is: what the list of sections shows, and what finalising lists as unfinished."""

from __future__ import annotations

from collections.abc import Sequence

from chibo_desktop.domain import sections
from chibo_desktop.domain.rules import Finding, FindingCode
from chibo_desktop.domain.sections import Fact, FactKind, SectionState, SectionView
from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import rubrics
from chibo_desktop.ui.components.section_list import SectionRow
from chibo_desktop.ui.pages.editor.history import HISTORY
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

# Facts about the meeting that writing cannot put right: told in their section, but they leave it done.
_FACTS = frozenset(
    {
        FindingCode.DATE_LONG_PAST,
        FindingCode.OUTSIDE_FIRST_WEEK,
        FindingCode.TOO_SHORT,
        FindingCode.QUORUM_SHORT,
        FindingCode.NOBODY_EXPECTED,
        FindingCode.VOTE_NOT_PASSED,
    }
)
_STATES = {
    SectionState.DONE: "done",
    SectionState.IN_PROGRESS: "check",
    SectionState.EMPTY: "empty",
    SectionState.LOOK_AGAIN: "check",
    SectionState.NOT_APPLICABLE: "none",
}


def survey(visit: Visit, findings: Sequence[Finding]) -> tuple[SectionView, ...]:
    """How far each section is, under the rubric that the visit is scored with."""
    wanted = [finding for finding in findings if not _is_settled(finding)]
    rubric = rubrics.rubric(visit.score.rubric) if visit.score.rubric else None
    return sections.survey(visit, wanted, rubric)


def section_rows(views: Sequence[SectionView], opened: Section | None = None) -> tuple[SectionRow, ...]:
    """The lines of the list. An open section that wants more is *being written*; left like that, *look again*."""
    return tuple(_row(number, view, view.section is opened) for number, view in enumerate(views, start=1))


def read_rows(rows: Sequence[SectionRow], conflicts: int) -> tuple[SectionRow, ...]:
    """The sections of finalised minutes, written or with nothing there; below them the history."""
    read = tuple(
        SectionRow(row.key, row.number, row.name, "none" if row.state in ("none", "empty") else "done", row.fact)
        for row in rows
    )
    fact = tr("%1 chỗ khác", conflicts) if conflicts else ""
    state = "check" if conflicts else "done"
    return (*read, SectionRow(HISTORY, len(rows) + 1, tr("Lịch sử biên bản"), state, fact))


def unfinished(views: Sequence[SectionView]) -> tuple[int, ...]:
    """Numbers of the sections that want something before finalising."""
    left = sections.unfinished(views)
    return tuple(number for number, view in enumerate(views, start=1) if view.section in left)


def _is_settled(finding: Finding) -> bool:
    if finding.code is FindingCode.COUNTS_DIFFER:
        return bool(dict(finding.data).get("kept"))
    return finding.code in _FACTS


def _row(number: int, view: SectionView, is_open: bool) -> SectionRow:
    state = "started" if is_open and view.state is SectionState.IN_PROGRESS else _STATES[view.state]
    return SectionRow(view.section.value, number, word(view.section), state, _words(view.fact, view.section))


def _words(fact: Fact, section: Section) -> str:
    if fact.kind is FactKind.PRESENT:
        return f"{padded(fact.first)}/{padded(fact.second)}"
    if fact.kind is FactKind.MISSING:
        return tr("Thiếu %1", fact.first)
    if fact.kind is FactKind.NOTHING:
        return "" if section is Section.ATTACHMENTS else tr("Không có")
    return str(fact.first) if fact.kind is FactKind.ROWS and section is not Section.AGENDA else ""
