"""Small secrets in files beside the book, sealed with a key: signing seed, age identity, anchor."""

from pathlib import Path
from typing import Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import write_file

_MARK: Final = b"chibo sealed v1\n"


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
