"""The recovery code: what is written on paper when a home is made, and typed once, years later, by a worried person.

Thirty characters in six groups of five, digits and letters that cannot be mistaken for each other (Crockford's
base32: no I, L, O, U). 140 random bits need no slow hash. The last two characters are the rest of the others, read as
a number, modulo the prime 1021: every single wrong character and every exchange of two shows at once, and a slip of
another kind goes unseen once in a thousand.
"""

import hashlib
from typing import Final

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Refusal

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_LOOKALIKES: Final = str.maketrans("OIL", "011", " -–—.\t\n")
_PAYLOAD, _CHECK, _GROUP = 28, 2, 5
_PRIME: Final = 1021


def new_recovery_code(random_bytes: RandomBytes) -> str:
    """A fresh code, in groups: ``7F3K9-…``."""
    payload = int.from_bytes(random_bytes(18)) >> 4
    code = _letters(payload, _PAYLOAD) + _letters(_rest(payload), _CHECK)
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def key_of(code: str) -> bytes:
    """The 32-byte key behind a code as somebody typed it: any case, with or without dashes and blanks.

    Raises ``Refusal`` ``RECOVERY_CODE_TYPED_WRONG`` when no such code was ever given out.
    """
    typed = code.upper().translate(_LOOKALIKES)
    if len(typed) != _PAYLOAD + _CHECK or not all(letter in _VALUES for letter in typed):
        raise Refusal("RECOVERY_CODE_TYPED_WRONG")
    payload, check = _number(typed[:_PAYLOAD]), _number(typed[_PAYLOAD:])
    if check != _rest(payload):
        raise Refusal("RECOVERY_CODE_TYPED_WRONG")
    return hashlib.blake2b(typed.encode(), digest_size=32, person=b"chibo recovery").digest()


def _rest(payload: int) -> int:
    return payload % _PRIME


def _letters(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    return number
