"""What was set aside: why, whose it claims to be, its bytes, and trying again. Nothing here is ever thrown away.

A whole file or a single item waits in quarantine; entries that were merged and stopped counting wait in the log itself.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.ids import DeviceId, EntryId, PacketId, VisitId
from chibo_desktop.domain.outcomes import Changes, Datum, Fault, Outcome, Refusal
from chibo_desktop.packets import receipts as packet_receipts
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.entry_intake import EntryReader, ReceivedEntry, reread, visit_of
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.services import arriving, erasing, logbook, papers, receipts, releasing, taking
from chibo_desktop.services.arriving import Counts, FileReport, Result
from chibo_desktop.services.claims import Claimed, parted
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.releasing import Confirmation, Released
from chibo_desktop.services.status import Machine, known_machines
from chibo_desktop.storage import aside, log, quarantine, register
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideEntry, AsideReason
from chibo_desktop.storage.quarantine import Held, Reason

_REREAD = frozenset({Code.SIGNER.value, Code.SCOPE.value, Code.REVOKED.value, Code.VERSION.value})
"""Codes of entries of which every part came: what is not among their lines was withheld by whoever forwarded them."""


@dataclass(frozen=True, slots=True)
class HeldItem:
    """Something that was set aside: a whole file, or one ``item`` of it (kind and number of its line).

    Of a file nobody vouches for ``machine``, ``person``, ``group``, ``entries`` and ``packed_at`` (RFC 3339, by the
    sender's clock) are what it claims; "" and 0 where it claims nothing. ``bytes``: how many are kept.
    """

    id: int
    file_name: str
    code: str
    data: dict[str, Datum]
    arrived_at: dt.datetime
    number: int | None
    machine: str
    item: str | None
    person: str = ""
    group: str = ""
    entries: int = 0
    packed_at: str = ""
    bytes: int = 0
    releasable: bool = False
    """Whether somebody's word may let it count."""


@dataclass(frozen=True, slots=True)
class AsideView:
    """An entry of the log that does not count, and why.

    ``cell`` and ``date`` are those of the visit that it is about, where they are known; ``at`` is since when.
    """

    entry: EntryId
    kind: str
    subject: str
    machine: str
    person: str
    seq: int
    reason: AsideReason
    at: dt.datetime
    device: DeviceId
    group: str = ""
    cell: str = ""
    date: dt.date | None = None
    releasable: bool = False
    """Whether somebody's word may let it count."""


def held_items(desk: Desk) -> tuple[HeldItem, ...]:
    """Everything that waits in quarantine, the last first."""
    machines = known_machines(desk)
    sizes = quarantine.sizes(desk.book)
    return tuple(_item(one, machines, sizes) for one in quarantine.held(desk.book))


def _item(one: Held, machines: dict[DeviceId, Machine], sizes: dict[int, int]) -> HeldItem:
    origin, (data, claim) = one.origin, parted(one.reason.details)
    known = machines.get(DeviceId(origin.device or ""), Machine()) if origin.item is not None else Machine()
    owner = Claimed(
        machines.get(DeviceId(origin.device or ""), Machine()).name or claim.machine,
        known.person or claim.person,
        known.group or claim.group,
        claim.entries,
        claim.packed_at,
    )
    return HeldItem(
        one.id,
        origin.file_name,
        one.reason.code,
        data,
        origin.arrived_at,
        origin.number,
        owner.machine,
        origin.item,
        owner.person,
        owner.group,
        owner.entries,
        owner.packed_at,
        sizes.get(one.id, 0),
        _is_late(one),
    )


def aside_entries(desk: Desk, *reasons: AsideReason) -> tuple[AsideView, ...]:
    """Entries of the log that do not count, for these reasons or for any, machine by machine in order of numbers."""
    machines = known_machines(desk)
    found = [one for reason in reasons or AsideReason for one in aside.entries_aside(desk.book, reason)]
    meetings = _meetings(desk, found)
    views = [_aside(one, machines.get(one.device, Machine()), meetings.get(one.entry, ("", None))) for one in found]
    return tuple(sorted(views, key=lambda one: (one.machine, one.device, one.seq, one.entry, one.reason)))


def _meetings(desk: Desk, found: Sequence[AsideEntry]) -> dict[EntryId, tuple[str, dt.date | None]]:
    """Cell and day of the visits that these are about: by the register, else by what the entry itself says."""
    rows = register.visits(desk.book, list(dict.fromkeys(VisitId(one.subject) for one in found)))
    known = {one.entry: rows[VisitId(one.subject)] for one in found if one.subject in rows}
    meetings = {entry: (row.cell, row.date) for entry, row in known.items()}
    for entry in log.entries_named(desk.book, [one.entry for one in found if one.entry not in known]):
        visit = visit_of(entry)
        if visit is not None:
            meetings[entry.head.id] = visit.cell.name, visit.session.date
    return meetings


def _aside(one: AsideEntry, by: Machine, meeting: tuple[str, dt.date | None]) -> AsideView:
    return AsideView(
        one.entry,
        one.kind,
        one.subject,
        by.name,
        by.person,
        one.seq,
        one.reason,
        one.at,
        one.device,
        by.group,
        *meeting,
        one.reason is AsideReason.REVOKED,
    )


def show(desk: Desk, number: int) -> tuple[HeldItem, bytes]:
    """Something that waits, with its bytes. Raises ``Refusal`` HELD_UNKNOWN."""
    _waiting(desk, number)
    item = next(one for one in held_items(desk) if one.id == number)
    return item, quarantine.data_of(desk.book, number)


def export(desk: Desk, number: int, folder: Path) -> Path:
    """Write the bytes of something that waits, for whoever looks into it; nothing is overwritten.

    The name is made here, never taken from outside. Raises ``Refusal`` HELD_UNKNOWN; ``Fault`` STICK_NAME_TAKEN.
    """
    found = _waiting(desk, number)
    ending = "chibo" if found.origin.item is None else "jsonl"
    path = folder / f"RIENG-{number:06d}-{found.reason.code.removeprefix('E_')}.{ending}"
    if path.exists():
        raise Fault("STICK_NAME_TAKEN", name=path.name)
    write_output_file(path, quarantine.data_of(desk.book, number))
    return path


def release(desk: Desk, things: Sequence[int | EntryId], confirmation: Confirmation) -> Outcome[Released]:
    """Let late entries of revoked keys count because their leader confirms them: numbers of what waits in quarantine,
    and entries of the log that do not count.

    Nothing else is released by word of mouth. Raises ``Refusal`` HELD_UNKNOWN, HELD_NOT_RELEASED, else as
    ``releasing.release``.
    """
    entries = [_late_entry(desk, one) if isinstance(one, int) else _late_aside(desk, one) for one in things]
    return releasing.release(desk, entries, confirmation)


def _late_entry(desk: Desk, number: int) -> EntryId:
    found = _waiting(desk, number)
    if not _is_late(found):
        raise Refusal("HELD_NOT_RELEASED", why=found.reason.code)
    return EntryId(str(found.reason.details["entry"]))


def _is_late(one: Held) -> bool:
    """Whether it is an entry that waits for nothing but a leader's word."""
    return one.reason.code == Code.REVOKED and isinstance(one.reason.details.get("entry"), str)


def _late_aside(desk: Desk, entry: EntryId) -> EntryId:
    reasons = [one for one in AsideReason if aside.among(desk.book, [entry], one)]
    if reasons and AsideReason.REVOKED not in reasons:
        raise Refusal("HELD_NOT_RELEASED", why=reasons[0].value.upper())
    return entry


def retry(desk: Desk, number: int) -> Outcome[FileReport]:
    """Judge something again by what is trusted today: a whole file, or one item with the lines that were kept of it.

    What still cannot be used keeps waiting, for today's reason. Raises ``Refusal`` HELD_UNKNOWN.
    """
    found = _waiting(desk, number)
    if found.origin.item is None:
        with logbook.following(desk, 1):
            report = retry_file(desk, found)
    else:
        report = _retry_item(desk, found)
    erasing.follow_up(desk, [change.visit for change in report.visits])
    return Outcome(report, Changes.of(("packet", "*"), ("visit", "*")))


def retry_file(desk: Desk, found: Held) -> FileReport:
    """Take a file in again that was set aside; the caller lets the anchor follow."""
    data = quarantine.data_of(desk.book, found.id)
    report = arriving.take_file(desk, data, found.origin.file_name, rehearse=False)
    if report.held != found.id:  # it is merged, or waits for another reason under another number
        with desk.book.transaction():
            quarantine.release(desk.book, found.id, desk.clock(), report.result)
    return report


def _waiting(desk: Desk, number: int) -> Held:
    found = next((one for one in quarantine.held(desk.book) if one.id == number), None)
    if found is None:
        raise Refusal("HELD_UNKNOWN", number=number)
    return found


def _retry_item(desk: Desk, found: Held) -> FileReport:
    kind = (found.origin.item or "").partition(":")[0]
    lines = quarantine.data_of(desk.book, found.id)[:-1].split(b"\n")
    try:
        with desk.book.transaction():
            is_receipt = kind == ItemKind.RECEIPT
            report = _take_receipt(desk, found, lines[0]) if is_receipt else _take_entry(desk, found, lines)
            quarantine.release(desk.book, found.id, desk.clock(), report.result)
    except Refusal as refusal:
        with desk.book.transaction():
            quarantine.judge_again(desk.book, found.id, Reason(str(refusal.code), refusal.data))
        return FileReport(
            found.origin.file_name,
            Result.QUARANTINED,
            str(refusal.code),
            refusal.data,
            number=found.origin.number,
            entries=Counts(quarantined=1),
            held=found.id,
        )
    else:
        return report


def _take_receipt(desk: Desk, found: Held, line: bytes) -> FileReport:
    verified = packet_receipts.verify_receipt(line, papers.trust_book(desk))
    acknowledged = receipts.apply(desk, (verified,))
    return FileReport(found.origin.file_name, Result.RECEIPTS, number=found.origin.number, receipts=acknowledged)


def _take_entry(desk: Desk, found: Held, lines: list[bytes]) -> FileReport:
    received = _read(desk, found, lines)
    packet = packet_book.incoming_by_hash(desk.book, found.origin.file_hash)
    assert packet is not None, "items are set aside together with the packet that brought them"
    changes, added = taking.take_entries(desk, [received], PacketId(packet.packet))
    by = known_machines(desk).get(received.entry.head.device, Machine())
    return FileReport(
        found.origin.file_name,
        Result.MERGED if added.new or added.back else Result.DUPLICATE,
        machine=by.name,
        person=by.person,
        group=by.group,
        number=found.origin.number,
        entries=Counts(new=len(added.new), duplicate=len(added.duplicate)),
        conflicts=sum(change.conflicts for change in changes),
        visits=changes,
    )


def _read(desk: Desk, found: Held, lines: Iterable[bytes]) -> ReceivedEntry:
    """Raises ``Refusal`` as ``EntryReader.read`` does."""
    reader = EntryReader(papers.trust_book(desk))
    line, *attached = lines
    if found.reason.code in _REREAD:
        return reread(reader, (line, *attached))
    return reader.read(line, attached, ())
