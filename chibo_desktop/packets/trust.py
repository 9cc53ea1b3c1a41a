"""Whom to believe: the chain of an office's profiles, the certificates that it granted, the keys that it revoked.

Nothing is asked of a network. The first profile of an office is believed because a person compared its fifteen digits;
each later one because enough keys of the one before and of itself signed it. Versions never go back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import UNSET

from chibo_desktop.domain.ids import EntryId, KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import Envelope, PayloadType
from chibo_desktop.packets.keys import PublicKey, SigningKey
from chibo_desktop.packets.trust_documents import (
    GROUP_KINDS,
    OFFICE_KINDS,
    Certificate,
    GroupClaim,
    Party,
    Profile,
    Request,
    Revocation,
    Revocations,
    Role,
    check_keys,
    parse_document,
    read_document,
    sign_document,
)
from chibo_desktop.packets.wire_types import read_time, time_text


class Trust(Protocol):
    """What reading a packet asks of whoever keeps the documents."""

    def find_key(self, key: KeyId) -> PublicKey | None: ...

    def certificate_of(self, key: KeyId) -> Certificate | None: ...

    def revocation_of(self, key: KeyId) -> Revocation | None: ...

    def is_released(self, entry: EntryId, signer: KeyId) -> bool: ...


@dataclass(frozen=True, slots=True)
class TrustBook:
    """Documents that were verified, ready to be asked. Built by ``open_trust``; ``subordination`` adds ``below``."""

    profiles: tuple[Profile, ...] = ()
    """The chain of the own office, oldest first."""
    certificates: Mapping[KeyId, Certificate] = field(default_factory=dict[KeyId, Certificate])
    revoked: Mapping[KeyId, Revocation] = field(default_factory=dict[KeyId, Revocation])
    released: frozenset[EntryId] = frozenset()
    """Entries that somebody confirmed although they lie after the last good position of a revoked key."""
    _keys: Mapping[KeyId, PublicKey] = field(default_factory=dict[KeyId, PublicKey], repr=False)
    revocations: int = 0
    """Version of the list of revoked keys that counts; 0 is none."""
    below: Mapping[str, "TrustBook"] = field(default_factory=dict[str, "TrustBook"])
    """The books of the offices that report here, directly or through others, by the id of the office."""
    owners: Mapping[KeyId, "TrustBook"] = field(default_factory=dict[KeyId, "TrustBook"], repr=False)
    """Which of them vouches for a key."""
    revoked_below: Mapping[KeyId, Revocation] = field(default_factory=dict[KeyId, Revocation], repr=False)
    earlier: tuple[Certificate, ...] = ()
    """Certificates of this office of which a later one for the same key took the place."""

    @property
    def profile(self) -> Profile | None:
        """The profile in force."""
        return self.profiles[-1] if self.profiles else None

    def find_key(self, key: KeyId) -> PublicKey | None:
        """A key that a certificate vouches for, or ``None``."""
        found = self._keys.get(key)
        return self.owners[key].find_key(key) if found is None and key in self.owners else found

    def certificate_of(self, key: KeyId) -> Certificate | None:
        """The certificate of this office for a key, else that of the office below which vouches for it."""
        found = self.certificates.get(key)
        return self.owners[key].certificate_of(key) if found is None and key in self.owners else found

    def revocation_of(self, key: KeyId) -> Revocation | None:
        return self.revoked.get(key) or self.revoked_below.get(key)

    def all_certificates(self) -> tuple[Certificate, ...]:
        """Those of the offices below, then those of this one."""
        return (
            *(one for book in self.below.values() for one in book.certificates.values()),
            *self.certificates.values(),
        )

    def is_released(self, entry: EntryId, signer: KeyId) -> bool:
        """Whether this office confirmed an entry, or the one below that vouches for its key and alone revoked it."""
        owner = self.owners.get(signer) if signer not in self.certificates and signer not in self.revoked else None
        return entry in self.released or (owner is not None and entry in owner.released)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a certificate lets a machine do: for which group and organisations, which kinds of entries, and how long.

    No group, and no organisations, mean all of them. ``former_groups`` are ids that its visits may name, too.
    ``kinds`` are as in ``Certificate``.
    """

    group: GroupClaim | None
    organisations: tuple[str, ...]
    kinds: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    former_groups: tuple[str, ...] = ()

    @classmethod
    def asked(cls, request: Request, not_before: datetime, not_after: datetime) -> "Scope":
        """What the machine asks for: its own group, all organisations, what its role may write."""
        kinds = OFFICE_KINDS if request.role is Role.OFFICE else GROUP_KINDS
        return cls(request.group, (), kinds, not_before, not_after)


