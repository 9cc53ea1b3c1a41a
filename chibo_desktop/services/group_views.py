"""What pages, commands and paper show of decisions: with names of the day, the groups of a day, and their cells."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chibo_desktop.domain.group_findings import GroupFinding, day_of
from chibo_desktop.domain.groups import Decision
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.organisations import chain_of, value_on
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.standing_groups import Assignments, StandingGroup, cells_on, chain_with
from chibo_desktop.merging.organisations import Register
from chibo_desktop.services import groups, organisations
from chibo_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class UnitName:
    """An organisation as it is called on a day, and its superiors, the nearest first."""

    id: OrganisationId
    name: str
    superiors: tuple[str, ...] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with everything that shows it: ``units`` are named as on ``day``.

    ``is_signed``: this very wording stands in the register. ``people`` are the names of those whom a finding is about.
    """

    decision: Decision
    day: dt.date
    units: tuple[UnitName, ...] = ()
    findings: tuple[GroupFinding, ...] = ()
    is_signed: bool = True
    others: tuple[tuple[DecisionId, str], ...] = ()
    """Number of each other decision that a finding names."""

    def unit(self, id_: OrganisationId) -> UnitName:
        return next((one for one in self.units if one.id == id_), UnitName(id_, "", stands=False))

    def group_name(self, id_: GroupId) -> str:
        return next((group.name for group in self.decision.groups if group.id == id_), "")

    def person_name(self, id_: PersonId) -> str:
        members = (member for group in self.decision.groups for member in group.members)
        return next((member.name for member in members if member.id == id_), "")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in the list. ``draft``: its words are being changed, or it was never signed (``is_signed``)."""

    id: DecisionId
    number: str
    date: dt.date | None
    issuer: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    groups: int
    people: int
    revoked: bool = False
    holds: bool = False
    is_signed: bool = True
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a day: who leads it, how many belong to it, where it goes and how many cells that are."""

    decision: DecisionId
    number: str
    id: GroupId
    name: str
    tier: Tier | None
    leader: str
    members: int
    organisations: tuple[str, ...]
    cells: int


def view(desk: Desk, wording: Decision) -> DecisionView:
    """Everything that shows a decision as it is worded here, signed or not."""
    day = day_of(wording, desk.today())
    found = groups.look_over(desk, wording, day)
    assigned = [unit for group in wording.groups for unit in group.organisations]
    named = [unit for one in found for unit in one.organisations]
    register = organisations.register(desk)
    known = groups.decisions(desk)
    others = tuple((one.id, one.number) for one in known if any(one.id == finding.decision for finding in found))
    return DecisionView(wording, day, unit_names(register, (*assigned, *named), day), found, wording in known, others)


def view_of(desk: Desk, id_: DecisionId) -> DecisionView:
    """The signed wording of a decision. Raises ``Refusal`` DECISION_UNKNOWN."""
    return view(desk, groups.decision(desk, id_))


def unit_names(register: Register, ids: Iterable[OrganisationId], day: dt.date) -> tuple[UnitName, ...]:
    """What organisations are called on a day, each once."""
    return tuple(_unit(register, id_, day) for id_ in dict.fromkeys(ids))


def _unit(register: Register, id_: OrganisationId, day: dt.date) -> UnitName:
    found = register.get(id_)
    if found is None:
        return UnitName(id_, "", stands=False)
    names = [span.value for span in found.names]
    name = value_on(found.names, day) or (names[-1] if names else "")
    superiors = tuple(one.name for one in chain_of(register, id_, day))
    return UnitName(id_, name, superiors, found.exists_on(day))


def units(desk: Desk, day: dt.date) -> tuple[UnitName, ...]:
    """Every organisation that stands on a day, to choose from."""
    register = organisations.register(desk)
    return tuple(_unit(register, one.id, day) for one in register.values() if one.exists_on(day))


def decision_rows(desk: Desk) -> tuple[DecisionRow, ...]:
    """Decisions that are only being written first, then the signed ones, the newest first."""
    drafts = {one.id: one for one in groups.drafts(desk)}
    signed = groups.decisions(desk)
    known = {one.id for one in signed}
    today = desk.today()
    fresh = [_row(one, today, is_signed=False, is_draft=True) for id_, one in drafts.items() if id_ not in known]
    return (*fresh, *(_row(one, today, is_signed=True, is_draft=one.id in drafts) for one in signed))


def _row(one: Decision, today: dt.date, *, is_signed: bool, is_draft: bool) -> DecisionRow:
    people = {member.id for group in one.groups for member in group.members}
    return DecisionRow(
        one.id,
        one.number,
        one.date,
        one.issuer,
        one.valid_from,
        one.valid_to,
        len(one.groups),
        len(people),
        one.revoked,
        is_signed and one.holds_on(today),
        is_signed,
        is_draft,
    )


def group_rows(desk: Desk, day: dt.date) -> tuple[GroupRow, ...]:
    """The groups of a day, tier by tier."""
    standing = groups.groups_on(desk, day)
    register = organisations.register(desk)
    cells = _cells_of(register, standing, day)
    return tuple(_group_row(register, one, cells.get(one.group.id, 0), day) for one in standing)


def _group_row(register: Register, one: StandingGroup, cells: int, day: dt.date) -> GroupRow:
    group = one.group
    names = tuple(unit.name or unit.id for unit in unit_names(register, group.organisations, day))
    leader = group.leader.name if group.leader is not None else ""
    return GroupRow(
        one.decision, one.number, group.id, group.name, group.tier, leader, len(group.members), names, cells
    )


def _cells_of(register: Register, standing: tuple[StandingGroup, ...], day: dt.date) -> dict[GroupId, int]:
    """How many cells of the day each group has."""
    assigned = Assignments(standing)
    found: dict[GroupId, int] = {}
    for cell in cells_on(register, day):
        for one in assigned.groups_of(chain_with(register, cell, day)):
            found[one.group.id] = found.get(one.group.id, 0) + 1
    return found
