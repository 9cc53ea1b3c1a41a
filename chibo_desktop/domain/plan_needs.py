"""What a plan still needs: cells that nobody has visited for long, and members who are sent too seldom."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chibo_desktop.domain.groups import DecidedGroup, GroupMember
from chibo_desktop.domain.ids import GroupId, PersonId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import Month, PlannedVisit


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A cell that was never visited (``last`` is ``None``) or not for so many whole ``months``.

    ``planned``: the month for which a visit to it is planned already.
    """

    key: str
    cell: CellSnapshot
    last: dt.date | None = None
    months: int | None = None
    planned: Month | None = None


@dataclass(frozen=True, slots=True)
class QuotaShort:
    """A member of a group who is sent to fewer meetings of a year than the quota of the tier asks."""

    group: GroupId
    member: GroupMember
    planned: int
    quota: int


def whole_months(since: dt.date, until: dt.date) -> int:
    """Months that have passed between two days.

    >>> whole_months(dt.date(2026, 1, 31), dt.date(2026, 3, 1))
    1
    """
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def long_unvisited(waits: Iterable[Unvisited], months: int) -> tuple[Unvisited, ...]:
    """Those that were never visited, then those not visited for so many months, the longest wait first."""
    found = [one for one in waits if one.months is None or one.months >= months]
    return tuple(sorted(found, key=lambda one: (one.last or dt.date.min, one.cell.name, one.key)))


def quotas_short(
    groups: Iterable[DecidedGroup], visits: Collection[PlannedVisit], rules: PlanRules
) -> tuple[QuotaShort, ...]:
    """Members whose visits of a year are fewer than the quota. A visit that names nobody is one of every member."""
    named = Counter((visit.group, member.id) for visit in visits if visit.is_held for member in set(visit.members))
    whole = Counter(visit.group for visit in visits if visit.is_held and not visit.members)
    found: list[QuotaShort] = []
    for group in groups:
        quota = rules.quota_of(group.tier)
        if quota is None:
            continue
        counts = [(member, named[group.id, PersonId(member.id)] + whole[group.id]) for member in group.members]
        found += [QuotaShort(group.id, member, count, quota) for member, count in counts if count < quota]
    return tuple(found)
