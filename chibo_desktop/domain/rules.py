"""Rules about a visit. They find and tell, with the numbers; they never block."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chibo_desktop.domain.attendance import counts_from_roster, counts_in_force
from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.visits import AttendanceMode, AttendanceState, Section, SessionKind, Visit, standing


class FindingCode(StrEnum):
    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    DATE_LONG_PAST = "date_long_past"
    OUTSIDE_FIRST_WEEK = "outside_first_week"
    END_BEFORE_START = "end_before_start"
    TOO_SHORT = "too_short"
    CELL_MISSING = "cell_missing"
    CHAIR_MISSING = "chair_missing"
    SECRETARY_MISSING = "secretary_missing"
    THEME_MISSING = "theme_missing"
    COUNTS_DIFFER = "counts_differ"
    PRESENT_OVER_TOTAL = "present_over_total"
    SUM_DIFFERS = "sum_differs"
    QUORUM_SHORT = "quorum_short"
    NOBODY_EXPECTED = "nobody_expected"
    SPOKE_OVER_PRESENT = "spoke_over_present"
    VOTES_OVER_VOTERS = "votes_over_voters"
    VOTE_NOT_PASSED = "vote_not_passed"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at again: where, what, and the numbers that disagree."""

    code: FindingCode
    section: Section
    data: tuple[tuple[str, Datum], ...] = ()


@dataclass(frozen=True, slots=True)
class Norms:
    """Numbers that the rules compare with: settings, since they are re-issued every term.

    Lengths in minutes: Hướng dẫn in force in 2026 (regular 90; regular with theme 120). The quorum has no legal number:
    two thirds of official members is the customary default.
    """

    regular_minutes: int = 90
    thematic_minutes: int = 120
    quorum_numerator: int = 2
    quorum_denominator: int = 3
    first_week_days: int = 7
    oldest_year: int = 2010


STANDARD_NORMS = Norms()

_MEETINGS_OF_THE_MONTH = frozenset({SessionKind.REGULAR, SessionKind.REGULAR_THEMATIC})


def minutes_between(start: str | None, end: str | None) -> int | None:
    """Length in minutes of a meeting from ``HH:MM`` to ``HH:MM``; negative when the end stands before the start."""
    if not start or not end:
        return None
    return _minutes(end) - _minutes(start)


def _minutes(hour_minute: str) -> int:
    hour, minute = hour_minute.split(":")
    return int(hour) * 60 + int(minute)


def least_minutes(kind: SessionKind, norms: Norms = STANDARD_NORMS) -> int | None:
    """Least length of a meeting of this kind, ``None`` where no rule gives one."""
    if kind is SessionKind.REGULAR_THEMATIC:
        return norms.thematic_minutes
    return norms.regular_minutes if kind is SessionKind.REGULAR else None


def examine(visit: Visit, today: date, norms: Norms = STANDARD_NORMS) -> tuple[Finding, ...]:
    """Everything worth a second look before finalising, in the order of the sections."""
    return (*_session(visit, today, norms), *_officers(visit), *_attendance(visit, norms), *_votes(visit))


def _session(visit: Visit, today: date, norms: Norms) -> Iterator[Finding]:
    session = visit.session
    if not visit.cell.name:
        yield Finding(FindingCode.CELL_MISSING, Section.GENERAL)
    if session.date is None:
        yield Finding(FindingCode.DATE_MISSING, Section.GENERAL)
    elif session.date > today:
        yield Finding(FindingCode.DATE_IN_FUTURE, Section.GENERAL, (("date", session.date.isoformat()),))
    elif session.date.year < norms.oldest_year:
        yield Finding(FindingCode.DATE_LONG_PAST, Section.GENERAL, (("date", session.date.isoformat()),))
    if session.date and session.kind in _MEETINGS_OF_THE_MONTH and session.date.day > norms.first_week_days:
        data = (("date", session.date.isoformat()), ("days", norms.first_week_days))
        yield Finding(FindingCode.OUTSIDE_FIRST_WEEK, Section.GENERAL, data)
    yield from _length(visit, norms)
    if session.kind in {SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC} and not session.theme:
        yield Finding(FindingCode.THEME_MISSING, Section.GENERAL)


