"""The ceremony that takes an office's root and recovery keys off its machine: each to a stick and to paper.

The keys live in memory only, from their making until the profile that names them has been signed. Whoever stops before
that has changed nothing: the files on the sticks are keys that no profile names.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.packets import key_file, paper_keys, stick
from chibo_desktop.packets.key_file import KeyTag, KeyUse, PrivateKey, Sealing
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.trust_documents import Profile, Reader
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import office_keys, private_keys, profile_proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import check_passphrase
from chibo_desktop.services.profile_changes import MOST_ROOT_KEYS, Change, Root, RootKey, label_of
from chibo_desktop.services.profile_proposals import ProposalView
from chibo_desktop.services.sending import QUIET, Watch
from chibo_desktop.storage.slots import Making


@dataclass(frozen=True, slots=True)
class Plan:
    """What a ceremony shall make: labels of new root keys, how many must sign, and the label of a new recovery key.

    ``keep`` are ids of root keys that stay beside the new ones. No root labels: only the recovery key is made anew. An
    empty recovery label: the recovery key stays as it is.
    """

    root: tuple[str, ...] = ()
    threshold: int = 0
    recovery: str = ""
    keep: tuple[str, ...] = ()


@dataclass(slots=True)
class NewKey:
    """A key of the ceremony, and which of its copies exist."""

    label: str
    private: PrivateKey = field(repr=False)
    file: Path | None = None
    is_printed: bool = False

    @property
    def name(self) -> str:
        """The beginning of its id, as it stands on paper."""
        public = self.private.public
        return office_keys.short_name(public if self.private.use is KeyUse.RECOVERY else self.private.signing.id)

    @property
    def is_safe(self) -> bool:
        """Whether it may leave this machine's memory: it lies on a stick and on paper."""
        return self.file is not None and self.is_printed


@dataclass(slots=True)
class Ceremony:
    """A ceremony that is under way. Only in memory, and only until it is finished or given up."""

    office: str
    office_name: str
    created: dt.datetime
    threshold: int
    keys: list[NewKey]
    kept: tuple[RootKey, ...] = ()

    @property
    def root_keys(self) -> list[NewKey]:
        return [one for one in self.keys if one.private.use is KeyUse.ROOT]

    @property
    def is_ready(self) -> bool:
        """Whether every key has its stick and its paper."""
        return all(one.is_safe for one in self.keys)


def begin(desk: Desk, plan: Plan) -> Ceremony:
    """Make the keys of a plan, in memory.

    Raises ``Refusal`` NOT_AN_OFFICE, PROPOSAL_OPEN, PROFILE_BEHIND, ROOT_COUNT, THRESHOLD_WRONG, LABEL_MISSING,
    LABEL_TWICE, ROOT_UNKNOWN, CHANGE_EMPTY.
    """
    secrets, profile = office_keys.office_of(desk)
    if profile_proposals.open_proposal(desk) is not None:
        raise Refusal("PROPOSAL_OPEN")
    profile_proposals.require_newest(desk, profile)
    labels = [label_of(one) for one in plan.root]
    kept = _kept(profile, plan)
    _check([*labels, *(one.label for one in kept)], plan)
    keys = [NewKey(label, PrivateKey(KeyUse.ROOT, SigningKey.generate(desk.random).seed)) for label in labels]
    if plan.recovery:
        keys.append(NewKey(label_of(plan.recovery), PrivateKey.of_reader(ReaderKey.generate())))
    if not keys:
        raise Refusal("CHANGE_EMPTY")
    return Ceremony(secrets.office, profile.name, desk.clock(), plan.threshold, keys, kept)


def _kept(profile: Profile, plan: Plan) -> tuple[RootKey, ...]:
    """Root keys of the profile that stay. Raises ``Refusal`` ROOT_UNKNOWN."""
    root, labels = profile.roles.root, profile.label_of
    known = dict(zip(root.keys, (one.text for one in profile.public_keys(root)), strict=True))
    unknown = next((one for one in plan.keep if one not in known), None)
    if unknown is not None:
        raise Refusal("ROOT_UNKNOWN", key=unknown)
    return tuple(RootKey(known[one], labels.get(one, one[:8])) for one in plan.keep)


def _check(labels: Sequence[str], plan: Plan) -> None:
    if len(labels) > MOST_ROOT_KEYS:
        raise Refusal("ROOT_COUNT", most=MOST_ROOT_KEYS)
    if len(set(labels)) < len(labels):
        raise Refusal("LABEL_TWICE")
    if labels and not 1 <= plan.threshold <= len(labels):
        raise Refusal("THRESHOLD_WRONG", threshold=plan.threshold, keys=len(labels))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a key file goes, and the passphrase that seals it."""

    folder: Path
    passphrase: str = field(repr=False)


def write_key(ceremony: Ceremony, key: NewKey, target: Target, making: Making, watch: Watch = QUIET) -> Path:
    """Seal a key to its passphrase and write it onto its own stick; it counts only after it was read back.

    Raises ``Refusal`` PASSPHRASE_SHORT, KEY_STICK_TAKEN (another key of this office lies there); ``Fault`` and
    ``Cancelled`` as ``packets.stick.write_packet`` does.
    """
    check_passphrase(target.passphrase)
    for found in private_keys.key_files(target.folder):
        if found.header.office == ceremony.office and found.header.key in _others(ceremony, key):
            raise Refusal("KEY_STICK_TAKEN", label=found.header.label)
    tag = KeyTag(ceremony.office, ceremony.office_name, key.label, time_text(ceremony.created))
    sealing = Sealing(target.passphrase, making.cost.passes, making.cost.memory, making.random_bytes)
    data = key_file.seal_key(key.private, tag, sealing)
    name = key_file.file_name(key.private)
    key.file = stick.write_packet(target.folder, name, data, watch.progress, watch.cancelled)
    return key.file


def _others(ceremony: Ceremony, key: NewKey) -> frozenset[str]:
    return frozenset(one.private.public for one in ceremony.keys if one is not key)


def rows_of(key: NewKey) -> tuple[str, ...]:
    """The rows of a key as they stand on its page."""
    return paper_keys.rows_of(key.private.raw)


def confirm_page(key: NewKey, row: int, typed: str) -> bool:
    """Whether somebody typed this row (from 0) back from the printed page; if so, the key counts as printed."""
    if paper_keys.is_same_row(typed, rows_of(key)[row]):
        key.is_printed = True
        return True
    return False


def finish(desk: Desk, ceremony: Ceremony) -> Outcome[ProposalView]:
    """Propose the profile that names the new keys, signed by all of them; then they leave the memory of this machine.

    From one root key on this machine the change is applied at once; else it waits for the keys of the old root.
    Raises ``Refusal`` CEREMONY_UNFINISHED while a key has no stick or no paper, else as ``profile_proposals.propose``.
    """
    missing = next((one for one in ceremony.keys if not one.is_safe), None)
    if missing is not None:
        raise Refusal("CEREMONY_UNFINISHED", label=missing.label)
    roots = ceremony.root_keys
    made = tuple(RootKey(one.private.public, one.label) for one in roots)
    root = Root((*ceremony.kept, *made), ceremony.threshold) if made else None
    recovery = tuple(
        Reader(one.label, one.private.public) for one in ceremony.keys if one.private.use is KeyUse.RECOVERY
    )
    change = Change(root=root, recovery=recovery or None)
    outcome = profile_proposals.propose(desk, change, [one.private for one in roots])
    ceremony.keys.clear()
    return outcome
