"""The figures of a period, under the organisations of then or of today, and the visits behind each of them."""

import bisect
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chibo_desktop.domain import figures as counting
from chibo_desktop.domain.figures import Attended, Counted, Figures, Measure
from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import OrganisationId, VisitId
from chibo_desktop.domain.organisation_tree import name_on
from chibo_desktop.domain.organisations import CellCategory, Organisation, cell_category, chain_of, value_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plans import typed_cell_key
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.reports import Asked
from chibo_desktop.domain.successions import AsOf, counted_under, heir_on
from chibo_desktop.domain.text import fold
from chibo_desktop.services import groups, organisations
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory, register
from chibo_desktop.storage.attended import AttendedRow, attended_between


@dataclass(frozen=True, slots=True)
class Told:
    """The figures, what the ids in them are called, and the visits that they count.

    ``expected``: groups of each tier that were decided for some day of the period.
    """

    figures: Figures
    names: Mapping[str, str]
    expected: Mapping[Tier, Sequence[str]]
    attended: tuple[Attended, ...] = field(repr=False)

    def behind(self, measure: Measure, tier: Tier | None) -> tuple[VisitId, ...]:
        """The visits that a figure counts."""
        return tuple(counting.behind(self.attended, measure, tier))


def figures(desk: Desk, asked: Asked) -> Told:
    """Count. Raises ``Refusal`` PERIOD_WRONG where the period ends before it begins, ORGANISATION_UNKNOWN."""
    if asked.last < asked.first:
        raise Refusal("PERIOD_WRONG")
    known = organisations.register(desk)
    if asked.unit is not None and asked.unit not in known:
        raise Refusal("ORGANISATION_UNKNOWN", organisation=asked.unit)
    places = _Places(known, asked, desk.today())
    names: dict[str, str] = {}
    found: list[Attended] = []
    decided = groups.decided_ids(desk)
    for told in attended_between(desk.book, asked.first, asked.last):
        row = told._replace(group_id=decided.get(told.group_id, told.group_id)) if told.group_id else told
        if asked.group is None or row.group_id == asked.group:
            one = places.attended(row, names)
            if one is not None:
                found.append(one)
    expected = {} if asked.unit or asked.group else _expected(desk, asked, names)
    return Told(counting.figures(found, asked.first, asked.last, expected), names, expected, tuple(found))


def visits_behind(desk: Desk, told: Told, measure: Measure, tier: Tier | None) -> tuple[VisitRow, ...]:
    """The lines of the visits that a figure counts, in order of their days: as many as the figure says."""
    return _visits(desk, _counted(told, measure, tier))


@dataclass(frozen=True, slots=True)
class CellBehind:
    """A cell that a figure counts once: the latest of its visits, and how many there were."""

    latest: VisitRow
    visits: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is an extreme, by ids as the figures have them: groups, or Party organisations."""

    who: tuple[str, ...]
    bodies: bool = False


def cells_behind(desk: Desk, told: Told, measure: Measure, tier: Tier | None) -> tuple[CellBehind, ...]:
    """The distinct cells that a figure counts, by name: as many as the figure says."""
    return _cells(desk, _counted(told, measure, tier))


def visits_of(desk: Desk, told: Told, wanted: Wanted, tier: Tier | None) -> tuple[VisitRow, ...]:
    """The visits to cells behind an extreme, in order of their days."""
    return _visits(desk, _of(told, wanted, tier))


def cells_of(desk: Desk, told: Told, wanted: Wanted, tier: Tier | None) -> tuple[CellBehind, ...]:
    """The distinct cells behind an extreme, by name; a cell that two of them went to stands once."""
    return _cells(desk, _of(told, wanted, tier))


def lines_behind(desk: Desk, told: Told, counted: Counted) -> tuple[tuple[VisitRow, ...], ...]:
    """What a number counts, as many as it says: the visits one by one, or those of each distinct cell together."""
    return _lines(desk, [one for one in told.attended if counted.takes(one)], distinct=counted.distinct)


def _counted(told: Told, measure: Measure, tier: Tier | None) -> list[Attended]:
    return [one for one in told.attended if one.tier is tier and one.counts_for(measure)]


def _of(told: Told, wanted: Wanted, tier: Tier | None) -> list[Attended]:
    cells = _counted(told, Measure.ATTENDED, tier)
    return [one for one in cells if (one.body if wanted.bodies else one.group) in wanted.who]


def _visits(desk: Desk, attended: Sequence[Attended]) -> tuple[VisitRow, ...]:
    return tuple(visit for line in _lines(desk, attended, distinct=False) for visit in line)


def _cells(desk: Desk, attended: Sequence[Attended]) -> tuple[CellBehind, ...]:
    found = (CellBehind(line[-1], len(line)) for line in _lines(desk, attended, distinct=True))
    return tuple(sorted(found, key=lambda one: (fold(one.latest.cell), fold(one.latest.superior))))


def _lines(desk: Desk, attended: Sequence[Attended], *, distinct: bool) -> tuple[tuple[VisitRow, ...], ...]:
    """The visits in order of their days, each alone, or those of one cell together."""
    found: dict[str, list[VisitId]] = {}
    for one in attended:
        found.setdefault(one.cell if distinct else one.visit, []).append(one.visit)
    rows = register.visits(desk.book, [one.visit for one in attended])
    return tuple(tuple(rows[visit] for visit in visits) for visits in found.values())


def _expected(desk: Desk, asked: Asked, names: dict[str, str]) -> dict[Tier, Sequence[str]]:
    """Groups of each tier that were decided for some day of the period."""
    found: dict[Tier, dict[str, None]] = {}
    for decision in directory.decisions(desk.book):
        begins, ends = decision.valid_from or dt.date.min, decision.valid_to or dt.date.max
        if not decision.revoked and begins <= asked.last and asked.first <= ends:
            for group in decision.groups:
                _expect(group, found, names)
    return {tier: tuple(groups) for tier, groups in found.items()}


def _expect(group: DecidedGroup, found: dict[Tier, dict[str, None]], names: dict[str, str]) -> None:
    if group.tier is not None:
        found.setdefault(group.tier, {})[group.id] = None
        names.setdefault(group.id, group.name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where visits to a cell count: ``above`` is everything below which it stands, itself included.

    ``then``: its category in the period, for minutes that name none; ``today``: that of today, where that is asked.
    """

    cell: str
    body: str
    then: CellCategory | None
    today: CellCategory | None
    remote: bool
    above: frozenset[OrganisationId]


