"""The recovery code: what is written on paper when a home is made, and typed once, years later, by a worried person.

Thirty letters in six groups of five, the last two of them check letters, as ``domain.paper_code`` describes. 140 random
bits need no slow hash.
"""

import hashlib
from typing import Final

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.paper_code import CHECK_LETTERS, check_of, grouped, letters_of, number_of, typed_letters

_PAYLOAD: Final = 28


def new_recovery_code(random_bytes: RandomBytes) -> str:
    """A fresh code, in groups: ``7F3K9-…``."""
    payload = int.from_bytes(random_bytes(18)) >> 4
    return grouped(letters_of(payload, _PAYLOAD) + check_of(payload))


def key_of(code: str) -> bytes:
    """The 32-byte key behind a code as somebody typed it: any case, with or without dashes and blanks.

    Raises ``Refusal`` ``RECOVERY_CODE_TYPED_WRONG`` when no such code was ever given out.
    """
    typed = typed_letters(code)
    if typed is None or len(typed) != _PAYLOAD + CHECK_LETTERS:
        raise Refusal("RECOVERY_CODE_TYPED_WRONG")
    if typed[_PAYLOAD:] != check_of(number_of(typed[:_PAYLOAD])):
        raise Refusal("RECOVERY_CODE_TYPED_WRONG")
    return hashlib.blake2b(typed.encode(), digest_size=32, person=b"chibo recovery").digest()
