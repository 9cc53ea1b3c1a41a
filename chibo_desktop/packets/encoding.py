"""Bytes as text on the wire: base64url without padding (RFC 4648 section 5), one spelling for one value."""

import binascii
import hashlib

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def to_text(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes that ``text`` spells.

    Raises ``ValueError`` for padding, foreign characters, or a second spelling of the same bytes (stray low bits).
    """
    try:
        padded = text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4)
        data = binascii.a2b_base64(padded, strict_mode=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64url") from error
    if to_text(data) != text:
        raise ValueError("not the one spelling of these bytes")
    return data


def hash_text(data: bytes) -> str:
    """SHA-256 as 43 characters."""
    return to_text(hashlib.sha256(data).digest())
