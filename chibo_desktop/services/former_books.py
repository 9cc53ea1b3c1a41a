"""Books that a backup has replaced: what they hold that the present one lacks, and taking it back.

What is taken back are the entries as they were signed, as if a packet had brought them, with what stood around them;
and drafts. The former book stays where it is. Taking back twice changes nothing.
"""

import datetime as dt
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import EntryId, VisitId, new_id
from chibo_desktop.domain.outcomes import Cancelled, Fault, Outcome, Refusal
from chibo_desktop.packets.entries import read_entry
from chibo_desktop.packets.envelope import FindKey
from chibo_desktop.packets.stick import never
from chibo_desktop.services import archive, drafts, following, linking, own_keys, revocation, wiping
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.going_back import EVERYTHING
from chibo_desktop.storage import backup, joining, log, search
from chibo_desktop.storage import drafts as drawer
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.book_difference import DAMAGED, Lacking, lacking
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.former_books import make_one_file

TAKEN: Final = "set aside taken."
"""Facts, by name of the former book: when it was taken back from."""
_BATCH: Final = 500

Progress = Callable[[int, int], None]
"""Entries done and in all."""


@dataclass(frozen=True, slots=True)
class FormerBook:
    """A book that was set aside, and what it holds that the present one lacks.

    ``minutes`` are visits of which something is lacking, ``drafts`` those of them that are being written there.
    ``taken_at``: when it was last taken back from.
    """

    name: str
    path: Path
    set_aside_at: dt.datetime
    bytes: int
    minutes: int
    drafts: int
    entries: int
    taken_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came back. ``doubled_drafts``: new drafts, for both books had gone on writing; ``refused``: entries that
    nobody vouches for; ``unreadable``: how many a damaged book does not give any more, as far as it tells."""

    entries: int
    minutes: int
    drafts: int
    doubled_drafts: int
    refused: tuple[EntryId, ...]
    unreadable: int = 0


def former_books(desk: Desk) -> tuple[FormerBook, ...]:
    """Every book that was set aside, the last first. Raises as ``storage.book.open_book`` does."""
    return tuple(_described(desk, at, path) for at, path in backup.backups(desk.places.set_aside))


def _described(desk: Desk, at: dt.datetime, path: Path) -> FormerBook:
    with _opened(desk, path) as there:
        more = lacking(desk.book, there)
    taken = get_fact(desk.book, TAKEN + path.name)
    size = path.stat().st_size
    moment = dt.datetime.fromisoformat(taken) if taken else None
    drafts_ = [visit for visit in more.drafts if get_fact(desk.book, _settled(path.name, visit)) is None]
    return FormerBook(
        path.name,
        path,
        at,
        size,
        len(more.visits | set(drafts_)),
        len(drafts_),
        len(more.numbers),
        moment,
    )


@contextmanager
def _opened(desk: Desk, path: Path) -> Generator[Book]:
    book = open_book(path, desk.master.book_key())
    try:
        yield book
    finally:
        make_one_file(book)


def _told_nobody(done: int, total: int) -> None:
    """A progress that tells nobody."""


def take_back(
    desk: Desk, name: str, progress: Progress = _told_nobody, cancelled: Callable[[], bool] = never
) -> Outcome[TakenBack]:
    """Bring everything over that the present book lacks, whole or not at all.

    Raises ``Refusal`` FORMER_BOOK_UNKNOWN, ``Fault`` of the disk, ``Cancelled``.
    """
    found = next((one for one in backup.backups(desk.places.set_aside) if one[1].name == name), None)
    if found is None:
        raise Refusal("FORMER_BOOK_UNKNOWN", name=name)
    parted, path = found
    with _opened(desk, path) as there:
        more = lacking(desk.book, there)
        try:
            with desk.book.transaction():
                taken = _Taking(desk, there, more, parted, name).carry_out(progress, cancelled)
        except BaseException:
            desk.trust = None
            raise
    wiping.finish(desk)
    following.follow_profile(desk)
    search.settle(desk.book)
    return Outcome(taken, EVERYTHING)


@dataclass(slots=True)
class _Taking:
    """One taking back, inside one transaction."""

    desk: Desk
    there: Book
    more: Lacking
    parted: dt.datetime
    name: str
    taken: int = 0

    def carry_out(self, progress: Progress, cancelled: Callable[[], bool]) -> TakenBack:
        desk, book = self.desk, self.desk.book
        joining.add_lacking_rows(book, self.there)
        joining.follow_work(book, self.there)
        desk.trust = None
        subjects, refused = self._entries(progress, cancelled)
        subjects |= set(joining.follow_marks(book, self.there, self.parted))
        written, doubled = self._drafts()
        every = sorted(subjects)
        for at in range(0, len(every), _BATCH):
            archive.refold_visits(desk, every[at : at + _BATCH])
        linking.refresh(desk)
        revocation.judge(desk)
        count = self.taken
        note(desk, "TAKEN_BACK", entries=count, drafts=written + doubled)
        put_fact(book, TAKEN + self.name, desk.clock().isoformat())
        unreadable = self.more.unreadable + len(self.more.numbers) - count - len(refused)
        return TakenBack(count, len(self.more.visits), written, doubled, tuple(refused), unreadable)

    def _entries(self, progress: Progress, cancelled: Callable[[], bool]) -> tuple[set[str], list[EntryId]]:
        """The entries, verified as they were signed: what they are about, and those that cannot be believed."""
        find_key = own_keys.key_finder(self.desk)
        done, total = 0, len(self.more.numbers)
        subjects, refused = set[str](), list[EntryId]()
        for source, numbers in joining.sources_of(self.there, self.more.numbers):
            for at in range(0, len(numbers), _BATCH):
                if cancelled():
                    raise Cancelled
                batch = numbers[at : at + _BATCH]
                entries = _readable(self.there, batch)
                good = [entry for entry in entries if _is_believed(entry, find_key)]
                refused += [entry.head.id for entry in entries if entry not in good]
                log.add_entries(self.desk.book, good, source)
                self.taken += len(good)
                subjects |= {entry.head.subject for entry in good}
                done += len(batch)
                progress(done, total)
        return subjects, refused

    def _drafts(self) -> tuple[int, int]:
        """Drafts as they were there; where both books went on writing, the one from there becomes another draft."""
        written = doubled = 0
        for visit in self.more.drafts:
            if get_fact(self.desk.book, _settled(self.name, visit)) is not None:
                continue
            amends, draft = self._draft_there(visit)
            if draft is None:
                continue
            mine = drawer.load_draft(self.desk.book, visit)
            gone_on = mine is not None and mine.saved_at > self.parted
            finalised_here = mine is None and amends is None and self._is_recorded(visit)
            if gone_on or finalised_here:
                draft, amends, doubled = self._another(draft), None, doubled + 1
            else:
                written += 1
            self._keep(draft, amends)
            put_fact(self.desk.book, _settled(self.name, visit), self.desk.clock().isoformat())
        self._drop_finalised()
        return written, doubled

    def _draft_there(self, visit: VisitId) -> tuple[str | None, drawer.Draft | None]:
        """Why a draft of there amends something, and the draft; ``None`` where a damaged book gives it no more."""
        try:
            return get_fact(self.there, drafts.AMENDS + visit), drawer.load_draft(self.there, visit)
        except Fault as fault:
            if fault.code != DAMAGED:
                raise
            return None, None

    def _is_recorded(self, visit: VisitId) -> bool:
        return bool(log.subjects_among(self.desk.book, (visit,), (EntryKind.VISIT_RECORDED,)))

    def _drop_finalised(self) -> None:
        """Drafts of here that were finalised there: an older state of what has come, unless somebody wrote on here."""
        for mine in drawer.drafts(self.desk.book):
            visit = mine.visit.id
            if visit not in self.more.visits or self._draft_there(visit)[1] is not None:
                continue
            is_amendment = bool(drafts.amendment_reason(self.desk, visit))
            if mine.saved_at > self.parted and is_amendment:
                continue
            drafts.forget_draft(self.desk, visit)
            if mine.saved_at > self.parted:
                self._keep(self._another(mine), None)

    def _another(self, draft: drawer.Draft) -> drawer.Draft:
        """The same words as a draft of their own."""
        return replace(draft, visit=replace(draft.visit, id=VisitId(new_id(self.desk.random))))

    def _keep(self, draft: drawer.Draft, amends: str | None) -> None:
        line = None if amends else archive.draft_line(self.desk, draft.visit, draft.saved_at)
        drawer.save_draft(self.desk.book, draft, line)
        if amends:
            put_fact(self.desk.book, drafts.AMENDS + draft.visit.id, amends)


def _readable(book: Book, numbers: list[int]) -> tuple[Entry, ...]:
    """These entries; of a damaged book those whose rows are whole."""
    try:
        return log.entries_numbered(book, numbers)
    except Fault as fault:
        if fault.code != DAMAGED:
            raise
        if len(numbers) == 1:
            return ()
        return tuple(entry for number in numbers for entry in _readable(book, [number]))


def _is_believed(entry: Entry, find_key: FindKey) -> bool:
    """Whether an entry is what a key that is known here has signed, part by part."""
    try:
        read_entry(entry.envelope, entry.parts, find_key)
    except Refusal:
        return False
    return True


def _settled(name: str, visit: VisitId) -> str:
    """Fact: this draft of this former book was taken back, whatever became of it since."""
    return f"{TAKEN}{name}.{visit}"
