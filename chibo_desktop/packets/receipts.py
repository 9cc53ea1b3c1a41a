"""The office's signed answer to packets, and the eight digits for when no file can travel back."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType, Signed
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.manifest import Range
from chibo_desktop.packets.trust import Trust
from chibo_desktop.packets.trust_documents import Role, parse_document, sign_document
from chibo_desktop.packets.wire_types import Hash, Id, Label, Moment, Word

_DIGITS = 8

Comment = Annotated[str, Meta(max_length=2_000)]


class Standing(StrEnum):
    """What became of an entry that the office holds and has not simply merged."""

    QUARANTINED = "quarantined"
    WAITING = "waiting"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class PacketSeen:
    """A packet that the office opened: its id and the SHA-256 of the file."""

    packet: Id
    hash: Hash


@dataclass(frozen=True, slots=True)
class Held:
    """Per device and epoch what the office holds merged, and what it misses below its highest number."""

    device: Id
    epoch: Id
    held: tuple[Range, ...]
    missing: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry that is not simply merged, and why: ``code`` for the program, ``reason`` in the office's words.

    Of minutes that were sent back, ``comment`` is the entry that says so and ``paths`` what to look at; ``text`` is all
    of a comment for which ``reason`` has no room. An office below passes it on with these.
    """

    entry: Hash
    standing: Standing
    code: Word
    reason: Label = ""
    comment: Hash | UnsetType = UNSET
    paths: tuple[Label, ...] | UnsetType = UNSET
    text: Comment | UnsetType = UNSET

    @property
    def words(self) -> str:
        """The whole comment."""
        return self.reason if isinstance(self.text, UnsetType) else self.text


@dataclass(frozen=True, slots=True)
class UpperHeld:
    """What an office further up holds of the same machines, by its own receipt, which lies at the office below it."""

    office: Id
    office_name: Label
    created: Moment
    positions: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an office states about the packets of one machine.

    ``archive_epoch`` changes when the office was restored from a backup: then ``held`` may have shrunk and the laptop
    offers to send again. ``counts_digest`` is the SHA-256 of the state that the office counts from.
    """

    office: Id
    office_name: Label
    audience: Id
    archive_epoch: Id
    created: Moment
    packets: tuple[PacketSeen, ...]
    positions: tuple[Held, ...]
    noted: tuple[Noted, ...]
    counts_digest: Hash
    upper: tuple[UpperHeld, ...] | UnsetType = UNSET
    """The offices above, the nearest first."""

    @property
    def above(self) -> tuple[UpperHeld, ...]:
        return () if isinstance(self.upper, UnsetType) else self.upper


def sign_receipt(receipt: Receipt, key: SigningKey) -> bytes:
    """The receipt as one signed line."""
    return sign_document(receipt, PayloadType.RECEIPT, key)


def verify_receipt(line: bytes, trust: Trust) -> tuple[Receipt, Signed]:
    """A receipt signed by a machine of the office that it names.

    Raises ``Refusal`` as ``envelope.verify`` does, E_SCOPE where the signer is no machine of that office, E_DOCUMENT,
    E_REVOKED: a receipt stands in no log, so nobody could tell whether it is older than the loss of its key.
    """
    signed = envelope.verify(line, trust.find_key, PayloadType.RECEIPT)
    receipt = parse_document(signed.payload, Receipt)
    certificate = trust.certificate_of(signed.signer)
    if certificate is None or certificate.role is not Role.OFFICE or certificate.office != receipt.office:
        raise Refusal(Code.SCOPE, what="receipt", key=signed.signer)
    if trust.revocation_of(signed.signer) is not None:
        raise Refusal(Code.REVOKED, what="receipt", key=signed.signer)
    return receipt, signed


def acknowledgement_code(ack_secret: bytes, file_hash: str) -> str:
    """Eight digits that only somebody can know who opened this very file: HMAC-SHA-256 modulo 10^8.

    The key is the secret from the manifest, the message the file's SHA-256 as its 43 characters.
    """
    mac = hmac.new(ack_secret, file_hash.encode("ascii"), hashlib.sha256).digest()
    return f"{int.from_bytes(mac, 'big') % 10**_DIGITS:0{_DIGITS}d}"
