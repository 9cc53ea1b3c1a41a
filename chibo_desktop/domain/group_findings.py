"""What in a decision about groups looks wrong. It is said, and nothing is ever refused for it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chibo_desktop.domain.groups import Decision, Post
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.organisations import Organisation
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.standing_groups import Assignments, StandingGroup, cells_on, chain_with, standing_on


class GroupFindingKind(StrEnum):
    NUMBERLESS = "numberless"
    """A decision without number or date cannot be cited."""
    REVERSED = "reversed"
    """It ends before it begins."""
    GROUPLESS = "groupless"
    OVERLAP = "overlap"
    """Another decision about groups of the same tier holds at the same time."""
    NAMELESS = "nameless"
    NAME_TWICE = "name_twice"
    LEADERLESS = "leaderless"
    SEVERAL_LEADERS = "several_leaders"
    PERSON_TWICE = "person_twice"
    """Somebody belongs to two groups, or stands in one twice."""
    ORGANISATION_TWICE = "organisation_twice"
    """Two groups of one tier are assigned the same organisation."""
    ORGANISATION_GONE = "organisation_gone"
    """An organisation that does not stand on the day is assigned."""
    UNASSIGNED = "unassigned"
    """Cells that belong to no group of a tier."""


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """A thing to look at: which groups, person and organisations it is about."""

    kind: GroupFindingKind
    groups: tuple[GroupId, ...] = ()
    person: PersonId | None = None
    organisations: tuple[OrganisationId, ...] = ()
    tier: Tier | None = None
    decision: DecisionId | None = None
    """The other decision."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a decision is looked at against: the others, the register, and which person ids are one person."""

    others: tuple[Decision, ...] = ()
    register: dict[OrganisationId, Organisation] | None = None
    same: Mapping[PersonId, PersonId] | None = None


def day_of(decision: Decision, today: dt.date) -> dt.date:
    """The day on which a decision is looked at: today while it holds, else its nearest day."""
    if decision.valid_from is not None and today < decision.valid_from:
        return decision.valid_from
    if decision.valid_to is not None and decision.valid_to < today:
        return decision.valid_to
    return today


def findings(decision: Decision, around: Surroundings, day: dt.date) -> tuple[GroupFinding, ...]:
    """Everything about a decision that looks wrong on a day."""
    whole = replace(decision, valid_from=None, valid_to=None, revoked=False)
    others = [one for one in around.others if one.id != decision.id]
    own = standing_on((whole,), day)
    own_ids = {one.group.id for one in own}
    beside = [one for one in standing_on(others, day) if one.group.id not in own_ids]
    return (
        *_of_the_paper(decision, others),
        *_of_each_group(decision),
        *_of_people(own, beside, around.same or {}),
        *_of_organisations(own, beside, around.register, day),
    )


def _of_the_paper(decision: Decision, others: Sequence[Decision]) -> Iterator[GroupFinding]:
    if not decision.number or decision.date is None:
        yield GroupFinding(GroupFindingKind.NUMBERLESS)
    if decision.valid_from and decision.valid_to and decision.valid_to < decision.valid_from:
        yield GroupFinding(GroupFindingKind.REVERSED)
    if not decision.groups:
        yield GroupFinding(GroupFindingKind.GROUPLESS)
    tiers = {group.tier for group in decision.groups}
    for other in others:
        if not other.revoked and tiers & {group.tier for group in other.groups} and _overlap(decision, other):
            yield GroupFinding(GroupFindingKind.OVERLAP, decision=other.id)


def _overlap(one: Decision, other: Decision) -> bool:
    begins = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return begins <= min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)


def _of_each_group(decision: Decision) -> Iterator[GroupFinding]:
    names: dict[tuple[Tier | None, str], list[GroupId]] = {}
    for group in decision.groups:
        leaders = sum(one.role is Post.LEADER for one in group.members)
        if not group.name:
            yield GroupFinding(GroupFindingKind.NAMELESS, (group.id,))
        else:
            names.setdefault((group.tier, group.name.casefold()), []).append(group.id)
        if leaders != 1:
            kind = GroupFindingKind.SEVERAL_LEADERS if leaders else GroupFindingKind.LEADERLESS
            yield GroupFinding(kind, (group.id,))
    for same in names.values():
        if len(same) > 1:
            yield GroupFinding(GroupFindingKind.NAME_TWICE, tuple(same))


def _of_people(
    own: Sequence[StandingGroup], beside: Sequence[StandingGroup], same: Mapping[PersonId, PersonId]
) -> Iterator[GroupFinding]:
    places: dict[PersonId, list[tuple[GroupId, bool]]] = {}
    for standing, is_own in (*((one, True) for one in own), *((one, False) for one in beside)):
        for member in standing.group.members:
            places.setdefault(same.get(member.id, member.id), []).append((standing.group.id, is_own))
    for person, found in places.items():
        if len(found) > 1 and any(is_own for _, is_own in found):
            groups = tuple(dict.fromkeys(group for group, _ in found))
            yield GroupFinding(GroupFindingKind.PERSON_TWICE, groups, person=person)


def _of_organisations(
    own: Sequence[StandingGroup],
    beside: Sequence[StandingGroup],
    register: dict[OrganisationId, Organisation] | None,
    day: dt.date,
) -> Iterator[GroupFinding]:
    assigned: dict[tuple[Tier | None, OrganisationId], list[GroupId]] = {}
    for standing in (*own, *beside):
        for organisation in dict.fromkeys(standing.group.organisations):
            assigned.setdefault((standing.group.tier, organisation), []).append(standing.group.id)
    own_ids = {one.group.id for one in own}
    for (tier, organisation), groups in assigned.items():
        if len(groups) > 1 and not own_ids.isdisjoint(groups):
            yield GroupFinding(GroupFindingKind.ORGANISATION_TWICE, tuple(groups), None, (organisation,), tier)
    if register is None:
        return
    for one in own:
        gone = tuple(unit for unit in dict.fromkeys(one.group.organisations) if not _stands(register, unit, day))
        if gone:
            yield GroupFinding(GroupFindingKind.ORGANISATION_GONE, (one.group.id,), None, gone, one.group.tier)
    yield from _unassigned(own, beside, register, day)


def _stands(register: dict[OrganisationId, Organisation], organisation: OrganisationId, day: dt.date) -> bool:
    found = register.get(organisation)
    return found is not None and found.exists_on(day)


def _unassigned(
    own: Sequence[StandingGroup],
    beside: Sequence[StandingGroup],
    register: dict[OrganisationId, Organisation],
    day: dt.date,
) -> Iterator[GroupFinding]:
    """For each tier of the decision the cells that no group of the tier has."""
    chains = {cell: chain_with(register, cell, day) for cell in cells_on(register, day)}
    for tier in dict.fromkeys(one.group.tier for one in own):
        assigned = Assignments([one for one in (*own, *beside) if one.group.tier == tier])
        left = tuple(cell for cell, chain in chains.items() if not assigned.groups_of(chain))
        if left:
            yield GroupFinding(GroupFindingKind.UNASSIGNED, (), None, left, tier)


def about_group(found: Iterable[GroupFinding], group: GroupId) -> tuple[GroupFinding, ...]:
    """Those that are about one group."""
    return tuple(one for one in found if group in one.groups)
