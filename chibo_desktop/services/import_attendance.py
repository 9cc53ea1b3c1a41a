"""The roster of one visit from a spreadsheet, at the laptop: names to begin with, nothing about any register."""

from collections.abc import Sequence

from chibo_desktop.domain.ids import new_item_id
from chibo_desktop.domain.imports import Head, Line, ReadTable, Table, Vocabulary, stopping
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.text import spelling
from chibo_desktop.domain.visits import AttendanceState, Attendee
from chibo_desktop.merging.imported_rosters import YES
from chibo_desktop.services import importing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.importing import SheetFile

_REQUIRED = {Table.ROSTERS: (Head.PERSON,)}
"""Whose roster it is the visit says: a list of names is enough."""


def attendees_in(desk: Desk, file: SheetFile, vocabulary: Vocabulary, cell: str) -> tuple[Attendee, ...]:
    """Everybody whom the file lists, present or exempt; of a list of many cells those of the cell of this name.

    Raises ``Refusal`` ROSTER_NOT_FOUND (no column of names), ROSTER_WRONG (``count`` cells to mend, the first in line
    ``row``), and those of ``workbooks_read.read_tables``.
    """
    tables, _ = importing.read(file, vocabulary, required=_REQUIRED)
    if not tables:
        raise Refusal("ROSTER_NOT_FOUND", file=file.name)
    table = tables[0]
    lines = _of_cell(table, cell)
    wrong = [note for note in stopping(table.notes) if note.row in {0, *(line.row for line in lines)}]
    if wrong:
        raise Refusal("ROSTER_WRONG", file=file.name, count=len(wrong), row=wrong[0].row)
    return tuple(_attendee(desk, line) for line in lines)


def _of_cell(table: ReadTable, cell: str) -> Sequence[Line]:
    named = [line for line in table.lines if spelling(line.text(Head.CELL)) == spelling(cell)]
    return named or [line for line in table.lines if not line.text(Head.CELL)] or table.lines


def _attendee(desk: Desk, line: Line) -> Attendee:
    kind = line.text(Head.KIND)
    is_exempt = line.text(Head.EXEMPT) == YES
    return Attendee(
        id=new_item_id(desk.random),
        name=line.text(Head.PERSON),
        post=line.text(Head.POST),
        kind=MemberKind(kind) if kind else MemberKind.OFFICIAL,
        state=AttendanceState.EXEMPT if is_exempt else AttendanceState.PRESENT,
    )
