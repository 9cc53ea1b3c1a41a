"""The proof of finalised minutes: which visit, which content, signed by whom.

It lets an office hold the paper against its register. It is not the signature of the minutes, which is ink; and
it says from what the paper was printed, not what somebody did to the paper since: whoever doubts it prints again.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.paper_code import CHECK_LETTERS, check_of, grouped, letters_of, number_of, typed_letters

_BEGINNING: Final = "chibo:1:"
_BITS: Final = 45
"""Of the visit and of the content each; a chance agreement is one in 35 million million."""
_LETTERS: Final = 2 * _BITS // 5


@dataclass(frozen=True, slots=True)
class Proof:
    """What ties paper to register: the visit, the hash of its content, the first letters of the signature."""

    visit: VisitId
    content_hash: str
    signature: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a code says, typed or read from a picture. A typed one has only numbers made of visit and content."""

    visit: int
    content: int
    whole: Proof | None = None

    def is_of(self, proof: Proof) -> bool:
        """Whether this very proof was told."""
        if self.whole is not None:
            return self.whole == proof
        return (self.visit, self.content) == (visit_number(proof.visit), content_number(proof.content_hash))


def proof_text(proof: Proof) -> str:
    """The text in the QR code: ``chibo:1:<visit>:<content hash>:<signature>``."""
    return f"{_BEGINNING}{proof.visit}:{proof.content_hash}:{proof.signature}"


def is_proof_text(text: str) -> bool:
    """Whether a text may be that of a code on minutes."""
    return text.startswith(_BEGINNING)


def proof_code(proof: Proof) -> str:
    """The code for typing: 9 letters of the visit, 9 of the content, 2 check letters, in groups of five."""
    number = visit_number(proof.visit) << _BITS | content_number(proof.content_hash)
    return grouped(letters_of(number, _LETTERS) + check_of(number))


def visit_number(visit: str) -> int:
    """The first 45 bits of the SHA-256 of the visit's id."""
    return _first_bits("chibo proof visit\n", visit)


def content_number(content_hash: str) -> int:
    """The first 45 bits of the SHA-256 of the content hash as it is written."""
    return _first_bits("chibo proof content\n", content_hash)


def _first_bits(before: str, text: str) -> int:
    return int.from_bytes(hashlib.sha256((before + text).encode("utf-8")).digest()[:8]) >> 64 - _BITS


def read_proof(typed: str) -> Told:
    """What somebody typed from the foot of the minutes, or pasted out of a QR reader.

    Raises ``Refusal`` PROOF_MISTYPED for what cannot stand on any paper.
    """
    text = typed.strip()
    if is_proof_text(text):
        parts = text.split(":")
        if len(parts) != 5 or not all(parts):
            raise Refusal("PROOF_MISTYPED")
        whole = Proof(VisitId(parts[2]), parts[3], parts[4])
        return Told(visit_number(whole.visit), content_number(whole.content_hash), whole)
    letters = typed_letters(text)
    if letters is None or len(letters) != _LETTERS + CHECK_LETTERS:
        raise Refusal("PROOF_MISTYPED")
    number = number_of(letters[:_LETTERS])
    if check_of(number) != letters[_LETTERS:]:
        raise Refusal("PROOF_MISTYPED")
    return Told(number >> _BITS, number & (1 << _BITS) - 1)
