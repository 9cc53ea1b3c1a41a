"""Following what was erased on request: a ``part.erased`` that counts takes the text of its part away for good.

It does not matter which of the two arrives first, nor how often the entry comes again. What the text left behind
outside its row goes after the transaction that erased it (``wiping``).
"""

from collections.abc import Sequence

from chibo_desktop.domain.entries import Entry, PartClass
from chibo_desktop.domain.fields import assemble, leaves
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.packets import subordination
from chibo_desktop.packets.content_parts import FIGURES_PART
from chibo_desktop.packets.contents import PartErased, content_of
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.packets.part_cuts import LEFT_PART, leaf_of
from chibo_desktop.packets.trust_documents import Role
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import drafts, log
from chibo_desktop.storage import erasures as erased
from chibo_desktop.storage.erasures import Named


def follow(desk: Desk, subjects: Sequence[str]) -> int:
    """Erase what the erasures about these things name, as far as nobody did yet. Inside the caller's transaction.

    Returns how many were followed. ``wiping.finish`` must be called after the transaction.
    """
    done = 0
    for id_ in erased.unread(desk.book, subjects):
        entry = log.entry(desk.book, id_)
        told = content_of(entry) if entry is not None else None
        if entry is not None and isinstance(told, PartErased) and _may_erase(desk, entry, told):
            _cut_draft(desk, entry, told)
            earlier = (Named(one, LEFT_PART, id_) for one in entry.head.based_on)
            erased.erase(desk.book, (Named(EntryId(told.entry), told.part, id_), *earlier))
            done += 1
    if done:
        note(desk, "ERASED", parts=done)
    return done


def _may_erase(desk: Desk, entry: Entry, told: PartErased) -> bool:
    """An office may, of everything; an office below it, of what its own machines wrote; a machine, of its own entries.

    What the last two may depends on whose the erased entry is: as long as that has not arrived, nothing happens. An
    erasure stands under the subject of what it erases.
    """
    target = log.entry(desk.book, EntryId(told.entry))
    if told.part == FIGURES_PART or (target is not None and not _is_soft(target, told, entry)):
        return False
    if entry.signer == desk.keys.signing.id and desk.is_office:
        return True
    book = papers.trust_book(desk)
    certificate = book.certificates.get(entry.signer)
    if certificate is not None and certificate.role is Role.OFFICE:
        return True
    if target is None:
        return False
    device = target.head.device
    office = subordination.office_of(book, entry.signer)
    own = device == entry.head.device
    return own or (office is not None and device in subordination.machines_under(book, office))


def _is_soft(target: Entry, told: PartErased, entry: Entry) -> bool:
    """Whether the named part is one of words or people, of an entry about the same thing."""
    part = target.part(told.part)
    return target.head.subject == entry.head.subject and part is not None and part.part_class is not PartClass.FIGURES


def _cut_draft(desk: Desk, entry: Entry, told: PartErased) -> None:
    """A draft that still shows what the entry said loses it too; what somebody typed since is his own."""
    draft = drafts.load_draft(desk.book, VisitId(entry.head.subject))
    target = log.entry(desk.book, EntryId(told.entry))
    if draft is None or target is None:
        return
    said, written = visit_of(target), leaves(draft.visit)
    if said is None:
        return
    figures, left = target.part(FIGURES_PART), entry.part(LEFT_PART)
    ids, rest = (figures.text if figures else None) or "{}", (left.text if left else None) or "{}"
    old = leaves(said)
    same = [path for path in (*told.paths, *told.masked) if path in written and written[path] == old.get(path)]
    changed = {path: leaf_of(rest, ids, path) if path in told.masked else "" for path in same}
    if changed:
        cut = drafts.Draft(assemble(written | changed), draft.place, draft.saved_at)
        drafts.save_draft(desk.book, cut, None)
