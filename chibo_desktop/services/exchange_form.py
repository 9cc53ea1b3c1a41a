"""Values in a public form of JSON, read strictly: a refusal names the number of the item and the path in it."""

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args, get_origin, get_type_hints

from chibo_desktop.domain.fields import branches
from chibo_desktop.domain.ids import is_id, is_item_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.schema import LARGEST_NUMBER
from chibo_desktop.domain.text import LONGEST_TEXT

_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_PLACE = re.compile(r" - at `(?P<path>[^`]+)`$")
_HOUR_MINUTE = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_EARLIEST = dt.date(1930, 1, 1)
"""The Party was founded in 1930: a date before it is a slip of the keyboard or of a spreadsheet."""


def objects(data: bytes) -> Iterator[Any]:
    """One JSON object, the elements of an array, or JSON Lines.

    Raises ``Refusal`` EXCHANGE_NOT_TEXT, EXCHANGE_NOT_JSON, EXCHANGE_FIELD_DOUBLED.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("EXCHANGE_NOT_TEXT", place=error.start) from error
    try:
        whole = _parsed(text)
    except json.JSONDecodeError as error:
        yield from _lines(text, error)
        return
    yield from cast(list[Any], whole) if isinstance(whole, list) else [whole]


def _parsed(text: str) -> Any:
    """Raises ``json.JSONDecodeError`` for whatever is no JSON, nesting and numbers beyond all bounds included."""
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:  # Python refuses integers of more than 4,300 digits
        raise json.JSONDecodeError("beyond all bounds", text, 0) from error


def _lines(text: str, whole: json.JSONDecodeError) -> Iterator[Any]:
    """JSON Lines, whose first line stands alone; otherwise ``whole`` says where the one text goes wrong."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for place, (number, line) in enumerate(lines):
        try:
            yield _parsed(line)
        except json.JSONDecodeError as error:
            line_number, column = (number, error.colno) if place else (whole.lineno, whole.colno)
            raise Refusal("EXCHANGE_NOT_JSON", line=line_number, column=column) from error
    if not lines:
        raise Refusal("EXCHANGE_NOT_JSON", line=1, column=1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Refusal("EXCHANGE_FIELD_DOUBLED", path=next(name for name in names if names.count(name) > 1))
    return found


def refuse_unknown(value_class: type, tree: Mapping[str, Any], before: str, number: int) -> None:
    """Raises ``Refusal`` EXCHANGE_FIELD_UNKNOWN for a name that the value, or one inside it, does not have."""
    known = {branch.name: branch for branch in branches(value_class)}
    for name, value in tree.items():
        if name not in known:
            raise Refusal("EXCHANGE_FIELD_UNKNOWN", item=number, path=before + name)
        branch = known[name]
        if branch.inner is not None and isinstance(value, dict):
            refuse_unknown(branch.inner, cast(dict[str, Any], value), f"{before}{name}.", number)
        row_class = branch.row or _element(value_class, name)
        if row_class is not None and isinstance(value, list):
            for place, row in enumerate(cast(list[Any], value)):
                if isinstance(row, dict):
                    refuse_unknown(row_class, cast(dict[str, Any], row), f"{before}{name}[{place}].", number)


@functools.cache
def _element(value_class: type, name: str) -> type | None:
    """Class of the elements of a tuple of values that carry no id of their own, such as superior bodies."""
    hint = get_type_hints(value_class)[name]
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return cast(type, inner) if dataclasses.is_dataclass(inner) else None


def refusal_of(message: str, number: int) -> Refusal:
    """msgspec tells the first wrong field in English; the code, path and what was expected are what people need."""
    place = _PLACE.search(message)
    path = place["path"].removeprefix("$").lstrip(".") if place else ""
    missing = _MISSING.search(message)
    if missing:
        return Refusal("EXCHANGE_FIELD_MISSING", item=number, path=f"{path}.{missing['name']}".lstrip("."))
    expected = message.split(" - at ", maxsplit=1)[0]
    return Refusal("EXCHANGE_FIELD_WRONG", item=number, path=path or "$", expected=expected)


def check_leaves(value: Any, before: str, number: int) -> None:
    """Bounds of every leaf, and ids of rows. Raises ``Refusal`` as :func:`check_leaf`, EXCHANGE_ID_WRONG."""
    for branch in branches(cast(type, value.__class__)):
        here = getattr(value, branch.name)
        path = before + branch.name
        if branch.inner is not None:
            check_leaves(here, f"{path}.", number)
        elif branch.row is not None:
            seen: set[str] = set()
            for place, row in enumerate(here):
                if row.id in seen or not is_item_id(row.id):
                    raise Refusal("EXCHANGE_ID_WRONG", item=number, path=f"{path}[{place}].id")
                seen.add(row.id)
                check_leaves(row, f"{path}[{place}].", number)
        elif _element(cast(type, value.__class__), branch.name) is not None:
            for place, element in enumerate(here):
                check_leaves(element, f"{path}[{place}].", number)
        else:
            check_leaf(branch.name, here, path, number)


def check_leaf(name: str, value: object, path: str, number: int) -> None:
    """Bounds of one leaf beyond its type.

    Raises ``Refusal`` EXCHANGE_TEXT_TOO_LONG, EXCHANGE_ID_WRONG, EXCHANGE_TIME_WRONG, EXCHANGE_MONTH_WRONG,
    EXCHANGE_DATE_WRONG, EXCHANGE_NUMBER_WRONG.
    """
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Refusal("EXCHANGE_TEXT_TOO_LONG", item=number, path=path, length=len(value), longest=LONGEST_TEXT)
        if path == "id" and not is_id(value):
            raise Refusal("EXCHANGE_ID_WRONG", item=number, path=path)
        if name in {"start", "end"} and not _HOUR_MINUTE.fullmatch(value):
            raise Refusal("EXCHANGE_TIME_WRONG", item=number, path=path, value=value[:40])
        if name == "month" and not _MONTH.fullmatch(value):
            raise Refusal("EXCHANGE_MONTH_WRONG", item=number, path=path, value=value[:40])
    elif isinstance(value, dt.date):
        if value < _EARLIEST:
            raise Refusal("EXCHANGE_DATE_WRONG", item=number, path=path, value=value.isoformat())
    elif isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= LARGEST_NUMBER:
        raise Refusal("EXCHANGE_NUMBER_WRONG", item=number, path=path, value=value)
