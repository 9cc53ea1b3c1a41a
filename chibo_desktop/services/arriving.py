"""A packet file on its way into the book: opened, judged, and taken in within one transaction, or set aside whole."""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PacketId
from chibo_desktop.domain.outcomes import Datum, Refusal
from chibo_desktop.packets import inspection, intake
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.inspection import Claim
from chibo_desktop.packets.intake import Raw, Understood
from chibo_desktop.packets.looking import Looked
from chibo_desktop.packets.packing import DOWNWARD
from chibo_desktop.packets.wire_types import read_time, time_text
from chibo_desktop.services import (
    acts,
    certificates,
    downward,
    introductions,
    passing_on,
    receipt_reach,
    receipts,
    relaying,
    revocation,
    taking,
    upper_receipts,
)
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.ahead import Arrived
from chibo_desktop.services.archive import VisitChange
from chibo_desktop.services.claims import Claimed, claimed, with_claims
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.introductions import Introduced
from chibo_desktop.services.logbook import Pen
from chibo_desktop.services.receipts import Acknowledged
from chibo_desktop.services.status import Gap, gaps, machine_names
from chibo_desktop.storage import log, quarantine
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.erasures import unwiped
from chibo_desktop.storage.packets import Incoming
from chibo_desktop.storage.quarantine import Origin, Reason
from chibo_desktop.storage.releases import count_releases


class Result(StrEnum):
    """What became of a file."""

    MERGED = "merged"
    DUPLICATE = "duplicate"
    RECEIPTS = "receipts"
    WAITING = "waiting"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    """Meant for another machine; left where it is."""
    SEALED = "sealed"
    """Meant for another office: kept unopened, to be carried on."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Entries of a file by what became of them."""

    new: int = 0
    duplicate: int = 0
    waiting: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``code`` and ``data`` say why it, or its first item set aside, was not taken in."""

    file: str
    result: Result
    code: str | None = None
    data: dict[str, Datum] = field(default_factory=dict[str, Datum])
    machine: str = ""
    person: str = ""
    group: str = ""
    number: int | None = None
    packed_at: str | None = None
    bytes: int = 0
    entries: Counts = Counts()
    conflicts: int = 0
    visits: tuple[VisitChange, ...] = ()
    gaps: tuple[Gap, ...] = ()
    receipts: Acknowledged | None = None
    held: int | None = None
    device: DeviceId | None = None
    """The machine that sent it, where it can be believed."""
    receipt_code: str = ""
    """Eight digits for the sender's telephone: proof that this very file was opened, told once it has been kept."""
    erased: int = 0
    """Parts of minutes whose text this file erased on request."""


class _Rehearsal(Exception):
    """Raised to undo a transaction that was only tried."""


WAITING_CODES = frozenset({Code.SIGNER.value, Code.VERSION.value})
"""Refusals that time cures: the machine gets enrolled, the program gets updated."""


def is_for_others(code: str, data: Mapping[str, Datum]) -> bool:
    """Whether a file was refused because it is meant for another reader; nothing suggests that it is damaged.

    On a stick with receipts for many laptops all but one look like this to each of them.
    """
    return code == Code.AUDIENCE or (code == Code.DECRYPT and data.get("why") == "readers")


def take_file(desk: Desk, data: bytes, name: str, *, rehearse: bool, place: str = "") -> FileReport:
    """As ``take``, for bytes that nobody has looked at."""
    return take(desk, Arrived(data), name, rehearse=rehearse, place=place)


def take(desk: Desk, arrived: Arrived, name: str, *, rehearse: bool, place: str = "") -> FileReport:
    """Take one file in, or set it aside whole; with ``rehearse`` nothing is kept and the report says what would be.

    ``place`` is the stick or folder that it lies on, for a packet that is only carried on.
    An office appends an act for what it takes in: the caller lets the anchor follow (``logbook.following``).
    """
    size = len(arrived.data)
    try:
        raw = arrived.looked.raw if arrived.looked else Raw.of(arrived.data)
    except Refusal as refusal:
        return FileReport(name, Result.REFUSED, str(refusal.code), refusal.data, bytes=size)
    seen = packet_book.incoming_by_hash(desk.book, raw.hash)
    if seen is not None and seen.withdrawn_at is None:
        return _known(desk, seen, name)
    try:
        introduced, understood = _understood(desk, raw, arrived.looked)
    except Refusal as refusal:
        if is_for_others(str(refusal.code), refusal.data):
            return _for_others(desk, raw, _Lying(name, place), refusal, rehearse=rehearse)
        return _set_aside(desk, raw, name, refusal, rehearse=rehearse)
    understood = taking.with_own_releases(desk, understood, introduced.judge_of(understood.signer))
    judged = replace(understood, refused=(*understood.refused, *introduced.refused))
    return _take_in(desk, _Came(judged, introduced, name, size), rehearse=rehearse)


