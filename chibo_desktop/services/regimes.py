"""The regimes that ship with the program: names of levels and categories, each for its time."""

import functools
from pathlib import Path

import msgspec

from chibo_desktop.domain.regimes import Regime

FILE = Path(__file__).parents[2] / "resources" / "organisations" / "regimes.json"


class _File(msgspec.Struct):
    version: int
    regimes: tuple[Regime, ...]


@functools.cache
def regimes() -> tuple[Regime, ...]:
    """Every regime, the oldest first."""
    return msgspec.json.decode(FILE.read_bytes(), type=_File).regimes
