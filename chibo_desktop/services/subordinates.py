"""The offices below: vouching for one whose clerk read its digits out, and what each has sent.

Two numbers are typed: the digits of the lower office's card, from which its whole chain is believed, and those of its
request, which binds the machine that will speak for it.
"""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.ids import DeviceId, OfficeId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import intake, subordination, trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType, id_of, read
from chibo_desktop.packets.intake import Raw
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, Request, Vouched, are_same_digits, fifteen_digits
from chibo_desktop.services import acts, erasing, logbook, office, papers, revocation
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.certificates import Granted, answer_file
from chibo_desktop.services.desk import Desk, recall_upper
from chibo_desktop.services.diary import note
from chibo_desktop.services.machines import last_day
from chibo_desktop.storage import chains, quarantine
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.trust_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class OfficeRequestView:
    """A lower office as its request and card describe it, before anybody has compared digits. ``weak``: one key can
    change its whole chain."""

    device: DeviceId
    office: OfficeId
    name: str
    machine: str
    person: str
    post: str
    weak: bool


@dataclass(frozen=True, slots=True)
class TypedDigits:
    """What the clerk of the lower office read out: the digits of its request and those of its card."""

    request: str
    card: str


@dataclass(frozen=True, slots=True)
class SubordinateRow:
    """An office below. ``through``: the office by which it reports here, "" where it does directly; ``until``: the
    day on which the certificate of its machine ends. ``devices`` are the machines that it vouches for."""

    office: OfficeId
    name: str
    through: str
    device: DeviceId
    machine: str
    person: str
    until: dt.date
    profile_version: int
    weak: bool
    devices: int
    entries: int
    last_packet_at: dt.datetime | None


def is_office_request(data: bytes) -> bool:
    """Whether a request file asks for an office below rather than for a machine. False for what is no request."""
    try:
        lines = trust_documents.read_document_file(data).of_type(PayloadType.REQUEST)
        return any(trust_documents.read_request(line)[0].lower is not None for line in lines)
    except Refusal:
        return False


def read_request(data: bytes) -> OfficeRequestView:
    """Raises ``Refusal`` REQUEST_INVALID for anything but the request of an office with the card that belongs to it."""
    request, _, lower, card = _asked(data)
    profile = card.profile
    person = request.person
    return OfficeRequestView(
        DeviceId(request.device),
        OfficeId(lower.office),
        profile.name if profile else lower.name,
        request.machine,
        person.name,
        person.post,
        profile is not None and profile.weak,
    )


def _asked(data: bytes) -> tuple[Request, bytes, Vouched, TrustBook]:
    try:
        file = trust_documents.read_document_file(data)
        (line,), cards = file.of_type(PayloadType.REQUEST), file.of_type(PayloadType.PROFILE)
        request, _ = trust_documents.read_request(line)
        card = trust.open_trust(cards)
    except (Refusal, ValueError) as error:
        raise Refusal("REQUEST_INVALID", why=getattr(error, "code", "not one request")) from error
    lower = request.lower
    if lower is None or card.profile is None or card.profile.office != lower.office:
        raise Refusal("REQUEST_INVALID", why="card")
    first = read(cards[0])
    if id_of(first.type, first.payload) != lower.profile:
        raise Refusal("REQUEST_INVALID", why="card")
    return request, line, lower, card


def request_in(desk: Desk, held: int) -> bytes:
    """The request of an office that rides in a packet which waits, with the card that travels beside it, as a file.

    Raises ``Refusal`` HELD_UNKNOWN, REQUEST_INVALID.
    """
    if all(one.id != held for one in quarantine.held(desk.book)):
        raise Refusal("HELD_UNKNOWN", number=held)
    try:
        opened = intake.open_raw(Raw.of(quarantine.data_of(desk.book, held)), desk.readers)
        found = intake.introductions(opened)
    except Refusal as refusal:
        raise Refusal("REQUEST_INVALID", why=refusal.code) from refusal
    requests = [line for kind, line in found if kind == PayloadType.REQUEST]
    lower = trust_documents.read_request(requests[0])[0].lower if requests else None
    if lower is None:
        raise Refusal("REQUEST_INVALID", why="none")
    cards = subordination.chain_of(lower, [line for kind, line in found if kind == PayloadType.PROFILE])
    return trust_documents.write_document_file((requests[0], *cards))


