"""Key slots: the several ways to the one random key of a home, in a small file beside the book.

The book's key never changes with a passphrase. Each slot holds the master key sealed differently: by a passphrase
(Argon2id, RFC 9106), by the recovery code on paper, or as an age file to the office's recovery keys.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec
import nacl.exceptions
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.storage import recovery_code
from chibo_desktop.storage.faults import faults_named
from chibo_desktop.storage.files import write_file

_KEY_BYTES: Final = 32
_FORMAT: Final = "chibo slots v1"
_MEMORY: Final = 128 * 1024 * 1024
_MOST: Final = (64, 1024 * 1024 * 1024)
"""Passes and bytes beyond which a slot is taken for damaged: opening it would stop the machine."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The one secret of a home; every other key on this machine is derived from it."""

    secret: bytes = field(repr=False)  # a crash report shows values

    def book_key(self) -> bytes:
        """Raw key of the book and its backups."""
        return self._derived(b"chibo book v1")

    def device_key(self) -> bytes:
        """Key of the sealed files beside the book."""
        return self._derived(b"chibo device v1")

    def _derived(self, label: bytes) -> bytes:
        return hashlib.blake2b(label, key=self.secret, digest_size=_KEY_BYTES).digest()


@dataclass(frozen=True, slots=True)
class Cost:
    """Passes over memory, and bytes of memory, that trying one passphrase takes."""

    passes: int
    memory: int = _MEMORY


@dataclass(frozen=True, slots=True)
class Making:
    """What making a slot takes from outside: a source of chance and a price for guessing."""

    random_bytes: RandomBytes
    cost: Cost


@dataclass(frozen=True, slots=True)
class _PassphraseSlot:
    salt: str
    passes: int
    memory: int
    sealed: str


@dataclass(frozen=True, slots=True)
class _OfficeSlot:
    sealed: str
    sealed_to: tuple[str, ...]
    told: dict[str, str]


@dataclass(frozen=True, slots=True)
class OfficeSlot:
    """The master key as an age file that the office can open, the recipients that it is sealed to, and what may be
    read without any key: whose machine it is."""

    sealed: bytes
    sealed_to: tuple[str, ...]
    told: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Slots:
    format: str
    passphrase: _PassphraseSlot
    recovery: str
    office: _OfficeSlot | None = None


def new_master(random_bytes: RandomBytes) -> MasterKey:
    return MasterKey(random_bytes(_KEY_BYTES))


def calibrated(seconds_now: Callable[[], float], target: float = 1.0) -> Cost:
    """The cost at which trying a passphrase takes about ``target`` seconds on this machine."""
    begun = seconds_now()
    _stretched("measure", bytes(argon2id.SALTBYTES), Cost(1))
    once = max(seconds_now() - begun, 0.001)
    return Cost(min(max(round(target / once), 2), _MOST[0]))


def create_slots(path: Path, master: MasterKey, passphrase: str, code: str, making: Making) -> None:
    """Write the slots of a new home: one for the passphrase, one for the recovery code."""
    by_passphrase = _passphrase_slot(master, passphrase, making)
    by_code = _seal(recovery_code.key_of(code), master, making.random_bytes)
    _write(path, _Slots(_FORMAT, by_passphrase, by_code))


def open_with_passphrase(path: Path, passphrase: str) -> MasterKey:
    """Raises ``Refusal`` ``PASSPHRASE_WRONG`` or ``SLOTS_DAMAGED``, ``Fault`` ``FILE_MISSING``."""
    slot = _read(path).passphrase
    if not (0 < slot.passes <= _MOST[0] and argon2id.MEMLIMIT_MIN <= slot.memory <= _MOST[1]):
        raise Refusal("SLOTS_DAMAGED", file=path.name)
    salt, sealed = _bytes(path, slot.salt), _bytes(path, slot.sealed)
    if len(salt) != argon2id.SALTBYTES:
        raise Refusal("SLOTS_DAMAGED", file=path.name)
    key = _stretched(passphrase, salt, Cost(slot.passes, slot.memory))
    return _unsealed(key, sealed, "PASSPHRASE_WRONG")


def open_with_recovery(path: Path, code: str) -> MasterKey:
    """Raises ``Refusal`` ``RECOVERY_CODE_TYPED_WRONG`` (no such code exists), ``RECOVERY_CODE_WRONG`` (of another
    home) or ``SLOTS_DAMAGED``, ``Fault`` ``FILE_MISSING``.
    """
    key = recovery_code.key_of(code)
    return _unsealed(key, _bytes(path, _read(path).recovery), "RECOVERY_CODE_WRONG")


def change_passphrase(path: Path, master: MasterKey, passphrase: str, making: Making) -> None:
    """Replace the passphrase slot; the others stay, and nothing has to be encrypted anew."""
    _write(path, replace(_read(path), passphrase=_passphrase_slot(master, passphrase, making)))


def change_recovery_code(path: Path, master: MasterKey, code: str, random_bytes: RandomBytes) -> None:
    """Replace the recovery slot, when the paper with the code was lost."""
    _write(path, replace(_read(path), recovery=_seal(recovery_code.key_of(code), master, random_bytes)))


def put_office_slot(path: Path, slot: OfficeSlot) -> None:
    """Keep what the office can open, so that a forgotten passphrase is no loss; it replaces the one before."""
    _write(path, replace(_read(path), office=_OfficeSlot(_text(slot.sealed), slot.sealed_to, slot.told)))


def office_slot(path: Path) -> OfficeSlot | None:
    """What the office can open, or ``None`` while no office has been accepted.

    Raises ``Refusal`` ``SLOTS_DAMAGED``, ``Fault`` ``FILE_MISSING``.
    """
    slot = _read(path).office
    return None if slot is None else OfficeSlot(_bytes(path, slot.sealed), slot.sealed_to, slot.told)


def _passphrase_slot(master: MasterKey, passphrase: str, making: Making) -> _PassphraseSlot:
    salt = making.random_bytes(argon2id.SALTBYTES)
    sealed = _seal(_stretched(passphrase, salt, making.cost), master, making.random_bytes)
    return _PassphraseSlot(_text(salt), making.cost.passes, making.cost.memory, sealed)


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # The same letters can be typed composed or decomposed, depending on the keyboard.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return argon2id.kdf(_KEY_BYTES, typed, salt, opslimit=cost.passes, memlimit=cost.memory)


def _seal(key: bytes, master: MasterKey, random_bytes: RandomBytes) -> str:
    return _text(bytes(SecretBox(key).encrypt(master.secret, random_bytes(SecretBox.NONCE_SIZE))))


def _unsealed(key: bytes, sealed: bytes, code: str) -> MasterKey:
    try:
        return MasterKey(SecretBox(key).decrypt(sealed))
    except (nacl.exceptions.CryptoError, ValueError) as error:
        raise Refusal(code) from error


def _read(path: Path) -> _Slots:
    with faults_named():
        data = path.read_bytes()
    try:
        found = msgspec.json.decode(data, type=_Slots)
    except msgspec.MsgspecError as error:
        raise Refusal("SLOTS_DAMAGED", file=path.name) from error
    if found.format != _FORMAT:
        raise Refusal("SLOTS_DAMAGED", file=path.name)
    return found


def _write(path: Path, slots: _Slots) -> None:
    write_file(path, msgspec.json.format(msgspec.json.encode(slots), indent=2) + b"\n")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(path: Path, text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise Refusal("SLOTS_DAMAGED", file=path.name) from error
