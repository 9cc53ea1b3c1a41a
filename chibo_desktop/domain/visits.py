"""A visit with everything that minutes contain.

One tree of frozen values serves the draft on screen, the stored form, the exchanged JSON, and - split by the ``part``
mark of each leaf - the three parts of a signed entry: A figures (the default), B words, C people. Rows carry ids so
that two amendments of one visit can be told apart row by row; rows are struck, never taken out, once finalised.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any, cast

from chibo_desktop.domain.ids import ItemId, PersonId, VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import GroupSnapshot, MemberKind, Officer

HourMinute = str
"""Time of day on the wall, ``HH:MM``."""


def words(default: str = "") -> Any:
    """A leaf of class B: what was said."""
    return field(default=default, metadata={"part": "B"})


def people(default: str = "") -> Any:
    """A leaf of class C: who it was."""
    return field(default=default, metadata={"part": "C"})


class SessionKind(StrEnum):
    REGULAR = "regular"
    THEMATIC = "thematic"
    REGULAR_THEMATIC = "regular_thematic"
    PARTY_COMMITTEE = "party_committee"
    CELL_COMMITTEE = "cell_committee"
    CONGRESS = "congress"
    EXTRAORDINARY = "extraordinary"
    REVIEW = "review"
    OTHER = "other"


class FeeStatus(StrEnum):
    PAID = "paid"
    PARTLY = "partly"
    UNPAID = "unpaid"


class AttendanceMode(StrEnum):
    ROSTER = "roster"
    COUNTS = "counts"


class AttendanceState(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    EXEMPT = "exempt"
    ELSEWHERE = "elsewhere"


class OpinionKind(StrEnum):
    OPINION = "opinion"
    PETITION = "petition"
    PROPOSAL = "proposal"


class Addressee(StrEnum):
    """Level that an opinion or petition is addressed to."""

    CELL = "cell"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    CENTRAL = "central"
    GOVERNMENT = "government"
    MASS_ORGANISATION = "mass_organisation"


class FollowUpResult(StrEnum):
    DONE = "done"
    NOT_DONE = "not_done"
    PARTLY = "partly"


class Section(StrEnum):
    """The ten sections of the minutes, in the order of the editor."""

    GENERAL = "general"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    OPINIONS = "opinions"
    GUIDANCE = "guidance"
    TASKS = "tasks"
    VOTES = "votes"
    SCORING = "scoring"
    CLOSING = "closing"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Session:
    """Where and when. ``month`` (``YYYY-MM``) is the month that the meeting stands for, when not that of its date."""

    kind: SessionKind = SessionKind.REGULAR
    date: dt.date | None = None
    start: HourMinute | None = None
    end: HourMinute | None = None
    month: str | None = None
    place: str = ""
    theme: str = words()
    fee: FeeStatus | None = None
    fee_note: str = words()


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Number and symbol on paper; numbers run per type of document within a term."""

    number: int | None = None
    symbol: str = "BB/CB"
    locality: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Members by number; ``None`` where nobody counted. Exempt members are out of the attendance rate."""

    total: int | None = None
    official: int | None = None
    probationary: int | None = None
    temporary: int | None = None
    exempt: int | None = None
    elsewhere: int | None = None
    present: int | None = None
    present_official: int | None = None
    present_probationary: int | None = None
    excused: int | None = None
    unexcused: int | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One row of the roster."""

    id: ItemId
    name: str = people()
    post: str = people()
    kind: MemberKind = MemberKind.OFFICIAL
    state: AttendanceState = AttendanceState.PRESENT
    reason: str = people()
    late_minutes: int | None = None
    left_early_minutes: int | None = None
    person: PersonId | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """Invited and present are two facts."""

    id: ItemId
    name: str = people()
    post: str = people()
    body: str = people()
    invited: bool = True
    present: bool = True
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """Counts alone, or a roster that they are computed from. ``counts`` holds what was typed.

    ``prefer_typed`` keeps the typed numbers although the roster gives others; ``prefer_reason`` says why.
    """

    mode: AttendanceMode = AttendanceMode.COUNTS
    counts: Counts = Counts()
    roster: tuple[Attendee, ...] = ()
    guests: tuple[Guest, ...] = ()
    spoke: int | None = None
    prefer_typed: bool = False
    prefer_reason: str = words()


