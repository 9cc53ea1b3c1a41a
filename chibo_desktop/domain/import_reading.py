"""Reading a table that somebody keeps in a spreadsheet: finding its head, then each line, strictly.

The head is the first row that names what a table needs; what stands above it is a title. A cell that cannot be
understood is named and never guessed at.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chibo_desktop.domain.imports import (
    CODES,
    COLUMNS,
    LISTS,
    LONGEST_NAME,
    NUMBERS,
    REQUIRED,
    Head,
    Line,
    Note,
    ReadTable,
    Said,
    Table,
    Trouble,
    Vocabulary,
    plain_words,
)
from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.spreadsheets import ERROR_WORDS, RawRow, RawTable, Value, column_letters
from chibo_desktop.domain.text import clean_name
from chibo_desktop.domain.wording import short_date

_ROWS_ABOVE_HEAD: Final = 30
_TCVN3 = re.compile("[a-zA-Z][µ¸¶·¹§®¨©ª«¬¼½¾Ö×]|[µ¸¶·¹§®¨©ª«¬¼½¾Ö×][a-zA-Z]")
"""Signs inside words, as text of the fonts .VnTime looks to everybody else."""
_VNI = re.compile("[äåçëïñöûüÿÄÅÇËÏÑÖÛÜ]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_NUMBER = re.compile(r"\d{1,9}|\d{1,3}(?:[. ]\d{3})+")
_EPOCH: Final = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet: what shows as 09/01/1900 is the number 10 or so under the look of a date."""


Required = Mapping[Table, tuple[Head, ...]]
"""The columns that a table cannot do without."""


def read_table(
    raw: RawTable, vocabulary: Vocabulary, required: Required = REQUIRED
) -> tuple[ReadTable | None, tuple[Note, ...]]:
    """The table of a sheet and what is wrong with it; no table where no row looks like a head."""
    if plain_words(raw.name) in map(plain_words, vocabulary.passed):
        return None, ()
    found = _find_head(raw, vocabulary, required)
    if found is None:
        return None, (Note(Trouble.SHEET_PASSED, raw.name),)
    kind, head = found
    notes = list(_notes_of_head(raw, required[kind], head))
    lines = _Reader(raw, required[kind], head, vocabulary, notes).lines()
    heads = {column.head: column.spelled for column in head.columns}
    return ReadTable(kind, raw.name, heads, tuple(lines), tuple(notes)), ()


@dataclass(frozen=True, slots=True)
class _Column:
    head: Head
    place: int
    spelled: str


@dataclass(frozen=True, slots=True)
class _FoundHead:
    row: int
    columns: tuple[_Column, ...]
    others: tuple[_Column | str, ...]

    def heads(self) -> frozenset[Head]:
        return frozenset(column.head for column in self.columns)


def _find_head(raw: RawTable, vocabulary: Vocabulary, required: Required) -> tuple[Table, _FoundHead] | None:
    known = vocabulary.heads_by_words()
    best: tuple[int, Table, _FoundHead] | None = None
    for row in raw.rows[:_ROWS_ABOVE_HEAD]:
        for kind in (one for one in required if one in vocabulary.sheets):
            head = _head_in(row, kind, known)
            needed = len(head.heads().intersection(required[kind]))
            named = plain_words(raw.name) == plain_words(vocabulary.sheets[kind])
            worth = len(head.columns) + 2 * needed + named
            enough = needed == len(required[kind]) or len(head.columns) >= 2
            if enough and (best is None or worth > best[0]):
                best = (worth, kind, head)
    return None if best is None else best[1:]


def _head_in(row: RawRow, kind: Table, known: Mapping[str, Head]) -> _FoundHead:
    columns: list[_Column] = []
    others: list[_Column | str] = []
    for place, value in enumerate(row.cells, 1):
        if not isinstance(value, str) or not value.strip():
            continue
        spelled = clean_name(value)
        head = known.get(plain_words(value))
        if head is None or head not in COLUMNS[kind]:
            others.append(spelled)
        elif any(column.head is head for column in columns):
            others.append(_Column(head, place, spelled))
        else:
            columns.append(_Column(head, place, spelled))
    return _FoundHead(row.number, tuple(columns), tuple(others))


def _notes_of_head(raw: RawTable, required: Sequence[Head], head: _FoundHead) -> Iterator[Note]:
    missing = [one for one in required if one not in head.heads() and not _stands_in(one, head)]
    yield from (Note(Trouble.MISSING_COLUMN, raw.name, head.row, data=(("head", one),)) for one in missing)
    for other in head.others:
        if isinstance(other, str):
            yield Note(Trouble.COLUMN_PASSED, raw.name, head.row, other)
        else:
            yield Note(Trouble.COLUMN_TWICE, raw.name, head.row, other.spelled)
    if raw.is_cut:
        yield Note(Trouble.TOO_MANY_ROWS, raw.name, data=(("rows", raw.rows[-1].number),))


def _stands_in(wanted: Head, head: _FoundHead) -> bool:
    """A code says which cell it is as well as its name does."""
    return wanted is Head.CELL and Head.CELL_CODE in head.heads()


def _is_needless(wanted: Head, said: Mapping[Head, Said]) -> bool:
    """A code says which cell it is as well as its name does; and a line may tell of a group that has nobody yet."""
    if wanted is Head.PERSON:
        return Head.GROUP in said and said.keys().isdisjoint((Head.POST, Head.ROLE))
    return wanted is Head.CELL and Head.CELL_CODE in said


