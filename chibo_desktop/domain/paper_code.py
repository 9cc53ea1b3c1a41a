"""Codes that are written on paper and typed back years later, by a worried person.

Digits and letters that cannot be mistaken for each other (Crockford's base32: no I, L, O, U), in groups of five. Two
check letters hold the rest of the others, read as a number, modulo the prime 1021: every single wrong letter and every
exchange of two shows at once, and a slip of another kind goes unseen once in a thousand.
"""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_LETTERS: Final = 2
GROUP: Final = 5
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_LOOKALIKES: Final = str.maketrans("OIL", "011", " -–—.\t\r\n")
_PRIME: Final = 1021


def letters_of(number: int, length: int) -> str:
    """A number as so many letters, the weightiest first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def number_of(letters: str) -> int:
    """The number behind letters that :func:`typed_letters` gave. Raises ``KeyError`` for any other letter."""
    number = 0
    for letter in letters:
        number = number << 5 | _VALUES[letter]
    return number


def check_of(number: int) -> str:
    """The two check letters of a number."""
    return letters_of(number % _PRIME, CHECK_LETTERS)


def grouped(letters: str) -> str:
    """``7F3K9-2M4QT-…``, as it is written on paper."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def typed_letters(typed: str) -> str | None:
    """What somebody typed, any case, with or without dashes and blanks; ``None`` where a letter is none of ours."""
    letters = typed.upper().translate(_LOOKALIKES)
    return letters if all(letter in _VALUES for letter in letters) else None
