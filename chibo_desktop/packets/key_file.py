"""A private key of an office as a sealed file on a stick, opened by a passphrase.

Three lines: the mark, a header that says whose key it is, and the key sealed to both. ``FORMAT.md`` describes it for
strangers. Nothing in the header is believed before the seal was opened, because the seal covers it.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

import nacl.exceptions
from msgspec import Meta
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.pwhash import argon2id

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits, strict_json
from chibo_desktop.packets.bech32 import age_secret_of, raw_of_age_secret
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.wire_types import Id, Label, Moment, Salt, Word

MARK = b"chibo key v1\n"
_KEY_BYTES = 32
_NAME_LETTERS = 6


class KeyUse(StrEnum):
    """What a key is for."""

    ROOT = "root"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """What is readable without the passphrase. ``key`` is the public key, or for a recovery key the age recipient."""

    use: KeyUse
    office: Id
    office_name: Label
    label: Label
    key: Word
    created: Moment
    kdf: Literal["argon2id"]
    salt: Salt
    passes: Annotated[int, Meta(ge=1, le=limits.KDF_PASSES)]
    memory: Annotated[int, Meta(ge=argon2id.MEMLIMIT_MIN, le=limits.KDF_MEMORY)]


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An opened key: its 32 bytes, and what they are for."""

    use: KeyUse
    raw: bytes = field(repr=False)

    @classmethod
    def of_reader(cls, reader: ReaderKey) -> "PrivateKey":
        return cls(KeyUse.RECOVERY, raw_of_age_secret(reader.secret))

    @property
    def signing(self) -> SigningKey:
        """The key as one that signs; meant for ``KeyUse.ROOT``."""
        return SigningKey.of_seed(self.raw)

    @property
    def reader(self) -> ReaderKey:
        """The key as one that opens packets; meant for ``KeyUse.RECOVERY``."""
        return ReaderKey.of_secret(age_secret_of(self.raw))

    @property
    def public(self) -> str:
        """What names the key in a profile: the public signing key, or the age recipient."""
        return self.signing.public.text if self.use is KeyUse.ROOT else self.reader.recipient


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a key file is sealed with: the passphrase, the price of a guess, and a source of chance."""

    passphrase: str = field(repr=False)
    passes: int
    memory: int
    random_bytes: RandomBytes


@dataclass(frozen=True, slots=True)
class KeyTag:
    """Whose key it is, and what people call it."""

    office: str
    office_name: str
    label: str
    created: str


def file_name(key: PrivateKey) -> str:
    """``KHOA-7F3K9A.chibo-khoa``: no name of an office or a person, fit for FAT32, another for each key."""
    letters = hashlib.sha256(key.public.encode("ascii")).hexdigest()[:_NAME_LETTERS].upper()
    return f"{'KHOA' if key.use is KeyUse.ROOT else 'MOLAI'}-{letters}.chibo-khoa"


def seal_key(key: PrivateKey, tag: KeyTag, sealing: Sealing) -> bytes:
    """The key as a file. Raises ``Refusal`` KEY_FILE_INVALID where the tag could not be read again."""
    salt = sealing.random_bytes(argon2id.SALTBYTES)
    header = KeyHeader(
        use=key.use,
        office=tag.office,
        office_name=tag.office_name,
        label=tag.label,
        key=key.public,
        created=tag.created,
        kdf="argon2id",
        salt=to_text(salt),
        passes=sealing.passes,
        memory=sealing.memory,
    )
    bound = MARK + strict_json.write(header) + b"\n"
    read_header(bound + b"A\n")
    nonce = sealing.random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    secret = _stretched(sealing.passphrase, header)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(key.raw, bound, nonce, secret)
    return bound + to_text(nonce + sealed).encode("ascii") + b"\n"


def read_header(data: bytes) -> KeyHeader:
    """What a key file says about itself; nothing of it is believed yet. Raises ``Refusal`` KEY_FILE_INVALID."""
    if len(data) > limits.KEY_FILE_BYTES or not data.startswith(MARK) or data.count(b"\n") != MARK.count(b"\n") + 2:
        raise Refusal("KEY_FILE_INVALID", why="shape")
    line = data.split(b"\n")[1]
    try:
        header = strict_json.read(line, KeyHeader)
        strict_json.check_clean(line.decode("utf-8"))
    except ValueError as error:
        raise Refusal("KEY_FILE_INVALID", why=str(error)[:200]) from error
    return header


def open_key(data: bytes, passphrase: str) -> tuple[PrivateKey, KeyHeader]:
    """The key behind a passphrase.

    Raises ``Refusal`` KEY_FILE_INVALID, or KEY_PASSPHRASE_WRONG where the seal does not open: another passphrase, or
    one changed byte in header or seal.
    """
    header = read_header(data)
    bound, _, sealed = data[:-1].rpartition(b"\n")
    try:
        raw = from_text(sealed.decode("ascii"))
    except ValueError as error:
        raise Refusal("KEY_FILE_INVALID", why="seal") from error
    cut = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    try:
        secret = crypto_aead_xchacha20poly1305_ietf_decrypt(
            raw[cut:], bound + b"\n", raw[:cut], _stretched(passphrase, header)
        )
    except (nacl.exceptions.CryptoError, nacl.exceptions.TypeError, ValueError) as error:
        raise Refusal("KEY_PASSPHRASE_WRONG", label=header.label) from error
    key = PrivateKey(header.use, secret)
    if len(secret) != _KEY_BYTES or key.public != header.key:
        raise Refusal("KEY_FILE_INVALID", why="not the key of its header")
    return key, header


def _stretched(passphrase: str, header: KeyHeader) -> bytes:
    # The same letters can be typed composed or decomposed, depending on the keyboard.
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    salt = from_text(header.salt)
    return argon2id.kdf(_KEY_BYTES, typed, salt, opslimit=header.passes, memlimit=header.memory)
