"""Pages of a PDF as pictures, and onto a printer. These functions run on the worker thread.

PDFium must never be used by two threads at once; there is one worker, so it never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from chibo_desktop.domain.outcomes import Fault

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
_POINTS_TO_INCH = 72


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: `scale` is pixels of the device for each point, `turn` the document it was made of."""

    page: int
    scale: float
    turn: int
    image: QImage


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """The size of every page."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(PageSize(*document.get_page_size(place)) for place in range(len(document)))


def render_page(pdf: bytes, page: int, scale: float) -> QImage:
    """One page (from 0) as a picture of `scale` pixels for each point."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=scale, prefer_bgrx=True)  # pyright: ignore[reportArgumentType] - inferred from the default 1
        bare = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return bare.copy()  # the buffer belongs to the document, which closes here


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Print every page at its own size; returns the number of pages. Raises ``Fault`` PRINT_FAILED."""
    sizes = page_sizes(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        raise Fault("PRINT_FAILED", printer=printer.printerName())
    try:
        for place, size in enumerate(sizes):
            if place and not printer.newPage():
                raise Fault("PRINT_FAILED", printer=printer.printerName())
            image = render_page(pdf, place, PRINT_DPI / _POINTS_TO_INCH)
            dots = printer.resolution() / _POINTS_TO_INCH
            painter.drawImage(QRectF(0, 0, size.width * dots, size.height * dots), image)
    finally:
        painter.end()
    return len(sizes)
