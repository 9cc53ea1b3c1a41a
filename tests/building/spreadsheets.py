"""Spreadsheets as offices really send them: made by another program than the one that reads them."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from chibo_desktop.services.importing import SheetFile

ORGANISATION_HEAD = ("Mã", "Tên tổ chức", "Cấp trên trực tiếp", "Loại tổ chức", "Địa bàn", "Số đảng viên")
ROSTER_HEAD = ("Chi bộ", "Cấp trên trực tiếp", "Họ và tên", "Chức vụ", "Loại đảng viên", "Miễn sinh hoạt")
GOOD = (
    ("01", "Đảng bộ huyện Bạch Thông", None, "Đảng bộ trực thuộc tỉnh ủy", None, None),
    ("02", "Đảng bộ xã Quang Thuận", "Đảng bộ huyện Bạch Thông", "Đảng bộ cơ sở", None, None),
    (
        "03",
        "Chi bộ thôn Phiêng An",
        "Đảng bộ xã Quang Thuận",
        "Chi bộ trực thuộc đảng ủy cơ sở",
        "Vùng sâu, khó khăn",
        9,
    ),
)
MEMBERS = (
    ("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận", "Hoàng Thị Mẫu", "Bí thư", None, None),
    ("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận", "Lường Văn Thử", None, "dự bị", "x"),
)

_VIETNAMESE_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TCVN3 = str.maketrans({"Đ": "§", "ả": "¶", "ộ": "é", "ã": "·", "ậ": "Ë", "ị": "Þ", "ư": "−", "ờ": "ê", "ẫ": "É"})


class Book:
    """A workbook being made; ``file`` gives it as somebody would send it."""

    def __init__(self) -> None:
        self._book = openpyxl.Workbook()
        self._book.remove(self._book.worksheets[0])

    def sheet(
        self, name: str, head: Sequence[Any], rows: Sequence[Sequence[Any]], above: Sequence[Any] = ()
    ) -> Worksheet:
        """A sheet with a head, rows, and rows above the head."""
        page = self._book.create_sheet(name)
        for row in (*above, head, *rows):
            page.append(list(row))
        return page

    def file(self, name: str = "danh muc.xlsx") -> SheetFile:
        out = io.BytesIO()
        self._book.save(out)
        return SheetFile(name, out.getvalue())


def organisations(*rows: Sequence[Any], head: Sequence[Any] = ORGANISATION_HEAD) -> SheetFile:
    """A workbook with one sheet of organisations."""
    book = Book()
    book.sheet("Tổ chức", head, rows)
    return book.file()


def rosters(*rows: Sequence[Any], head: Sequence[Any] = ROSTER_HEAD) -> SheetFile:
    """A workbook with one sheet of members."""
    book = Book()
    book.sheet("Đảng viên", head, rows)
    return book.file()


def delimited(rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> SheetFile:
    """A CSV file in some letters; ``cp1258`` as Windows writes it, ``tcvn3`` as old programs do."""
    text = "\r\n".join(delimiter.join(_quoted(cell, delimiter) for cell in row) for row in rows)
    return SheetFile("danh muc.csv", _encoded(text, encoding))


def with_part(file: SheetFile, part: str, data: bytes) -> SheetFile:
    """The workbook with another text in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, data if name == part else before.read(name))
        if part not in before.namelist():
            after.writestr(part, data)
    return SheetFile(file.name, out.getvalue())


def part_of(file: SheetFile, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        return archive.read(part)


def _quoted(cell: Any, delimiter: str) -> str:
    text = "" if cell is None else str(cell)
    return f'"{text}"' if delimiter in text or '"' in text else text


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "tcvn3":
        return text.translate(_TCVN3).encode("latin-1", "replace")
    if encoding == "cp1258":
        return "".join(map(_with_tone_apart, text)).encode("cp1258")
    return text.encode(encoding)


def _with_tone_apart(letter: str) -> str:
    """The letter as windows-1258 spells it: hats and horns in one with it, the tone after it."""
    parts = unicodedata.normalize("NFD", letter)
    tones = [part for part in parts if part in _VIETNAMESE_TONES]
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + "".join(tones)
