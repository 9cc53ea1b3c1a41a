"""A private key as it is printed and typed back: four rows of three groups, each row with its own check letters.

A row holds eight of the key's 32 bytes as 13 letters and two check letters that also count the number of the row, so
that a slip is told by its row, and rows in the wrong order are noticed.
"""

from typing import Final

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.paper_code import CHECK_LETTERS, check_of, grouped, letters_of, number_of, typed_letters
from chibo_desktop.packets.bech32 import age_secret_of, raw_of_age_secret
from chibo_desktop.packets.keys import SEED_BYTES

ROWS: Final = 4
_BYTES, _LETTERS = SEED_BYTES // ROWS, 13
_ROW: Final = _LETTERS + CHECK_LETTERS
_BITS: Final = 5 * _LETTERS
ROOT_MARK: Final = "CHIBO-KEY-1"
"""What the QR code of a root key begins with. That of a recovery key is the line of an age identity."""
_AGE_MARK: Final = "AGE-SECRET-KEY-1"


def rows_of(secret: bytes) -> tuple[str, ...]:
    """The rows of a key of 32 bytes: ``7F3K9-2M4QT-XW8ZP`` four times."""
    pieces = [int.from_bytes(secret[at : at + _BYTES]) for at in range(0, SEED_BYTES, _BYTES)]
    return tuple(
        grouped(letters_of(piece, _LETTERS) + check_of(row << _BITS | piece)) for row, piece in enumerate(pieces)
    )


def root_code(seed: bytes) -> str:
    """What stands in the QR code of a root key: letters that a scanner types like a keyboard."""
    return f"{ROOT_MARK}-{'-'.join(rows_of(seed))}"


def recovery_code(secret: bytes) -> str:
    """What stands in the QR code of a recovery key: the age identity, for any program that knows age."""
    return age_secret_of(secret)


def typed_key(typed: str) -> bytes:
    """The 32 bytes behind rows that somebody typed, or behind a QR code that a scanner read as text.

    Raises ``Refusal`` PAPER_KEY_ROW (data ``row``, from 1) where the check letters of a row are not its own, and
    PAPER_KEY_LENGTH (data ``letters``) where letters are missing, too many, or none of ours.
    """
    text = typed.strip().upper()
    if text.startswith(_AGE_MARK):
        try:
            return raw_of_age_secret(text)
        except ValueError as error:
            raise Refusal("PAPER_KEY_ROW", row=1) from error
    letters = typed_letters(text.removeprefix(ROOT_MARK))
    if letters is None or len(letters) != ROWS * _ROW:
        raise Refusal("PAPER_KEY_LENGTH", letters=len(letters or ""), wanted=ROWS * _ROW)
    return b"".join(_piece(letters[row * _ROW : (row + 1) * _ROW], row) for row in range(ROWS))


def is_same_row(typed: str, row: str) -> bool:
    """Whether somebody typed this row, in whatever manner."""
    return typed_letters(typed) == row.replace("-", "")


def _piece(letters: str, row: int) -> bytes:
    piece = number_of(letters[:_LETTERS])
    if piece >> 8 * _BYTES or letters[_LETTERS:] != check_of(row << _BITS | piece):
        raise Refusal("PAPER_KEY_ROW", row=row + 1)
    return piece.to_bytes(_BYTES)
