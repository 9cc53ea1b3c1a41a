"""A decision in its public form (``resources/schemas/decision.schema.json``), read strictly and written plainly."""

from typing import Any, cast

import msgspec

from chibo_desktop.domain.groups import Decision
from chibo_desktop.domain.ids import RandomBytes, is_id, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services.exchange_form import check_leaves, objects, refusal_of, refuse_unknown
from chibo_desktop.services.groups import cleaned

_ITEM = 1


def read_decision(data: bytes, random_bytes: RandomBytes) -> Decision:
    """The one decision of a JSON text; missing ids are made.

    Raises ``Refusal`` with the path of what is wrong, as ``exchange.read_visits``, and DECISION_NOT_ONE.
    """
    found = list(objects(data))
    if len(found) != 1:
        raise Refusal("DECISION_NOT_ONE", count=len(found))
    (plain,) = found
    if not isinstance(plain, dict):
        raise Refusal("EXCHANGE_FIELD_WRONG", item=_ITEM, path="$", expected="object")
    tree = cast(dict[str, Any], plain)
    refuse_unknown(Decision, tree, "", _ITEM)
    _complete_ids(tree, random_bytes)
    try:
        read = msgspec.convert(tree, Decision)
    except msgspec.ValidationError as error:
        raise refusal_of(str(error), _ITEM) from error
    check_leaves(read, "", _ITEM)
    _check_ids(read)
    decision = cleaned(read)
    _refuse_empty(read, decision)
    return decision


def write_decision(decision: Decision) -> str:
    """A decision as indented JSON, every field spelled out: to be changed by hand and read again."""
    return msgspec.json.format(msgspec.json.encode(decision), indent=2).decode("utf-8")


def _complete_ids(tree: dict[str, Any], random_bytes: RandomBytes) -> None:
    tree.setdefault("id", new_id(random_bytes))
    for group in _rows(tree, "groups"):
        group.setdefault("id", new_id(random_bytes))
        for member in _rows(group, "members"):
            member.setdefault("id", new_id(random_bytes))


def _rows(tree: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = tree.get(name)
    found = cast(list[Any], rows) if isinstance(rows, list) else []
    return [cast(dict[str, Any], row) for row in found if isinstance(row, dict)]


def _check_ids(decision: Decision) -> None:
    """Ids are ids, no group stands twice, and nobody stands twice in one group."""
    _check_own([group.id for group in decision.groups], "groups[{}].id")
    for place, group in enumerate(decision.groups):
        _check_own([one.id for one in group.members], f"groups[{place}].members[{{}}].id")
        _check_own(list(group.organisations), f"groups[{place}].organisations[{{}}]")


def _check_own(ids: list[Any], path: str) -> None:
    for place, id_ in enumerate(ids):
        if not is_id(id_) or id_ in ids[:place]:
            raise Refusal("EXCHANGE_ID_WRONG", item=_ITEM, path=path.format(place))


def _refuse_empty(read: Decision, decision: Decision) -> None:
    """What must have words has some, blanks and invisible characters taken away."""
    empty = [
        *(["number"] if not decision.number else []),
        *(f"groups[{place}].name" for place, group in enumerate(decision.groups) if not group.name),
        *(
            f"groups[{place}].members[{row}].name"
            for place, group in enumerate(read.groups)
            for row, member in enumerate(group.members)
            if not member.name.strip()
        ),
    ]
    if empty or not decision.groups:
        raise Refusal("EXCHANGE_FIELD_MISSING", item=_ITEM, path=next(iter(empty), "groups"))
