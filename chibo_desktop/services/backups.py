"""Copies of the book: made by themselves or on demand, checked by reopening before they count, thinned by age.

The newest copy is never older than a day's work: one is made when the book is opened and the last is older than
twenty hours, before a large merge, and (``storage.book``) before the tables change.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from chibo_desktop.domain.outcomes import Changes, Fault, Outcome
from chibo_desktop.packets import stick
from chibo_desktop.services import erasures_kept
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import backup
from chibo_desktop.storage.book import check as check_book
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.copying import CopyStep, Watched, check_copy

DUE_AFTER: Final = dt.timedelta(hours=20)
"""Twenty, not twenty-four: somebody who comes a little earlier than yesterday gets his copy all the same."""
LARGE_MERGE: Final = (50, 8 * 1024 * 1024)
"""Files, or bytes, from which on a merge is preceded by a copy; a single packet is taken back more easily."""
FRESH: Final = dt.timedelta(hours=1)
"""A copy that is not older serves before a large merge, too."""
_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)

Step = CopyStep | stick.Step


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy of the book, when it was made, and how large it is."""

    path: Path
    made_at: dt.datetime
    bytes: int


def _told_nobody(step: Step, done: int, total: int) -> None:
    """A progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows a copy: the step, how much of it is done and in all; and whether it is to stop."""

    progress: Callable[[Step, int, int], None] = _told_nobody
    cancelled: Callable[[], bool] = stick.never

    @property
    def of_copy(self) -> Watched:
        return Watched(self.progress, self.cancelled)

    def of_stick(self, step: stick.Step, done: int, total: int, _: str) -> None:
        """The progress of ``packets.stick``."""
        self.progress(step, done, total)


QUIET: Final = Watch()


@contextlib.contextmanager
def apart(desk: Desk) -> Generator[Desk]:
    """The same desk over a connection of its own, for long reading in another thread: the work at the first goes on.

    Raises as ``storage.book.open_book``.
    """
    book = open_book(desk.places.book, desk.master.book_key())
    try:
        yield replace(desk, book=book)
    finally:
        book.close()


def back_up_now(desk: Desk, folder: Path | None = None, watch: Watch = QUIET) -> Outcome[Backup]:
    """Copy the book into a folder, by default the home's own.

    Raises ``Fault`` of the disk or COPY_DAMAGED, ``Cancelled``; then there is no new copy.
    """
    now = desk.clock()
    place = folder or desk.places.backups
    path = backup.make_backup(desk.book, place, now, desk.places.slots, watch.of_copy)
    erasures_kept.lay_beside(desk, place)
    if folder is None:
        backup.thin(desk.places.backups, path)
    with desk.book.transaction():
        note(desk, "BACKED_UP", file=path.name)
    return Outcome(Backup(path, now, path.stat().st_size), Changes.of(("backup", "*")))


def back_up_to_stick(desk: Desk, folder: Path, watch: Watch = QUIET) -> Outcome[Backup]:
    """Make a copy in the home, reopened and checked, and carry it to a stick, where it is read back byte for byte.

    The copy at home stays, whatever becomes of the one on the stick. Raises ``Fault`` as :func:`back_up_now` does and
    with a code of ``packets.stick.StickFault``, ``Cancelled``; then nothing of the new copy is on the stick.
    """
    made = back_up_now(desk, None, watch).value
    slots = backup.slots_beside(made.path)
    keys = stick.copy_file(slots, folder, is_cancelled=watch.cancelled)
    try:
        stick.replace_file(desk.places.erasures, folder)
        path = stick.copy_file(made.path, folder, watch.of_stick, watch.cancelled)
    except BaseException:
        with contextlib.suppress(OSError):  # the stick may be gone, and the first failure is the one to tell
            keys.unlink(missing_ok=True)
        raise
    with desk.book.transaction():
        note(desk, "BACKED_UP_TO_STICK", file=path.name)
    return Outcome(replace(made, path=path), Changes.of(("backup", "*")))


def is_due(desk: Desk) -> bool:
    """Whether the newest copy is older than :data:`DUE_AFTER`, or there is none.

    One from the future counts as none: the clock was wrong then, or is now.
    """
    return _is_older(desk, DUE_AFTER)


def _is_older(desk: Desk, age: dt.timedelta) -> bool:
    newest = last_backup(desk)
    return newest is None or not dt.timedelta(0) <= desk.clock() - newest.made_at <= age


