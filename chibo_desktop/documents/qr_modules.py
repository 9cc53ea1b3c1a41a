"""QR codes as black rectangles on a sheet."""

import functools

import segno

from chibo_desktop.documents.sheets import Sheets

QUIET_MODULES = 4
"""White modules that a reader needs around the code."""


@functools.lru_cache(maxsize=16)
def modules_of_text(text: str) -> tuple[tuple[int, ...], ...]:
    """Rows of the QR code (ISO/IEC 18004, error correction M), 1 is black, without its quiet zone.

    Choosing the mask costs more than a page of text, and preview, file and printer ask for the same code.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(row) for row in code.matrix)


def draw_modules(sheets: Sheets, modules: tuple[tuple[int, ...], ...], left: float, bottom: float, side: float) -> None:
    """Fill a square of ``side`` points with the code: one rectangle for each run of black modules in a row."""
    module = side / len(modules)
    found: list[tuple[float, float, float, float]] = []
    for row, line in enumerate(modules):
        y = bottom + side - (row + 1) * module
        start = None
        for column, black in enumerate((*line, 0)):
            if black and start is None:
                start = column
            elif not black and start is not None:
                found.append((left + start * module, y, (column - start) * module, module))
                start = None
    sheets.fill(found)
