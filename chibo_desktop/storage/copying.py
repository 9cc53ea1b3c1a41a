"""Copies of an open book by SQLite's online backup: a file copied while it changes is not a database.

A copy can be watched and stopped: it goes piece by piece out of one snapshot, so that nothing written meanwhile makes
it begin anew.
"""

import contextlib
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.storage.cipher import Error, connect
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import sync_folder

_PAGES: Final = 256
"""Pages of one piece: a megabyte, some milliseconds."""
_PIECE: Final = 2 * 1024 * 1024
_STEPS: Final = 20_000
"""Steps of SQLite's machine between two questions whether to stop a check; about a millisecond."""
_COUNTED: Final = ("log_entry", "entry_part", "trust_document", "draft")


class CopyStep(StrEnum):
    """What is going on with a copy, in this order."""

    COPYING = "copying"
    CHECKING = "reopening"


def _told_nobody(step: CopyStep, done: int, total: int) -> None:
    """A progress that tells nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watched:
    """Who follows a copy, and may stop it: the step, and how much of it is done and in all, in no unit."""

    progress: Callable[[CopyStep, int, int], None] = _told_nobody
    cancelled: Callable[[], bool] = _never

    def go_on(self, step: CopyStep, done: int, total: int) -> None:
        """Raises ``Cancelled`` where somebody wants it to stop."""
        if self.cancelled():
            raise Cancelled
        self.progress(step, done, total)


UNWATCHED: Final = Watched()


def copy_book(source: Any, target: Path, passphrase: str, watched: Watched = UNWATCHED) -> None:
    """Copy an open connection to ``target``: written beside it, opened again and checked, synced, then renamed.

    ``passphrase`` is the cipher's own form of the key, ``x'..'``. An older file of that name is replaced. The copy
    counts when that key opens it, every page bears its seal, and as many rows stand in it as in the source. Raises
    ``Fault`` ``COPY_DAMAGED`` when it does not, ``Cancelled``; then there is no file.
    """
    part = target.with_name(target.name + ".part")
    _remove_part(part)
    try:
        with _one_snapshot(source):
            counts = _counts(source)
            _copy(source, part, passphrase, watched)
        _require_readable(part, passphrase, watched)
        _require_counts(part, passphrase, counts)
        _give_name(part, target)
    finally:
        _remove_part(part)


def adopt_copy(source: Path, old_key: bytes, target: Path, new_key: bytes, watched: Watched = UNWATCHED) -> None:
    """Copy a book that nobody has open, and seal the copy under another key. An older file of that name is replaced.

    Raises ``Refusal`` ``BOOK_KEY_WRONG``, ``Fault`` ``COPY_DAMAGED`` and those of the disk, ``Cancelled``.
    """
    part = target.with_name(target.name + ".part")
    old, new = (f"x'{key.hex()}'" for key in (old_key, new_key))
    try:
        with faults_named():
            _copy_file(source, part, watched)
        _require_opened(part, old)
        _require_readable(part, old, watched)
        if old != new:
            copy = connect(part, old)
            try:
                copy.execute(f'PRAGMA rekey = "{new}"')
            finally:
                copy.close()
            _require_readable(part, new, watched)
        _give_name(part, target)
    finally:
        _remove_part(part)


def check_copy(path: Path, key: bytes, watched: Watched = UNWATCHED) -> None:
    """Read a copy that nobody has open once more, every page of it.

    Raises ``Refusal`` ``BOOK_KEY_WRONG``, ``Fault`` ``COPY_DAMAGED``, ``Cancelled``.
    """
    passphrase = f"x'{key.hex()}'"
    _require_opened(path, passphrase)
    _require_readable(path, passphrase, watched)


def opens(path: Path, key: bytes) -> bool:
    """Whether this key opens a copy that nobody has open."""
    try:
        _require_opened(path, f"x'{key.hex()}'")
    except Refusal:
        return False
    return True


def _require_opened(path: Path, passphrase: str) -> None:
    """Raises ``Refusal`` ``BOOK_KEY_WRONG``: another key, or the first page is damaged."""
    copy = connect(path, passphrase)
    try:
        copy.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except Error as error:
        raise Refusal("BOOK_KEY_WRONG", path=path.name) from error
    finally:
        copy.close()


@contextlib.contextmanager
def _one_snapshot(source: Any) -> Generator[None]:
    """Everything inside sees the book as it was at the beginning, whoever writes in it meanwhile."""
    if source.in_transaction:
        yield
        return
    source.execute("BEGIN")
    try:
        yield
    finally:
        source.execute("ROLLBACK")


def _counts(connection: Any) -> tuple[int, ...]:
    """Rows of the tables that nothing can make anew; of those that this book has."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return tuple(
        connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] if name in there else 0  # noqa: S608 - constants
        for name in _COUNTED
    )


def _copy(source: Any, part: Path, passphrase: str, watched: Watched) -> None:
    def tell(_: int, remaining: int, total: int) -> None:
        watched.go_on(CopyStep.COPYING, total - remaining, total)

    copy = connect(part, passphrase)
    try:
        source.backup(copy, pages=_PAGES, progress=tell)
        # A copy lies alone in its folder: without a write-ahead log it is one file that may be carried away.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _copy_file(source: Path, part: Path, watched: Watched) -> None:
    total, done = source.stat().st_size, 0
    with source.open("rb") as old, part.open("wb") as new:
        while piece := old.read(_PIECE):
            new.write(piece)
            done += len(piece)
            watched.go_on(CopyStep.COPYING, done, total)


def _require_readable(part: Path, passphrase: str, watched: Watched = UNWATCHED) -> None:
    watched.go_on(CopyStep.CHECKING, 0, 1)
    copy = connect(part, passphrase)
    copy.set_progress_handler(watched.cancelled, _STEPS)
    try:
        found = copy.execute("PRAGMA quick_check").fetchall() + copy.execute("PRAGMA cipher_integrity_check").fetchall()
    except Error as error:
        if watched.cancelled():
            raise Cancelled from error
        raise Fault("COPY_DAMAGED", problem=str(error)) from error
    finally:
        copy.close()
    if found != [("ok",)]:
        raise Fault("COPY_DAMAGED", problem=str(found[0][0]))
    watched.go_on(CopyStep.CHECKING, 1, 1)


def _require_counts(part: Path, passphrase: str, counts: tuple[int, ...]) -> None:
    copy = connect(part, passphrase)
    try:
        found = _counts(copy)
    finally:
        copy.close()
    if found != counts:
        raise Fault("COPY_DAMAGED", problem=f"{found} != {counts}")


def _give_name(part: Path, target: Path) -> None:
    with faults_named():
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)


def _remove_part(part: Path) -> None:
    for name in (part.name, part.name + "-wal", part.name + "-shm", part.name + "-journal"):
        part.with_name(name).unlink(missing_ok=True)
