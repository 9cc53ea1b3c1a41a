"""A machine's change of its signing key: the old key vouches for the new one, so nobody has to read out digits again.

A rotation alone lets nobody in. The office answers it with a certificate for the new key, of the same scope and no
longer than the old one, and with an entry in its list of revocations: the old key counts up to where its log ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType, Signed
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.trust import Trust
from chibo_desktop.packets.trust_documents import (
    Certificate,
    LastGood,
    Request,
    check_keys,
    parse_document,
    sign_document,
)
from chibo_desktop.packets.wire_types import Hash, Id, Moment, Recipient


@dataclass(frozen=True, slots=True)
class Rotation:
    """Signed by the old key: from here on ``key`` signs for ``device``, and ``recipient`` opens what is sent to it.

    ``ended`` are the last entries that the old key signed, one for each epoch.
    """

    office: Id
    device: Id
    key: Hash
    recipient: Recipient
    ended: Annotated[tuple[LastGood, ...], Meta(max_length=limits.ITEMS)]
    created: Moment


def sign_rotation(rotation: Rotation, old: SigningKey) -> bytes:
    """The rotation as one signed line."""
    return sign_document(rotation, PayloadType.ROTATION, old)


def verify_rotation(line: bytes, trust: Trust) -> tuple[Rotation, Certificate, Signed]:
    """The rotation and the certificate of the key that signed it.

    Raises ``Refusal`` as ``envelope.verify`` does (E_SIGNER where nobody vouches for the old key), E_SCOPE where that
    key belongs to another machine or office, E_REVOKED where it was revoked, E_DOCUMENT.
    """
    signed = envelope.verify(line, trust.find_key, PayloadType.ROTATION)
    certificate = trust.certificate_of(signed.signer)
    if certificate is None:
        raise Refusal(Code.SIGNER, key=signed.signer)
    rotation = parse_document(signed.payload, Rotation)
    check_keys(rotation, [rotation.key], [rotation.recipient])
    if (rotation.device, rotation.office) != (certificate.device, certificate.office):
        raise Refusal(Code.SCOPE, what="rotation", key=signed.signer)
    if trust.revocation_of(signed.signer) is not None:
        raise Refusal(Code.REVOKED, what="rotation", key=signed.signer)
    return rotation, certificate, signed


def vouches_for(rotation: Rotation, request: Request) -> bool:
    """Whether a request, signed by the new key itself, is the one that the old key speaks of."""
    said = (rotation.office, rotation.device, rotation.key, rotation.recipient)
    return said == (request.office, request.device, request.key, request.recipient)


def latest_of(positions: Sequence[LastGood], others: Sequence[LastGood]) -> tuple[LastGood, ...]:
    """For each epoch of either the later position."""
    found: dict[str, int] = {}
    for one in (*positions, *others):
        found[one.epoch] = max(one.seq, found.get(one.epoch, 0))
    return tuple(LastGood(epoch, seq) for epoch, seq in found.items())
