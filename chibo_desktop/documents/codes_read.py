"""Reading QR codes from photos, scans and PDFs of printed minutes. What comes is hostile: bounded before it is decoded.

Pictures are only decoded to grey values and looked at; nothing in them is ever run, opened or shown.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Final

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from chibo_desktop.domain.outcomes import Refusal

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a photo, scan or PDF."""
_MOST_PIXELS: Final = 120_000_000
_SIDE: Final = 4000
"""Pixels to which a longer side is brought: finer photos take longer and read no better."""
_PAGES: Final = 12
"""The code stands on the last page of minutes: so many pages from the end are looked at."""
_SCALE: Final = 3
"""Times 72 dots an inch: a module of the code is then some three dots wide."""
_LONGEST_PAGE: Final = 2000
"""Points of a page; A0 has 3,370, minutes have 842."""


def texts_in(data: bytes) -> tuple[str, ...]:
    """The texts of all QR codes in a picture (JPEG, PNG, WebP, TIFF, BMP) or PDF, in the order in which they are found.

    Raises ``Refusal`` PICTURE_TOO_LARGE, PICTURE_UNREADABLE.
    """
    if len(data) > LARGEST:
        raise Refusal("PICTURE_TOO_LARGE", limit=LARGEST // (1024 * 1024))
    pictures = _pages(data) if data.startswith(b"%PDF-") else _picture(data)
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = (code.text for picture in pictures for code in zxingcpp.read_barcodes(picture, wanted))
    return tuple(dict.fromkeys(found))


def _picture(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound below is our own
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF", "BMP")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise Refusal("PICTURE_TOO_LARGE", limit=LARGEST // (1024 * 1024))
                picture.draft("L", (_SIDE, _SIDE))
                grey = picture.convert("L")
    except Image.DecompressionBombError as error:
        raise Refusal("PICTURE_TOO_LARGE", limit=LARGEST // (1024 * 1024)) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refusal("PICTURE_UNREADABLE") from error
    grey.thumbnail((_SIDE, _SIDE))
    yield grey


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refusal("PICTURE_UNREADABLE") from error
    try:
        for number in reversed(range(max(0, len(document) - _PAGES), len(document))):
            page = document[number]
            if max(page.get_size()) > _LONGEST_PAGE:
                continue
            yield page.render(scale=_SCALE, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Refusal("PICTURE_UNREADABLE") from error
    finally:
        document.close()
