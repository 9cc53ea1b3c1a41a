"""Choosing between values that machines wrote without knowing of each other: every choice is a signed entry.

Nothing is lost by choosing: all values stay in the history, and a choice can be taken back by a further entry.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.fields import assemble, leaf_type, leaves
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.fold import Candidate, Conflict, Folded
from chibo_desktop.merging.persons import path_in
from chibo_desktop.merging.versions import WHOLE
from chibo_desktop.packets.contents import ConflictSettled, content_of, texts_of
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.services import archive, exchange_form, logbook, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.logbook import Pen
from chibo_desktop.storage import log

_ID_BYTES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a choice is to be made: a leaf of a visit, or ``WHOLE``: whether the visit is withdrawn."""

    visit: VisitId
    path: str

    @property
    def id(self) -> str:
        """A name for command lines: the visit, and eight characters that always mean this path."""
        return f"{self.visit}/{path_id(self.path)}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was written for a choice: ``entry`` is what taking it back names."""

    place: Place
    entry: EntryId


def path_id(path: str) -> str:
    """Eight characters of lower-case base32, the same for a path on every machine.

    >>> path_id("session.end")
    'k5x3bdzv'
    """
    digest = hashlib.sha256(b"chibo path v1\n" + path.encode("utf-8")).digest()
    return base64.b32encode(digest[:_ID_BYTES]).decode("ascii").lower()


def place_of(desk: Desk, id_: str) -> Place:
    """The open conflict of this name. Raises ``Refusal`` CONFLICT_UNKNOWN."""
    visit, _, wanted = id_.partition("/")
    try:
        found = archive.folded(desk, VisitId(visit)).conflicts
    except Refusal as refusal:
        raise Refusal("CONFLICT_UNKNOWN", conflict=id_) from refusal
    for conflict in found:
        if wanted in (path_id(conflict.path), conflict.path):
            return Place(VisitId(visit), conflict.path)
    raise Refusal("CONFLICT_UNKNOWN", conflict=id_)


def settle(
    desk: Desk, place: Place, chosen: EntryId, reason: str = "", seen: Iterable[EntryId] | None = None
) -> Outcome[Chosen]:
    """Choose the value of one standing entry. ``seen``: the entries whose word the person had before her eyes.

    Raises ``Refusal`` CONFLICT_UNKNOWN, CONFLICT_CHANGED (another value has come meanwhile), CHOICE_UNKNOWN.
    """
    folded, conflict = _open_conflict(desk, place, seen)
    candidate = _candidate(conflict, chosen)
    entry = content_entry(desk, candidate)
    told = ConflictSettled(_path_in(desk, place, entry, folded), entry, conflict.standing, clean_text(reason))
    return _written(desk, place, folded, told)


def ask(desk: Desk, place: Place, reason: str = "", seen: Iterable[EntryId] | None = None) -> Outcome[Chosen]:
    """Keep all values and note that their machines are being asked; the conflict stays open. Raises as `settle`."""
    folded, conflict = _open_conflict(desk, place, seen)
    told = ConflictSettled(place.path, "", conflict.standing, clean_text(reason), asked=True)
    return _written(desk, place, folded, told)


def write_other(
    desk: Desk, place: Place, value: str, reason: str = "", seen: Iterable[EntryId] | None = None
) -> Outcome[Chosen]:
    """Set the leaf to a value that nobody wrote: an amendment, and the choice of it.

    ``value`` is as in the exchange form; "" empties the leaf. Raises ``Refusal`` VALUE_WRONG, CHOICE_WHOLE (a visit is
    withdrawn or not, there is no third), else as `settle`.
    """
    if place.path == WHOLE:
        raise Refusal("CHOICE_WHOLE")
    found = read_value(place.path, value)
    folded, conflict = _open_conflict(desk, place, seen)
    visit = _with_leaf(archive.content(folded), place.path, found)
    with logbook.writing(desk, entries=2) as pen:
        amended = visits.write_amendment(pen, visit, (place.path,), clean_text(reason), folded.heads)
        told = ConflictSettled(place.path, amended.head.id, conflict.standing, clean_text(reason))
        entry = _write(pen, place, told, (amended.head.id,))
        archive.refold(desk, (place.visit,))
    return Outcome(Chosen(place, entry.head.id), Changes.of(("visit", place.visit)))


def undo(desk: Desk, choice: EntryId) -> Outcome[Chosen]:
    """Take a choice back by a further entry: what it replaced stands again, an earlier choice included.

    Raises ``Refusal`` CHOICE_UNKNOWN, CHOICE_UNDONE (already taken back).
    """
    place, told = _choice(desk, choice)
    folded = archive.folded(desk, place.visit)
    if choice in undone_of(archive.entries(desk, place.visit)):
        raise Refusal("CHOICE_UNDONE")
    undone = (choice, *_own_words(desk, choice, told))
    return _written(desk, place, folded, ConflictSettled(place.path, "", undone=undone))


