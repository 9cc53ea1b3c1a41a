"""From entries to what people read: folding the entries of a visit, and the lines of the register made from it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

import msgspec

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.fields import branches, leaves, row_numbers
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import Superior
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import Standing, Told, VisitRow, row_of, search_text, visit_row
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.merging.digest import canonical
from chibo_desktop.merging.fold import Conflict, Folded, fold
from chibo_desktop.packets.entry_intake import ReceivedEntry, parts_of
from chibo_desktop.services import erasures, linking, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.reading import DEEDS, concerns_visit, is_about_visit, reason_of, versions
from chibo_desktop.services.remains import remains_of
from chibo_desktop.storage import delivery, drafts, log, meetings, register
from chibo_desktop.storage.delivery import Delivered
from chibo_desktop.storage.register import ConflictRow, RegisterLine

__all__ = ["Conflict", "concerns_visit", "is_about_visit", "reason_of", "versions"]

_BATCH = 500


class Change(StrEnum):
    """What a packet does to a visit."""

    NEW = "new"
    AMENDED = "amended"
    DIFFERING = "differing"
    DOUBTFUL = "doubtful"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One leaf before and after. ``rows``: the numbers of the rows in which it stands, as ``fields.row_numbers``."""

    path: str
    before: str
    after: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitChange:
    """What becomes of one visit, with its line in the register as it will be."""

    visit: VisitId
    change: Change
    row: VisitRow
    notes: tuple[ChangeNote, ...] = ()
    conflicts: int = 0
    same_as: tuple[VisitId, ...] = ()


def entries(desk: Desk, visit: VisitId) -> tuple[Entry, ...]:
    """Every entry about a visit, with what is left of parts that were erased.

    Raises ``Refusal`` VISIT_UNKNOWN where there is none.
    """
    found = log.entries_of(desk.book, (visit,)).get(visit, ())
    if not found:
        raise Refusal("VISIT_UNKNOWN", visit=visit)
    return remains_of(found).entries


def folded(desk: Desk, visit: VisitId) -> Folded:
    """What all entries about a visit come to. Raises ``Refusal`` VISIT_UNKNOWN."""
    return fold(versions(log.entries_of(desk.book, (visit,)).get(visit) or entries(desk, visit)))


def canonical_visits(desk: Desk) -> Iterator[bytes]:
    """Every visit as its entries make it, as one line each; a few hundred are in memory at a time."""
    subjects = log.subjects(desk.book, tuple(DEEDS))
    for at in range(0, len(subjects), _BATCH):
        for found in log.entries_of(desk.book, subjects[at : at + _BATCH]).values():
            yield canonical(fold(versions(found)))


def content(found: Folded) -> Visit:
    """The visit itself. Raises ``Refusal`` VISIT_WITHOUT_CONTENT while only a withdrawal or return has arrived."""
    if found.visit is None:
        raise Refusal("VISIT_WITHOUT_CONTENT")
    return found.visit


def refold(desk: Desk, visits: Sequence[VisitId]) -> None:
    """Make the register's lines of these visits anew from the entries that count, or drop them where none does.

    Inside the caller's transaction.
    """
    erasures.follow(desk, visits)
    found = log.entries_of(desk.book, visits)
    states = delivery.delivery_of(desk.book, visits)
    foldings = {
        visit: _folding(desk, entries_, fold(versions(entries_)), states.get(visit))
        for visit, entries_ in found.items()
    }
    gone = [visit for visit in visits if visit not in foldings or foldings[visit].line is None]
    for visit in gone:
        register.drop_visit(desk.book, visit)
    linking.recount(desk, gone)
    put(desk, list(foldings.values()))


def refold_visits(desk: Desk, subjects: Sequence[str]) -> None:
    """As :func:`refold`, of those of these subjects that are visits; registers and plans follow as well."""
    registers.follow(desk, subjects)
    refold(desk, [VisitId(subject) for subject in log.subjects_among(desk.book, subjects, tuple(DEEDS))])


@dataclass(frozen=True, slots=True)
class Folding:
    """A folded visit and its line in the register; ``None`` while no content has arrived."""

    result: Folded
    line: RegisterLine | None


def _folding(desk: Desk, found: Sequence[Entry], result: Folded, delivered: Delivered | None) -> Folding:
    return Folding(result, None if result.visit is None else line_of(desk, found, result, delivered))


def put(desk: Desk, foldings: Sequence[Folding], known: Collection[VisitId] | None = None) -> None:
    """Write the lines of folded visits and what stands in conflict about them.

    ``known`` are those that the register has already, where the caller knows: only they can have old conflicts.
    """
    lines = [folding.line for folding in foldings if folding.line is not None]
    for folding in foldings:
        visit = folding.result.visit
        if visit is not None and (folding.result.conflicts or known is None or visit.id in known):
            register.put_conflicts(desk.book, visit.id, list(map(_conflict_row, folding.result.conflicts)))
    _put_lines(desk, lines)