def open_trust(
    profiles: Sequence[bytes],
    certificates: Iterable[bytes] = (),
    revocations: Iterable[bytes] = (),
    released: frozenset[EntryId] = frozenset(),
) -> TrustBook:
    """The book of these documents; the first profile is believed as it stands (its digits were compared).

    Of two certificates for one key the later one counts; what disowned keys signed is passed over. Raises ``Refusal``
    as the ``verify_`` functions do.
    """
    if not profiles:
        return TrustBook()
    chain = [verify_first_profile(profiles[0])]
    for line in profiles[1:]:
        chain.append(verify_next_profile(chain[-1], line))
    granted: dict[KeyId, Certificate] = {}
    keys: dict[KeyId, PublicKey] = {}
    every = [verify_certificate(chain, line) for line in standing(chain, certificates)]
    for certificate in every:
        key = PublicKey.of_text(certificate.key)
        held = granted.get(key.id)
        if held is None or held.not_before <= certificate.not_before:
            granted[key.id] = certificate
            keys[key.id] = key
    lists = [verify_revocations(chain, line) for line in standing(chain, revocations)]
    newest = max(lists, key=lambda one: one.version, default=None)
    revoked = {PublicKey.of_text(one.key).id: one for one in (newest.revoked if newest else ())}
    version = newest.version if newest else 0
    earlier = tuple(one for one in every if granted[one.key_id] != one)
    return TrustBook(tuple(chain), granted, revoked, released, keys, version, earlier=earlier)


def void_keys(chain: Sequence[Profile]) -> frozenset[str]:
    """Ids of the keys that some profile of the chain disowns: once disowned, for good."""
    return frozenset(key for profile in chain for key in (profile.void or ()))


def standing(chain: Sequence[Profile], lines: Iterable[bytes]) -> tuple[bytes, ...]:
    """Certificates or revocations without those that only disowned keys have signed."""
    void = void_keys(chain)
    if not void:
        return tuple(lines)
    return tuple(line for line in lines if any(one not in void for one, _ in envelope.read(line).signatures))


def sign_profile(profile: Profile, *keys: SigningKey) -> bytes:
    """The profile as a signed line. From version 2 on ``keys`` are those of the old root and of the new."""
    return sign_document(profile, PayloadType.PROFILE, *keys)


def verify_first_profile(line: bytes) -> Profile:
    """A profile signed by the threshold of its own root. Raises ``Refusal`` E_DOCUMENT or E_THRESHOLD, or as
    ``trust_documents.read_document`` does."""
    held = read_document(line, PayloadType.PROFILE)
    profile = parse_document(held.payload, Profile)
    check_profile(profile)
    _check_threshold(held, profile, profile.roles.root)
    return profile


def verify_next_profile(trusted: Profile, line: bytes) -> Profile:
    """The profile after ``trusted``: of the same office, one version higher, signed by the thresholds of both.

    Raises ``Refusal`` E_ROLLBACK (data ``version``, ``trusted``) for any other version, else as
    ``verify_first_profile``.
    """
    profile = verify_first_profile(line)
    if profile.office != trusted.office:
        raise Refusal(Code.DOCUMENT, what="profile", why="another office")
    if profile.version != trusted.version + 1:
        raise Refusal(Code.ROLLBACK, version=profile.version, trusted=trusted.version)
    _check_threshold(read_document(line, PayloadType.PROFILE), trusted, trusted.roles.root)
    return profile


def grant(request: Request, profile: Profile, issuer: SigningKey, not_before: datetime, not_after: datetime) -> bytes:
    """A certificate for what the machine of ``request`` asks for, as a signed line. Raises as ``certificate_for``."""
    return sign_certificate(
        certificate_for(request, profile.office, Scope.asked(request, not_before, not_after)), issuer
    )


def certificate_for(request: Request, office: str, scope: Scope) -> Certificate:
    """What an office vouches for about the machine of ``request``.

    A request that names another office gets the role ``lower_office``, whatever role it asks for: its machine must
    never speak for this one. Raises ``ValueError`` for a span of more than ``limits.CERTIFICATE_DAYS``.
    """
    if not timedelta() < scope.not_after - scope.not_before <= timedelta(days=limits.CERTIFICATE_DAYS):
        raise ValueError("a certificate holds at most 400 days")
    return Certificate(
        office=office,
        device=request.device,
        key=request.key,
        recipient=request.recipient,
        machine=request.machine,
        person=request.person,
        group=scope.group,
        organisations=scope.organisations,
        kinds=scope.kinds,
        not_before=time_text(scope.not_before),
        not_after=time_text(scope.not_after),
        role=request.role if request.lower is None else Role.LOWER_OFFICE,
        others=request.others,
        replaces=request.replaces,
        vouches=request.vouches,
        former_groups=scope.former_groups or UNSET,
    )


