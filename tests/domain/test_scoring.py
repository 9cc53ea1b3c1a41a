"""Scoring by a rubric of data: what is computed, what applies, which class comes out."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.scoring import (
    Band,
    Criterion,
    Rubric,
    ScoreClass,
    Source,
    Total,
    grade_of,
    line_of,
    offered_points,
    rubric_from_plain,
    total_of,
)
from chibo_desktop.domain.visits import Attendance, Counts, Score, ScoreLine, Session, SessionKind, Visit
from tests.building.visits import id_of, item_of

FILE = Path(__file__).parents[2] / "resources" / "rubrics" / "HD42-2025.json"
EMPTY = Visit(VisitId(id_of("empty")))


@pytest.fixture
def plain() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def rubric(plain: dict[str, Any]) -> Rubric:
    return rubric_from_plain(plain)


def points(rubric: Rubric, source: Source, visit: Visit) -> int | None:
    criterion = next(one for one in rubric.criteria if one.source is source)
    return offered_points(criterion, visit)


def with_counts(present: int | None, total: int | None, **more: int) -> Visit:
    return replace(EMPTY, attendance=Attendance(counts=Counts(present=present, total=total, **more)))


def lasting(start: str | None, end: str | None, kind: SessionKind = SessionKind.REGULAR) -> Visit:
    return replace(EMPTY, session=Session(kind=kind, start=start, end=end))


def test_the_rubric_of_2025_is_the_table(rubric: Rubric) -> None:
    assert [criterion.maximum for criterion in rubric.criteria] == [5, 5, 10, 40, 5, 30, 5]
    assert sum(criterion.maximum for criterion in rubric.criteria) == 100
    assert [(grade.score_class, grade.name, grade.least_percent) for grade in rubric.grades] == [
        (ScoreClass.GOOD, "Tốt", 90),
        (ScoreClass.FAIR, "Khá", 70),
        (ScoreClass.AVERAGE, "Trung bình", 50),
        (ScoreClass.POOR, "Kém", 0),
    ]
    assert (rubric.version, rubric.valid_from, rubric.valid_to) == ("HD42-2025", dt.date(2025, 1, 1), None)
    assert all(band.points <= criterion.maximum for criterion in rubric.criteria for band in criterion.bands)
    first = rubric.criterion("1")
    assert first is not None
    assert first.name == "Chấp hành thời gian, thời lượng"
    assert rubric.criterion("8") is None


def test_grades_are_put_in_order(plain: dict[str, Any], rubric: Rubric) -> None:
    assert rubric_from_plain(plain | {"grades": plain["grades"][::-1]}) == rubric


@pytest.mark.parametrize("damage", ["version", "title", "criteria", "grades"])
def test_a_damaged_rubric_is_not_read(plain: dict[str, Any], damage: str) -> None:
    del plain[damage]
    with pytest.raises(KeyError):
        rubric_from_plain(plain)


@pytest.mark.parametrize(
    ("end", "kind", "expected"),
    [
        ("21:00", SessionKind.REGULAR, 5),
        ("22:00", SessionKind.REGULAR, 5),
        ("20:59", SessionKind.REGULAR, 4),
        ("20:45", SessionKind.REGULAR, 4),
        ("20:44", SessionKind.REGULAR, 3),
        ("20:30", SessionKind.REGULAR, 3),
        ("20:29", SessionKind.REGULAR, 2),
        ("20:15", SessionKind.REGULAR, 2),
        ("20:14", SessionKind.REGULAR, 1),
        ("21:00", SessionKind.REGULAR_THEMATIC, 3),
        ("21:00", SessionKind.CONGRESS, None),
        ("19:30", SessionKind.REGULAR, None),
        ("19:00", SessionKind.REGULAR, None),
        (None, SessionKind.REGULAR, None),
    ],
)
def test_length_is_scored_by_what_it_lacks(
    rubric: Rubric, end: str | None, kind: SessionKind, expected: int | None
) -> None:
    assert points(rubric, Source.DURATION, lasting("19:30", end, kind)) == expected


@pytest.mark.parametrize(
    ("present", "total", "expected"),
    [(9, 10, 4), (89, 100, 3), (75, 100, 3), (74, 100, 2), (65, 100, 2), (64, 100, 1), (0, 9, 1), (None, 9, None)],
)
def test_attendance_is_scored_by_rate(rubric: Rubric, present: int | None, total: int, expected: int | None) -> None:
    assert points(rubric, Source.ATTENDANCE, with_counts(present, total)) == expected


def test_absence_without_reason_caps_attendance(rubric: Rubric) -> None:
    assert points(rubric, Source.ATTENDANCE, with_counts(99, 100, unexcused=1)) == 1
    assert points(rubric, Source.ATTENDANCE, with_counts(9, 10, unexcused=0)) == 4
    uncapped = Criterion("2", "", 5, Source.ATTENDANCE, (Band(4, least_percent=90),))
    assert offered_points(uncapped, with_counts(99, 100, unexcused=1)) == 4


def test_speakers_are_scored_by_their_share() -> None:
    bands = (Band(5, least_percent=50), Band(4, least_percent=40))
    criterion = Criterion("x", "", 5, Source.SPEAKERS, bands)
    visit = with_counts(8, 9)
    assert offered_points(criterion, replace(visit, attendance=replace(visit.attendance, spoke=4))) == 5
    assert offered_points(criterion, replace(visit, attendance=replace(visit.attendance, spoke=1))) is None
    assert offered_points(criterion, EMPTY) is None


def test_what_no_band_fits_or_nothing_computes_is_not_offered() -> None:
    narrow = Criterion("1", "", 5, Source.DURATION, (Band(5, most_short=0), Band(2, least_percent=90)))
    assert offered_points(narrow, lasting("19:30", "20:00")) is None
    assert offered_points(Criterion("3", "", 10), lasting("19:30", "21:00")) is None


def test_total_counts_what_applies(rubric: Rubric) -> None:
    lines = (
        ScoreLine(item_of("0"), "1", points=1, struck=True),
        ScoreLine(item_of("1"), "1", points=5),
        ScoreLine(item_of("2"), "2", applicable=False, points=3),
        ScoreLine(item_of("3"), "3", points=0),
        ScoreLine(item_of("4"), "4"),
    )
    score = Score(lines=lines)
    assert line_of(score, "1") is lines[1]
    assert line_of(score, "7") is None
    assert total_of(rubric, score) == Total(points=5, maximum=95, missing=4)


@pytest.mark.parametrize(
    ("points", "maximum", "expected"),
    [
        (90, 100, ScoreClass.GOOD),
        (89, 100, ScoreClass.FAIR),
        (63, 70, ScoreClass.GOOD),
        (70, 100, ScoreClass.FAIR),
        (69, 100, ScoreClass.AVERAGE),
        (49, 100, ScoreClass.POOR),
        (0, 100, ScoreClass.POOR),
    ],
)
def test_the_class_goes_by_percentage(rubric: Rubric, points: int, maximum: int, expected: ScoreClass) -> None:
    grade = grade_of(rubric, Total(points, maximum, 0))
    assert grade is not None
    assert grade.score_class is expected


def test_no_class_while_anything_is_missing(rubric: Rubric) -> None:
    assert grade_of(rubric, Total(100, 100, 1)) is None
    assert grade_of(rubric, Total(0, 0, 0)) is None
