"""Taking packets in: looking first, merging, what was set aside, and trying again."""

import datetime as dt
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chibo_desktop.domain.ids import DeviceId, KeyId, PacketId
from chibo_desktop.domain.outcomes import Cancelled, Changes, Datum, Fault, Outcome, Refusal
from chibo_desktop.packets import inspection, intake, limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.inspection import Description
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.packets.trust_documents import write_document_file
from chibo_desktop.services import (
    arriving,
    backups,
    erasing,
    following,
    introductions,
    logbook,
    packet_files,
    papers,
    passing_on,
)
from chibo_desktop.services.ahead import Arrivals
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.second_process import second_process
from chibo_desktop.services.set_aside import AsideView, HeldItem, aside_entries, held_items, retry_file
from chibo_desktop.services.status import Machine, known_machines
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage import quarantine, relayed, search
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.relayed import RelayedPacket

_TRIED = "waiting files tried"
"""Fact of the book: the papers and the program by which files that wait were last judged."""

Progress = Callable[[int, int, str], None]
"""Files done, files in all, and the name of the one that is being read."""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What became of each file, in the order in which they were given; then what had waited and could now be merged."""

    files: tuple[FileReport, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every file was taken, is known already, or waits for something that time cures."""
        return all(report.result not in {Result.QUARANTINED, Result.REFUSED} for report in self.files)


_BROUGHT = ("new", "duplicate", "waiting", "quarantined")
"""Counts of a packet that brought entries, whatever became of them."""


@dataclass(frozen=True, slots=True)
class MergedPacket:
    """A packet that was merged. ``receipt_code``: eight digits for its sender; "" where it brought no entries.

    ``withdrawn_at``: when it was taken back.
    """

    packet: PacketId
    file_name: str
    number: int | None
    device: DeviceId
    machine: str
    person: str
    group: str
    at: dt.datetime
    visits: int
    new: int
    receipt_code: str
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person, what was merged today, and what was taken back and can be merged again."""

    held: tuple[HeldItem, ...]
    merged_today: tuple[MergedPacket, ...]
    sealed: tuple[RelayedPacket, ...] = ()
    withdrawn: tuple[MergedPacket, ...] = ()
    aside: tuple[AsideView, ...] = ()
    """Entries of the log that came after their machine was given up, or speak of visits that are not theirs."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking into a file found: who signed, what is inside, whether it is whole."""

    whole: bool
    code: str | None
    data: dict[str, Datum]
    bytes: int
    hash: str
    machine: str
    person: str
    group: str
    enrolled: bool
    number: int | None
    packet: str | None
    packed_at: str | None
    entries: dict[str, int]
    receipts: int
    documents: tuple[str, ...]
    receipt_code: str
    """As in ``FileReport``: nobody is told that something arrived while it was only looked at."""


def silent(done: int, total: int, name: str) -> None:
    """A progress that tells nobody."""


def never() -> bool:
    """A wish to stop that never comes."""
    return False


def inspect(
    desk: Desk, paths: Iterable[Path], progress: Progress = silent, cancelled: Callable[[], bool] = never
) -> tuple[tuple[Path, FileReport], ...]:
    """What merging these files would do; nothing is kept. Raises ``Fault`` FILE_MISSING."""
    with _arrivals(_files(desk, paths)) as coming:
        return tuple(_each(desk, coming, progress, cancelled, rehearse=True))


