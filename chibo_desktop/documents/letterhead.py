"""Head of a Party document: superior, issuing body, star and number at the left; Party name and date at the right.

Hướng dẫn 05-HD/VPTW, 27/5/2026: the rule under ĐẢNG CỘNG SẢN VIỆT NAM is exactly as long as the text; the number has no
colon and is padded below ten.
"""

from dataclasses import dataclass

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import Composer, Line, one_line
from chibo_desktop.documents.paragraphs import Run
from chibo_desktop.documents.profiles import Sizes
from chibo_desktop.documents.sheets import ABOVE_BASELINE, Sheets

PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"

_LEFT_SHARE, _RIGHT_SHARE = 0.445, 0.535
"""Widths of the columns as shares of the type area; what remains keeps them apart."""
_PITCH = 18.0
_STAR_PITCH = 14.0
_RULE_BELOW = 5.6
_RULE_THICKNESS = 0.8
_DATE_BELOW = 25.0


@dataclass(frozen=True, slots=True)
class HeadText:
    """What the head says. Empty texts take no line; names may be as long as they are."""

    superior: str
    issuer: str
    number: str
    place_date: str
    distribution_mark: str = ""


@dataclass(slots=True)
class _Placed:
    """A centred line of a column, its baseline below that of the first line."""

    line: Line
    size: float
    drop: float


class Letterhead:
    """The head as one row."""

    gap = 0.0
    stretch = 0.0
    stays = True
    is_pinned = False

    def __init__(self, text: HeadText, sizes: Sizes, cases: Cases, width: float) -> None:
        self._width = width
        self._left = self._left_column(text, sizes, cases)
        self._party_name = one_line(cases, PARTY_NAME, Cut.BOLD, sizes.party_name)
        self._party_size = sizes.party_name
        self._right = self._right_column(text, sizes, cases)
        self._above = ABOVE_BASELINE * sizes.party_name
        lowest = max([placed.drop for placed in (*self._left, *self._right)], default=0.0)
        self.extent = self._above + lowest

    def draw(self, sheets: Sheets, top: float) -> None:
        first = top - self._above
        left = sheets.frame.left + self._width * _LEFT_SHARE / 2
        right = sheets.frame.right - self._width * _RIGHT_SHARE / 2
        for centre, column in ((left, self._left), (right, self._right)):
            for placed in column:
                sheets.write_centred(placed.line, placed.size, centre, first - placed.drop)
        sheets.write_centred(self._party_name, self._party_size, right, first)
        start = right - self._party_name.width / 2
        sheets.rule(start, first - _RULE_BELOW, self._party_name.width, _RULE_THICKNESS)

    def _left_column(self, text: HeadText, sizes: Sizes, cases: Cases) -> list[_Placed]:
        width = self._width * _LEFT_SHARE
        placed: list[_Placed] = []
        drop = 0.0
        for words, cut, size in (
            (text.superior.upper(), Cut.REGULAR, sizes.superior),
            (text.issuer.upper(), Cut.BOLD, sizes.issuer),
        ):
            for line in Composer(cases, size).balanced((Run(words, cut),), width):
                placed.append(_Placed(line, size, drop))
                drop += _PITCH
        drop += _STAR_PITCH - _PITCH + 3.0
        placed.append(_Placed(one_line(cases, "*", Cut.REGULAR, sizes.number), sizes.number, drop))
        drop += _STAR_PITCH
        for line in Composer(cases, sizes.number).balanced((Run(text.number),), width):
            placed.append(_Placed(line, sizes.number, drop))
            drop += _PITCH
        return placed

    def _right_column(self, text: HeadText, sizes: Sizes, cases: Cases) -> list[_Placed]:
        width = self._width * _RIGHT_SHARE
        placed: list[_Placed] = []
        drop = _DATE_BELOW
        for words, cut, size in (
            (text.place_date, Cut.ITALIC, sizes.place_date),
            (text.distribution_mark.upper(), Cut.BOLD, sizes.distribution),
        ):
            for line in Composer(cases, size).balanced((Run(words, cut),), width):
                placed.append(_Placed(line, size, drop))
                drop += _PITCH
        return placed