def sign_certificate(certificate: Certificate, *issuers: SigningKey) -> bytes:
    """The certificate as a signed line."""
    return sign_document(certificate, PayloadType.CERTIFICATE, *issuers)


def verify_certificate(chain: Sequence[Profile], line: bytes) -> Certificate:
    """A certificate that the issuers of one profile of the chain granted.

    Raises ``Refusal`` E_SIGNER, E_THRESHOLD or E_DOCUMENT, or as ``trust_documents.read_document`` does.
    """
    held = read_document(line, PayloadType.CERTIFICATE)
    _check_any_threshold(held, chain, [profile.roles.issuer for profile in chain])
    certificate = parse_document(held.payload, Certificate)
    check_keys(certificate, [certificate.key], [certificate.recipient])
    try:
        days = read_time(certificate.not_after) - read_time(certificate.not_before)
    except ValueError as error:
        raise Refusal(Code.DOCUMENT, what="certificate", why=str(error)) from error
    if certificate.office != chain[-1].office:
        raise Refusal(Code.DOCUMENT, what="certificate", why="another office")
    _check_vouching(certificate)
    if not timedelta() < days <= timedelta(days=limits.CERTIFICATE_DAYS):
        raise Refusal(Code.DOCUMENT, what="certificate", why="span", days=days.days)
    return certificate


def _check_vouching(certificate: Certificate) -> None:
    lower = certificate.lower
    if (certificate.role is Role.LOWER_OFFICE) != (lower is not None):
        raise Refusal(Code.DOCUMENT, what="certificate", why="vouches")
    if lower is not None and lower.office == certificate.office:
        raise Refusal(Code.DOCUMENT, what="certificate", why="its own superior")


def sign_revocations(revocations: Revocations, *keys: SigningKey) -> bytes:
    """The list of revoked keys as a signed line."""
    return sign_document(revocations, PayloadType.REVOCATIONS, *keys)


def verify_revocations(chain: Sequence[Profile], line: bytes) -> Revocations:
    """A list signed by the revokers of one profile of the chain. Raises ``Refusal`` as ``verify_certificate`` does."""
    held = read_document(line, PayloadType.REVOCATIONS)
    _check_any_threshold(held, chain, [profile.roles.revoker for profile in chain])
    revocations = parse_document(held.payload, Revocations)
    if revocations.office != chain[-1].office:
        raise Refusal(Code.DOCUMENT, what="revocations", why="another office")
    check_keys(revocations, [one.key for one in revocations.revoked], [])
    return revocations


def check_profile(profile: Profile) -> None:
    """Raises ``Refusal`` E_DOCUMENT for a profile whose keys are none, or whose roles they cannot fill."""
    readers = [reader.recipient for reader in (*profile.readers, *profile.recovery)]
    known = {key.id for key in check_keys(profile, profile.keys, readers)}
    for party in (profile.roles.root, profile.roles.issuer, profile.roles.revoker):
        if not set(party.keys) <= known or party.threshold > len(set(party.keys)):
            raise Refusal(Code.DOCUMENT, what="profile", why="a role that its keys cannot fill")


def _check_threshold(held: Envelope, profile: Profile, party: Party) -> None:
    signers = envelope.valid_signers(held, profile.public_keys(party))
    if len(signers) < party.threshold:
        raise Refusal(Code.THRESHOLD, signatures=len(signers), threshold=party.threshold)


def _check_any_threshold(held: Envelope, chain: Sequence[Profile], parties: Sequence[Party]) -> None:
    void = void_keys(chain)
    known = {key for party in parties for key in party.keys} - void
    if not any(signer in known for signer, _ in held.signatures):
        raise Refusal(Code.SIGNER, key=held.signatures[0][0])
    for profile, party in zip(chain, parties, strict=True):
        if len(envelope.valid_signers(held, profile.public_keys(party)) - void) >= party.threshold:
            return
    raise Refusal(Code.THRESHOLD, signatures=len(held.signatures), threshold=parties[-1].threshold)
