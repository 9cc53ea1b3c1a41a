"""What a plan is measured against. Every number is a setting of the office: they are re-issued every term."""

from dataclasses import dataclass

from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plans import Month
from chibo_desktop.domain.visits import SessionKind

_COMBINED = frozenset({SessionKind.REGULAR_THEMATIC})


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules of planning.

    ``regular_day`` and ``first_week_days``: regular meetings are held on the 3rd, else within the first week.
    ``meeting_minutes``, ``combined_minutes``: how long a meeting is taken to last where no end is known, or one that is
    not after its start. ``travel_minutes``: the way to a cell, one way, where nobody has said how long it is.
    ``period_months``: periods of so many months follow each other from January on, and a group that comes to a cell
    again within one is asked about its other cells. ``long_months``: since so many months a cell was not visited for
    long. The quotas are visits of one member in a year.
    """

    regular_day: int = 3
    first_week_days: int = 7
    meeting_minutes: int = 90
    combined_minutes: int = 120
    travel_minutes: int = 30
    period_months: int = 6
    long_months: int = 6
    province_quota: int = 2
    district_quota: int = 6
    commune_quota: int = 6

    def minutes_of(self, kind: SessionKind) -> int:
        """How long a meeting of this kind is taken to last."""
        return self.combined_minutes if kind in _COMBINED else self.meeting_minutes

    def period_of(self, month: Month) -> int:
        """The number of the period that a month belongs to.

        >>> PlanRules().period_of("2026-07") - PlanRules().period_of("2026-06")
        1
        """
        year, number = map(int, month.split("-"))
        return (year * 12 + number - 1) // self.period_months

    def months_of(self, period: int) -> tuple[Month, ...]:
        """The months of a period."""
        first = period * self.period_months
        return tuple(f"{one // 12:04}-{one % 12 + 1:02}" for one in range(first, first + self.period_months))

    def quota_of(self, tier: Tier | None) -> int | None:
        """Visits that a member of a group of this tier is to make in a year."""
        quotas = {Tier.PROVINCE: self.province_quota, Tier.DISTRICT: self.district_quota}
        return None if tier is None else quotas.get(tier, self.commune_quota)
