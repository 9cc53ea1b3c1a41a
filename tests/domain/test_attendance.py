"""Counting who was there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.attendance import counts_from_roster, counts_in_force, expected, rate_percent, speakers
from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.visits import (
    AgendaItem,
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Counts,
    Opinion,
    Remark,
)
from tests.building.visits import don_bay, item_of, phieng_an

ROSTERS = st.lists(
    st.builds(
        Attendee,
        id=st.integers(0, 99).map(lambda number: item_of(str(number))),
        kind=st.sampled_from(MemberKind),
        state=st.sampled_from(AttendanceState),
        struck=st.booleans(),
    ),
    max_size=20,
).map(tuple)


def test_the_roster_of_phieng_an() -> None:
    assert counts_from_roster(phieng_an().attendance.roster) == Counts(
        total=9,
        official=8,
        probationary=1,
        temporary=0,
        exempt=0,
        elsewhere=0,
        present=8,
        present_official=7,
        present_probationary=1,
        excused=1,
        unexcused=0,
    )


@given(ROSTERS)
def test_every_standing_row_counts_once(roster: tuple[Attendee, ...]) -> None:
    counts = counts_from_roster(roster)
    rows = sum(not row.struck for row in roster)
    states = (counts.present, counts.excused, counts.unexcused, counts.exempt, counts.elsewhere)
    kinds = (counts.official, counts.probationary, counts.temporary)
    assert counts.total == rows == sum(number or 0 for number in states) == sum(number or 0 for number in kinds)


@given(ROSTERS)
def test_the_rate_lies_between_none_and_all(roster: tuple[Attendee, ...]) -> None:
    rate = rate_percent(counts_from_roster(roster))
    assert rate is None or 0 <= rate <= 100


def test_typed_counts_hold_where_only_numbers_were_taken_or_were_kept() -> None:
    typed, roster = Counts(total=9, present=7), phieng_an().attendance.roster
    whole = Attendance(AttendanceMode.ROSTER, typed, roster)
    assert counts_in_force(whole) == counts_from_roster(roster)
    assert counts_in_force(replace(whole, prefer_typed=True)) == typed
    assert counts_in_force(replace(whole, mode=AttendanceMode.COUNTS)) == typed
    assert counts_in_force(replace(whole, roster=())) == typed


@pytest.mark.parametrize(
    ("counts", "base", "rate"),
    [
        (Counts(), None, None),
        (Counts(present=3), None, None),
        (Counts(total=9), 9, None),
        (Counts(total=9, present=8), 9, 8 * 100 / 9),
        (Counts(total=17, exempt=2, present=12), 15, 80),
        (Counts(total=17, exempt=2, elsewhere=5, present=10), 10, 100),
        (Counts(total=2, exempt=2, present=0), 0, None),
        (Counts(total=1, exempt=2, present=0), -1, None),
        (Counts(total=0, present=0), 0, None),
    ],
)
def test_those_exempt_or_away_are_not_expected(counts: Counts, base: int | None, rate: float | None) -> None:
    assert (expected(counts), rate_percent(counts)) == (base, rate)


def test_speakers_are_counted_by_name_once() -> None:
    opinions = (
        Opinion(item_of("1"), speaker="Lường Thị Thí"),
        Opinion(item_of("2"), speaker="LƯỜNG THỊ THÍ"),
        Opinion(item_of("3"), speaker="Bàn Hữu Thử", struck=True),
        Opinion(item_of("4"), speaker="Bàn Hữu Thử", speaker_withheld=True),
        Opinion(item_of("5")),
    )
    remarks = (
        Remark(ItemId("r1"), "Hà Thị Giả", "x"),
        Remark(ItemId("r2"), "", "y"),
        Remark(ItemId("r3"), "Vi Z", struck=True),
    )
    agenda = (AgendaItem(item_of("6"), remarks=remarks), AgendaItem(item_of("7"), remarks=remarks, struck=True))
    assert speakers(replace(phieng_an(), opinions=opinions, agenda=agenda)) == 4


def test_typed_number_of_speakers_goes_first() -> None:
    assert speakers(don_bay()) == 6
    nobody = replace(don_bay().attendance, spoke=0)
    assert speakers(replace(don_bay(), attendance=nobody)) == 0
