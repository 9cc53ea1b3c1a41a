"""A visit as three texts, as ``visit.recorded`` and ``visit.amended`` carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets.content_parts import (
    CLASS_OF_PART,
    FIGURES_PART,
    PEOPLE_PART,
    WORDS_PART,
    join_content,
    read_part,
    split_content,
)
from chibo_desktop.packets.part_shapes import PartShape, Text, shapes_of

__all__ = ["CLASS_OF_PART", "Amendment", "amendment", "join", "split"]

_SHAPES = shapes_of(
    Visit,
    {
        PartClass.FIGURES: [("changes", tuple[Text, ...], ())],
        PartClass.WORDS: [("reason", Text, "")],
    },
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment says beside the new content: the paths that it sets, and why."""

    changes: tuple[str, ...]
    reason: str


def split(visit: Visit, changes: Sequence[str] = (), reason: str = "") -> dict[str, str]:
    """The texts of a visit by part name. ``changes`` (paths) and ``reason`` are those of an amendment."""
    return split_content(visit, _SHAPES, {"changes": tuple(changes), "reason": reason})


def join(figures: str, words: str | None = None, people: str | None = None) -> Visit:
    """The visit that the texts tell of. Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts."""
    return join_content(Visit, _SHAPES, {FIGURES_PART: figures, WORDS_PART: words, PEOPLE_PART: people})


def amendment(figures: str, words: str | None = None) -> Amendment:
    """What a ``visit.amended`` says beside its content. Raises ``Refusal`` E_PART as ``join`` does."""
    changes: tuple[str, ...] = read_part(figures, _SHAPES.figures, FIGURES_PART).changes
    shape: PartShape | None = _SHAPES.words
    reason: str = "" if words is None or shape is None else read_part(words, shape, WORDS_PART).reason
    return Amendment(changes, reason)
