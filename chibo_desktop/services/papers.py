"""The signed documents of trust that a machine keeps: profiles, certificates, requests, revocations.

Those of the own office, and beside them those of the offices below it and of the one above it.
"""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import UNSET

from chibo_desktop.domain.ids import DeviceId, KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, subordination, trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.speaking import Speakers
from chibo_desktop.packets.subordination import OfficePaper
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import GroupClaim, PersonClaim, Profile, Request, Revocations, Role
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services.desk import Desk, DeviceKeys, recall_upper, uppers
from chibo_desktop.storage.releases import count_releases, released
from chibo_desktop.storage.trust_documents import (
    DocumentKind,
    StoredDocument,
    add_document,
    count_documents,
    documents,
    documents_of_others,
)

KIND_OF_TYPE = {
    PayloadType.PROFILE: DocumentKind.PROFILE,
    PayloadType.CERTIFICATE: DocumentKind.CERTIFICATE,
    PayloadType.REVOCATIONS: DocumentKind.REVOCATION,
    PayloadType.REQUEST: DocumentKind.REQUEST,
    PayloadType.RECEIPT: DocumentKind.RECEIPT,
}
_OF_TRUST = (DocumentKind.PROFILE, DocumentKind.CERTIFICATE, DocumentKind.REVOCATION)


def keep(desk: Desk, kind: DocumentKind, name: str, line: bytes, version: int = 1) -> bool:
    """File a document as it was signed; says whether it is new. Nothing is ever overwritten."""
    return add_document(desk.book, StoredDocument(kind, name, version, line, desk.clock()))


def keep_of(desk: Desk, paper: OfficePaper) -> bool:
    """File a document of another office; says whether it is new."""
    kind = KIND_OF_TYPE[paper.type]
    return add_document(
        desk.book, StoredDocument(kind, paper.about, paper.version, paper.line, desk.clock(), paper.office)
    )


def lines(desk: Desk, kind: DocumentKind, office: str = "") -> tuple[bytes, ...]:
    """All documents of a kind of one office, version by version; "" is the office that this machine belongs to."""
    return tuple(document.envelope for document in documents(desk.book, kind, office))


def standing_lines(desk: Desk, kind: DocumentKind) -> tuple[bytes, ...]:
    """Certificates or revocations of the own office, without those that only disowned keys have signed."""
    return trust.standing(trust_book(desk).profiles, lines(desk, kind))


def documents_below(desk: Desk) -> tuple[StoredDocument, ...]:
    """The documents of trust of the offices below this one, in the order in which they were filed.

    Of other offices there are those of the one above, and of the ones that stood there before: they named this one in
    no certificate of it, and this one vouches for none of them.
    """
    above = uppers(desk.book)
    return tuple(one for one in documents_of_others(desk.book) if one.office not in above and one.kind in _OF_TRUST)


def lines_below(desk: Desk) -> tuple[bytes, ...]:
    """The same as they were signed."""
    return tuple(one.envelope for one in documents_below(desk))


def all_lines_of_others(desk: Desk) -> frozenset[bytes]:
    """Every document of another office that was filed."""
    return frozenset(one.envelope for one in documents_of_others(desk.book))


def upper_book(desk: Desk, more: Sequence[OfficePaper] = ()) -> TrustBook:
    """Whom to believe about answers from above, papers that are not filed yet included.

    The machines of that office may answer; they may write nothing here.
    """
    upper = recall_upper(desk.book)
    if upper is None:
        return TrustBook()
    profiles, certificates, revocations = (
        (*lines(desk, kind, upper.office), *(one.line for one in more if KIND_OF_TYPE[one.type] is kind))
        for kind in _OF_TRUST
    )
    return answering(trust.open_trust(profiles, certificates, revocations))


def upper_certificate_lines(desk: Desk, upper: str) -> tuple[bytes, ...]:
    """The certificates by which the office above vouches for this machine, as they were signed."""
    return tuple(
        one.envelope for one in documents(desk.book, DocumentKind.CERTIFICATE, upper) if one.document == desk.me.device
    )


def answering(book: TrustBook) -> TrustBook:
    """The same people, none of whom may write an entry."""
    return replace(book, certificates={key: replace(one, kinds=()) for key, one in book.certificates.items()})


def documents_of(desk: Desk, kind: DocumentKind, name: str) -> tuple[StoredDocument, ...]:
    """All documents of a kind about one thing, version by version."""
    return tuple(document for document in documents(desk.book, kind) if document.document == name)


def id_of(document: StoredDocument) -> str:
    """The id of a filed document: what others call it."""
    held = envelope.read(document.envelope)
    return envelope.id_of(held.type, held.payload)


def profile_lines(desk: Desk) -> tuple[bytes, ...]:
    """The profiles of the office that this machine belongs to, oldest first; each office's are filed under its id."""
    found = documents(desk.book, DocumentKind.PROFILE)
    return tuple(document.envelope for document in found if document.document == desk.me.office)


