"""Sheets of paper: where the edges are, and the pen. Every stroke of a document goes through ``Sheets``."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from chibo_desktop.documents.faces import Cases, Cut, Face
from chibo_desktop.documents.lines import Line, one_line
from chibo_desktop.documents.profiles import POINTS_PER_MM, PrintProfile

if TYPE_CHECKING:
    from reportlab.pdfgen.textobject import PDFTextObject

# Streams of a PDF may be bytes; spelling them in letters makes them a quarter longer and takes time.
rl_config.useA85 = 0

ABOVE_BASELINE = 0.80
BELOW_BASELINE = 0.20
"""Share of the letter size that a line claims above and below its baseline at the edges of the type area."""

_ROUNDING = 0.01
_MARK_GREY = 0.91
_MARK_SIZE = 92
_MARK_ANGLE = 52


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area of one page, in points from the lower left corner of the sheet."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def frame_of(profile: PrintProfile, page: int, is_duplex: bool) -> Frame:
    """Type area of a page counted from 1; on the back of a duplex sheet the left and right margins change places."""
    paper_width, paper_height = (length * POINTS_PER_MM for length in profile.paper_mm)
    margins = profile.margins
    left, right = margins.left * POINTS_PER_MM, margins.right * POINTS_PER_MM
    if is_duplex and page % 2 == 0:
        left, right = right, left
    top, bottom = margins.top * POINTS_PER_MM, margins.bottom * POINTS_PER_MM
    return Frame(left, paper_width - right, paper_height - top, bottom)


class Sheets:
    """A document being written. ``cut_lines`` counts lines that would not fit between the edges."""

    def __init__(self, profile: PrintProfile, cases: Cases, is_duplex: bool, mark: str = "") -> None:
        self._out = io.BytesIO()
        size = (profile.paper_mm[0] * POINTS_PER_MM, profile.paper_mm[1] * POINTS_PER_MM)
        self._canvas = Canvas(
            self._out,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 7),
            lang="vi",
            # Else every page names a Helvetica that is not embedded. reportlab's own hint for the type is wrong.
            initialFontName=cases.face(Cut.REGULAR).key,  # pyright: ignore[reportArgumentType]
        )
        self._profile, self._cases, self._is_duplex = profile, cases, is_duplex
        self._mark = one_line(cases, mark, Cut.BOLD, _MARK_SIZE) if mark else None
        self._text: PDFTextObject | None = None
        self._font: tuple[Face, float] | None = None
        self._word_space = 0.0
        self.page = 0
        self.cut_lines = 0
        self.frame = frame_of(profile, 1, is_duplex)

    def describe(self, title: str, author: str) -> None:
        """What the properties of the file say."""
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("chibo")

    def begin_page(self) -> None:
        self.page += 1
        self.frame = frame_of(self._profile, self.page, self._is_duplex)
        self._draw_mark()
        self._text = self._canvas.beginText()
        self._font, self._word_space = None, 0.0
        if self.page >= self._profile.first_numbered_page:
            self._number_page()

    def end_page(self) -> None:
        assert self._text is not None
        self._canvas.drawText(self._text)
        self._text = None
        self._canvas.showPage()

    def finish(self) -> bytes:
        self._canvas.save()
        return self._out.getvalue()

    def write(self, line: Line, size: float, x: float, baseline: float, word_space: float = 0.0) -> None:
        """Set a line of text from ``x``; ``word_space`` points are added to each of its blanks."""
        text = self._text
        assert text is not None
        width = line.width + word_space * line.blanks
        if x < self.frame.left - _ROUNDING or x + width > self.frame.right + _ROUNDING or baseline < self.frame.bottom:
            self.cut_lines += 1
        text.setTextOrigin(x, baseline)
        if word_space != self._word_space:
            text.setWordSpace(word_space)
            self._word_space = word_space
        for face, letters in line.segments:
            if self._font != (face, size):
                text.setFont(face.key, size)
                self._font = (face, size)
            text.textOut(letters)

    def write_centred(self, line: Line, size: float, centre: float, baseline: float) -> None:
        self.write(line, size, centre - line.width / 2, baseline)

    def rule(self, x: float, y: float, width: float, thickness: float) -> None:
        """A solid black rule from ``x``, its middle at the height ``y``."""
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, y, x + width, y)

    def fill(self, rectangles: list[tuple[float, float, float, float]]) -> None:
        """Black rectangles (x, y, width, height) as one shape."""
        path = self._canvas.beginPath()
        for rectangle in rectangles:
            path.rect(*rectangle)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, draw: Callable[[Canvas], None]) -> None:
        """Let somebody else draw on the page; whatever he changes of the pen is put back."""
        self._canvas.saveState()
        draw(self._canvas)
        self._canvas.restoreState()

    def _number_page(self) -> None:
        """The number stands 10 mm from the upper edge: its digits begin there."""
        size = self._profile.sizes.page_number
        number = one_line(self._cases, str(self.page), Cut.REGULAR, size)
        from_top = self._profile.page_number_top_mm * POINTS_PER_MM
        paper_height = self._profile.paper_mm[1] * POINTS_PER_MM
        digit_height = 0.676 * size  # of Times New Roman and the faces made to its measures
        self.write_centred(number, size, self.frame.centre, paper_height - from_top - digit_height)

    def _draw_mark(self) -> None:
        """A light word across the page, under the text."""
        if self._mark is None:
            return
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillGray(_MARK_GREY)
        canvas.translate(self._profile.paper_mm[0] * POINTS_PER_MM / 2, self._profile.paper_mm[1] * POINTS_PER_MM / 2)
        canvas.rotate(_MARK_ANGLE)
        text = canvas.beginText(-self._mark.width / 2, -_MARK_SIZE / 3)
        for face, letters in self._mark.segments:
            text.setFont(face.key, _MARK_SIZE)
            text.textOut(letters)
        # Read out of the page, letters at a slant would stand between the words of the minutes: they read as nothing.
        canvas.addLiteral("/Span << /ActualText () >> BDC")
        canvas.drawText(text)
        canvas.addLiteral("EMC")
        canvas.restoreState()
