"""A change of an office's profile while it still collects signatures: the next profile, signed by too few so far.

A proposal is the line of a profile whose signatures do not suffice yet. The first is that of the machine which
proposes, for an envelope carries at least one; it counts for nothing. As a file it follows the profiles before it, so
that whoever is asked to sign, on whatever machine, sees from what to what.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.trust_documents import (
    Party,
    Profile,
    parse_document,
    read_document,
    read_document_file,
    sign_document,
    write_document_file,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Who of a root has signed, and how many must."""

    signed: tuple[KeyId, ...]
    threshold: int

    @property
    def is_reached(self) -> bool:
        return len(self.signed) >= self.threshold


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change from ``before`` to ``after``, and what the root of each has signed of it."""

    before: Profile
    after: Profile
    line: bytes
    old: Tally
    new: Tally

    @property
    def id(self) -> str:
        """The same however many have signed."""
        held = envelope.read(self.line)
        return envelope.id_of(held.type, held.payload)

    @property
    def is_complete(self) -> bool:
        """Whether both thresholds are reached: only then may it become a profile."""
        return self.old.is_reached and self.new.is_reached

    @property
    def may_sign(self) -> frozenset[KeyId]:
        """The keys whose signature still brings it forward."""
        wanted: set[str] = set()
        for party, tally in ((self.before.roles.root, self.old), (self.after.roles.root, self.new)):
            if not tally.is_reached:
                wanted |= set(party.keys) - set(tally.signed)
        return frozenset(KeyId(one) for one in wanted)


def propose(before: Profile, after: Profile, proposer: SigningKey) -> Proposal:
    """The proposal of a machine, signed by nobody who counts."""
    return read_proposal(before, sign_document(after, PayloadType.PROFILE, proposer))


def read_proposal(before: Profile, line: bytes) -> Proposal:
    """A proposal for the profile after ``before``; signatures may be missing, but none may be false.

    Raises ``Refusal`` E_ROLLBACK for any other version, E_DOCUMENT (another office, or what no profile may say), else
    as ``trust_documents.read_document`` does.
    """
    held = read_document(line, PayloadType.PROFILE)
    after = parse_document(held.payload, Profile)
    trust.check_profile(after)
    if after.office != before.office:
        raise Refusal(Code.DOCUMENT, what="profile", why="another office")
    if after.version != before.version + 1:
        raise Refusal(Code.ROLLBACK, version=after.version, trusted=before.version)
    return Proposal(before, after, line, _tally(held, before, before.roles.root), _tally(held, after, after.roles.root))


def _tally(held: envelope.Envelope, profile: Profile, root: Party) -> Tally:
    signers = envelope.valid_signers(held, profile.public_keys(root))
    return Tally(tuple(KeyId(key) for key in root.keys if key in signers), root.threshold)


def sign(proposal: Proposal, key: SigningKey) -> Proposal:
    """The proposal with one signature more.

    Raises ``Refusal`` KEY_NOT_ROOT for a key of neither root, KEY_HAS_SIGNED for one that signed before.
    """
    if key.id in {*proposal.old.signed, *proposal.new.signed}:
        raise Refusal("KEY_HAS_SIGNED", label=_label(proposal, key))
    if key.id not in {*proposal.before.roles.root.keys, *proposal.after.roles.root.keys}:
        raise Refusal("KEY_NOT_ROOT")
    return read_proposal(proposal.before, envelope.add_signature(proposal.line, key))


def _label(proposal: Proposal, key: SigningKey) -> str:
    return {**proposal.before.label_of, **proposal.after.label_of}.get(key.id, key.id[:8])


def joined(mine: Proposal, other: Proposal) -> Proposal:
    """One proposal with the signatures of two copies of it. Raises ``Refusal`` PROPOSAL_OTHER for two proposals."""
    if mine.id != other.id:
        raise Refusal("PROPOSAL_OTHER")
    held = envelope.read(mine.line)
    signatures = dict(held.signatures[:1]) | _counted(other) | _counted(mine)
    return read_proposal(mine.before, envelope.with_signatures(held, tuple(signatures.items())))


def _counted(proposal: Proposal) -> dict[KeyId, bytes]:
    """The signatures that count, by key."""
    before, after = proposal.before, proposal.after
    keys = (*before.public_keys(before.roles.root), *after.public_keys(after.roles.root))
    return envelope.valid_signatures(envelope.read(proposal.line), keys)


def finished(proposal: Proposal) -> bytes:
    """The line of the new profile: only the signatures that count.

    Raises ``Refusal`` E_THRESHOLD while too few have signed.
    """
    if not proposal.is_complete:
        tally = proposal.new if proposal.old.is_reached else proposal.old
        raise Refusal(Code.THRESHOLD, signatures=len(tally.signed), threshold=tally.threshold)
    line = envelope.with_signatures(envelope.read(proposal.line), tuple(_counted(proposal).items()))
    trust.verify_next_profile(proposal.before, line)
    return line


def write_proposal_file(chain: Sequence[bytes], proposal: Proposal) -> bytes:
    """The proposal as a file: the profiles that led to it, oldest first, then the proposed one."""
    return write_document_file((*chain, proposal.line))


def read_proposal_file(data: bytes) -> tuple[tuple[bytes, ...], Proposal]:
    """The chain in a proposal file, verified from its first profile on, and the proposal.

    Raises ``Refusal`` PROPOSAL_INVALID for anything else.
    """
    try:
        lines = read_document_file(data).of_type(PayloadType.PROFILE)
        chain = trust.open_trust(lines[:-1]).profiles
        found = read_proposal(chain[-1], lines[-1]) if chain else None
    except Refusal as refusal:
        raise Refusal("PROPOSAL_INVALID", why=refusal.code) from refusal
    if found is None:
        raise Refusal("PROPOSAL_INVALID", why="no profile before it")
    return lines[:-1], found
