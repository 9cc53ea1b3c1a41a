"""Bringing organisations and rosters in from spreadsheets: look first, then all of a file or nothing of it.

Looking compares the file with the register of the day and names what is wrong, line by line. Importing is one
transaction: an ``organisation.changed`` that names the file, and an ``organisation.roster_stated`` for each cell whose
roster is other than before. Taking it back is the business of ``imports``. The same file again changes nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from chibo_desktop.documents.workbooks_read import LARGEST, read_tables
from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import Roster
from chibo_desktop.domain.ids import EntryId, OrganisationId, PersonId, new_id
from chibo_desktop.domain.import_reading import Required, read_table
from chibo_desktop.domain.imports import (
    REQUIRED,
    Judged,
    Note,
    ReadTable,
    Table,
    Trouble,
    Verdict,
    Vocabulary,
    stopping,
)
from chibo_desktop.domain.outcomes import Changes, Fault, Outcome, Refusal
from chibo_desktop.domain.reorganisation import Operation, Reorganisation, Setting
from chibo_desktop.domain.text import clean_name
from chibo_desktop.merging.imported_organisations import Days, organisations_from
from chibo_desktop.merging.imported_rosters import rosters_from
from chibo_desktop.merging.last_words import Said, heads
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import logbook, organisations, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.logbook import Pen
from chibo_desktop.storage import directory

CHANGED = Changes.of(("organisation", "*"), ("person", "*"))
LONGEST_WORD = 1024 * 1024
"""Bytes of the settings of one entry; a longer import is signed as several that name the first of them."""


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file as it was read: its name, which is kept with the import, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """``on``: the day from which on the file speaks; without one it corrects what holds today. ``decision``: why."""

    on: dt.date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A sheet that was understood, and how many lines it has."""

    kind: Table
    sheet: str
    lines: int


@dataclass(frozen=True, slots=True)
class LineReport:
    """What is in a file, line by line, and what is wrong with it."""

    tables: tuple[SeenTable, ...]
    judged: tuple[Judged, ...]
    notes: tuple[Note, ...]

    @property
    def stopping(self) -> tuple[Note, ...]:
        """The notes because of which nothing of the file is imported."""
        return stopping(self.notes)

    def count(self, kind: Table, verdict: Verdict) -> int:
        """Lines of one kind that are new, changed, the same, or refused."""
        return sum(one.table is kind and one.verdict is verdict for one in self.judged)


@dataclass(frozen=True, slots=True)
class Report(LineReport):
    """What is in a file of organisations and rosters. ``entry``: the import, once it changed something."""

    organisations: int
    rosters: int
    entry: EntryId | None = None

    @property
    def changes_something(self) -> bool:
        """Whether importing it would write anything."""
        return bool(self.organisations or self.rosters)


@dataclass(frozen=True, slots=True)
class _Found:
    report: Report
    settings: tuple[Setting, ...]
    rosters: tuple[Roster, ...]


