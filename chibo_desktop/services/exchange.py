"""Visits in the public exchange form (``resources/schemas/visit.schema.json``), read strictly and written plainly."""

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args, get_origin, get_type_hints

import msgspec

from chibo_desktop.domain.fields import branches
from chibo_desktop.domain.ids import RandomBytes, is_id, is_item_id, new_id, new_item_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.schema import LARGEST_NUMBER
from chibo_desktop.domain.text import LONGEST_TEXT, clean_text
from chibo_desktop.domain.visits import Visit, with_clean_text

_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_PLACE = re.compile(r" - at `(?P<path>[^`]+)`$")
_HOUR_MINUTE = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_EARLIEST = dt.date(1930, 1, 1)
"""The Party was founded in 1930: a date before it is a slip of the keyboard or of a spreadsheet."""


def read_visits(data: bytes, random_bytes: RandomBytes) -> Iterator[Visit]:
    """The visits of one JSON object, a JSON array, or JSON Lines; missing ids are made.

    Raises ``Refusal`` with the number of the visit and, where it applies, the path inside it: EXCHANGE_NOT_TEXT,
    EXCHANGE_NOT_JSON, EXCHANGE_FIELD_DOUBLED, EXCHANGE_FIELD_MISSING, EXCHANGE_FIELD_UNKNOWN, EXCHANGE_FIELD_WRONG,
    EXCHANGE_TEXT_TOO_LONG, EXCHANGE_TIME_WRONG, EXCHANGE_MONTH_WRONG, EXCHANGE_NUMBER_WRONG, EXCHANGE_DATE_WRONG,
    EXCHANGE_ID_WRONG.
    """
    for number, plain in enumerate(_objects(data), start=1):
        yield read_visit(plain, random_bytes, number)


def write_visit(visit: Visit) -> str:
    """A visit as one line of JSON, every field spelled out."""
    return msgspec.json.encode(visit).decode("utf-8")


def _objects(data: bytes) -> Iterator[Any]:
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


def read_visit(plain: Any, random_bytes: RandomBytes, number: int = 1) -> Visit:
    """One visit from its plain form. Raises as :func:`read_visits`."""
    if not isinstance(plain, dict):
        raise Refusal("EXCHANGE_FIELD_WRONG", visit=number, path="$", expected="object")
    tree = cast(dict[str, Any], plain)
    _refuse_unknown(Visit, tree, "", number)
    _complete_ids(Visit, tree, random_bytes)
    tree.setdefault("id", new_id(random_bytes))
    _refuse_incomplete(tree, number)
    try:
        visit = msgspec.convert(tree, Visit)
    except msgspec.ValidationError as error:
        raise _refusal(str(error), number) from error
    _check_leaves(visit, "", number)
    return with_clean_text(visit, clean_text)


def _refuse_unknown(value_class: type, tree: Mapping[str, Any], before: str, number: int) -> None:
    known = {branch.name: branch for branch in branches(value_class)}
    for name, value in tree.items():
        if name not in known:
            raise Refusal("EXCHANGE_FIELD_UNKNOWN", visit=number, path=before + name)
        branch = known[name]
        if branch.inner is not None and isinstance(value, dict):
            _refuse_unknown(branch.inner, cast(dict[str, Any], value), f"{before}{name}.", number)
        row_class = branch.row or _element(value_class, name)
        if row_class is not None and isinstance(value, list):
            for place, row in enumerate(cast(list[Any], value)):
                if isinstance(row, dict):
                    _refuse_unknown(row_class, cast(dict[str, Any], row), f"{before}{name}[{place}].", number)


@functools.cache
def _element(value_class: type, name: str) -> type | None:
    """Class of the elements of a tuple of values that carry no id of their own, such as superior bodies."""
    hint = get_type_hints(value_class)[name]
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return cast(type, inner) if dataclasses.is_dataclass(inner) else None


def _complete_ids(value_class: type, tree: dict[str, Any], random_bytes: RandomBytes) -> None:
    for branch in branches(value_class):
        value = tree.get(branch.name)
        if branch.inner is not None and isinstance(value, dict):
            _complete_ids(branch.inner, cast(dict[str, Any], value), random_bytes)
        elif branch.row is not None and isinstance(value, list):
            for row in cast(list[Any], value):
                if isinstance(row, dict):
                    found = cast(dict[str, Any], row)
                    found.setdefault("id", new_item_id(random_bytes))
                    _complete_ids(branch.row, found, random_bytes)


def _refuse_incomplete(tree: Mapping[str, Any], number: int) -> None:
    for path in ("cell.name", "session.date"):
        here: Any = tree
        for step in path.split("."):
            here = cast(dict[str, Any], here).get(step) if isinstance(here, dict) else None
        if here is None or here == "":
            raise Refusal("EXCHANGE_FIELD_MISSING", visit=number, path=path)


def _refusal(message: str, number: int) -> Refusal:
    """msgspec tells the first wrong field in English; the code, path and what was expected are what people need."""
    place = _PLACE.search(message)
    path = place["path"].removeprefix("$").lstrip(".") if place else ""
    missing = _MISSING.search(message)
    if missing:
        return Refusal("EXCHANGE_FIELD_MISSING", visit=number, path=f"{path}.{missing['name']}".lstrip("."))
    expected = message.split(" - at ", maxsplit=1)[0]
    return Refusal("EXCHANGE_FIELD_WRONG", visit=number, path=path or "$", expected=expected)


def _check_leaves(value: Any, before: str, number: int) -> None:
    for branch in branches(cast(type, value.__class__)):
        here = getattr(value, branch.name)
        path = before + branch.name
        if branch.inner is not None:
            _check_leaves(here, f"{path}.", number)
        elif branch.row is not None:
            seen: set[str] = set()
            for place, row in enumerate(here):
                if row.id in seen or not is_item_id(row.id):
                    raise Refusal("EXCHANGE_ID_WRONG", visit=number, path=f"{path}[{place}].id")
                seen.add(row.id)
                _check_leaves(row, f"{path}[{place}].", number)
        elif _element(cast(type, value.__class__), branch.name) is not None:
            for place, element in enumerate(here):
                _check_leaves(element, f"{path}[{place}].", number)
        else:
            check_leaf(branch.name, here, path, number)


def check_leaf(name: str, value: object, path: str, number: int) -> None:
    """Bounds of one leaf beyond its type. Raises ``Refusal`` as :func:`read_visits`."""
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Refusal("EXCHANGE_TEXT_TOO_LONG", visit=number, path=path, length=len(value), longest=LONGEST_TEXT)
        if path == "id" and not is_id(value):
            raise Refusal("EXCHANGE_ID_WRONG", visit=number, path=path)
        if name in {"start", "end"} and not _HOUR_MINUTE.fullmatch(value):
            raise Refusal("EXCHANGE_TIME_WRONG", visit=number, path=path, value=value[:40])
        if name == "month" and not _MONTH.fullmatch(value):
            raise Refusal("EXCHANGE_MONTH_WRONG", visit=number, path=path, value=value[:40])
    elif isinstance(value, dt.date):
        if value < _EARLIEST:
            raise Refusal("EXCHANGE_DATE_WRONG", visit=number, path=path, value=value.isoformat())
    elif isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= LARGEST_NUMBER:
        raise Refusal("EXCHANGE_NUMBER_WRONG", visit=number, path=path, value=value)
