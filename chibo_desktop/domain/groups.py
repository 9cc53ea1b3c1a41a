"""Decisions by which the working groups of a year are set up: who belongs to them, and where each of them goes."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.people import MemberKind, Tier
from chibo_desktop.domain.visits import people, words


class Post(StrEnum):
    """What somebody is in a working group."""

    LEADER = "leader"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody in a group. ``post``: his post in office, as the decision names it; ``role``: in the group."""

    id: PersonId
    role: Post = Post.MEMBER
    name: str = people()
    post: str = people()


@dataclass(frozen=True, slots=True)
class DecidedGroup:
    """A group, its members, and the organisations that it is assigned: with them goes everything below."""

    id: GroupId
    name: str
    tier: Tier | None = None
    organisations: tuple[OrganisationId, ...] = ()
    members: tuple[GroupMember, ...] = ()

    @property
    def leader(self) -> GroupMember | None:
        return next((one for one in self.members if one.role is Post.LEADER), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """``group.decided``: a whole decision in its last wording; subject is its id.

    It holds from ``valid_from`` to ``valid_to``, both included; ``None`` is open. A revoked one holds no more.
    """

    id: DecisionId
    number: str = ""
    date: dt.date | None = None
    issuer: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    groups: tuple[DecidedGroup, ...] = ()
    revoked: bool = False
    note: str = words()

    def holds_on(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return not self.revoked and begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class RosterMember:
    """A member of a cell. No citizen id, telephone or birth date is ever needed."""

    id: PersonId
    kind: MemberKind = MemberKind.OFFICIAL
    exempt: bool = False
    name: str = people()
    post: str = people()


@dataclass(frozen=True, slots=True)
class Roster:
    """``organisation.roster_stated``: the members of a cell as its office knows them; subject is the cell.

    ``act``: the ``organisation.changed`` of the import that it was part of; it counts while that word stands.
    """

    cell: OrganisationId
    on: dt.date | None = None
    members: tuple[RosterMember, ...] = ()
    source: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """``person.joined``: these ids are of one person; subject is the least of them.

    With ``undone``, ids of earlier ones, it says nothing but that those no longer count.
    """

    people: tuple[PersonId, ...]
    undone: tuple[str, ...] = ()
    reason: str = words()
