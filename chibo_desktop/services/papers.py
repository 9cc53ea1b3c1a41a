"""The signed documents of trust that a machine keeps: profiles, certificates, requests, revocations."""

from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import GroupClaim, PersonClaim, Profile, Request
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage.trust_documents import (
    DocumentKind,
    StoredDocument,
    add_document,
    count_documents,
    documents,
)


def keep(desk: Desk, kind: DocumentKind, name: str, line: bytes, version: int = 1) -> bool:
    """File a document as it was signed; says whether it is new. Nothing is ever overwritten."""
    return add_document(desk.book, StoredDocument(kind, name, version, line, desk.clock()))


def lines(desk: Desk, kind: DocumentKind) -> tuple[bytes, ...]:
    """All documents of a kind, version by version."""
    return tuple(document.envelope for document in documents(desk.book, kind))


def profile_lines(desk: Desk) -> tuple[bytes, ...]:
    """The profiles of the office that this machine belongs to, oldest first; each office's are filed under its id."""
    found = documents(desk.book, DocumentKind.PROFILE)
    return tuple(document.envelope for document in found if document.document == desk.me.office)


def profile_in_force(desk: Desk) -> Profile | None:
    """The newest profile of the office, or ``None`` before a card was accepted."""
    return trust_book(desk).profile


def trust_book(desk: Desk) -> TrustBook:
    """Everything that was verified, ready to judge a packet. Verified anew only after a document was filed."""
    edition = count_documents(desk.book)
    if desk.trust is None or desk.trust[0] != edition:
        desk.trust = edition, _verified(desk)
    return desk.trust[1]


def _verified(desk: Desk) -> TrustBook:
    return trust.open_trust(
        profile_lines(desk), lines(desk, DocumentKind.CERTIFICATE), lines(desk, DocumentKind.REVOCATION)
    )


def own_request(desk: Desk) -> bytes:
    """What this machine says about itself, signed by its own key: the same every time, so are its fifteen digits."""
    kept = lines(desk, DocumentKind.REQUEST)
    if kept:
        return kept[-1]
    line = _new_request(desk)
    with desk.book.transaction():
        keep(desk, DocumentKind.REQUEST, desk.me.device, line)
    return line


def _new_request(desk: Desk) -> bytes:
    me = desk.me
    request = Request(
        office=me.office,
        device=me.device,
        key=desk.keys.signing.public.text,
        recipient=desk.keys.reader.recipient,
        machine=me.machine,
        person=PersonClaim(me.person.id, me.person.name, me.person.post),
        group=GroupClaim(me.group.id, me.group.name, me.group.tier),
        role=trust_documents.Role(me.role.value),
        created=time_text(desk.clock()),
    )
    return trust_documents.sign_document(request, PayloadType.REQUEST, desk.keys.signing)
