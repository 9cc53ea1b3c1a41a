"""The one door for packets from outside: Raw, Opened, Verified, Understood - each made only from the one before.

Two kinds of no. What concerns the file as a whole is a ``Refusal`` and nothing of the file is used. What concerns one
entry or receipt is noted in ``Understood.refused`` together with its bytes, and never blocks the others.
"""

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from chibo_desktop.domain.ids import EntryId, KeyId
from chibo_desktop.domain.outcomes import Datum, Refusal
from chibo_desktop.packets import age, envelope, limits, strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.entry_intake import EntryReader, ReceivedEntry
from chibo_desktop.packets.envelope import PayloadType, Signed
from chibo_desktop.packets.inflation import LineStream, inflated_lines
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.packets.manifest import ATTACHED, Item, ItemKind, Manifest, Place
from chibo_desktop.packets.receipts import Receipt, acknowledgement_code, verify_receipt
from chibo_desktop.packets.trust import Trust
from chibo_desktop.packets.trust_documents import Certificate

_INTRODUCING = frozenset(
    {
        PayloadType.PROFILE,
        PayloadType.CERTIFICATE,
        PayloadType.REVOCATIONS,
        PayloadType.REQUEST,
        PayloadType.ROTATION,
    }
)
"""Documents that travel before everything else."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who reads: the private reader keys, the ids by which packets address this reader, and whom it trusts."""

    secrets: tuple[ReaderKey, ...]
    audiences: frozenset[str]
    trust: Trust


