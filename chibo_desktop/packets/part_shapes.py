"""Typed shapes of the three parts of a content, derived from the ``part`` marks of the domain's own fields.

The figures shape holds *every* field, those of words and people fixed to their empty default: a name smuggled into the
figures is refused by its type, and the parts can afterwards be laid into one value without building it twice.
"""

import functools
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from operator import attrgetter
from typing import Annotated, Any, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.plans import PlanAnswered, PlannedVisit, PlanPublished
from chibo_desktop.domain.visits import Session
from chibo_desktop.packets import limits

_Integer = Annotated[int, msgspec.Meta(ge=-limits.JSON_INTEGER, le=limits.JSON_INTEGER)]
Text = Annotated[str, msgspec.Meta(max_length=limits.TEXT_CHARACTERS)]
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Time = Annotated[str, msgspec.Meta(pattern=r"\A(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")]
_Month = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-(?:0[1-9]|1[0-2])\Z")]


def _or_none(kind: Any) -> Any:
    return Union[kind, None]  # noqa: UP007 - an annotated type has no "|"


_SPECIAL: dict[tuple[type, str], Any] = {
    (Session, "start"): _or_none(_Time),
    (Session, "end"): _or_none(_Time),
    (Session, "month"): _or_none(_Month),
    (PlannedVisit, "start"): _or_none(_Time),
    (PlannedVisit, "end"): _or_none(_Time),
    (PlannedVisit, "month"): _Month,
    (PlanPublished, "months"): tuple[_Month, ...],
    (PlanAnswered, "new_start"): _or_none(_Time),
}

_hints = functools.cache(get_type_hints)
"""Each class is asked for several parts."""

Extras = dict[PartClass, list[tuple[str, Any, Any]]]
"""Members that stand at the root of a part beside the content: name, type, default."""


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute by its name, and the getter for it."""

    name: str
    get: Callable[[Any], Any] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "get", attrgetter(self.name))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the leaves of one class are laid from a part into the whole: leaves, nested values, lists of rows."""

    leaves: tuple[Member, ...] = ()
    nested: tuple[tuple[Member, "Layout"], ...] = ()
    lists: tuple[tuple[Member, "Layout"], ...] = ()
    id_lists: tuple[tuple[str, Callable[[Any], Any]], ...] = ()
    """Path and getter of each list, however nested, whose rows are known by a unique ``id``."""
    row_lists: "tuple[tuple[str, Callable[[Any], Any], Layout], ...]" = ()
    """Path and getter of each list, however nested, and the layout of its rows."""


@dataclass(frozen=True, slots=True)
class PartShape:
    """Struct type of a part as written, and the layout of its leaves."""

    type: type[msgspec.Struct]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of one kind of content. ``alone`` is the figures without room for the others, as written from a
    value; words and people are ``None`` where the content has no such leaves."""

    figures: PartShape
    alone: type[msgspec.Struct]
    words: PartShape | None
    people: PartShape | None


@dataclass(slots=True)
class _Shaper:
    """Builds struct types of one class of leaves; ``whole`` keeps the other leaves, fixed to their default."""

    root: type
    wanted: PartClass
    whole: bool
    extras: list[tuple[str, Any, Any]]
    made: dict[type, type[msgspec.Struct] | None] = field(default_factory=dict[type, "type[msgspec.Struct] | None"])

    def struct_of(self, source: type) -> type[msgspec.Struct] | None:
        if source not in self.made:
            self.made[source] = self._make(source)
        return self.made[source]

    def _make(self, source: type) -> type[msgspec.Struct] | None:
        hints = _hints(source)
        members: list[Any] = []
        for one in fields(source):
            kind = self._type_of(source, one, hints[one.name])
            if kind is not None:
                members.append(_member(one, hints[one.name], kind))
        if source is self.root:
            members.extend(self.extras)
        if not members:
            return None
        name = f"{source.__name__}{self.wanted.name.title()}"
        return msgspec.defstruct(name, members, omit_defaults=True, kw_only=True, gc=False)

    def _type_of(self, source: type, one: Field[Any], hint: Any) -> Any:
        if is_dataclass(hint):
            return self.struct_of(cast(type, hint))
        row = row_type(hint)
        if row is not None:
            struct = self.struct_of(row)
            return None if struct is None else tuple[struct, ...]
        if class_of(one) is self.wanted:
            return _SPECIAL.get((source, one.name)) or _leaf_type(hint)
        return Literal[""] if self.whole else None


def _member(one: Field[Any], hint: Any, kind: Any) -> Any:
    if is_dataclass(hint):
        return (one.name, kind, msgspec.field(default_factory=cast(Callable[[], Any], kind)))
    if one.default is MISSING:
        return (one.name, kind)
    return (one.name, kind, one.default)


def _leaf_type(hint: Any) -> Any:
    if hint is int:
        return _Integer
    if hint is str:
        return Text
    if isinstance(hint, NewType):
        return _Id
    if isinstance(hint, types.UnionType):
        return Union[tuple(_leaf_type(one) for one in get_args(hint))]  # noqa: UP007 - built from a tuple
    return hint


def row_type(hint: Any) -> type | None:
    """The dataclass of the rows, where ``hint`` is ``tuple[Row, ...]``."""
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        return cast(type, get_args(hint)[0])
    return None


def class_of(one: Field[Any]) -> PartClass:
    """Class of a leaf; a leaf without a mark is a figure."""
    return PartClass(one.metadata.get("part", PartClass.FIGURES.value))


def _layout(source: type, wanted: PartClass) -> Layout:
    hints = _hints(source)
    leaves: list[Member] = []
    nested: list[tuple[Member, Layout]] = []
    lists: list[tuple[Member, Layout]] = []
    paths: list[str] = []
    rows: list[tuple[str, Layout]] = []
    for one in fields(source):
        hint = hints[one.name]
        row = row_type(hint)
        inner = _layout(row or cast(type, hint), wanted) if row is not None or is_dataclass(hint) else None
        if inner is None:
            leaves.extend([Member(one.name)] if class_of(one) is wanted else [])
        elif row is None:
            nested.extend([(Member(one.name), inner)] if inner != Layout() else [])
            paths.extend(f"{one.name}.{path}" for path, _ in inner.id_lists)
            rows.extend((f"{one.name}.{path}", layout) for path, _, layout in inner.row_lists)
        elif inner != Layout():
            lists.append((Member(one.name), inner))
            rows.append((one.name, inner))
            paths.extend([one.name] if wanted is PartClass.FIGURES and _hints(row).get("id") is ItemId else [])
    return Layout(
        tuple(leaves),
        tuple(nested),
        tuple(lists),
        tuple((path, attrgetter(path)) for path in paths),
        tuple((path, attrgetter(path), layout) for path, layout in rows),
    )


def shapes_of(root: type, extras: Extras | None = None) -> Shapes:
    """The shapes of a dataclass of the domain. Slow: made once, when a module is loaded."""
    added = extras or {}
    figures = _shape(root, PartClass.FIGURES, added, whole=True)
    alone = _shape(root, PartClass.FIGURES, added, whole=False)
    if figures is None or alone is None:
        raise TypeError(f"{root.__name__} has no figures")
    return Shapes(
        figures,
        alone.type,
        _shape(root, PartClass.WORDS, added, whole=False),
        _shape(root, PartClass.PEOPLE, added, whole=False),
    )


def _shape(root: type, wanted: PartClass, extras: Extras, *, whole: bool) -> PartShape | None:
    struct = _Shaper(root, wanted, whole, extras.get(wanted, [])).struct_of(root)
    return None if struct is None else PartShape(struct, _layout(root, wanted))
