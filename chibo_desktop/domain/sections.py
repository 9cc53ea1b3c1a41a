"""How far each section of the minutes is, and the small fact that stands beside its name."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.rules import Finding, FindingCode
from chibo_desktop.domain.scoring import Rubric, total_of
from chibo_desktop.domain.visits import AttendanceMode, Closing, Score, Section, Visit, standing


class SectionState(StrEnum):
    DONE = "done"
    IN_PROGRESS = "in_progress"
    EMPTY = "empty"
    LOOK_AGAIN = "look_again"
    NOT_APPLICABLE = "not_applicable"


class FactKind(StrEnum):
    """What the small fact counts."""

    NONE = "none"
    ROWS = "rows"
    PRESENT = "present"
    NOTHING = "nothing"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Fact:
    """The fact in numbers: rows; present of total; lines missing; or a declaration that there was nothing."""

    kind: FactKind = FactKind.NONE
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class SectionView:
    """One line of the section list."""

    section: Section
    state: SectionState
    fact: Fact = Fact()

    @property
    def is_finished(self) -> bool:
        return self.state in {SectionState.DONE, SectionState.NOT_APPLICABLE}


def survey(visit: Visit, findings: Collection[Finding] = (), rubric: Rubric | None = None) -> tuple[SectionView, ...]:
    """Every section in the order of the editor.

    A finding in a section that has content makes it *look again*, but for fields that are merely still empty.
    """
    doubtful = {finding.section for finding in findings if finding.code not in _STILL_EMPTY}
    return tuple(_view(section, visit, doubtful, rubric) for section in Section)


def unfinished(views: Collection[SectionView]) -> tuple[Section, ...]:
    """Sections that want something before finalising; they warn and never block."""
    return tuple(view.section for view in views if not view.is_finished)


def _view(section: Section, visit: Visit, doubtful: Collection[Section], rubric: Rubric | None) -> SectionView:
    if section in {*visit.nothing_in, *_OPTIONAL_WHEN_EMPTY} and not _rows(section, visit):
        return SectionView(section, SectionState.NOT_APPLICABLE, Fact(FactKind.NOTHING))
    if section is Section.SCORING:
        return _scoring(visit, rubric)
    state = _STATES[section](visit) if section in _STATES else _rows_state(section, visit)
    if section in doubtful and state is not SectionState.EMPTY:
        state = SectionState.LOOK_AGAIN
    return SectionView(section, state, _fact(section, visit))


def _rows_state(section: Section, visit: Visit) -> SectionState:
    return SectionState.DONE if _rows(section, visit) else SectionState.EMPTY


def _rows(section: Section, visit: Visit) -> int:
    return _ROWS[section](visit) if section in _ROWS else 0


def _general(visit: Visit) -> SectionState:
    session = visit.session
    filled = (visit.cell.name, session.date, session.start, session.end, visit.chair.name, visit.secretary.name)
    if all(filled):
        return SectionState.DONE
    return SectionState.IN_PROGRESS if any(filled) else SectionState.EMPTY


def _attendance(visit: Visit) -> SectionState:
    attendance = visit.attendance
    if attendance.mode is AttendanceMode.ROSTER:
        return SectionState.DONE if standing(attendance.roster) else SectionState.EMPTY
    counts = attendance.counts
    if counts.total is not None and counts.present is not None:
        return SectionState.DONE
    return SectionState.EMPTY if counts.total is None and counts.present is None else SectionState.IN_PROGRESS


def _closing(visit: Visit) -> SectionState:
    closing = visit.closing
    if closing.conclusion and closing.read_back and closing.adopted:
        return SectionState.DONE
    return SectionState.EMPTY if closing == Closing() else SectionState.IN_PROGRESS


def _scoring(visit: Visit, rubric: Rubric | None) -> SectionView:
    if visit.score == Score(rubric=visit.score.rubric):
        return SectionView(Section.SCORING, SectionState.EMPTY)
    missing = total_of(rubric, visit.score).missing if rubric else _without_points(visit.score)
    if missing:
        return SectionView(Section.SCORING, SectionState.LOOK_AGAIN, Fact(FactKind.MISSING, missing))
    return SectionView(Section.SCORING, SectionState.DONE)


def _without_points(score: Score) -> int:
    """Lines without points, where nobody knows the rubric that they belong to."""
    return sum(line.applicable and line.points is None for line in standing(score.lines))


def _fact(section: Section, visit: Visit) -> Fact:
    if section is Section.ATTENDANCE:
        counts = counts_in_force(visit.attendance)
        if counts.present is None or counts.total is None:
            return Fact()
        return Fact(FactKind.PRESENT, counts.present, counts.total)
    rows = _rows(section, visit)
    return Fact(FactKind.ROWS, rows) if rows else Fact()


_STATES: dict[Section, Callable[[Visit], SectionState]] = {
    Section.GENERAL: _general,
    Section.ATTENDANCE: _attendance,
    Section.CLOSING: _closing,
}

_ROWS: dict[Section, Callable[[Visit], int]] = {
    Section.AGENDA: lambda visit: len(standing(visit.agenda)),
    Section.OPINIONS: lambda visit: len(standing(visit.opinions)),
    Section.GUIDANCE: lambda visit: len(standing(visit.guidance)),
    Section.TASKS: lambda visit: len(standing(visit.tasks)),
    Section.VOTES: lambda visit: len(standing(visit.votes)),
    Section.SCORING: lambda visit: len(standing(visit.score.lines)),
    Section.ATTACHMENTS: lambda visit: len(standing(visit.attachments)),
}

_OPTIONAL_WHEN_EMPTY = frozenset({Section.ATTACHMENTS})
"""Sections that need no word when there is nothing in them."""

_STILL_EMPTY = frozenset(
    {
        FindingCode.CELL_MISSING,
        FindingCode.DATE_MISSING,
        FindingCode.CHAIR_MISSING,
        FindingCode.SECRETARY_MISSING,
    }
)
"""Findings that say no more than that the first section is in progress."""
