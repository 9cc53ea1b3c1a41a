"""Vietnamese text: one form for storing (NFC) and one for finding (folded)."""

import re
import unicodedata

LONGEST_TEXT = 200_000
"""Characters allowed in one field; the same limit holds in packets."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c\u00ad]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\u036f]+")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, ``\\n`` line ends, no control or invisible direction characters, no outer blanks."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return _CONTROLS.sub("", _INVISIBLE.sub("", text)).strip()


def clean_name(text: str) -> str:
    """A name or other one-line text: clean, every run of blanks a single space."""
    return _SPACES.sub(" ", clean_text(text))


def fold(text: str) -> str:
    """Text as it is searched: no case, no marks, đ as d. ``fold("Đảng uỷ")`` equals ``fold("đảng ủy")``."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return unicodedata.normalize("NFC", plain.replace("đ", "d"))


def is_clean(text: str) -> bool:
    """Whether storing would leave the text as it is."""
    return clean_text(text) == text
