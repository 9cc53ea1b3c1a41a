"""The proof of finalised minutes: which visit, which content, signed by whom.

It lets an office hold the paper against its register. It is not the signature of the minutes, which is ink.
"""

from dataclasses import dataclass

from chibo_desktop.domain.ids import VisitId


@dataclass(frozen=True, slots=True)
class Proof:
    """What ties paper to register: the visit, the hash of its content, the first letters of the signature."""

    visit: VisitId
    content_hash: str
    signature: str


def proof_text(proof: Proof) -> str:
    """The text in the QR code: ``chibo:1:<visit>:<content hash>:<signature>``."""
    return f"chibo:1:{proof.visit}:{proof.content_hash}:{proof.signature}"
