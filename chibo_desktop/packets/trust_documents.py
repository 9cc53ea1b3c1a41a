"""The signed documents of trust without a network: profile, request, certificate, revocations.

Each is a DSSE envelope whose payload is one of the values below, written as JSON in the order of the fields. A file of
documents is one envelope a line: the office's *card* is its profile, a *request* one request, a *grant* the profile
with certificates.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar

import nacl.pwhash
from msgspec import UNSET, Meta, UnsetType

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.packets import age, envelope, limits, strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import Envelope, PayloadType, Signed
from chibo_desktop.packets.keys import PublicKey, SigningKey
from chibo_desktop.packets.wire_types import Count, Hash, Id, Label, Moment, Position, Recipient, Word, read_time

T = TypeVar("T")

_DIGITS_SALT = b"chibo digits v1\0"
_DIGITS_PASSES = 3
_DIGITS_MEMORY = 64 * limits.MIB
_DIGITS = 15


class Role(StrEnum):
    """Whose machine it is."""

    GROUP = "group"
    OFFICE = "office"
    LOWER_OFFICE = "lower_office"
    """A machine of an office that reports to the one that vouches: it speaks for its own office, never for this one."""


@dataclass(frozen=True, slots=True)
class Party:
    """Keys that act together: ``threshold`` of them must sign. Key ids, not keys."""

    keys: Annotated[tuple[Hash, ...], Meta(max_length=limits.SIGNATURES)]
    threshold: Annotated[int, Meta(ge=1, le=limits.SIGNATURES)] = 1


@dataclass(frozen=True, slots=True)
class Roles:
    """Who may change the profile, grant certificates, and revoke keys."""

    root: Party
    issuer: Party
    revoker: Party


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to encrypt to: a label for people and an age recipient."""

    label: Label
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Upstream:
    """The office that this one reports to. ``first``: id of its first profile, where that was compared."""

    office: Id
    name: Label
    first: Hash | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Policy:
    """What leaves the house: classes of parts (``B``, ``C``) that are withheld when entries are forwarded."""

    withhold: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """What people call a key; ``key`` is its id."""

    key: Hash
    label: Label


@dataclass(frozen=True, slots=True)
class Profile:
    """The root document of an office. Version N+1 is signed by the root thresholds of N and of N+1."""

    office: Id
    name: Label
    version: Position
    keys: Annotated[tuple[Hash, ...], Meta(max_length=limits.SIGNATURES)]
    roles: Roles
    readers: Annotated[tuple[Reader, ...], Meta(min_length=1, max_length=6)]
    recovery: Annotated[tuple[Reader, ...], Meta(max_length=4)]
    upstream: Upstream | None
    policy: Policy
    created: Moment
    labels: Annotated[tuple[KeyLabel, ...], Meta(max_length=limits.SIGNATURES)] | UnsetType = UNSET
    void: Annotated[tuple[Hash, ...], Meta(max_length=limits.VOID_KEYS)] | UnsetType = UNSET
    """Former issuers and revokers that fell into other hands: what they signed is believed no more, whenever it was."""

    @property
    def weak(self) -> bool:
        """Whether a single key can change everything."""
        return self.roles.root.threshold < 2

    @property
    def label_of(self) -> dict[str, str]:
        """What people call the keys, by key id."""
        return {} if isinstance(self.labels, UnsetType) else {one.key: one.label for one in self.labels}

    def public_keys(self, party: Party) -> tuple[PublicKey, ...]:
        """Keys of a party. Raises ``ValueError`` for one that is no key."""
        known = {key.id: key for key in map(PublicKey.of_text, self.keys)}
        return tuple(known[KeyId(one)] for one in party.keys if one in known)


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """Who works at the machine."""

    id: Id
    name: Label
    post: Label = ""


Others = Annotated[tuple[PersonClaim, ...], Meta(min_length=1, max_length=limits.OTHERS)]


@dataclass(frozen=True, slots=True)
class GroupClaim:
    """The working group that the machine records for."""

    id: Id
    name: Label
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Vouched:
    """The office that a lower office's machine speaks for, and the id of its first profile: its chain begins there."""

    office: Id
    name: Label
    profile: Hash


