"""Finalising, amending, withdrawing and reading visits."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.attendance import speakers
from chibo_desktop.domain.entries import Absence, BlobBinding, Entry, EntryKind, PartClass
from chibo_desktop.domain.fields import differing, row_numbers
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.rules import Finding
from chibo_desktop.domain.rules import examine as examine_visit
from chibo_desktop.domain.scoring import with_computed_points
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Attachment, Visit, VisitState, standing, with_clean_text
from chibo_desktop.merging.versions import Deed
from chibo_desktop.packets import limits, visit_parts
from chibo_desktop.packets.contents import VisitReturned, VisitWithdrawn, content_of, texts_of
from chibo_desktop.services import archive, drafts, linking, logbook, organisations, papers, rubrics, status
from chibo_desktop.services.archive import Conflict
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.logbook import Pen
from chibo_desktop.services.remains import erasures_among
from chibo_desktop.services.upper_receipts import SeenAbove, seen_above
from chibo_desktop.storage import drafts as drawer
from chibo_desktop.storage import links, register, visit_lists
from chibo_desktop.storage.blobs import get_blob
from chibo_desktop.storage.directory import remember_cells
from chibo_desktop.storage.visit_lists import VisitFilter, VisitOrder

LONGEST_PART = limits.LINE_BYTES // 4
"""Bytes of all figures, all words or all people of a visit: with escapes they still fit into one line of a packet.

