"""An office's own keys and its signed profile: the card that laptops accept once and then believe."""

import datetime as dt
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import OfficeId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust, trust_documents
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
    secrets = OfficeSecrets(
        office=OfficeId(new_id(desk.random)),
        root=SigningKey.generate(desk.random).seed,
        issuer=SigningKey.generate(desk.random).seed,
        revoker=SigningKey.generate(desk.random).seed,
        reader=ReaderKey.generate().secret,
        recovery=ReaderKey.generate().secret,
    )
    write_office_secrets(desk.places, desk.master, secrets, desk.random)
    desk.office_secrets = secrets
    name = desk.me.group.name or desk.me.machine
    desk.me = replace(desk.me, office=secrets.office, office_name=name)
    remember_me(desk.book, desk.me)
    profile = _first_profile(secrets, name, desk.clock())
    line = trust.sign_profile(profile, SigningKey.of_seed(secrets.root))
    papers.keep(desk, DocumentKind.PROFILE, profile.office, line, profile.version)
    request, _ = trust_documents.read_request(papers.own_request(desk))
    papers.keep(desk, DocumentKind.CERTIFICATE, desk.me.device, certify(desk, request))


def _first_profile(secrets: OfficeSecrets, name: str, now: dt.datetime) -> Profile:
    root, issuer, revoker = (SigningKey.of_seed(seed) for seed in (secrets.root, secrets.issuer, secrets.revoker))
    return Profile(
        office=secrets.office,
        name=name,
        version=1,
        keys=(root.public.text, issuer.public.text, revoker.public.text),
        roles=Roles(Party((root.id,)), Party((issuer.id,)), Party((revoker.id,))),
        readers=(Reader("daily", ReaderKey.of_secret(secrets.reader).recipient),),
        recovery=(Reader("recovery", ReaderKey.of_secret(secrets.recovery).recipient),),
        upstream=None,
        policy=Policy(),
        created=time_text(now),
    )


def certify(desk: Desk, request: trust_documents.Request, scope: Scope | None = None) -> bytes:
    """A certificate of this office for the machine of a request, as a signed line.

    Without a ``scope`` it is for what the machine asks for, from today, for ``CERTIFICATE_DAYS``.
    """
    now = desk.clock().replace(microsecond=0)
    asked = scope or Scope.asked(request, now, now + dt.timedelta(days=CERTIFICATE_DAYS))
    return sign_certificate(desk, trust.certificate_for(request, str(desk.me.office), asked))


def sign_certificate(desk: Desk, certificate: Certificate) -> bytes:
    """A certificate signed by the issuer of this office. Raises ``Refusal`` NOT_AN_OFFICE."""
    if desk.office_secrets is None:
        raise Refusal("NOT_AN_OFFICE")
    return trust.sign_certificate(certificate, SigningKey.of_seed(desk.office_secrets.issuer))


def sign_revocations(desk: Desk, revocations: Revocations) -> bytes:
    """A list of revoked keys signed by the revoker of this office. Raises ``Refusal`` NOT_AN_OFFICE."""
    if desk.office_secrets is None:
        raise Refusal("NOT_AN_OFFICE")
    return trust.sign_revocations(revocations, SigningKey.of_seed(desk.office_secrets.revoker))


def office_card(desk: Desk) -> Card:
    """The card of this office. Raises ``Refusal`` NOT_AN_OFFICE on a machine of a group."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    lines = papers.profile_lines(desk)
    profile = papers.profile_in_force(desk)
    if profile is None:
        raise Refusal("NOT_AN_OFFICE")
    data = trust_documents.write_document_file(lines)
    return Card(data, trust_documents.fifteen_digits(lines[0]), profile.name, profile.weak)
