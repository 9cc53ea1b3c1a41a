"""Vietnamese text: one form for storing (NFC) and one for finding (folded)."""

import re
import unicodedata

LONGEST_TEXT = 200_000
"""Characters allowed in one field; the same limit holds in packets."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c\u00ad]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_MARKS = re.compile("[\u0300-\u036f]+")
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_MARKS_BEGIN = b"\xcc"
"""First byte in UTF-8 of U+0300 to U+033F: every mark that Vietnamese has, and nothing but marks."""
_LATIN_BYTES = bytes(range(0x80)) + bytes(range(0x80, 0xC0)) + _MARKS_BEGIN
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, ``\\n`` line ends, no outer blanks.

    Controls, invisible direction characters and halves of surrogate pairs are dropped - before composing, because
    one of them may stand between a letter and its mark.
    """
    text = _CONTROLS.sub("", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    return unicodedata.normalize("NFC", text).strip()


def clean_name(text: str) -> str:
    """A name or other one-line text: clean, every run of blanks a single space."""
    return _SPACES.sub(" ", clean_text(text))


def fold(text: str) -> str:
    """Text as it is searched: no case, no marks, đ as d. ``fold("Đảng uỷ")`` equals ``fold("đảng ủy")``."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    spelled = plain.encode("utf-8", "surrogatepass")
    if not spelled.translate(None, _LATIN_BYTES):  # only plain letters and marks on them: nearly all Vietnamese text
        return spelled.translate(None, _BEYOND_ASCII).decode("ascii")
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


def is_clean(text: str) -> bool:
    """Whether storing would leave the text as it is."""
    return clean_text(text) == text
