"""Imports that were carried out, and taking one back: register and rosters are what they would be without it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import Roster
from chibo_desktop.domain.ids import EntryId, new_id
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.reorganisation import Operation, Reorganisation
from chibo_desktop.domain.text import clean_text
from chibo_desktop.merging.last_words import Said, standing
from chibo_desktop.merging.organisations import register_of, standing_words
from chibo_desktop.merging.rosters import rosters_of
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import logbook, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.importing import CHANGED
from chibo_desktop.storage import log


@dataclass(frozen=True, slots=True)
class Import:
    """An import that was carried out. ``undone``: the entry that took it back, if any.

    ``organisations`` and ``rosters`` are those about which it said something; ``at`` is the clock of its machine.
    """

    entry: EntryId
    at: dt.datetime
    source: str
    on: dt.date | None
    decision: str
    organisations: int
    rosters: int
    undone: EntryId | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """Everything that this office said of organisations and rosters."""

    changes: tuple[Said[Reorganisation], ...]
    rosters: tuple[Said[Roster], ...]

    @classmethod
    def of(cls, desk: Desk) -> "_Words":
        changes = registers.said(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
        return cls(changes, registers.said(desk, EntryKind.ORGANISATION_ROSTER, Roster))

    def of_import(self, entry: str) -> tuple[list[Said[Reorganisation]], list[Said[Roster]]]:
        """The words of one import."""
        changes = [one for one in self.changes if entry in (one.entry, one.content.act)]
        return changes, [one for one in self.rosters if one.content.act == entry]


def imports(desk: Desk) -> tuple[Import, ...]:
    """Every import of this office, the last first. Raises ``Refusal`` NOT_AN_OFFICE."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    words = _Words.of(desk)
    first = {
        one.entry: one for one in words.changes if one.content.operation is Operation.IMPORTED and not one.content.act
    }
    walls = {entry.head.id: entry.head.wall for entry in log.entries_named(desk.book, tuple(first))}
    backs = _taken_back(words.changes)
    found = [_import(one, words, walls[id_], backs.get(id_)) for id_, one in first.items()]
    return tuple(sorted(found, key=lambda one: (one.at, one.entry), reverse=True))


def undo(desk: Desk, entry: str, reason: str = "") -> Outcome[EntryId]:
    """Take an import back.

    Raises ``Refusal`` NOT_AN_OFFICE, IMPORT_UNKNOWN, IMPORT_UNDONE (already), IMPORT_BUILT_ON (what was said later is
    about organisations that only this import brought in; ``count``).
    """
    found = next((one for one in imports(desk) if one.entry == entry), None)
    if found is None:
        raise Refusal("IMPORT_UNKNOWN", entry=entry)
    if found.undone is not None:
        raise Refusal("IMPORT_UNDONE", source=found.source)
    _require_free(_Words.of(desk), entry)
    word = Reorganisation(Operation.REVERSED, source=found.source, undone=(entry,), reason=clean_text(reason))
    with logbook.writing(desk) as pen:
        known = registers.heads_of(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
        written = pen.write(EntryKind.ORGANISATION_CHANGED, new_id(desk.random), texts_of(word), based_on=known).head.id
        registers.follow_kinds(desk, (EntryKind.ORGANISATION_CHANGED, EntryKind.ORGANISATION_ROSTER))
        note(desk, "IMPORT_UNDONE", organisations=found.organisations, rosters=found.rosters)
    return Outcome(written, CHANGED)


def _import(first: Said[Reorganisation], words: _Words, at: dt.datetime, undone: EntryId | None) -> Import:
    changes, rosters = words.of_import(first.entry)
    organisations = {setting.organisation for one in changes for setting in one.content.settings}
    told = first.content
    return Import(first.entry, at, told.source, told.on, told.decision, len(organisations), len(rosters), undone)


def _taken_back(changes: Collection[Said[Reorganisation]]) -> dict[str, EntryId]:
    """The words that do not stand, each with the one that took it back."""
    stand = standing(changes, lambda content: content.undone)
    return {gone: one.entry for one in stand for gone in one.content.undone}


def _require_free(words: _Words, entry: str) -> None:
    """Nothing that was said later may be left hanging in the air."""
    changes, rosters = words.of_import(entry)
    gone = {one.entry for one in (*changes, *rosters)}
    before = register_of(words.changes)
    kept = [one for one in words.changes if one.entry not in gone]
    after = register_of(kept)
    nameless = {id_ for id_, one in after.items() if not one.names and before[id_].names}
    stand = {one.entry for one in standing_words(kept)}
    left = rosters_of([one for one in words.rosters if one.entry not in gone], stand)
    nameless |= {one.cell for one in left if one.cell in before and one.cell not in after}
    if nameless:
        raise Refusal("IMPORT_BUILT_ON", count=len(nameless))