def _understood(desk: Desk, raw: Raw, looked: Looked | None) -> tuple[Introduced, Understood]:
    """Whom a file introduces, and what it says to whom this machine believes about it now."""
    if looked is not None:
        introduced = introductions.judge(desk, looked.papers)
        if introduced.judge_of(looked.signer) is looked.trust:
            return introduced, looked.understood
    opened = intake.open_raw(raw, desk.readers)
    introduced = introductions.judge(desk, intake.introductions(opened))
    reader = intake.Desk(desk.readers, audiences(desk), introduced.judge_of(intake.signer_of(opened)))
    return introduced, intake.understand(intake.verify_opened(opened, reader), reader.trust)


def audiences(desk: Desk) -> frozenset[str]:
    """The ids by which packets may address this machine: an office answers to its own, a laptop to its device's."""
    return frozenset({desk.me.device, desk.me.office} if desk.is_office and desk.me.office else {desk.me.device})


def _known(desk: Desk, seen: Incoming, name: str) -> FileReport:
    """The same file again: nothing is doubled, and the report says since when it is here."""
    counts = seen.counts
    return FileReport(
        name,
        Result.DUPLICATE,
        machine=machine_names(desk).get(seen.device, ""),
        device=seen.device,
        number=counts.get("number"),
        packed_at=time_text(seen.created),
        entries=Counts(duplicate=counts["new"] + counts["duplicate"] + counts["waiting"]),
        gaps=gaps(desk, seen.device),
        data={"since": time_text(seen.received_at)},
        receipt_code=packet_book.receipt_code(seen),
    )


@dataclass(frozen=True, slots=True)
class _Lying:
    """A file by its name and the stick or folder on which it lies."""

    name: str
    place: str


def _for_others(desk: Desk, raw: Raw, lying: _Lying, refusal: Refusal, *, rehearse: bool) -> FileReport:
    """A packet for another reader: an office keeps it unopened and carries it on.

    Receipts for others, and what this machine packed itself, are left where they are.
    """
    is_own = packet_book.is_outgoing(desk.book, raw.hash)
    carried = desk.is_office and not is_own and not lying.name.startswith(f"{DOWNWARD}-")
    result = Result.SEALED if carried else Result.ELSEWHERE
    if carried and not rehearse:
        relaying.keep(desk, raw, lying.name, lying.place)
    return FileReport(lying.name, result, str(refusal.code), refusal.data, bytes=len(raw.data))


def _set_aside(desk: Desk, raw: Raw, name: str, refusal: Refusal, *, rehearse: bool) -> FileReport:
    """Keep the bytes of a file that cannot be used, with the reason: nothing that arrived is ever thrown away."""
    claim = _claim(desk, raw)
    code = str(refusal.code)
    result = Result.WAITING if code in WAITING_CODES else Result.QUARANTINED
    report = FileReport(name, result, code, refusal.data, bytes=len(raw.data))
    told = claimed(claim)
    if claim is not None:
        report = _with_claim(report, claim, told)
    if rehearse:
        return report
    device = claim.manifest.device if claim else None
    origin = Origin(raw.hash, name, desk.clock(), report.number, device)
    with desk.book.transaction():
        number = quarantine.put(desk.book, origin, Reason(code, with_claims(refusal.data, told)), raw.data)
        note(desk, "SET_ASIDE", file=name, reason=code)
    return replace(report, held=number)


def _claim(desk: Desk, raw: Raw) -> Claim | None:
    """What an unusable file says about itself, where it can be opened at all."""
    try:
        return inspection.peek(raw.data, desk.readers)
    except Refusal:
        return None


def _with_claim(report: FileReport, claim: Claim, told: Claimed) -> FileReport:
    entries = Counts(waiting=told.entries) if report.result is Result.WAITING else Counts(quarantined=told.entries)
    return replace(
        report,
        number=claim.manifest.number,
        packed_at=told.packed_at,
        entries=entries,
        machine=told.machine,
        person=told.person,
        group=told.group,
    )


