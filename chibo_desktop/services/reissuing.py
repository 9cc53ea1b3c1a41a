"""What a disowned key had signed for this office, signed once more by the key in its place.

Only what the office itself did comes back: machines that it granted a certificate by its own signed acts, and its own
machine. Whatever somebody else signed with the stolen key is gone.
"""

from dataclasses import replace
from datetime import timedelta

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.packets import envelope, limits, trust
from chibo_desktop.packets.contents import Act, ActRecorded, content_of
from chibo_desktop.packets.trust_documents import Certificate, Revocation, Revocations, parse_document
from chibo_desktop.packets.wire_types import read_time, time_text
from chibo_desktop.services import erasing, office, office_keys, papers, revocation
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import log_pages
from chibo_desktop.storage.log_pages import Wanted
from chibo_desktop.storage.trust_documents import DocumentKind

_HIGHEST = limits.JSON_INTEGER // 2
"""A list beyond this version can only be a thief's, who meant that no other should follow it."""


def reissue(desk: Desk) -> int:
    """Sign anew what was lost with a disowned key; says how many papers. Doing it twice does nothing more.

    Outside of any transaction. A machine whose keys no profile names yet leaves it to the day when one does.
    """
    chain = papers.trust_book(desk).profiles
    void = trust.void_keys(chain)
    if not void or not office_keys.is_ready(desk):
        return 0
    standing = frozenset(papers.standing_lines(desk, DocumentKind.CERTIFICATE))
    lost = [line for line in papers.lines(desk, DocumentKind.CERTIFICATE) if line not in standing]
    certificates = _to_sign(desk, [_certificate(line) for line in lost])
    revocations = _union(desk)
    if not certificates and revocations is None:
        return 0
    with desk.book.transaction():
        for one in certificates:
            papers.keep(desk, DocumentKind.CERTIFICATE, one.device, office.sign_certificate(desk, one))
        if revocations is not None:
            line = office.sign_revocations(desk, revocations)
            papers.keep(desk, DocumentKind.REVOCATION, revocations.office, line, revocations.version)
        judged = revocation.judge(desk)
        count = len(certificates) + (revocations is not None)
        note(desk, "PAPERS_SIGNED_ANEW", papers=count)
    erasing.follow_up(desk, judged.subjects)
    return count


def _certificate(line: bytes) -> Certificate:
    """It was verified when it was filed."""
    return parse_document(envelope.read(line).payload, Certificate)


def _to_sign(desk: Desk, lost: list[Certificate]) -> tuple[Certificate, ...]:
    """Of the lost certificates the newest for each key that the office granted and that nothing vouches for now.

    They begin now: a later certificate counts, and whoever holds the old one must see that this is another.
    """
    book, granted = papers.trust_book(desk), _granted(desk)
    newest: dict[str, Certificate] = {}
    for one in lost:
        held = newest.get(one.key)
        if (
            one.device in granted
            and one.key_id not in book.certificates
            and (not held or held.not_before <= one.not_before)
        ):
            newest[one.key] = one
    now = desk.clock().replace(microsecond=0)
    return tuple(
        replace(one, not_before=time_text(min(now, read_time(one.not_after) - timedelta(days=1))))
        for one in newest.values()
    )


def _granted(desk: Desk) -> frozenset[str]:
    """Machines that this office has vouched for by its own acts, and its own machine."""
    return frozenset({desk.me.device, *(one.thing for one in _acts(desk) if one.act is Act.GRANTED)})


def _acts(desk: Desk) -> tuple[ActRecorded, ...]:
    """What this machine recorded as done by the office, oldest first."""
    wanted = Wanted((desk.me.device,), (EntryKind.ACT_RECORDED.value,))
    found = log_pages.newest(desk.book, wanted, limit=log_pages.count(desk.book, wanted))
    said = (content_of(entry) for entry in reversed(found))
    return tuple(one for one in said if isinstance(one, ActRecorded))


def _union(desk: Desk) -> Revocations | None:
    """Everything that any list has revoked, as a new list, where the newest list was lost; else ``None``.

    A thief of the revoker can have added to a list, and nothing that was revoked comes back by it.
    """
    lines = papers.lines(desk, DocumentKind.REVOCATION)
    standing = frozenset(papers.standing_lines(desk, DocumentKind.REVOCATION))
    if len(lines) == len(standing):
        return None
    lists = [(parse_document(envelope.read(line).payload, Revocations), line in standing) for line in lines]
    in_order = sorted((one for one in lists if one[0].version < _HIGHEST), key=lambda one: one[0].version)
    if in_order and in_order[-1][1]:
        return None
    wild = [one for one in lists if one[0].version >= _HIGHEST]
    by_key: dict[str, list[Revocation]] = {}
    for some, _ in (*wild, *in_order):
        for one in some.revoked:
            by_key.setdefault(one.key, []).append(one)
    said = {one.thing: one.detail for one in _acts(desk) if one.act is Act.REVOKED}
    revoked = tuple(_meant(found, said.get(found[-1].device)) for found in by_key.values())
    version = in_order[-1][0].version + 1 if in_order else 1
    return Revocations(lists[0][0].office, version, revoked, time_text(desk.clock()))


def _meant(found: list[Revocation], said: str | None) -> Revocation:
    """Of the revocations of one key the last one whose positions the office recorded as its own, else the last one."""
    own = [one for one in found if " ".join(f"{end.epoch}:{end.seq}" for end in one.last_good) == said]
    return (own or found)[-1]
