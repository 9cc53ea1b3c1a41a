"""Minutes made for tests, and other programs (poppler) to read them with."""

import functools
import io
import re
import subprocess
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader

from chibo_desktop.documents.fonts import choose_font_family
from chibo_desktop.documents.minutes import MinutesDocument, build_minutes
from chibo_desktop.documents.minutes_options import MinutesOptions
from chibo_desktop.documents.profiles import load_profile
from chibo_desktop.documents.templates import load_template
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.proofs import Proof
from chibo_desktop.domain.visits import Visit
from tests.building.visits import id_of

PROOF = Proof(VisitId(id_of("proved")), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "Zm9vYmFyYmF6cXV4")


@functools.cache
def standard_options() -> MinutesOptions:
    return MinutesOptions(load_profile(), load_template(), choose_font_family())


def minutes_of(visit: Visit, **changes: Any) -> MinutesDocument:
    return build_minutes(visit, replace(standard_options(), **changes))


def pages_of(pdf: bytes) -> list[str]:
    """Text of each page as pdftotext reads it."""
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return told.split("\f")[:-1]


def text_of(pdf: bytes) -> str:
    """All text in one line: page numbers taken out, every run of blanks one blank. It must be NFC already."""
    pages = [re.sub(r"\A\s*\d+\s", " ", page) if place else page for place, page in enumerate(pages_of(pdf))]
    text = " ".join(" ".join(pages).split())
    assert unicodedata.is_normalized("NFC", text)
    return text


def title_of(pdf: bytes) -> str | None:
    """What the properties of the file give as its title."""
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    return metadata.title if metadata else None


def picture_of(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    """A page as pdftoppm draws it, in grey."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page")
        command = [
            "pdftoppm",
            "-r",
            str(dpi),
            "-gray",
            "-singlefile",
            "-f",
            str(page),
            "-l",
            str(page),
            "-",
            str(target),
        ]
        subprocess.run(command, input=pdf, check=True)
        with Image.open(target.with_suffix(".pgm")) as picture:
            return picture.copy()


def ink_of(picture: Image.Image) -> Image.Image:
    """White where the page is dark, black elsewhere."""
    return picture.point([255] * 128 + [0] * 128)


def darkest(picture: Image.Image) -> int:
    """The grey of the darkest dot, 255 for a white picture."""
    return next(grey for grey, dots in enumerate(picture.histogram()) if dots)


def ink_box_mm(picture: Image.Image, dpi: int, above_mm: float = 0.0) -> tuple[float, float, float, float]:
    """White edges (top, bottom, left, right) around the ink in millimetres, below ``above_mm``."""
    mm = dpi / 25.4
    cut = round(above_mm * mm)
    box = ink_of(picture.crop((0, cut, picture.width, picture.height))).getbbox()
    assert box is not None
    left, top, right, bottom = box
    return (top + cut) / mm, (picture.height - cut - bottom) / mm, left / mm, (picture.width - right) / mm