@dataclass(frozen=True, slots=True)
class _Came:
    """A packet that can be taken in: what it says, whom it introduces, the name of its file and its bytes."""

    understood: Understood
    introduced: Introduced
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of the entries of a packet. ``foreign`` may not speak of what they are about."""

    changes: tuple[VisitChange, ...]
    counts: Counts
    foreign: tuple[EntryId, ...]


def _take_in(desk: Desk, came: _Came, *, rehearse: bool) -> FileReport:
    if not rehearse:
        with desk.book.transaction():
            return _write(desk, came)
    me, trust = desk.me, desk.trust
    report: FileReport | None = None
    with contextlib.suppress(_Rehearsal), desk.book.transaction():
        report = _write(desk, came)
        raise _Rehearsal
    desk.me, desk.trust = me, trust  # what was filed for a moment is forgotten with the transaction
    assert report is not None
    return replace(report, receipt_code="")


def _write(desk: Desk, came: _Came) -> FileReport:
    """Everything that a packet brings, inside one transaction."""
    understood, name = came.understood, came.name
    manifest, certificate = understood.manifest, understood.certificate
    _file_papers(desk, came)
    was_withdrawn = packet_book.is_withdrawn(desk.book, PacketId(manifest.packet))
    packet_book.set_withdrawn(desk.book, PacketId(manifest.packet), None)
    released, before = count_releases(desk.book), len(unwiped(desk.book))
    written = _write_entries(desk, understood)
    changes, counts = written.changes, written.counts
    erased = len(unwiped(desk.book)) - before
    _hold_items(desk, understood, name)
    acknowledged = receipts.apply(desk, understood.receipts) or _from_above(desk, understood)
    _remember(desk, came, asdict(counts) | {"visits": len(changes)})
    if count_releases(desk.book) != released:
        revocation.judge(desk)
    if desk.is_office and understood.entries:
        _sign_act(desk, understood, Act.RESTORED if was_withdrawn else Act.MERGED, counts.new)
    code, data = _first_trouble(understood, written)
    return FileReport(
        file=name,
        result=Result.RECEIPTS if acknowledged else Result.MERGED,
        code=code,
        data=data,
        machine=certificate.machine,
        person=certificate.person.name,
        group=certificate.group.name if certificate.group else "",
        number=manifest.number,
        packed_at=manifest.created,
        bytes=came.size,
        entries=counts,
        conflicts=sum(change.conflicts for change in changes),
        visits=changes,
        gaps=gaps(desk, DeviceId(certificate.device)),
        device=DeviceId(certificate.device),
        erased=erased,
        receipts=acknowledged,
        receipt_code=understood.code if understood.entries else "",
    )


def _first_trouble(understood: Understood, written: _Written) -> tuple[str | None, dict[str, Datum]]:
    """Why the first item was set aside that was."""
    for item in understood.refused:
        return str(item.code), item.data
    for entry in written.foreign:
        return str(Code.SCOPE), {"entry": entry, "what": "visit"}
    return None, {}


def _remember(desk: Desk, came: _Came, counts: dict[str, int]) -> None:
    """Note that the packet came, which receipt its sender has read, and which sealed packets it asks after."""
    understood = came.understood
    manifest, device = understood.manifest, DeviceId(understood.certificate.device)
    if manifest.known_ack is not None:
        downward.note_read(desk, device, manifest.known_ack)
    incoming = Incoming(
        PacketId(manifest.packet),
        understood.file_hash,
        came.name,
        device,
        EpochId(manifest.epoch),
        read_time(manifest.created),
        desk.clock(),
        counts | {"number": manifest.number} | _kept_code(understood),
    )
    packet_book.add_incoming(desk.book, incoming)
    receipt_reach.note_asked(desk, device, manifest.carried or ())
    note(desk, "MERGED", file=came.name, new=counts["new"], machine=understood.certificate.machine)


def _sign_act(desk: Desk, understood: Understood, deed: Act, count: int) -> None:
    manifest, certificate = understood.manifest, understood.certificate
    detail = f"{certificate.device} {manifest.number}"
    acts.record(Pen(desk), ActRecorded(deed, manifest.packet, count, detail, certificate.person.name))


def _file_papers(desk: Desk, came: _Came) -> None:
    """File what proves itself, let it say which entries count, and note what the machine asks for."""
    if introductions.file(desk, came.introduced):
        revocation.judge(desk)
    certificates.note_wish(desk, came.understood)


def _from_above(desk: Desk, understood: Understood) -> Acknowledged | None:
    """What the office above has said, in the shape in which a laptop is told it."""
    news = upper_receipts.take(desk, understood.receipts)
    return Acknowledged(news.office, news.packets, news.entries, len(passing_on.waiting(desk)), ()) if news else None


def _kept_code(understood: Understood) -> dict[str, int]:
    """The receipt code of a packet that brought entries, as a number, to be read out as long as it is remembered."""
    return {packet_book.CODE: int(understood.code)} if understood.entries else {}


def _write_entries(desk: Desk, understood: Understood) -> _Written:
    received = understood.entries
    changes, added = taking.take_entries(desk, received, PacketId(understood.manifest.packet))
    touched = frozenset((*added.new, *added.filled))
    waiting = sum(one.needs_newer and one.entry.head.id in touched for one in received)
    foreign = len({*added.new, *added.back}.intersection(added.foreign))
    new = len(added.new) + len(added.back) - waiting - foreign
    counts = Counts(new, len(added.duplicate) - len(added.back), waiting, len(understood.refused) + foreign)
    return _Written(changes, counts, added.foreign)


def _hold_items(desk: Desk, understood: Understood, name: str) -> None:
    """Set the items aside that could not be used, each with its lines; they never block the others."""
    manifest = understood.manifest
    for item in understood.refused:
        if item.code == Code.REVOKED and log.known(desk.book, [EntryId(str(item.data.get("entry", "")))]):
            continue  # the log has it already, set aside for the same reason
        origin = Origin(
            understood.file_hash, name, desk.clock(), manifest.number, manifest.device, f"{item.kind}:{item.line}"
        )
        quarantine.put(desk.book, origin, Reason(str(item.code), item.data), b"\n".join(item.lines) + b"\n")
