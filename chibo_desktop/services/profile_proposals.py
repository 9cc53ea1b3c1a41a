"""A change of the office's profile: proposed here, signed a key at a time, on any day and machine, applied whole.

Nothing of a change counts before the thresholds of the old root and of the new one are reached; giving a proposal up
leaves everything as it was.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import proposals, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.key_file import KeyUse, PrivateKey
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.proposals import Proposal, Tally
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import acts, epochs, erasing, logbook, office, office_keys, papers, reissuing, revocation
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk, OfficeSecrets, StagedSecrets, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.services.profile_changes import (
    Change,
    Difference,
    Fresh,
    Root,
    RootKey,
    differences,
    next_profile,
)
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact
from chibo_desktop.storage.trust_documents import DocumentKind

OPEN_PROPOSAL = "office.proposal"


@dataclass(frozen=True, slots=True)
class Signer:
    """A root key by its label and the beginning of its id, and whether it has signed."""

    label: str
    name: str
    has_signed: bool


@dataclass(frozen=True, slots=True)
class TallyView:
    """The keys of one root and what they have signed; ``threshold`` of them must."""

    signers: tuple[Signer, ...]
    threshold: int

    @property
    def signed(self) -> int:
        return sum(one.has_signed for one in self.signers)

    @property
    def missing(self) -> int:
        return max(0, self.threshold - self.signed)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A change on its way: what would be different, who has signed, and whether it is the profile by now."""

    id: str
    office: str
    version: int
    made_at: dt.datetime
    changes: tuple[Difference, ...]
    old: TallyView
    new: TallyView
    applied: bool


def open_proposal(desk: Desk) -> ProposalView | None:
    """The proposal that waits for signatures, or ``None``."""
    found = _open(desk)
    return None if found is None else view_of(found)


def view_of(proposal: Proposal, *, applied: bool = False) -> ProposalView:
    """A proposal for people to read."""
    return ProposalView(
        id=proposal.id,
        office=proposal.after.name,
        version=proposal.after.version,
        made_at=read_time(proposal.after.created),
        changes=differences(proposal.before, proposal.after),
        old=_tally_view(proposal.before, proposal.old),
        new=_tally_view(proposal.after, proposal.new),
        applied=applied,
    )


def _tally_view(profile: Profile, tally: Tally) -> TallyView:
    labels = profile.label_of
    signers = (Signer(labels.get(key, ""), key[:8], key in tally.signed) for key in profile.roles.root.keys)
    return TallyView(tuple(signers), tally.threshold)


def _open(desk: Desk) -> Proposal | None:
    line, profile = get_fact(desk.book, OPEN_PROPOSAL), papers.profile_in_force(desk)
    if line is None or profile is None:
        return None
    try:
        return proposals.read_proposal(profile, line.encode("utf-8"))
    except Refusal:  # another change came first: this one can never be applied
        return None


def _require_open(desk: Desk) -> Proposal:
    found = _open(desk)
    if found is None:
        raise Refusal("PROPOSAL_NONE")
    return found


def propose(desk: Desk, change: Change, keys: Iterable[PrivateKey] = ()) -> Outcome[ProposalView]:
    """Propose a change; with enough ``keys`` it is applied at once. A root key that lies on this machine signs, too.

    Raises ``Refusal`` NOT_AN_OFFICE, PROPOSAL_OPEN (one at a time), PROFILE_BEHIND (this machine has seen a newer
    profile than its book holds), else as ``profile_changes.next_profile``.
    """
    secrets, profile = office_keys.office_of(desk)
    if _open(desk) is not None:
        raise Refusal("PROPOSAL_OPEN")
    require_newest(desk, profile)
    secrets, fresh = _staged(desk, secrets, profile, change)
    after = next_profile(profile, change, fresh, desk.clock())
    if secrets != desk.office_secrets:
        office.keep_secrets(desk, secrets)
    proposal = proposals.propose(profile, after, desk.keys.signing)
    mine = () if secrets.root is None else (SigningKey.of_seed(secrets.root),)
    for key in (*mine, *(one.signing for one in keys)):
        if key.id in proposal.may_sign:
            proposal = proposals.sign(proposal, key)
    return _carry_on(desk, proposal)


def root_ids(desk: Desk, named: Iterable[str]) -> tuple[str, ...]:
    """Ids of root keys by id, beginning of an id, or label. Raises ``Refusal`` ROOT_UNKNOWN."""
    _, profile = office_keys.office_of(desk)
    labels = profile.label_of
    found: list[str] = []
    for one in named:
        key = next((key for key in profile.roles.root.keys if one in {key, key[:8], labels.get(key)}), None)
        if key is None:
            raise Refusal("ROOT_UNKNOWN", key=one)
        found.append(key)
    return tuple(found)