@dataclass(frozen=True, slots=True)
class Request:
    """What a machine says about itself, signed by the key that it asks a certificate for.

    A lower office asks with ``vouches``, which names itself; such a request is never granted as one of our own.
    """

    office: Id | None
    device: Id
    key: Hash
    recipient: Recipient
    machine: Label
    person: PersonClaim
    group: GroupClaim | None
    role: Role
    created: Moment
    others: Others | UnsetType = UNSET
    """Further people who work at the machine; left out where there are none."""
    replaces: Id | UnsetType = UNSET
    """The device whose place this machine takes, as its person says."""
    vouches: Vouched | UnsetType = UNSET

    @property
    def people(self) -> tuple[PersonClaim, ...]:
        """Everybody who may be the author of its entries; the first one answers for the machine."""
        return (self.person, *(self.others or ()))

    @property
    def lower(self) -> Vouched | None:
        """The office that the machine speaks for, where that is not the one which it asks."""
        return self.vouches if isinstance(self.vouches, Vouched) else None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an office vouches for. ``kinds`` are kinds of entries, ``visit.*`` standing for all that begin so.

    ``vouches`` belongs to the role ``lower_office`` and to no other.
    """

    office: Id
    device: Id
    key: Hash
    recipient: Recipient
    machine: Label
    person: PersonClaim
    group: GroupClaim | None
    organisations: tuple[Id, ...]
    kinds: tuple[Word, ...]
    not_before: Moment
    not_after: Moment
    role: Role
    others: Others | UnsetType = UNSET
    replaces: Id | UnsetType = UNSET
    vouches: Vouched | UnsetType = UNSET
    former_groups: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=limits.FORMER_GROUPS)] | UnsetType = UNSET
    """Ids of groups that it recorded for before: by its own account before anybody decided, or by earlier papers."""

    @property
    def people(self) -> tuple[PersonClaim, ...]:
        """Everybody who may be the author of its entries; the first one answers for the machine."""
        return (self.person, *(self.others or ()))

    @property
    def formerly(self) -> tuple[str, ...]:
        """Ids of groups that it recorded for before."""
        return () if isinstance(self.former_groups, UnsetType) else self.former_groups

    @property
    def key_id(self) -> KeyId:
        return PublicKey.of_text(self.key).id

    @property
    def lower(self) -> Vouched | None:
        """The office below this one that the machine speaks for; ``None`` for machines of this office."""
        return self.vouches if isinstance(self.vouches, Vouched) else None

    def allows(self, kind: str) -> bool:
        return any(kind == one or (one.endswith(".*") and kind.startswith(one[:-1])) for one in self.kinds)

    def has_expired(self, now: datetime) -> bool:
        """Expiry reminds people; it never stops recording and never voids what was signed."""
        return now > read_time(self.not_after)


@dataclass(frozen=True, slots=True)
class LastGood:
    """The last entry of an epoch that still counts; 0 is none."""

    epoch: Id
    seq: Count


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key that counts only up to a position in each epoch; an epoch that is not named does not count at all."""

    key: Hash
    device: Id
    last_good: tuple[LastGood, ...]
    reason: Label = ""

    def covers(self, epoch: str, seq: int) -> bool:
        """Whether an entry at this position comes after the last good one."""
        return seq > next((one.seq for one in self.last_good if one.epoch == epoch), 0)


@dataclass(frozen=True, slots=True)
class Revocations:
    """All keys that an office has revoked; a higher version replaces."""

    office: Id
    version: Position
    revoked: tuple[Revocation, ...]
    created: Moment


GROUP_KINDS = (
    "visit.recorded",
    "visit.amended",
    "visit.withdrawn",
    "visits.linked",
    "statement.followed",
    "plan.answered",
    "person.changed",
    "conflict.settled",
    "part.erased",
    "device.epoch_opened",
)
"""What a group's machine may write unless the office says otherwise."""

OFFICE_KINDS = tuple(
    f"{namespace}.*"
    for namespace in (
        "visit",
        "visits",
        "statement",
        "plan",
        "organisation",
        "group",
        "person",
        "conflict",
        "part",
        "act",
        "device",
    )
)


def sign_document(value: object, payload_type: PayloadType, *keys: SigningKey) -> bytes:
    """A document as one signed line, without line end. Raises ``Refusal`` E_DOCUMENT for one that nobody could read:
    overlong or unclean names, keys that are none."""
    payload = strict_json.write(value)
    parse_document(payload, type(value))
    return envelope.sign(payload_type, payload, *keys)


def parse_document(payload: bytes, shape: type[T]) -> T:
    """Raises ``Refusal`` E_DOCUMENT where verified bytes are no such document."""
    try:
        value = strict_json.read(payload, shape)
        strict_json.check_clean(payload.decode("utf-8"))
    except ValueError as error:
        raise Refusal(Code.DOCUMENT, what=shape.__name__.lower(), why=str(error)[:200]) from error
    return value