One entry that cannot be packed would hold all others back.
"""


@dataclass(frozen=True, slots=True)
class HistoryChoice:
    """What a person chose on a path; ``value`` is ``None`` where none was chosen: asked about, or taken back."""

    path: str
    rows: tuple[int, ...]
    value: str | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry about a visit: what it did, when by its machine's clock, on which machine, why, and what it chose."""

    entry: EntryId
    kind: str
    at: dt.datetime
    is_clock_sound: bool
    machine: str
    reason: str
    choice: HistoryChoice | None = None
    absent: Absence | None = None
    """Why there is no reason to read although one was given."""


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as it stands, with everything that is known about it.

    ``absent`` classes were withheld or erased whole; ``erased`` are the leaves whose text was erased on request;
    ``above`` are the offices further up that have all of it, the nearest first; ``same_meeting`` are the records of its
    meeting where a person linked several, the one that counts first.
    """

    row: VisitRow
    visit: Visit
    absent: frozenset[PartClass]
    conflicts: tuple[Conflict, ...]
    history: tuple[HistoryLine, ...]
    returned: str | None
    is_own: bool
    returned_paths: tuple[str, ...] = ()
    """Where the office asks to look, of the comment in ``returned``."""
    returned_by: str = ""
    """The office further up whose comment the own office passed on."""
    same_meeting: tuple[VisitRow, ...] = ()
    erased: tuple[str, ...] = ()
    is_masked: bool = False
    """Whether a name was taken out of some text and the rest of it kept (``domain.erasing.MASK``)."""
    above: tuple[SeenAbove, ...] = ()


def record(desk: Desk, visits: Iterable[Visit], *, finalise_them: bool) -> Outcome[tuple[VisitRow, ...]]:
    """Take visits in the exchange form, as drafts or finalised at once; those before a refused one are kept.

    Raises ``Refusal`` VISIT_EXISTS, GROUP_OTHER, IS_OFFICE.
    """
    rows: list[VisitRow] = []
    changes = Changes()
    for visit in visits:
        outcome = _record_one(desk, visit, finalise_it=finalise_them)
        rows.append(outcome.value)
        changes |= outcome.changes
    return Outcome(tuple(rows), changes)


def _record_one(desk: Desk, visit: Visit, *, finalise_it: bool) -> Outcome[VisitRow]:
    if desk.is_office:
        raise Refusal("IS_OFFICE")
    if register.visits(desk.book, (visit.id,)):
        raise Refusal("VISIT_EXISTS", visit=visit.id)
    if visit.group.id not in {None, *papers.own_groups(desk)}:
        raise Refusal("GROUP_OTHER", visit=visit.id, group=visit.group.name)
    own = desk.me.group
    group = GroupSnapshot(visit.group.name or own.name, own.id, visit.group.tier or own.tier)
    cell = organisations.completed(desk, visit.cell, visit.session.date)
    saved = drafts.save_draft(desk, replace(visit, group=group, cell=cell), "general")
    drafts.close_draft(desk, visit.id)
    if finalise_it:
        return finalise(desk, visit.id)
    return Outcome(register.visits(desk.book, (visit.id,))[visit.id], saved.changes)


def finalise(desk: Desk, visit: VisitId) -> Outcome[VisitRow]:
    """Freeze a draft: sign it, append it to the log, and show it in the register - all in one transaction.

    Raises ``Refusal`` DRAFT_UNKNOWN, CELL_MISSING, DATE_MISSING (minutes of nothing or of no day cannot be filed),
    ATTACHMENT_MISSING (listed, but its bytes are not in this book), VISIT_TOO_LONG (no packet could carry it),
    NOTHING_CHANGED (an amendment that amends nothing).
    """
    draft = drafts.load_draft(desk, visit)
    content = _completed(draft.visit)
    if not draft.amends:
        content = replace(content, cell=organisations.completed(desk, content.cell, content.session.date))
    _require_fileable(desk, content)
    with logbook.writing(desk) as pen:
        if draft.amends:
            _amend(desk, pen, content, draft.reason)
        else:
            _record(pen, content)
        drafts.forget_draft(desk, visit)
        archive.refold(desk, (visit,))
        remember_cells(desk.book, (content.cell,), desk.clock())
    return Outcome(register.visits(desk.book, (visit,))[visit], Changes.of(("visit", visit)))


def _completed(visit: Visit) -> Visit:
    """The visit as it is signed: clean text, no unnamed speaker, and figures that are computed as they are now."""
    visit = with_clean_text(visit, clean_text)
    opinions = tuple(replace(row, speaker="") if row.speaker_withheld else row for row in visit.opinions)
    visit = replace(visit, opinions=opinions)
    attendance = replace(visit.attendance, spoke=speakers(visit) if visit.opinions else visit.attendance.spoke)
    visit = replace(visit, attendance=attendance)
    rubric = rubrics.rubric(visit.score.rubric) if visit.score.rubric else None
    return visit if rubric is None else with_computed_points(rubric, visit)


def _require_fileable(desk: Desk, visit: Visit) -> None:
    if not visit.cell.name:
        raise Refusal("CELL_MISSING", visit=visit.id)
    if visit.session.date is None:
        raise Refusal("DATE_MISSING", visit=visit.id)
    missing = next((row for row in standing(visit.attachments) if not _is_here(desk, row)), None)
    if missing is not None:
        raise Refusal("ATTACHMENT_MISSING", label=missing.label or missing.hash)
    length = max(len(text.encode("utf-8")) for text in visit_parts.split(visit).values())
    if length > LONGEST_PART:
        raise Refusal("VISIT_TOO_LONG", visit=visit.id, length=length, longest=LONGEST_PART)


def _is_here(desk: Desk, row: Attachment) -> bool:
    blob = get_blob(desk.book, row.hash)
    return blob is not None and (len(blob.data), blob.type) == (row.bytes, row.type)


def _record(pen: Pen, visit: Visit) -> None:
    pen.write(EntryKind.VISIT_RECORDED, visit.id, _texts(visit_parts.split(visit)), blobs=_bindings(visit))


def _amend(desk: Desk, pen: Pen, visit: Visit, reason: str) -> None:
    folded = archive.folded(desk, visit.id)
    visit = archive.succeed(archive.content(folded), visit)
    changes = differing(archive.content(folded), visit)
    if not changes:
        raise Refusal("NOTHING_CHANGED", visit=visit.id)
    write_amendment(pen, visit, changes, reason, folded.heads)


def write_amendment(
    pen: Pen, visit: Visit, changes: Sequence[str], reason: str, based_on: tuple[EntryId, ...]
) -> Entry:
    """Append an amendment that sets ``changes``. Inside the caller's transaction."""
    texts = _texts(visit_parts.split(visit, changes, reason))
    return pen.write(EntryKind.VISIT_AMENDED, visit.id, texts, based_on=based_on, blobs=_bindings(visit))


