"""The keys of an office: what each is for, where it is, since when; and that the sealed ones follow the profile."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import office, papers
from chibo_desktop.services.desk import Desk, OfficeSecrets, StagedSecrets


class KeyRole(StrEnum):
    """What a key of an office is for."""

    ROOT = "root"
    ISSUER = "issuer"
    REVOKER = "revoker"
    READER = "reader"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of the profile in force. ``name`` is the beginning of its id or recipient, as it is printed on paper.

    ``here``: the private half lies on this machine. ``since``: the day of the first profile that names it in this role.
    """

    role: KeyRole
    key: str
    name: str
    label: str
    here: bool
    since: dt.date


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """All keys of an office. ``ready``: the working keys of this machine are those of the profile in force."""

    office: str
    version: int
    weak: bool
    threshold: int
    root_keys: int
    rows: tuple[KeyRow, ...]
    ready: bool
    digits_of_card: str

    @property
    def recovery_is_here(self) -> bool:
        """Whether the key that should be on paper only still lies on the machine that it is meant to outlive."""
        return any(row.here for row in self.rows if row.role is KeyRole.RECOVERY)


def office_of(desk: Desk) -> tuple[OfficeSecrets, Profile]:
    """The office's private keys and its profile in force. Raises ``Refusal`` NOT_AN_OFFICE."""
    profile = papers.profile_in_force(desk)
    if not desk.is_office or desk.office_secrets is None or profile is None:
        raise Refusal("NOT_AN_OFFICE")
    return desk.office_secrets, profile


def office_keys(desk: Desk) -> OfficeKeys:
    """Where every key of this office is. Raises ``Refusal`` NOT_AN_OFFICE."""
    secrets, profile = office_of(desk)
    chain = papers.trust_book(desk).profiles
    root = profile.roles.root
    return OfficeKeys(
        office=profile.name,
        version=profile.version,
        weak=profile.weak,
        threshold=root.threshold,
        root_keys=len(root.keys),
        rows=tuple(_rows(profile, chain, secrets)),
        ready=SigningKey.of_seed(secrets.issuer).id in profile.roles.issuer.keys,
        digits_of_card=office.card_digits(papers.profile_lines(desk)),
    )


def is_ready(desk: Desk) -> bool:
    """Whether the profile in force names the working keys of this machine."""
    secrets, profile = desk.office_secrets, papers.profile_in_force(desk)
    return (
        secrets is not None
        and profile is not None
        and (SigningKey.of_seed(secrets.issuer).id in profile.roles.issuer.keys)
    )


def keys_named_by(profile: Profile) -> tuple[tuple[KeyRole, str], ...]:
    """Every role that the profile gives to a key: the key's id, or a reader's recipient."""
    roles = profile.roles
    parties = ((KeyRole.ROOT, roles.root), (KeyRole.ISSUER, roles.issuer), (KeyRole.REVOKER, roles.revoker))
    readers = ((KeyRole.READER, profile.readers), (KeyRole.RECOVERY, profile.recovery))
    return (
        *((role, key) for role, party in parties for key in party.keys),
        *((role, one.recipient) for role, some in readers for one in some),
    )


def _rows(profile: Profile, chain: Sequence[Profile], secrets: OfficeSecrets) -> list[KeyRow]:
    here = _held_here(secrets)
    labels = {one.recipient: one.label for one in (*profile.readers, *profile.recovery)} | profile.label_of
    rows: list[KeyRow] = []
    for role, key in keys_named_by(profile):
        first = next(one for one in chain if (role, key) in keys_named_by(one))
        since = read_time(first.created).astimezone().date()
        rows.append(KeyRow(role, key, short_name(key), labels.get(key, ""), key in here, since))
    return rows


def short_name(key: str) -> str:
    """The beginning of a key id or recipient, enough to tell one paper from another."""
    return key.removeprefix("age1")[:8].upper() if key.startswith("age1") else key[:8]


def _held_here(secrets: OfficeSecrets) -> frozenset[str]:
    seeds = (secrets.root, secrets.issuer, secrets.revoker)
    readers = (secrets.reader, secrets.recovery)
    return frozenset(
        [SigningKey.of_seed(seed).id for seed in seeds if seed is not None]
        + [ReaderKey.of_secret(one).recipient for one in readers if one is not None]
    )


def settled(secrets: OfficeSecrets, profile: Profile) -> OfficeSecrets:
    """The keys as they should lie on the machine under a profile.

    What was staged takes its place once the profile names it; the reader before it is kept, for packets on their way.
    Root and recovery keys that the profile no longer names are gone.
    """
    roles, staged = profile.roles, secrets.staged
    recipients = {one.recipient for one in profile.readers}
    if staged.issuer is not None and SigningKey.of_seed(staged.issuer).id in roles.issuer.keys:
        secrets = replace(secrets, issuer=staged.issuer)
        staged = replace(staged, issuer=None)
    if staged.revoker is not None and SigningKey.of_seed(staged.revoker).id in roles.revoker.keys:
        secrets = replace(secrets, revoker=staged.revoker)
        staged = replace(staged, revoker=None)
    if staged.reader is not None and ReaderKey.of_secret(staged.reader).recipient in recipients:
        secrets = replace(secrets, reader=staged.reader, old_readers=(*secrets.old_readers, secrets.reader))
        staged = replace(staged, reader=None)
    root, recovery = secrets.root, secrets.recovery
    if root is not None and SigningKey.of_seed(root).id not in roles.root.keys:
        root = None
    if recovery is not None and ReaderKey.of_secret(recovery).recipient not in {r.recipient for r in profile.recovery}:
        recovery = None
    return replace(secrets, root=root, recovery=recovery, staged=staged)


def settle(desk: Desk) -> None:
    """Let the sealed keys follow the profile in force; after a crash between the two, opening the book does it."""
    if desk.office_secrets is None:
        return
    chain = trust.open_trust(papers.profile_lines(desk)).profiles
    if not chain:
        return
    secrets = settled(desk.office_secrets, chain[-1])
    if secrets != desk.office_secrets:
        office.keep_secrets(desk, secrets)


def unstaged(secrets: OfficeSecrets) -> OfficeSecrets:
    """Without the keys that were made for a proposal which was given up."""
    return replace(secrets, staged=StagedSecrets())