class _Reader:
    """Reads the lines below a head and notes what is wrong with their cells."""

    def __init__(
        self, raw: RawTable, required: Sequence[Head], head: _FoundHead, vocabulary: Vocabulary, notes: list[Note]
    ) -> None:
        self._raw, self._required, self._head, self._notes = raw, required, head, notes
        self._codes = {head: vocabulary.codes_of(head) for head in vocabulary.words}
        first, last = (head.columns[0].place, head.columns[-1].place) if head.columns else (1, 0)
        self._merged = [area for area in raw.merged if area.right >= first and area.left <= last]

    def lines(self) -> Iterator[Line]:
        for row in self._raw.rows:
            if row.number <= self._head.row or not self._has_something(row):
                continue
            said = {column.head: value for column in self._head.columns if (value := self._cell(row, column)) != ""}
            for head in self._missing(said):
                self._note(Trouble.MISSING, row.number, self._spelled(head), head=head)
            yield Line(row.number, said)

    def _has_something(self, row: RawRow) -> bool:
        values = (row.at(column.place) for column in self._head.columns)
        is_told = any(value is not None and str(value).strip() for value in values)
        return is_told or any((row.number, column.place) in self._raw.formulas for column in self._head.columns)

    def _missing(self, said: Mapping[Head, Said]) -> Iterator[Head]:
        for head in self._required:
            if head not in said and head in self._head.heads() and not _is_needless(head, said):
                yield head

    def _spelled(self, head: Head) -> str:
        return next((column.spelled for column in self._head.columns if column.head is head), "")

    def _note(self, trouble: Trouble, row: int, column: str, **data: Datum) -> None:
        self._notes.append(Note(trouble, self._raw.name, row, column, tuple(data.items())))

    def _cell(self, row: RawRow, column: _Column) -> Said:
        """What a cell says; empty where it says nothing or nothing that can be understood."""
        value, at = row.at(column.place), (row.number, column.spelled)
        place = (row.number, column.place)
        if place in self._raw.formulas:
            self._note(Trouble.FORMULA, *at)
            return ""
        area = next((one for one in self._merged if one.holds(*place)), None)
        if area is not None:
            name = f"{column_letters(area.left)}{area.top}:{column_letters(area.right)}{area.bottom}"
            self._note(Trouble.MERGED, *at, area=name)
            return ""
        if isinstance(value, str) and value.strip().upper() in ERROR_WORDS:
            self._note(Trouble.ERROR_VALUE, *at, value=value.strip())
            return ""
        if value is None:
            return ""
        return self._told(value, column.head, at)

    def _told(self, value: Value, head: Head, at: tuple[int, str]) -> Said:
        if head in NUMBERS:
            return self._number(value, head, at)
        if head in LISTS:
            parts = re.split("[;\r\n]", value) if isinstance(value, str) else (value,)
            return tuple(filter(None, (self._text(part, head, at) for part in parts))) or ""
        text = self._text(value, head, at)
        return self._word(text, head, at) if text and head in self._codes else text

    def _number(self, value: Value, head: Head, at: tuple[int, str]) -> Said:
        if isinstance(value, dt.date):
            number = (value - _EPOCH).days
            self._note(Trouble.DATE_FOR_NUMBER, *at, value=short_date(value), number=number)
            return ""
        if isinstance(value, str):
            told = clean_name(value)
            if not told:
                return ""
            if _NUMBER.fullmatch(told) is None:
                self._note(Trouble.NOT_A_NUMBER, *at, value=told[:60])
                return ""
            self._note(Trouble.NUMBER_AS_TEXT, *at, value=told)
            value = int(re.sub("[. ]", "", told))
        if isinstance(value, bool) or value is None or not float(value).is_integer() or value < 0:
            self._note(Trouble.NOT_A_NUMBER, *at, value=str(value))
            return ""
        if value > NUMBERS[head]:
            self._note(Trouble.NUMBER_TOO_LARGE, *at, value=int(value), most=NUMBERS[head])
            return ""
        return int(value)

    def _text(self, value: Value, head: Head, at: tuple[int, str]) -> str:
        if isinstance(value, dt.date):
            self._note(Trouble.DATE_FOR_TEXT, *at, value=short_date(value))
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value)
        if head in CODES and not isinstance(value, str):
            self._note(Trouble.CODE_AS_NUMBER, *at, value=text)
        clean = clean_name(text)
        if len(clean) > LONGEST_NAME:
            self._note(Trouble.TOO_LONG, *at, length=len(clean), most=LONGEST_NAME)
            return ""
        if _TCVN3.search(clean):
            self._note(Trouble.OLD_LETTERS, *at, value=clean[:60])
            return ""
        if _VNI.search(clean):
            self._note(Trouble.MAYBE_OLD_LETTERS, *at, value=clean[:60])
        if _CONTROLS.search(text):
            self._note(Trouble.CONTROLS, *at, value=clean[:60])
        elif unicodedata.normalize("NFC", text) != text:
            self._note(Trouble.DECOMPOSED, *at, value=clean[:60])
        return clean

    def _word(self, text: str, head: Head, at: tuple[int, str]) -> Said:
        """The code that stands behind a word, or the codes behind several that areas have."""
        known = self._codes[head]
        if head is not Head.AREAS:
            code = known.get(plain_words(text))
            if code is None:
                self._note(Trouble.WORD_UNKNOWN, *at, value=text[:60], head=head)
            return "" if code is None else code
        codes: list[str] = []
        for part in filter(None, (clean_name(part) for part in re.split("[,;/+]| và ", text))):
            code = known.get(plain_words(part))
            if code is None:
                self._note(Trouble.WORD_UNKNOWN, *at, value=part[:60], head=head)
            else:
                codes.append(code)
        return tuple(dict.fromkeys(codes)) or ""
