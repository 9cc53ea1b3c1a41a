"""Signed envelopes: DSSE v1 (secure-systems-lab/dsse, protocol.md and envelope.md) with Ed25519.

The signature covers PAE(type, payload), never JSON that was written anew. Order of work, always: size, envelope, key
looked up in the trust store, algorithm taken from the key, verify, expected type. Only then does anybody parse.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits, strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.keys import PublicKey, SigningKey

FindKey = Callable[[KeyId], PublicKey | None]


class PayloadType(StrEnum):
    """What a payload is, as signed. The number is the version of the kind of document."""

    MANIFEST = "application/vnd.chibo.manifest.v1+json"
    ENTRY = "application/vnd.chibo.entry.v1+json"
    PROFILE = "application/vnd.chibo.profile.v1+json"
    REQUEST = "application/vnd.chibo.request.v1+json"
    CERTIFICATE = "application/vnd.chibo.certificate.v1+json"
    ROTATION = "application/vnd.chibo.rotation.v1+json"
    REVOCATIONS = "application/vnd.chibo.revocations.v1+json"
    RECEIPT = "application/vnd.chibo.receipt.v1+json"


class _Signature(msgspec.Struct, gc=False):
    keyid: Annotated[str, msgspec.Meta(max_length=128)]
    sig: Annotated[str, msgspec.Meta(max_length=128)]


class _Line(msgspec.Struct, gc=False):
    payload: str
    payloadType: Annotated[str, msgspec.Meta(max_length=128)]  # noqa: N815 - the name that DSSE prescribes
    signatures: Annotated[list[_Signature], msgspec.Meta(min_length=1, max_length=limits.SIGNATURES)]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A well-formed envelope of which nothing has been verified yet; ``line`` is what arrived."""

    line: bytes
    type: str
    payload: bytes
    signatures: tuple[tuple[KeyId, bytes], ...]

    @property
    def pae(self) -> bytes:
        return pae(self.type, self.payload)


@dataclass(frozen=True, slots=True)
class Signed:
    """Payload bytes whose signature was verified; ``id`` is the SHA-256 of the PAE, base64url."""

    payload: bytes
    id: str
    signer: KeyId
    line: bytes


def pae(payload_type: str, payload: bytes) -> bytes:
    """Pre-authentication encoding of DSSE v1: ``DSSEv1 <length> <type> <length> <payload>``."""
    name = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def id_of(payload_type: str, payload: bytes) -> str:
    """Identity of a signed document: SHA-256 of its PAE as 43 characters of base64url."""
    return to_text(hashlib.sha256(pae(payload_type, payload)).digest())


def sign(payload_type: str, payload: bytes, *keys: SigningKey) -> bytes:
    """The envelope as one line of JSON, without line end, signed by each of ``keys`` in turn."""
    message = pae(payload_type, payload)
    signatures = [_Signature(key.id, base64.b64encode(key.sign(message)).decode("ascii")) for key in keys]
    return strict_json.write(_Line(base64.b64encode(payload).decode("ascii"), payload_type, signatures))


def add_signature(line: bytes, key: SigningKey) -> bytes:
    """The same document with one signature more. Raises a ``Refusal`` where the line is no envelope."""
    held = read(line)
    return with_signatures(held, (*held.signatures, (key.id, key.sign(held.pae))))


def with_signatures(held: Envelope, signatures: Sequence[tuple[KeyId, bytes]]) -> bytes:
    """The same document under these signatures, which are not checked here."""
    listed = [_Signature(signer, base64.b64encode(sig).decode("ascii")) for signer, sig in signatures]
    return strict_json.write(_Line(base64.b64encode(held.payload).decode("ascii"), held.type, listed))


def read(line: bytes, longest: int = limits.LINE_BYTES) -> Envelope:
    """The envelope in a line. Raises ``Refusal`` E_SIZE or E_ENVELOPE."""
    if len(line) > longest:
        raise Refusal(Code.SIZE, bytes=len(line), limit=longest)
    try:
        held = strict_json.read(line, _Line, longest_text=longest)
        payload = _plain_base64(held.payload)
        signatures = tuple((KeyId(one.keyid), _plain_base64(one.sig)) for one in held.signatures)
    except ValueError as error:
        raise Refusal(Code.ENVELOPE) from error
    return Envelope(line, held.payloadType, payload, signatures)


def verify(line: bytes, find_key: FindKey, payload_type: str) -> Signed:
    """The payload of a line that carries exactly one signature, by a key that ``find_key`` knows.

    Raises ``Refusal`` E_SIZE, E_ENVELOPE, E_SIGNER (data ``key``), E_SIG or E_TYPE, in this order.
    """
    held = read(line)
    if len(held.signatures) != 1:
        raise Refusal(Code.ENVELOPE, signatures=len(held.signatures))
    signer, signature = held.signatures[0]
    key = find_key(signer)
    if key is None:
        raise Refusal(Code.SIGNER, key=signer)
    message = held.pae
    if not key.has_signed(message, signature):
        raise Refusal(Code.SIG, key=signer)
    if held.type != payload_type:
        raise Refusal(Code.TYPE, type=held.type[:80])
    return Signed(held.payload, to_text(hashlib.sha256(message).digest()), signer, line)


def valid_signers(held: Envelope, keys: Sequence[PublicKey]) -> frozenset[KeyId]:
    """Which of ``keys`` signed: for documents that need several. A key counts once, however often it signed."""
    return frozenset(valid_signatures(held, keys))


def valid_signatures(held: Envelope, keys: Sequence[PublicKey]) -> dict[KeyId, bytes]:
    """The true signatures of ``keys``, one for each; false ones and those of other keys are left out."""
    message = held.pae
    known = {key.id: key for key in keys}
    return {
        signer: signature
        for signer, signature in held.signatures
        if signer in known and known[signer].has_signed(message, signature)
    }


def _plain_base64(text: str) -> bytes:
    try:
        given = text.encode("ascii")
        data = binascii.a2b_base64(given, strict_mode=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
    if binascii.b2a_base64(data, newline=False) != given:
        raise ValueError("not the one spelling of these bytes")
    return data
