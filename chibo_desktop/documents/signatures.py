"""Where people sign in ink: two blocks on one line (three in a protocol), with white space that nothing else may use.

A cell has no seal, so no block is made for one; a confirmation by the superior stands at the bottom left where the
template asks for it.
"""

from collections.abc import Iterable

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import Composer, Line, one_line
from chibo_desktop.documents.paragraphs import Run
from chibo_desktop.documents.profiles import Sizes
from chibo_desktop.documents.sheets import ABOVE_BASELINE, BELOW_BASELINE, Sheets

_PITCH = 18.0
_SPACE_FOR_INK = 66.0
_GUTTER = 12.0
_UNDERLINE_BELOW = 2.0
_UNDERLINE_THICKNESS = 0.7


class SignatureBlocks:
    """Blocks (heading, name) side by side as one row that cannot be parted; ``blocks`` counts those with a heading."""

    gap = 20.0
    stretch = 0.0
    is_pinned = False

    def __init__(self, blocks: Iterable[tuple[str, str]], sizes: Sizes, cases: Cases, width: float) -> None:
        self.stays = True
        self._size = sizes.authority
        blocks = tuple(blocks)
        self._places = max(2, len(blocks))
        column = width / self._places - _GUTTER
        composer = Composer(cases, self._size)
        self._columns = [
            (composer.balanced(_bold(heading.upper()), column), composer.balanced(_bold(name), column))
            for heading, name in blocks
        ]
        self.blocks = sum(bool(heading) for heading, _ in self._columns)
        self._heading_lines = max(len(heading) for heading, _ in self._columns)
        name_lines = max(1, *(len(name) for _, name in self._columns))
        lines = self._heading_lines + name_lines - 1
        self.extent = self._size * (ABOVE_BASELINE + BELOW_BASELINE) + lines * _PITCH + _SPACE_FOR_INK

    def draw(self, sheets: Sheets, top: float) -> None:
        frame = sheets.frame
        first = top - self._size * ABOVE_BASELINE
        name_from = first - self._heading_lines * _PITCH - _SPACE_FOR_INK
        for place, (heading, name) in enumerate(self._columns):
            centre = frame.left + frame.width * (place + 0.5) / self._places
            _write_lines(sheets, heading, self._size, centre, first)
            _write_lines(sheets, name, self._size, centre, name_from)


def _bold(text: str) -> tuple[Run, ...]:
    return (Run(text, Cut.BOLD),) if text else ()


def _write_lines(sheets: Sheets, lines: Iterable[Line], size: float, centre: float, baseline: float) -> None:
    for place, line in enumerate(lines):
        sheets.write_centred(line, size, centre, baseline - place * _PITCH)


class Recipients:
    """*Nơi nhận:* underlined, and the list of those who get a copy, at the left: each item ends with a semicolon."""

    gap = 12.0
    stretch = 0.0
    is_pinned = False
    _HEADING = "Nơi nhận:"
    _LIST_PITCH = 15.0

    def __init__(self, names: tuple[str, ...], sizes: Sizes, cases: Cases, width: float) -> None:
        self.stays = True
        self._heading = one_line(cases, self._HEADING, Cut.REGULAR, sizes.authority)
        self._sizes = sizes
        composer = Composer(cases, sizes.recipients)
        last = len(names) - 1
        self._lines = [
            line
            for place, name in enumerate(names)
            for line in composer.lines((Run(f"- {name}{'.' if place == last else ';'}"),), width / 2)
        ]
        self.extent = sizes.authority + len(self._lines) * self._LIST_PITCH

    def draw(self, sheets: Sheets, top: float) -> None:
        left = sheets.frame.left
        baseline = top - self._sizes.authority * ABOVE_BASELINE
        sheets.write(self._heading, self._sizes.authority, left, baseline)
        sheets.rule(left, baseline - _UNDERLINE_BELOW, self._heading.width, _UNDERLINE_THICKNESS)
        for line in self._lines:
            baseline -= self._LIST_PITCH
            sheets.write(line, self._sizes.recipients, left, baseline)
