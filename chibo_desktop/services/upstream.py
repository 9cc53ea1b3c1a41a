"""The office above: its card, the request by which this office asks to be vouched for, and its answer.

The same two papers as between a laptop and its office. The request names this office and its first profile, and the
card of this office travels with it, so that the clerk above types the digits of both.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import OfficeId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.envelope import PayloadType, id_of, read
from chibo_desktop.packets.subordination import OfficePaper
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import (
    Certificate,
    Profile,
    Upstream,
    Vouched,
    are_same_digits,
    fifteen_digits,
)
from chibo_desktop.packets.wire_types import read_time, time_text
from chibo_desktop.services import papers, profile_proposals
from chibo_desktop.services.desk import Desk, UpperOffice, recall_upper, remember_upper
from chibo_desktop.services.diary import note
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.storage.trust_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class UpwardRequest:
    """The request of this office as a file, and the digits that its clerk reads out: of the request and of the card."""

    data: bytes
    digits: str
    card_digits: str
    office: str


@dataclass(frozen=True, slots=True)
class Above:
    """The office above and how far the acquaintance has come; ``until`` is ``None`` while it has not answered."""

    office: OfficeId
    name: str
    until: dt.date | None


def above(desk: Desk) -> Above | None:
    """The office above, or ``None`` before its card was accepted."""
    upper = recall_upper(desk.book)
    if upper is None:
        return None
    own = own_certificate(desk)
    until = read_time(own.not_after).astimezone().date() if own else None
    return Above(upper.office, upper.name, until)


def own_certificate(desk: Desk) -> Certificate | None:
    """The certificate by which the office above vouches for this one."""
    return papers.upper_book(desk).certificate_of(desk.keys.signing.id)


def accept_card(desk: Desk, data: bytes, digits: str | None, *, instead: bool = False) -> Outcome[str]:
    """Believe the office above. ``digits`` are those that its clerk read out; without them nobody has compared.

    ``instead``: report to it from now on, whoever it was before; everything goes up again, for it has nothing yet.
    Raises ``Refusal`` NOT_AN_OFFICE, CARD_INVALID, DIGITS_WRONG, OWN_CARD, OTHER_UPPER (it reports to another one),
    UPPER_BELOW (that office reports here).
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    lines, profile = _card(data)
    if digits is not None and not are_same_digits(digits, fifteen_digits(lines[0])):
        raise Refusal("DIGITS_WRONG")
    _check_above(desk, profile, instead=instead)
    upper = UpperOffice(OfficeId(profile.office), profile.name)
    with desk.book.transaction():
        _file_profiles(desk, upper, lines)
        remember_upper(desk.book, upper)
        note(desk, "UPPER_CARD_ACCEPTED", office=profile.office, compared=int(digits is not None))
    return Outcome(profile.name, Changes.of(("office", profile.office)))


def _card(data: bytes) -> tuple[tuple[bytes, ...], Profile]:
    try:
        lines = trust_documents.read_document_file(data).of_type(PayloadType.PROFILE)
        profile = trust.open_trust(lines).profile
    except Refusal as refusal:
        raise Refusal("CARD_INVALID", why=refusal.code) from refusal
    if profile is None:
        raise Refusal("CARD_INVALID", why="empty")
    return lines, profile


def _check_above(desk: Desk, profile: Profile, *, instead: bool) -> None:
    known = recall_upper(desk.book)
    if profile.office == desk.me.office:
        raise Refusal("OWN_CARD")
    if known is not None and known.office != profile.office and not instead:
        raise Refusal("OTHER_UPPER", office=known.name)
    if profile.office in papers.trust_book(desk).below:
        raise Refusal("UPPER_BELOW", office=profile.name)


def _file_profiles(desk: Desk, upper: UpperOffice, lines: Sequence[bytes]) -> None:
    known = papers.lines(desk, DocumentKind.PROFILE, upper.office)
    if tuple(lines[: len(known)]) != known[: len(lines)]:
        raise Refusal("CARD_INVALID", why="rollback")
    for version, line in enumerate(lines[len(known) :], start=len(known) + 1):
        papers.keep_of(desk, OfficePaper(upper.office, PayloadType.PROFILE, upper.office, version, line))


