"""One row of the roster for one person, whichever machine wrote the person down first.

Two machines that add the same person do not know of each other's row. Where both rows name the person by id they are
one register: present here and absent there is then a question for somebody, and not two members. Nobody is united by
name: a cell may have two members of one name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from chibo_desktop.domain.ids import ItemId, PersonId
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.versions import Version

_ROSTER = "attendance.roster/"


def one_row_each(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """The versions with the rows of one person under one id, the least; the same ones where nothing is to be done."""
    names = _names(version.visit for version in versions if version.visit is not None)
    return tuple(_renamed(version, names) for version in versions) if names else versions


def _names(visits: Iterable[Visit]) -> dict[ItemId, ItemId]:
    """Rows that get the id of another row of the same person.

    Rows that stand side by side in any content stay what they are, whatever they say of persons.
    """
    rosters = [visit.attendance.roster for visit in visits]
    rows: dict[PersonId, set[ItemId]] = {}
    for row in (row for roster in rosters for row in roster):
        if row.person is not None:
            rows.setdefault(row.person, set()).add(row.id)
    several = [ids for ids in rows.values() if len(ids) > 1]
    apart = [{row.id for row in roster} for roster in rosters] if several else []
    united = [ids for ids in several if all(len(ids & here) < 2 for here in apart)]
    shared = {row for one, other in combinations(united, 2) for row in one & other}  # a row that changed its person
    return {row: min(ids) for ids in united if not ids & shared for row in ids if row != min(ids)}


def _renamed(version: Version, names: Mapping[ItemId, ItemId]) -> Version:
    return replace(
        version,
        visit=None if version.visit is None else _with_names(version.visit, names),
        changes=tuple(_path(path, names) for path in version.changes),
        settled=tuple((_path(path, names), value) for path, value in version.settled),
        erased=frozenset(_path(path, names) for path in version.erased),
        path=_path(version.path, names),
    )


def _with_names(visit: Visit, names: Mapping[ItemId, ItemId]) -> Visit:
    roster = tuple(replace(row, id=names.get(row.id, row.id)) for row in visit.attendance.roster)
    return replace(visit, attendance=replace(visit.attendance, roster=roster))


def path_in(visit: Visit, path: str, shown: Visit) -> str:
    """A path of the visit as it is shown, as one of the versions has it: under the row by which it knows the person."""
    if not path.startswith(_ROSTER):
        return path
    row = path.removeprefix(_ROSTER).partition("/")[0]
    person = next((one.person for one in shown.attendance.roster if one.id == row), None)
    mine = visit.attendance.roster
    if person is None or any(one.id == row for one in mine):
        return path
    own = next((one.id for one in mine if one.person == person), row)
    return path.replace(f"{_ROSTER}{row}/", f"{_ROSTER}{own}/")


def _path(path: str, names: Mapping[ItemId, ItemId]) -> str:
    if not path.startswith(_ROSTER):
        return path
    row, _, leaf = path.removeprefix(_ROSTER).partition("/")
    return f"{_ROSTER}{names.get(ItemId(row), row)}/{leaf}"
