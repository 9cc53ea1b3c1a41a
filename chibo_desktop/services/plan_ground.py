"""What plans stand on: the rules of the office, its groups, their cells, and what was visited."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

import msgspec

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import GroupId, OrganisationId
from chibo_desktop.domain.organisations import CellSnapshot, snapshot_on
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import Ground
from chibo_desktop.domain.plans import Month, cell_key
from chibo_desktop.domain.standing_groups import TIERS, Assignments, StandingGroup, cells_on, chain_with, standing_on
from chibo_desktop.services import groups, organisations, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory, planned, recorded
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.recorded import Attended

_RULES = "plan rules"
_FEWEST, _MOST = 0, 10_000
_PERIODS = (1, 2, 3, 4, 6, 12)
_FIRST_MONTH, _LAST_MONTH = 1900, 9998
_MARGIN = dt.timedelta(days=62)
"""How far from the month that it stands for a meeting may have been held, for it to be found."""


def rules(desk: Desk) -> PlanRules:
    """The rules that this office plans by."""
    told = get_fact(desk.book, _RULES)
    return PlanRules() if told is None else msgspec.json.decode(told, type=PlanRules)


def set_rules(desk: Desk, wanted: PlanRules) -> Outcome[PlanRules]:
    """Plan by these rules from now on. Raises ``Refusal`` NOT_AN_OFFICE, PLAN_RULE_WRONG."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    numbers: dict[str, int] = msgspec.to_builtins(wanted)
    wrong = next((name for name, number in numbers.items() if not _FEWEST <= number <= _MOST), None)
    if wrong is None and wanted.period_months not in _PERIODS:
        wrong = "period_months"
    if wrong is not None:
        raise Refusal("PLAN_RULE_WRONG", rule=wrong, value=numbers[wrong])
    with desk.book.transaction():
        put_fact(desk.book, _RULES, msgspec.json.encode(wanted).decode())
    return Outcome(wanted, Changes.of(("plan", "*")))


def first_day(month: Month) -> dt.date:
    """Raises ``Refusal`` PLAN_MONTH_WRONG."""
    year, dash, number = month.partition("-")
    is_spelled = dash and len(year) == 4 and len(number) == 2 and (year + number).isdecimal()
    if not is_spelled or not _FIRST_MONTH <= int(year) <= _LAST_MONTH or not 1 <= int(number) <= 12:
        raise Refusal("PLAN_MONTH_WRONG", month=month)
    return dt.date(int(year), int(number), 1)


def last_day(month: Month) -> dt.date:
    """Raises ``Refusal`` PLAN_MONTH_WRONG."""
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_of(day: dt.date) -> Month:
    return f"{day.year:04}-{day.month:02}"


def month_after(month: Month, steps: int = 1) -> Month:
    """The month so many after this one; before it for a negative number. Raises ``Refusal`` PLAN_MONTH_WRONG."""
    first = first_day(month)
    number = first.year * 12 + first.month - 1 + steps
    return f"{number // 12:04}-{number % 12 + 1:02}"


def groups_in(desk: Desk, month: Month) -> tuple[DecidedGroup, ...]:
    """The groups that decisions have set up for a month, and those that machines were enrolled for, by tier."""
    found = {one.group.id: one.group for one in _standing(desk, month)}
    for group in directory.groups(desk.book):
        found.setdefault(group.id, DecidedGroup(group.id, group.name, group.tier))
    return tuple(sorted(found.values(), key=lambda one: (TIERS.index(one.tier), one.name, one.id)))


def _standing(desk: Desk, month: Month) -> tuple[StandingGroup, ...]:
    """The groups that stand on any of the first and the last day of a month, as they are at its end."""
    decisions = directory.decisions(desk.book)
    found = {one.group.id: one for day in (first_day(month), last_day(month)) for one in standing_on(decisions, day)}
    return tuple(found.values())


