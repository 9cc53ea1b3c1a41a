"""The machines that an office vouches for, each with what it holds and misses; and how this machine itself stands."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.packets import trust_documents
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, Request
from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import papers, revocation
from chibo_desktop.services.desk import Desk
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
class Wish:
    """What an enrolled machine asks for in its packets: to be renewed, and for whom. ``new`` are added people."""

    machine: str
    person: str
    others: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A machine that the office knows. ``entries`` are held; ``missing`` are (first, last) of each gap.

    ``others`` work at it too; ``replaces`` names the machine whose place it takes; ``late`` entries were set aside
    because it was lost.
    """

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
    others: tuple[str, ...] = ()
    replaces: str = ""
    wish: Wish | None = None
    late: int = 0
    reason: str = ""
    """Why it was given up."""
    forked: tuple[int, ...] = ()
    """Numbers of its log that two different entries claim: the machine was copied, or restored over itself."""


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """How this machine stands with its office; ``until`` and ``days`` left are those of its certificate."""

    office: str
    state: CertificateState
    until: dt.date
    days: int


def last_day(certificate: Certificate) -> dt.date:
    """The last day of a certificate where the machine stands."""
    return read_time(certificate.not_after).astimezone().date()


def current_certificates(book: TrustBook) -> dict[DeviceId, Certificate]:
    """For each machine the certificate of the key that it uses now: the newest that was not revoked, if any."""
    found: dict[DeviceId, Certificate] = {}

    def rank(one: Certificate) -> tuple[bool, str]:
        return book.revocation_of(one.key_id) is None, one.not_before

    for certificate in book.certificates.values():
        device = DeviceId(certificate.device)
        if device not in found or rank(certificate) > rank(found[device]):
            found[device] = certificate
    return found


def machines_replaced(book: TrustBook, device: DeviceId) -> tuple[DeviceId, ...]:
    """The machines whose place this one took, the last one first, as far as the office vouched for it."""
    known, found = current_certificates(book), list[DeviceId]()
    here = known.get(device)
    while here is not None and here.replaces and here.replaces not in found and here.replaces != device:
        found.append(DeviceId(here.replaces))
        here = known.get(found[-1])
    return tuple(found)


def machines(desk: Desk) -> tuple[MachineRow, ...]:
    """Machines with a certificate of this office, by name; its own machine is not among them."""
    book = papers.trust_book(desk)
    last = {packet.device: packet.received_at for packet in reversed(packet_book.incoming(desk.book))}
    known = current_certificates(book)
    wishes, late = _wishes(desk, known), revocation.count_late(desk)
    forked: dict[str, list[int]] = {}
    for fork in chains.forks(desk.book):
        forked.setdefault(fork.device, []).append(fork.seq)
    rows: list[MachineRow] = []
    for device, certificate in known.items():
        if device == desk.me.device:
            continue
        revoked = book.revocation_of(certificate.key_id)
        replaced = known.get(DeviceId(certificate.replaces or ""))
        rows.append(
            MachineRow(
                device,
                certificate.machine,
                certificate.person.name,
                certificate.person.post,
                certificate.group.name if certificate.group else "",
                last_day(certificate),
                _state(desk, book, certificate),
                last.get(device),
                sum(held.last - held.first + 1 for held in chains.held_ranges(desk.book, device)),
                tuple((gap.first, gap.last) for gap in chains.gaps(desk.book, device)),
                tuple(one.name for one in certificate.people[1:]),
                replaced.machine if replaced else "",
                wishes.get(device),
                late.get(device, 0),
                revoked.reason if revoked else "",
                tuple(sorted(forked.get(device, ()))),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.machine))


def _state(desk: Desk, book: TrustBook, certificate: Certificate) -> CertificateState:
    if book.revocation_of(certificate.key_id) is not None:
        return CertificateState.REVOKED
    days = (last_day(certificate) - desk.today()).days
    if days < 0:
        return CertificateState.ENDED
    return CertificateState.ENDING if days <= REMIND_DAYS else CertificateState.VALID


def own_standing(desk: Desk) -> OwnStanding | None:
    """How this machine stands, or ``None`` while nobody has vouched for it."""
    book = papers.trust_book(desk)
    certificate = book.certificate_of(desk.keys.signing.id)
    if certificate is None:
        return None
    until = last_day(certificate)
    return OwnStanding(desk.me.office_name, _state(desk, book, certificate), until, (until - desk.today()).days)


def wish_of(desk: Desk, certificate: Certificate) -> Request | None:
    """The request for a renewal that a machine has sent since its certificate was granted."""
    asked = [request for request, _ in papers.requests_of(desk, certificate.device)]
    since = [one for one in asked if one.key == certificate.key and asks_anew(one, certificate)]
    return since[-1] if since else None


def asks_anew(request: Request, certificate: Certificate) -> bool:
    """Whether a request is later than the certificate; of the same second is one that says something else."""
    if request.created != certificate.not_before:
        return request.created > certificate.not_before
    return (request.machine, request.people) != (certificate.machine, certificate.people)


def _wishes(desk: Desk, known: dict[DeviceId, Certificate]) -> dict[DeviceId, Wish]:
    found: dict[DeviceId, Wish] = {}
    lines = papers.lines(desk, DocumentKind.REQUEST)
    asking = {DeviceId(trust_documents.read_request(line)[0].device) for line in lines}
    for device in asking & known.keys():
        request = wish_of(desk, known[device])
        if request is not None and device != desk.me.device:
            before = {one.id for one in known[device].people}
            new = tuple(one.name for one in request.people if one.id not in before)
            others = tuple(one.name for one in request.people[1:])
            found[device] = Wish(request.machine, request.person.name, others, new)
    return found