def root_without(desk: Desk, removed: Iterable[str], threshold: int | None) -> Root | None:
    """The root of the profile in force without some keys, or with another threshold; ``None`` where neither changes.

    Raises ``Refusal`` NOT_AN_OFFICE, ROOT_UNKNOWN.
    """
    gone = root_ids(desk, removed)
    if not gone and threshold is None:
        return None
    _, profile = office_keys.office_of(desk)
    root, labels = profile.roles.root, profile.label_of
    keys = tuple(
        RootKey(key.text, labels.get(key.id, key.id[:8])) for key in profile.public_keys(root) if key.id not in gone
    )
    return Root(keys, root.threshold if threshold is None else threshold)


def require_newest(desk: Desk, profile: Profile) -> None:
    """Raises ``Refusal`` PROFILE_BEHIND where this machine has seen a newer profile than its restored book holds."""
    anchor = epochs.read_anchor(desk)
    if anchor is not None and anchor.profile_version > profile.version:
        raise Refusal("PROFILE_BEHIND", version=profile.version, newest=anchor.profile_version)


def _staged(desk: Desk, secrets: OfficeSecrets, profile: Profile, change: Change) -> tuple[OfficeSecrets, Fresh]:
    """Keys for what shall be rotated. A machine that was set up from paper has them already, unnamed by any profile."""
    staged = StagedSecrets()
    if change.rotate_issuer or change.void_issuer:
        staged = replace(staged, issuer=_unnamed(desk, secrets.issuer, profile.roles.issuer.keys))
    if change.rotate_revoker or change.void_revoker:
        staged = replace(staged, revoker=_unnamed(desk, secrets.revoker, profile.roles.revoker.keys))
    if change.rotate_reader:
        named = {one.recipient for one in profile.readers}
        held = ReaderKey.of_secret(secrets.reader)
        staged = replace(staged, reader=(ReaderKey.generate() if held.recipient in named else held).secret)
    fresh = Fresh(
        None if staged.issuer is None else SigningKey.of_seed(staged.issuer).public.text,
        None if staged.revoker is None else SigningKey.of_seed(staged.revoker).public.text,
        None if staged.reader is None else ReaderKey.of_secret(staged.reader).recipient,
    )
    return replace(secrets, staged=staged), fresh


def _unnamed(desk: Desk, seed: bytes, named: Sequence[str]) -> bytes:
    return SigningKey.generate(desk.random).seed if SigningKey.of_seed(seed).id in named else seed


def sign(desk: Desk, key: PrivateKey) -> Outcome[ProposalView]:
    """Sign the open proposal with a root key; the last signature applies it.

    Raises ``Refusal`` PROPOSAL_NONE, KEY_NOT_ROOT, KEY_HAS_SIGNED.
    """
    found = _require_open(desk)
    return _carry_on(desk, proposals.sign(found, _root_key(key)))


def _root_key(key: PrivateKey) -> SigningKey:
    if key.use is not KeyUse.ROOT:
        raise Refusal("KEY_NOT_ROOT")
    return key.signing


def proposal_file(desk: Desk) -> bytes:
    """The open proposal as a file, to be signed on another machine. Raises ``Refusal`` PROPOSAL_NONE."""
    return proposals.write_proposal_file(papers.profile_lines(desk), _require_open(desk))


def read_proposal(data: bytes) -> tuple[ProposalView, str]:
    """A proposal file as it says itself, and the fifteen digits of its office. Raises ``Refusal`` PROPOSAL_INVALID."""
    chain, found = proposals.read_proposal_file(data)
    return view_of(found), office.card_digits(chain)


def sign_file(data: bytes, key: PrivateKey) -> bytes:
    """A proposal file with one signature more: no book is needed, any machine with the program will do.

    Raises ``Refusal`` PROPOSAL_INVALID, KEY_NOT_ROOT, KEY_HAS_SIGNED.
    """
    chain, found = proposals.read_proposal_file(data)
    return proposals.write_proposal_file(chain, proposals.sign(found, _root_key(key)))


def take_file(desk: Desk, data: bytes) -> Outcome[ProposalView]:
    """Add the signatures of a proposal file that was carried elsewhere; the last one applies it.

    Raises ``Refusal`` PROPOSAL_NONE, PROPOSAL_INVALID, PROPOSAL_OTHER (another proposal, or of another office),
    PROPOSAL_APPLIED (the file is of a change that is in force already).
    """
    chain, carried = proposals.read_proposal_file(data)
    _, profile = office_keys.office_of(desk)
    if carried.after.office == profile.office and carried.after.version <= profile.version:
        raise Refusal("PROPOSAL_APPLIED", version=carried.after.version)
    if chain != papers.profile_lines(desk):
        raise Refusal("PROPOSAL_OTHER")
    return _carry_on(desk, proposals.joined(_require_open(desk), carried))