def read_document(line: bytes, payload_type: PayloadType) -> Envelope:
    """An envelope of this type, its signatures unchecked. Raises ``Refusal`` E_SIZE, E_ENVELOPE or E_TYPE."""
    held = envelope.read(line, limits.DOCUMENT_BYTES)
    if held.type != payload_type:
        raise Refusal(Code.TYPE, type=held.type[:80])
    return held


def read_request(line: bytes) -> tuple[Request, Signed]:
    """A request, signed by the key that it names: proof that its sender holds that key, and of nothing else.

    Raises ``Refusal`` as ``envelope.verify`` does (E_SIGNER where the named key is not the signing one) and E_DOCUMENT.
    """
    held = read_document(line, PayloadType.REQUEST)
    request = parse_document(held.payload, Request)
    key = check_keys(request, [request.key], [request.recipient])[0]
    if request.role is Role.LOWER_OFFICE or (request.lower is not None and request.role is not Role.OFFICE):
        raise Refusal(Code.DOCUMENT, what="request", why="role")
    find: Callable[[KeyId], PublicKey | None] = {key.id: key}.get
    return request, envelope.verify(line, find, PayloadType.REQUEST)


def check_keys(document: object, keys: Sequence[str], recipients: Sequence[str]) -> tuple[PublicKey, ...]:
    """The public keys that a document names. Raises ``Refusal`` E_DOCUMENT where a key or an age recipient is none."""
    what = type(document).__name__.lower()
    for one in recipients:
        if not age.is_recipient(one):
            raise Refusal(Code.DOCUMENT, what=what, why="not an age recipient")
    try:
        return tuple(PublicKey.of_text(key) for key in keys)
    except ValueError as error:
        raise Refusal(Code.DOCUMENT, what=what, why=str(error)) from error


def fifteen_digits(line: bytes) -> str:
    """The digits that one person reads out and another types: ``12345 67890 12345``.

    Argon2id (RFC 9106; 3 passes, 64 MiB, one lane) over the SHA-256 of the exact signed payload, modulo 10^15. It is
    slow on purpose: whoever wants a second document with the same digits must pay for every attempt.
    """
    return digits_of(envelope.read(line, limits.DOCUMENT_BYTES).payload)


def digits_of(data: bytes, salt: bytes = _DIGITS_SALT) -> str:
    """The fifteen digits of any bytes, as ``fifteen_digits`` describes."""
    digest = hash_text(data).encode("ascii")
    raw = nacl.pwhash.argon2id.kdf(32, digest, salt, opslimit=_DIGITS_PASSES, memlimit=_DIGITS_MEMORY)
    digits = f"{int.from_bytes(raw, 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return " ".join(digits[at : at + 5] for at in range(0, _DIGITS, 5))


def are_same_digits(typed: str, digits: str) -> bool:
    """Whether somebody typed these digits, however they grouped them."""
    plain = "".join(typed.replace("-", " ").split())
    return plain.isascii() and plain.isdigit() and plain == digits.replace(" ", "")


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The lines of a card, request or grant by type, in the order of the file; nothing is verified yet."""

    lines: tuple[tuple[str, bytes], ...] = field(default=())

    def of_type(self, payload_type: PayloadType) -> tuple[bytes, ...]:
        return tuple(line for found, line in self.lines if found == payload_type)


def write_document_file(lines: Iterable[bytes]) -> bytes:
    """Documents as a file, one a line."""
    return b"".join(line + b"\n" for line in lines)


def read_document_file(data: bytes) -> DocumentFile:
    """Raises ``Refusal`` E_SIZE, E_FORMAT or E_ENVELOPE."""
    if len(data) > limits.DOCUMENT_FILE_BYTES:
        raise Refusal(Code.SIZE, bytes=len(data), limit=limits.DOCUMENT_FILE_BYTES)
    if not data.startswith(b'{"payload"') or not data.endswith(b"\n"):
        raise Refusal(Code.FORMAT, what="documents")
    lines = data[:-1].split(b"\n")
    if len(lines) > limits.DOCUMENTS_IN_FILE:
        raise Refusal(Code.SIZE, items=len(lines), limit=limits.DOCUMENTS_IN_FILE)
    return DocumentFile(tuple((envelope.read(line, limits.DOCUMENT_BYTES).type, line) for line in lines))
