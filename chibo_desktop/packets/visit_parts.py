"""A visit as three texts - figures, words, people - and back.

Every part is a tree of JSON that holds only the leaves of its class, defaults left out. A list of rows has the same
length and order in every part in which it stands; ids are figures. Without words or people those leaves are empty.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import Any

import msgspec

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets import strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.part_shapes import FIGURES, FIGURES_ALONE, PEOPLE, WORDS, Layout

FIGURES_PART = "figures"
WORDS_PART = "words"
PEOPLE_PART = "people"

CLASS_OF_PART = {
    FIGURES_PART: PartClass.FIGURES,
    WORDS_PART: PartClass.WORDS,
    PEOPLE_PART: PartClass.PEOPLE,
}
"""The parts of a visit in the order in which they are written."""

_UNCLEAN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    r"|\\u(?:00|061[cC]|20[0-9a-fA-F]{2}|[fF][eE][fF][fF])"
)
"""Controls, and letters that nobody sees or that turn the direction of reading: never in honest text."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment says beside the new content: the paths that it sets, and why."""

    changes: tuple[str, ...]
    reason: str


def split(visit: Visit, changes: Sequence[str] = (), reason: str = "") -> dict[str, str]:
    """The texts of a visit by part name. ``changes`` (paths) and ``reason`` are those of an amendment."""
    plain = msgspec.to_builtins(visit)
    alone = msgspec.convert(plain | {"changes": tuple(changes)}, FIGURES_ALONE.type)
    figures = strict_json.decoder_of(FIGURES.type).decode(strict_json.write(alone))
    words = msgspec.convert(plain | {"reason": reason}, WORDS.type)
    people = msgspec.convert(plain, PEOPLE.type)
    values = {FIGURES_PART: figures, WORDS_PART: words, PEOPLE_PART: people}
    return {name: strict_json.write(value).decode("utf-8") for name, value in values.items()}


def join(figures: str, words: str | None = None, people: str | None = None) -> Visit:
    """The visit that the texts tell of. Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts."""
    whole = _read(figures, FIGURES.type, FIGURES_PART)
    _check_ids(whole, FIGURES.layout)
    if words is not None:
        _lay(_read(words, WORDS.type, WORDS_PART), whole, WORDS.layout, WORDS_PART)
    if people is not None:
        _lay(_read(people, PEOPLE.type, PEOPLE_PART), whole, PEOPLE.layout, PEOPLE_PART)
    return msgspec.convert(whole, Visit, from_attributes=True)


def amendment(figures: str, words: str | None = None) -> Amendment:
    """What a ``visit.amended`` says beside its content. Raises ``Refusal`` E_PART as ``join`` does."""
    held: Any = _read(figures, FIGURES.type, FIGURES_PART)
    said: Any = None if words is None else _read(words, WORDS.type, WORDS_PART)
    return Amendment(held.changes, "" if said is None else said.reason)


def _read(text: str, shape: type[msgspec.Struct], name: str) -> Any:
    try:
        check_clean(text)
        return strict_json.read(text.encode("utf-8"), shape)
    except ValueError as error:
        raise Refusal(Code.PART, part=name, why=str(error)[:200]) from error


def check_clean(text: str) -> None:
    """Raises ``NotStrictError`` unless JSON text is NFC and free of controls and invisible letters, escaped or not."""
    suspicious = not text.isprintable() or "\\u" in text
    if suspicious and _UNCLEAN.search(text):
        raise strict_json.NotStrictError("control or invisible characters")
    if not unicodedata.is_normalized("NFC", text):
        raise strict_json.NotStrictError("not NFC")


def _check_ids(whole: Any, layout: Layout) -> None:
    for name, inner in layout.nested:
        _check_ids(getattr(whole, name), inner)
    for name, inner, has_ids in layout.lists:
        rows = getattr(whole, name)
        if has_ids and len({row.id for row in rows}) != len(rows):
            raise Refusal(Code.PART, part=FIGURES_PART, why=f"two rows of {name} share an id")
        if inner.lists:
            for row in rows:
                _check_ids(row, inner)


def _lay(source: Any, target: Any, layout: Layout, part: str) -> None:
    for name in layout.leaves:
        setattr(target, name, getattr(source, name))
    for name, inner in layout.nested:
        _lay(getattr(source, name), getattr(target, name), inner, part)
    for name, inner, _ in layout.lists:
        given, rows = getattr(source, name), getattr(target, name)
        if len(given) != len(rows):
            raise Refusal(Code.PART, part=part, why=f"{name}: {len(given)} rows instead of {len(rows)}")
        if rows:
            _lay_rows(given, rows, inner, part)


def _lay_rows(given: Sequence[Any], rows: Sequence[Any], layout: Layout, part: str) -> None:
    for leaf in layout.leaves:
        deque(map(setattr, rows, repeat(leaf), map(attrgetter(leaf), given)), maxlen=0)
    if layout.lists:
        below = Layout(lists=layout.lists)
        for one, row in zip(given, rows, strict=True):
            _lay(one, row, below, part)
