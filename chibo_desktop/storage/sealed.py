"""Files: the one way to write them, and small secrets sealed with a key beside the book.

A file is written to a sibling, flushed to the disk and renamed over the old one: after a power cut there is the old
file or the new one, never half of each.
"""

import os
import sys
from pathlib import Path
from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.storage.faults import faults_named

_MARK: Final = b"chibo sealed v1\n"


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


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_sealed(path: Path, key: bytes, data: bytes, random_bytes: RandomBytes) -> None:
    """Write bytes that only the holder of the 32-byte key can read or change (XSalsa20-Poly1305)."""
    write_file(path, _MARK + SecretBox(key).encrypt(data, random_bytes(SecretBox.NONCE_SIZE)))


def read_sealed(path: Path, key: bytes) -> bytes:
    """The bytes of a sealed file. Raises ``Refusal`` ``SEAL_BROKEN`` (another key, or changed) or ``Fault``."""
    with faults_named():
        data = path.read_bytes()
    if not data.startswith(_MARK):
        raise Refusal("SEAL_BROKEN", file=path.name)
    try:
        return SecretBox(key).decrypt(data.removeprefix(_MARK))
    except (CryptoError, ValueError) as error:
        raise Refusal("SEAL_BROKEN", file=path.name) from error