def _put_lines(desk: Desk, lines: Sequence[RegisterLine]) -> None:
    register.put_visits(desk.book, lines)
    linking.recount(desk, [line.row.id for line in lines])


def line_of(desk: Desk, found: Sequence[Entry], result: Folded, delivered: Delivered | None) -> RegisterLine:
    """The line of a visit: where it is, who recorded it, how often it was amended."""
    visit = content(result)
    found = [entry for entry in found if is_about_visit(entry)]  # an erasure moves no visit on
    first = next((entry for entry in found if entry.head.device == result.recorder), found[0])
    state, at, by = _whereabouts(desk, found, result, delivered)
    now = Standing(state, at, by, first.head.device, first.head.author, result.amendments, len(result.conflicts))
    return RegisterLine(visit_row(visit, now), search_text(Told.by(visit)))


def _whereabouts(
    desk: Desk, found: Sequence[Entry], result: Folded, delivered: Delivered | None
) -> tuple[VisitState, dt.datetime, str]:
    last = max((entry.head for entry in found), key=lambda head: (head.wall, head.id))
    if result.withdrawn is not None:
        return VisitState.WITHDRAWN, last.wall, result.withdrawn
    if result.returned is not None:
        return VisitState.RETURNED, last.wall, result.returned
    if desk.is_office or delivered is None:
        return VisitState.MERGED, last.wall, ""
    return delivered.state, delivered.at, delivered.by


def _conflict_row(conflict: Conflict) -> ConflictRow:
    values = [[one.entry, one.device, one.value] for one in conflict.candidates]
    return ConflictRow(conflict.path, msgspec.json.encode(values).decode("utf-8"), conflict.is_asked)


def words_of(desk: Desk, visits: Sequence[VisitId]) -> dict[VisitId, str]:
    """Every word of these visits that may be looked for, from their entries or, without any, from their drafts."""
    found = log.entries_of(desk.book, visits)
    texts: dict[VisitId, str] = {}
    for visit in visits:
        draft = None if visit in found else drafts.load_draft(desk.book, visit)
        written = Told.by(draft.visit) if draft else told_by(found.get(visit, ()))
        if written is not None:
            texts[visit] = search_text(written)
    return texts


def told_by(found: Sequence[Entry]) -> Told | None:
    """What the entries of one visit come to, for reading some leaves of it; ``None`` while no content has arrived.

    Nearly always there is one record: then nothing is laid over anything, and no ``Visit`` is built.
    """
    if len(found) == 1 and found[0].head.kind == EntryKind.VISIT_RECORDED and is_about_visit(found[0]):
        parts = parts_of(found[0])
        return None if parts is None else parts.told
    visit = fold(versions(found)).visit
    return None if visit is None else Told.by(visit)


def draft_line(desk: Desk, visit: Visit, at: dt.datetime) -> RegisterLine:
    """The line of a draft."""
    me = desk.me
    row = visit_row(visit, Standing(VisitState.DRAFT, at, me.person.name, me.device, me.person.id))
    return RegisterLine(row, search_text(Told.by(visit)))


def show_states(desk: Desk, visits: Sequence[str]) -> None:
    """Let the register say where these visits of this machine are now. Withdrawn ones stay withdrawn.

    Of minutes that the office sent back the fold knows whether they were answered.
    """
    again = log.subjects_among(desk.book, visits, (EntryKind.VISIT_RETURNED,))
    if again:
        refold(desk, [VisitId(visit) for visit in again])
    states = delivery.delivery_of(desk.book, [visit for visit in visits if visit not in again])
    rows = register.visits(desk.book, [VisitId(visit) for visit in visits])
    moved = {
        visit: states[visit]
        for visit, row in rows.items()
        if visit in states and row.state not in {VisitState.WITHDRAWN, VisitState.DRAFT}
    }
    register.update_states(desk.book, moved)


def take_in(desk: Desk, received: Sequence[ReceivedEntry], again: Collection[str]) -> tuple[VisitChange, ...]:
    """Fold newly logged entries that count into the register; tells what became of each visit.

    ``again``: those of their subjects that more than one entry of the log is about. Inside the caller's transaction.
    """
    mine: dict[str, list[ReceivedEntry]] = {}
    for one in received:
        if concerns_visit(one.entry):
            mine.setdefault(one.entry.head.subject, []).append(one)
    erasures.follow(desk, list(mine))
    known = register.visits(desk.book, [VisitId(subject) for subject in mine])
    alone = {subject: ones[0] for subject, ones in mine.items() if subject not in again and _is_whole_record(ones[0])}
    lines = {subject: _first_line(one) for subject, one in alone.items()}
    _put_lines(desk, list(lines.values()))
    changes = {subject: VisitChange(line.row.id, Change.NEW, line.row) for subject, line in lines.items()}
    rest = [subject for subject in mine if subject not in alone]
    if rest:
        changes |= _fold_in(desk, [one for subject in rest for one in mine[subject]], known)
    if any(one.entry.head.kind == EntryKind.VISITS_LINKED for one in received):
        linking.refresh(desk)
    return _with_doubles(desk, [changes[subject] for subject in mine if subject in changes])