def grant(desk: Desk, data: bytes, typed: TypedDigits) -> Outcome[Granted]:
    """Vouch for an office below whose clerk read these digits out, and file its chain of profiles.

    Raises ``Refusal`` NOT_AN_OFFICE, REQUEST_INVALID, DIGITS_WRONG (of the request), CARD_DIGITS_WRONG,
    REQUEST_ELSEWHERE, OFFICE_ABOVE (this office reports to that one, or is it).
    """
    request, line, lower, _ = _asked(data)
    cards = trust_documents.read_document_file(data).of_type(PayloadType.PROFILE)
    if not are_same_digits(typed.card, fifteen_digits(cards[0])):
        raise Refusal("CARD_DIGITS_WRONG")
    if not are_same_digits(typed.request, fifteen_digits(line)):
        raise Refusal("DIGITS_WRONG")
    if request.office != desk.me.office:
        raise Refusal("REQUEST_ELSEWHERE", machine=request.machine)
    upper = recall_upper(desk.book)
    if lower.office == desk.me.office or (upper is not None and upper.office == lower.office):
        raise Refusal("OFFICE_ABOVE", office=lower.name)
    certificate = office.certify(desk, request)
    with logbook.writing(desk) as pen:
        papers.keep(desk, DocumentKind.CERTIFICATE, request.device, certificate)
        for paper in subordination.grow(papers.trust_book(desk), cards).fresh:
            papers.keep_of(desk, paper)
        acts.record(pen, ActRecorded(Act.GRANTED, request.device, detail=lower.office, who=request.person.name))
        note(desk, "OFFICE_ENROLLED", office=lower.office)
        judged = revocation.judge(desk)
    erasing.follow_up(desk, judged.subjects)
    device = DeviceId(request.device)
    until = last_day(papers.trust_book(desk).certificates[papers.signer_of(line)])
    granted = Granted(answer_file(desk, device), device, request.machine, until)
    return Outcome(granted, Changes.of(("machine", device), ("office", "*")))


def subordinates(desk: Desk) -> tuple[SubordinateRow, ...]:
    """Every office below this one, by name: those that report here, then those that report through them."""
    book = papers.trust_book(desk)
    last = {packet.device: packet.received_at for packet in reversed(packet_book.incoming(desk.book))}
    told: dict[str, SubordinateRow] = {}
    for above in (book, *book.below.values()):
        through = above.profile.name if above.profile and above is not book else ""
        for certificate in above.certificates.values():
            lower = certificate.lower
            if lower is not None and lower.office not in told:
                told[lower.office] = _row(desk, book, _Acquaintance(certificate, lower, through), last)
    return tuple(sorted(told.values(), key=lambda row: (bool(row.through), row.name)))


@dataclass(frozen=True, slots=True)
class _Acquaintance:
    certificate: Certificate
    lower: Vouched
    through: str


def _row(desk: Desk, book: TrustBook, known: _Acquaintance, last: dict[DeviceId, dt.datetime]) -> SubordinateRow:
    certificate, lower = known.certificate, known.lower
    below = book.below.get(lower.office)
    profile = below.profile if below else None
    devices = map(DeviceId, subordination.machines_under(book, lower.office))
    held = [held for device in devices for held in chains.held_ranges(desk.book, device)]
    return SubordinateRow(
        OfficeId(lower.office),
        profile.name if profile else lower.name,
        known.through,
        DeviceId(certificate.device),
        certificate.machine,
        certificate.person.name,
        last_day(certificate),
        profile.version if profile else 0,
        profile is not None and profile.weak,
        len(below.certificates) if below else 0,
        sum(one.last - one.first + 1 for one in held),
        last.get(DeviceId(certificate.device)),
    )