def merge(
    desk: Desk,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Outcome[MergeReport]:
    """Take files in, each in a transaction of its own; one that cannot be used is set aside and stops no other.

    Files that waited for the enrolment of their machine are tried again afterwards. Before a large merge the book is
    backed up. Raises ``Fault`` FILE_MISSING, DISK_FULL ...; ``Cancelled`` between two files.
    """
    files = _files(desk, paths)
    if dry_run:
        with _arrivals(files) as coming:
            reports = [report for _, report in _each(desk, coming, progress, cancelled, rehearse=True)]
    else:
        with _arrivals(files) as coming:
            backups.back_up_before_merge(desk, files)
            with logbook.following(desk, len(files)):
                reports = [report for _, report in _each(desk, coming, progress, cancelled, rehearse=False)]
        reports += _retry_waiting(desk)
        erasing.follow_up(desk, [change.visit for report in reports for change in report.visits])
        following.follow_profile(desk)
        search.settle(desk.book)
    sent_back = () if dry_run else passing_on.pass_on(desk)
    touched = {("visit", change.visit) for report in reports for change in report.visits}
    touched |= {("visit", visit) for visit in sent_back}
    return Outcome(MergeReport(tuple(reports)), Changes(frozenset({*touched, ("packet", "*")})))


def _files(desk: Desk, paths: Iterable[Path]) -> tuple[Path, ...]:
    return packet_files.packet_files(paths, desk)


@contextmanager
def _arrivals(files: Sequence[Path]) -> Generator[Arrivals]:
    """These files, and for as long as the block runs a second process that opens them, where they are worth one."""
    with second_process(files) as second:
        yield Arrivals(files, packet_files.read_packet_file, second)


def _each(
    desk: Desk, coming: Arrivals, progress: Progress, cancelled: Callable[[], bool], *, rehearse: bool
) -> Iterable[tuple[Path, FileReport]]:
    files = coming.files
    with desk.book.sharing(coming.look_ahead):
        for done, path in enumerate(files):
            if cancelled():
                raise Cancelled
            progress(done, len(files), path.name)
            try:
                arrived = coming.take()
            except Fault as fault:  # one file that cannot be read blocks no other
                yield path, FileReport(path.name, Result.REFUSED, fault.code, fault.data)
                continue
            coming.reader = intake.Desk(desk.readers, arriving.audiences(desk), papers.trust_book(desk))
            yield path, arriving.take(desk, arrived, path.name, rehearse=rehearse, place=path.parent.name)
            if not rehearse:
                desk.book.beside(partial(search.keep_up, desk.book))
    progress(len(files), len(files), "")


def _retry_waiting(desk: Desk) -> list[FileReport]:
    """Whole files that waited and can be used by now; those that still cannot keep waiting without a word.

    Only papers and programs let a machine be known and a file be read: while they are those of last time, nothing is
    looked at.
    """
    edition = f"{papers.edition(desk)} {limits.FORMAT_VERSION}"
    is_other = get_fact(desk.book, _TRIED) != edition
    waiting = [*(_cured(desk) if is_other else ()), *_opened(desk)]
    reports: list[FileReport] = []
    if waiting:
        with logbook.following(desk, len(waiting)):
            reports = [retry_file(desk, one) for one in quarantine.held_of(desk.book, waiting)]
    if is_other:
        with desk.book.transaction():
            put_fact(desk.book, _TRIED, edition)
    return [report for report in reports if report.result in {Result.MERGED, Result.RECEIPTS}]


def _opened(desk: Desk) -> list[int]:
    """Files that the recovery key may open which was typed."""
    return [number for number, _ in quarantine.files_waiting(desk.book, Code.DECRYPT)] if desk.lent else []


def _cured(desk: Desk) -> list[int]:
    """Files of machines that are enrolled by now, and those that this program is new enough for."""
    trust = papers.trust_book(desk)
    signers = quarantine.files_waiting(desk.book, Code.SIGNER)
    newer = quarantine.files_waiting(desk.book, Code.VERSION)
    return [
        *(number for number, why in signers if trust.certificate_of(KeyId(str(why.get("key", "")))) is not None),
        *(number for number, why in newer if int(why.get("needs", 0)) <= limits.FORMAT_VERSION),
    ]


def open_sealed(desk: Desk, number: int) -> Outcome[FileReport]:
    """Try whether a packet that was kept for others can be opened here by now. Raises ``Refusal`` SEALED_UNKNOWN."""
    found = next((one for one in relayed.relayed(desk.book) if one.id == number), None)
    if found is None:
        raise Refusal("SEALED_UNKNOWN", number=number)
    data = relayed.data_of(desk.book, number)
    with logbook.following(desk, 1):
        report = arriving.take_file(desk, data, found.file_name, rehearse=False, place=found.place)
    if report.result is not Result.SEALED:
        with desk.book.transaction():
            relayed.mark_opened(desk.book, number, desk.clock())
    return Outcome(report, Changes.of(("packet", "*"), ("visit", "*")))


def verify(desk: Desk, path: Path) -> Verified:
    """Who signed a file, what is inside, and whether it is whole; nothing is imported.

    Raises ``Fault`` FILE_MISSING, FILE_UNREADABLE.
    """
    if not path.exists():
        raise Fault("FILE_MISSING", file=str(path))
    data = packet_files.read_packet_file(path)
    reader = intake.Desk(desk.readers, arriving.audiences(desk), _trust_for(desk, data))
    found = inspection.describe(data, reader)
    return _verified(found, is_kept=packet_book.incoming_by_hash(desk.book, found.file_hash) is not None)


def _trust_for(desk: Desk, data: bytes) -> TrustBook:
    """Whom to believe about a file that is only looked into: the documents that ride in it are judged, not filed."""
    try:
        opened = intake.open_raw(intake.Raw.of(data), desk.readers)
        return introductions.judge(desk, intake.introductions(opened)).judge_of(intake.signer_of(opened))
    except Refusal:
        return papers.trust_book(desk)


def _verified(found: Description, *, is_kept: bool) -> Verified:
    understood, claim = found.understood, found.claim
    manifest = understood.manifest if understood else claim.manifest if claim else None
    who = understood.certificate if understood else claim.request if claim else None
    kinds = found.kinds or ({"unverified": claim.entries} if claim else {})
    return Verified(
        whole=found.code is None,
        code=found.code,
        data=found.data,
        bytes=found.bytes,
        hash=found.file_hash,
        machine=who.machine if who else "",
        person=who.person.name if who else "",
        group=who.group.name if who and who.group else "",
        enrolled=understood is not None,
        number=manifest.number if manifest else None,
        packet=manifest.packet if manifest else None,
        packed_at=manifest.created if manifest else None,
        entries=kinds,
        receipts=len(understood.receipts) if understood else 0,
        documents=found.documents,
        receipt_code=understood.code if understood and understood.entries and is_kept else "",
    )


def inbox(desk: Desk) -> Inbox:
    """What waits, what was merged since midnight, and what was taken back; not what an office above answered."""
    midnight = desk.clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    came = [one for one in packet_book.incoming(desk.book, midnight) if one.withdrawn_at is None]
    machines = known_machines(desk)
    merged = [one for one in came if one.device in machines or any(one.counts.get(count) for count in _BROUGHT)]
    withdrawn = _merged_packets(desk, packet_book.withdrawn(desk.book))
    aside = aside_entries(desk, AsideReason.REVOKED, AsideReason.FOREIGN)
    return Inbox(held_items(desk), _merged_packets(desk, merged), relayed.relayed(desk.book), withdrawn, aside)


def _merged_packets(desk: Desk, merged: Iterable[packet_book.Incoming]) -> tuple[MergedPacket, ...]:
    machines = known_machines(desk)
    nobody = Machine()
    return tuple(
        MergedPacket(
            one.packet,
            one.file_name,
            one.counts.get("number"),
            one.device,
            machines.get(one.device, nobody).name,
            machines.get(one.device, nobody).person,
            machines.get(one.device, nobody).group,
            one.received_at,
            one.counts.get("visits", 0),
            one.counts.get("new", 0),
            packet_book.receipt_code(one),
            one.withdrawn_at,
        )
        for one in merged
    )


def request_in(desk: Desk, held: int) -> bytes:
    """The request that rides in a packet that waits, as a request file: signed by the machine that asks.

    Raises ``Refusal`` HELD_UNKNOWN, REQUEST_INVALID (no request rides along, or the packet cannot be opened).
    """
    if all(one.id != held for one in quarantine.held(desk.book)):
        raise Refusal("HELD_UNKNOWN", number=held)
    try:
        line = inspection.peek(quarantine.data_of(desk.book, held), desk.readers).request_line
    except Refusal as refusal:
        raise Refusal("REQUEST_INVALID", why=refusal.code) from refusal
    if line is None:
        raise Refusal("REQUEST_INVALID", why="none")
    return write_document_file((line,))