def areas(desk: Desk, month: Month) -> dict[GroupId, frozenset[str]]:
    """The cells of each group in a month, by ``cell_key``: those of the organisations that it was assigned.

    One that another group of its tier was assigned more closely is that group's.
    """
    register, day = organisations.register(desk), last_day(month)
    assigned = Assignments(_standing(desk, month))
    found: dict[GroupId, set[str]] = {}
    for cell in cells_on(register, day):
        for one in assigned.groups_of(chain_with(register, cell, day)):
            found.setdefault(one.group.id, set()).add(cell)
    return {group: frozenset(cells) for group, cells in found.items()}


def cells_in(desk: Desk, month: Month, group: GroupId | None = None) -> dict[str, CellSnapshot]:
    """The cells of a group, or all of them, as they are called in a month; by ``cell_key``."""
    register, day = organisations.register(desk), last_day(month)
    wanted: Collection[str] = cells_on(register, day) if group is None else areas(desk, month).get(group, frozenset())
    named = {str(id_): snapshot_on(register, OrganisationId(id_), day) for id_ in sorted(wanted)}
    return {key: cell for key, cell in named.items() if cell is not None}


def ground(desk: Desk, month: Month) -> Ground:
    """What the visits of a month, and of the period that it belongs to, are held against."""
    months = rules(desk).months_of(rules(desk).period_of(month))
    visited: dict[Month, set[str]] = {}
    for one in attended(desk, months):
        visited.setdefault(one.month, set()).add(one.cell)
    there = {month: frozenset(cells) for month, cells in visited.items()}
    return Ground(areas(desk, month), there, registers.same_people(desk))


def attended(desk: Desk, months: Collection[Month]) -> tuple[Attended, ...]:
    """The meetings that were attended for these months, each once for each group that recorded it.

    What a laptop recorded before it was enrolled for a decided group counts for that group.

    A cell that was recorded by its name only is the cell of the register that has this name, where one alone does; one
    that has ended since is the one under which its work is counted at the end of these months.
    """
    if not months:
        return ()
    first, last = first_day(min(months)) - _MARGIN, last_day(max(months)) + _MARGIN
    decided = groups.decided_ids(desk)
    told = (one for one in recorded.attended_between(desk.book, first, last) if one.month in months)
    named = (replace(one, group=decided.get(one.group, one.group)) if one.group else one for one in told)
    met = list({(one.group, one.meeting): one for one in named}.values())
    known = _known_as(desk, max(months), [one.cell for one in met])
    return tuple(replace(one, cell=known[one.cell]) for one in met)


def last_attended(desk: Desk, month: Month) -> dict[str, dt.date]:
    """For each cell that was visited before the end of a month, by its key, the last day."""
    found: dict[str, dt.date] = {}
    told = recorded.last_attended(desk.book, last_day(month))
    known = _known_as(desk, month, told)
    for key, day in told.items():
        found[known[key]] = max(day, found.get(known[key], day))
    return found


def heirs(desk: Desk, month: Month) -> Mapping[str, str]:
    """For cells by their keys those under which their work is counted at the end of a month."""
    return {str(id_): str(heir) for id_, heir in organisations.known(desk).heirs(last_day(month)).items()}


def _known_as(desk: Desk, month: Month, keys: Collection[str]) -> dict[str, str]:
    """The keys under which what was recorded of these cells is counted."""
    typed = _typed_cells(desk, month) if any("/" in key for key in keys) else {}
    standing = heirs(desk, month) if keys else dict[str, str]()
    named = {key: typed.get(key, key) for key in keys}
    return {key: standing.get(cell, cell) for key, cell in named.items()}


def _typed_cells(desk: Desk, month: Month) -> dict[str, str]:
    """The cells of the register by the keys that they have where only names were written, if no two share one."""
    cells = cells_in(desk, month)
    keys = {key: cell_key(replace(cell, id=None)) for key, cell in cells.items()}
    shared = Counter(keys.values())
    return {typed: key for key, typed in keys.items() if shared[typed] == 1}


def next_planned(desk: Desk, months: Collection[Month]) -> dict[str, Month]:
    """Of these months the first for which a visit to each cell, by its key, is to take place."""
    found: dict[str, Month] = {}
    standing = heirs(desk, max(months))
    for key, month in planned.first_months(desk.book, tuple(months)).items():
        cell = standing.get(key, key)
        found[cell] = min(month, found.get(cell, month))
    return found
