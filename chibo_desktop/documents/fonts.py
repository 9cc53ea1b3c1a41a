"""Choosing the serif of the page: Times New Roman or a face of the same measures that holds every Vietnamese letter.

The printed form demands Times New Roman (Hướng dẫn 05-HD/VPTW, 27/5/2026). A face is taken only after all four of its
cuts were seen to hold all 134 letters: Liberation Serif 1.07, for one, lacks ế, ộ, ơ and ư.
"""

import functools
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_LOWER = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES} | {"đ"}
VIETNAMESE_LETTERS = frozenset(letter for small in _LOWER for letter in (small, small.upper()) if not letter.isascii())
"""The 134 letters beyond ASCII that Vietnamese needs."""

_ASCII = frozenset(map(chr, range(0x20, 0x7F)))

_CUTS = (
    ("Times New Roman", "times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Times New Roman",
        "Times_New_Roman.ttf",
        "Times_New_Roman_Bold.ttf",
        "Times_New_Roman_Italic.ttf",
        "Times_New_Roman_Bold_Italic.ttf",
    ),
    (
        "Times New Roman",
        "Times New Roman.ttf",
        "Times New Roman Bold.ttf",
        "Times New Roman Italic.ttf",
        "Times New Roman Bold Italic.ttf",
    ),
    (
        "Liberation Serif",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    ("Tinos", "Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    (
        "Noto Serif",
        "NotoSerif-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-BoldItalic.ttf",
    ),
    ("FreeSerif", "FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    (
        "DejaVu Serif",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSerif-Italic.ttf",
        "DejaVuSerif-BoldItalic.ttf",
    ),
)
"""Families and the file names of their four cuts, the prescribed family first; one family has other names elsewhere."""

_SUBSTITUTES = (
    "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
    "seguisym.ttf",
    "cambria.ttf",
    "arial.ttf",
    "Symbola.ttf",
    "FreeSerif.ttf",
)


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Files of the four cuts, and of faces that lend a letter which the family lacks, in the order of asking."""

    name: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path
    substitutes: tuple[Path, ...] = ()

    @property
    def cuts(self) -> tuple[Path, Path, Path, Path]:
        return self.regular, self.bold, self.italic, self.bold_italic


def font_folders() -> tuple[Path, ...]:
    """Where systems keep fonts; folders that do not exist are left out."""
    home = Path.home()
    folders = [
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts/Supplemental"),
    ]
    return tuple(folder for folder in folders if folder.is_dir())


def find_families(folders: Iterable[Path]) -> tuple[FontFamily, ...]:
    """Known serif families whose four cuts lie in the folders or below, the prescribed one first."""
    files = _files_by_name(folders)
    substitutes = tuple(files[name.lower()] for name in _SUBSTITUTES if name.lower() in files)
    families: list[FontFamily] = []
    for name, *cuts in _CUTS:
        paths = [files[cut.lower()] for cut in cuts if cut.lower() in files]
        if len(paths) == len(cuts):
            families.append(FontFamily(name, *paths, substitutes=substitutes))
    return tuple(families)


def _files_by_name(folders: Iterable[Path]) -> dict[str, Path]:
    """Font files by lower-case name; where a name occurs twice the newer release wins: ``liberation2``."""
    found: dict[str, Path] = {}
    for folder in folders:
        for where, inner, names in os.walk(folder):
            inner.sort()
            for name in sorted(names):
                if name.lower().endswith(".ttf"):
                    found[name.lower()] = Path(where, name)
    return found


@functools.cache
def installed_families() -> tuple[FontFamily, ...]:
    """The serif families of this machine, looked for once."""
    return find_families(font_folders())


@functools.cache
def standard_family() -> FontFamily:
    """The family that papers are set in on this machine, looked for once. Raises as :func:`choose_font_family`."""
    return choose_font_family()


def choose_font_family(candidates: Iterable[FontFamily] | None = None) -> FontFamily:
    """The first candidate whose four cuts can be embedded and hold all 134 Vietnamese letters and ASCII.

    Without candidates, those installed. Raises ``Fault("FONT_MISSING")`` with the names tried and the letters lacking.
    """
    tried: list[str] = []
    lacking: set[str] = set()
    for family in installed_families() if candidates is None else candidates:
        missing = _lacking(family)
        if not missing:
            return family
        tried.append(family.name)
        lacking |= missing
    raise Fault("FONT_MISSING", tried=", ".join(tried), lacking="".join(sorted(lacking)))


def _lacking(family: FontFamily) -> set[str]:
    from chibo_desktop.documents.faces import load_face  # reportlab, which nothing needs before a page is set

    wanted = VIETNAMESE_LETTERS | _ASCII
    missing: set[str] = set()
    for cut in family.cuts:
        try:
            missing |= wanted - load_face(cut).widths.keys()
        except Fault:
            return set(wanted)
    return missing
