"""What came after the last good position of a revoked key: shown by machine, and counted when a leader confirms it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.services import acts, erasing, logbook, papers, revocation
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import aside, log, releases
from chibo_desktop.storage.aside import AsideReason


class Means(StrEnum):
    """How somebody confirmed that entries are their own."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed late entries, by which means, and why they may count."""

    who: str
    means: Means
    reason: str


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An entry that does not count because its key was revoked. ``held``: its number in quarantine, if it is there.

    ``cell`` and ``date`` are those of the visit that it is about, where it says so; ``wall`` is its machine's clock.
    """

    entry: EntryId
    device: DeviceId
    machine: str
    person: str
    epoch: EpochId
    seq: int
    kind: str
    wall: dt.datetime
    came_at: dt.datetime
    visit: VisitId | None = None
    cell: str = ""
    date: dt.date | None = None
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """How many entries count from now on."""

    entries: int


def late_entries(desk: Desk, device: DeviceId | None = None) -> tuple[LateEntry, ...]:
    """What was set aside of revoked keys, of one machine or of all, log by log in order of the numbers."""
    found = {one.entry: one for one in (*_in_quarantine(desk), *_in_log(desk))}
    wanted = [one for one in found.values() if device is None or one.device == device]
    return tuple(sorted(wanted, key=lambda one: (one.machine, one.device, one.epoch, one.seq, one.entry)))


def late_held(desk: Desk, number: int) -> LateEntry:
    """The late entry that waits in quarantine under this number. Raises ``Refusal`` HELD_UNKNOWN."""
    found = next((one for one in _in_quarantine(desk) if one.held == number), None)
    if found is None:
        raise Refusal("HELD_UNKNOWN", number=number)
    return found


def _in_log(desk: Desk) -> list[LateEntry]:
    found: list[LateEntry] = []
    for one in aside.entries_aside(desk.book, AsideReason.REVOKED):
        entry = log.entry(desk.book, one.entry)
        if entry is not None:
            found.append(_late(desk, entry, one.at, None))
    return found


def _in_quarantine(desk: Desk) -> list[LateEntry]:
    return [_late(desk, entry, held.origin.arrived_at, held.id) for held, entry in revocation.held_late(desk)]


def _late(desk: Desk, entry: Entry, came_at: dt.datetime, held: int | None) -> LateEntry:
    head, certificate = entry.head, papers.trust_book(desk).certificate_of(entry.signer)
    people = {one.id: one.name for one in certificate.people} if certificate else {}
    visit = visit_of(entry)
    return LateEntry(
        entry=head.id,
        device=head.device,
        machine=certificate.machine if certificate else "",
        person=people.get(head.author, ""),
        epoch=head.epoch,
        seq=head.seq,
        kind=head.kind,
        wall=head.wall,
        came_at=came_at,
        visit=visit.id if visit else None,
        cell=visit.cell.name if visit else "",
        date=visit.session.date if visit else None,
        held=held,
    )


def release(desk: Desk, entries: Sequence[EntryId], confirmation: Confirmation) -> Outcome[Released]:
    """Let late entries count because somebody who answers for them says that they are theirs.

    Signed as an act of this office for each machine. Raises ``Refusal`` NOT_AN_OFFICE, ENTRY_NOT_LATE (data
    ``entry``), CONFIRMATION_MISSING (nobody is named), REASON_MISSING, NOTHING_CHOSEN.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    by_device = _chosen(desk, entries)
    _check(confirmation)
    with logbook.writing(desk, len(by_device)) as pen:
        for device, chosen in by_device.items():
            detail = " ".join((confirmation.means.value, *chosen))
            act = ActRecorded(
                Act.RELEASED, device, len(chosen), detail, confirmation.who.strip(), confirmation.reason.strip()
            )
            releases.add_releases(desk.book, chosen, acts.record(pen, act).head.id)
        judged = revocation.judge(desk)
        note(desk, "ENTRIES_RELEASED", entries=len(entries))
    erasing.follow_up(desk, judged.subjects)
    touched = (("machine", device) for device in by_device)
    return Outcome(Released(len(entries)), Changes.of(*touched, ("visit", "*"), ("packet", "*")))


def _chosen(desk: Desk, entries: Sequence[EntryId]) -> dict[DeviceId, list[EntryId]]:
    late = {one.entry: one.device for one in late_entries(desk)}
    by_device: dict[DeviceId, list[EntryId]] = defaultdict(list)
    for entry in dict.fromkeys(entries):
        if entry not in late:
            raise Refusal("ENTRY_NOT_LATE", entry=entry)
        by_device[late[entry]].append(entry)
    if not by_device:
        raise Refusal("NOTHING_CHOSEN")
    return dict(by_device)


def _check(confirmation: Confirmation) -> None:
    if not confirmation.who.strip():
        raise Refusal("CONFIRMATION_MISSING")
    if not confirmation.reason.strip():
        raise Refusal("REASON_MISSING")
