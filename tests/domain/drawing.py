"""Visits as hypothesis draws them from the types of the values: any field may hold anything of its type."""

import dataclasses
import datetime as dt
import types
import typing
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import Visit
from tests.building.visits import id_of, item_of

_TEXTS = st.sampled_from(["", "Chi bộ thôn Phiêng An", "đường vào thôn", "a.b/c", "xã\nhuyện"])
_IDS = st.sampled_from([item_of(str(number)) for number in range(20)] + ["deadline"])


def visits() -> st.SearchStrategy[Visit]:
    """A visit with up to two rows in each list."""
    return _values(Visit).map(lambda visit: dataclasses.replace(visit, id=VisitId(id_of("drawn"))))


def _values(value_class: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(value_class)
    fields = {field.name: _of(hints[field.name]) for field in dataclasses.fields(value_class)}
    if "struck" in fields:
        fields["id"] = _IDS
    return st.builds(value_class, **fields)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    origin = typing.get_origin(hint)
    if origin in {types.UnionType, typing.Union}:
        return st.none() | _of(typing.get_args(hint)[0])
    if origin is tuple:
        element = typing.get_args(hint)[0]
        unique = (lambda row: row.id) if hasattr(element, "struck") else repr
        return st.lists(_of(element), max_size=2, unique_by=unique).map(tuple)
    if isinstance(hint, typing.NewType):
        return _of(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return _SCALARS[hint] if hint in _SCALARS else _values(hint)


_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 99),
    dt.date: st.dates(dt.date(2014, 1, 1), dt.date(2030, 12, 31)),
}