@dataclass(frozen=True, slots=True)
class Visitor:
    """A member of the group who attended the meeting: the superior delegate of the minutes."""

    id: ItemId
    name: str = people()
    post: str = people()
    person: PersonId | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said to an item of the programme."""

    id: ItemId
    speaker: str = people()
    content: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the programme: what was presented, what was said to it, what was concluded."""

    id: ItemId
    title: str = words()
    presenter: str = people()
    content: str = words()
    remarks: tuple[Remark, ...] = ()
    conclusion: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion, petition or proposal. A withheld speaker is printed as *một đảng viên*."""

    id: ItemId
    kind: OpinionKind = OpinionKind.OPINION
    speaker: str = people()
    speaker_withheld: bool = False
    topic: str = words()
    text: str = words()
    addressee: Addressee = Addressee.CELL
    answered: bool = False
    answer: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Guidance:
    """Guidance given to the cell; whether it was carried out is checked at the next visit."""

    id: ItemId
    by: str = people()
    text: str = words()
    target: str = words()
    deadline: dt.date | None = None
    deadline_words: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the coming month: what, who, until when."""

    id: ItemId
    task: str = words()
    who: str = people()
    deadline: dt.date | None = None
    deadline_words: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote; probationary members speak and do not vote; a resolution passes with more than half."""

    id: ItemId
    item: str = words()
    agree: int | None = None
    against: int | None = None
    other: int | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an earlier opinion or guidance (``statement``: ``<visit id>/<item id>``), seen at this visit."""

    id: ItemId
    statement: str = ""
    result: FollowUpResult = FollowUpResult.NOT_DONE
    note: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Points for one criterion of the rubric. ``computed`` says that the number is the machine's, not overruled."""

    id: ItemId
    criterion: str = ""
    points: int | None = None
    applicable: bool = True
    computed: bool = False
    reason: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """The visitor's lines and the cell's own total; ``rubric`` names the version that was scored with."""

    rubric: str | None = None
    lines: tuple[ScoreLine, ...] = ()
    own_points: int | None = None
    weak_points: str = words()


@dataclass(frozen=True, slots=True)
class Closing:
    """How the meeting ended and what the superior delegate said."""

    last_month: str = words()
    ideology: str = words()
    delegate_statement: str = words()
    cell_reply: str = words()
    conclusion: str = words()
    handed_over: str = words()
    read_back: bool = False
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or PDF kept by its hash; the label is for people and is never a file name to write to."""

    id: ItemId
    hash: str = ""
    bytes: int = 0
    type: str = ""
    label: str = words()
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a meeting of a cell.

    ``nothing_in`` lists sections that the recorder declared empty ("no opinions"); ``handwritten_part`` marks that
    something was recorded by hand and kept out of the machine (Luật 117/2025/QH15 on state secrets).
    """

    id: VisitId
    cell: CellSnapshot = CellSnapshot()
    group: GroupSnapshot = GroupSnapshot()
    session: Session = Session()
    document: DocumentNumber = DocumentNumber()
    visitors: tuple[Visitor, ...] = ()
    chair: Officer = Officer()
    secretary: Officer = Officer()
    attendance: Attendance = Attendance()
    agenda: tuple[AgendaItem, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    tasks: tuple[Task, ...] = ()
    votes: tuple[Vote, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    score: Score = Score()
    closing: Closing = Closing()
    attachments: tuple[Attachment, ...] = ()
    nothing_in: tuple[Section, ...] = ()
    handwritten_part: bool = False
    template: str = "minutes-2026"


class VisitState(StrEnum):
    """Where the paper is; the office sees only merged, returned and withdrawn ones."""

    DRAFT = "draft"
    FINALISED = "finalised"
    PACKED = "packed"
    RECEIVED = "received"
    MERGED = "merged"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


_is_struck: Callable[[Any], bool] = attrgetter("struck")


def standing(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows that were not struck; nearly always all of them."""
    return tuple(row for row in rows if not row.struck) if any(map(_is_struck, rows)) else rows


def with_clean_text(visit: Visit, clean: Callable[[str], str]) -> Visit:
    """The same visit with every text passed through ``clean``."""
    return _cleaned(visit, clean)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        rows = cast(tuple[Any, ...], value)
        return tuple(_cleaned(row, clean) for row in rows)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _cleaned(getattr(value, name), clean) for name in value.__dataclass_fields__})
    return value
