"""Verified entries on their way into the log and the register, whichever door they came by."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from chibo_desktop.domain.ids import EntryId, PacketId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import subordination
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.contents import Act, ActRecorded
from chibo_desktop.packets.entry_intake import EntryReader, ReceivedEntry, reread
from chibo_desktop.packets.intake import Understood
from chibo_desktop.packets.subordination import office_of
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Role
from chibo_desktop.services import archive, foreign, linking, papers, registers
from chibo_desktop.services.archive import VisitChange
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import aside, log, releases
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.blobs import StoredBlob, put_blob
from chibo_desktop.storage.log import Added, Source


def take_entries(
    desk: Desk, received: Sequence[ReceivedEntry], packet: PacketId
) -> tuple[tuple[VisitChange, ...], Added]:
    """Log entries that a packet brought, with their attachments, and fold what they are about.

    What had been taken back with other packets counts again with this one. Inside the caller's transaction.
    """
    added = log.add_entries(desk.book, [one.entry for one in received], Source(packet, desk.clock()))
    if packet_book.is_withdrawn(desk.book, packet):  # a single item of it was tried again
        aside.set_aside(desk.book, added.new, AsideReason.WITHDRAWN, desk.clock())
        foreign.judge_subjects(desk, log.subjects_about(desk.book, added.new))
        return (), added
    back = _bring_back(desk, packet)
    touched = frozenset((*added.new, *added.filled, *back))
    for one in received:
        types = {blob.hash: blob.type for blob in one.entry.head.blobs}
        for hash_, data in one.blobs:
            put_blob(desk.book, StoredBlob(hash_, types[hash_], data))
    fresh = [one for one in received if one.entry.head.id in touched]
    _learn_releases(desk, fresh)
    registers.follow_entries(desk, [one.entry for one in fresh])
    again = log.written_of_again(desk.book, list(dict.fromkeys(one.entry.head.subject for one in fresh)))
    verdict = foreign.judge_arrived(desk, fresh, sorted(again))
    out = touched & verdict.foreign
    counting = [one for one in fresh if one.entry.head.id not in out]
    changes = archive.take_in(desk, counting, again)
    if verdict.has_links:
        linking.refresh(desk)
    return changes, replace(added, back=back, foreign=tuple(sorted(out)))


def with_own_releases(desk: Desk, understood: Understood, trust: TrustBook) -> Understood:
    """A packet judged by the releases that ride in it, too: what an office below let count is no refused item above.

    Without this a look into the packet would call entries unusable that a merge takes in a moment later.
    """
    late = {str(one.data.get("entry", "")): one for one in understood.refused if one.code == Code.REVOKED}
    named = [
        (entry, one.entry.signer)
        for one in understood.entries
        if isinstance(act := one.content, ActRecorded) and act.act is Act.RELEASED
        for entry in released_by(act)
        if entry in late
    ]
    if not named:
        return understood
    known = (*releases.released(desk.book), *named)
    reader = EntryReader(subordination.with_releases(trust, known, desk.keys.signing.id))
    taken: dict[str, ReceivedEntry] = {}
    for entry, _ in named:
        with contextlib.suppress(Refusal):  # whoever released it has no say about this machine
            taken[entry] = reread(reader, late[entry].lines)
    left = tuple(one for one in understood.refused if one.data.get("entry") not in taken)
    return replace(understood, entries=(*understood.entries, *taken.values()), refused=left)


def _bring_back(desk: Desk, packet: PacketId) -> tuple[EntryId, ...]:
    back = aside.withdrawn_of(desk.book, packet)
    if back:
        aside.bring_back(desk.book, back, AsideReason.WITHDRAWN)
    return back


def _learn_releases(desk: Desk, received: Sequence[ReceivedEntry]) -> None:
    """Another machine of the office, or an office below, has let entries of a revoked key count."""
    for one in received:
        act = one.content
        if isinstance(act, ActRecorded) and act.act is Act.RELEASED:
            book = papers.trust_book(desk)
            certificate, below = book.certificates.get(one.entry.signer), office_of(book, one.entry.signer)
            if below is not None or (certificate is not None and certificate.role is Role.OFFICE):
                releases.add_releases(desk.book, released_by(act), one.entry.head.id)


def released_by(act: ActRecorded) -> tuple[EntryId, ...]:
    """The entries that an act of release names: ids after the means by which they were confirmed."""
    return tuple(EntryId(one) for one in act.detail.split()[1:])
