"""The two keys of a machine: one that signs (Ed25519, RFC 8032) and one that opens packets (age, X25519)."""

from dataclasses import dataclass, field

import nacl.bindings
import nacl.exceptions
import nacl.signing

from chibo_desktop.domain.ids import KeyId, RandomBytes
from chibo_desktop.packets import age
from chibo_desktop.packets.encoding import from_text, hash_text, to_text

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with. ``id`` is the SHA-256 of its 32 bytes."""

    raw: bytes
    id: KeyId
    _key: nacl.signing.VerifyKey = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: bytes) -> "PublicKey":
        """Raises ``ValueError`` for a wrong length, a point off the curve, or one of small order."""
        if len(raw) != PUBLIC_BYTES or not nacl.bindings.crypto_core_ed25519_is_valid_point(raw):
            raise ValueError("not a usable Ed25519 public key")
        return cls(raw, KeyId(hash_text(raw)), nacl.signing.VerifyKey(raw))

    @classmethod
    def of_text(cls, text: str) -> "PublicKey":
        """From base64url. Raises ``ValueError`` as ``of`` does."""
        return cls.of(from_text(text))

    @property
    def text(self) -> str:
        return to_text(self.raw)

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            self._key.verify(message, signature)
        except nacl.exceptions.BadSignatureError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private signing key. ``seed`` is the secret, 32 bytes, to be sealed by whoever keeps it."""

    seed: bytes = field(repr=False)
    public: PublicKey
    _key: nacl.signing.SigningKey = field(repr=False, compare=False)

    @classmethod
    def of_seed(cls, seed: bytes) -> "SigningKey":
        key = nacl.signing.SigningKey(seed)
        return cls(seed, PublicKey.of(bytes(key.verify_key)), key)

    @classmethod
    def generate(cls, random_bytes: RandomBytes) -> "SigningKey":
        return cls.of_seed(random_bytes(SEED_BYTES))

    @property
    def id(self) -> KeyId:
        return self.public.id

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message).signature


@dataclass(frozen=True, slots=True)
class ReaderKey:
    """A private age key that opens packets; ``secret`` is its line ``AGE-SECRET-KEY-1…``."""

    secret: str = field(repr=False)
    recipient: str

    @classmethod
    def of_secret(cls, secret: str) -> "ReaderKey":
        """Raises ``ValueError`` where the line is no X25519 identity of age."""
        return cls(secret, age.recipient_of(secret))

    @classmethod
    def generate(cls) -> "ReaderKey":
        """A new key. Its randomness is that of the age library, which takes none from outside."""
        return cls.of_secret(age.new_secret())
