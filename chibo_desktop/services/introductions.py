"""The door for documents of trust that ride in packets: profiles, certificates, revocations.

Each is believed for its own signatures alone, judged by the chain of profiles that this machine trusts already - of its
own office, of the offices below it, of the one above it. What is new is known to the judge of the same packet before
its manifest is, and filed together with what the packet brings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Datum, Refusal
from chibo_desktop.packets import subordination, trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType, read
from chibo_desktop.packets.intake import Refused
from chibo_desktop.packets.subordination import OfficePaper
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk, recall_upper, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.storage.trust_documents import DocumentKind, is_kept

_KINDS = {
    PayloadType.PROFILE.value: DocumentKind.PROFILE,
    PayloadType.CERTIFICATE.value: DocumentKind.CERTIFICATE,
    PayloadType.REVOCATIONS.value: DocumentKind.REVOCATION,
}
_TYPES = {kind: PayloadType(type_) for type_, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """A verified document that is not filed yet: its kind, what it is about, its version, and the line as it came."""

    kind: DocumentKind
    document: str
    version: int
    line: bytes


@dataclass(frozen=True, slots=True)
class Introduced:
    """Whom to believe about a packet, and the papers that it brought and that have to be filed."""

    trust: TrustBook
    fresh: tuple[Paper, ...] = ()
    of_others: tuple[OfficePaper, ...] = ()
    """New papers of offices below, and of the one above."""
    above: TrustBook = TrustBook()
    """Who may answer from above."""
    refused: tuple[Refused, ...] = ()
    """Papers that prove nothing here, each with the reason: set aside with their bytes when the packet is taken in."""

    def judge_of(self, signer: KeyId) -> TrustBook:
        """Whom to believe about a file of this signer: those above where one of them packed it, and nobody has here."""
        from_above = self.trust.find_key(signer) is None and self.above.find_key(signer) is not None
        return self.above if from_above else self.trust


def judge(desk: Desk, lines: Sequence[tuple[str, bytes]]) -> Introduced:
    """The trust of this machine with the documents of a packet added; nothing is filed.

    ``lines`` are pairs of payload type and line, as ``intake.introductions`` gives them. What does not prove itself -
    by another office, of another version, with too few signatures - adds nothing and blocks nothing; the answer says
    why.
    """
    told = [(_KINDS[kind], line) for kind, line in lines if kind in _KINDS]
    new = [(kind, line) for kind, line in told if not is_kept(desk.book, kind, line)]
    found, unproved = _judge_all(desk, new)
    if not unproved or not found.trust.profiles:
        return found
    places = {line: place for place, (_, line) in enumerate(lines, start=1)}
    left = [(kind, line) for kind, line in new if line in unproved]
    chain = found.trust.profiles
    return replace(found, refused=tuple(_refused(places[line], kind, line, chain) for kind, line in left))


def _judge_all(desk: Desk, new: Sequence[tuple[DocumentKind, bytes]]) -> tuple[Introduced, frozenset[bytes]]:
    """Whom to believe, and the lines that nobody known here stands by."""
    own = _judge_own(desk, new)
    if not desk.is_office:
        return own, frozenset(line for _, line in new) - {paper.line for paper in own.fresh}
    known = {paper.line for paper in own.fresh} | (papers.all_lines_of_others(desk) if new else set[bytes]())
    left = [line for _, line in new if line not in known]
    if not left:
        return replace(own, above=papers.upper_book(desk)), frozenset()
    above, from_above = _judge_above(desk, left)
    taken = {paper.line for paper in from_above}
    grown = subordination.grow(own.trust, [line for line in left if line not in taken])
    introduced = Introduced(grown.book, own.fresh, (*from_above, *grown.fresh), above)
    return introduced, frozenset(line for _, line in grown.refused)


def _refused(place: int, kind: DocumentKind, line: bytes, chain: Sequence[Profile]) -> Refused:
    """A paper that proves nothing here, and why the own office does not stand by it."""
    code, data = str(Code.DOCUMENT), dict[str, Datum](what=kind.value)
    try:
        _prove(kind, line, list(chain))
    except Refusal as refusal:
        code, data = refusal.code, refusal.data
    return Refused(place, kind.value, code, data, (line,))


def _judge_own(desk: Desk, new: Sequence[tuple[DocumentKind, bytes]]) -> Introduced:
    book = papers.trust_book(desk)
    chain = list(book.profiles)
    if not new or not chain:
        return Introduced(book)
    fresh = _judged(new, chain)
    return Introduced(_with(desk, fresh), tuple(fresh)) if fresh else Introduced(book)


def _judge_above(desk: Desk, lines: Sequence[bytes]) -> tuple[TrustBook, tuple[OfficePaper, ...]]:
    """Papers of the office above: a new profile, or the certificate of another of its machines."""
    upper, book = recall_upper(desk.book), papers.upper_book(desk)
    if upper is None or not lines:
        return book, ()
    typed = [(_KINDS[read(line).type], line) for line in lines]
    fresh = _judged(typed, list(book.profiles))
    papers_ = tuple(OfficePaper(upper.office, _TYPES[one.kind], one.document, one.version, one.line) for one in fresh)
    return (papers.upper_book(desk, papers_), papers_) if papers_ else (book, ())


def _judged(new: Sequence[tuple[DocumentKind, bytes]], chain: list[Profile]) -> list[Paper]:
    """Those that prove themselves by one chain, profiles first. Grows the chain."""
    fresh: list[Paper] = []
    for kind in (DocumentKind.PROFILE, DocumentKind.CERTIFICATE, DocumentKind.REVOCATION):
        fresh.extend(paper for paper in (_paper(kind, line, chain) for found, line in new if found is kind) if paper)
    return fresh


def _paper(kind: DocumentKind, line: bytes, chain: list[Profile]) -> Paper | None:
    """The document as it would be filed, or ``None`` where it does not prove itself. Grows the chain by a profile."""
    try:
        return _prove(kind, line, chain)
    except Refusal:  # told by ``_refused``, unless another office stands by it
        return None


def _prove(kind: DocumentKind, line: bytes, chain: list[Profile]) -> Paper:
    """Raises ``Refusal`` as the functions of ``packets.trust`` do."""
    if kind is DocumentKind.PROFILE:
        profile = trust.verify_next_profile(chain[-1], line)
        chain.append(profile)
        return Paper(kind, profile.office, profile.version, line)
    if kind is DocumentKind.CERTIFICATE:
        return Paper(kind, trust.verify_certificate(chain, line).device, 1, line)
    revocations = trust.verify_revocations(chain, line)
    return Paper(kind, revocations.office, revocations.version, line)


def _with(desk: Desk, fresh: Sequence[Paper]) -> TrustBook:
    def fresh_lines(kind: DocumentKind) -> tuple[bytes, ...]:
        return tuple(paper.line for paper in fresh if paper.kind is kind)

    book = trust.open_trust(
        (*papers.profile_lines(desk), *fresh_lines(DocumentKind.PROFILE)),
        (*papers.lines(desk, DocumentKind.CERTIFICATE), *fresh_lines(DocumentKind.CERTIFICATE)),
        (*papers.lines(desk, DocumentKind.REVOCATION), *fresh_lines(DocumentKind.REVOCATION)),
    )
    return papers.completed(desk, book)


def file(desk: Desk, introduced: Introduced) -> int:
    """File the papers that a packet brought; says how many. Inside the caller's transaction."""
    for paper in introduced.fresh:
        papers.keep(desk, paper.kind, paper.document, paper.line, paper.version)
    for paper in introduced.of_others:
        papers.keep_of(desk, paper)
    profile = introduced.trust.profile
    filed = len(introduced.fresh) + len(introduced.of_others)
    if filed:
        note(desk, "PAPERS_FILED", papers=filed)
    if profile is not None and profile.office == desk.me.office and profile.name != desk.me.office_name:
        desk.me = replace(desk.me, office_name=profile.name)
        remember_me(desk.book, desk.me)
    return filed
