"""What an office says to one machine: entries of its own log that travel down with the receipt.

About its visits: a comment that sends minutes back, a correction, a choice between values, a link, an erasure, an
answer to a petition. And what was planned for its group. Each goes as the office signed it, so that the laptop merges
it by the same rules. Sending one twice changes nothing.
"""

from collections.abc import Sequence

from msgspec import UNSET

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import DeviceId, EntryId, GroupId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import VisitReturned, VisitsLinked, content_of
from chibo_desktop.packets.receipts import Noted, Standing
from chibo_desktop.packets.trust_documents import Role
from chibo_desktop.services import papers, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import current_certificates, machines_replaced
from chibo_desktop.storage import log
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.trust_documents import DocumentKind
from chibo_desktop.storage.visit_lists import VisitFilter, page_of_visits

KINDS = (
    EntryKind.VISIT_AMENDED,
    EntryKind.VISIT_WITHDRAWN,
    EntryKind.VISIT_RETURNED,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.VISITS_LINKED,
    EntryKind.PART_ERASED,
    EntryKind.STATEMENT_FOLLOWED,
)
"""Kinds of an office's entries that those who recorded a visit have to know."""

RETURNED = "RETURNED"
_READ = "receipt.read."
_NOTED_LETTERS = 500
_MOST_RETURNED = 10_000


def told(desk: Desk) -> tuple[Entry, ...]:
    """Everything that the office has said about visits, in the order of its log."""
    return log.entries_by(desk.book, papers.office_devices(desk), KINDS)


def entries_for(desk: Desk, device: DeviceId, said: Sequence[Entry] | None = None) -> tuple[Entry, ...]:
    """The office's entries that concern a visit of which this machine wrote something, in the order of its log.

    ``said``: :func:`told`, where the caller asks for many machines. Without those that came with a receipt which the
    machine has read. What a machine wrote whose place this one takes counts as its own: it may have been restored from
    that one's book.
    """
    family = (device, *machines_replaced(papers.trust_book(desk), device))
    visits = frozenset(visit for one in family for visit in log.subjects_of(desk.book, one))
    there = _arrived(desk, device)
    about = told(desk) if said is None else said
    group = _group_of(desk, device)
    concerning = [one for one in about if visits.intersection(_things(one)) or _is_erased_plan(one, group)]
    return tuple(entry for entry in (*concerning, *_plans_for(desk, device)) if entry.head.id not in there)


def _group_of(desk: Desk, device: DeviceId) -> GroupId | None:
    """The group that a machine is certified for."""
    certificate = current_certificates(papers.trust_book(desk)).get(device)
    if certificate is None or certificate.group is None or certificate.role is not Role.GROUP:
        return None
    return GroupId(certificate.group.id)


def _is_erased_plan(entry: Entry, group: GroupId | None) -> bool:
    """Whether an erasure is about what was published for this group."""
    return entry.head.kind == EntryKind.PART_ERASED and entry.head.subject == group


def _plans_for(desk: Desk, device: DeviceId) -> tuple[Entry, ...]:
    """What was published for the group of a machine, as far as it still decides anything."""
    group = _group_of(desk, device)
    if group is None:
        return ()
    return log.entries_named(desk.book, registers.in_force(desk, group, f"{desk.today():%Y-%m}"))


def note_read(desk: Desk, device: DeviceId, receipt: str) -> None:
    """Remember which receipt a machine has read last, as its own packet says. Inside the caller's transaction."""
    put_fact(desk.book, _READ + device, receipt)


def _arrived(desk: Desk, device: DeviceId) -> frozenset[EntryId]:
    """What this machine has sent down with the receipt that was read last, or before it.

    Every packet down carries all that had not arrived by then. A laptop that was restored from a backup names an older
    receipt, and gets again what it lost.
    """
    read = get_fact(desk.book, _READ + device)
    kept = papers.documents_of(desk, DocumentKind.RECEIPT, device)
    number = next((one.version for one in kept if read is not None and papers.id_of(one) == read), 0)
    gone = (one for one in packet_book.outgoing(desk.book) if one.audience == device and one.number <= number)
    return frozenset(entry for packet in gone for entry in packet.entries)


def _things(entry: Entry) -> tuple[str, ...]:
    """What an entry is about: its subject, of a link each visit that it names, of a step the visit of the statement."""
    if entry.head.kind == EntryKind.STATEMENT_FOLLOWED:
        return (entry.head.subject.partition("/")[0],)
    content = content_of(entry) if entry.head.kind == EntryKind.VISITS_LINKED else None
    return (entry.head.subject, *content.visits) if isinstance(content, VisitsLinked) else (entry.head.subject,)


def returned_notes(desk: Desk, device: DeviceId) -> list[Noted]:
    """Minutes of this machine that this office sent back and that are not answered yet, for its receipt."""
    wanted = VisitFilter(states=(VisitState.RETURNED,), device=device)
    waiting = [row.id for row in page_of_visits(desk.book, wanted, limit=_MOST_RETURNED)]
    ours = papers.office_devices(desk)
    found: list[Noted] = []
    for entries in log.entries_of(desk.book, waiting).values():
        comments = [
            (entry.head.id, content)
            for entry in entries
            if entry.head.device in ours and isinstance(content := content_of(entry), VisitReturned)
        ]
        if comments:
            found.append(_returned_note(*comments[-1]))
    return found


def _returned_note(comment: EntryId, told: VisitReturned) -> Noted:
    is_long = len(told.reason) > _NOTED_LETTERS
    return Noted(
        told.entry,
        Standing.RETURNED,
        RETURNED,
        told.reason[:_NOTED_LETTERS],
        comment,
        told.paths or UNSET,
        told.reason if is_long else UNSET,
    )
