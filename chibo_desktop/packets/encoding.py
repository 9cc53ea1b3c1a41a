"""Bytes as text on the wire: base64url without padding (RFC 4648 section 5), one spelling for one value."""

import base64
import binascii
import hashlib


def to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes that ``text`` spells.

    Raises ``ValueError`` for padding, foreign characters, or a second spelling of the same bytes (stray low bits).
    """
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64url") from error
    if to_text(data) != text:
        raise ValueError("not the one spelling of these bytes")
    return data


def hash_text(data: bytes) -> str:
    """SHA-256 as 43 characters."""
    return to_text(hashlib.sha256(data).digest())
