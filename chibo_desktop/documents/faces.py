"""Faces as they are measured and embedded, and which face sets which letter."""

import functools
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from chibo_desktop.documents.fonts import FontFamily
from chibo_desktop.domain.outcomes import Fault


class Cut(IntEnum):
    REGULAR = 0
    BOLD = 1
    ITALIC = 2
    BOLD_ITALIC = 3


class PaperFont(TTFont):
    """An embedded font whose text can be copied out again, letters beyond the first plane too.

    reportlab writes such letters with five hexadecimal digits where UTF-16 is wanted (ISO 32000-1, 9.10.3).
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        names = [name for name in doc.idToObject if name.startswith("toUnicodeCMap:") and self._is_mine(name)]
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[name].content = _to_unicode(subset)

    def _is_mine(self, name: str) -> bool:
        return name.rpartition("+")[2] == (self.face.name + self.face.subfontNameX).decode("latin-1")


def _to_unicode(subset: list[int]) -> str:
    """A ToUnicode map: code in one byte to UTF-16BE, at most 100 pairs to a block."""
    pairs = [f"<{code:02X}> <{chr(letter).encode('utf-16-be').hex().upper()}>" for code, letter in enumerate(subset)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"])


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One cut, ready to set. ``widths`` holds the advance of each letter in thousandths of the size."""

    key: str
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Advance of ``text`` in points. Raises ``KeyError`` for a letter that the face lacks."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000


@functools.cache
def load_face(path: Path) -> Face:
    """Read and register a TrueType file once. Raises ``Fault("FONT_UNREADABLE")``."""
    try:
        font = PaperFont(str(path), str(path))
    except (TTFError, OSError, struct.error, ValueError, LookupError) as failure:
        raise Fault("FONT_UNREADABLE", file=path.name) from failure
    pdfmetrics.registerFont(font)
    widths = {chr(code): width for code, width in font.face.charWidths.items() if font.face.charToGlyph.get(code)}
    return Face(str(path), widths)


@functools.cache
def load_lender(path: Path) -> Face | None:
    """A face that may lend letters; one that cannot be read lends none, and the next is asked."""
    try:
        return load_face(path)
    except Fault:
        return None


Piece = tuple[Face, str]
"""Letters that one face sets."""


@dataclass(slots=True)
class Cases:
    """The faces at hand for one document, and the letters for which the family did not suffice."""

    family: FontFamily
    substituted: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def face(self, cut: Cut) -> Face:
        return load_face(self.family.cuts[cut])

    def pieces(self, text: str, cut: Cut) -> list[Piece]:
        """``text`` as runs of faces that hold its letters; a letter that none holds is spelt ``[U+1F600]``."""
        face = self.face(cut)
        if face.widths.keys() >= set(text):
            return [(face, text)]
        found: list[Piece] = []
        for cluster in clusters(text):
            holder, letters = self._set_cluster(cluster, face)
            if found and found[-1][0] is holder:
                found[-1] = (holder, found[-1][1] + letters)
            else:
                found.append((holder, letters))
        return found

    def _set_cluster(self, cluster: str, face: Face) -> Piece:
        letters = set(cluster)
        if face.widths.keys() >= letters:
            return face, cluster
        for path in self.family.substitutes:
            other = load_lender(path)
            if other is not None and other.widths.keys() >= letters:
                self.substituted |= letters
                return other, cluster
        lacking = {letter for letter in letters if letter not in face.widths}
        self.missing |= lacking
        return face, "".join(f"[U+{ord(letter):04X}]" if letter in lacking else letter for letter in cluster)


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks that sit on them, which one face has to set together."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield text[start:end]
            start = end
