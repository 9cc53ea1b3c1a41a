"""The age layer (age-encryption.org/v1), through the one module that knows the library.

The header is bounded before the library sees it, because its parser is quadratic: 98 KB of stanzas cost ten seconds.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

import pyrage  # pyright: ignore[reportMissingTypeStubs] - the library ships none

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits
from chibo_desktop.packets.codes import Code

# What is used of the library is wrapped here and typed by the functions below.
_library = cast(Any, pyrage)

_MAGIC = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"-> (?:X25519 [A-Za-z0-9+/]{43}|[!-~]{0,64}-grease(?: [!-~]+)*)\n")
"""X25519 recipients only, and the random *grease* that honest writers add so that readers stay tolerant."""
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}\n")
_FULL_BODY_LINE = 65
_FOOTER = re.compile(rb"--- [A-Za-z0-9+/]{43}\n")

_NO_READER = "No matching keys"
"""How the library says that none of the secrets fits."""


def is_age(data: bytes) -> bool:
    """Whether the first line is that of an age file."""
    return data.startswith(_MAGIC)


def check_header(data: bytes) -> None:
    """Raises ``Refusal`` E_FORMAT unless the header is short, plain and for X25519 recipients only."""
    head = data[: limits.AGE_HEADER_BYTES]
    at, stanzas = len(_MAGIC), 0
    if not is_age(head):
        raise Refusal(Code.FORMAT, what="magic")
    while (footer := _FOOTER.match(head, at)) is None:
        stanza = _STANZA.match(head, at)
        stanzas += 1
        if stanza is None or stanzas > limits.AGE_STANZAS:
            raise Refusal(Code.FORMAT, what="header", stanzas=stanzas)
        at = _end_of_body(head, stanza.end())
    if footer.end() == len(data):
        raise Refusal(Code.FORMAT, what="empty")


def _end_of_body(head: bytes, at: int) -> int:
    while True:
        line = _BODY_LINE.match(head, at)
        if line is None:
            raise Refusal(Code.FORMAT, what="stanza")
        at = line.end()
        if len(line[0]) < _FULL_BODY_LINE:
            return at


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """An age file for ``recipients`` (``age1…``), at most ``limits.AGE_STANZAS - 1`` of them: one stanza is grease."""
    if not 0 < len(recipients) < limits.AGE_STANZAS:
        raise ValueError("an age file needs 1 to 15 recipients")
    return cast(bytes, _library.encrypt(data, [_library.x25519.Recipient.from_str(one) for one in recipients]))


def decrypt(data: bytes, secrets: Sequence[str]) -> bytes:
    """The content for whoever holds one of ``secrets``.

    Raises ``Refusal`` E_FORMAT, or E_DECRYPT with ``why``: ``readers`` where no secret fits the header (meant for
    others, or the header was damaged), ``damaged`` where one fits and the rest does not decrypt.
    """
    check_header(data)
    try:
        return cast(bytes, _library.decrypt(data, [_library.x25519.Identity.from_str(one) for one in secrets]))
    except _library.DecryptError as error:
        raise Refusal(Code.DECRYPT, why="readers" if _NO_READER in str(error) else "damaged") from error


def new_secret() -> str:
    """A new ``AGE-SECRET-KEY-1…``. Its randomness is the library's own, which takes none from outside."""
    return str(_library.x25519.Identity.generate())


def recipient_of(secret: str) -> str:
    """The public ``age1…`` of a secret. Raises ``ValueError`` where it is no X25519 identity."""
    try:
        return str(_library.x25519.Identity.from_str(secret).to_public())
    except _library.IdentityError as error:
        raise ValueError("not an age identity") from error


def is_recipient(text: str) -> bool:
    """Whether ``text`` is a public age key (``age1…``)."""
    try:
        _library.x25519.Recipient.from_str(text)
    except _library.RecipientError:
        return False
    return True
