"""The public forms of a visit and of a decision as JSON Schemas (draft 2020-12), made from the values themselves.

Another program needs to know three things that the values do not say: what may be left out (of a visit everything but
the date and the name of the cell, or its id in the register; other ids are made where they are missing), which texts
have a form, and what each field means. ``python -m chibo_desktop.domain.schema visit`` (or ``decision``) prints one
anew for its file in ``resources/schemas``; a test compares.
"""

import dataclasses
import json
import sys
import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any, cast

from chibo_desktop.domain.groups import Decision, GroupMember
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.schema_words import WORDS
from chibo_desktop.domain.text import LONGEST_TEXT
from chibo_desktop.domain.visits import Session, Visit

LARGEST_NUMBER = 100_000_000
"""No count of people, minutes, points or votes comes near it; a greater one is a slip."""

_ID = r"^[a-z2-7]{26}$"
_HOUR_MINUTE = r"^([01]\d|2[0-3]):[0-5]\d$"
_DAY = r"^(19[3-9]\d|[2-9]\d{3})-\d{2}-\d{2}$"
_PATTERNS = {
    **dict.fromkeys(("Visit.id", "Decision.id", "DecidedGroup.id", "GroupMember.id"), _ID),
    "Session.start": _HOUR_MINUTE,
    "Session.end": _HOUR_MINUTE,
    "Session.month": r"^\d{4}-(0[1-9]|1[0-2])$",
}
_ROW_ID = r"^[a-z2-7]{8}$"
_REQUIRED: dict[type, tuple[str, ...]] = {
    Visit: ("cell", "session"),
    Session: ("date",),
    Decision: ("number", "groups"),
    GroupMember: ("name",),
}
_EITHER: dict[type, tuple[str, ...]] = {CellSnapshot: ("name", "id")}
"""Of these fields one at least: a cell of the register may be known by its id alone."""

_NOT_EMPTY = ("CellSnapshot.name", "Decision.number", "DecidedGroup.name", "GroupMember.name")

Plain = dict[str, Any]


def visit_schema() -> Plain:
    """The schema of one visit as exchanged. Dates before 1930, when the Party was founded, are slips."""
    return _schema(Visit)


def decision_schema() -> Plain:
    """The schema of one decision about groups as exchanged."""
    return _schema(Decision)


def _schema(value_class: type) -> Plain:
    definitions: dict[str, Plain] = {}
    root = _object(value_class, definitions)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chibo:{value_class.__name__.lower()}:1",
        "title": value_class.__name__,
    }
    return head | root | {"$defs": dict(sorted(definitions.items()))}


def schema_text(schema: Plain) -> str:
    """A schema as its file holds it: indented, one line end at its end."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _object(value_class: type, definitions: dict[str, Plain]) -> Plain:
    hints = typing.get_type_hints(value_class)
    properties: dict[str, Plain] = {}
    required = list(_REQUIRED.get(value_class, ()))
    for field in dataclasses.fields(value_class):
        name = f"{value_class.__name__}.{field.name}"
        hint = hints[field.name]
        found = _of(_without_none(hint) if field.name in required else hint, definitions)
        schema = found | _form(name, is_row_id=field.name == "id" and "struck" in hints)
        if field.default not in (None, "", ()) and isinstance(field.default, str | int):
            schema["default"] = field.default
        properties[field.name] = schema | {"description": WORDS[name]}
        if field.default is dataclasses.MISSING and field.name != "id":
            required.append(field.name)
    whole: Plain = {"description": WORDS[value_class.__name__], "type": "object", "properties": properties}
    told: Plain = {"type": "string"}
    either = [{"required": [name], "properties": {name: told}} for name in _EITHER.get(value_class, ())]
    whole |= {"anyOf": either} if either else {}
    return whole | ({"required": required} if required else {}) | {"additionalProperties": False}


def _form(name: str, *, is_row_id: bool) -> Plain:
    pattern = _ROW_ID if is_row_id else _PATTERNS.get(name)
    found: Plain = {"pattern": pattern} if pattern else {}
    return found | ({"minLength": 1} if name in _NOT_EMPTY else {})


def _of(hint: Any, definitions: dict[str, Plain]) -> Plain:
    if typing.get_origin(hint) in _UNIONS:
        return _or_null(_of(_without_none(hint), definitions))
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _of(typing.get_args(hint)[0], definitions)}
    if isinstance(hint, typing.NewType):
        return _of(hint.__supertype__, definitions)
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    return _reference(cast(type, hint), definitions)


def _without_none(hint: Any) -> Any:
    return typing.get_args(hint)[0] if typing.get_origin(hint) in _UNIONS else hint


def _or_null(schema: Plain) -> Plain:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def _reference(value_class: type[object], definitions: dict[str, Plain]) -> Plain:
    name = value_class.__name__
    if issubclass(value_class, StrEnum):
        definitions[name] = {"description": WORDS[name], "type": "string", "enum": [str(one) for one in value_class]}
    else:
        definitions[name] = _object(value_class, definitions)
    return {"$ref": f"#/$defs/{name}"}


_UNIONS = {types.UnionType, typing.Union}

_SCALARS: dict[Any, Plain] = {
    str: {"type": "string", "maxLength": LONGEST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
    date: {"type": "string", "format": "date", "pattern": _DAY},
}

if __name__ == "__main__":
    sys.stdout.write(schema_text(decision_schema() if "decision" in sys.argv else visit_schema()))
