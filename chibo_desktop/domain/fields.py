"""A tree of frozen values as a flat set of named leaves, and back.

Paths: attributes are joined with dots, rows of a list are named by their id between slashes:
``session.start``, ``opinions/abcd2345/text``, ``attendance.roster/zzzz2222/state``,
``agenda/abcd2345/remarks/efgh2345/content``.
"""

import dataclasses
import functools
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.visits import Visit


@dataclasses.dataclass(frozen=True, slots=True)
class Branch:
    """One attribute of a value class and its declared type (``hint``).

    ``row`` is the class of a list's rows, ``inner`` that of a nested value.
    """

    name: str
    default: object
    part: PartClass
    hint: Any
    inner: type | None = None
    row: type | None = None


@functools.cache
def branches(value_class: type) -> tuple[Branch, ...]:
    """The attributes of a value class, in declared order."""
    hints = typing.get_type_hints(value_class)
    return tuple(_branch(field, hints[field.name]) for field in dataclasses.fields(value_class))


def _branch(field: dataclasses.Field[Any], hint: Any) -> Branch:
    part = PartClass(field.metadata.get("part", PartClass.FIGURES))
    inner = row = None
    if dataclasses.is_dataclass(hint):
        inner = cast(type, hint)
    elif typing.get_origin(hint) is tuple:
        element = typing.get_args(hint)[0]
        # Rows that can be told apart carry an id; a tuple of anything else is one leaf.
        if (
            dataclasses.is_dataclass(element)
            and "id" in element.__dataclass_fields__
            and "struck" in element.__dataclass_fields__
        ):
            row = cast(type, element)
    return Branch(field.name, field.default, part, hint, inner, row)


def leaves(visit: Visit) -> dict[str, Any]:
    """Every leaf of a visit by its path, defaults included, in declared order."""
    return dict(_leaves(visit, ""))


def _leaves(value: Any, before: str) -> Iterator[tuple[str, Any]]:
    for branch in branches(cast(type, value.__class__)):
        here = getattr(value, branch.name)
        path = before + branch.name
        if branch.inner is not None:
            yield from _leaves(here, path + ".")
        elif branch.row is not None:
            for row in here:
                yield from _leaves(row, f"{path}/{row.id}/")
        else:
            yield path, here


def assemble(found: Mapping[str, Any]) -> Visit:
    """The visit that has these leaves; rows stand in the order in which their paths first appear.

    A leaf that is missing takes its default. Raises ``KeyError`` when the visit's id is missing.
    """
    tree: dict[str, Any] = {}
    for path, value in found.items():
        _plant(tree, path, value)
    return cast(Visit, _grow(Visit, tree))


def _plant(tree: dict[str, Any], path: str, value: Any) -> None:
    steps = path.replace("/", ".").split(".")
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _grow(value_class: type, tree: Mapping[str, Any]) -> Any:
    given: dict[str, Any] = {}
    for branch in branches(value_class):
        if branch.name not in tree:
            continue
        here = tree[branch.name]
        if branch.inner is not None:
            given[branch.name] = _grow(branch.inner, here)
        elif branch.row is not None:
            given[branch.name] = tuple(_grow(branch.row, {"id": id_, **row}) for id_, row in here.items())
        else:
            given[branch.name] = here
    return value_class(**given)


def part_of(path: str) -> PartClass:
    """Class of the part that a leaf travels in. Raises ``KeyError`` for a path that no visit has."""
    return _leaf(path).part


def leaf_type(path: str) -> Any:
    """Type of a leaf as it is declared. Raises ``KeyError`` for a path that no visit has."""
    return _leaf(path).hint


@functools.cache
def _leaf(path: str) -> Branch:
    value_class: type = Visit
    for piece in path.split("/")[::2]:  # between them stand the ids of rows, which may look like any word
        for step in piece.split("."):
            found = next((branch for branch in branches(value_class) if branch.name == step), None)
            if found is None:
                raise KeyError(path)
            if found.inner is None and found.row is None:
                return found
            value_class = cast(type, found.inner or found.row)
    raise KeyError(path)


def row_numbers(visit: Visit, path: str) -> tuple[int, ...]:
    """Numbers, from 1, of the rows that a path leads through, as the minutes count them: struck rows have none (0).

    A path through no row gives nothing, a row that the visit does not have 0.
    """
    here: Any = visit
    numbers: list[int] = []
    steps = path.split("/")
    for names, id_ in zip(steps[::2], steps[1::2], strict=False):
        for name in names.split("."):
            here = getattr(here, name, ())
        rows = cast("tuple[Any, ...]", here)
        standing = [row.id for row in rows if not row.struck]
        numbers.append(standing.index(id_) + 1 if id_ in standing else 0)
        here = next((row for row in rows if row.id == id_), None)
    return tuple(numbers)


def differing(one: Visit, other: Visit) -> tuple[str, ...]:
    """Paths whose leaves differ between two visits, those that only one of them has included."""
    left, right = leaves(one), leaves(other)
    missing = object()
    return tuple(path for path in _united(left, right) if left.get(path, missing) != right.get(path, missing))


def _united(left: Iterable[str], right: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys((*left, *right))
