"""Which groups stand on a day, by the decisions that hold on it, and which of them an organisation belongs to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.groups import DecidedGroup, Decision
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId
from chibo_desktop.domain.organisations import CellCategory, Organisation, cell_category, chain_of, value_on
from chibo_desktop.domain.people import Tier

TIERS: tuple[Tier | None, ...] = (*Tier, None)
"""The order in which groups are listed; last those of which nobody said it."""
_CELLS = frozenset((CellCategory.GRASSROOTS, CellCategory.SUBORDINATE, CellCategory.CELL))


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """A group of a day, and the decision by which it is as it is."""

    decision: DecisionId
    number: str
    group: DecidedGroup


def standing_on(decisions: Iterable[Decision], day: dt.date) -> tuple[StandingGroup, ...]:
    """The groups of a day, tier by tier, in the order of their decisions.

    Of a group that several decisions name, the one that began to hold last says who and where.
    """
    found: dict[GroupId, StandingGroup] = {}
    for decision in sorted((one for one in decisions if one.holds_on(day)), key=_begun):
        for group in decision.groups:
            found.pop(group.id, None)
            found[group.id] = StandingGroup(decision.id, decision.number, group)
    return tuple(sorted(found.values(), key=lambda one: TIERS.index(one.group.tier)))


def _begun(decision: Decision) -> tuple[dt.date, dt.date, str]:
    return decision.valid_from or dt.date.min, decision.date or dt.date.min, decision.id


class Assignments:
    """Answers which groups an organisation belongs to."""

    def __init__(self, standing: Sequence[StandingGroup]) -> None:
        self._of: dict[OrganisationId, dict[GroupId, StandingGroup]] = {}
        for one in standing:
            for organisation in one.group.organisations:
                self._of.setdefault(organisation, {})[one.group.id] = one

    def groups_of(self, chain: Iterable[OrganisationId]) -> tuple[StandingGroup, ...]:
        """The groups of an organisation, given with its superiors, itself first and the nearest next.

        In each tier those that are assigned the nearest of the chain: a group that is given one commune of a district
        has it instead of the group that has the district.
        """
        found: list[StandingGroup] = []
        tiers: set[Tier | None] = set()
        for organisation in chain:
            here = self._of.get(organisation, {}).values()
            found += [one for one in here if one.group.tier not in tiers]
            tiers |= {one.group.tier for one in here}
        return tuple(sorted(found, key=lambda one: TIERS.index(one.group.tier)))


def chain_with(
    register: dict[OrganisationId, Organisation], organisation: OrganisationId, day: dt.date
) -> tuple[OrganisationId, ...]:
    """An organisation and its superiors on a day, the nearest first."""
    above = chain_of(register, organisation, day)
    return (organisation, *(one.id for one in above if one.id is not None))


def cells_on(register: dict[OrganisationId, Organisation], day: dt.date) -> tuple[OrganisationId, ...]:
    """The cells that stand on a day, whatever their category is called in its regime."""
    return tuple(
        one.id
        for one in register.values()
        if one.exists_on(day) and cell_category(value_on(one.categories, day)) in _CELLS
    )