def make_request(desk: Desk) -> UpwardRequest:
    """What this office asks of the one above: the request that rides in its packets, too, and its own card.

    Raises ``Refusal`` NOT_AN_OFFICE, NO_UPPER before a card was accepted.
    """
    upper = recall_upper(desk.book)
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    if upper is None:
        raise Refusal("NO_UPPER")
    line, card = request_line(desk, upper), papers.profile_lines(desk)
    data = trust_documents.write_document_file((line, *card))
    return UpwardRequest(data, fifteen_digits(line), fifteen_digits(card[0]), upper.name)


def request_line(desk: Desk, upper: UpperOffice) -> bytes:
    """The request of this office, signed by the key of its machine: the same every time, so are its digits."""
    kept = papers.lines(desk, DocumentKind.REQUEST, upper.office)
    if kept:
        return kept[-1]
    asked, _ = trust_documents.read_request(papers.own_request(desk))
    first = read(papers.profile_lines(desk)[0])
    vouches = Vouched(str(desk.me.office), desk.me.office_name, id_of(first.type, first.payload))
    request = replace(asked, office=upper.office, vouches=vouches, created=time_text(desk.clock()))
    line = trust_documents.sign_document(request, PayloadType.REQUEST, desk.keys.signing)
    with desk.book.transaction():
        papers.keep_of(desk, OfficePaper(upper.office, PayloadType.REQUEST, desk.me.device, 1, line))
    return line


def accept_grant(desk: Desk, data: bytes) -> Outcome[Certificate]:
    """File the answer of the office above, and let the own profile name it where one key can sign that.

    Raises ``Refusal`` NO_UPPER, GRANT_INVALID, GRANT_ELSEWHERE (for another office).
    """
    upper = recall_upper(desk.book)
    if upper is None:
        raise Refusal("NO_UPPER")
    try:
        file = trust_documents.read_document_file(data)
        profiles, certificates = file.of_type(PayloadType.PROFILE), file.of_type(PayloadType.CERTIFICATE)
        book = trust.open_trust(profiles, certificates)
    except Refusal as refusal:
        raise Refusal("GRANT_INVALID", why=refusal.code) from refusal
    own = _check_grant(desk, upper, book)
    with desk.book.transaction():
        _file_profiles(desk, upper, profiles)
        for line in certificates:
            device = trust.verify_certificate(book.profiles, line).device
            papers.keep_of(desk, OfficePaper(upper.office, PayloadType.CERTIFICATE, device, 1, line))
        note(desk, "UPPER_GRANT_ACCEPTED", office=upper.office)
    name_upstream(desk)
    return Outcome(own, Changes.of(("office", upper.office)))


def _check_grant(desk: Desk, upper: UpperOffice, book: TrustBook) -> Certificate:
    own = book.certificate_of(desk.keys.signing.id)
    if book.profile is None or book.profile.office != upper.office or own is None:
        raise Refusal("GRANT_ELSEWHERE")
    if own.device != desk.me.device or own.lower is None or own.lower.office != desk.me.office:
        raise Refusal("GRANT_ELSEWHERE")
    return own


def name_upstream(desk: Desk) -> bool:
    """Let the profile of this office name the one above; says whether it does now.

    Where one key of the root is enough and lies here the change is immediate. Else the keepers of the root are asked
    as for any other change; while another change of theirs is on its way they are left alone.
    """
    upper, profile = recall_upper(desk.book), papers.profile_in_force(desk)
    if upper is None or profile is None:
        return False
    if profile.upstream is not None and profile.upstream.office == upper.office:
        return True
    first = read(papers.lines(desk, DocumentKind.PROFILE, upper.office)[0])
    named = Upstream(upper.office, upper.name, id_of(first.type, first.payload))
    if profile_proposals.open_proposal(desk) is not None:
        return False
    return profile_proposals.propose(desk, Change(upstream=(named,))).value.applied