def _is_whole_record(one: ReceivedEntry) -> bool:
    return one.told is not None and one.entry.head.kind == EntryKind.VISIT_RECORDED


def _first_line(one: ReceivedEntry) -> RegisterLine:
    """The line of a record that nothing else in the book is about, without folding: it says everything there is."""
    assert one.told is not None
    head, told = one.entry.head, one.told
    now = Standing(VisitState.MERGED, head.wall, "", head.device, head.author)
    return RegisterLine(row_of(told.shown, now), told.words, told.folded)


def _fold_in(
    desk: Desk, received: Sequence[ReceivedEntry], known: Mapping[VisitId, VisitRow]
) -> dict[str, VisitChange]:
    """The lines of visits that several entries are about, made anew from all of them."""
    decoded = {one.entry.head.id: visit for one in received if (visit := one.visit) is not None}
    fresh = {one.entry.head.id for one in received}
    subjects = list(dict.fromkeys(one.entry.head.subject for one in received))
    states = {} if desk.is_office else delivery.delivery_of(desk.book, subjects)
    foldings: list[Folding] = []
    changes: dict[str, VisitChange] = {}
    for subject, found in log.entries_of(desk.book, subjects).items():
        folding = _folding(desk, found, fold(versions(found, decoded)), states.get(subject))
        foldings.append(folding)
        if folding.line is not None:
            old = [entry for entry in found if entry.head.id not in fresh] if subject in known else []
            changes[subject] = _change(folding.result, folding.line.row, fold(versions(old)) if old else None)
    put(desk, foldings, known)
    return changes


def _change(after: Folded, row: VisitRow, before: Folded | None) -> VisitChange:
    conflicts = len(after.conflicts)
    if before is None or before.visit is None:
        return VisitChange(row.id, Change.DIFFERING if conflicts else Change.NEW, row, conflicts=conflicts)
    kind = Change.DIFFERING if conflicts > len(before.conflicts) else Change.AMENDED
    return VisitChange(row.id, kind, row, notes(before.visit, content(after)), conflicts)


def notes(before: Visit, after: Visit) -> tuple[ChangeNote, ...]:
    """Every leaf in which two contents of a visit differ, those of rows that only one of them has included."""
    old, new = leaves(before), leaves(after)
    return tuple(
        ChangeNote(path, shown(old.get(path)), shown(new.get(path)), _rows(before, after, path))
        for path in dict.fromkeys((*old, *new))
        if old.get(path) != new.get(path) and not path.endswith("/id") and (path in old or says_something(new[path]))
    )


def says_something(value: object) -> bool:
    """Whether a leaf is worth a note: most leaves of most minutes are empty."""
    return value is not False and shown(value) != ""


def _rows(before: Visit, after: Visit, path: str) -> tuple[int, ...]:
    """Rows by the numbers that they have afterwards, struck ones by those that they had."""
    now, then = row_numbers(after, path), row_numbers(before, path)
    return now if all(now) else then


def shown(value: object) -> str:
    """A leaf in plain characters, for comparing by eye."""
    if isinstance(value, tuple):
        return ", ".join(map(shown, cast(tuple[object, ...], value)))
    if isinstance(value, Superior):
        return value.name
    return "" if value is None else str(value)


def _with_doubles(desk: Desk, changes: Sequence[VisitChange]) -> tuple[VisitChange, ...]:
    """Mark new visits to a cell that another machine visited on the same day: perhaps the same meeting twice."""
    rows = [change.row for change in changes if change.change is Change.NEW]
    doubles = meetings.same_meetings(desk.book, rows)
    return tuple(
        replace(change, change=Change.DOUBTFUL, same_as=doubles[change.visit]) if change.visit in doubles else change
        for change in changes
    )


def succeed(before: Visit, after: Visit) -> Visit:
    """The content of an amendment: ``after``, with every row of ``before`` that it left out struck, not gone."""
    return cast(Visit, _succeed(before, after))


def _succeed(before: Any, after: Any) -> Any:
    given: dict[str, Any] = {}
    for branch in branches(cast(type, after.__class__)):
        old, new = getattr(before, branch.name), getattr(after, branch.name)
        if branch.inner is not None:
            given[branch.name] = _succeed(old, new)
        elif branch.row is not None:
            kept = {row.id: row for row in old}
            rows = [_succeed(kept[row.id], row) if row.id in kept else row for row in new]
            left = {row.id for row in new}
            given[branch.name] = (*rows, *(replace(row, struck=True) for row in old if row.id not in left))
        else:
            given[branch.name] = new
    return replace(after, **given)
