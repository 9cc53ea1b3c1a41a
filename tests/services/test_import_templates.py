"""What the program writes as a spreadsheet it reads as what it was: any register, any rosters."""

import datetime as dt
import io
from collections.abc import Callable
from itertools import count
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import OrganisationId, PersonId
from chibo_desktop.domain.imports import COLUMNS, ReadTable, Table, Vocabulary
from chibo_desktop.domain.organisations import AreaFlag, CellType, value_on
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.reorganisation import Attribute, Setting
from chibo_desktop.domain.text import clean_name, spelling
from chibo_desktop.merging.imported_organisations import Days, organisations_from
from chibo_desktop.merging.imported_rosters import rosters_from
from chibo_desktop.merging.organisations import Register, fold_settings
from chibo_desktop.services import import_templates, importing
from chibo_desktop.services.importing import SheetFile
from chibo_desktop.services.tables import Sheet, xlsx_file
from chibo_desktop.ui import import_words

WORDS = import_words.vocabulary()
DAY = dt.date(2026, 12, 1)
CATEGORIES = ("direct", "grassroots_party", "grassroots", "subordinate", "cell", None)

names = st.text("aăâáàẬệơđĐbc =+-'\"<&%{1", min_size=1, max_size=12).map(clean_name).filter(bool)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A tree of some organisations; nothing beside another in one unit is called like it."""
    words: list[Setting] = []
    spelled: set[tuple[OrganisationId | None, str]] = set()
    for place in range(draw(st.integers(1, 10))):
        parent = draw(st.sampled_from([None, *(one.organisation for one in words)]))
        name = draw(names.filter(lambda name, parent=parent: (parent, spelling(name)) not in spelled))
        spelled.add((parent, spelling(name)))
        values: dict[Attribute, Any] = {
            Attribute.NAME: name,
            Attribute.PARENT: parent,
            Attribute.LEVEL: draw(st.sampled_from([None, "province", "district", "commune", "cell"])),
            Attribute.CATEGORY: draw(st.sampled_from(CATEGORIES)),
            Attribute.TYPE: draw(st.sampled_from([None, *CellType])),
            Attribute.AREAS: tuple(flag for flag in AreaFlag if draw(st.booleans())) or None,
            Attribute.MEMBERS: draw(st.none() | st.integers(0, 2_000)),
            Attribute.CODE: draw(st.none() | st.just(f"06.{place:03d}")),
            Attribute.KILOMETRES: draw(st.none() | st.integers(0, 300)),
        }
        said = {attribute.value: value for attribute, value in values.items() if value is not None}
        words.append(Setting(OrganisationId(f"org {place}"), tuple(map(Attribute, said)), None, **said))
    return fold_settings(words)


@st.composite
def rosters(draw: st.DrawFn, register: Register) -> tuple[Roster, ...]:
    cells = draw(st.lists(st.sampled_from(sorted(register)), unique=True, max_size=3))
    numbers = count()
    return tuple(Roster(cell, None, tuple(draw(st.lists(members(numbers), min_size=1, max_size=4)))) for cell in cells)


def members(numbers: "count[int]") -> st.SearchStrategy[RosterMember]:
    ids = st.builds(lambda: PersonId(f"person {next(numbers)}"))
    return st.builds(RosterMember, ids, st.sampled_from(MemberKind), st.booleans(), names, st.just("") | names)


def told(register: Register) -> set[object]:
    """A register without its ids: each organisation by its attributes and the names above it."""

    def path(id_: OrganisationId | None) -> tuple[str, ...]:
        one = register.get(id_) if id_ is not None else None
        return () if one is None else (value_on(one.names, DAY) or "", *path(value_on(one.parents, DAY)))

    kept = ("levels", "categories", "types", "areas", "members", "codes", "kilometres", "standing")
    return {(path(id_), *(getattr(one, name) for name in kept)) for id_, one in register.items()}


def written(register: Register, stated: tuple[Roster, ...]) -> SheetFile:
    rows = {
        Table.ORGANISATIONS: list(import_templates.organisation_rows(register, DAY, WORDS)),
        Table.ROSTERS: list(import_templates.roster_rows(stated, register, DAY, WORDS)),
    }
    sheets = [Sheet(WORDS.sheets[kind], import_templates.columns(kind, WORDS), rows[kind]) for kind in WORDS.sheets]
    return SheetFile("x.xlsx", xlsx_file(sheets))


def of_kind(tables: tuple[ReadTable, ...], kind: Table) -> list[ReadTable]:
    return [table for table in tables if table.kind is kind]


def ids(prefix: str) -> Callable[[], Any]:
    numbers = count()
    return lambda: f"{prefix} {next(numbers)}"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_register_written_and_read_is_the_same_register(data: st.DataObject) -> None:
    register = data.draw(registers())
    stated = data.draw(rosters(register))
    tables, notes = importing.read(written(register, stated), WORDS)
    assert notes == ()
    found = organisations_from(of_kind(tables, Table.ORGANISATIONS), {}, Days(DAY), ids("new"))
    people = rosters_from(of_kind(tables, Table.ROSTERS), found, {}, Days(DAY), ids("person"))
    assert not [note for note in (*found.notes, *people.notes) if note.stops]
    again = fold_settings(found.settings)
    assert told(again) == told(register)
    assert sorted(map(_members, people.rosters)) == sorted(map(_members, stated))
    known = organisations_from(of_kind(tables, Table.ORGANISATIONS), again, Days(DAY), ids("other"))
    assert known.settings == ()
    by_cell = {roster.cell: roster for roster in people.rosters}
    assert rosters_from(of_kind(tables, Table.ROSTERS), known, by_cell, Days(DAY), ids("other")).rosters == ()


def _members(roster: Roster) -> list[tuple[object, ...]]:
    return [(one.name, one.post, one.kind.value, one.exempt) for one in roster.members]


@pytest.mark.parametrize("words", [WORDS, import_words.group_vocabulary()], ids=["register", "groups"])
def test_the_template_explains_every_column_and_is_empty(words: Vocabulary) -> None:
    data = import_templates.template(words, import_words.guide(words))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [*words.sheets.values(), "Hướng dẫn"]
    explained = {str(row[1]) for row in book["Hướng dẫn"].iter_rows(min_row=2, values_only=True)}
    for kind, sheet in words.sheets.items():
        page, heads = book[sheet], COLUMNS[kind]
        assert [cell.value for cell in page[1]] == [words.heads[head][0] for head in heads]
        assert page.max_row == 1
        assert {words.heads[head][0] for head in heads} <= explained
    tables, notes = importing.read(SheetFile("mau.xlsx", data), words)
    assert [(table.kind, table.lines, table.notes) for table in tables] == [(kind, (), ()) for kind in words.sheets]
    assert notes == ()
