"""Getting to know each other: the office's card, a laptop's request, and the certificate that answers it.

Nobody is asked "do they match?": one person reads fifteen digits out, the other types them.
"""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from chibo_desktop.domain.ids import DeviceId, OfficeId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.trust_documents import Certificate, Profile, are_same_digits, fifteen_digits
from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import acts, following, logbook, office, papers
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.storage import chains
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.trust_documents import DocumentKind

REMIND_DAYS = 30
"""A certificate that ends within this many days is said to be ending."""


class CertificateState(StrEnum):
    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class CardView:
    """An office as its card describes it, before anybody has compared digits."""

    office: str
    weak: bool


@dataclass(frozen=True, slots=True)
class RequestFile:
    """The request of this machine and the digits that its leader reads out."""

    data: bytes
    digits: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A machine as its request describes it, before anybody has compared digits."""

    device: DeviceId
    machine: str
    person: str
    post: str
    group: str
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Granted:
    """The answer file to a request, for whom and until when."""

    data: bytes
    device: DeviceId
    machine: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A machine that the office knows. ``entries`` are held; ``missing`` are (first, last) of each gap."""

    device: DeviceId
    machine: str
    person: str
    post: str
    group: str
    until: dt.date
    state: CertificateState
    last_packet_at: dt.datetime | None
    entries: int
    missing: tuple[tuple[int, int], ...]


def read_card(data: bytes) -> CardView:
    """Raises ``Refusal`` CARD_INVALID for anything but an office's card."""
    profile = _card_chain(data)[-1]
    return CardView(profile.name, profile.weak)


def _card_chain(data: bytes) -> tuple[Profile, ...]:
    return trust.open_trust(office.read_card_lines(data)).profiles


def accept_card(desk: Desk, data: bytes, digits: str | None) -> Outcome[str]:
    """Believe an office from now on. ``digits`` are those that its clerk read out; without them nobody has compared.

    Raises ``Refusal`` CARD_INVALID, DIGITS_WRONG, IS_OFFICE, OTHER_OFFICE.
    """
    if desk.is_office:
        raise Refusal("IS_OFFICE")
    profile = _card_chain(data)[-1]
    lines = office.read_card_lines(data)
    if digits is not None and not are_same_digits(digits, fifteen_digits(lines[0])):
        raise Refusal("DIGITS_WRONG")
    if desk.me.office not in {None, profile.office}:
        raise Refusal("OTHER_OFFICE", office=desk.me.office_name)
    with desk.book.transaction():
        _keep_profiles(desk, profile.office, lines)
        _belong_to(desk, profile)
        if digits is not None:
            following.note_compared(desk)
        note(desk, "CARD_ACCEPTED", office=profile.office, compared=int(digits is not None))
    following.follow_profile(desk)
    return Outcome(profile.name, Changes.of(("office", profile.office)))


def _keep_profiles(desk: Desk, office: str, lines: tuple[bytes, ...]) -> None:
    known = papers.profile_lines(desk)
    if lines[: len(known)] != known[: len(lines)]:
        raise Refusal("CARD_INVALID", why="rollback")
    for version, line in enumerate(lines[len(known) :], start=len(known) + 1):
        papers.keep(desk, DocumentKind.PROFILE, office, line, version)


def _belong_to(desk: Desk, profile: Profile) -> None:
    desk.me = replace(desk.me, office=OfficeId(profile.office), office_name=profile.name)
    remember_me(desk.book, desk.me)


def make_request(desk: Desk) -> RequestFile:
    """What this machine asks for: the request that rides in its packets, too.

    Raises ``Refusal`` NO_OFFICE before a card was accepted.
    """
    if desk.me.office is None:
        raise Refusal("NO_OFFICE")
    line = papers.own_request(desk)
    return RequestFile(trust_documents.write_document_file((line,)), fifteen_digits(line))


def _request(data: bytes) -> tuple[trust_documents.Request, bytes]:
    try:
        lines = trust_documents.read_document_file(data).of_type(PayloadType.REQUEST)
        requests = [(trust_documents.read_request(line)[0], line) for line in lines]
    except Refusal as refusal:
        raise Refusal("REQUEST_INVALID", why=refusal.code) from refusal
    if len(requests) != 1:
        raise Refusal("REQUEST_INVALID", why="not one request")
    return requests[0]


def read_request(data: bytes) -> RequestView:
    """Raises ``Refusal`` REQUEST_INVALID for anything but a request signed by the key that it names."""
    request, _ = _request(data)
    group, tier = (request.group.name, request.group.tier) if request.group else ("", None)
    person = request.person
    return RequestView(DeviceId(request.device), request.machine, person.name, person.post, group, tier)


