"""What was found while a document was set, as codes with numbers: told before printing, never in the way of it."""

from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.outcomes import Datum


class CheckCode(StrEnum):
    """Data of each code: see ``Check``."""

    COUNTS = "counts"
    SIGNATURE_BLOCKS = "signature_blocks"
    PAGES = "pages"
    PROOF_CODE = "proof_code"
    LEFT_EMPTY = "left_empty"
    PART_ABSENT = "part_absent"
    ERASED = "erased"
    LETTERS_SUBSTITUTED = "letters_substituted"
    LETTERS_MISSING = "letters_missing"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of *checked before printing*; ``is_good`` is the tick, else it wants a look.

    counts: present, total (-1 unknown), and for a roster ``roster_present`` · signature_blocks: blocks · pages: pages,
    cut (lines beyond the edge) · proof_code: none · left_empty: what, declared (1 when the recorder chose so) ·
    part_absent: part, absence · erased: leaves · letters_substituted, letters_missing: letters (as ``A`` and
    ``U+0041``) · font: name.
    """

    code: CheckCode
    is_good: bool
    data: tuple[tuple[str, Datum], ...] = ()

    def datum(self, name: str) -> Datum:
        """One of the data. Raises ``KeyError`` where the code has none of that name."""
        return dict(self.data)[name]