def _texts(parts: dict[str, str]) -> tuple[tuple[str, PartClass, str], ...]:
    return tuple((name, visit_parts.CLASS_OF_PART[name], text) for name, text in parts.items())


def _bindings(visit: Visit) -> tuple[BlobBinding, ...]:
    rows = standing(visit.attachments)
    unique = {row.hash: row for row in rows}
    return tuple(BlobBinding(row.hash, row.bytes, row.type, f"{place}") for place, row in enumerate(unique.values(), 1))


def amend(desk: Desk, visit: VisitId, content: Visit, reason: str) -> Outcome[VisitRow]:
    """Amend finalised minutes with a whole new content, for a reason. Rows that the content leaves out are struck.

    Raises as ``drafts.begin_amendment`` and :func:`finalise` do.
    """
    drafts.begin_amendment(desk, visit, reason)
    before = drafts.load_draft(desk, visit).visit
    try:
        drafts.save_draft(desk, replace(content, id=visit, group=before.group), "general")
        return finalise(desk, visit)
    except Refusal:
        drafts.discard_draft(desk, visit)
        raise


def withdraw(desk: Desk, visit: VisitId, reason: str) -> Outcome[VisitRow]:
    """Withdraw finalised minutes: they stay in the log and no longer count.

    Raises ``Refusal`` VISIT_UNKNOWN, REASON_MISSING, VISIT_WITHDRAWN (already).
    """
    if not clean_text(reason):
        raise Refusal("REASON_MISSING")
    folded = archive.folded(desk, visit)
    if folded.withdrawn is not None:
        raise Refusal("VISIT_WITHDRAWN", visit=visit)
    texts = texts_of(VisitWithdrawn(visit, clean_text(reason)))
    with logbook.writing(desk) as pen:
        pen.write(EntryKind.VISIT_WITHDRAWN, visit, texts, based_on=folded.heads)
        drafts.forget_draft(desk, visit)
        archive.refold(desk, (visit,))
    return Outcome(register.visits(desk.book, (visit,))[visit], Changes.of(("visit", visit)))


def list_visits(
    desk: Desk, wanted: VisitFilter, order: VisitOrder = VisitOrder.NEWEST, *, offset: int = 0, limit: int = 100
) -> tuple[VisitRow, ...]:
    """Some lines of the register."""
    return linking.with_meetings(desk, visit_lists.page_of_visits(desk.book, wanted, order, offset=offset, limit=limit))


def count_visits(desk: Desk, wanted: VisitFilter) -> int:
    return visit_lists.count_visits(desk.book, wanted)


def state_counts(desk: Desk) -> dict[VisitState, int]:
    """How many visits stand in each state, all states named; an office counts each meeting once."""
    found = visit_lists.state_counts(desk.book, counted_once=desk.is_office)
    return {state: found.get(state, 0) for state in VisitState}