def back_up_if_due(desk: Desk, watch: Watch = QUIET) -> Outcome[Backup | None]:
    """The copy of the day, where it is due. Raises as :func:`back_up_now`."""
    if not is_due(desk):
        return Outcome(None)
    made = back_up_now(desk, None, watch)
    return Outcome(made.value, made.changes)


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """What looking after the book found wrong with its file, in SQLite's words, and what changed: a copy was made."""

    problems: tuple[str, ...]
    changes: Changes = Changes()


def look_after(desk: Desk, watch: Watch = QUIET) -> LookedAfter:
    """What is done by itself at every start: a quick check of the file, the copy of the day, and with it a full check.

    A damaged book is not copied: the older, sound copies are what is needed now. Raises as :func:`back_up_now`.
    """
    problems = look_at_file(desk)
    if problems:
        return LookedAfter(problems)
    made = back_up_if_due(desk, watch)
    return LookedAfter(look_at_file(desk, full=True) if made.value is not None else (), made.changes)


def look_at_file(desk: Desk, *, full: bool = False) -> tuple[str, ...]:
    """What is wrong with the file of the book; empty where it is sound. ``full`` reads every page's seal."""
    try:
        return check_book(desk.book, full=full)
    except Fault as fault:
        if fault.code != "BOOK_DAMAGED":
            raise
        return (str(fault.code),)


def back_up_before_merge(desk: Desk, files: Sequence[Path]) -> Backup | None:
    """Before a large merge there is a copy that is at most an hour old; one that fails is noted and stops no merge.

    An empty book needs none. A single file is no large merge, whatever it weighs: it is taken back as one, and what
    nobody has verified yet must not cost as much as the book is large.
    """
    most_files, most_bytes = LARGE_MERGE
    size = sum(file.stat().st_size for file in files if file.exists())
    is_large = len(files) > 1 and (len(files) >= most_files or size >= most_bytes)
    if not is_large or not _has_entries(desk) or not _is_older(desk, FRESH):
        return None
    try:
        return back_up_now(desk).value
    except Fault as fault:
        with desk.book.transaction():
            note(desk, "NOT_BACKED_UP", reason=fault.code)
        return None


def _has_entries(desk: Desk) -> bool:
    return desk.book.row("SELECT 1 FROM log_entry LIMIT 1") is not None


def list_backups(desk: Desk, folder: Path | None = None) -> tuple[Backup, ...]:
    """The copies in a folder, by default the home's own, the newest first. Each was checked before it got its name."""
    return tuple(Backup(path, at, path.stat().st_size) for at, path in backup.backups(folder or desk.places.backups))


def last_backup(desk: Desk) -> Backup | None:
    """The newest copy in the home's own folder."""
    return next(iter(list_backups(desk)), None)


def check(desk: Desk, path: Path, watch: Watch = QUIET) -> None:
    """Read a copy of this book once more, every page of it.

    Raises ``Fault`` FILE_MISSING, COPY_DAMAGED, ``Refusal`` BOOK_KEY_WRONG (another book's, or its first page is
    damaged), ``Cancelled``.
    """
    if not path.exists():
        raise Fault("FILE_MISSING", file=path.name)
    check_copy(path, desk.master.book_key(), watch.of_copy)


def holding_erased(desk: Desk) -> int:
    """How many copies in the home still hold something that was erased on request since."""
    return len(_holding_erased(desk))


def replace_older(desk: Desk, watch: Watch = QUIET) -> Outcome[int]:
    """Make a copy anew, and remove those in the home that still hold what was erased; how many they were.

    Copies elsewhere are out of reach. Raises as :func:`back_up_now` does; then nothing was removed.
    """
    old = _holding_erased(desk)
    back_up_now(desk, None, watch)
    for path in old:
        backup.remove(path)
    return Outcome(len(old), Changes.of(("backup", "*")))


def _holding_erased(desk: Desk) -> list[Path]:
    """Dated copies, and those that were laid beside the book before its tables changed."""
    dated = [path for at, path in backup.backups(desk.places.backups) if erasures_kept.since(desk, at)]
    book = desk.places.book
    beside = list(book.parent.glob(f"{book.name}.before-*"))
    return [*dated, *beside] if dated or (beside and erasures_kept.since(desk, _EVER)) else []