def grant(desk: Desk, data: bytes, digits: str) -> Outcome[Granted]:
    """Vouch for a machine whose leader read these digits out.

    Raises ``Refusal`` REQUEST_INVALID, DIGITS_WRONG, REQUEST_ELSEWHERE (meant for another office), NOT_AN_OFFICE.
    """
    request, line = _request(data)
    if not are_same_digits(digits, fifteen_digits(line)):
        raise Refusal("DIGITS_WRONG")
    if request.office != desk.me.office:
        raise Refusal("REQUEST_ELSEWHERE", machine=request.machine)
    certificate = office.certify(desk, request)
    with logbook.writing(desk) as pen:
        papers.keep(desk, DocumentKind.CERTIFICATE, request.device, certificate)
        acts.record(pen, ActRecorded(Act.GRANTED, request.device, who=request.person.name))
        note(desk, "MACHINE_ENROLLED", machine=request.machine)
    book = papers.trust_book(desk)
    answer = trust_documents.write_document_file(
        (*papers.profile_lines(desk), *_lines_of(desk, desk.me.device), certificate)
    )
    until = _until(next(one for one in book.certificates.values() if one.key == request.key))
    changes = Changes.of(("machine", request.device))
    return Outcome(Granted(answer, DeviceId(request.device), request.machine, until), changes)


def _lines_of(desk: Desk, device: DeviceId) -> tuple[bytes, ...]:
    """The certificates of one machine, as signed."""
    chain = papers.trust_book(desk).profiles
    held = papers.lines(desk, DocumentKind.CERTIFICATE)
    return tuple(line for line in held if trust.verify_certificate(chain, line).device == device)


def _until(certificate: Certificate) -> dt.date:
    return read_time(certificate.not_after).astimezone().date()


def accept_grant(desk: Desk, data: bytes) -> Outcome[Certificate]:
    """File the office's answer to this machine's request.

    Raises ``Refusal`` GRANT_INVALID, GRANT_ELSEWHERE (for another machine), NO_OFFICE.
    """
    if desk.me.office is None:
        raise Refusal("NO_OFFICE")
    try:
        file = trust_documents.read_document_file(data)
        profiles = file.of_type(PayloadType.PROFILE)
        certificates = file.of_type(PayloadType.CERTIFICATE)
        book = trust.open_trust(profiles, certificates)
    except Refusal as refusal:
        raise Refusal("GRANT_INVALID", why=refusal.code) from refusal
    if book.profile is None or book.profile.office != desk.me.office:
        raise Refusal("GRANT_ELSEWHERE")
    own = book.certificate_of(desk.keys.signing.id)
    if own is None or own.device != desk.me.device:
        raise Refusal("GRANT_ELSEWHERE")
    with desk.book.transaction():
        _keep_profiles(desk, book.profile.office, profiles)
        for line in certificates:
            papers.keep(desk, DocumentKind.CERTIFICATE, trust.verify_certificate(book.profiles, line).device, line)
        _belong_to(desk, book.profile)
        note(desk, "GRANT_ACCEPTED", office=book.profile.office)
    following.follow_profile(desk)
    return Outcome(own, Changes.of(("office", book.profile.office)))


def own_certificate(desk: Desk) -> Certificate | None:
    """The certificate of this machine, or ``None`` while nobody has vouched for it."""
    return papers.trust_book(desk).certificate_of(desk.keys.signing.id)


def machines(desk: Desk) -> tuple[MachineRow, ...]:
    """Machines with a certificate of this office, by name; its own machine is not among them."""
    book = papers.trust_book(desk)
    last = {packet.device: packet.received_at for packet in reversed(packet_book.incoming(desk.book))}
    rows: list[MachineRow] = []
    for certificate in book.certificates.values():
        device = DeviceId(certificate.device)
        if device == desk.me.device:
            continue
        rows.append(
            MachineRow(
                device,
                certificate.machine,
                certificate.person.name,
                certificate.person.post,
                certificate.group.name if certificate.group else "",
                _until(certificate),
                _state(desk, book, certificate),
                last.get(device),
                sum(held.last - held.first + 1 for held in chains.held_ranges(desk.book, device)),
                tuple((gap.first, gap.last) for gap in chains.gaps(desk.book, device)),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.machine))


def _state(desk: Desk, book: trust.TrustBook, certificate: Certificate) -> CertificateState:
    if book.revocation_of(certificate.key_id) is not None:
        return CertificateState.REVOKED
    days = (_until(certificate) - desk.today()).days
    if days < 0:
        return CertificateState.ENDED
    return CertificateState.ENDING if days <= REMIND_DAYS else CertificateState.VALID
