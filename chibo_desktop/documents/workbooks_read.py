"""Spreadsheets from outside: the one door by which .xlsx and CSV files come in. What comes is hostile.

Bounded before it is parsed: the file, what its parts grow to, rows and columns. No formula is worked out, no link
followed, no macro run, nothing but cells read. What openpyxl does not tell while it streams - joined cells, formulas
without a value - is read from the sheet once more.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, cast
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from chibo_desktop.documents.delimited_read import read_delimited
from chibo_desktop.domain.outcomes import Cancelled, Refusal
from chibo_desktop.domain.spreadsheets import Area, RawRow, RawTable, Value

Polled = Callable[[], bool]
"""Says whether the person asked to stop."""

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of a file."""
_INFLATED: Final = 96 * 1024 * 1024
"""Bytes that all parts of a workbook may grow to."""
_SMALL_PART: Final = 8 * 1024 * 1024
"""Bytes of a part that is neither a sheet nor the list of texts."""
_PARTS: Final = 2_000
ROWS: Final = 100_000
"""Rows of a sheet that are looked at, blank ones included."""
_COLUMNS: Final = 64
_SHEETS: Final = 50
_AREAS: Final = 10_000
_PIECE: Final = 256 * 1024
_POLL: Final = 500
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONG_PART = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_XML_PART = re.compile(r".*\.(?:xml|rels|vml)", re.IGNORECASE)


def read_tables(data: bytes, name: str, is_cancelled: Polled = bool) -> tuple[RawTable, ...]:
    """The sheets of a workbook in their order, or the one table of a CSV file, which is called ``name``.

    Raises ``Refusal`` SHEET_TOO_LARGE, SHEET_OLD_EXCEL (.xls, or locked by a password), SHEET_DAMAGED, SHEET_FORMAT
    (another kind of file), SHEET_ENCODING (a CSV file in letters that nobody can tell), ``Cancelled``.
    """
    if len(data) > LARGEST:
        raise Refusal("SHEET_TOO_LARGE", limit=LARGEST // (1024 * 1024))
    if data.startswith(_OLE):
        raise Refusal("SHEET_OLD_EXCEL")
    if not data.startswith(_ZIP):
        return (read_delimited(data, name),)
    _check_parts(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of look and extensions that nobody reads
        try:
            return tuple(_tables(data, is_cancelled))
        except (Refusal, Cancelled, MemoryError):
            raise
        except Exception as error:  # a parser trips over hostile files in any way it likes
            raise Refusal("SHEET_DAMAGED") from error


def _check_parts(data: bytes) -> None:
    """What the archive holds, before anything of it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Refusal("SHEET_FORMAT")
            for part in parts:
                is_small = (
                    _LONG_PART.fullmatch(part.filename) is None and _XML_PART.fullmatch(part.filename) is not None
                )
                if is_small and part.file_size > _SMALL_PART:
                    raise Refusal("SHEET_TOO_LARGE", limit=LARGEST // (1024 * 1024))
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _INFLATED:
                raise Refusal("SHEET_TOO_LARGE", limit=LARGEST // (1024 * 1024))
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise Refusal("SHEET_DAMAGED")
            for part in parts:
                if _XML_PART.fullmatch(part.filename) is not None:
                    _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refusal("SHEET_DAMAGED") from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No declaration of a document type - entities grow without end - and no letters in which one could hide.

    ``zipfile`` stops at the size that the archive declares, and that was bounded.
    """
    held = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            if b"\0" in piece or b"<!DOCTYPE" in held + piece or b"<!ENTITY" in held + piece:
                raise Refusal("SHEET_DAMAGED")
            held = piece[-16:]


def _tables(data: bytes, is_cancelled: Polled) -> Iterator[RawTable]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:_SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows, is_cut = _rows(sheet.iter_rows(max_row=ROWS + 1, max_col=_COLUMNS, values_only=True), is_cancelled)
            merged, formulas = _oddities(data, cast(Any, sheet)._worksheet_path)  # kept to itself by openpyxl
            yield RawTable(sheet.title, rows, merged, formulas, is_cut)
    finally:
        book.close()


def _rows(rows: Iterator[tuple[Any, ...]], is_cancelled: Polled) -> tuple[tuple[RawRow, ...], bool]:
    found: list[RawRow] = []
    for number, cells in enumerate(rows, 1):
        if number % _POLL == 0 and is_cancelled():
            raise Cancelled
        if number > ROWS:
            return tuple(found), True
        if any(cell is not None and cell != "" for cell in cells):
            found.append(RawRow(number, tuple(map(_plain, cells))))
    return tuple(found), False


def _plain(cell: object) -> Value:
    """Dates lose their time of day; a time or a span is told as text."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if cell is None or isinstance(cell, str | int | float | dt.date):
        return cell
    return str(cell)


def _oddities(data: bytes, path: str) -> tuple[tuple[Area, ...], frozenset[tuple[int, int]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path.lstrip("/")) as stream:
        seen = _Oddities()
        while piece := stream.read(_PIECE):
            seen.parser.Parse(piece, False)
        seen.parser.Parse(b"", True)
    return tuple(seen.merged), frozenset(seen.formulas)


class _Oddities:
    """Joined cells of a sheet, and formulas beside which no value stands."""

    def __init__(self) -> None:
        self.merged: list[Area] = []
        self.formulas: set[tuple[int, int]] = set()
        self._cell = ""
        self._has_formula = self._has_value = self._in_value = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._cell, self._has_formula, self._has_value = attributes.get("r", ""), False, False
            case "f":
                self._has_formula = True
            case "v":
                self._in_value = True
            case "mergeCell" if len(self.merged) < _AREAS:
                left, top, right, bottom = (int(one or 0) for one in range_boundaries(attributes.get("ref", "")))
                self.merged.append(Area(top, left, bottom, right))

    def _text(self, text: str) -> None:
        self._has_value |= self._in_value and bool(text.strip())

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self._in_value = False
            case "c" if self._has_formula and not self._has_value and self._cell and len(self.formulas) < _AREAS:
                left, top, _, _ = range_boundaries(self._cell)
                self.formulas.add((int(top or 0), int(left or 0)))
