"""Looking into a file without taking anything in: who claims to have sent it, what it holds, whether it is whole."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Datum, Refusal
from chibo_desktop.packets import age, envelope, intake, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.intake import Desk, Raw, Understood
from chibo_desktop.packets.keys import PublicKey, ReaderKey
from chibo_desktop.packets.manifest import ItemKind, Manifest
from chibo_desktop.packets.trust_documents import Profile, Request, read_document_file, read_request


@dataclass(frozen=True, slots=True)
class Claim:
    """What a packet says about itself. ``request`` is proof that its sender holds the signing key; of the person and
    the group that it names nothing is proved until somebody types its fifteen digits."""

    manifest: Manifest
    file_hash: str
    signer: KeyId
    request: Request | None
    request_line: bytes | None = field(repr=False)
    papers: tuple[bytes, ...] = field(default=(), repr=False)
    """The lines of the requests and rotations that ride along, in their order."""

    @property
    def entries(self) -> int:
        return sum(item.kind == ItemKind.ENTRY for item in self.manifest.items)


@dataclass(frozen=True, slots=True)
class Description:
    """What ``verify`` tells. ``code`` is ``None`` where the file was verified and every item of it can be used."""

    file_hash: str
    bytes: int
    code: str | None = None
    data: dict[str, Datum] = field(default_factory=dict[str, Datum])
    claim: Claim | None = None
    """The claims of a packet by a machine that is not enrolled here."""
    understood: Understood | None = None
    documents: tuple[str, ...] = ()
    """Types of the documents, for a card, request or grant."""

    @property
    def kinds(self) -> dict[str, int]:
        """Number of entries by kind."""
        if self.understood is None:
            return {}
        return dict(Counter(one.entry.head.kind for one in self.understood.entries))


def peek(data: bytes, secrets: tuple[ReaderKey, ...]) -> Claim:
    """What a packet of an unknown machine claims; no entry is read.

    Raises ``Refusal`` as ``intake.open_raw`` and ``intake.read_manifest`` do, E_SIGNER, E_SIG or E_MANIFEST where
    the manifest is not that of the machine whose request rides along, E_BODY where a line is not the listed one.
    """
    opened = intake.open_raw(Raw.of(data), secrets)
    line = opened.stream.take()
    if line is None:
        raise Refusal(Code.LINES, what="empty")
    held = envelope.read(line)
    if held.type != PayloadType.MANIFEST or len(held.signatures) != 1:
        raise Refusal(Code.TYPE, type=held.type[:80])
    manifest = intake.read_manifest(held.payload)
    claim = Claim(manifest, opened.raw.hash, held.signatures[0][0], None, None)
    for item in manifest.items:
        if item.kind == ItemKind.ENTRY:
            break
        listed = intake.listed_line(opened.stream, item)
        if item.kind == ItemKind.REQUEST and claim.request is None:
            request, signed = read_request(listed)
            find: Callable[[KeyId], PublicKey | None] = {signed.signer: PublicKey.of_text(request.key)}.get
            envelope.verify(line, find, PayloadType.MANIFEST)
            if request.device != manifest.device:
                raise Refusal(Code.MANIFEST, why="device")
            claim = replace(claim, signer=signed.signer, request=request, request_line=listed)
        if item.kind in (ItemKind.REQUEST, ItemKind.ROTATION):
            claim = replace(claim, papers=(*claim.papers, listed))
    return claim


def describe(data: bytes, desk: Desk) -> Description:
    """What is in a file of any of our kinds, and the first reason why it, or an item of it, cannot be used."""
    told = Description(hash_text(data), len(data))
    if not age.is_age(data):
        return _describe_documents(data, told)
    try:
        understood = intake.open_packet(data, desk)
    except Refusal as refusal:
        return _describe_unusable(data, desk, refusal, told)
    first = next(iter(understood.refused), None)
    return Description(
        told.file_hash,
        told.bytes,
        first.code if first else None,
        first.data if first else {},
        understood=understood,
    )


def _describe_unusable(data: bytes, desk: Desk, refusal: Refusal, told: Description) -> Description:
    claim: Claim | None = None
    if refusal.code == Code.SIGNER:
        try:
            claim = peek(data, desk.secrets)
        except Refusal as worse:  # the claim itself is false, and that is the thing to tell
            refusal = worse
    return Description(told.file_hash, told.bytes, refusal.code, refusal.data, claim)


def _describe_documents(data: bytes, told: Description) -> Description:
    types: tuple[str, ...] = ()
    try:
        lines = read_document_file(data).lines
        types = tuple(found for found, _ in lines)
        _verify_documents(lines)
    except Refusal as refusal:
        return Description(told.file_hash, told.bytes, refusal.code, refusal.data, documents=types)
    return Description(told.file_hash, told.bytes, documents=types)


def _verify_documents(lines: Sequence[tuple[str, bytes]]) -> None:
    chain: list[Profile] = []
    for found, line in lines:
        if found == PayloadType.PROFILE:
            chain.append(trust.verify_next_profile(chain[-1], line) if chain else trust.verify_first_profile(line))
        elif found == PayloadType.REQUEST:
            read_request(line)
        elif found == PayloadType.CERTIFICATE and chain:
            trust.verify_certificate(chain, line)
        else:
            raise Refusal(Code.TYPE, type=found[:80])
