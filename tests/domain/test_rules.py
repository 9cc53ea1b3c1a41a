"""Rules find and tell, with the numbers; they never block."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Officer
from chibo_desktop.domain.rules import (
    FindingCode,
    Norms,
    examine,
    is_passed,
    least_minutes,
    minutes_between,
)
from chibo_desktop.domain.visits import (
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Counts,
    Section,
    SessionKind,
    Visit,
    Vote,
)
from tests.building.full_visit import everything
from tests.building.visits import don_bay, item_of, phieng_an

TODAY = dt.date(2026, 11, 23)
GOOD = phieng_an()


def found(visit: Visit, norms: Norms | None = None) -> dict[FindingCode, dict[str, Any]]:
    findings = examine(visit, TODAY, norms) if norms else examine(visit, TODAY)
    return {finding.code: dict(finding.data) for finding in findings}


def session(**values: Any) -> Visit:
    return replace(GOOD, session=replace(GOOD.session, **values))


def counted(**values: Any) -> Visit:
    return replace(GOOD, attendance=Attendance(counts=Counts(**values)), votes=())


def test_good_minutes_have_nothing_to_look_at() -> None:
    assert examine(GOOD, TODAY) == ()
    assert examine(don_bay(), TODAY) == ()


def test_sections_come_in_order() -> None:
    sections = [finding.section for finding in examine(everything(), dt.date(2023, 1, 1))]
    assert sections == sorted(sections, key=list(Section).index)
    assert len(sections) > 2


@pytest.mark.parametrize(
    ("visit", "code", "data"),
    [
        (replace(GOOD, cell=CellSnapshot()), FindingCode.CELL_MISSING, {}),
        (replace(GOOD, chair=Officer()), FindingCode.CHAIR_MISSING, {}),
        (replace(GOOD, secretary=Officer(post="x")), FindingCode.SECRETARY_MISSING, {}),
        (session(date=None), FindingCode.DATE_MISSING, {}),
        (session(date=dt.date(2026, 12, 3)), FindingCode.DATE_IN_FUTURE, {"date": "2026-12-03"}),
        (session(date=dt.date(2009, 12, 3)), FindingCode.DATE_LONG_PAST, {"date": "2009-12-03"}),
        (session(date=dt.date(2023, 9, 8)), FindingCode.OUTSIDE_FIRST_WEEK, {"date": "2023-09-08", "days": 7}),
        (session(end="19:30"), FindingCode.END_BEFORE_START, {"start": "19:30", "end": "19:30"}),
        (session(end="00:30"), FindingCode.END_BEFORE_START, {"start": "19:30", "end": "00:30"}),
        (session(end="20:59"), FindingCode.TOO_SHORT, {"minutes": 89, "least": 90}),
        (session(kind=SessionKind.THEMATIC), FindingCode.THEME_MISSING, {}),
        (counted(present=10, total=9), FindingCode.PRESENT_OVER_TOTAL, {"present": 10, "total": 9}),
        (counted(present=8, total=9, excused=0, unexcused=0), FindingCode.SUM_DIFFERS, {"sum": 8, "total": 9}),
        (counted(present=5, total=9), FindingCode.QUORUM_SHORT, {"present": 5, "members": 9}),
    ],
)
def test_one_thing_is_found_with_its_numbers(visit: Visit, code: FindingCode, data: dict[str, Any]) -> None:
    assert found(visit) == {code: data}


@pytest.mark.parametrize(
    "visit",
    [
        session(date=TODAY, kind=SessionKind.EXTRAORDINARY),
        session(date=dt.date(2010, 1, 1), kind=SessionKind.REVIEW),
        session(date=dt.date(2023, 9, 7)),
        session(end="21:00"),
        session(end=None),
        session(start=None),
        session(end="19:31", kind=SessionKind.CONGRESS),
        session(kind=SessionKind.THEMATIC, theme="Nêu gương", date=dt.date(2023, 9, 30)),
        counted(present=6, total=9),
        counted(present=6, total=9, excused=1, unexcused=0, exempt=1, elsewhere=1),
        counted(present=0),
        counted(total=9),
    ],
)
def test_what_is_just_right_is_not_found(visit: Visit) -> None:
    assert found(visit) == {}


def test_both_kinds_with_a_theme_want_it() -> None:
    assert found(session(kind=SessionKind.REGULAR_THEMATIC)) == {
        FindingCode.THEME_MISSING: {},
        FindingCode.TOO_SHORT: {"minutes": 100, "least": 120},
    }


def test_numbers_that_disagree_with_the_roster_are_named() -> None:
    typed = replace(GOOD.attendance, counts=Counts(present=7))
    assert found(replace(GOOD, attendance=typed)) == {
        FindingCode.COUNTS_DIFFER: {"typed": 7, "roster": 8, "kept": 0},
    }
    kept = replace(typed, counts=Counts(present=7, total=9), prefer_typed=True)
    assert found(replace(GOOD, attendance=kept, votes=()))[FindingCode.COUNTS_DIFFER]["kept"] == 1
    agreed = replace(typed, counts=Counts(present=8))
    assert found(replace(GOOD, attendance=agreed)) == {}


def test_quorum_counts_official_members_where_they_are_known() -> None:
    assert found(counted(present=9, total=12, official=9, present_official=5)) == {
        FindingCode.QUORUM_SHORT: {"present": 5, "members": 9}
    }
    assert found(counted(present=3, total=12, official=9, present_official=6)) == {}


def test_the_quorum_is_a_setting() -> None:
    half = Norms(quorum_numerator=1, quorum_denominator=2)
    assert found(counted(present=5, total=9), half) == {}
    assert FindingCode.QUORUM_SHORT in found(counted(present=4, total=9), half)


def test_nobody_who_should_have_come() -> None:
    states = (AttendanceState.EXEMPT, AttendanceState.ELSEWHERE)
    roster = tuple(Attendee(item_of(state), state=state) for state in states)
    away = replace(GOOD, attendance=Attendance(AttendanceMode.ROSTER, roster=roster), votes=())
    assert found(away) == {FindingCode.NOBODY_EXPECTED: {"total": 2}}
    struck = tuple(replace(row, struck=True) for row in roster)
    assert found(replace(away, attendance=replace(away.attendance, roster=struck))) == {}


def test_more_speakers_than_people() -> None:
    visit = replace(GOOD, attendance=replace(GOOD.attendance, spoke=9))
    assert found(visit) == {FindingCode.SPOKE_OVER_PRESENT: {"spoke": 9, "present": 8}}
    assert found(replace(GOOD, attendance=replace(GOOD.attendance, spoke=8))) == {}


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (Vote(item_of("v"), agree=7, against=1), (FindingCode.VOTES_OVER_VOTERS, {"row": 1, "votes": 8, "voters": 7})),
        (Vote(item_of("v"), agree=3, against=4), (FindingCode.VOTE_NOT_PASSED, {"row": 1, "agree": 3, "voters": 7})),
        (Vote(item_of("v"), agree=4, against=2, other=1), None),
        (Vote(item_of("v")), None),
    ],
)
def test_votes_are_held_against_those_entitled(vote: Vote, expected: tuple[FindingCode, dict[str, Any]] | None) -> None:
    assert found(replace(GOOD, votes=(vote,))) == (dict([expected]) if expected else {})


def test_votes_count_rows_that_stand_and_those_present() -> None:
    votes = (Vote(item_of("1"), agree=99, struck=True), Vote(item_of("2"), agree=4))
    visit = replace(counted(present=8, total=9), votes=votes)
    assert found(visit) == {FindingCode.VOTE_NOT_PASSED: {"row": 1, "agree": 4, "voters": 8}}
    assert found(replace(visit, attendance=Attendance())) == {}


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_resolution_passes_with_more_than_half(agree: int, voters: int) -> None:
    assert is_passed(agree, voters) == (agree > voters / 2)


@given(st.times(), st.times())
@settings(max_examples=50)
def test_length_in_minutes(start: dt.time, end: dt.time) -> None:
    length = minutes_between(start.strftime("%H:%M"), end.strftime("%H:%M"))
    assert length == (end.hour - start.hour) * 60 + end.minute - start.minute


def test_least_lengths_are_a_setting() -> None:
    assert least_minutes(SessionKind.REGULAR) == 90
    assert least_minutes(SessionKind.REGULAR_THEMATIC) == 120
    assert least_minutes(SessionKind.REGULAR, Norms(regular_minutes=60)) == 60
    assert all(least_minutes(kind) is None for kind in SessionKind if not kind.value.startswith("regular"))
