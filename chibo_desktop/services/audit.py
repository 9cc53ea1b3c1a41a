"""The audit log of an office: who merged, chose, released, revoked, erased, returned, forwarded, when.

It is read from signed entries of the office's own machines and from nothing else; a line says whether its signature
verifies. Times are those of the machine that signed: a claim, never an order. Lines stand in the order in which this
book learned of them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import DeviceId, EntryId, PacketId, PersonId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.domain.text import fold
from chibo_desktop.packets import envelope
from chibo_desktop.packets.contents import (
    Act,
    ActRecorded,
    ConflictSettled,
    Content,
    EpochOpened,
    PartErased,
    VisitReturned,
    VisitsLinked,
    content_of,
)
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.services import papers
from chibo_desktop.services.authors import Authors
from chibo_desktop.services.desk import Desk, recall_upper
from chibo_desktop.storage import log_pages, register
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.log_pages import Wanted

_KINDS = (
    EntryKind.ACT_RECORDED.value,
    EntryKind.CONFLICT_SETTLED.value,
    EntryKind.VISITS_LINKED.value,
    EntryKind.VISIT_RETURNED.value,
    EntryKind.PART_ERASED.value,
    EntryKind.EPOCH_OPENED.value,
    EntryKind.ORGANISATION_CHANGED.value,
    EntryKind.GROUP_DECIDED.value,
    EntryKind.PERSON_CHANGED.value,
    EntryKind.PERSON_JOINED.value,
)
_BATCH = 500
MOST_LINES = 100_000
"""Lines of one export."""


class Deed(StrEnum):
    """What was done, beside the acts of ``contents.Act``."""

    SETTLED = "settled"
    ASKED = "asked"
    UNSETTLED = "unsettled"
    LINKED = "linked"
    UNLINKED = "unlinked"
    UNDONE_LINK = "undone_link"
    RETURNED = "returned"
    ERASED = "erased"
    EPOCH = "epoch"
    REGISTER = "register"


DEEDS: tuple[str, ...] = (*(act.value for act in Act), *(deed.value for deed in Deed))
"""Everything that a line can be, in the order in which a choice lists it."""

_KINDS_OF: dict[str, tuple[str, ...]] = {
    Deed.SETTLED: (EntryKind.CONFLICT_SETTLED.value,),
    Deed.ASKED: (EntryKind.CONFLICT_SETTLED.value,),
    Deed.UNSETTLED: (EntryKind.CONFLICT_SETTLED.value,),
    Deed.LINKED: (EntryKind.VISITS_LINKED.value,),
    Deed.UNLINKED: (EntryKind.VISITS_LINKED.value,),
    Deed.UNDONE_LINK: (EntryKind.VISITS_LINKED.value,),
    Deed.RETURNED: (EntryKind.VISIT_RETURNED.value,),
    Deed.ERASED: (EntryKind.PART_ERASED.value,),
    Deed.EPOCH: (EntryKind.EPOCH_OPENED.value,),
    Deed.REGISTER: (
        EntryKind.ORGANISATION_CHANGED.value,
        EntryKind.GROUP_DECIDED.value,
        EntryKind.PERSON_CHANGED.value,
        EntryKind.PERSON_JOINED.value,
    ),
}


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to show: from a day to a day, both included (of the clock where this runs), a deed, a person, words."""

    first: dt.date | None = None
    last: dt.date | None = None
    deed: str = ""
    person: PersonId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One signed deed.

    ``about`` names the packet, machine, office or cell, ``day`` the day of a visit; ``who`` is the other person.
    ``is_signed``: the signature verifies with a key that a certificate of the office names; ``None`` before it was
    looked at.
    """

    entry: EntryId
    deed: str
    at: dt.datetime
    is_clock_sound: bool
    person: str
    machine: str
    about: str = ""
    day: dt.date | None = None
    count: int = 0
    who: str = ""
    path: str = ""
    reason: str = ""
    is_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines, and how many there are in all."""

    wanted: AuditFilter
    rows: tuple[AuditLine, ...]
    total: int


def page(desk: Desk, wanted: AuditFilter, offset: int = 0, limit: int = 100) -> AuditPage:
    """Some lines, the last first, each with its signature checked. Raises ``Refusal`` NOT_AN_OFFICE."""
    asked = _asked(desk, wanted)
    if not _needs_reading(wanted):
        entries = log_pages.newest(desk.book, asked, offset=offset, limit=limit)
        return AuditPage(wanted, _lines(desk, entries, checked=True), log_pages.count(desk.book, asked))
    matching = [(line, entry) for line, entry in _all(desk, asked) if _matches(line, wanted)]
    shown = matching[offset : offset + limit]
    book = papers.trust_book(desk)
    rows = tuple(replace(line, is_signed=_verifies(book, entry)) for line, entry in shown)
    return AuditPage(wanted, rows, len(matching))


def everything(desk: Desk, wanted: AuditFilter) -> tuple[AuditLine, ...]:
    """All lines, the first first, each with its signature checked: for a file. Raises as :func:`page`."""
    return page(desk, wanted, 0, MOST_LINES).rows[::-1]


def people(desk: Desk) -> tuple[tuple[PersonId, str], ...]:
    """Who has signed anything that the log lists, by name."""
    authors = Authors(desk)
    signed = log_pages.authors_of(desk.book, _devices(desk), _KINDS)
    return tuple(sorted(((one, authors.person(one) or one) for one in signed), key=lambda pair: fold(pair[1])))


