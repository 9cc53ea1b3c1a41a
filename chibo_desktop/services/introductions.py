"""The door for documents of trust that ride in packets: profiles, certificates, revocations.

Each is believed for its own signatures alone, judged by the chain of profiles that this machine trusts already. What
is new is known to the judge of the same packet before its manifest is, and filed together with what the packet brings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.storage.releases import released
from chibo_desktop.storage.trust_documents import DocumentKind

_KINDS = {
    PayloadType.PROFILE.value: DocumentKind.PROFILE,
    PayloadType.CERTIFICATE.value: DocumentKind.CERTIFICATE,
    PayloadType.REVOCATIONS.value: DocumentKind.REVOCATION,
}


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


def judge(desk: Desk, lines: Sequence[tuple[str, bytes]]) -> Introduced:
    """The trust of this machine with the documents of a packet added; nothing is filed.

    ``lines`` are pairs of payload type and line, as ``intake.introductions`` gives them. What does not prove itself -
    by another office, of another version, with too few signatures - adds nothing and blocks nothing.
    """
    book = papers.trust_book(desk)
    known = {kind: frozenset(papers.lines(desk, kind)) for kind in _KINDS.values()} if lines else {}
    new = [(_KINDS[kind], line) for kind, line in lines if kind in _KINDS and line not in known[_KINDS[kind]]]
    chain = list(book.profiles)
    if not new or not chain:
        return Introduced(book)
    fresh: list[Paper] = []
    for kind in (DocumentKind.PROFILE, DocumentKind.CERTIFICATE, DocumentKind.REVOCATION):
        fresh.extend(paper for paper in (_paper(kind, line, chain) for found, line in new if found is kind) if paper)
    return Introduced(_with(desk, fresh), tuple(fresh)) if fresh else Introduced(book)


def _paper(kind: DocumentKind, line: bytes, chain: list[Profile]) -> Paper | None:
    """The document as it would be filed, or ``None`` where it does not prove itself. Grows the chain by a profile."""
    try:
        if kind is DocumentKind.PROFILE:
            profile = trust.verify_next_profile(chain[-1], line)
            chain.append(profile)
            return Paper(kind, profile.office, profile.version, line)
        if kind is DocumentKind.CERTIFICATE:
            return Paper(kind, trust.verify_certificate(chain, line).device, 1, line)
        revocations = trust.verify_revocations(chain, line)
        return Paper(kind, revocations.office, revocations.version, line)
    except Refusal:
        return None


def _with(desk: Desk, fresh: Sequence[Paper]) -> TrustBook:
    def fresh_lines(kind: DocumentKind) -> tuple[bytes, ...]:
        return tuple(paper.line for paper in fresh if paper.kind is kind)

    return trust.open_trust(
        (*papers.profile_lines(desk), *fresh_lines(DocumentKind.PROFILE)),
        (*papers.lines(desk, DocumentKind.CERTIFICATE), *fresh_lines(DocumentKind.CERTIFICATE)),
        (*papers.lines(desk, DocumentKind.REVOCATION), *fresh_lines(DocumentKind.REVOCATION)),
        released(desk.book),
    )


def file(desk: Desk, introduced: Introduced) -> int:
    """File the papers that a packet brought; says how many. Inside the caller's transaction."""
    for paper in introduced.fresh:
        papers.keep(desk, paper.kind, paper.document, paper.line, paper.version)
    profile = introduced.trust.profile
    if introduced.fresh:
        note(desk, "PAPERS_FILED", papers=len(introduced.fresh))
    if profile is not None and profile.office == desk.me.office and profile.name != desk.me.office_name:
        desk.me = replace(desk.me, office_name=profile.name)
        remember_me(desk.book, desk.me)
    return len(introduced.fresh)