def card_of(desk: Desk) -> bytes:
    """The newest card of this machine's office, whoever asks for it: an office that burned gets its own back so.

    Raises ``Refusal`` NO_OFFICE.
    """
    found = profile_lines(desk)
    if not found:
        raise Refusal("NO_OFFICE")
    return trust_documents.write_document_file(found)


def profile_in_force(desk: Desk) -> Profile | None:
    """The newest profile of the office, or ``None`` before a card was accepted."""
    return trust_book(desk).profile


def revocation_lists(desk: Desk) -> tuple[Revocations, ...]:
    """Every list of revoked keys of the office that is kept here; the last one is in force."""
    chain = trust_book(desk).profiles
    lists = (trust.verify_revocations(chain, line) for line in standing_lines(desk, DocumentKind.REVOCATION))
    return tuple(sorted(lists, key=lambda one: one.version))


def trust_book(desk: Desk) -> TrustBook:
    """Everything that was verified, ready to judge a packet. Verified anew only after a paper or a release came."""
    now = edition(desk)
    if desk.trust is None or desk.trust[0] != now:
        desk.trust = now, _verified(desk)
    return desk.trust[1]


def edition(desk: Desk) -> int:
    """A number that is another one whenever a paper or a release has come: both only grow."""
    return count_documents(desk.book) + count_releases(desk.book)


def speakers(desk: Desk) -> Speakers:
    """Who may speak of which visits, as the papers of now say."""
    book = trust_book(desk)
    if desk.speakers is None or desk.speakers[0] is not book:
        desk.speakers = book, Speakers(book, desk.me.devices)
    return desk.speakers[1]


def _verified(desk: Desk) -> TrustBook:
    book = trust.open_trust(
        profile_lines(desk),
        lines(desk, DocumentKind.CERTIFICATE),
        lines(desk, DocumentKind.REVOCATION),
    )
    return completed(desk, book)


def completed(desk: Desk, book: TrustBook) -> TrustBook:
    """The book of this office with those of the offices below, and what each has released of its own machines."""
    grown = subordination.replay(book, lines_below(desk)).book
    return subordination.with_releases(grown, released(desk.book), desk.keys.signing.id)


def own_request(desk: Desk) -> bytes:
    """What this machine says about itself, signed by its own key: the same as long as nothing of it changes, and so
    are its fifteen digits."""
    said = request_of(desk, desk.keys)
    for request, line in reversed(requests_of(desk, desk.me.device)):
        if replace(request, created=said.created) == said:
            return line
    line = trust_documents.sign_document(said, PayloadType.REQUEST, desk.keys.signing)
    with desk.book.transaction():
        keep(desk, DocumentKind.REQUEST, desk.me.device, line)
    return line


def own_groups(desk: Desk) -> frozenset[str]:
    """The id of this machine's group, and those under which it recorded before."""
    own = trust_book(desk).certificate_of(desk.keys.signing.id)
    return frozenset({desk.me.group.id, *(own.formerly if own is not None else ())})


def requests_of(desk: Desk, device: str) -> tuple[tuple[Request, bytes], ...]:
    """The requests of a machine that are kept here, in the order in which they came."""
    held = [(trust_documents.read_request(line)[0], line) for line in lines(desk, DocumentKind.REQUEST)]
    return tuple((request, line) for request, line in held if request.device == device)


def signer_of(line: bytes) -> KeyId:
    """The key that a document with one signature says it was signed by; nothing is verified."""
    return envelope.read(line).signatures[0][0]


def certificate_line(desk: Desk, key: KeyId) -> bytes | None:
    """The certificate in force for a key, as it was signed; ``None`` where nobody vouches for it."""
    book = trust_book(desk)
    wanted = book.certificate_of(key)
    if wanted is None:
        return None
    held = reversed(standing_lines(desk, DocumentKind.CERTIFICATE))
    return next(line for line in held if trust.verify_certificate(book.profiles, line) == wanted)


def request_of(desk: Desk, keys: DeviceKeys) -> Request:
    """What this machine would say about itself now, with these keys."""
    me = desk.me
    person, *others = (PersonClaim(one.id, one.name, one.post) for one in me.people)
    return Request(
        office=me.office,
        device=me.device,
        key=keys.signing.public.text,
        recipient=keys.reader.recipient,
        machine=me.machine,
        person=person,
        group=GroupClaim(me.group.id, me.group.name, me.group.tier),
        role=trust_documents.Role(me.role.value),
        created=time_text(desk.clock()),
        others=tuple(others) or UNSET,
        replaces=me.former[-1] if me.former else UNSET,
    )


def office_devices(desk: Desk) -> frozenset[DeviceId]:
    """The machines of this machine's own office, as far as it knows them."""
    known = trust_book(desk).certificates.values()
    own = {DeviceId(one.device) for one in known if one.role is Role.OFFICE and one.office == desk.me.office}
    return frozenset({*own, desk.me.device} if desk.is_office else own)
