"""What groups attended in a period, counted as the half-year report counts it.

Cells are counted twice over, as visits (*số lượt*) and as distinct cells (*số chi bộ*), because nobody says which of
the two a report of earlier years meant. Meetings of a grassroots committee are no visits to cells and stand in a row of
their own; thematic sessions stand in a row of their own and count among the visits as well. Visits of no known tier or
category are counted apart, so that the parts always add up to the whole.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import SessionKind

THEMATIC = frozenset({SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC})


class Measure(StrEnum):
    """A row of the report."""

    ATTENDED = "attended"
    GRASSROOTS = "grassroots"
    SUBORDINATE = "subordinate"
    CELL = "cell"
    UNCLASSED = "unclassed"
    """Cells whose category nobody recorded."""
    COMMITTEE = "committee"
    THEMATIC = "thematic"
    REMOTE = "remote"
    """Visits to cells of an area flag: deep, remote, difficult, border."""


CLASSES = (Measure.GRASSROOTS, Measure.SUBORDINATE, Measure.CELL, Measure.UNCLASSED)
"""Rows that add up to ``ATTENDED``."""


@dataclass(frozen=True, slots=True)
class Attended:
    """A visit as figures see it. ``cell``, ``group`` and ``body`` (the Party organisation directly under the province)
    are ids, or names where nobody knows an id."""

    visit: VisitId
    tier: Tier | None
    category: CellCategory | None
    kind: SessionKind
    month: str
    cell: str
    group: str
    body: str
    remote: bool = False

    @property
    def is_committee(self) -> bool:
        return self.kind is SessionKind.PARTY_COMMITTEE or self.category is CellCategory.COMMITTEE

    def counts_for(self, measure: Measure) -> bool:
        """Whether the visit stands in this row."""
        if measure is Measure.THEMATIC:
            return self.kind in THEMATIC
        if self.is_committee or measure is Measure.COMMITTEE:
            return self.is_committee and measure is Measure.COMMITTEE
        if measure is Measure.REMOTE:
            return self.remote
        return measure in (Measure.ATTENDED, _CLASS[self.category])


_CLASS: Mapping[CellCategory | None, Measure] = {
    CellCategory.GRASSROOTS: Measure.GRASSROOTS,
    CellCategory.SUBORDINATE: Measure.SUBORDINATE,
    CellCategory.CELL: Measure.CELL,
    None: Measure.UNCLASSED,
}


@dataclass(frozen=True, slots=True)
class Count:
    """Visits, and distinct cells or committees among them."""

    visits: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Extreme:
    """Who attended most or least, by id or name: several where they are equal."""

    count: int
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extremes:
    """Most and least, each once by visits and once by distinct cells; ``None`` where there is nobody."""

    most_visits: Extreme | None = None
    most_cells: Extreme | None = None
    least_visits: Extreme | None = None
    least_cells: Extreme | None = None


@dataclass(frozen=True, slots=True)
class TierFigures:
    """The figures of one tier; ``None`` is visits of groups whose tier nobody knows."""

    tier: Tier | None
    counts: Mapping[Measure, Count]
    groups: Extremes
    bodies: Extremes


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Visits to cells of one month, by groups of one tier."""

    month: str
    tier: Tier | None
    visits: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period, both days included. ``months``: those that have any, in order."""

    first: dt.date
    last: dt.date
    tiers: tuple[TierFigures, ...]
    months: tuple[MonthCount, ...]

    def of(self, tier: Tier | None) -> TierFigures:
        """Those of one tier. Raises ``KeyError`` where it has none."""
        for one in self.tiers:
            if one.tier is tier:
                return one
        raise KeyError(tier)


def figures(
    attended: Iterable[Attended], first: dt.date, last: dt.date, expected: Mapping[Tier, Sequence[str]] | None = None
) -> Figures:
    """The figures of these visits, which are those of the period.

    ``expected``: groups of each tier that should have gone somewhere; one that did not is the least.
    """
    by_tier: dict[Tier | None, list[Attended]] = {Tier(tier): [] for tier in expected or {}}
    for one in attended:
        by_tier.setdefault(one.tier, []).append(one)
    order = [*Tier, None]
    tiers = sorted(by_tier, key=order.index)
    return Figures(
        first,
        last,
        tuple(_tier(tier, by_tier[tier], (expected or {}).get(tier, ()) if tier else ()) for tier in tiers),
        _months(one for found in by_tier.values() for one in found),
    )


def behind(attended: Iterable[Attended], measure: Measure, tier: Tier | None) -> Iterator[VisitId]:
    """The visits that a figure counts."""
    return (one.visit for one in attended if one.tier is tier and one.counts_for(measure))


@dataclass(frozen=True, slots=True)
class Counted:
    """Which visits a number counts: those of these tiers that stand in a row; of one month, group or Party organisation
    where one is given. ``distinct``: it counts the cells among them."""

    measure: Measure
    tiers: tuple[Tier | None, ...]
    distinct: bool = False
    month: str | None = None
    group: str | None = None
    body: str | None = None

    def takes(self, one: Attended) -> bool:
        return (
            one.tier in self.tiers
            and one.counts_for(self.measure)
            and self.month in (None, one.month)
            and self.group in (None, one.group)
            and self.body in (None, one.body)
        )


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The rows of one group, or of one Party organisation, by id or name."""

    who: str
    tier: Tier | None
    counts: Mapping[Measure, Count]


