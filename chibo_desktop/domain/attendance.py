"""Counting who was there: from a roster, or as typed."""

from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Attendance, AttendanceMode, AttendanceState, Attendee, Counts, Visit, standing


def counts_from_roster(roster: tuple[Attendee, ...]) -> Counts:
    """All counts of a roster; struck rows do not count."""
    rows: tuple[Attendee, ...] = standing(roster)
    states = [row.state for row in rows]
    kinds = [row.kind for row in rows]
    present = [row.kind for row in rows if row.state is AttendanceState.PRESENT]
    return Counts(
        total=len(rows),
        official=kinds.count(MemberKind.OFFICIAL),
        probationary=kinds.count(MemberKind.PROBATIONARY),
        temporary=kinds.count(MemberKind.TEMPORARY),
        exempt=states.count(AttendanceState.EXEMPT),
        elsewhere=states.count(AttendanceState.ELSEWHERE),
        present=len(present),
        present_official=present.count(MemberKind.OFFICIAL),
        present_probationary=present.count(MemberKind.PROBATIONARY),
        excused=states.count(AttendanceState.EXCUSED),
        unexcused=states.count(AttendanceState.UNEXCUSED),
    )


def counts_in_force(attendance: Attendance) -> Counts:
    """The counts that screen, paper and reports show: the roster's, unless only numbers were taken or were kept."""
    if attendance.mode is AttendanceMode.COUNTS or not attendance.roster or attendance.prefer_typed:
        return attendance.counts
    return counts_from_roster(attendance.roster)


def expected(counts: Counts) -> int | None:
    """Denominator of the attendance rate: members without those exempt or away for a time."""
    if counts.total is None:
        return None
    return counts.total - (counts.exempt or 0) - (counts.elsewhere or 0)


def rate_percent(counts: Counts) -> float | None:
    """Attendance in percent of those expected, ``None`` where it cannot be told."""
    base = expected(counts)
    if counts.present is None or not base or base < 0:
        return None
    return counts.present * 100 / base


def speakers(visit: Visit) -> int:
    """How many members spoke: typed, else distinct named speakers plus one for each who would not be named."""
    if visit.attendance.spoke is not None:
        return visit.attendance.spoke
    named: set[str] = set()
    unnamed = 0
    for row in standing(visit.opinions):
        if row.speaker and not row.speaker_withheld:
            named.add(fold(row.speaker))
        else:
            unnamed += 1
    for item in standing(visit.agenda):
        named.update(fold(remark.speaker) for remark in standing(item.remarks) if remark.speaker)
    return len(named) + unnamed
