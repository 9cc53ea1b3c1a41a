"""Tables that an office keeps in Excel and brings in: their columns, what a line says, and what is wrong with it.

The words of heads and of what may stand below them are the caller's (``Vocabulary``): a head is recognised without
marks and case, in any order. Nothing is guessed: what cannot be understood is named with its sheet, line and column.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.text import fold

LONGEST_NAME: Final = 300
"""Characters of a name, post or code in a line."""


class Table(StrEnum):
    """What the lines of a sheet are about."""

    ORGANISATIONS = "organisations"
    ROSTERS = "rosters"
    GROUPS = "groups"


class Head(StrEnum):
    """A column, whatever its head says."""

    CODE = "code"
    NAME = "name"
    PARENT = "parent"
    PARENT_CODE = "parent_code"
    LEVEL = "level"
    CATEGORY = "category"
    TYPE = "type"
    AREAS = "areas"
    MEMBERS = "members"
    KILOMETRES = "kilometres"
    CELL_CODE = "cell_code"
    CELL = "cell"
    PERSON = "person"
    POST = "post"
    KIND = "kind"
    EXEMPT = "exempt"
    GROUP = "group"
    TIER = "tier"
    ASSIGNED = "assigned"
    ROLE = "role"


COLUMNS: Final[Mapping[Table, tuple[Head, ...]]] = {
    Table.ORGANISATIONS: (
        Head.CODE, Head.NAME, Head.PARENT, Head.PARENT_CODE, Head.LEVEL, Head.CATEGORY, Head.TYPE, Head.AREAS,
        Head.MEMBERS, Head.KILOMETRES,
    ),
    Table.ROSTERS: (
        Head.CELL_CODE, Head.CELL, Head.PARENT, Head.PERSON, Head.POST, Head.KIND, Head.EXEMPT,
    ),
    Table.GROUPS: (
        Head.GROUP, Head.TIER, Head.ASSIGNED, Head.PERSON, Head.POST, Head.ROLE,
    ),
}  # fmt: skip
REQUIRED: Final[Mapping[Table, tuple[Head, ...]]] = {
    Table.ORGANISATIONS: (Head.NAME,),
    Table.ROSTERS: (Head.CELL, Head.PERSON),
    Table.GROUPS: (Head.GROUP, Head.PERSON),
}
NUMBERS: Final[Mapping[Head, int]] = {Head.MEMBERS: 1_000_000, Head.KILOMETRES: 10_000}
"""Columns of whole numbers, and the largest that is believed."""
CODES: Final = frozenset((Head.CODE, Head.PARENT_CODE, Head.CELL_CODE))
LISTS: Final = frozenset((Head.ASSIGNED,))
"""Columns of several names, each after a semicolon or in a line of its own."""


class Trouble(StrEnum):
    """What is wrong with a sheet, a line or a cell. Which of them stop an import stands in ``STOPPING``."""

    NO_TABLE = "no_table"
    SHEET_PASSED = "sheet_passed"
    MISSING_COLUMN = "missing_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_PASSED = "column_passed"
    TOO_MANY_ROWS = "too_many_rows"
    MISSING = "missing"
    MERGED = "merged"
    FORMULA = "formula"
    ERROR_VALUE = "error_value"
    OLD_LETTERS = "old_letters"
    MAYBE_OLD_LETTERS = "maybe_old_letters"
    CONTROLS = "controls"
    DECOMPOSED = "decomposed"
    TOO_LONG = "too_long"
    DATE_FOR_NUMBER = "date_for_number"
    DATE_FOR_TEXT = "date_for_text"
    NUMBER_AS_TEXT = "number_as_text"
    CODE_AS_NUMBER = "code_as_number"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LARGE = "number_too_large"
    WORD_UNKNOWN = "word_unknown"
    CODE_TWICE = "code_twice"
    LINE_TWICE = "line_twice"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_AMBIGUOUS = "parent_ambiguous"
    PARENT_BY_FOLD = "parent_by_fold"
    PARENT_CYCLE = "parent_cycle"
    TOO_DEEP = "too_deep"
    CELL_UNKNOWN = "cell_unknown"
    CELL_AMBIGUOUS = "cell_ambiguous"
    ALIKE = "alike"
    NAMESAKES = "namesakes"
    LEFT_OUT = "left_out"
    GROUP_AMBIGUOUS = "group_ambiguous"
    TIER_TWICE = "tier_twice"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    ORGANISATION_AMBIGUOUS = "organisation_ambiguous"
    SEVERAL_LEADERS = "several_leaders"
    PERSON_TWICE = "person_twice"
    PERSON_FOUND = "person_found"
    PERSON_KNOWN = "person_known"
    PERSON_ALIKE = "person_alike"
    GROUP_KEPT = "group_kept"


HINTS: Final = frozenset((
    Trouble.SHEET_PASSED, Trouble.COLUMN_PASSED, Trouble.MAYBE_OLD_LETTERS, Trouble.CONTROLS, Trouble.DECOMPOSED,
    Trouble.NUMBER_AS_TEXT, Trouble.CODE_AS_NUMBER, Trouble.PARENT_BY_FOLD, Trouble.ALIKE, Trouble.NAMESAKES,
    Trouble.LEFT_OUT, Trouble.PERSON_FOUND, Trouble.PERSON_KNOWN, Trouble.PERSON_ALIKE, Trouble.GROUP_KEPT,
))  # fmt: skip
"""Troubles that a person should know of and that stop nothing."""


@dataclass(frozen=True, slots=True)
class Note:
    """A trouble and its place. ``row`` 0 is the whole sheet; ``column`` is the head as the file spells it."""

    trouble: Trouble
    sheet: str
    row: int = 0
    column: str = ""
    data: tuple[tuple[str, Datum], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether nothing is imported because of it."""
        return self.trouble not in HINTS


