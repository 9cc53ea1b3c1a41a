"""Lost laptops: their keys count up to a position in the log, never up to a date; what comes later waits for a person.

What counts is a function of the entries, the list of revoked keys and the releases: it makes no difference whether
an entry or the revocation of its key came first. What had been merged is set aside in the log, what comes afterwards
in quarantine, and both count as soon as somebody confirms them or a later list says that they are good.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.entry_intake import EntryReader, ReceivedEntry, reread
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import Certificate, LastGood, Revocation, Revocations
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import acts, archive, erasing, foreign, linking, logbook, office, papers, taking
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import aside, chains, log, quarantine
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.quarantine import Held
from chibo_desktop.storage.trust_documents import DocumentKind

ROTATED = "rotated"
"""Reason of a revocation that only ends a key whose successor is known."""

_CURED_BY_PAPERS = frozenset({Code.REVOKED.value, Code.SCOPE.value, Code.SIGNER.value})
"""Codes of single entries that a new certificate, list of revocations or release can cure."""


@dataclass(frozen=True, slots=True)
class EpochEnd:
    """Where one epoch of a machine's log ends as far as it counts, and when its last entry claims to be written."""

    epoch: EpochId
    seq: int
    entries: int
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Loss:
    """What the office knows of a machine that is about to be given up; the epoch heard of last comes last."""

    device: DeviceId
    machine: str
    person: str
    ends: tuple[EpochEnd, ...]


@dataclass(frozen=True, slots=True)
class Revoked:
    """A machine that was given up: the version of the list, and how many entries no longer count by themselves."""

    device: DeviceId
    machine: str
    version: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of entries when papers were looked at anew, and what they are about (``erasing.follow_up``)."""

    set_aside: tuple[EntryId, ...] = ()
    counted: tuple[EntryId, ...] = ()
    subjects: tuple[str, ...] = ()


def loss_of(desk: Desk, device: DeviceId) -> Loss:
    """What giving this machine up would keep. Raises ``Refusal`` NOT_AN_OFFICE, MACHINE_UNKNOWN, MACHINE_OWN."""
    certificate = _certificates(desk, device)[-1]
    ends = tuple(EpochEnd(end.epoch, end.seq, end.entries, end.wall) for end in chains.ends_of(desk.book, device))
    return Loss(device, certificate.machine, certificate.person.name, ends)


def positions(loss: Loss, after: int | None, epoch: str | None = None) -> tuple[LastGood, ...]:
    """A number as the last good position of an epoch, by default of the one heard of last; nothing for no number.

    Raises ``Refusal`` EPOCH_UNKNOWN where this office has heard of no such epoch, or of none at all.
    """
    if after is None and epoch is None:
        return ()
    known = [one.epoch for one in loss.ends]
    if (epoch is not None and epoch not in known) or not known:
        raise Refusal("EPOCH_UNKNOWN", machine=loss.machine)
    wanted = epoch or known[-1]
    held = next(one.seq for one in loss.ends if one.epoch == wanted)
    return (LastGood(wanted, held if after is None else after),)


def _certificates(desk: Desk, device: DeviceId) -> tuple[Certificate, ...]:
    """The certificates of a machine, one for each key that it had, the newest last."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    if device == desk.me.device:
        raise Refusal("MACHINE_OWN")
    found = [one for one in papers.trust_book(desk).certificates.values() if one.device == device]
    if not found:
        raise Refusal("MACHINE_UNKNOWN", device=device)
    return tuple(sorted(found, key=lambda one: one.not_before))


def revoke(desk: Desk, device: DeviceId, reason: str, after: Sequence[LastGood] = ()) -> Outcome[Revoked]:
    """Give a machine up: its entries count up to what the office holds now, or up to other positions in ``after``.

    An epoch that ``after`` does not name keeps the position that is held. A machine that was given up before can be
    given up again with other positions. Raises ``Refusal`` NOT_AN_OFFICE, MACHINE_UNKNOWN, MACHINE_OWN, REASON_MISSING.
    """
    certificates = _certificates(desk, device)
    if not reason.strip():
        raise Refusal("REASON_MISSING")
    held = {end.epoch: end.seq for end in chains.ends_of(desk.book, device)}
    last_good = tuple(LastGood(epoch, seq) for epoch, seq in (held | {one.epoch: one.seq for one in after}).items())
    lost = tuple(Revocation(one.key, device, last_good, reason.strip()) for one in certificates)
    newest = certificates[-1]
    with logbook.writing(desk) as pen:
        version = put_on_list(desk, lost)
        judged = judge(desk)
        told = " ".join(f"{one.epoch}:{one.seq}" for one in last_good)
        act = ActRecorded(Act.REVOKED, device, len(judged.set_aside), told, newest.person.name, reason.strip())
        acts.record(pen, act)
        note(desk, "MACHINE_REVOKED", machine=newest.machine, aside=len(judged.set_aside))
    erasing.follow_up(desk, judged.subjects)
    value = Revoked(device, newest.machine, version, len(judged.set_aside))
    return Outcome(value, Changes.of(("machine", device), ("visit", "*"), ("packet", "*")))


