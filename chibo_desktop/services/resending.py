"""What the office asks a laptop to send again, and sending exactly that.

Two causes. A gap: entries before others never arrived. A restored archive: the office lost what it had acknowledged; a
receipt shows that by another archive epoch. Both are told by signed receipts; a gap also by a slip of paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.packets.manifest import Place, ranges_of
from chibo_desktop.packets.receipts import Receipt
from chibo_desktop.packets.slips import ResendSlip, read_requests, short_device, short_epoch
from chibo_desktop.services import archive, sending
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import QUIET, Packed, Watch
from chibo_desktop.services.wanted import Cause, want, wanted
from chibo_desktop.storage import chains, delivery, log
from chibo_desktop.storage.chains import Range
from chibo_desktop.storage.facts import get_fact, put_fact

_EPOCHS = "archive.epochs."
_VISIT_KINDS = frozenset(
    {EntryKind.VISIT_RECORDED.value, EntryKind.VISIT_AMENDED.value, EntryKind.VISIT_WITHDRAWN.value}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Entries that are wanted again, and the number of minutes that they belong to.

    ``lost``: of these minutes so many had been acknowledged by an archive that was restored from a backup since.
    """

    entries: tuple[EntryId, ...] = ()
    visits: int = 0
    lost: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    """Their numbers, as stretches (first, last)."""


def asked(desk: Desk) -> Asked:
    """What the office has asked for and nobody has packed since."""
    lost = wanted(desk, Cause.LOST)
    entries = tuple(dict.fromkeys((*lost, *wanted(desk, Cause.GAP))))
    named = log.entries_named(desk.book, entries)
    places = ranges_of([Place(one.head.device, one.head.epoch, one.head.seq) for one in named])
    spans = tuple((one.first, one.last) for one in places)
    return Asked(entries, _visits(named), _visits([one for one in named if one.head.id in lost]), spans)


def resend(desk: Desk, folder: Path, watch: Watch = QUIET) -> Outcome[Packed]:
    """Pack exactly what was asked for, as it was signed. Raises ``Refusal`` NOTHING_ASKED, else as ``pack_to``."""
    entries = asked(desk).entries
    if not entries:
        raise Refusal("NOTHING_ASKED")
    return sending.pack_entries(desk, log.entries_named(desk.book, entries), folder, watch)


def read_slip(desk: Desk, text: str) -> Outcome[Asked]:
    """Take a request from paper: from now on its entries are asked for. It is not signed, and need not be.

    It can only have this machine's own entries packed once more, for the readers of its own office. Raises ``Refusal``
    SLIP_UNREADABLE, SLIP_ELSEWHERE (of another machine), NOTHING_ASKED (nothing of it is on this machine).
    """
    mine = [slip for slip in read_requests(text) if slip.device == short_device(desk.me.device)]
    if not mine:
        raise Refusal("SLIP_ELSEWHERE")
    found = tuple(entry for slip in mine for entry in _named(desk, slip))
    if not found:
        raise Refusal("NOTHING_ASKED")
    with desk.book.transaction():
        want(desk, Cause.GAP, (*wanted(desk, Cause.GAP), *found))
    return Outcome(asked(desk), Changes.of(("packet", "*")))


def _named(desk: Desk, slip: ResendSlip) -> tuple[EntryId, ...]:
    epochs = {(held.device, held.epoch) for own in desk.me.devices for held in chains.held_ranges(desk.book, own)}
    ranges = [
        Range(device, epoch, first, last)
        for device, epoch in epochs
        if short_epoch(epoch) == slip.epoch
        for first, last in slip.spans
    ]
    return chains.entries_in(desk.book, ranges)


def is_outdated(desk: Desk, receipt: Receipt, signer: str) -> bool:
    """Whether a receipt was written before the archive was restored: what it says was held may be held no longer."""
    known = _epochs(desk, signer)
    return receipt.archive_epoch in known[:-1]


def compare(desk: Desk, receipt: Receipt, signer: str, held: Sequence[EntryId]) -> tuple[str, ...]:
    """Hold a receipt against what was believed. Inside the caller's transaction.

    Notes the gaps that it names. Where the same machine of the office has begun another archive epoch, whatever had
    been acknowledged and is neither held nor noted goes back to *finalised*. Returns the visits that did.
    """
    missing = [
        Range(DeviceId(one.device), EpochId(one.epoch), one.first, one.last)
        for position in receipt.positions
        if position.device in desk.me.devices
        for one in position.missing
    ]
    want(desk, Cause.GAP, chains.entries_in(desk.book, missing))
    there = {*held, *(EntryId(one.entry) for one in receipt.noted)}
    lost = [entry for entry in wanted(desk, Cause.LOST) if entry not in there]
    known = _epochs(desk, signer)
    gone: tuple[str, ...] = ()
    if receipt.archive_epoch not in known:
        put_fact(desk.book, _EPOCHS + signer, " ".join((*known, receipt.archive_epoch)))
    if known and receipt.archive_epoch not in known:
        vanished = [entry for entry in delivery.acknowledged(desk.book) if entry not in there]
        gone = delivery.reopen(desk.book, vanished, desk.clock())
        archive.show_states(desk, gone)
        lost += vanished
    want(desk, Cause.LOST, lost)
    return gone


def _epochs(desk: Desk, signer: str) -> tuple[str, ...]:
    """The archive epochs that one machine of the office has named, oldest first."""
    return tuple((get_fact(desk.book, _EPOCHS + signer) or "").split())


def _visits(entries: Sequence[Entry]) -> int:
    return len({entry.head.subject for entry in entries if entry.head.kind in _VISIT_KINDS})