class _Places:
    """Finds where visits count; asks the register once for each cell and time between two changes of it."""

    def __init__(self, known: Mapping[OrganisationId, Organisation], asked: Asked, today: dt.date) -> None:
        self._known, self._asked, self._today = known, asked, today
        self._days = _change_days(known) if asked.as_of is AsOf.THEN else []
        self._found: dict[tuple[OrganisationId, int], _Place] = {}

    def attended(self, row: AttendedRow, names: dict[str, str]) -> Attended | None:
        """The visit as it counts; ``None`` where it does not stand below the unit that was asked for."""
        place = self._place(row, names)
        if self._asked.unit is not None and self._asked.unit not in place.above:
            return None
        group = row.group_id or fold(row.group)
        names[group] = row.group
        category = _category(row.category or place.then, place.today)
        return Attended(row.visit, row.tier, category, row.kind, row.month, place.cell, group, place.body, place.remote)

    def _place(self, row: AttendedRow, names: dict[str, str]) -> _Place:
        if row.cell_id is None or row.cell_id not in self._known:
            key = row.cell_id or typed_cell_key(row.cell, row.superior)
            names[key], names[fold(row.superior)] = row.cell, row.superior
            return _Place(key, fold(row.superior), None, None, remote=False, above=frozenset())
        day = self._today if self._asked.as_of is AsOf.TODAY else row.date or self._asked.first
        at = (row.cell_id, bisect.bisect_right(self._days, day))
        if at not in self._found:
            self._found[at] = self._placed(row.cell_id, day, names)
        return self._found[at]

    def _placed(self, cell: OrganisationId, day: dt.date, names: dict[str, str]) -> _Place:
        if self._asked.as_of is AsOf.TODAY:
            heir, chain = heir_on(self._known, cell, day), counted_under(self._known, cell, day)
        else:
            heir = cell
            chain = (cell, *(one.id for one in chain_of(self._known, cell, day) if one.id is not None))
        here = self._known[heir]
        today = cell_category(value_on(here.categories, day)) if self._asked.as_of is AsOf.TODAY else None
        body = chain[-2] if len(chain) > 1 else heir
        for one in (heir, body):
            names[one] = name_on(self._known[one], day)
        areas = value_on(here.areas, day) or ()
        then = cell_category(value_on(self._known[cell].categories, min(day, self._asked.last)))
        return _Place(heir, body, then, today, bool(areas), frozenset(chain))


def _category(then: CellCategory | None, today: CellCategory | None) -> CellCategory | None:
    """As what a visit counts. Whether it was to a cell or to a committee is a fact of its day, and stays."""
    if CellCategory.COMMITTEE in (then, today):
        return then
    return today or then


def _change_days(known: Mapping[OrganisationId, Organisation]) -> list[dt.date]:
    """Every day on which something in the register begins to be otherwise."""
    days: set[dt.date] = set()
    for one in known.values():
        for spans in (one.names, one.parents, one.categories, one.areas, one.standing):
            for span in spans:
                days.update(edge for edge in (span.valid_from, span.valid_to) if edge is not None)
    return sorted({*days, *(day + dt.timedelta(days=1) for day in days)})
