"""How far each section of the minutes is: what the list of sections shows, and what finalising lists as unfinished."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chibo_desktop.domain.attendance import counts_in_force, expected
from chibo_desktop.domain.rules import Finding, FindingCode
from chibo_desktop.domain.visits import Attendance, Closing, Section, Visit, standing
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui.components.section_list import SectionRow
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

# Facts about the meeting that writing cannot put right: told in their section, but they leave it done.
_FACTS = frozenset({
    FindingCode.DATE_LONG_PAST,
    FindingCode.OUTSIDE_FIRST_WEEK,
    FindingCode.TOO_SHORT,
    FindingCode.QUORUM_SHORT,
    FindingCode.NOBODY_EXPECTED,
    FindingCode.VOTE_NOT_PASSED,
})
_UNFINISHED = ("empty", "check")

State = tuple[str, str]


def section_rows(visit: Visit, findings: Sequence[Finding], opened: Section | None = None) -> tuple[SectionRow, ...]:
    """State and small fact of every section. The open one is *being written* while nothing in it must be looked at."""
    doubtful = {finding.section for finding in findings if not _is_settled(finding)}
    rows: list[SectionRow] = []
    for number, section in enumerate(Section, start=1):
        state, fact = _state_of(section, visit)
        if state == "done" and section in doubtful:
            state = "check"
        elif state == "done" and section is opened:
            state = "started"
        rows.append(SectionRow(section.value, number, word(section), state, fact))
    return tuple(rows)


def read_rows(visit: Visit) -> tuple[SectionRow, ...]:
    """The sections of finalised minutes: written, or nothing there."""
    rows = section_rows(visit, ())
    return tuple(
        SectionRow(row.key, row.number, row.name, "none" if row.state in ("none", "empty") else "done", row.fact)
        for row in rows
    )


def unfinished(rows: Sequence[SectionRow]) -> tuple[int, ...]:
    """Numbers of the sections that are not finished."""
    return tuple(row.number for row in rows if row.state in _UNFINISHED)


def _is_settled(finding: Finding) -> bool:
    if finding.code is FindingCode.COUNTS_DIFFER:
        return bool(dict(finding.data).get("kept"))
    return finding.code in _FACTS


def _state_of(section: Section, visit: Visit) -> State:
    if section in visit.nothing_in:
        return "none", tr("Không có")
    return _STATES[section](visit)


def _general(visit: Visit) -> State:
    begun = visit.cell.name or visit.session.date or visit.chair.name
    return ("done" if begun else "empty"), ""


def _attendance(visit: Visit) -> State:
    counts = counts_in_force(visit.attendance)
    base = expected(counts)
    if counts.present is None or base is None:
        return ("check" if visit.attendance != Attendance(mode=visit.attendance.mode) else "empty"), ""
    return "done", f"{padded(counts.present)}/{padded(base)}"


def _rows_of(attribute: str, counted: bool = True) -> Callable[[Visit], State]:
    def state(visit: Visit) -> State:
        rows = standing(getattr(visit, attribute))
        return ("done" if rows else "empty"), str(len(rows)) if rows and counted else ""

    return state


def _scoring(visit: Visit) -> State:
    lines = standing(visit.score.lines)
    if not lines:
        return "empty", ""
    missing = sum(line.applicable and line.points is None for line in lines)
    return ("check", tr("Thiếu %1", missing)) if missing else ("done", "")


def _closing(visit: Visit) -> State:
    closing = visit.closing
    if closing == Closing():
        return "empty", ""
    return ("done" if closing.conclusion and closing.read_back and closing.adopted else "check"), ""


_STATES: dict[Section, Callable[[Visit], State]] = {
    Section.GENERAL: _general,
    Section.ATTENDANCE: _attendance,
    Section.AGENDA: _rows_of("agenda", counted=False),
    Section.OPINIONS: _rows_of("opinions"),
    Section.GUIDANCE: _rows_of("guidance"),
    Section.TASKS: _rows_of("tasks"),
    Section.VOTES: _rows_of("votes"),
    Section.SCORING: _scoring,
    Section.CLOSING: _closing,
    Section.ATTACHMENTS: _rows_of("attachments"),
}
