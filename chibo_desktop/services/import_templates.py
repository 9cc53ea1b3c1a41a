"""Spreadsheets for offices to fill in, and the register in the same form. What is written here ``importing`` reads."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from chibo_desktop.domain.group_findings import day_of
from chibo_desktop.domain.groups import Decision, Roster
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.imports import COLUMNS, LISTS, NUMBERS, Head, Table, Vocabulary
from chibo_desktop.domain.organisations import Organisation, value_on
from chibo_desktop.domain.text import spelling
from chibo_desktop.merging.imported_rosters import YES
from chibo_desktop.merging.organisations import Register
from chibo_desktop.services import organisations
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.tables import Cell, Column, Kind, Sheet, xlsx_file
from chibo_desktop.storage import directory

Guide = Sequence[Sequence[Cell]]
"""Rows of the sheet that explains the others."""
_WIDTHS = {
    Head.NAME: 44,
    Head.CELL: 44,
    Head.PARENT: 38,
    Head.PERSON: 28,
    Head.POST: 24,
    Head.CATEGORY: 30,
    Head.LEVEL: 26,
    Head.GROUP: 24,
    Head.ASSIGNED: 60,
    Head.ROLE: 20,
}
_LONGEST_CHOICES = 255
"""Characters of all words of a list that a spreadsheet can offer while typing."""


def template(vocabulary: Vocabulary, guide: Sheet) -> bytes:
    """An empty file with a sheet for each table of the vocabulary, and the guide."""
    return xlsx_file([*(_sheet(kind, vocabulary, ()) for kind in vocabulary.sheets), guide])


def register_file(desk: Desk, day: dt.date, vocabulary: Vocabulary, guide: Sheet) -> bytes:
    """The organisations and rosters of a day, as the template holds them."""
    register = organisations.register(desk)
    tables = {
        Table.ORGANISATIONS: organisation_rows(register, day, vocabulary),
        Table.ROSTERS: roster_rows(directory.rosters(desk.book), register, day, vocabulary),
    }
    return xlsx_file([*(_sheet(kind, vocabulary, rows) for kind, rows in tables.items()), guide])


def organisation_rows(register: Register, day: dt.date, vocabulary: Vocabulary) -> Iterator[tuple[Cell, ...]]:
    """A row for each organisation that stands on the day, superiors first."""
    standing = {id_: one for id_, one in register.items() if one.exists_on(day) and value_on(one.names, day)}
    names = _Names(standing, day)
    for one in names.superiors_first():
        above = value_on(one.parents, day)
        said: dict[Head, object] = {
            Head.CODE: value_on(one.codes, day),
            Head.NAME: names.name(one.id),
            Head.PARENT: names.path(above),
            Head.PARENT_CODE: names.code(above),
            Head.LEVEL: value_on(one.levels, day),
            Head.CATEGORY: value_on(one.categories, day),
            Head.TYPE: value_on(one.types, day),
            Head.AREAS: value_on(one.areas, day),
            Head.MEMBERS: value_on(one.members, day),
            Head.KILOMETRES: value_on(one.kilometres, day),
        }
        yield _row(Table.ORGANISATIONS, said, vocabulary)


def roster_rows(
    rosters: Iterable[Roster], register: Register, day: dt.date, vocabulary: Vocabulary
) -> Iterator[tuple[Cell, ...]]:
    """A row for each member of each cell that stands on the day."""
    standing = {id_: one for id_, one in register.items() if one.exists_on(day) and value_on(one.names, day)}
    names = _Names(standing, day)
    for roster in rosters:
        cell = standing.get(roster.cell)
        if cell is None:
            continue
        above = value_on(cell.parents, day)
        for member in roster.members:
            said: dict[Head, object] = {
                Head.CELL_CODE: value_on(cell.codes, day),
                Head.CELL: names.name(cell.id),
                Head.PARENT: names.path(above) if above is not None else names.top(cell.id),
                Head.PERSON: member.name,
                Head.POST: member.post,
                Head.KIND: member.kind.value,
                Head.EXEMPT: YES if member.exempt else None,
            }
            yield _row(Table.ROSTERS, said, vocabulary)


def decision_file(desk: Desk, wording: Decision, vocabulary: Vocabulary, guide: Sheet) -> bytes:
    """The groups of a decision and their members, as the template of groups holds them."""
    day = day_of(wording, desk.today())
    rows = group_rows(wording, organisations.register(desk), day, vocabulary)
    return xlsx_file([_sheet(Table.GROUPS, vocabulary, rows), guide])


def group_rows(
    wording: Decision, register: Register, day: dt.date, vocabulary: Vocabulary
) -> Iterator[tuple[Cell, ...]]:
    """A row for each member; where a group goes stands in its first row, and a group without members has that alone."""
    standing = {id_: one for id_, one in register.items() if one.exists_on(day) and value_on(one.names, day)}
    names = _Names(standing, day)
    for group in wording.groups:
        assigned = tuple(_told(names, id_) for id_ in group.organisations)
        for place, member in enumerate(group.members or (None,)):
            said: dict[Head, object] = {
                Head.GROUP: group.name,
                Head.TIER: group.tier,
                Head.ASSIGNED: () if place else assigned,
                Head.PERSON: member.name if member is not None else None,
                Head.POST: member.post if member is not None else None,
                Head.ROLE: member.role if member is not None else None,
            }
            yield _row(Table.GROUPS, said, vocabulary)


def _told(names: "_Names", id_: OrganisationId) -> str:
    """An organisation in a list of names: by its id where a name would not do, for it is gone or holds a semicolon."""
    path = names.path(id_)
    return path if path is not None and ";" not in path else id_


def _sheet(kind: Table, vocabulary: Vocabulary, rows: Iterable[Sequence[Cell]]) -> Sheet:
    return Sheet(vocabulary.sheets[kind], columns(kind, vocabulary), rows)


def columns(kind: Table, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """The columns of a sheet as they are written."""
    return tuple(_column(head, vocabulary) for head in COLUMNS[kind])


def _column(head: Head, vocabulary: Vocabulary) -> Column:
    choices = vocabulary.choices(head) if head is not Head.AREAS else ()
    fits = sum(map(len, choices)) + len(choices) < _LONGEST_CHOICES and not any("," in one for one in choices)
    kind = Kind.NUMBER if head in NUMBERS else Kind.TEXT
    return Column(vocabulary.heads[head][0], _WIDTHS.get(head, 16), kind, choices if fits else ())


def _row(kind: Table, said: Mapping[Head, object], vocabulary: Vocabulary) -> tuple[Cell, ...]:
    return tuple(_cell(head, said[head], vocabulary) for head in COLUMNS[kind])


def _cell(head: Head, value: object, vocabulary: Vocabulary) -> Cell:
    if head is Head.AREAS and isinstance(value, tuple):
        return ", ".join(_word(head, str(flag), vocabulary) for flag in value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - flags
    if head in LISTS and isinstance(value, tuple):
        return "; ".join(cast(tuple[str, ...], value))
    if isinstance(value, str):
        return _word(head, str(value), vocabulary) if head in vocabulary.words else value
    return value if isinstance(value, int) else None


def _word(head: Head, code: str, vocabulary: Vocabulary) -> str:
    """The word of a code; a code that the vocabulary does not know is its own word."""
    return next(iter(vocabulary.words[head].get(code, ())), code)


class _Names:
    """Names by which a reader finds each organisation again: the bare name where only one has it, else its path."""

    def __init__(self, standing: Mapping[OrganisationId, Organisation], day: dt.date) -> None:
        self._standing, self._day = standing, day
        self._name = {id_: value_on(one.names, day) or "" for id_, one in standing.items()}
        self._above = {id_: value_on(one.parents, day) for id_, one in standing.items()}
        spelled: dict[str, int] = {}
        for name in self._name.values():
            spelled[spelling(name)] = spelled.get(spelling(name), 0) + 1
        self._several = {name for name, count in spelled.items() if count > 1}

    def name(self, id_: OrganisationId) -> str:
        return self._name[id_]

    def code(self, id_: OrganisationId | None) -> str | None:
        found = None if id_ is None else self._standing.get(id_)
        return None if found is None else value_on(found.codes, self._day)

    def top(self, id_: OrganisationId) -> str | None:
        """What stands for the superior of one that has none: a slash, where others share its name."""
        return "/" if spelling(self._name[id_]) in self._several else None

    def path(self, id_: OrganisationId | None) -> str | None:
        """The name, with those of the superiors after slashes where several have it; a top has a slash in front."""
        if id_ is None or id_ not in self._name:
            return None
        if spelling(self._name[id_]) not in self._several:
            return self._name[id_]
        chain, current = [id_], self._above[id_]
        while current is not None and current in self._name and current not in chain:
            chain.append(current)
            current = self._above[current]
        return " / ".join(self._name[one] for one in chain) if len(chain) > 1 else f"/ {self._name[id_]}"

    def superiors_first(self) -> list[Organisation]:
        """Each after its superior; those of one unit in the order of their names."""
        below: dict[OrganisationId | None, list[OrganisationId]] = {}
        for id_, above in self._above.items():
            below.setdefault(above if above in self._standing else None, []).append(id_)
        found: list[Organisation] = []
        waiting = sorted(below.get(None, ()), key=self._order, reverse=True)
        while waiting:
            id_ = waiting.pop()
            found.append(self._standing[id_])
            waiting += sorted(below.get(id_, ()), key=self._order, reverse=True)
        return found

    def _order(self, id_: OrganisationId) -> tuple[str, str]:
        return value_on(self._standing[id_].codes, self._day) or "", spelling(self._name[id_])
