"""The keys of this machine: changing them so that nobody has to read digits out again, and knowing the former ones.

A change is written in three steps, so that a crash between them costs nothing: the next keys are sealed beside the
present ones, the old key's word is filed in the book, then the next keys take their place.
"""

from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import DeviceId, KeyId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import envelope, limits, rotation, strict_json, trust_documents
from chibo_desktop.packets.envelope import FindKey, PayloadType
from chibo_desktop.packets.keys import PublicKey, ReaderKey, SigningKey
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import Document
from chibo_desktop.packets.rotation import Rotation
from chibo_desktop.packets.trust_documents import LastGood
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import machines, papers
from chibo_desktop.services.desk import Desk, DeviceKeys, DeviceSecrets, read_secrets, write_secrets
from chibo_desktop.services.diary import note
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.storage import chains
from chibo_desktop.storage.trust_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Rotated:
    """The papers of a change of keys: the request of the new key, and the old key's word for it, as a file.

    ``digits`` are needed only by an office that did not know the old key either.
    """

    data: bytes
    digits: str


def rotate(desk: Desk) -> Outcome[Rotated]:
    """Give this machine new keys, for which the old one vouches; the old signing key is forgotten.

    What was signed stays as it is. The next packet brings the papers to the office. Raises ``Refusal`` NO_OFFICE,
    NOT_ENROLLED: a key that nobody knows can vouch for none.
    """
    if desk.me.office is None:
        raise Refusal("NO_OFFICE")
    known = papers.trust_book(desk).certificate_of(desk.keys.signing.id) is not None
    if not known and desk.keys.signing.public.text not in _words(desk):
        raise Refusal("NOT_ENROLLED")
    seed, reader = SigningKey.generate(desk.random).seed, ReaderKey.generate().secret
    present = read_secrets(desk.places, desk.master)
    write_secrets(desk.places, desk.master, replace(present, next_seed=seed, next_reader=reader), desk.random)
    fresh = DeviceKeys(SigningKey.of_seed(seed), ReaderKey.of_secret(reader))
    request = trust_documents.sign_document(papers.request_of(desk, fresh), PayloadType.REQUEST, fresh.signing)
    word = rotation.sign_rotation(_word_for(desk, fresh), desk.keys.signing)
    with desk.book.transaction():
        papers.keep(desk, DocumentKind.REQUEST, desk.me.device, request)
        papers.keep(desk, DocumentKind.ROTATION, desk.me.device, word)
        note(desk, "KEY_ROTATED")
    desk.keys = settled(desk).keys
    data = trust_documents.write_document_file(document.line for document in introduction(desk))
    return Outcome(Rotated(data, trust_documents.fifteen_digits(request)), Changes.of(("office", desk.me.office)))


def _word_for(desk: Desk, fresh: DeviceKeys) -> Rotation:
    held: dict[str, int] = {}
    for one in chains.held_ranges(desk.book, desk.me.device):
        held[one.epoch] = one.last
    return Rotation(
        office=str(desk.me.office),
        device=desk.me.device,
        key=fresh.signing.public.text,
        recipient=fresh.reader.recipient,
        ended=tuple(LastGood(epoch, seq) for epoch, seq in held.items()),
        created=time_text(desk.clock()),
    )


def settled(desk: Desk) -> DeviceSecrets:
    """The sealed keys after a change that may have been interrupted: the next ones if the book has the old key's word
    for them, else the present ones."""
    held = read_secrets(desk.places, desk.master)
    if held.next_seed is None or held.next_reader is None:
        return held
    fresh = SigningKey.of_seed(held.next_seed)
    if any(request.key == fresh.public.text for request, _ in papers.requests_of(desk, desk.me.device)):
        past = (*held.past_readers, held.reader)
        settled_ = DeviceSecrets(held.device, held.next_seed, held.next_reader, past)
    else:
        settled_ = replace(held, next_seed=None, next_reader=None)
    write_secrets(desk.places, desk.master, settled_, desk.random)
    return settled_


def key_finder(desk: Desk) -> FindKey:
    """Finds the keys of whatever may stand in this machine's log, its own former ones included."""
    book, own = papers.trust_book(desk), desk.keys.signing.public

    def find(key: KeyId) -> PublicKey | None:
        return own if key == own.id else book.find_key(key) or former_key(desk, key)

    return find


def former_key(desk: Desk, key: KeyId) -> PublicKey | None:
    """A key by which this machine, or one whose book it took over, has signed: its own requests say so."""
    for line in papers.lines(desk, DocumentKind.REQUEST):
        request, signed = trust_documents.read_request(line)
        if signed.signer == key and request.device in desk.me.devices:
            return PublicKey.of_text(request.key)
    return None


def introduction(desk: Desk) -> tuple[Document, ...]:
    """What this machine says of itself in front of its packets.

    The certificate that vouches for its key, and a request where that ends soon or says something else than the
    machine does. While there is none, its request, and the word of each former key for
    the next, back to one that the office may know.
    """
    book = papers.trust_book(desk)
    line = papers.certificate_line(desk, desk.keys.signing.id)
    if line is not None:
        wish = _wish(desk)
        wished = () if wish is None else (Document(ItemKind.REQUEST, wish),)
        return (Document(ItemKind.CERTIFICATE, line), *wished)
    documents = [Document(ItemKind.REQUEST, papers.own_request(desk))]
    known = {request.key: line for request, line in papers.requests_of(desk, desk.me.device)}
    words = _words(desk)
    key = desk.keys.signing.public.text
    while key in words and len(documents) < limits.DOCUMENTS_IN_FILE - 1:
        signer, line = words.pop(key)
        documents.append(Document(ItemKind.ROTATION, line))
        before = next((one for one in known if PublicKey.of_text(one).id == signer), None)
        if before is None or book.certificate_of(signer) is not None:
            break
        documents.append(Document(ItemKind.REQUEST, known[before]))
        key = before
    return tuple(documents)


def _wish(desk: Desk) -> bytes | None:
    """The request by which this machine asks to be vouched for anew, if it has a reason to."""
    standing, said = machines.own_standing(desk), papers.request_of(desk, desk.keys)
    certificate = papers.trust_book(desk).certificate_of(desk.keys.signing.id)
    if standing is None or certificate is None or standing.state is CertificateState.REVOKED:
        return None
    same = (certificate.machine, certificate.people) == (said.machine, said.people)
    if same and standing.state is CertificateState.VALID:
        return None
    for request, line in reversed(papers.requests_of(desk, desk.me.device)):
        if machines.asks_anew(request, certificate) and replace(request, created=said.created) == said:
            return line
    line = trust_documents.sign_document(said, PayloadType.REQUEST, desk.keys.signing)
    papers.keep(desk, DocumentKind.REQUEST, desk.me.device, line)
    return line


def _words(desk: Desk) -> dict[str, tuple[KeyId, bytes]]:
    """For each key that another vouches for: the voucher's id and its signed word."""
    found: dict[str, tuple[KeyId, bytes]] = {}
    for line in papers.lines(desk, DocumentKind.ROTATION):
        held = envelope.read(line)
        told = strict_json.read(held.payload, Rotation)
        if told.device == DeviceId(desk.me.device):
            found[told.key] = held.signatures[0][0], line
    return found
