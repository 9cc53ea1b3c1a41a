"""An office's own keys and its signed profile: the card that laptops accept once and then believe."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import OfficeId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.trust import Scope
from chibo_desktop.packets.trust_documents import Certificate, Party, Policy, Profile, Reader, Revocations, Roles
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk, OfficeSecrets, remember_me, write_office_secrets
from chibo_desktop.storage.trust_documents import DocumentKind

CERTIFICATE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Card:
    """The office's profile as a file, and the digits that its clerk reads out. ``weak``: one key can change all."""

    data: bytes
    digits: str
    office: str
    weak: bool


def found_office(desk: Desk) -> None:
    """Make the keys of a new office and sign its first profile: one root key, the weak form. Inside a transaction."""
    root, recovery = SigningKey.generate(desk.random), ReaderKey.generate()
    secrets = replace(_working_secrets(desk, new_id(desk.random)), root=root.seed, recovery=recovery.secret)
    _take_up(desk, secrets, desk.me.group.name or desk.me.machine)
    profile = _first_profile(secrets, root, recovery, desk)
    line = trust.sign_profile(profile, root)
    papers.keep(desk, DocumentKind.PROFILE, profile.office, line, profile.version)
    introduce_self(desk)


def found_again(desk: Desk, card: bytes) -> None:
    """Take the place of an office whose machine is lost: its profiles from a card, new working keys. In a transaction.

    The new keys count for nothing before enough root keys have signed a profile that names them; packets can be opened
    as soon as the recovery key was typed. Raises ``Refusal`` CARD_INVALID.
    """
    lines = read_card_lines(card)
    profile = trust.open_trust(lines).profiles[-1]
    _take_up(desk, _working_secrets(desk, profile.office), profile.name)
    for version, line in enumerate(lines, start=1):
        papers.keep(desk, DocumentKind.PROFILE, profile.office, line, version)


def stand_again(desk: Desk) -> None:
    """Take the place of an office whose machine is lost, with its book from a backup. In a transaction.

    New working keys, as in :func:`found_again`; the profiles are in the book.
    """
    _take_up(desk, _working_secrets(desk, str(desk.me.office)), desk.me.office_name)


def read_card_lines(card: bytes) -> tuple[bytes, ...]:
    """The profiles in a card, oldest first, verified. Raises ``Refusal`` CARD_INVALID for anything else."""
    try:
        lines = trust_documents.read_document_file(card).of_type(PayloadType.PROFILE)
        chain = trust.open_trust(lines).profiles
    except Refusal as refusal:
        raise Refusal("CARD_INVALID", why=refusal.code) from refusal
    if not chain:
        raise Refusal("CARD_INVALID", why="empty")
    return lines


def _working_secrets(desk: Desk, office: str) -> OfficeSecrets:
    return OfficeSecrets(
        office=OfficeId(office),
        root=None,
        issuer=SigningKey.generate(desk.random).seed,
        revoker=SigningKey.generate(desk.random).seed,
        reader=ReaderKey.generate().secret,
        recovery=None,
    )


def _take_up(desk: Desk, secrets: OfficeSecrets, name: str) -> None:
    keep_secrets(desk, secrets)
    desk.me = replace(desk.me, office=secrets.office, office_name=name)
    remember_me(desk.book, desk.me)


def keep_secrets(desk: Desk, secrets: OfficeSecrets) -> None:
    """Seal the office's keys beside the book, and use these from now on."""
    write_office_secrets(desk.places, desk.master, secrets, desk.random)
    desk.office_secrets = secrets


def introduce_self(desk: Desk) -> None:
    """Vouch for the office's own machine where nobody has yet. Inside a transaction."""
    if papers.trust_book(desk).certificate_of(desk.keys.signing.id) is None:
        request, _ = trust_documents.read_request(papers.own_request(desk))
        papers.keep(desk, DocumentKind.CERTIFICATE, desk.me.device, certify(desk, request))


def _first_profile(secrets: OfficeSecrets, root: SigningKey, recovery: ReaderKey, desk: Desk) -> Profile:
    issuer, revoker = SigningKey.of_seed(secrets.issuer), SigningKey.of_seed(secrets.revoker)
    return Profile(
        office=secrets.office,
        name=desk.me.office_name,
        version=1,
        keys=(root.public.text, issuer.public.text, revoker.public.text),
        roles=Roles(Party((root.id,)), Party((issuer.id,)), Party((revoker.id,))),
        readers=(Reader("daily", ReaderKey.of_secret(secrets.reader).recipient),),
        recovery=(Reader("recovery", recovery.recipient),),
        upstream=None,
        policy=Policy(),
        created=time_text(desk.clock()),
    )


def certify(desk: Desk, request: trust_documents.Request, scope: Scope | None = None) -> bytes:
    """A certificate of this office for the machine of a request, as a signed line.

    Without a ``scope`` it is for what the machine asks for, from today, for ``CERTIFICATE_DAYS``. Raises as
    ``sign_certificate``.
    """
    now = desk.clock().replace(microsecond=0)
    asked = scope or Scope.asked(request, now, now + dt.timedelta(days=CERTIFICATE_DAYS))
    return sign_certificate(desk, trust.certificate_for(request, str(desk.me.office), asked))


def sign_certificate(desk: Desk, certificate: Certificate) -> bytes:
    """A certificate signed by the issuer of this office. Raises ``Refusal`` NOT_AN_OFFICE, OFFICE_NOT_READY."""
    return trust.sign_certificate(certificate, SigningKey.of_seed(_ready_secrets(desk).issuer))


def sign_revocations(desk: Desk, revocations: Revocations) -> bytes:
    """A list of revoked keys signed by the revoker of this office.

    Raises ``Refusal`` NOT_AN_OFFICE, OFFICE_NOT_READY.
    """
    return trust.sign_revocations(revocations, SigningKey.of_seed(_ready_secrets(desk).revoker))


def _ready_secrets(desk: Desk) -> OfficeSecrets:
    """The private keys of this office. Those of a machine that was set up from paper count for nothing before a profile
    names them: it refuses OFFICE_NOT_READY."""
    secrets, profile = desk.office_secrets, papers.profile_in_force(desk)
    if secrets is None or profile is None:
        raise Refusal("NOT_AN_OFFICE")
    if SigningKey.of_seed(secrets.issuer).id not in profile.roles.issuer.keys:
        raise Refusal("OFFICE_NOT_READY")
    return secrets


def card_digits(lines: Sequence[bytes]) -> str:
    """The fifteen digits of a card: those of its first profile, so that they stay the same for good."""
    return trust_documents.fifteen_digits(lines[0])


def office_card(desk: Desk) -> Card:
    """The card of this office. Raises ``Refusal`` NOT_AN_OFFICE on a machine of a group."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    lines = papers.profile_lines(desk)
    profile = papers.profile_in_force(desk)
    if profile is None:
        raise Refusal("NOT_AN_OFFICE")
    data = trust_documents.write_document_file(lines)
    return Card(data, card_digits(lines), profile.name, profile.weak)
