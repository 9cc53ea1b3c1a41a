"""Copies of an open book by SQLite's online backup: a file copied while it changes is not a database."""

import os
import shutil
from pathlib import Path
from typing import Any

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.storage.cipher import Error, connect
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import sync_folder


def copy_book(source: Any, target: Path, passphrase: str) -> None:
    """Copy an open connection to ``target``: written beside it, opened again and checked, synced, then renamed.

    ``passphrase`` is the cipher's own form of the key, ``x'..'``. An older file of that name is replaced. Raises
    ``Fault`` ``COPY_DAMAGED`` when the copy does not read back.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part, passphrase)
        _require_readable(part, passphrase)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    finally:
        for name in (part.name, part.name + "-wal", part.name + "-shm", part.name + "-journal"):
            part.with_name(name).unlink(missing_ok=True)


def adopt_copy(source: Path, old_key: bytes, target: Path, new_key: bytes) -> None:
    """Copy a book that nobody has open, and seal the copy under another key. An older file of that name is replaced.

    Raises ``Refusal`` ``BOOK_KEY_WRONG``, ``Fault`` ``COPY_DAMAGED`` and those of the disk.
    """
    part = target.with_name(target.name + ".part")
    old, new = (f"x'{key.hex()}'" for key in (old_key, new_key))
    try:
        with faults_named():
            shutil.copyfile(source, part)
        _require_opened(part, old)
        copy = connect(part, old)
        try:
            copy.execute(f'PRAGMA rekey = "{new}"')
        finally:
            copy.close()
        _require_readable(part, new)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _require_opened(part: Path, passphrase: str) -> None:
    """The key fits, and every page of the copy is what it was."""
    copy = connect(part, passphrase)
    try:
        copy.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except Error as error:
        raise Refusal("BOOK_KEY_WRONG", path=part.name) from error
    finally:
        copy.close()
    _require_readable(part, passphrase)


def _copy(source: Any, part: Path, passphrase: str) -> None:
    copy = connect(part, passphrase)
    try:
        source.backup(copy)
        # A copy lies alone in its folder: without a write-ahead log it is one file that may be carried away.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


def _require_readable(part: Path, passphrase: str) -> None:
    copy = connect(part, passphrase)
    try:
        found = copy.execute("PRAGMA quick_check").fetchall() + copy.execute("PRAGMA cipher_integrity_check").fetchall()
    except Error as error:
        raise Fault("COPY_DAMAGED", problem=str(error)) from error
    finally:
        copy.close()
    if found != [("ok",)]:
        raise Fault("COPY_DAMAGED", problem=str(found[0][0]))
