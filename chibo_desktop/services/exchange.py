"""Visits in the public exchange form (``resources/schemas/visit.schema.json``), read strictly and written plainly."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from chibo_desktop.domain.fields import branches
from chibo_desktop.domain.ids import RandomBytes, new_id, new_item_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Visit, with_clean_text
from chibo_desktop.services.exchange_form import check_leaves, objects, refusal_of, refuse_unknown


def read_visits(data: bytes, random_bytes: RandomBytes) -> Iterator[Visit]:
    """The visits of one JSON object, a JSON array, or JSON Lines; missing ids are made.

    Raises ``Refusal`` with the number of the visit and, where it applies, the path inside it: EXCHANGE_NOT_TEXT,
    EXCHANGE_NOT_JSON, EXCHANGE_FIELD_DOUBLED, EXCHANGE_FIELD_MISSING, EXCHANGE_FIELD_UNKNOWN, EXCHANGE_FIELD_WRONG,
    EXCHANGE_TEXT_TOO_LONG, EXCHANGE_TIME_WRONG, EXCHANGE_MONTH_WRONG, EXCHANGE_NUMBER_WRONG, EXCHANGE_DATE_WRONG,
    EXCHANGE_ID_WRONG.
    """
    for number, plain in enumerate(objects(data), start=1):
        yield read_visit(plain, random_bytes, number)


def write_visit(visit: Visit) -> str:
    """A visit as one line of JSON, every field spelled out."""
    return msgspec.json.encode(visit).decode("utf-8")


def read_visit(plain: Any, random_bytes: RandomBytes, number: int = 1) -> Visit:
    """One visit from its plain form. Raises as :func:`read_visits`."""
    if not isinstance(plain, dict):
        raise Refusal("EXCHANGE_FIELD_WRONG", item=number, path="$", expected="object")
    tree = cast(dict[str, Any], plain)
    refuse_unknown(Visit, tree, "", number)
    _complete_ids(Visit, tree, random_bytes)
    tree.setdefault("id", new_id(random_bytes))
    _refuse_incomplete(tree, number)
    try:
        visit = msgspec.convert(tree, Visit)
    except msgspec.ValidationError as error:
        raise refusal_of(str(error), number) from error
    check_leaves(visit, "", number)
    return with_clean_text(visit, clean_text)


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
    """A cell needs a name; one of the register may be known by its id alone, and is named when it is recorded."""
    cell = tree.get("cell")
    named = isinstance(cell, dict) and "name" not in cell and bool(cast(dict[str, Any], cell).get("id"))
    for path in ("session.date",) if named else ("cell.name", "session.date"):
        here: Any = tree
        for step in path.split("."):
            here = cast(dict[str, Any], here).get(step) if isinstance(here, dict) else None
        if here is None or here == "":
            raise Refusal("EXCHANGE_FIELD_MISSING", item=number, path=path)
