"""The opening of minutes: where, when, and who."""

from collections.abc import Iterable

from chibo_desktop.documents.phrases import (
    FEES,
    MEMBER_KINDS,
    TO_BE_FILLED,
    Told,
    comrade,
    comrades,
    sentences,
)
from chibo_desktop.documents.recorded import Gaps, Recorded
from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.visits import (
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Counts,
    Guest,
    standing,
)
from chibo_desktop.domain.wording import clock_words, padded, short_date


def tell_unit(recorded: Recorded) -> Told:
    superiors = ", ".join(superior.name for superior in recorded.visit.cell.superiors)
    return Told(sentences(", trực thuộc ".join(part for part in (recorded.visit.cell.name, superiors) if part)))


def tell_time_place(recorded: Recorded) -> Told:
    session = recorded.visit.session
    time = " ".join(
        part
        for part in (
            clock_words(session.start) if session.start else "",
            f"ngày {short_date(session.date)}" if session.date else "",
        )
        if part
    )
    return Told(sentences(", ".join(part for part in (time, f"tại {session.place}" if session.place else "") if part)))


def tell_theme(recorded: Recorded) -> Told:
    return Told(sentences(recorded.visit.session.theme))


def tell_members(recorded: Recorded) -> Told:
    """Counts as in force, with the names and reasons of those who were not there."""
    attendance = recorded.visit.attendance
    counts = counts_in_force(attendance)
    rows = _roster(attendance)
    told = [
        _total(counts),
        _present(counts),
        _absent("Vắng có lý do", counts.excused, rows, AttendanceState.EXCUSED),
        _absent("Vắng không lý do", counts.unexcused, rows, AttendanceState.UNEXCUSED),
        _absent("Miễn sinh hoạt", counts.exempt or None, rows, AttendanceState.EXEMPT),
        _absent("Sinh hoạt tạm thời nơi khác", counts.elsewhere or None, rows, AttendanceState.ELSEWHERE),
        f"Số đảng viên phát biểu: {padded(attendance.spoke)}" if attendance.spoke is not None else "",
        f"Số liệu ghi theo số đếm tại chỗ: {attendance.prefer_reason}"
        if attendance.prefer_typed and attendance.prefer_reason
        else "",
    ]
    return Told(sentences(*told))


def _total(counts: Counts) -> str:
    if counts.total is None:
        return ""
    kinds = (
        ("chính thức", counts.official),
        ("dự bị", counts.probationary),
        ("sinh hoạt tạm thời", counts.temporary or None),
    )
    return f"Tổng số đảng viên: {padded(counts.total)}" + _in_brackets(
        f"{kind} {padded(number)}" for kind, number in kinds if number is not None
    )


def _present(counts: Counts) -> str:
    if counts.present is None:
        return ""
    kinds = (
        ("chính thức", counts.present_official, counts.official),
        ("dự bị", counts.present_probationary, counts.probationary),
    )
    return f"Có mặt: {_of(counts.present, counts.total)}" + _in_brackets(
        f"{kind} {_of(number, total)}" for kind, number, total in kinds if number is not None and (number or total)
    )


def _of(number: int, total: int | None) -> str:
    return padded(number) if total is None else f"{padded(number)}/{padded(total)}"


def _in_brackets(parts: Iterable[str]) -> str:
    told = ", ".join(parts)
    return f" ({told})" if told else ""


def _absent(label: str, number: int | None, rows: list[Attendee], state: AttendanceState) -> str:
    names = "; ".join(_absentee(row) for row in rows if row.state is state and row.name)
    if number is None and not names:
        return ""
    return f"{label}: {padded(number or 0)}" + (f" ({names})" if names else "")


def _absentee(row: Attendee) -> str:
    return ", ".join(part for part in (row.name, row.post, MEMBER_KINDS[row.kind], row.reason) if part)


def _roster(attendance: Attendance) -> list[Attendee]:
    return list(standing(attendance.roster)) if attendance.mode is AttendanceMode.ROSTER else []


def tell_members_present(recorded: Recorded) -> Told:
    """Names of those present; when the names did not come along, that they did not."""
    visit, gaps = recorded.visit, recorded.gaps
    rows = [row for row in _roster(visit.attendance) if row.state is AttendanceState.PRESENT]
    named = "; ".join(_attendee(row) for row in rows if row.name)
    if not named and rows:
        named = gaps.name("")
    return Told(sentences(named))


def _attendee(row: Attendee) -> str:
    notes = (
        row.post,
        MEMBER_KINDS[row.kind],
        f"đến muộn {padded(row.late_minutes)} phút" if row.late_minutes else "",
        f"về sớm {padded(row.left_early_minutes)} phút" if row.left_early_minutes else "",
        row.reason,
    )
    return row.name + _in_brackets(note for note in notes if note)


def tell_delegates(recorded: Recorded) -> Told:
    visit, gaps = recorded.visit, recorded.gaps
    visitors = standing(visit.visitors)
    named = comrades(visitors, gaps)
    return Told(sentences(", thuộc ".join(part for part in (named, visit.group.name) if part)))


def tell_guests(recorded: Recorded) -> Told:
    """Invited and present are two facts, so guests come in three kinds."""
    visit, gaps = recorded.visit, recorded.gaps
    guests = standing(visit.attendance.guests)
    told = (
        _guests("", [guest for guest in guests if guest.present and guest.invited], gaps),
        _guests("Có dự, không qua mời: ", [guest for guest in guests if guest.present and not guest.invited], gaps),
        _guests("Được mời, vắng mặt: ", [guest for guest in guests if not guest.present], gaps),
    )
    return Told(sentences(*told))


def _guests(label: str, guests: list[Guest], gaps: Gaps) -> str:
    named = (", ".join(part for part in (gaps.name(guest.name), guest.post, guest.body) if part) for guest in guests)
    told = "; ".join(name for name in named if name)
    return f"{label}{told}" if told else ""


def tell_officers(recorded: Recorded) -> Told:
    visit, gaps = recorded.visit, recorded.gaps
    chair, secretary = (
        comrade(gaps.name(officer.name) or TO_BE_FILLED, officer.post) for officer in (visit.chair, visit.secretary)
    )
    return Told(sentences(chair, f"Người ghi biên bản: {secretary}"))


def tell_fee(recorded: Recorded) -> Told:
    session = recorded.visit.session
    status = FEES[session.fee] if session.fee else ""
    return Told(sentences("; ".join(part for part in (status, session.fee_note) if part)))
