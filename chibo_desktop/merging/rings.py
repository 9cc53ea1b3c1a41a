"""Rings among things that each stand below another one."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def in_rings(above: Mapping[T, T | None]) -> frozenset[T]:
    """Everything that stands, at whatever height, above itself. Each is passed over once, however long the ways up."""
    done: set[T] = set()
    found: set[T] = set()
    for start in above:
        way: dict[T, int] = {}
        current: T | None = start
        while current is not None and current not in done and current not in way:
            way[current] = len(way)
            current = above.get(current)
        if current is not None and current in way:
            first = way[current]
            found.update(one for one, place in way.items() if place >= first)
        done.update(way)
    return frozenset(found)