def give_up(desk: Desk) -> Outcome[int]:
    """Drop the open proposal and the keys made for it; returns its version. Raises ``Refusal`` PROPOSAL_NONE."""
    found = _require_open(desk)
    with desk.book.transaction():
        drop_fact(desk.book, OPEN_PROPOSAL)
        note(desk, "PROPOSAL_GIVEN_UP", version=found.after.version)
    if desk.office_secrets is not None:
        office.keep_secrets(desk, office_keys.unstaged(desk.office_secrets))
    return Outcome(found.after.version, Changes.of(("office", found.after.office)))


def _carry_on(desk: Desk, proposal: Proposal) -> Outcome[ProposalView]:
    """Apply a proposal that has its signatures, else keep it for the next one."""
    changes = Changes.of(("office", proposal.after.office))
    if proposal.is_complete:
        _apply(desk, proposal.after, proposals.finished(proposal))
        return Outcome(view_of(proposal, applied=True), changes)
    signed = len({*proposal.old.signed, *proposal.new.signed})
    with desk.book.transaction():
        put_fact(desk.book, OPEN_PROPOSAL, proposal.line.decode("utf-8"))
        note(desk, "PROPOSAL_SIGNED", version=proposal.after.version, signatures=signed)
    return Outcome(view_of(proposal), changes)


def _apply(desk: Desk, profile: Profile, line: bytes) -> None:
    with logbook.writing(desk) as pen:
        papers.keep(desk, DocumentKind.PROFILE, profile.office, line, profile.version)
        drop_fact(desk.book, OPEN_PROPOSAL)
        acts.record(pen, ActRecorded(Act.PROFILE_CHANGED, profile.office, count=profile.version))
        note(desk, "PROFILE_CHANGED", version=profile.version)
        desk.me = replace(desk.me, office_name=profile.name)
        remember_me(desk.book, desk.me)
    finish_applying(desk)


def finish_applying(desk: Desk) -> None:
    """What follows a new profile of the own office: its keys take their places, and its machine is vouched for."""
    office_keys.settle(desk)
    secrets, profile = office_keys.office_of(desk)
    epochs.remember_profile(desk, profile.version)
    if SigningKey.of_seed(secrets.issuer).id in profile.roles.issuer.keys:
        with desk.book.transaction():
            office.introduce_self(desk)
        reissuing.reissue(desk)
    with desk.book.transaction():
        judged = revocation.judge(desk)
    erasing.follow_up(desk, judged.subjects)


def apply_file(desk: Desk, data: bytes) -> Outcome[ProposalView | None]:
    """Take signatures from a proposal file, or newer profiles from a card: both are profiles, one after another.

    The value is the proposal, or ``None`` for a card. Raises ``Refusal`` as :func:`take_file` and :func:`take_card` do.
    """
    try:
        outcome = take_file(desk, data)
    except Refusal as refusal:
        if refusal.code not in {"PROPOSAL_INVALID", "PROPOSAL_NONE", "PROPOSAL_APPLIED"}:
            raise
        return Outcome(None, take_card(desk, data).changes)
    return Outcome(outcome.value, outcome.changes)


def take_card(desk: Desk, data: bytes) -> Outcome[int]:
    """File newer profiles of the own office from a card, after a restore or from another of its machines.

    Returns the version now in force. Raises ``Refusal`` CARD_INVALID, OTHER_OFFICE, E_ROLLBACK (older, or another way
    since a version that both have).
    """
    lines, known = office.read_card_lines(data), papers.profile_lines(desk)
    chain = trust.open_trust(lines).profiles
    _, profile = office_keys.office_of(desk)
    if chain[-1].office != profile.office:
        raise Refusal("OTHER_OFFICE", office=desk.me.office_name)
    if lines[: len(known)] != known:
        raise Refusal(Code.ROLLBACK, version=len(lines), trusted=len(known))
    with desk.book.transaction():
        for version, line in enumerate(lines[len(known) :], start=len(known) + 1):
            papers.keep(desk, DocumentKind.PROFILE, profile.office, line, version)
        if len(lines) > len(known):
            drop_fact(desk.book, OPEN_PROPOSAL)
        desk.me = replace(desk.me, office_name=chain[-1].name)
        remember_me(desk.book, desk.me)
    finish_applying(desk)
    return Outcome(len(lines), Changes.of(("office", profile.office)))