def put_on_list(desk: Desk, revoked: Sequence[Revocation]) -> int:
    """Sign and file the next list of revoked keys; returns its version. Inside the caller's transaction.

    A key that ended when it was rotated never counts further than it did then. Raises ``Refusal`` NOT_AN_OFFICE.
    """
    lists = papers.revocation_lists(desk)
    standing = lists[-1] if lists else None
    ended = {one.key: one for past in lists for one in past.revoked if one.reason == ROTATED}
    before = {one.key: one for one in standing.revoked} if standing else {}
    now = before | {one.key: _no_further(one, ended.get(one.key)) for one in revoked}
    version = standing.version + 1 if standing else 1
    line = office.sign_revocations(
        desk, Revocations(str(desk.me.office), version, tuple(now.values()), time_text(desk.clock()))
    )
    papers.keep(desk, DocumentKind.REVOCATION, str(desk.me.office), line, version)
    return version


def _no_further(wanted: Revocation, ended: Revocation | None) -> Revocation:
    if ended is None:
        return wanted
    last = {one.epoch: one.seq for one in ended.last_good}
    kept = tuple(LastGood(one.epoch, min(one.seq, last[one.epoch])) for one in wanted.last_good if one.epoch in last)
    return replace(wanted, last_good=kept)


def judge(desk: Desk) -> Judged:
    """Let exactly those entries count that the papers and releases say, whatever came first.

    Inside the caller's transaction, after a list, certificate or release was filed. What came after the last good
    position only an office sets aside: a group's machine does not judge its own loss.
    """
    out, back, subjects = _judge_late(desk) if desk.is_office else ((), (), ())
    verdict = foreign.judge_all(desk)
    archive.refold_visits(desk, list(dict.fromkeys((*subjects, *verdict.subjects))))
    moved = (*out, *back)
    if verdict.has_links or (moved and EntryKind.VISITS_LINKED in log.kinds_of(desk.book, moved)):
        linking.refresh(desk)
    taken = _take_held(desk) if desk.is_office else ()
    touched = (*subjects, *verdict.subjects, *log.subjects_about(desk.book, taken))
    return Judged(out, (*back, *taken), tuple(dict.fromkeys(touched)))


def _judge_late(desk: Desk) -> tuple[tuple[EntryId, ...], tuple[EntryId, ...], tuple[str, ...]]:
    """Entries that are late from now on, those that are late no longer, and what they are about."""
    trust = papers.trust_book(desk)
    devices = [DeviceId(one.device) for one in (*trust.revoked.values(), *trust.revoked_below.values())]
    placed = chains.entries_by(desk.book, list(dict.fromkeys(devices)))
    late = {one.entry for one in placed if is_late(trust, one)}
    standing = {one.entry for one in aside.entries_aside(desk.book, AsideReason.REVOKED)}
    out, back = late - standing, standing - late
    subjects = aside.set_aside(desk.book, sorted(out), AsideReason.REVOKED, desk.clock())
    subjects += aside.bring_back(desk.book, sorted(back), AsideReason.REVOKED)
    return tuple(sorted(out)), tuple(sorted(back)), subjects


def is_late(trust: TrustBook, placed: chains.Placed) -> bool:
    """Whether an entry of the log lies after the last good position of its key, and nobody has confirmed it."""
    revocation = trust.revocation_of(placed.signer)
    is_covered = revocation is not None and revocation.covers(placed.epoch, placed.seq)
    return is_covered and not trust.is_released(placed.entry, placed.signer)


def count_late(desk: Desk) -> dict[DeviceId, int]:
    """How many entries of each machine do not count because it was given up, whoever brought them."""
    found = Counter(one.device for one in aside.entries_aside(desk.book, AsideReason.REVOKED))
    found.update(entry.head.device for _, entry in held_late(desk))
    return dict(found)


def held_late(desk: Desk) -> list[tuple[Held, Entry]]:
    """Single entries in quarantine that were refused only because their key was given up.

    The file in which one lies may be that of another machine: a replacement sends on what the lost one wrote.
    """
    reader = EntryReader(replace(papers.trust_book(desk), revoked={}))
    found: list[tuple[Held, Entry]] = []
    for held in quarantine.held(desk.book):
        if held.reason.code == Code.REVOKED and (held.origin.item or "").startswith("entry:"):
            received = received_of(desk, held.id, reader)
            if received is not None:
                found.append((held, received.entry))
    return found


def _take_held(desk: Desk) -> tuple[EntryId, ...]:
    """Take in single entries that waited in quarantine for the papers that are here now."""
    reader = EntryReader(papers.trust_book(desk))
    taken: list[EntryId] = []
    for held in reversed(quarantine.held(desk.book)):
        if held.reason.code not in _CURED_BY_PAPERS or not (held.origin.item or "").startswith("entry:"):
            continue
        packet = packet_book.incoming_by_hash(desk.book, held.origin.file_hash)
        received = received_of(desk, held.id, reader)
        if received is not None and packet is not None:
            taking.take_entries(desk, [received], PacketId(packet.packet))
            quarantine.release(desk.book, held.id, desk.clock(), "merged")
            taken.append(received.entry.head.id)
    return tuple(taken)


def received_of(desk: Desk, held: int, reader: EntryReader) -> ReceivedEntry | None:
    """An entry that is held, if this reader can use it by now."""
    try:
        return reread(reader, quarantine.data_of(desk.book, held)[:-1].split(b"\n"))
    except Refusal:
        return None
