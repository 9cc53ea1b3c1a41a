"""The regimes that ship with the program: names of levels and categories, each for its time."""

import datetime as dt
import functools
from pathlib import Path

import msgspec

from chibo_desktop.domain.regimes import Regime, regime_on

FILE = Path(__file__).parents[2] / "resources" / "organisations" / "regimes.json"


class _File(msgspec.Struct):
    version: int
    regimes: tuple[Regime, ...]


@functools.cache
def regimes() -> tuple[Regime, ...]:
    """Every regime, the oldest first."""
    return msgspec.json.decode(FILE.read_bytes(), type=_File).regimes


def regime_of(day: dt.date) -> Regime:
    """The regime that holds on a day."""
    return regime_on(regimes(), day)


def name_on(code: str | None, day: dt.date | None) -> str:
    """What a level or category is called on a day; one of another time by the name that it had in that.

    Without a day, and where no regime of any time knows it, its newest name or the code itself.
    """
    known = [regime_of(day)] if day is not None else []
    for regime in (*known, *reversed(regimes())):
        if (found := regime.name_of(code)) != (code or ""):
            return found
    return code or ""