def _length(visit: Visit, norms: Norms) -> Iterator[Finding]:
    session = visit.session
    length = minutes_between(session.start, session.end)
    least = least_minutes(session.kind, norms)
    if length is None:
        return
    if length <= 0:
        data = (("start", session.start or ""), ("end", session.end or ""))
        yield Finding(FindingCode.END_BEFORE_START, Section.GENERAL, data)
    elif least is not None and length < least:
        yield Finding(FindingCode.TOO_SHORT, Section.GENERAL, (("minutes", length), ("least", least)))


def _officers(visit: Visit) -> Iterator[Finding]:
    if not visit.chair.name:
        yield Finding(FindingCode.CHAIR_MISSING, Section.GENERAL)
    if not visit.secretary.name:
        yield Finding(FindingCode.SECRETARY_MISSING, Section.GENERAL)


def _attendance(visit: Visit, norms: Norms) -> Iterator[Finding]:
    attendance = visit.attendance
    typed, roster = attendance.counts, counts_from_roster(attendance.roster)
    if attendance.mode is AttendanceMode.ROSTER and typed.present is not None and typed.present != roster.present:
        data = (("typed", typed.present), ("roster", roster.present or 0), ("kept", int(attendance.prefer_typed)))
        yield Finding(FindingCode.COUNTS_DIFFER, Section.ATTENDANCE, data)
    counts = counts_in_force(attendance)
    total, present = counts.total, counts.present
    if total is not None and present is not None and present > total:
        yield Finding(FindingCode.PRESENT_OVER_TOTAL, Section.ATTENDANCE, (("present", present), ("total", total)))
    groups = (counts.present, counts.excused, counts.unexcused, counts.exempt, counts.elsewhere)
    if total is not None and present is not None and None not in groups[:3]:
        sum_ = sum(number or 0 for number in groups)
        if sum_ != total:
            yield Finding(FindingCode.SUM_DIFFERS, Section.ATTENDANCE, (("sum", sum_), ("total", total)))
    yield from _quorum(visit, norms)
    spoke = attendance.spoke
    if spoke is not None and present is not None and spoke > present:
        yield Finding(FindingCode.SPOKE_OVER_PRESENT, Section.ATTENDANCE, (("spoke", spoke), ("present", present)))


def _quorum(visit: Visit, norms: Norms) -> Iterator[Finding]:
    attendance = visit.attendance
    counts = counts_in_force(attendance)
    if attendance.mode is AttendanceMode.ROSTER and attendance.roster:
        rows = standing(attendance.roster)
        if rows and all(row.state in {AttendanceState.EXEMPT, AttendanceState.ELSEWHERE} for row in rows):
            yield Finding(FindingCode.NOBODY_EXPECTED, Section.ATTENDANCE, (("total", len(rows)),))
            return
    members = counts.official if counts.official is not None else counts.total
    present = counts.present_official if counts.present_official is not None else counts.present
    if members is None or present is None:
        return
    if present * norms.quorum_denominator < members * norms.quorum_numerator:
        data = (("present", present), ("members", members))
        yield Finding(FindingCode.QUORUM_SHORT, Section.ATTENDANCE, data)


def _votes(visit: Visit) -> Iterator[Finding]:
    counts = counts_in_force(visit.attendance)
    voters = counts.present_official if counts.present_official is not None else counts.present
    for place, vote in enumerate(standing(visit.votes), start=1):
        cast_ = sum(number or 0 for number in (vote.agree, vote.against, vote.other))
        if voters is not None and cast_ > voters:
            data = (("row", place), ("votes", cast_), ("voters", voters))
            yield Finding(FindingCode.VOTES_OVER_VOTERS, Section.VOTES, data)
        elif vote.agree is not None and voters is not None and not is_passed(vote.agree, voters):
            data = (("row", place), ("agree", vote.agree), ("voters", voters))
            yield Finding(FindingCode.VOTE_NOT_PASSED, Section.VOTES, data)


def is_passed(agree: int, voters: int) -> bool:
    """A resolution passes with more than half of those entitled to vote."""
    return agree * 2 > voters
