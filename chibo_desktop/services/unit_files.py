"""Units of a reorganisation from a file: a JSON list of organisations, each with what it merges and takes."""

from collections.abc import Mapping, Sequence

import msgspec

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId, is_id, new_id
from chibo_desktop.domain.operations import Unit
from chibo_desktop.domain.organisation_tree import Tree
from chibo_desktop.domain.organisations import AreaFlag, CellType
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services import organisations
from chibo_desktop.services.desk import Desk


class UnitLine(msgspec.Struct, forbid_unknown_fields=True):
    """One unit. ``id``: of an organisation of the register; of a new one any word, by which the file speaks of it.

    A unit with a ``name`` that the register does not know by its id is founded; what it is not told it has in common
    with what it merges.
    """

    id: str = ""
    name: str = ""
    parent: str | None = None
    level: str | None = None
    category: str | None = None
    type: CellType | None = None
    areas: tuple[AreaFlag, ...] = ()
    members: int | None = None
    code: str | None = None
    kilometres: int | None = None
    merges: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


def read_units(desk: Desk, tree: Tree, data: bytes) -> tuple[Unit, ...]:
    """The units of a file. Raises ``Refusal`` UNITS_UNREADABLE (and where), UNITS_NONE."""
    try:
        lines = msgspec.json.decode(data, type=list[UnitLine])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refusal("UNITS_UNREADABLE", why=str(error)) from error
    if not lines:
        raise Refusal("UNITS_NONE")
    register = organisations.register(desk)
    ids: dict[str, OrganisationId] = {}
    for place, line in enumerate(lines):
        known = line.id in register or (is_id(line.id) and not line.name)
        ids[line.id or f"#{place}"] = OrganisationId(line.id if known else new_id(desk.random))
    return tuple(_unit(line, ids[line.id or f"#{place}"], tree, ids) for place, line in enumerate(lines))


def _unit(line: UnitLine, id_: OrganisationId, tree: Tree, ids: Mapping[str, OrganisationId]) -> Unit:
    merges, takes = _named(line.merges, ids), _named(line.takes, ids)
    if id_ == line.id:
        return Unit(id_, merges, takes)
    told = {
        "parent": _named((line.parent,), ids)[0] if line.parent else None,
        "level": line.level,
        "category": line.category,
        "type": line.type,
        "areas": line.areas,
        "members": line.members,
        "code": line.code,
        "kilometres": line.kilometres,
    }
    said = operations.alike(tree, merges) | {name: value for name, value in told.items() if value not in (None, ())}
    return Unit(id_, merges, takes, operations.founding(id_, line.name, **said))


def _named(words: Sequence[str], ids: Mapping[str, OrganisationId]) -> tuple[OrganisationId, ...]:
    return tuple(ids.get(word, OrganisationId(word)) for word in words)