class Verdict(StrEnum):
    """What a line means to the register."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what became of it. ``changes`` are the columns that say something else than the register."""

    table: Table
    sheet: str
    row: int
    name: str
    verdict: Verdict
    changes: tuple[Head, ...] = ()


Said = str | int | bool | tuple[str, ...]
"""What a cell says once it is understood: text, a number, a code of the vocabulary, or several of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says; a column that is empty or not there says nothing."""

    row: int
    said: Mapping[Head, Said]

    def text(self, head: Head) -> str:
        """The text of a column, empty where it says nothing."""
        found = self.said.get(head, "")
        return found if isinstance(found, str) else ""

    def several(self, head: Head) -> tuple[str, ...]:
        """The names in a column of several, none where it says nothing."""
        found = self.said.get(head, ())
        return found if isinstance(found, tuple) else ()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A sheet that was recognised; ``heads`` are the heads of its columns as the file spells them."""

    kind: Table
    sheet: str
    heads: Mapping[Head, str]
    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()

    def note(self, trouble: Trouble, line: Line, head: Head, **data: Datum) -> Note:
        """A trouble of one of its cells."""
        return Note(trouble, self.sheet, line.row, self.heads.get(head, ""), tuple(data.items()))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of tables, each by what it means; of several the first is written, and all are understood.

    ``sheets`` are names of sheets, by the tables that are looked for at all, ``heads`` heads of columns, ``words`` what
    may stand in a column whose values are codes, ``passed`` the sheets that nobody reads, such as a guide.
    """

    sheets: Mapping[Table, str]
    heads: Mapping[Head, tuple[str, ...]]
    words: Mapping[Head, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[Head, Mapping[str, tuple[str, ...]]]
    )
    passed: tuple[str, ...] = ()

    def heads_by_words(self) -> dict[str, Head]:
        """The columns by what their heads may say (``plain_words``)."""
        return {plain_words(name): head for head, names in self.heads.items() for name in names}

    def codes_of(self, head: Head) -> dict[str, str]:
        """The codes of a column by the words that stand for them (``plain_words``)."""
        known = self.words.get(head, {})
        return {plain_words(name): code for code, names in known.items() for name in names}

    def choices(self, head: Head) -> tuple[str, ...]:
        """The words that may stand in a column, as they are written; none where anything may."""
        return tuple(dict.fromkeys(names[0] for names in self.words.get(head, {}).values() if names))


def plain_words(text: str) -> str:
    """A word as it is compared: no marks, no case, nothing but letters and digits."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


def stopping(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes because of which nothing is imported."""
    return tuple(note for note in notes if note.stops)