def read_visit(desk: Desk, visit: VisitId) -> VisitView:
    """Everything about one visit; a draft has no history yet. Raises ``Refusal`` VISIT_UNKNOWN."""
    row = next(iter(linking.with_meetings(desk, tuple(register.visits(desk.book, (visit,)).values()))), None)
    if row is None:
        raise Refusal("VISIT_UNKNOWN", visit=visit)
    draft = drawer.load_draft(desk.book, visit)
    if row.state is VisitState.DRAFT and draft is not None:
        return VisitView(row, draft.visit, frozenset(), (), (), None, is_own=True)
    folded = archive.folded(desk, visit)
    told = _last_return(archive.entries(desk, visit)) if folded.returned is not None else None
    return VisitView(
        row,
        archive.content(folded),
        folded.absent,
        folded.conflicts,
        history(desk, visit),
        folded.returned,
        is_own=folded.recorder in desk.me.devices,
        returned_paths=told.paths if told else (),
        returned_by=told.asker if told else "",
        erased=folded.erased,
        is_masked=any(one.told.masked for one in erasures_among(archive.entries(desk, visit))),
        above=_above(desk, visit),
        same_meeting=_same_meeting(desk, visit),
    )


def _same_meeting(desk: Desk, visit: VisitId) -> tuple[VisitRow, ...]:
    """The records of the meeting of a visit that was recorded more than once; the one that counts comes first."""
    counted = links.counted(desk.book)
    if visit not in counted:
        return ()
    rows = register.visits(desk.book, [one for one, meeting in counted.items() if meeting == counted[visit]])
    return tuple(sorted(rows.values(), key=lambda row: (row.id != counted[visit], row.id)))


def _last_return(found: Iterable[Entry]) -> VisitReturned | None:
    told = [content for entry in found if isinstance(content := content_of(entry), VisitReturned)]
    return told[-1] if told else None


def _above(desk: Desk, visit: VisitId) -> tuple[SeenAbove, ...]:
    heads = (entry.head for entry in archive.entries(desk, visit))
    return seen_above(desk, [(head.device, head.epoch, head.seq) for head in heads])


def history(desk: Desk, visit: VisitId) -> tuple[HistoryLine, ...]:
    """What was done to a visit, each deed after those that it knew of. Raises ``Refusal`` VISIT_UNKNOWN."""
    names = status.machine_names(desk)
    found = _in_order(archive.entries(desk, visit))
    choices = _choices(found)
    return tuple(
        HistoryLine(
            entry.head.id,
            entry.head.kind,
            entry.head.wall,
            entry.head.clock_ok,
            names.get(entry.head.device, ""),
            archive.reason_of(entry),
            choices.get(entry.head.id),
            next((part.absent for part in entry.parts if part.part_class is PartClass.WORDS), None),
        )
        for entry in found
    )


def _in_order(found: Sequence[Entry]) -> list[Entry]:
    """Whatever arrived first: an entry after all that it is based on; what did not know of each other by the clocks."""
    depth: dict[EntryId, int] = {}
    waiting = list(found)
    here = {entry.head.id for entry in found}
    while waiting:
        ready = [one for one in waiting if all(base in depth or base not in here for base in one.head.based_on)]
        for one in ready:
            depth[one.head.id] = 1 + max((depth[base] for base in one.head.based_on if base in depth), default=0)
        waiting = [one for one in waiting if one.head.id not in depth]
    return sorted(found, key=lambda one: (depth[one.head.id], one.head.wall, one.head.id))


def _choices(found: Sequence[Entry]) -> dict[EntryId, HistoryChoice]:
    """What was chosen by which of these entries."""
    settled = {one.entry: one for one in archive.versions(found) if one.deed is Deed.SETTLE}
    if not settled:
        return {}
    visit = archive.fold(archive.versions(found)).visit
    choices: dict[EntryId, HistoryChoice] = {}
    for entry, one in settled.items():
        values = [archive.shown(value) for _, value in one.settled]
        rows = row_numbers(visit, one.path) if visit is not None else ()
        choices[entry] = HistoryChoice(one.path, rows, values[0] if values else None, bool(one.asked))
    return choices


def findings(desk: Desk, visit: Visit) -> tuple[Finding, ...]:
    """What is worth a second look before finalising."""
    return examine_visit(visit, desk.today())
