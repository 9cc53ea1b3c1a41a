"""Party organisations: random identities whose names and parents are dated.

Three regimes followed each other within fifteen months (district level abolished on 01/7/2025; one word *chi bộ* since
Quy định 208-QĐ/TW of 26/7/2026), so nothing about an organisation is timeless but its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from chibo_desktop.domain.ids import OrganisationId

T = TypeVar("T")


class CellCategory(StrEnum):
    """Kind of cell in the words of its time; reports of 2023 count the first two apart."""

    GRASSROOTS = "grassroots"
    SUBORDINATE = "subordinate"
    CELL = "cell"
    COMMITTEE = "committee"


class CellType(StrEnum):
    """What kind of place or body the cell belongs to."""

    VILLAGE = "village"
    URBAN_GROUP = "urban_group"
    AGENCY = "agency"
    PUBLIC_UNIT = "public_unit"
    STATE_ENTERPRISE = "state_enterprise"
    PRIVATE_ENTERPRISE = "private_enterprise"
    MILITARY = "military"
    POLICE_BORDER = "police_border"
    COOPERATIVE = "cooperative"
    STUDENTS = "students"
    OTHER = "other"


class AreaFlag(StrEnum):
    DEEP = "deep"
    REMOTE = "remote"
    DIFFICULT = "difficult"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value and the days on which it holds, both ends included; ``None`` is open."""

    value: T
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the register. Each tuple holds the values of one attribute over time.

    ``levels`` and ``categories`` are codes of a regime (``domain.regimes``); ``codes`` are external codes, never keys.
    ``kilometres``: by road from the seat of its superior. ``standing``: whether it exists; without a word it does.
    ``successors``: what took its place, from which day on.
    """

    id: OrganisationId
    names: tuple[Dated[str], ...]
    parents: tuple[Dated[OrganisationId], ...] = ()
    levels: tuple[Dated[str], ...] = ()
    categories: tuple[Dated[str], ...] = ()
    types: tuple[Dated[CellType], ...] = ()
    areas: tuple[Dated[tuple[AreaFlag, ...]], ...] = ()
    members: tuple[Dated[int], ...] = ()
    codes: tuple[Dated[str], ...] = ()
    kilometres: tuple[Dated[int], ...] = ()
    standing: tuple[Dated[bool], ...] = ()
    successors: tuple[Dated[OrganisationId], ...] = ()

    def exists_on(self, day: date) -> bool:
        """Whether it stands on a day. Before the first word about it it does if that word is its end."""
        found = value_on(self.standing, day)
        return found if found is not None else not any(one.value for one in self.standing)


def value_on(values: tuple[Dated[T], ...], day: date) -> T | None:
    """The value that held on a day; of overlapping values the one that began last. ``None`` where none held."""
    holding = [item for item in values if item.holds_on(day)]
    return max(holding, key=lambda item: item.valid_from or date.min).value if holding else None


@dataclass(frozen=True, slots=True)
class Superior:
    """A superior body as it was called on the day of a visit, nearest first in a chain."""

    name: str = field(metadata={"part": "A"})
    id: OrganisationId | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class CellSnapshot:
    """The cell as it was on the day of the visit: minutes of 2023 printed in 2030 still name the district of 2023.

    ``id`` is ``None`` for a cell that stands in no register yet: a visit is never refused for that.
    """

    name: str = ""
    id: OrganisationId | None = None
    superiors: tuple[Superior, ...] = ()
    category: CellCategory | None = None
    type: CellType | None = None
    areas: tuple[AreaFlag, ...] = ()


def chain_of(
    register: Mapping[OrganisationId, Organisation], organisation: OrganisationId, day: date
) -> tuple[Superior, ...]:
    """Superiors of an organisation on a day, nearest first; a cycle in bad data ends the chain."""
    chain: list[Superior] = []
    seen = {organisation}
    current = register.get(organisation)
    while current is not None:
        parent_id = value_on(current.parents, day)
        if parent_id is None or parent_id in seen:
            break
        seen.add(parent_id)
        current = register.get(parent_id)
        if current is not None:
            name = value_on(current.names, day) or ""
            chain.append(Superior(name=name, id=parent_id, level=value_on(current.levels, day)))
    return tuple(chain)


_BODIES = frozenset({"grassroots_party", "section_party", "subordinate_party", "direct", "commune_party"})
"""Categories of a regime whose meetings are those of a committee."""


def cell_category(code: str | None) -> CellCategory | None:
    """How reports count meetings of an organisation of this category; ``None`` for codes that no report knows."""
    if code in _BODIES:
        return CellCategory.COMMITTEE
    return CellCategory(code) if code in set(CellCategory) else None


def snapshot_on(
    register: Mapping[OrganisationId, Organisation], organisation: OrganisationId, day: date
) -> CellSnapshot | None:
    """The cell as minutes of that day must name it, or ``None`` where the register does not know it."""
    cell = register.get(organisation)
    if cell is None:
        return None
    return CellSnapshot(
        name=value_on(cell.names, day) or "",
        id=organisation,
        superiors=chain_of(register, organisation, day),
        category=cell_category(value_on(cell.categories, day)),
        type=value_on(cell.types, day),
        areas=value_on(cell.areas, day) or (),
    )
