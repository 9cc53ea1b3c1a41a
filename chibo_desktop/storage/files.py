"""The one way to write a file.

It is written to a sibling, flushed to the disk and renamed over the old one: after a power cut there is the old file
or the new one, never half of each.
"""

import os
import sys
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.storage.faults import faults_named


def write_file(path: Path, data: bytes) -> None:
    """Replace a file by these bytes, whole or not at all. Readable by its owner only. Raises ``Fault``."""
    part = path.with_name(path.name + ".part")
    with faults_named():
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there is well. Raises ``Fault``, PATH_UNUSABLE for odd names."""
    try:
        with faults_named():
            path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault("PATH_UNUSABLE", file=str(path), why=error.strerror or "") from error


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
