"""Vietnamese text: one form for storing (NFC) and one for finding (folded)."""

import functools
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


_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def spelling(text: str) -> str:
    """Names that are one name to whoever reads them: no case, any run of blanks, and the tone anywhere in its word.

    ``spelling("Đảng uỷ")`` equals ``spelling("đảng ủy")``; *Nà Mẫu* and *Nà Mậu* stay two places, unlike in ``fold``.
    """
    words = unicodedata.normalize("NFD", clean_name(text).casefold()).split(" ")
    return " ".join(_TONES.sub("", word) + "".join(_TONES.findall(word)) for word in words)


def is_clean(text: str) -> bool:
    """Whether storing would leave the text as it is."""
    return clean_text(text) == text


def folded_words(text: str) -> str:
    """The words of ``fold(text)``: whatever is neither letter nor digit may have become a blank.

    Made for indexing long texts, which it reads twice as fast as ``fold`` and without making an object of any word: in
    UTF-16 the low byte of a letter says what it becomes, by a table for each high byte that Vietnamese has, and what
    the tables give for the whole text is put together as large numbers are.
    """
    if text.isascii():
        return text.lower()
    spelled = text.encode("utf-16-le", "surrogatepass")
    low, high = spelled[::2], spelled[1::2]
    if high.translate(None, _HIGH_BYTES):
        return fold(text)
    found = int.from_bytes(low.translate(_folded_page(0)), "little")
    for page in _FURTHER_PAGES:
        if page in high:
            here = int.from_bytes(high.translate(_mask_of(page)), "little")
            found ^= int.from_bytes(low.translate(_change_to(page)), "little") & here
    folded = found.to_bytes(len(low), "little")
    return fold(text) if _NOT_ONE_LETTER in folded else folded.decode("ascii")


_FURTHER_PAGES = (0x01, 0x1E, 0x20)
"""High bytes of the letters of Vietnamese beyond Latin-1, and of dashes and curly quotes."""
_HIGH_BYTES = bytes((0, *_FURTHER_PAGES))
_NOT_ONE_LETTER = 0xFF


@functools.cache
def _folded_page(page: int) -> bytes:
    """What each character with this high byte becomes, by its low byte."""
    return bytes(_folded_byte(chr(page << 8 | low)) for low in range(256))


def _folded_byte(letter: str) -> int:
    folded = fold(letter)
    if len(folded) == 1 and folded.isascii():
        return ord(folded)
    return _NOT_ONE_LETTER if unicodedata.category(letter)[0] in "LNM" else ord(" ")


@functools.cache
def _change_to(page: int) -> bytes:
    """What makes of a low byte's character in page 0 that of this page, by exclusive or."""
    return bytes(one ^ other for one, other in zip(_folded_page(0), _folded_page(page), strict=True))


@functools.cache
def _mask_of(page: int) -> bytes:
    return bytes(0xFF if high == page else 0 for high in range(256))
