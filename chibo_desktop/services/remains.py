"""What is left of entries whose parts were erased: the erasing office's own words stand in for the part that is gone.

A pure function of the set of entries of one thing, whatever order they came in. Where several erasures of one part
stand side by side, everything that any of them took out is out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from chibo_desktop.domain.entries import Absence, Entry, EntryKind
from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets.content_parts import FIGURES_PART
from chibo_desktop.packets.contents import PartErased, content_of
from chibo_desktop.packets.entries import needs_newer_program
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.packets.part_cuts import LEFT_PART, cut_part, leaf_of

Place = tuple[EntryId, str]
"""A part: the entry that binds it, and its name."""


@dataclass(frozen=True, slots=True)
class Remains:
    """Entries of one thing with what is left of their parts, and the leaves of each that were erased."""

    entries: tuple[Entry, ...]
    erased: Mapping[EntryId, frozenset[str]] = field(default_factory=dict[EntryId, frozenset[str]])


@dataclass(frozen=True, slots=True)
class Erasure:
    """A ``part.erased``: what it says, and what it left; ``None`` where that is not here."""

    entry: Entry
    told: PartErased
    left: str | None

    @property
    def place(self) -> Place:
        return EntryId(self.told.entry), self.told.part


def erasures_among(found: Iterable[Entry]) -> tuple[Erasure, ...]:
    """The erasures among entries, those that another one replaces left out, in the order of their ids."""
    told = [_read(entry) for entry in found if entry.head.kind == EntryKind.PART_ERASED]
    known = [one for one in told if one is not None]
    replaced = {(earlier, one.place) for one in known for earlier in one.entry.head.based_on}
    standing = [one for one in known if (one.entry.head.id, one.place) not in replaced]
    return tuple(sorted(standing, key=lambda one: one.entry.head.id))


def _read(entry: Entry) -> Erasure | None:
    told = None if needs_newer_program(entry.head) else content_of(entry)
    left = entry.part(LEFT_PART)
    return Erasure(entry, told, left.text if left else None) if isinstance(told, PartErased) else None


def remains_of(found: Sequence[Entry]) -> Remains:
    """The entries of one thing as they read after every erasure among them."""
    by_place: dict[Place, list[Erasure]] = {}
    for one in erasures_among(found):
        by_place.setdefault(one.place, []).append(one)
    if not by_place:
        return Remains(tuple(found))
    entries: list[Entry] = []
    erased: dict[EntryId, frozenset[str]] = {}
    for entry in found:
        cuts = {part.name: cut for part in entry.parts if (cut := by_place.get((entry.head.id, part.name)))}
        left, gone = _with_remains(entry, cuts) if cuts else (entry, frozenset[str]())
        entries.append(left)
        if cuts:
            erased[entry.head.id] = gone
    return Remains(tuple(entries), erased)


def _with_remains(entry: Entry, cuts: Mapping[str, Sequence[Erasure]]) -> tuple[Entry, frozenset[str]]:
    figures = entry.part(FIGURES_PART)
    ids = (figures.text if figures else None) or "{}"
    lefts = {name: _united(ids, erasures) for name, erasures in cuts.items()}
    gone = frozenset(path for _, paths in lefts.values() for path in paths)
    left = _stand_in(entry, {name: text for name, (text, _) in lefts.items()})
    try:
        visit_of(left)
        content_of(left)
    except Refusal:  # what an office wrote in place of the part does not fit the entry: then nothing is left of it
        left = _stand_in(entry, dict.fromkeys(lefts))
    return left, gone


def _stand_in(entry: Entry, texts: Mapping[str, str | None]) -> Entry:
    """The entry with these texts in place of its own."""
    parts = [
        replace(part, salt=None, text=texts[part.name], absent=None if texts[part.name] is not None else Absence.ERASED)
        if part.name in texts
        else part
        for part in entry.parts
    ]
    return replace(entry, parts=tuple(parts))


def _united(figures: str, cuts: Sequence[Erasure]) -> tuple[str | None, set[str]]:
    """What all erasures of one part leave of it, and the leaves that are out."""
    gone = {path for one in cuts for path in one.told.paths}
    lefts = [one.left for one in cuts if one.left is not None]
    try:
        for path in {path for one in cuts for path in one.told.masked} - gone:
            if len({leaf_of(left, figures, path) for left in lefts}) > 1:
                gone.add(path)  # two names were taken out of one text: neither left holds back both
        return (cut_part(lefts[0], figures, gone) if lefts else None), gone
    except msgspec.DecodeError:
        return None, gone
