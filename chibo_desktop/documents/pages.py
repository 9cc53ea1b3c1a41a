"""Rows on pages: where a page ends, what stays together, and how a full page meets its lower margin exactly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from chibo_desktop.documents.faces import Cases
from chibo_desktop.documents.lines import Composer, Line
from chibo_desktop.documents.paragraphs import Align, Paragraph
from chibo_desktop.documents.profiles import POINTS_PER_MM, PrintProfile
from chibo_desktop.documents.ruled_rows import RuledRow
from chibo_desktop.documents.sheets import ABOVE_BASELINE, BELOW_BASELINE, Sheets

_ROUNDING = 0.01
_WIDEST_BLANK = 0.8
"""Share of the letter size by which blanks may widen; a line that a long word left shorter is not justified."""


class Row(Protocol):
    """Something as wide as the page. ``gap`` is the white above it, which falls away at the top of a page.

    ``stretch`` says how much more white may stand there, ``stays`` that no page may end after it.
    """

    extent: float
    gap: float
    stretch: float
    stays: bool
    is_pinned: bool

    def draw(self, sheets: Sheets, top: float) -> None:
        """Set the row with its upper edge at ``top``."""
        ...


@dataclass(slots=True)
class TextRow:
    """One line of text."""

    line: Line
    size: float
    align: Align
    extent: float
    gap: float
    stretch: float
    stays: bool = False
    indent: float = 0.0
    is_pinned: bool = False

    def draw(self, sheets: Sheets, top: float) -> None:
        baseline = top - self.size * ABOVE_BASELINE
        if self.align is Align.CENTRED:
            sheets.write_centred(self.line, self.size, sheets.frame.centre, baseline)
            return
        space = 0.0
        if not self.line.is_last and self.line.blanks:
            space = (sheets.frame.width - self.indent - self.line.width) / self.line.blanks
        if space > _WIDEST_BLANK * self.size:
            space = 0.0
        sheets.write(self.line, self.size, sheets.frame.left + self.indent, baseline, space)


def rows_of(paragraph: Paragraph, profile: PrintProfile, cases: Cases, width: float) -> list[TextRow]:
    """The lines of a paragraph. Its first two lines stay together, and so do its last two."""
    size = paragraph.size or profile.sizes.body
    composer = Composer(cases, size)
    indent = 0.0
    if paragraph.align is Align.CENTRED:
        lines = composer.balanced(paragraph.runs, width)
    else:
        indent = profile.indent_mm * POINTS_PER_MM if paragraph.is_indented else 0.0
        lines = composer.lines(paragraph.runs, width, indent)
    extent = size * (ABOVE_BASELINE + BELOW_BASELINE)
    between = profile.leading - extent
    open_up = profile.leading_most - profile.leading
    last = len(lines) - 1
    rows = [
        TextRow(line, size, paragraph.align, extent, between, open_up, stays=place in {0, last - 1} and place != last)
        for place, line in enumerate(lines)
    ]
    if rows:
        rows[0].indent = indent
        rows[0].gap += profile.paragraph_gap
        rows[0].stretch += profile.paragraph_gap_most - profile.paragraph_gap
    if paragraph.stays_with_next:
        for row in rows:
            row.stays = True
    return rows


def break_into_pages(rows: Sequence[Row], height: float) -> Iterator[Sequence[Row]]:
    """Pages of rows. A row that stays draws the break before it; only a page full of such rows is broken anyway."""
    start = 0
    while start < len(rows):
        end = _first_beyond(rows, start, height)
        if end < len(rows):
            cut = end
            while cut > start and rows[cut - 1].stays:
                cut -= 1
            end = cut if cut > start else end
        yield rows[start:end]
        start = end


def _first_beyond(rows: Sequence[Row], start: int, height: float) -> int:
    """Index of the first row that the page no longer holds; always past ``start``."""
    again = _again(rows[start])
    used = rows[start].extent + (0.0 if again is None else again.extent)
    end = start + 1
    while end < len(rows):
        used += rows[end].gap + rows[end].extent
        if used > height + _ROUNDING:
            break
        end += 1
    return end


def _again(row: Row) -> Row | None:
    """What stands above a row once more where it begins a page: the head of its table."""
    return row.again if isinstance(row, RuledRow) else None


def draw_pages(rows: Sequence[Row], sheets: Sheets) -> int:
    """Draw all rows and tell the number of pages."""
    pages = list(break_into_pages(rows, sheets.frame.height))
    for place, page in enumerate(pages, start=1):
        sheets.begin_page()
        _draw_page(page, sheets, fills=place < len(pages))
        sheets.end_page()
    return len(pages)


def _draw_page(page: Sequence[Row], sheets: Sheets, fills: bool) -> None:
    top = sheets.frame.top
    share = _opening(page, sheets.frame.height) if fills else 0.0
    for place, row in enumerate(page):
        again = _again(row)
        if place:
            top -= row.gap + row.stretch * share
        elif again is not None:
            again.draw(sheets, top)
            top -= again.extent
        if row.is_pinned:
            top = sheets.frame.bottom + row.extent
        row.draw(sheets, top)
        top -= row.extent


def _opening(page: Iterable[Row], height: float) -> float:
    """Share of the stretch that brings the last row down to the lower margin; 0 where all of it would not do."""
    rows = list(page)
    again = _again(rows[0])
    used = sum(row.extent for row in (*rows, *([] if again is None else [again]))) + sum(row.gap for row in rows[1:])
    most = sum(row.stretch for row in rows[1:])
    slack = height - used
    return slack / most if 0 < slack <= most else 0.0
