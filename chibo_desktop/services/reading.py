"""Entries as merging sees them: one version of a visit each, with what is left of parts that were erased."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.fields import leaves, part_of
from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.versions import WHOLE, Deed, Version
from chibo_desktop.packets import visit_parts
from chibo_desktop.packets.contents import ConflictSettled, PartErased, VisitReturned, VisitWithdrawn, content_of
from chibo_desktop.packets.entries import needs_newer_program
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.services.remains import Remains, remains_of

DEEDS = {
    EntryKind.VISIT_RECORDED.value: Deed.RECORD,
    EntryKind.VISIT_AMENDED.value: Deed.AMEND,
    EntryKind.VISIT_WITHDRAWN.value: Deed.WITHDRAW,
    EntryKind.VISIT_RETURNED.value: Deed.RETURN,
    EntryKind.CONFLICT_SETTLED.value: Deed.SETTLE,
}
"""Kinds of entries whose subject is a visit and that change what is known of it."""


def versions(found: Iterable[Entry], visits: Mapping[EntryId, Visit] | None = None) -> tuple[Version, ...]:
    """The entries as merging sees them. ``visits``: contents that were decoded already, by entry id."""
    found, known = tuple(found), visits or {}
    if any(entry.head.kind == EntryKind.PART_ERASED for entry in found):
        return _versions_of_remains(remains_of(found), known)
    told = [(entry, _version(entry, known.get(entry.head.id))) for entry in found if is_about_visit(entry)]
    if not any(version.deed is Deed.SETTLE for _, version in told):
        return tuple(version for _, version in told)
    here = {version.entry: version for _, version in told}
    return tuple(_choice(entry, version, here) if version.deed is Deed.SETTLE else version for entry, version in told)


def _versions_of_remains(remains: Remains, known: Mapping[EntryId, Visit]) -> tuple[Version, ...]:
    """The same where parts were erased: what was decoded before the erasure does not count any more."""
    left = {entry: visit for entry, visit in known.items() if entry not in remains.erased}
    plain = [entry for entry in remains.entries if entry.head.kind != EntryKind.PART_ERASED]
    told = {version.entry: version for version in versions(plain, left)}
    gone = {entry: told[entry].erased | paths for entry, paths in remains.erased.items() if entry in told}
    told |= {entry: replace(told[entry], erased=paths) for entry, paths in gone.items()}
    for entry in plain:
        if entry.head.kind == EntryKind.CONFLICT_SETTLED and entry.head.id in told:
            choice = content_of(entry)
            if isinstance(choice, ConflictSettled) and choice.path in gone.get(EntryId(choice.chosen), ()):
                told[entry.head.id] = replace(told[entry.head.id], erased=frozenset({choice.path}))
    return tuple(told.values())


def is_about_visit(entry: Entry) -> bool:
    """Whether the entry says something of a visit that this program understands."""
    return entry.head.kind in DEEDS and not needs_newer_program(entry.head)


def concerns_visit(entry: Entry) -> bool:
    """Whether the entry may change how a visit reads: it says something of it, or erases something."""
    return is_about_visit(entry) or entry.head.kind == EntryKind.PART_ERASED


def _version(entry: Entry, visit: Visit | None) -> Version:
    head, deed = entry.head, DEEDS[entry.head.kind]
    absent = frozenset(part.part_class for part in entry.parts if part.text is None)
    if deed is Deed.RECORD:
        return Version(head.id, deed, head.device, head.based_on, visit or visit_of(entry), absent=absent)
    if deed is Deed.AMEND:
        figures, words = _text(entry, visit_parts.FIGURES_PART), _text(entry, visit_parts.WORDS_PART)
        amendment = visit_parts.amendment(figures, words) if figures is not None else None
        changes, reason = (amendment.changes, amendment.reason) if amendment else ((), "")
        whole = visit or visit_of(entry)
        return Version(head.id, deed, head.device, head.based_on, whole, changes, absent=absent, reason=reason)
    return Version(head.id, deed, head.device, head.based_on, reason=reason_of(entry))


def _text(entry: Entry, name: str) -> str | None:
    part = entry.part(name)
    return part.text if part else None


def _choice(entry: Entry, version: Version, here: Mapping[EntryId, Version]) -> Version:
    """What a settlement settles, takes back, or asks about; nothing while its figures are withheld."""
    choice = content_of(entry)
    if not isinstance(choice, ConflictSettled):
        return version
    return replace(
        version,
        settled=_settled(choice, here.get(EntryId(choice.chosen))),
        path=choice.path,
        undone=frozenset(map(EntryId, choice.undone)),
        asked=frozenset(map(EntryId, choice.heads)) if choice.asked else frozenset(),
    )


def _settled(choice: ConflictSettled, chosen: Version | None) -> tuple[tuple[str, Any], ...]:
    """The leaf that a person settled and its value in the entry that was chosen; nothing while that is not known."""
    if chosen is None:
        return ()
    if choice.path == WHOLE:
        return ((WHOLE, chosen.deed is Deed.WITHDRAW),)
    found = leaves(chosen.visit) if chosen.visit is not None else {}
    if choice.path not in found or part_of(choice.path) in chosen.absent:
        return ()
    return ((choice.path, found[choice.path]),)


def reason_of(entry: Entry) -> str:
    """Why it was done; empty where the entry gives no reason or the words are withheld."""
    if entry.head.kind == EntryKind.VISIT_AMENDED:
        figures = _text(entry, visit_parts.FIGURES_PART)
        return visit_parts.amendment(figures, _text(entry, visit_parts.WORDS_PART)).reason if figures else ""
    told = content_of(entry)
    return told.reason if isinstance(told, VisitWithdrawn | VisitReturned | ConflictSettled | PartErased) else ""
