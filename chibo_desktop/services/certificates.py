"""Certificates that go on: renewed for another year, granted to the key that an old one vouches for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import DeviceId, GroupId, KeyId, PersonId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import inspection, limits, rotation, trust_documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.intake import Understood
from chibo_desktop.packets.keys import PublicKey
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.trust import Scope
from chibo_desktop.packets.trust_documents import Certificate, LastGood, Request, Revocation, Role
from chibo_desktop.packets.wire_types import read_time, time_text
from chibo_desktop.services import acts, erasing, group_claims, logbook, machines, office, papers, revocation
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import chains, quarantine
from chibo_desktop.storage.trust_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Reach:
    """What a clerk lets a machine do, where it differs from what it asks for.

    ``any_group``: also for other groups than its own. ``group``: a decided group, in place of the one that the machine
    names; ``person``: whom of the directory its person is. No ``organisations`` are all of them. ``kinds`` are kinds of
    entries, ``None`` what its role may write. ``until`` is the last day, at most 400 days ahead.
    """

    any_group: bool = False
    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] | None = None
    until: dt.date | None = None
    group: GroupId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """The answer file to a request, for whom and until when."""

    data: bytes
    device: DeviceId
    machine: str
    until: dt.date


def scope_of(desk: Desk, request: Request, reach: Reach) -> Scope:
    """The scope that a clerk chose. Raises ``Refusal`` CERTIFICATE_SPAN (data ``most`` days), GROUP_UNKNOWN."""
    start = desk.clock().replace(microsecond=0)
    asked = Scope.asked(request, start, _end(desk, start, reach.until))
    kinds = asked.kinds if reach.kinds is None else reach.kinds
    if request.role is Role.GROUP and "device.*" not in kinds:
        kinds = tuple(dict.fromkeys((*kinds, "device.epoch_opened")))  # a restored machine must be able to go on
    group = None if reach.any_group else group_claims.claim_of(desk, reach.group, asked.group)
    former = group_claims.former_groups(desk, request, group)
    return replace(asked, group=group, organisations=reach.organisations, kinds=kinds, former_groups=former)


def _end(desk: Desk, start: dt.datetime, until: dt.date | None) -> dt.datetime:
    if until is None:
        return start + dt.timedelta(days=office.CERTIFICATE_DAYS)
    most = start + dt.timedelta(days=limits.CERTIFICATE_DAYS)
    if not desk.today() <= until <= most.astimezone().date():
        raise Refusal("CERTIFICATE_SPAN", most=limits.CERTIFICATE_DAYS)
    here = start.astimezone().tzinfo
    return min(dt.datetime.combine(until, dt.time(23, 59, 59), here).astimezone(dt.UTC), most)


def answer_file(desk: Desk, device: DeviceId) -> bytes:
    """What a machine files to know that it is vouched for: the profiles, this machine's certificate, and its own."""
    known = machines.current_certificates(papers.trust_book(desk))
    mine = papers.certificate_line(desk, desk.keys.signing.id)
    its = papers.certificate_line(desk, known[device].key_id)
    return trust_documents.write_document_file((*papers.profile_lines(desk), *(line for line in (mine, its) if line)))


def renew(
    desk: Desk,
    device: DeviceId,
    *,
    as_asked: bool = True,
    until: dt.date | None = None,
    group: GroupId | None = None,
) -> Outcome[Granted]:
    """Vouch for an enrolled machine anew, without digits: its key is known.

    With ``as_asked`` the people and names are those of the request that came in its packets, if one did. The scope
    stays as it was, but for a decided ``group`` that the machine belongs to from now on. The certificate reaches the
    machine with its next receipt, or as the file that is returned.
    Raises ``Refusal`` NOT_AN_OFFICE, MACHINE_UNKNOWN, MACHINE_REVOKED, CERTIFICATE_SPAN, GROUP_UNKNOWN.
    """
    held = _current(desk, device)
    start = desk.clock().replace(microsecond=0)
    wish = machines.wish_of(desk, held) if as_asked else None
    fresh = replace(held, not_before=time_text(start), not_after=time_text(_end(desk, start, until)))
    fresh = group_claims.renewed(desk, held, fresh, wish, group)
    if wish is not None:
        fresh = replace(fresh, machine=wish.machine, person=wish.person, others=wish.others)
    with logbook.writing(desk) as pen:
        papers.keep(desk, DocumentKind.CERTIFICATE, device, office.sign_certificate(desk, fresh))
        acts.record(pen, ActRecorded(Act.GRANTED, device, detail="renewed", who=fresh.person.name))
        judged = revocation.judge(desk)
        note(desk, "MACHINE_RENEWED", machine=fresh.machine)
    erasing.follow_up(desk, judged.subjects)
    value = Granted(answer_file(desk, device), device, fresh.machine, machines.last_day(fresh))
    return Outcome(value, Changes.of(("machine", device)))


def _current(desk: Desk, device: DeviceId) -> Certificate:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    book = papers.trust_book(desk)
    held = machines.current_certificates(book).get(device)
    if held is None:
        raise Refusal("MACHINE_UNKNOWN", device=device)
    if book.revocation_of(held.key_id) is not None:
        raise Refusal("MACHINE_REVOKED", machine=held.machine)
    return held


def note_wish(desk: Desk, understood: Understood) -> None:
    """File the request of an enrolled machine that asks in its packet to be renewed. Inside a transaction."""
    if not desk.is_office:
        return
    for kind, line in understood.documents:
        if kind != ItemKind.REQUEST:
            continue
        try:
            request, _ = trust_documents.read_request(line)
        except Refusal:  # a request that does not prove itself asks for nothing
            continue
        if request.key == understood.certificate.key and request.device == understood.certificate.device:
            papers.keep(desk, DocumentKind.REQUEST, request.device, line)


