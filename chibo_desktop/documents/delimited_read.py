"""CSV files from outside: their letters recognised or refused, their cells as text.

Excel in Vietnam writes three kinds: UTF-8 (with a mark in front or without), UTF-16 ("Unicode text"), and the code page
of the machine, windows-1258. Older programs write TCVN3 or VNI, which no program can tell from each other for certain:
those are refused rather than read wrongly.
"""

import codecs
import csv
import io
import re
import unicodedata
from typing import Final

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.spreadsheets import RawRow, RawTable

_DELIMITERS: Final = (";", "\t", ",")
_ROWS: Final = 100_000
_COLUMNS: Final = 64
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ")
_SIGNS = frozenset("–—‘’“”…•°«»€\u00a0")
"""What an honest text may hold beside ASCII and Vietnamese letters."""


def read_delimited(data: bytes, name: str) -> RawTable:
    """The table of a CSV file. Raises ``Refusal`` SHEET_ENCODING, SHEET_DAMAGED."""
    text = _text_of(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    found: list[RawRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, is_cut = 1, False
    try:
        for cells in reader:
            if number > _ROWS:
                is_cut = True
                break
            if any(cell.strip() for cell in cells):
                found.append(RawRow(number, tuple(cell or None for cell in cells[:_COLUMNS])))
            number = reader.line_num + 1  # a cell may hold several lines: a row is called after the first of them
    except csv.Error as error:
        raise Refusal("SHEET_DAMAGED") from error
    return RawTable(name, tuple(found), is_cut=is_cut)


def _text_of(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if b"\0" in data:  # UTF-16 without its mark: of ASCII letters one byte of two is nothing
        little = data[1::2].count(0) >= data[::2].count(0)
        return _decoded(data, "utf-16-le" if little else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _plausible(_decoded(data, "cp1258"))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("SHEET_ENCODING") from error
    if "\0" in text:
        raise Refusal("SHEET_ENCODING")
    return text


def _plausible(text: str) -> str:
    """Vietnamese that was written in windows-1258; tones stand after their letters there. Raises ``Refusal``."""
    composed = unicodedata.normalize("NFC", text)
    odd = re.sub(r"[\x00-\x7f]", "", composed)
    if any(letter not in _VIETNAMESE and letter not in _SIGNS for letter in odd):
        raise Refusal("SHEET_ENCODING")
    return composed