def by_group(
    attended: Iterable[Attended], expected: Mapping[Tier, Sequence[str]] | None = None
) -> tuple[GroupFigures, ...]:
    """The figures of every group, tier by tier, those that went nowhere included."""
    found: dict[tuple[Tier | None, str], list[Attended]] = {
        (Tier(tier), group): [] for tier, groups in (expected or {}).items() for group in groups
    }
    for one in attended:
        found.setdefault((one.tier, one.group), []).append(one)
    order = [*Tier, None]
    return tuple(
        GroupFigures(group, tier, _counts(found[tier, group]))
        for tier, group in sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    )


def by_body(attended: Iterable[Attended], tier: Tier | None) -> tuple[GroupFigures, ...]:
    """The figures of every Party organisation directly under the province, of the groups of one tier."""
    found: dict[str, list[Attended]] = {}
    for one in attended:
        if one.tier is tier:
            found.setdefault(one.body, []).append(one)
    return tuple(GroupFigures(body, tier, _counts(found[body])) for body in sorted(found))


def _counts(found: Sequence[Attended]) -> dict[Measure, Count]:
    return {measure: _count([one for one in found if one.counts_for(measure)]) for measure in Measure}


def _tier(tier: Tier | None, found: Sequence[Attended], expected: Sequence[str]) -> TierFigures:
    cells = [one for one in found if one.counts_for(Measure.ATTENDED)]
    return TierFigures(
        tier,
        _counts(found),
        _extremes([(one.group, one.cell) for one in cells], expected),
        _extremes([(one.body, one.cell) for one in cells if one.body], ()),
    )


def _count(found: Sequence[Attended]) -> Count:
    return Count(len(found), len({one.cell for one in found}))


def _extremes(pairs: Sequence[tuple[str, str]], expected: Sequence[str]) -> Extremes:
    """``pairs``: who, and the cell that was attended."""
    visits: dict[str, int] = dict.fromkeys(expected, 0)
    cells: dict[str, set[str]] = {who: set() for who in expected}
    for who, cell in pairs:
        visits[who] = visits.get(who, 0) + 1
        cells.setdefault(who, set()).add(cell)
    if not visits:
        return Extremes()
    distinct = {who: len(found) for who, found in cells.items()}
    return Extremes(
        _extreme(visits, max(visits.values())),
        _extreme(distinct, max(distinct.values())),
        _extreme(visits, min(visits.values())),
        _extreme(distinct, min(distinct.values())),
    )


def _extreme(counts: Mapping[str, int], count: int) -> Extreme:
    return Extreme(count, tuple(sorted(who for who, found in counts.items() if found == count)))


def _months(attended: Iterable[Attended]) -> tuple[MonthCount, ...]:
    found = Counter((one.month, one.tier) for one in attended if one.counts_for(Measure.ATTENDED))
    order = [*Tier, None]
    keys = sorted(found, key=lambda key: (key[0], order.index(key[1])))
    return tuple(MonthCount(month, tier, found[month, tier]) for month, tier in keys)
