"""A content of an entry as texts by class - figures, words, people - and back.

Every part is a tree of JSON that holds only the leaves of its class, defaults left out. A list of rows has the same
length and order in every part in which it stands; ids are figures. Without words or people those leaves are empty.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.part_shapes import Layout, PartShape, Shapes

T = TypeVar("T")

FIGURES_PART = "figures"
WORDS_PART = "words"
PEOPLE_PART = "people"

_ID = attrgetter("id")

CLASS_OF_PART = {
    FIGURES_PART: PartClass.FIGURES,
    WORDS_PART: PartClass.WORDS,
    PEOPLE_PART: PartClass.PEOPLE,
}
"""The parts of a content in the order in which they are written."""


def split_content(value: object, shapes: Shapes, extras: dict[str, Any] | None = None) -> dict[str, str]:
    """The texts of a content by part name; ``extras`` are the members at the root that are not the content's own.

    Raises ``Refusal`` E_PART for text that is not clean (``domain.text.clean_text``).
    """
    plain: dict[str, Any] = msgspec.to_builtins(value) | (extras or {})
    alone = strict_json.write(msgspec.convert(plain, shapes.alone))
    texts = {FIGURES_PART: strict_json.write(strict_json.decoder_of(shapes.figures.type).decode(alone))}
    for name, shape in ((WORDS_PART, shapes.words), (PEOPLE_PART, shapes.people)):
        if shape is not None:
            texts[name] = strict_json.write(msgspec.convert(plain, shape.type))
    return {name: _checked(text.decode("utf-8"), name) for name, text in texts.items()}


def _checked(text: str, name: str) -> str:
    """Text that no reader would take must not be signed in the first place."""
    try:
        strict_json.check_clean(text)
    except strict_json.NotStrictError as error:
        raise Refusal(Code.PART, part=name, why=str(error)) from error
    return text


@dataclass(frozen=True, slots=True)
class ContentParts:
    """The parts of a content, each read and checked against the figures. ``None`` where the text is not here.

    What somebody asks of a few leaves is read from them as they are; ``joined`` makes the content itself.
    """

    figures: Any
    words: Any = None
    people: Any = None

    def joined(self, kind: type[T], shapes: Shapes) -> T:
        """The content. Leaves of a part that is not here are empty."""
        for source, shape in ((self.words, shapes.words), (self.people, shapes.people)):
            if source is not None and shape is not None:
                _lay(source, self.figures, shape.layout)
        return msgspec.convert(self.figures, kind, from_attributes=True)


def join_content(kind: type[T], shapes: Shapes, texts: Mapping[str, str | None]) -> T:
    """The content that the texts tell of; words and people may lack.

    Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts.
    """
    return read_content(shapes, texts).joined(kind, shapes)


def read_content(
    shapes: Shapes, texts: Mapping[str, str | None], data: Mapping[str, bytes | None] | None = None
) -> ContentParts:
    """The parts that the texts spell; ``data`` are texts as UTF-8, as far as they are at hand.

    Raises ``Refusal`` E_PART as ``join_content`` does: every rule about parts is asked here.
    """
    at_hand = data or {}
    figures = read_part(texts.get(FIGURES_PART) or "", shapes.figures, FIGURES_PART, at_hand.get(FIGURES_PART))
    _check_ids(figures, shapes.figures.layout)
    others: list[Any] = []
    for name, shape in ((WORDS_PART, shapes.words), (PEOPLE_PART, shapes.people)):
        text = texts.get(name)
        if text is None:
            others.append(None)
            continue
        if shape is None:
            raise Refusal(Code.PART, part=name, why="no such part")
        given = read_part(text, shape, name, at_hand.get(name))
        _check_rows(given, figures, shape.layout, name)
        others.append(given)
    return ContentParts(figures, *others)


def read_part(text: str, shape: PartShape, name: str, data: bytes | None = None) -> Any:
    """The struct of one part; ``data`` is the text as UTF-8, where it is at hand.

    Raises ``Refusal`` E_PART (data ``part``).
    """
    try:
        spelled = text.encode("utf-8") if data is None else data
        value = strict_json.read(spelled, shape.type)
        strict_json.check_clean(text, spelled)
    except ValueError as error:
        raise Refusal(Code.PART, part=name, why=str(error)[:200]) from error
    return value


def _check_ids(whole: Any, layout: Layout) -> None:
    for path, rows_of in layout.id_lists:
        rows = rows_of(whole)
        if rows and len(set(map(_ID, rows))) != len(rows):
            raise Refusal(Code.PART, part=FIGURES_PART, why=f"two rows of {path} share an id")
    for _, rows_of, inner in layout.row_lists:
        if inner.id_lists:
            for row in rows_of(whole):
                _check_ids(row, inner)


def _check_rows(given: Any, figures: Any, layout: Layout, part: str) -> None:
    """A list has as many rows in every part as it has in the figures."""
    for path, rows_of, inner in layout.row_lists:
        ones, others = rows_of(given), rows_of(figures)
        if len(ones) != len(others):
            raise Refusal(Code.PART, part=part, why=f"{path}: {len(ones)} rows instead of {len(others)}")
        if inner.row_lists:
            for one, other in zip(ones, others, strict=True):
                _check_rows(one, other, inner, part)


def _lay(source: Any, target: Any, layout: Layout) -> None:
    for leaf in layout.leaves:
        setattr(target, leaf.name, leaf.get(source))
    for branch, inner in layout.nested:
        _lay(branch.get(source), branch.get(target), inner)
    for branch, inner in layout.lists:
        given, rows = branch.get(source), branch.get(target)
        if rows:
            _lay_rows(given, rows, inner)


def _lay_rows(given: Sequence[Any], rows: Sequence[Any], layout: Layout) -> None:
    """The same for all rows at once, leaf by leaf."""
    for leaf in layout.leaves:
        deque(map(setattr, rows, repeat(leaf.name), map(leaf.get, given)), maxlen=0)
    for branch, inner in layout.nested:
        _lay_rows(tuple(map(branch.get, given)), tuple(map(branch.get, rows)), inner)
    for branch, inner in layout.lists:
        ones, others = map(branch.get, given), map(branch.get, rows)
        _lay_rows(tuple(chain.from_iterable(ones)), tuple(chain.from_iterable(others)), inner)
