"""Paper held against the book: the code at the foot of printed minutes says from which entries they were printed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from chibo_desktop.documents.codes_read import texts_in
from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.proofs import is_proof_text, proof_code, read_proof, visit_number
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.merging.fold import fold
from chibo_desktop.services import archive, minutes
from chibo_desktop.services.archive import ChangeNote
from chibo_desktop.services.authors import Authors
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log, meetings, register

_MOST_ENTRIES = 12
"""Of so many entries every combination is tried; beyond that, only states that the book itself went through."""


class Verdict(StrEnum):
    """What the code says of the paper."""

    MATCHES = "matches"
    """Printed from what the book holds now."""
    CHANGED = "changed"
    """Printed from what the book held before something changed."""
    OTHER = "other"
    """The visit is here, and nothing that the book knows of it gives this code."""
    UNKNOWN = "unknown"
    """No visit of this book."""


@dataclass(frozen=True, slots=True)
class Since:
    """Something that happened to the visit after the paper was printed, by the clock of the machine that did it."""

    entry: EntryId
    kind: str
    at: dt.datetime
    is_clock_sound: bool
    person: str
    machine: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on a code. ``since`` and ``notes`` tell what changed; ``erased`` counts leaves erased on request."""

    verdict: Verdict
    row: VisitRow | None = None
    since: tuple[Since, ...] = ()
    notes: tuple[ChangeNote, ...] = ()
    erased: int = 0


def check(desk: Desk, typed: str) -> Checked:
    """Hold a typed code, or the pasted text of a QR code, against the book. Raises ``Refusal`` PROOF_MISTYPED."""
    told = read_proof(typed)
    visit = next((one for one in meetings.finalised_visits(desk.book) if visit_number(one) == told.visit), None)
    if visit is None:
        return Checked(Verdict.UNKNOWN)
    row = register.visits(desk.book, (visit,))[visit]
    stored = log.entries_of(desk.book, (visit,)).get(visit, ())
    erasures = tuple(entry for entry in stored if entry.head.kind == EntryKind.PART_ERASED)
    told_of = tuple(entry for entry in stored if archive.is_about_visit(entry))
    printed = next((state for state in _states(told_of) if told.is_of(minutes.proof_of(visit, state))), None)
    now = fold(archive.versions(stored))
    if printed is None:
        return Checked(Verdict.OTHER, row, erased=len(now.erased))
    then = fold(archive.versions((*printed, *erasures)))
    notes = archive.notes(archive.content(then), archive.content(now)) if then.visit else ()
    is_same = not notes and then.withdrawn == now.withdrawn
    known = {entry.head.id for entry in printed}
    since = tuple(_since(desk, [entry for entry in told_of if entry.head.id not in known]))
    return Checked(Verdict.MATCHES if is_same else Verdict.CHANGED, row, since, notes, len(now.erased))


def check_picture(desk: Desk, data: bytes) -> Checked:
    """Hold a photo, scan or PDF of printed minutes against the book.

    Raises ``Refusal`` PICTURE_TOO_LARGE, PICTURE_UNREADABLE, PICTURE_WITHOUT_CODE, PROOF_MISTYPED.
    """
    found = next((text for text in texts_in(data) if is_proof_text(text)), None)
    if found is None:
        raise Refusal("PICTURE_WITHOUT_CODE")
    return check(desk, found)


def _states(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    """What minutes may have been printed from: all that is known now, then less and less."""
    if len(entries) <= _MOST_ENTRIES:
        for count in range(len(entries), 0, -1):
            yield from combinations(entries, count)
        return
    for count in range(len(entries), 0, -1):
        yield tuple(entries[:count])
    for device in dict.fromkeys(entry.head.device for entry in entries):
        own = sorted(
            (one for one in entries if one.head.device == device), key=lambda one: (one.head.wall, one.head.seq)
        )
        yield from (tuple(own[:count]) for count in range(len(own), 0, -1))


def _since(desk: Desk, entries: Sequence[Entry]) -> Iterator[Since]:
    authors = Authors(desk)
    for entry in sorted(entries, key=lambda one: (one.head.wall, one.head.id)):
        head, who = entry.head, authors.of(entry.head)
        reason = archive.reason_of(entry)
        yield Since(head.id, head.kind, head.wall, head.clock_ok, who.person, who.machine, reason)


def code_of(desk: Desk, visit: VisitId) -> str:
    """The code that minutes printed now would carry. Raises ``Refusal`` VISIT_UNKNOWN."""
    return proof_code(minutes.proof_of(visit, archive.entries(desk, visit)))