@dataclass(frozen=True, slots=True)
class Raw:
    """A file of bearable size; ``hash`` is its SHA-256."""

    data: bytes = field(repr=False)
    hash: str

    @classmethod
    def of(cls, data: bytes) -> "Raw":
        """Raises ``Refusal`` E_SIZE or E_FORMAT."""
        if len(data) > limits.FILE_BYTES:
            raise Refusal(Code.SIZE, bytes=len(data), limit=limits.FILE_BYTES)
        if not age.is_age(data):
            raise Refusal(Code.FORMAT, what="magic")
        return cls(data, to_text(hashlib.sha256(data).digest()))

    @classmethod
    def read(cls, path: Path) -> "Raw":
        """The file at ``path``, of which never more than the limit is read. Raises ``OSError`` and as ``of`` does."""
        with path.open("rb") as file:
            return cls.of(file.read(limits.FILE_BYTES + 1))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was decrypted for this reader. Nothing of it has been believed yet."""

    raw: Raw
    stream: LineStream


@dataclass(frozen=True, slots=True)
class Verified:
    """A file whose manifest was signed by a machine that the office vouches for, and that is meant for this reader."""

    raw: Raw
    stream: LineStream
    manifest: Manifest
    signer: KeyId
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that cannot be used, with all its bytes: what quarantine keeps. ``line`` counts from 0, the manifest."""

    line: int
    kind: str
    code: str
    data: dict[str, Datum]
    lines: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fork:
    """Two different entries that claim one place of one log. Both are among the entries; a person settles it."""

    place: Place
    entries: tuple[EntryId, EntryId]


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything that could be used of a packet, and everything that could not."""

    manifest: Manifest
    file_hash: str
    signer: KeyId
    certificate: Certificate
    entries: tuple[ReceivedEntry, ...] = ()
    receipts: tuple[tuple[Receipt, Signed], ...] = ()
    documents: tuple[tuple[str, bytes], ...] = ()
    """Kind and line of profiles, certificates, requests and unknown items: listed by the manifest, not verified."""
    refused: tuple[Refused, ...] = ()
    forks: tuple[Fork, ...] = ()

    @property
    def code(self) -> str:
        """The eight digits that prove to the sender that this file was opened."""
        return acknowledgement_code(from_text(self.manifest.ack_secret), self.file_hash)


def open_raw(raw: Raw, secrets: tuple[ReaderKey, ...]) -> Opened:
    """Raises ``Refusal`` E_FORMAT, E_DECRYPT, E_GZIP, E_BOMB or E_LINES."""
    compressed = age.decrypt(raw.data, [key.secret for key in secrets])
    return Opened(raw, LineStream(inflated_lines(compressed)))


def verify_opened(opened: Opened, desk: Desk) -> Verified:
    """Raises ``Refusal`` as ``envelope.verify`` does (E_SIGNER: the file waits for enrolment of its machine), and
    E_MANIFEST, E_VERSION or E_AUDIENCE."""
    line = opened.stream.take()
    if line is None:
        raise Refusal(Code.LINES, what="empty")
    signed = envelope.verify(line, desk.trust.find_key, PayloadType.MANIFEST)
    certificate = desk.trust.certificate_of(signed.signer)
    if certificate is None:
        raise Refusal(Code.SIGNER, key=signed.signer)
    manifest = read_manifest(signed.payload)
    if manifest.device != certificate.device:
        raise Refusal(Code.MANIFEST, why="device")
    if manifest.audience not in desk.audiences:
        raise Refusal(Code.AUDIENCE, audience=manifest.audience)
    return Verified(opened.raw, opened.stream, manifest, signed.signer, certificate)


def introductions(opened: Opened) -> tuple[tuple[str, bytes], ...]:
    """Type and line of the documents of trust that stand at the beginning of a file; nothing of it is taken.

    Each proves itself by its own signatures, whoever packed it, so that they may be believed before the manifest is:
    a machine is introduced by the certificate that rides in its packet. Lines that cannot be read are left to whoever
    reads the file.
    """
    found: list[tuple[str, bytes]] = []
    while len(found) < limits.DOCUMENTS_IN_PACKET:
        line = opened.stream.ahead(1 + len(found))
        if line is None or line.startswith(ATTACHED):
            break
        try:
            held = envelope.read(line, limits.DOCUMENT_BYTES)
        except Refusal:
            break
        if held.type not in _INTRODUCING:
            break
        found.append((held.type, line))
    return tuple(found)


def signer_of(opened: Opened) -> KeyId:
    """Whose key line 0 claims to be signed by; nothing is verified. Raises ``Refusal`` E_LINES or E_ENVELOPE."""
    if opened.stream.next is None:
        raise Refusal(Code.LINES, what="empty")
    return envelope.read(opened.stream.next).signatures[0][0]


def read_manifest(payload: bytes) -> Manifest:
    """What the payload of line 0 says. Raises ``Refusal`` E_MANIFEST or E_VERSION."""
    try:
        manifest = strict_json.read(payload, Manifest)
        strict_json.check_clean(payload.decode("utf-8"))
    except ValueError as error:
        raise Refusal(Code.MANIFEST, why=str(error)[:200]) from error
    if manifest.min_reader > limits.FORMAT_VERSION:
        raise Refusal(Code.VERSION, needs=manifest.min_reader, reads=limits.FORMAT_VERSION)
    if manifest.part > manifest.parts:
        raise Refusal(Code.MANIFEST, why="part")
    return manifest


def understand(verified: Verified, trust: Trust) -> Understood:
    """Reads every listed line. Raises ``Refusal`` E_BODY where the lines are not those of the manifest."""
    steps = understanding(verified, trust)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(Understood, end.value)


def understanding(verified: Verified, trust: Trust) -> Generator[None, None, Understood]:
    """As ``understand``, one item at a time, for whoever reads a file bit by bit."""
    reading = _Reading(verified, trust)
    for item in verified.manifest.items:
        reading.take(item)
        yield
    if verified.stream.next is not None:
        raise Refusal(Code.BODY, line=verified.stream.number + 1, why="more lines than listed")
    return reading.result()


def open_packet(data: bytes, desk: Desk) -> Understood:
    """All stages at once, from the bytes of a file."""
    opened = open_raw(Raw.of(data), desk.secrets)
    return understand(verify_opened(opened, desk), desk.trust)


@dataclass(slots=True)
class _Reading:
    verified: Verified
    trust: Trust
    entries: dict[EntryId, ReceivedEntry] = field(default_factory=dict[EntryId, ReceivedEntry])
    entry_reader: EntryReader = field(init=False)
    places: dict[Place, EntryId] = field(default_factory=dict[Place, EntryId])
    receipts: list[tuple[Receipt, Signed]] = field(default_factory=list[tuple[Receipt, Signed]])
    documents: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    refused: list[Refused] = field(default_factory=list[Refused])
    forks: list[Fork] = field(default_factory=list[Fork])

    def __post_init__(self) -> None:
        self.entry_reader = EntryReader(self.trust)

    def take(self, item: Item) -> None:
        stream = self.verified.stream
        line = listed_line(stream, item)
        number = stream.number
        attached: list[bytes] = []
        while item.kind == ItemKind.ENTRY and stream.next is not None and stream.next.startswith(ATTACHED):
            attached.append(stream.next)
            stream.take()
        try:
            self._use(item, line, attached)
        except Refusal as refusal:
            self.refused.append(Refused(number, item.kind, refusal.code, refusal.data, (line, *attached)))

    def _use(self, item: Item, line: bytes, attached: list[bytes]) -> None:
        if item.kind == ItemKind.ENTRY:
            self._keep(self.entry_reader.read(line, attached, item.absent))
        elif item.kind == ItemKind.RECEIPT:
            self.receipts.append(verify_receipt(line, self.trust))
        else:
            self.documents.append((item.kind, line))

    def _keep(self, received: ReceivedEntry) -> None:
        head = received.entry.head
        place = Place(head.device, head.epoch, head.seq)
        other = self.places.setdefault(place, head.id)
        if other != head.id:
            self.forks.append(Fork(place, (other, head.id)))
        held = self.entries.get(head.id)
        if held is None or _present_parts(held) < _present_parts(received):
            self.entries[head.id] = received

    def result(self) -> Understood:
        return Understood(
            manifest=self.verified.manifest,
            file_hash=self.verified.raw.hash,
            signer=self.verified.signer,
            certificate=self.verified.certificate,
            entries=tuple(self.entries.values()),
            receipts=tuple(self.receipts),
            documents=tuple(self.documents),
            refused=tuple(self.refused),
            forks=tuple(self.forks),
        )


def _present_parts(received: ReceivedEntry) -> int:
    return sum(part.text is not None for part in received.entry.parts)


def listed_line(stream: LineStream, item: Item) -> bytes:
    """The next line, which must be the listed one. Raises ``Refusal`` E_BODY."""
    line = stream.take()
    if line is None or len(line) != item.bytes or to_text(hashlib.sha256(line).digest()) != item.hash:
        raise Refusal(Code.BODY, line=stream.number, kind=item.kind)
    return line
