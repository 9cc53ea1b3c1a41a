"""Getting to know each other: the office's card, a laptop's request, and the certificate that answers it.

Nobody is asked "do they match?": one person reads fifteen digits out, the other types them.
"""

from dataclasses import dataclass, replace

from chibo_desktop.documents import qr_modules
from chibo_desktop.documents.fonts import standard_family
from chibo_desktop.documents.profiles import load_profile
from chibo_desktop.documents.request_page import RequestPage, build_request_page
from chibo_desktop.domain.ids import DeviceId, OfficeId, PersonId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.packets import limits, text_form, trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.trust_documents import Certificate, Profile, are_same_digits, fifteen_digits
from chibo_desktop.services import acts, erasing, following, logbook, office, papers, people, revocation
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.certificates import Granted, Reach, answer_file, scope_of
from chibo_desktop.services.desk import Desk, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.services.machines import current_certificates, last_day
from chibo_desktop.storage.trust_documents import DocumentKind

AS_ASKED = Reach()


@dataclass(frozen=True, slots=True)
class CardView:
    """An office as its card describes it, before anybody has compared digits."""

    office: str
    weak: bool


@dataclass(frozen=True, slots=True)
class RequestFile:
    """The request of this machine, the same as letters for a QR or for pasting, and the digits that are read out."""

    data: bytes
    text: str
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
    others: tuple[str, ...] = ()
    replaces: DeviceId | None = None
    """The machine whose place it says it takes."""
    group_id: str = ""
    """Its own for a group that nobody decided yet, or that of a decision which it learnt before."""


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
    data = trust_documents.write_document_file((line,))
    return RequestFile(data, text_form.write_request_text(line), fifteen_digits(line))


def qr_of(request: RequestFile) -> tuple[tuple[int, ...], ...]:
    """The QR code of a request's text: rows of modules, 1 is black, without the quiet zone."""
    return qr_modules.modules_of_text(request.text)


def request_paper(desk: Desk) -> bytes:
    """*Phiếu xin đăng ký* as PDF, to be carried where no file travels; the digits do not stand on it.

    Raises ``Refusal`` NO_OFFICE; ``Fault`` FONT_MISSING, FONT_UNREADABLE.
    """
    me, text = desk.me, make_request(desk).text
    page = RequestPage(me.office_name, desk.today(), me.machine, me.person.name, me.person.post, me.group.name, text)
    return build_request_page(page, load_profile(), standard_family())


def _request_lines(data: bytes) -> tuple[bytes, ...]:
    """The requests in a file, or the one that was pasted or typed as text."""
    text = data[: limits.DOCUMENT_BYTES].decode("utf-8", "replace")
    if text_form.is_request_text(text):
        return (text_form.read_request_text(text),)
    plain = data if data.endswith(b"\n") else data.strip() + b"\n"  # a line that was pasted has lost its end
    return trust_documents.read_document_file(plain).of_type(PayloadType.REQUEST)


def _request(data: bytes) -> tuple[trust_documents.Request, bytes]:
    try:
        lines = _request_lines(data)
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
    replaces = DeviceId(request.replaces) if request.replaces else None
    others = tuple(one.name for one in request.people[1:])
    id_ = request.group.id if request.group else ""
    return RequestView(
        DeviceId(request.device), request.machine, person.name, person.post, group, tier, others, replaces, id_
    )


def grant(desk: Desk, data: bytes, digits: str, reach: Reach = AS_ASKED) -> Outcome[Granted]:
    """Vouch for a machine whose leader read these digits out, for what it asks for or for another reach.

    Raises ``Refusal`` REQUEST_INVALID, DIGITS_WRONG, REQUEST_ELSEWHERE (meant for another office), NOT_AN_OFFICE,
    MACHINE_REVOKED (its key was given up), CERTIFICATE_SPAN, GROUP_UNKNOWN, PERSON_NOT_KNOWN, REQUEST_OF_OFFICE
    (``subordinates.grant`` asks for the digits of its card, too).
    """
    request, line = _request(data)
    if not are_same_digits(digits, fifteen_digits(line)):
        raise Refusal("DIGITS_WRONG")
    if request.office != desk.me.office:
        raise Refusal("REQUEST_ELSEWHERE", machine=request.machine)
    if request.lower is not None:
        raise Refusal("REQUEST_OF_OFFICE", office=request.lower.name)
    if papers.trust_book(desk).revocation_of(papers.signer_of(line)) is not None:
        raise Refusal("MACHINE_REVOKED", machine=request.machine)
    certificate = office.certify(desk, request, scope_of(desk, request, reach))
    device = DeviceId(request.device)
    with logbook.writing(desk, 2) as pen:
        papers.keep(desk, DocumentKind.CERTIFICATE, device, certificate)
        acts.record(pen, ActRecorded(Act.GRANTED, device, who=request.person.name))
        if reach.person is not None:
            people.recognise(desk, pen, PersonId(request.person.id), reach.person)
        judged = revocation.judge(desk)
        note(desk, "MACHINE_ENROLLED", machine=request.machine)
    erasing.follow_up(desk, judged.subjects)
    until = last_day(current_certificates(papers.trust_book(desk))[device])
    return Outcome(Granted(answer_file(desk, device), device, request.machine, until), Changes.of(("machine", device)))


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
        judged = revocation.judge(desk)
        note(desk, "GRANT_ACCEPTED", office=book.profile.office)
    erasing.follow_up(desk, judged.subjects)
    following.follow_profile(desk)
    return Outcome(own, Changes.of(("office", book.profile.office)))


def own_certificate(desk: Desk) -> Certificate | None:
    """The certificate of this machine, or ``None`` while nobody has vouched for it."""
    return papers.trust_book(desk).certificate_of(desk.keys.signing.id)
