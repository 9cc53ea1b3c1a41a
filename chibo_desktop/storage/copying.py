"""Copies of an open book by SQLite's online backup: a file copied while it changes is not a database."""

import os
from pathlib import Path
from typing import Any

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.cipher import connect
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
    finally:
        copy.close()
    if found != [("ok",)]:
        raise Fault("COPY_DAMAGED", problem=str(found[0][0]))