def _devices(desk: Desk) -> tuple[DeviceId, ...]:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    return tuple(sorted(papers.office_devices(desk)))


def _asked(desk: Desk, wanted: AuditFilter) -> Wanted:
    is_act = wanted.deed in {act.value for act in Act}
    kinds = (EntryKind.ACT_RECORDED.value,) if is_act else _KINDS_OF.get(wanted.deed, _KINDS)
    after = None if wanted.last is None else wanted.last + dt.timedelta(days=1)
    return Wanted(
        _devices(desk),
        kinds,
        _midnight(wanted.first),
        _midnight(after),
        wanted.person,
        f'"act":"{wanted.deed}"' if is_act else "",
    )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    """When a day begins where this runs."""
    return None if day is None else dt.datetime.combine(day, dt.time()).astimezone()


def _needs_reading(wanted: AuditFilter) -> bool:
    """Whether the database alone cannot tell which lines match: words, and deeds that share a kind of entry."""
    kinds = _KINDS_OF.get(wanted.deed)
    return bool(wanted.text.strip()) or list(_KINDS_OF.values()).count(kinds or ()) > 1


def _matches(line: AuditLine, wanted: AuditFilter) -> bool:
    if wanted.deed and line.deed != wanted.deed:
        return False
    told = fold(" ".join((line.person, line.machine, line.about, line.who, line.reason)))
    return all(word in told for word in fold(wanted.text).split())


def _all(desk: Desk, asked: Wanted) -> Iterator[tuple[AuditLine, Entry]]:
    offset = 0
    while found := log_pages.newest(desk.book, asked, offset=offset, limit=_BATCH):
        yield from zip(_lines(desk, found, checked=False), found, strict=True)
        offset += len(found)


def _lines(desk: Desk, entries: Sequence[Entry], *, checked: bool) -> tuple[AuditLine, ...]:
    things = _Things.of(desk, entries)
    book = papers.trust_book(desk)
    lines = (_line(entry, things) for entry in entries)
    if not checked:
        return tuple(lines)
    return tuple(replace(line, is_signed=_verifies(book, entry)) for line, entry in zip(lines, entries, strict=True))


def _verifies(book: TrustBook, entry: Entry) -> bool:
    try:
        signed = envelope.verify(entry.envelope, book.find_key, PayloadType.ENTRY)
    except Refusal:
        return False
    return signed.id == entry.head.id


@dataclass(frozen=True, slots=True)
class _Things:
    """Names of what entries are about, read for all of them at once."""

    authors: Authors
    visits: dict[VisitId, register.VisitRow]
    packets: dict[str, str]
    offices: dict[str, str]

    @classmethod
    def of(cls, desk: Desk, entries: Sequence[Entry]) -> "_Things":
        subjects = list(dict.fromkeys(entry.head.subject for entry in entries))
        visits = register.visits(desk.book, [VisitId(subject) for subject in subjects])
        names = packet_book.names_of(desk.book, [PacketId(subject) for subject in subjects])
        return cls(Authors(desk), visits, names, _offices(desk))

    def name(self, thing: str) -> str:
        """A packet, machine or office by the name that people use; the beginning of its id where nobody named it."""
        named = self.offices.get(thing) or self.packets.get(thing) or self.authors.machine(DeviceId(thing))
        return named or thing[:8]


def _offices(desk: Desk) -> dict[str, str]:
    """This office, the one above it and those below it, by id."""
    below = papers.trust_book(desk).below
    found = {office: book.profile.name for office, book in below.items() if book.profile is not None}
    upper = recall_upper(desk.book)
    if upper is not None:
        found[upper.office] = upper.name
    return found | {desk.me.office or "": desk.me.office_name}


def _line(entry: Entry, things: _Things) -> AuditLine:
    head, who = entry.head, things.authors.of(entry.head)
    plain = AuditLine(head.id, Deed.REGISTER, head.wall, head.clock_ok, who.person, who.machine)
    visit = things.visits.get(VisitId(head.subject))
    if visit is not None:
        plain = replace(plain, about=visit.cell, day=visit.date)
    told = content_of(entry)
    if isinstance(told, ActRecorded):
        about = things.name(told.thing)
        return replace(plain, deed=told.act.value, about=about, count=told.count, who=told.who, reason=told.reason)
    if isinstance(told, EpochOpened):
        return replace(plain, deed=Deed.EPOCH, about=things.name(head.device), path=told.reason.value)
    return replace(plain, **_choice(told))


def _choice(told: Content | None) -> dict[str, Any]:
    """What a choice about visits changes in a plain line."""
    match told:
        case ConflictSettled():
            deed = Deed.ASKED if told.asked else Deed.UNSETTLED if told.undone and not told.chosen else Deed.SETTLED
            return {"deed": deed, "path": told.path, "reason": told.reason}
        case VisitsLinked():
            deed = Deed.UNDONE_LINK if told.undone else Deed.LINKED if told.same else Deed.UNLINKED
            return {"deed": deed, "count": len(told.visits), "reason": told.reason}
        case VisitReturned():
            return {"deed": Deed.RETURNED, "reason": told.reason}
        case PartErased():
            return {"deed": Deed.ERASED, "count": len(told.paths) + len(told.masked), "reason": told.reason}
        case Reorganisation():
            named = {one.organisation for one in told.settings}
            about = told.decision or told.source
            return {"path": told.operation.value, "about": about, "count": len(named), "reason": told.reason}
        case _:
            return {}