def open_file(path: Path) -> SheetFile:
    """A file that somebody chose. Raises ``Refusal`` SHEET_TOO_LARGE, ``Fault`` FILE_MISSING, FILE_UNREADABLE."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Fault("FILE_MISSING", file=str(path)) from error
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=str(path), why=error.strerror or "") from error
    return SheetFile(path.name, data)


def never() -> bool:
    """Nobody asks to stop."""
    return False


def look(
    desk: Desk,
    file: SheetFile,
    vocabulary: Vocabulary,
    order: Order = Order(),
    is_cancelled: Callable[[], bool] = never,
) -> Report:
    """What importing the file would do; nothing is written.

    Raises ``Refusal`` NOT_AN_OFFICE, those of ``workbooks_read.read_tables``, ``Cancelled``.
    """
    return _find(desk, file, vocabulary, order, is_cancelled).report


def carry_out(
    desk: Desk,
    file: SheetFile,
    vocabulary: Vocabulary,
    order: Order = Order(),
    is_cancelled: Callable[[], bool] = never,
) -> Outcome[Report]:
    """Import the whole file, or nothing of it where any of its notes stops that. Raises as :func:`look`."""
    found = _find(desk, file, vocabulary, order, is_cancelled)
    if found.report.stopping or not found.report.changes_something:
        return Outcome(found.report)
    source = clean_name(file.name)
    pieces = list(_pieces(found.settings)) or [()]
    with logbook.writing(desk, len(pieces) + len(found.rosters)) as pen:
        entry = _write_settings(desk, pen, pieces, order, source)
        _write_rosters(desk, pen, [replace(roster, source=source, act=entry) for roster in found.rosters])
        registers.follow_kinds(desk, (EntryKind.ORGANISATION_CHANGED, EntryKind.ORGANISATION_ROSTER))
        note(desk, "IMPORTED", organisations=found.report.organisations, rosters=found.report.rosters)
    return Outcome(replace(found.report, entry=entry), CHANGED)


def _find(
    desk: Desk, file: SheetFile, vocabulary: Vocabulary, order: Order, is_cancelled: Callable[[], bool]
) -> _Found:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    tables, notes = read(file, vocabulary, is_cancelled)
    days = Days(order.on or desk.today(), order.on)
    told = organisations_from(
        _of_kind(tables, Table.ORGANISATIONS),
        organisations.register(desk),
        days,
        lambda: OrganisationId(new_id(desk.random)),
    )
    known = {one.cell: one for one in directory.rosters(desk.book)}
    members = rosters_from(_of_kind(tables, Table.ROSTERS), told, known, days, lambda: PersonId(new_id(desk.random)))
    report = Report(
        tables=seen_in(tables),
        judged=(*told.judged, *members.judged),
        notes=every_note(tables, (*notes, *told.notes, *members.notes)),
        organisations=len({setting.organisation for setting in told.settings}),
        rosters=len(members.rosters),
    )
    return _Found(report, told.settings, members.rosters)


def read(
    file: SheetFile, vocabulary: Vocabulary, is_cancelled: Callable[[], bool] = never, required: Required = REQUIRED
) -> tuple[tuple[ReadTable, ...], tuple[Note, ...]]:
    """The tables of a file and what is wrong with its sheets as such. Raises as ``workbooks_read.read_tables``."""
    tables: list[ReadTable] = []
    notes: list[Note] = []
    for raw in read_tables(file.data, file.name, is_cancelled):
        table, troubles = read_table(raw, vocabulary, required)
        notes += troubles
        if table is not None:
            tables.append(table)
    if not tables:
        notes.append(Note(Trouble.NO_TABLE, ""))
    return tuple(tables), tuple(notes)


def seen_in(tables: Sequence[ReadTable]) -> tuple[SeenTable, ...]:
    """The sheets that were understood."""
    return tuple(SeenTable(table.kind, table.sheet, len(table.lines)) for table in tables)


def every_note(tables: Sequence[ReadTable], notes: Sequence[Note]) -> tuple[Note, ...]:
    """What is wrong with the cells of tables, and these notes, as they stand in the file."""
    every = (*(one for table in tables for one in table.notes), *notes)
    return tuple(sorted(every, key=lambda one: (one.sheet, one.row)))


def _of_kind(tables: Sequence[ReadTable], kind: Table) -> tuple[ReadTable, ...]:
    return tuple(table for table in tables if table.kind is kind)


def _pieces(settings: Sequence[Setting]) -> list[tuple[Setting, ...]]:
    """Settings in pieces that each fit into an entry."""
    pieces: list[tuple[Setting, ...]] = []
    held: list[Setting] = []
    length = 0
    for setting in settings:
        size = len(msgspec.json.encode(setting))
        if held and length + size > LONGEST_WORD:
            pieces.append(tuple(held))
            held, length = [], 0
        held.append(setting)
        length += size
    return [*pieces, tuple(held)] if held else pieces


def _write_settings(desk: Desk, pen: Pen, pieces: Sequence[tuple[Setting, ...]], order: Order, source: str) -> EntryId:
    """The words about the register; returns the first entry, by which the whole import is called."""
    known = registers.heads_of(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
    first = ""
    for piece in pieces:
        decision = clean_name(order.decision)
        word = Reorganisation(Operation.IMPORTED, order.on, decision, source, piece, act=first)
        entry = pen.write(EntryKind.ORGANISATION_CHANGED, new_id(desk.random), texts_of(word), based_on=known)
        first, known = first or entry.head.id, (entry.head.id,)
    return EntryId(first)


def _write_rosters(desk: Desk, pen: Pen, rosters: Sequence[Roster]) -> None:
    """Sign each roster after what was said of its cell before. Inside the caller's transaction."""
    said: dict[str, list[Said[Roster]]] = defaultdict(list)
    for one in registers.said(desk, EntryKind.ORGANISATION_ROSTER, Roster) if rosters else ():
        said[one.content.cell].append(one)
    for roster in rosters:
        known = heads(said.get(roster.cell, ()))
        pen.write(EntryKind.ORGANISATION_ROSTER, roster.cell, texts_of(roster), based_on=known)
