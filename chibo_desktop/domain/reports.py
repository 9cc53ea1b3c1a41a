"""A report of a period: its figures as they were when it was made, and what an office writes beside them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.figures import Figures, GroupFigures
from chibo_desktop.domain.ids import GroupId, OrganisationId
from chibo_desktop.domain.periods import Period, months_from
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.visits import Addressee


class ReportKind(StrEnum):
    """What a period is called; ``PERIOD`` is any days."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PERIOD = "period"


MONTHS = {ReportKind.MONTH: 1, ReportKind.QUARTER: 3, ReportKind.HALF_YEAR: 6, ReportKind.YEAR: 12}
"""How long periods with a name are."""


def period(kind: ReportKind, year: int, number: int) -> Period:
    """First and last day of the month, quarter or half of a year with that number, from 1 on."""
    return months_from(year, (number - 1) * MONTHS[kind] + 1, MONTHS[kind])


class TextPart(StrEnum):
    """What is written beside the figures."""

    STRENGTHS = "strengths"
    LIMITS = "limits"
    CAUSES = "causes"
    ORIENTATION = "orientation"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: days ``first`` to ``last``, both included, below ``unit`` and of ``group`` where given."""

    first: dt.date
    last: dt.date
    as_of: AsOf = AsOf.THEN
    unit: OrganisationId | None = None
    group: GroupId | None = None

    @property
    def kind(self) -> ReportKind:
        """What the period is, by its days."""
        begins = (self.first.month, self.first.day)
        following = self.last + dt.timedelta(days=1)
        if self.first.day != 1 or following.day != 1 or self.first.year != self.last.year:
            return ReportKind.PERIOD
        months = self.last.month - self.first.month + 1
        if months == 1:
            return ReportKind.MONTH
        if months == 3 and begins[0] % 3 == 1:
            return ReportKind.QUARTER
        if months == 6 and begins[0] % 6 == 1:
            return ReportKind.HALF_YEAR
        return ReportKind.YEAR if months == 12 else ReportKind.PERIOD


@dataclass(frozen=True, slots=True)
class PetitionFigures:
    """Petitions, proposals and guidance of the visits of the period, by what became of them by the day of the report.

    ``waiting``: open ones by how long they have waited: up to 30 days, 31 to 90, longer.
    """

    by_state: Mapping[StepState, int]
    by_kind: Mapping[StatementKind, int]
    by_level: Mapping[Addressee, int]
    overdue: int = 0
    untold: int = 0
    waiting: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all cells were attended at least once."""

    attended: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cells that stood on the last day of the period: those with an area flag, and every one of them.

    ``missed``: the flagged ones that nobody attended.
    """

    remote: Share = Share()
    every: Share = Share()
    missed: tuple[OrganisationId, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a period as they were when it was made. ``names``: what the ids in it are called."""

    asked: Asked
    figures: Figures
    groups: tuple[GroupFigures, ...]
    bodies: tuple[GroupFigures, ...]
    petitions: PetitionFigures
    coverage: Coverage
    names: Mapping[str, str]
    visits: int
    made_at: dt.datetime
    made_by: str = ""
    texts: Mapping[TextPart, str] | None = None
