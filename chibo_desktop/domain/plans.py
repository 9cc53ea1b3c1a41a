"""Planned visits: who goes where and when, what speaks against it, and what became of it.

A plan warns and never blocks: whatever speaks against a visit can be kept with a reason, which is printed with it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.groups import Roster
from chibo_desktop.domain.ids import GroupId, PersonId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.reorganisation import Setting, Succession
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Addressee, HourMinute, SessionKind, people, words

Month = str
"""``YYYY-MM``."""


class PlanState(StrEnum):
    """Where a planned visit stands. *Attended* follows from the minutes and is never typed."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    ATTENDED = "attended"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """Why a cell comes before others."""

    REMOTE = "remote"
    LONG_UNVISITED = "long_unvisited"


class TroubleKind(StrEnum):
    """What speaks against a planned visit."""

    SAME_CELL = "same_cell"
    """Another group is at the same cell in the same month, whatever its tier."""
    TWO_PLACES = "two_places"
    """A person is in two places at once, travel included."""
    GROUP_TWICE = "group_twice"
    """A group is in two places at once, travel included, and it is not said that others of it go to each."""
    REPEATED_CELL = "repeated_cell"
    """A group goes to one cell again in the period while others of its cells are never visited."""
    OUTSIDE_FIRST_WEEK = "outside_first_week"
    """A regular meeting is planned for a day after the first week of the month."""


@dataclass(frozen=True, slots=True)
class KeptTrouble:
    """Something that speaks against the visit and was kept with a reason. ``other``: the other planned visit."""

    kind: TroubleKind
    other: PlannedId | None = None
    reason: str = words()


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """A member of the group that goes there."""

    id: PersonId
    name: str = people()


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One planned visit. ``month`` is the month that it counts for, whatever its date.

    ``travel_minutes``: the way there from the seat of the group, one way. ``new_date``: where it was postponed to a day
    that is known. ``why``: codes by which a proposal chose it.
    """

    id: PlannedId
    group: GroupId
    month: Month
    cell: CellSnapshot = CellSnapshot()
    kind: SessionKind = SessionKind.REGULAR
    date: dt.date | None = None
    start: HourMinute | None = None
    end: HourMinute | None = None
    place: str = ""
    travel_minutes: int | None = None
    members: tuple[PlannedMember, ...] = ()
    priority: Priority | None = None
    state: PlanState = PlanState.PLANNED
    new_date: dt.date | None = None
    reason: str = words()
    note: str = words()
    kept: tuple[KeptTrouble, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether it is to take place: neither cancelled nor postponed to a day that nobody knows."""
        if self.state is PlanState.POSTPONED:
            return self.new_date is not None
        return self.state is not PlanState.CANCELLED

    @property
    def day(self) -> dt.date | None:
        """The day on which it is to take place, as far as one is known."""
        return self.new_date if self.state is PlanState.POSTPONED and self.new_date is not None else self.date


def cell_key(cell: CellSnapshot) -> str:
    """What two planned visits to one cell have in common: its id, else its name and that of its superior, unmarked.

    Empty for a cell that was not named.
    """
    if cell.id is not None or not cell.name:
        return cell.id or ""
    return typed_cell_key(cell.name, cell.superiors[0].name if cell.superiors else "")


def typed_cell_key(name: str, superior: str) -> str:
    """The key of a cell that stands in no register."""
    return f"{fold(name)}/{fold(superior)}"


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """A petition or guidance that is still open at a planned cell, or that the cell has not been told about.

    It may have been said to another group, whose minutes this one does not have. ``statement``: ``<visit>/<item>``.
    """

    statement: str
    cell: str
    kind: StatementKind
    state: StepState
    date: dt.date | None = None
    addressee: Addressee | None = None
    due: dt.date | None = None
    who: str = people()
    text: str = words()
    answer: str = words()


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """``plan.published``: what a group needs for the coming months; subject is the group. The newest word counts.

    ``months`` are those of which ``visits`` is the whole plan. ``settings`` and ``successions`` are the part of the
    register that the group may have to do with, ``rosters`` those that it may see, ``open_statements`` what waits at
    the planned cells. Nothing else travels.
    """

    group: GroupId
    name: str
    tier: Tier | None = None
    months: tuple[Month, ...] = ()
    visits: tuple[PlannedVisit, ...] = ()
    settings: tuple[Setting, ...] = ()
    successions: tuple[Succession, ...] = ()
    rosters: tuple[Roster, ...] = ()
    quota: int | None = None
    open_statements: tuple[OpenStatement, ...] = ()


class Answer(StrEnum):
    """What a group says to a planned visit."""

    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlanAnswered:
    """``plan.answered``: a group's answer to one planned visit; subject is the planned visit."""

    planned: PlannedId
    group: GroupId
    answer: Answer
    new_date: dt.date | None = None
    new_start: HourMinute | None = None
    reason: str = words()
