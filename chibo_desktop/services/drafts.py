"""Drafts: local, saved after every pause in typing, and brought back where they were after a crash."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.attachments import LARGEST_ATTACHMENT, media_type
from chibo_desktop.domain.groups import RosterMember
from chibo_desktop.domain.ids import VisitId, new_id, new_item_id
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Changes, Fault, Outcome, Refusal
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.text import clean_name
from chibo_desktop.domain.visits import (
    Attachment,
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Visit,
    Visitor,
    standing,
)
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.services import archive, organisations
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory, meetings
from chibo_desktop.storage import drafts as drawer
from chibo_desktop.storage.blobs import StoredBlob, put_blob
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact

AMENDS = "amends."
"""Facts, by id of the visit: why a draft amends finalised minutes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A visit as it was last saved, and where on screen writing goes on.

    ``amends``: the draft will amend finalised minutes for this ``reason``; it does not stand in the register itself.
    """

    visit: Visit
    place: str
    saved_at: dt.datetime
    amends: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The draft is on the disk since this moment."""

    visit: VisitId
    saved_at: dt.datetime


def begin_draft(desk: Desk, cell: CellSnapshot | None = None) -> Outcome[Visit]:
    """A new draft by this group and person, with the roster of the cell's last visit, else the office's."""
    group, person = desk.me.group, desk.me.person
    roster = (last_roster(desk, cell) or office_roster(desk, cell)) if cell is not None else ()
    visit = Visit(
        id=VisitId(new_id(desk.random)),
        cell=cell or CellSnapshot(),
        group=GroupSnapshot(group.name, group.id, group.tier),
        visitors=(Visitor(new_item_id(desk.random), person.name, person.post, person.id),),
        attendance=Attendance(mode=AttendanceMode.ROSTER if roster else AttendanceMode.COUNTS, roster=roster),
    )
    saved = save_draft(desk, visit, "general")
    return Outcome(visit, saved.changes)


def save_draft(desk: Desk, visit: Visit, place: str) -> Outcome[SavedDraft]:
    """Keep a draft as it stands. ``place`` is where the cursor was: a section, or the path of a leaf.

    Raises ``Fault`` DISK_FULL and its kin; nothing is lost then, for the draft is still with the caller.
    """
    now = desk.clock()
    line = None if amendment_reason(desk, visit.id) else archive.draft_line(desk, visit, now)
    with desk.book.transaction():
        drawer.save_draft(desk.book, drawer.Draft(visit, place, now), line)
        if drawer.open_draft(desk.book) != visit.id:
            drawer.set_open_draft(desk.book, visit.id)
    return Outcome(SavedDraft(visit.id, now), Changes.of(("visit", visit.id)))


def amendment_reason(desk: Desk, visit: VisitId) -> str:
    """Why the draft of this visit amends finalised minutes; empty where it is a first record."""
    return get_fact(desk.book, AMENDS + visit) or ""


def forget_draft(desk: Desk, visit: VisitId) -> None:
    """Take the draft and its reason away. Inside the caller's transaction."""
    drawer.drop_draft(desk.book, visit)
    drop_fact(desk.book, AMENDS + visit)


def load_draft(desk: Desk, visit: VisitId) -> Draft:
    """Raises ``Refusal`` DRAFT_UNKNOWN."""
    draft = drawer.load_draft(desk.book, visit)
    if draft is None:
        raise Refusal("DRAFT_UNKNOWN", visit=visit)
    reason = amendment_reason(desk, visit)
    return Draft(draft.visit, draft.place, draft.saved_at, bool(reason), reason)


def close_draft(desk: Desk, visit: VisitId) -> None:
    """The editor was left in good order: after this the draft does not open by itself."""
    if drawer.open_draft(desk.book) == visit:
        with desk.book.transaction():
            drawer.set_open_draft(desk.book, None)


def interrupted_draft(desk: Desk) -> Draft | None:
    """The draft that was on the screen when the program died, or ``None``."""
    visit = drawer.open_draft(desk.book)
    return load_draft(desk, visit) if visit else None


def discard_draft(desk: Desk, visit: VisitId) -> Outcome[Visit]:
    """Take a draft away. The value is the draft itself: saving it again undoes this."""
    draft = load_draft(desk, visit)
    with desk.book.transaction():
        forget_draft(desk, visit)
    return Outcome(draft.visit, Changes.of(("visit", visit)))


