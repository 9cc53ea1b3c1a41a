"""What entries say that are not visits themselves: one frozen value per kind, its leaves marked by class.

Plans, changes of organisations, decisions and rosters travel as values of the domain; the kinds below exist only in the
log. Kinds that this program does not know keep their parts as text.
"""

import datetime as dt
import functools
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.entries import Entry, EntryKind, PartClass
from chibo_desktop.domain.groups import Decision, PersonJoined, Roster
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.plans import PlanAnswered, PlanPublished
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.domain.visits import people, words
from chibo_desktop.packets.content_parts import CLASS_OF_PART, join_content, split_content
from chibo_desktop.packets.part_shapes import Shapes, shapes_of


class EpochReason(StrEnum):
    """Why a device began a new epoch."""

    FIRST = "first"
    RESTORED = "restored"
    CLONED = "cloned"
    NO_ANCHOR = "no_anchor"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class OldHead:
    """Where an earlier epoch of the device ended, as far as it knows."""

    epoch: str
    seq: int
    head: str | None = None


@dataclass(frozen=True, slots=True)
class EpochOpened:
    """``device.epoch_opened``: first entry of an epoch; subject is the device."""

    reason: EpochReason
    old_heads: tuple[OldHead, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitWithdrawn:
    """``visit.withdrawn``: a tombstone, never a deletion; subject is the visit."""

    visit: str
    reason: str = words()


@dataclass(frozen=True, slots=True)
class VisitReturned:
    """``visit.returned``: the office asks for a correction; ``entry`` is the head it saw, ``paths`` what to look at.

    ``asker`` names the office further up whose comment is passed on.
    """

    visit: str
    entry: str
    paths: tuple[str, ...] = ()
    reason: str = words()
    asker: str = ""


@dataclass(frozen=True, slots=True)
class VisitsLinked:
    """``visits.linked``: records of one meeting, all kept and counted once; ``same`` false tells them apart.

    With ``undone``, ids of earlier links, it says nothing but that those no longer count; the question is open again.
    """

    visits: tuple[str, ...]
    same: bool = True
    reason: str = words()
    undone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementFollowed:
    """``statement.followed``: a step of a petition or guidance; subject is ``<visit id>/<item id>``."""

    statement: str
    state: StepState
    date: dt.date
    body: str = ""
    number: str = ""
    reported_back: dt.date | None = None
    text: str = words()


@dataclass(frozen=True, slots=True)
class ConflictSettled:
    """``conflict.settled``: a person chose one of several values; ``path`` is empty where it is about all of it.

    ``heads`` are the entries whose word stood there. An empty ``chosen`` chooses nothing: the word of ``undone``
    entries on this path is taken back, or the machines are ``asked`` about it.
    """

    path: str
    chosen: str
    heads: tuple[str, ...] = ()
    reason: str = words()
    undone: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class PartErased:
    """``part.erased``: the text of a part is gone for good; its hash in the signed entry stays.

    ``paths`` are the leaves that lost their text, ``masked`` those of which only a name was taken out. What is left of
    the part travels as a part of this entry (``LEFT_PART``), in the class of the erased one.
    """

    entry: str
    part: str
    paths: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    reason: str = words()


class Act(StrEnum):
    """What an office did that changes what counts, where no kind of entry says it better."""

    MERGED = "merged"
    """A packet was taken in; thing: its id; count: entries that were new."""
    WITHDRAWN = "withdrawn"
    """A packet was taken back; thing: its id; count: entries that no longer count."""
    RESTORED = "restored"
    """A packet that had been taken back counts again; thing: its id; count: entries."""
    RELEASED = "released"
    """Entries that had been set aside count from now on; thing: the device; who: the person that confirmed them."""
    GRANTED = "granted"
    """A machine got a certificate; thing: the device; who: its person."""
    REVOKED = "revoked"
    """A key counts only up to a position; thing: the device; who: its person."""
    PROFILE_CHANGED = "profile_changed"
    """A new version of the office's profile is in force; thing: the office; count: its version."""
    RECEIPTS_WRITTEN = "receipts_written"
    """Receipts went out; thing: the device that they are for; count: packets acknowledged."""
    FORWARDED = "forwarded"
    """Entries went up; thing: the office that they are for; count: entries."""
    RELAYED = "relayed"
    """A packet for others was carried on; thing: the office above, or this device; detail: the file's hash."""
    UNLOCKED = "unlocked"
    """A forgotten passphrase was answered; thing: the device; who: its person."""
    RESTORED_ARCHIVE = "restored_archive"
    """The archive was restored from a backup; thing: the office."""


@dataclass(frozen=True, slots=True)
class ActRecorded:
    """``act.recorded``: an act of an office; subject is the thing. ``detail`` is for programs, such as a position."""

    act: Act
    thing: str
    count: int = 0
    detail: str = ""
    who: str = people()
    reason: str = words()


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """``person.changed``: name and post of somebody of the group or office; subject is the person."""

    person: str
    name: str = people()
    post: str = people()


Content = (
    EpochOpened
    | VisitWithdrawn
    | VisitReturned
    | VisitsLinked
    | StatementFollowed
    | ConflictSettled
    | PartErased
    | ActRecorded
    | PersonChanged
    | PersonJoined
    | Reorganisation
    | Decision
    | Roster
    | PlanPublished
    | PlanAnswered
)

TYPE_OF_KIND: dict[str, type[Content]] = {
    EntryKind.EPOCH_OPENED: EpochOpened,
    EntryKind.VISIT_WITHDRAWN: VisitWithdrawn,
    EntryKind.VISIT_RETURNED: VisitReturned,
    EntryKind.VISITS_LINKED: VisitsLinked,
    EntryKind.STATEMENT_FOLLOWED: StatementFollowed,
    EntryKind.CONFLICT_SETTLED: ConflictSettled,
    EntryKind.PART_ERASED: PartErased,
    EntryKind.ACT_RECORDED: ActRecorded,
    EntryKind.PERSON_CHANGED: PersonChanged,
    EntryKind.PERSON_JOINED: PersonJoined,
    EntryKind.ORGANISATION_CHANGED: Reorganisation,
    EntryKind.GROUP_DECIDED: Decision,
    EntryKind.ORGANISATION_ROSTER: Roster,
    EntryKind.PLAN_PUBLISHED: PlanPublished,
    EntryKind.PLAN_ANSWERED: PlanAnswered,
}
"""The content of each kind but the visits, which ``visit_parts`` reads."""


@functools.cache
def _shapes(kind: type[Content]) -> Shapes:
    """Made when a content of this kind is met: making all of them takes longer than starting Python."""
    return shapes_of(kind)


def texts_of(content: Content) -> tuple[tuple[str, PartClass, str], ...]:
    """Name, class and text of each part, as ``entries.Draft`` wants them."""
    texts = split_content(content, _shapes(type(content)))
    return tuple((name, CLASS_OF_PART[name], text) for name, text in texts.items())


def content_of(entry: Entry) -> Content | None:
    """What an entry says; ``None`` for visits, unknown kinds, and where the figures are withheld.

    Raises ``Refusal`` E_PART where the parts are not what the kind prescribes.
    """
    kind = TYPE_OF_KIND.get(entry.head.kind)
    figures = entry.part("figures")
    if kind is None or figures is None or figures.text is None:
        return None
    return join_content(kind, _shapes(kind), {part.name: part.text for part in entry.parts})
