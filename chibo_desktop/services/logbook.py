"""Writing in the device's own append-only log, and going on with it after the book was opened."""

import datetime as dt
from collections.abc import Generator
from contextlib import contextmanager

from chibo_desktop.domain.entries import BlobBinding, Entry, EntryKind, PartClass
from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import EpochOpened, EpochReason, OldHead, texts_of
from chibo_desktop.packets.entries import Draft, Moment, Place, build_entry
from chibo_desktop.services import epochs
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage.chains import head_of
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact
from chibo_desktop.storage.log import Source, add_entries

LAST_WALL = "last_wall"
CLOCK_TOLERANCE = dt.timedelta(minutes=10)
EARLIEST_CLOCK = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""No copy of this program is older, so a clock before it has lost its battery."""


def is_clock_sound(desk: Desk) -> bool:
    """Whether the machine's clock is not behind what this book has already seen."""
    now = desk.clock()
    last = get_fact(desk.book, LAST_WALL)
    seen = dt.datetime.fromisoformat(last) if last else EARLIEST_CLOCK
    return now >= max(seen, EARLIEST_CLOCK) - CLOCK_TOLERANCE


class Pen:
    """Writes entries one after another inside one transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._epoch = epochs.current(desk)
        self._clock_ok = is_clock_sound(desk)
        head = head_of(desk.book, desk.me.device, self._epoch)
        self._seq, self._prev = head if head else (0, None)
        self.last: Entry | None = None

    def write(
        self,
        kind: EntryKind,
        subject: str,
        texts: tuple[tuple[str, PartClass, str], ...],
        *,
        based_on: tuple[EntryId, ...] = (),
        blobs: tuple[BlobBinding, ...] = (),
    ) -> Entry:
        """Sign an entry and append it. ``texts``: name, class and JSON text of each part."""
        desk, wall = self._desk, self._desk.clock()
        draft = Draft(kind, subject, desk.me.author.id, texts, based_on, blobs)
        place = Place(desk.me.device, self._epoch, self._seq + 1, self._prev)
        entry = build_entry(draft, place, Moment(wall, self._clock_ok), desk.keys.signing, desk.random)
        add_entries(desk.book, [entry], Source(None, wall, VisitState.FINALISED))
        self._seq, self._prev, self.last = entry.head.seq, entry.head.id, entry
        if self._clock_ok:
            put_fact(desk.book, LAST_WALL, wall.isoformat())
        return entry


@contextmanager
def writing(desk: Desk, entries: int = 1) -> Generator[Pen]:
    """One transaction that appends at most ``entries`` entries; the anchor follows once it is committed."""
    if entries > 1:
        epochs.announce(desk, entries)
    try:
        with desk.book.transaction():
            pen = Pen(desk)
            yield pen
    except BaseException:
        desk.trust = None  # papers that were filed for a moment are forgotten with the transaction
        raise
    if pen.last is not None:
        epochs.settle(desk, pen.last.head.epoch, pen.last.head.seq, pen.last.head.id)


@contextmanager
def following(desk: Desk, entries: int) -> Generator[None]:
    """Several transactions that append at most ``entries`` entries in all, each with a ``Pen`` of its own.

    The anchor is written once before and once after them, not after each: between the two it announces them.
    """
    epoch = epochs.current(desk)
    before = head_of(desk.book, desk.me.device, epoch)
    epochs.announce(desk, entries)
    try:
        yield
    finally:
        after = head_of(desk.book, desk.me.device, epoch)
        if after is not None and after != before:
            epochs.settle(desk, epoch, *after)


def resume(desk: Desk) -> None:
    """Go on with the log, or open a new epoch when the book is not the one that the anchor knows."""
    anchor = epochs.read_anchor(desk)
    epoch = epochs.current(desk)
    seq, head = head_of(desk.book, desk.me.device, epoch) or (0, None)
    if get_fact(desk.book, epochs.RESTORED):
        reopen(desk, EpochReason.RESTORED)
        return
    if anchor is not None and anchor.device == desk.me.device and anchor.epoch == epoch:
        if seq == anchor.seq and head == anchor.head:
            return
        if anchor.seq < seq <= max(anchor.announced, anchor.seq + 1) and head is not None:
            epochs.write_anchor(desk, epochs.Anchor(anchor.device, epoch, seq, head, seq, anchor.profile_version))
            return
    reopen(desk, EpochReason.NO_ANCHOR if anchor is None else EpochReason.RESTORED)


def reopen(desk: Desk, reason: EpochReason) -> None:
    """Begin a new epoch; its first entry is the reason and the head of the old one."""
    old = epochs.current(desk)
    seq, head = head_of(desk.book, desk.me.device, old) or (0, None)
    texts = texts_of(EpochOpened(reason, (OldHead(old, seq, head),)))
    with desk.book.transaction():
        epochs.begin_epoch(desk)
        drop_fact(desk.book, epochs.RESTORED)
        pen = Pen(desk)
        entry = pen.write(EntryKind.EPOCH_OPENED, desk.me.device, texts, based_on=(head,) if head else ())
    epochs.settle(desk, entry.head.epoch, entry.head.seq, entry.head.id)
