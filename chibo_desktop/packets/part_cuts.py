"""Taking single leaves out of the text of a part, and reading them, by the paths of ``domain.fields``.

It works on the JSON itself, so that what a newer program wrote beside those leaves stays as it was. Rows stand in every
part in the order of ``figures``, which alone has their ids.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec

from chibo_desktop.packets import strict_json

LEFT_PART = "left"
"""Name of the part of a ``part.erased`` that holds what is left of the erased one."""


def leaf_of(text: str, figures: str, path: str) -> str:
    """The text of a leaf; empty where the part does not have it, or is no JSON."""
    try:
        holder, name = _holder(_tree(text), _tree(figures), path)
    except msgspec.DecodeError:
        return ""
    value = None if holder is None else holder.get(name)
    return value if isinstance(value, str) else ""


def cut_part(text: str, figures: str, gone: Iterable[str], changed: Mapping[str, str] | None = None) -> str:
    """The text of a part without the leaves ``gone``, and with those of ``changed`` set; unknown paths pass over.

    Raises ``msgspec.DecodeError`` for what is no JSON.
    """
    tree, ids = _tree(text), _tree(figures)
    for path in gone:
        holder, name = _holder(tree, ids, path)
        if holder is not None:
            holder.pop(name, None)
    for path, value in (changed or {}).items():
        holder, name = _holder(tree, ids, path)
        if holder is not None and name in holder:
            holder[name] = value
    return strict_json.write(tree).decode("utf-8")


def _tree(text: str) -> dict[str, Any]:
    return msgspec.json.decode(text, type=dict[str, Any])


def _holder(tree: Any, ids: Any, path: str) -> tuple[dict[str, Any] | None, str]:
    """The object in which the leaf of a path stands, and its name there."""
    *ways, leaf = path.split("/")
    for names, id_ in zip(ways[::2], ways[1::2], strict=False):
        tree, ids = _down(tree, names), _down(ids, names)
        found, rows = _rows(tree), _rows(ids)
        at = next((place for place, row in enumerate(rows) if _is_row(row, id_)), -1)
        if not 0 <= at < len(found):
            return None, leaf
        tree, ids = found[at], rows[at]
    way, _, name = leaf.rpartition(".")
    tree = _down(tree, way) if way else tree
    return (cast("dict[str, Any]", tree) if isinstance(tree, dict) else None), name


def _is_row(row: Any, id_: str) -> bool:
    """Rows have an ``id``; a roster inside a plan is known by its cell, a petition there by its item."""
    found = _down(row, "id") or _down(row, "cell") or _down(row, "statement")
    return isinstance(found, str) and found.rpartition("/")[2] == id_


def _down(tree: Any, names: str) -> Any:
    for name in names.split("."):
        tree = cast("dict[str, Any]", tree).get(name) if isinstance(tree, dict) else None
    return tree


def _rows(tree: Any) -> list[Any]:
    return cast("list[Any]", tree) if isinstance(tree, list) else []