def begin_amendment(desk: Desk, visit: VisitId, reason: str) -> Outcome[Visit]:
    """A draft that will amend finalised minutes. Raises ``Refusal`` VISIT_UNKNOWN, REASON_MISSING, VISIT_WITHDRAWN."""
    if not reason.strip():
        raise Refusal("REASON_MISSING")
    folded = archive.folded(desk, visit)
    if folded.withdrawn is not None:
        raise Refusal("VISIT_WITHDRAWN", visit=visit)
    if drawer.load_draft(desk.book, visit) is not None:
        raise Refusal("DRAFT_EXISTS", visit=visit)
    content = archive.content(folded)
    with desk.book.transaction():
        put_fact(desk.book, AMENDS + visit, reason.strip())
        saved = save_draft(desk, content, "general")
    return Outcome(content, saved.changes)


def known_cells(desk: Desk, text: str, limit: int = 8, day: dt.date | None = None) -> tuple[CellSnapshot, ...]:
    """Cells found by words, marks and case aside; all of them for no text.

    Those of the register come first, as they are on ``day``, and of these the ones attended lately; then cells of
    earlier visits that the register does not know.
    """
    day = day or desk.today()
    offered = {cell.id: cell for cell in organisations.cells(desk, day)}
    found = list(offered.values())
    if text.strip():
        hits = organisations.find(desk, text, day, len(offered))
        found = [offered[hit.id] for hit in hits if hit.id in offered]
    used = directory.find_cells(desk.book, text, limit)
    lately = {cell.id: place for place, cell in enumerate(used)}
    found.sort(key=lambda cell: lately.get(cell.id, len(used)))
    known = organisations.register(desk)
    return (*found, *(cell for cell in used if cell.id is None or cell.id not in known))[:limit]


def last_roster(desk: Desk, cell: CellSnapshot) -> tuple[Attendee, ...]:
    """The roster of the cell's last visit, everybody present; empty where none was taken."""
    visit = meetings.last_visit_of(desk.book, cell.name)
    if visit is None:
        return ()
    rows: Iterable[Attendee] = standing(archive.content(archive.folded(desk, visit)).attendance.roster)
    return tuple(
        Attendee(new_item_id(desk.random), row.name, row.post, row.kind, _everyday(row.state), person=row.person)
        for row in rows
    )


def office_roster(desk: Desk, cell: CellSnapshot) -> tuple[Attendee, ...]:
    """The members of the cell as its office told them, everybody present but the exempt; empty where it told none."""
    told = directory.roster(desk.book, cell.id) if cell.id is not None else None
    return () if told is None else tuple(_attendee(desk, one) for one in told.members)


def _attendee(desk: Desk, one: RosterMember) -> Attendee:
    state = AttendanceState.EXEMPT if one.exempt else AttendanceState.PRESENT
    return Attendee(new_item_id(desk.random), one.name, one.post, one.kind, state, person=one.id)


def _everyday(state: AttendanceState) -> AttendanceState:
    """Exemption and absence for a time go on; other absences are of one evening."""
    lasting = {AttendanceState.EXEMPT, AttendanceState.ELSEWHERE}
    return state if state in lasting else AttendanceState.PRESENT


def attach(desk: Desk, path: Path, label: str) -> Attachment:
    """Keep a photo or PDF by its hash.

    Raises ``Refusal`` ATTACHMENT_TYPE, ATTACHMENT_SIZE; ``Fault`` FILE_UNREADABLE.
    """
    return attach_bytes(desk, read_file(path, LARGEST_ATTACHMENT + 1), label, path.name)


def read_file(path: Path, most: int) -> bytes:
    """At most that many bytes from the beginning of a file. Raises ``Fault`` FILE_UNREADABLE."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=path.name, why=error.strerror or "") from error


def attach_bytes(desk: Desk, data: bytes, label: str, file: str) -> Attachment:
    """Keep the bytes of a photo or PDF, which were read from ``file`` and may have been made smaller since.

    Raises ``Refusal`` ATTACHMENT_TYPE, ATTACHMENT_SIZE, naming the file.
    """
    if len(data) > LARGEST_ATTACHMENT:
        raise Refusal("ATTACHMENT_SIZE", file=file, limit=LARGEST_ATTACHMENT)
    found = media_type(data)
    if found is None:
        raise Refusal("ATTACHMENT_TYPE", file=file)
    hash_ = hash_text(data)
    with desk.book.transaction():
        put_blob(desk.book, StoredBlob(hash_, found, data))
    return Attachment(new_item_id(desk.random), hash_, len(data), found, clean_name(label))
