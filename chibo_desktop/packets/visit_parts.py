"""A visit as three texts, as ``visit.recorded`` and ``visit.amended`` carry it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chibo_desktop.domain.entries import Part, PartClass
from chibo_desktop.domain.register import Shown, Told, search_text, shown
from chibo_desktop.domain.text import folded_words
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets.content_parts import (
    CLASS_OF_PART,
    FIGURES_PART,
    PEOPLE_PART,
    WORDS_PART,
    ContentParts,
    join_content,
    read_content,
    read_part,
    split_content,
)
from chibo_desktop.packets.part_shapes import PartShape, Text, shapes_of

__all__ = ["CLASS_OF_PART", "Amendment", "SeenVisit", "VisitParts", "amendment", "join", "read_visit", "split"]

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


@dataclass(slots=True)
class VisitParts:
    """A visit as its parts tell it, each checked and laid beside the others: enough for a line of the register.

    Laying them over each other and building the ``Visit`` takes as long as reading them, so it waits for whoever
    wants to look at one.
    """

    parts: ContentParts
    _words: str | None = field(default=None, init=False, repr=False, compare=False)
    _folded: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def visit(self) -> Visit:
        """The visit itself, made anew each time."""
        return self.parts.joined(Visit, _SHAPES)

    @property
    def told(self) -> Told:
        """Figures, words and people side by side, for what the register shows."""
        if self.parts.words is None or self.parts.people is None:
            return Told.by(self.visit)
        return Told(self.parts.figures, self.parts.words, self.parts.people)

    @property
    def shown(self) -> Shown:
        """What the register shows of it."""
        return shown(self.parts.figures)

    @property
    def words(self) -> str:
        """``domain.register.search_text``, made once."""
        if self._words is None:
            self._words = search_text(self.told)
        return self._words

    @property
    def folded(self) -> str:
        """The same words folded, made once."""
        if self._folded is None:
            self._folded = folded_words(self.words)
        return self._folded


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """A visit whose parts were read and checked elsewhere, and what the register asks of it; the rest is made from the
    parts again when somebody asks.

    ``parts`` are those of its entry.
    """

    shown: Shown
    folded: str = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def visit(self) -> Visit:
        """As ``VisitParts.visit``."""
        texts = {part.name: part.text for part in self.parts}
        return read_visit(texts, {part.name: part.data for part in self.parts}).visit

    @property
    def words(self) -> None:
        """Nobody here has made them."""


def read_visit(texts: Mapping[str, str | None], data: Mapping[str, bytes | None] | None = None) -> VisitParts:
    """The parts of a visit by name; ``data`` are texts as UTF-8, as far as they are at hand.

    Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts.
    """
    return VisitParts(read_content(_SHAPES, texts, data))


def join(figures: str, words: str | None = None, people: str | None = None) -> Visit:
    """The visit that the texts tell of. Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts."""
    return join_content(Visit, _SHAPES, {FIGURES_PART: figures, WORDS_PART: words, PEOPLE_PART: people})


def amendment(figures: str, words: str | None = None) -> Amendment:
    """What a ``visit.amended`` says beside its content. Raises ``Refusal`` E_PART as ``join`` does."""
    changes: tuple[str, ...] = read_part(figures, _SHAPES.figures, FIGURES_PART).changes
    shape: PartShape | None = _SHAPES.words
    reason: str = "" if words is None or shape is None else read_part(words, shape, WORDS_PART).reason
    return Amendment(changes, reason)
