"""People and the groups that they visit cells with."""

from dataclasses import dataclass, field
from enum import StrEnum

from chibo_desktop.domain.ids import GroupId, PersonId


class Tier(StrEnum):
    """Tier of a working group; the half-year report counts tiers apart."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class MemberKind(StrEnum):
    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses a machine or belongs to a group. No citizen id, telephone or birth date is ever needed."""

    id: PersonId
    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A working group as it was decided: its name, tier, leader and members."""

    id: GroupId
    name: str
    tier: Tier | None = None
    leader: PersonId | None = None
    members: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupSnapshot:
    """The group as it was called when the visit was recorded."""

    name: str = ""
    id: GroupId | None = None
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody named in minutes by name and post: chair, secretary, visitor."""

    name: str = field(default="", metadata={"part": "C"})
    post: str = field(default="", metadata={"part": "C"})