def redo(desk: Desk, choice: EntryId) -> Outcome[Chosen]:
    """Make a choice again that was taken back, by a new entry that knows all that has come since.

    Raises ``Refusal`` CHOICE_UNKNOWN, CONFLICT_UNKNOWN (nothing is open there any more).
    """
    place, told = _choice(desk, choice)
    folded = archive.folded(desk, place.visit)
    found = next((one for one in folded.conflicts if one.path == place.path), None)
    if found is None:
        raise Refusal("CONFLICT_UNKNOWN", conflict=place.id)
    return _written(desk, place, folded, replace(told, heads=found.standing))


def undone_of(entries: Iterable[Entry]) -> frozenset[EntryId]:
    """Choices among these entries that were taken back."""
    told = (content_of(entry) for entry in entries if entry.head.kind == EntryKind.CONFLICT_SETTLED)
    return frozenset(EntryId(one) for choice in told if isinstance(choice, ConflictSettled) for one in choice.undone)


def read_value(path: str, text: str) -> Any:
    """A leaf out of what a person typed. Raises ``Refusal`` VALUE_WRONG."""
    kind = leaf_type(path)
    plain = clean_text(text)
    try:
        found = msgspec.convert(None if plain == "" and kind is not str else plain, kind, strict=False)
        exchange_form.check_leaf(path.replace("/", ".").rpartition(".")[2], found, path, 1)
    except (msgspec.ValidationError, Refusal) as error:
        raise Refusal("VALUE_WRONG", value=plain[:40]) from error
    return found


def content_entry(desk: Desk, candidate: Candidate) -> EntryId:
    """The entry that first said a value: the candidate's own, or what the choice that stands there had chosen."""
    entry = log.entry(desk.book, candidate.entry)
    told = content_of(entry) if entry is not None and entry.head.kind == EntryKind.CONFLICT_SETTLED else None
    return EntryId(told.chosen) if isinstance(told, ConflictSettled) else candidate.entry


def _path_in(desk: Desk, place: Place, entry: EntryId, folded: Folded) -> str:
    """The path as the chosen entry has it: it may know a person of the roster under another row."""
    found = log.entry(desk.book, entry)
    visit = visit_of(found) if found is not None else None
    return place.path if visit is None else path_in(visit, place.path, archive.content(folded))


def _open_conflict(desk: Desk, place: Place, seen: Iterable[EntryId] | None) -> tuple[Folded, Conflict]:
    folded = archive.folded(desk, place.visit)
    conflict = next((one for one in folded.conflicts if one.path == place.path), None)
    if conflict is None:
        raise Refusal("CONFLICT_UNKNOWN", conflict=place.id)
    if seen is not None and frozenset(seen) != frozenset(conflict.standing):
        raise Refusal("CONFLICT_CHANGED")
    return folded, conflict


def _candidate(conflict: Conflict, chosen: EntryId) -> Candidate:
    found = next((one for one in conflict.candidates if one.entry == chosen), None)
    if found is None:
        raise Refusal("CHOICE_UNKNOWN", choice=chosen)
    return found


def _choice(desk: Desk, entry: EntryId) -> tuple[Place, ConflictSettled]:
    found = log.entry(desk.book, entry)
    told = content_of(found) if found is not None and found.head.kind == EntryKind.CONFLICT_SETTLED else None
    if found is None or not isinstance(told, ConflictSettled) or not (told.chosen or told.asked):
        raise Refusal("CHOICE_UNKNOWN", choice=entry)
    return Place(VisitId(found.head.subject), told.path), told


def _own_words(desk: Desk, choice: EntryId, told: ConflictSettled) -> tuple[EntryId, ...]:
    """The amendment that was written for a choice: such a choice is based on it alone."""
    found = log.entry(desk.book, choice)
    written = found is not None and found.head.based_on == (told.chosen,)
    return (EntryId(told.chosen),) if written else ()


def _written(desk: Desk, place: Place, folded: Folded, told: ConflictSettled) -> Outcome[Chosen]:
    with logbook.writing(desk) as pen:
        entry = _write(pen, place, told, folded.heads)
        archive.refold(desk, (place.visit,))
    return Outcome(Chosen(place, entry.head.id), Changes.of(("visit", place.visit)))


def _write(pen: Pen, place: Place, told: ConflictSettled, based_on: tuple[EntryId, ...]) -> Entry:
    return pen.write(EntryKind.CONFLICT_SETTLED, place.visit, texts_of(told), based_on=based_on)


def _with_leaf(visit: Visit, path: str, value: Any) -> Visit:
    return assemble(leaves(visit) | {path: value})
