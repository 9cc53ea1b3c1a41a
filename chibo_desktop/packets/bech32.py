"""Bech32 (BIP 173), the spelling of age keys: 32 bytes as ``AGE-SECRET-KEY-1…``, with a checksum of six letters."""

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6
_SECRET = "age-secret-key-"  # noqa: S105 - the prefix that every such key begins with


def age_secret_of(raw: bytes) -> str:
    """The line ``AGE-SECRET-KEY-1…`` of an X25519 identity of 32 bytes."""
    values = _regrouped(raw, 8, 5, pads=True)
    checked = [*_spread(_SECRET), *values, *[0] * _CHECK]
    rest = _polymod(checked) ^ 1
    check = [rest >> 5 * (_CHECK - 1 - place) & 31 for place in range(_CHECK)]
    return f"{_SECRET}1{''.join(_ALPHABET[value] for value in (*values, *check))}".upper()


def raw_of_age_secret(line: str) -> bytes:
    """The 32 bytes of such a line, in either case. Raises ``ValueError`` where it is none."""
    text = line.strip().lower()
    prefix, _, spelled = text.rpartition("1")
    if prefix != _SECRET or line.strip() not in {text, text.upper()} or any(one not in _VALUES for one in spelled):
        raise ValueError("not an age identity")
    values = [_VALUES[letter] for letter in spelled]
    if _polymod([*_spread(_SECRET), *values]) != 1:
        raise ValueError("a letter of the age identity is wrong")
    raw = bytes(_regrouped(values[:-_CHECK], 5, 8, pads=False))
    if age_secret_of(raw).lower() != text:
        raise ValueError("not the one spelling of an age identity")
    return raw


def _spread(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: Iterable[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                rest ^= generator
    return rest


def _regrouped(values: Iterable[int], old: int, new: int, *, pads: bool) -> list[int]:
    """Groups of ``old`` bits as groups of ``new``; what is left over is padded with zeros, or dropped."""
    held, bits = 0, 0
    found: list[int] = []
    for value in values:
        held, bits = held << old | value, bits + old
        while bits >= new:
            bits -= new
            found.append(held >> bits & (1 << new) - 1)
    if pads and bits:
        found.append(held << new - bits & (1 << new) - 1)
    return found
