"""Regimes: which levels and categories of organisation there are in a time, and what they are called.

They are data with a validity, not code: the third of them began fifteen months after the first had ended.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A code that entries carry and its name in a regime."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Regime:
    """What holds from ``valid_from`` to ``valid_to``, both included; ``source`` is the rule that says so."""

    code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    levels: tuple[Named, ...]
    categories: tuple[Named, ...]

    def name_of(self, code: str | None) -> str:
        """What a level or category is called; a code that the regime does not know is its own name."""
        return next((one.name for one in (*self.levels, *self.categories) if one.code == code), code or "")


def regime_on(regimes: Sequence[Regime], day: dt.date) -> Regime:
    """The regime of a day. Raises ``KeyError`` where none holds."""
    for one in regimes:
        if (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to):
            return one
    raise KeyError(day)
