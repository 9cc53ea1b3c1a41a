"""Scoring a meeting by a rubric. Rubrics are data with a version and a validity; nothing of one stands in code.

Length, attendance and share of speakers are computed from what was recorded and offered, never retyped; a person may
overrule them with a reason. Lines that do not apply lower the maximum, and the class goes by percentage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast

from chibo_desktop.domain.attendance import counts_in_force, rate_percent, speakers
from chibo_desktop.domain.rules import STANDARD_NORMS, Norms, least_minutes, minutes_between
from chibo_desktop.domain.visits import Score, ScoreLine, Visit, standing


class Source(StrEnum):
    """What a criterion is computed from."""

    DURATION = "duration"
    ATTENDANCE = "attendance"
    SPEAKERS = "speakers"


class ScoreClass(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Band:
    """Points for a measure: at most so many minutes short, or at least so many percent. The first that fits counts."""

    points: int
    most_short: int | None = None
    least_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric. ``unexcused_points`` caps attendance once anybody was absent without reason."""

    id: str
    name: str
    maximum: int
    source: Source | None = None
    bands: tuple[Band, ...] = ()
    unexcused_points: int | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A class, its name on paper, and the least percentage of the maximum that it needs."""

    score_class: ScoreClass
    name: str
    least_percent: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """A rubric in one version; a visit keeps the version that it was scored with."""

    version: str
    title: str
    valid_from: date | None
    valid_to: date | None
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...]

    def criterion(self, id_: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == id_), None)


@dataclass(frozen=True, slots=True)
class Total:
    """Points of the scored lines over the maximum of the lines that apply; ``missing`` lines have no points yet."""

    points: int
    maximum: int
    missing: int

    @property
    def percent(self) -> float | None:
        return self.points * 100 / self.maximum if self.maximum else None


def rubric_from_plain(plain: Mapping[str, Any]) -> Rubric:
    """A rubric from its data file. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a damaged one."""
    criteria = tuple(_criterion(row) for row in cast(list[dict[str, Any]], plain["criteria"]))
    grades = tuple(
        Grade(ScoreClass(row["class"]), str(row["name"]), int(row["least_percent"]))
        for row in cast(list[dict[str, Any]], plain["grades"])
    )
    return Rubric(
        version=str(plain["version"]),
        title=str(plain["title"]),
        valid_from=_day(plain.get("valid_from")),
        valid_to=_day(plain.get("valid_to")),
        criteria=criteria,
        grades=tuple(sorted(grades, key=lambda grade: -grade.least_percent)),
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    bands = tuple(
        Band(int(band["points"]), band.get("most_short"), band.get("least_percent"))
        for band in cast(list[dict[str, Any]], row.get("bands", []))
    )
    source = row.get("source")
    return Criterion(
        str(row["id"]),
        str(row["name"]),
        int(row["maximum"]),
        Source(source) if source else None,
        bands,
        row.get("unexcused_points"),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def offered_points(criterion: Criterion, visit: Visit, norms: Norms = STANDARD_NORMS) -> int | None:
    """Points that the record itself gives for a criterion, or ``None`` where it is not computed or not yet known."""
    if criterion.source is Source.DURATION:
        return _for_duration(criterion, visit, norms)
    if criterion.source is Source.ATTENDANCE:
        return _for_attendance(criterion, visit)
    if criterion.source is Source.SPEAKERS:
        return _for_speakers(criterion, visit)
    return None


def _for_duration(criterion: Criterion, visit: Visit, norms: Norms) -> int | None:
    length = minutes_between(visit.session.start, visit.session.end)
    least = least_minutes(visit.session.kind, norms)
    if length is None or least is None or length <= 0:
        return None
    short, percent = max(least - length, 0), length * 100 / least
    for band in criterion.bands:
        if band.most_short is not None and short <= band.most_short:
            return band.points
        if band.least_percent is not None and percent >= band.least_percent:
            return band.points
    return None


def _for_attendance(criterion: Criterion, visit: Visit) -> int | None:
    counts = counts_in_force(visit.attendance)
    points = _by_percent(criterion, rate_percent(counts))
    if points is not None and counts.unexcused and criterion.unexcused_points is not None:
        return min(points, criterion.unexcused_points)
    return points


def _for_speakers(criterion: Criterion, visit: Visit) -> int | None:
    present = counts_in_force(visit.attendance).present
    return _by_percent(criterion, speakers(visit) * 100 / present if present else None)


def _by_percent(criterion: Criterion, percent: float | None) -> int | None:
    if percent is None:
        return None
    fitting = (band.points for band in criterion.bands if band.least_percent is None or percent >= band.least_percent)
    return next(fitting, None)


def line_of(score: Score, criterion: str) -> ScoreLine | None:
    """The standing line of a criterion."""
    return next((line for line in standing(score.lines) if line.criterion == criterion), None)


def with_computed_points(rubric: Rubric, visit: Visit) -> Visit:
    """The visit with every line that the machine computes brought up to date; overruled lines stay."""
    lines = tuple(_recomputed(rubric, line, visit) if line.computed else line for line in visit.score.lines)
    return replace(visit, score=replace(visit.score, lines=lines))


def _recomputed(rubric: Rubric, line: ScoreLine, visit: Visit) -> ScoreLine:
    criterion = rubric.criterion(line.criterion)
    return line if criterion is None else replace(line, points=offered_points(criterion, visit))


def total_of(rubric: Rubric, score: Score) -> Total:
    """Points, maximum of the lines that apply, and how many of them have no points yet."""
    points = maximum = missing = 0
    for criterion in rubric.criteria:
        line = line_of(score, criterion.id)
        if line is not None and not line.applicable:
            continue
        maximum += criterion.maximum
        if line is None or line.points is None:
            missing += 1
        else:
            points += line.points
    return Total(points, maximum, missing)


def grade_of(rubric: Rubric, total: Total) -> Grade | None:
    """The class by percentage; ``None`` while lines are missing or none applies."""
    percent = total.percent
    if percent is None or total.missing:
        return None
    return next((grade for grade in rubric.grades if percent >= grade.least_percent), None)