@dataclass(frozen=True, slots=True)
class WaitingKey:
    """A packet that waits because its machine has a new key for which the old one vouches; ``held`` is its number."""

    held: int
    device: DeviceId
    machine: str
    person: str


def waiting_keys(desk: Desk) -> tuple[WaitingKey, ...]:
    """The machines that have sent the papers of a new key, one line each; a lost machine is not among them."""
    book = papers.trust_book(desk)
    known = machines.current_certificates(book)
    found: dict[DeviceId, WaitingKey] = {}
    for held in quarantine.held(desk.book):
        device = DeviceId(held.origin.device or "")
        certificate = known.get(device)
        if held.origin.item is not None or certificate is None or book.revocation_of(certificate.key_id) is not None:
            continue
        key = KeyId(str(held.reason.details.get("key", "")))
        taken = book.certificate_of(key) is not None  # only the packet has still to be tried again
        if held.reason.code == Code.SIGNER and not taken and _brings_a_key(desk, held.id):
            found[device] = WaitingKey(held.id, device, certificate.machine, certificate.person.name)
    return tuple(found.values())


def _brings_a_key(desk: Desk, held: int) -> bool:
    try:
        return bool(_papers_of(rotation_in(desk, held))[1])
    except Refusal:
        return False


def rotation_in(desk: Desk, held: int) -> bytes:
    """The papers of a change of keys in a packet that waits, as a file. Raises ``Refusal`` HELD_UNKNOWN,
    ROTATION_INVALID."""
    if all(one.id != held for one in quarantine.held(desk.book)):
        raise Refusal("HELD_UNKNOWN", number=held)
    try:
        claim = inspection.peek(quarantine.data_of(desk.book, held), desk.readers)
    except Refusal as refusal:
        raise Refusal("ROTATION_INVALID", why=refusal.code) from refusal
    return trust_documents.write_document_file(claim.papers)


def accept_rotation(desk: Desk, data: bytes) -> Outcome[Granted]:
    """Vouch for the new key of a machine whose old key speaks for it; nobody types digits.

    The certificate is that of the old key, no longer and no wider; the old key counts up to where its log ended.
    Raises ``Refusal`` NOT_AN_OFFICE, ROTATION_INVALID (data ``why``), MACHINE_REVOKED, CERTIFICATE_ENDED.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    requests, words = _papers_of(data)
    device: DeviceId | None = None
    with logbook.writing(desk, len(words)) as pen:
        for word in reversed(words):
            certificate = _succeed(desk, requests, word)
            device = DeviceId(certificate.device)
            acts.record(pen, ActRecorded(Act.GRANTED, device, detail="rotated", who=certificate.person.name))
            note(desk, "ROTATION_ACCEPTED", machine=certificate.machine)
        judged = revocation.judge(desk)
    erasing.follow_up(desk, judged.subjects)
    assert device is not None
    fresh = machines.current_certificates(papers.trust_book(desk))[device]
    value = Granted(answer_file(desk, device), device, fresh.machine, machines.last_day(fresh))
    return Outcome(value, Changes.of(("machine", device), ("packet", "*"), ("visit", "*")))


def _papers_of(data: bytes) -> tuple[list[Request], tuple[bytes, ...]]:
    try:
        file = trust_documents.read_document_file(data)
        requests = [trust_documents.read_request(line)[0] for line in file.of_type(PayloadType.REQUEST)]
    except Refusal as refusal:
        raise Refusal("ROTATION_INVALID", why=refusal.code) from refusal
    words = file.of_type(PayloadType.ROTATION)
    if not words:
        raise Refusal("ROTATION_INVALID", why="none")
    return requests, words


def _succeed(desk: Desk, requests: Sequence[Request], word: bytes) -> Certificate:
    """File the certificate of a key that another one vouches for, and end the other. Returns the new certificate."""
    book = papers.trust_book(desk)
    try:
        told, old, _ = rotation.verify_rotation(word, book)
    except Refusal as refusal:
        known = book.certificate_of(papers.signer_of(word))
        if word in papers.lines(desk, DocumentKind.ROTATION) and known is not None:
            return known  # the same papers again: the old key has ended since, and rightly so
        if refusal.code == "E_REVOKED" and known is not None:
            raise Refusal("MACHINE_REVOKED", machine=known.machine) from refusal
        raise Refusal("ROTATION_INVALID", why=refusal.code) from refusal
    if not any(rotation.vouches_for(told, request) for request in requests):
        raise Refusal("ROTATION_INVALID", why="request")
    start = desk.clock().replace(microsecond=0)
    if read_time(old.not_after) <= start:
        raise Refusal("CERTIFICATE_ENDED", machine=old.machine)
    fresh = replace(old, key=told.key, recipient=told.recipient, not_before=time_text(start))
    papers.keep(desk, DocumentKind.ROTATION, old.device, word)
    papers.keep(desk, DocumentKind.CERTIFICATE, old.device, office.sign_certificate(desk, fresh))
    ended = rotation.latest_of(told.ended, _held_of(desk, old))
    revocation.put_on_list(desk, [Revocation(old.key, old.device, ended, revocation.ROTATED)])
    return fresh


def _held_of(desk: Desk, certificate: Certificate) -> list[LastGood]:
    """What is here of the entries that a key signed, entry by entry."""
    signer = PublicKey.of_text(certificate.key).id
    placed = chains.entries_by(desk.book, [DeviceId(certificate.device)])
    return [LastGood(one.epoch, one.seq) for one in placed if one.signer == signer]
