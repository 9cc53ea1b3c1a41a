"""A content of an entry as texts by class - figures, words, people - and back.

Every part is a tree of JSON that holds only the leaves of its class, defaults left out. A list of rows has the same
length and order in every part in which it stands; ids are figures. Without words or people those leaves are empty.
"""

from collections import deque
from collections.abc import Sequence
from itertools import repeat
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


def join_content(kind: type[T], shapes: Shapes, texts: dict[str, str | None]) -> T:
    """The content that the texts tell of; words and people may lack.

    Raises ``Refusal`` E_PART (data ``part``) for texts that are not such parts.
    """
    whole = read_part(texts.get(FIGURES_PART) or "", shapes.figures, FIGURES_PART)
    _check_ids(whole, shapes.figures.layout)
    for name, shape in ((WORDS_PART, shapes.words), (PEOPLE_PART, shapes.people)):
        text = texts.get(name)
        if text is not None:
            if shape is None:
                raise Refusal(Code.PART, part=name, why="no such part")
            _lay(read_part(text, shape, name), whole, shape.layout, name)
    return msgspec.convert(whole, kind, from_attributes=True)


def read_part(text: str, shape: PartShape, name: str) -> Any:
    """The struct of one part. Raises ``Refusal`` E_PART (data ``part``)."""
    try:
        value = strict_json.read(text, shape.type)
        strict_json.check_clean(text, text.encode("utf-8"))
    except ValueError as error:
        raise Refusal(Code.PART, part=name, why=str(error)[:200]) from error
    return value


def _check_ids(whole: Any, layout: Layout) -> None:
    for path, rows_of in layout.id_lists:
        rows = rows_of(whole)
        if rows and len(set(map(_ID, rows))) != len(rows):
            raise Refusal(Code.PART, part=FIGURES_PART, why=f"two rows of {path} share an id")
    for branch, inner in layout.lists:
        if inner.id_lists:
            for row in branch.get(whole):
                _check_ids(row, inner)


def _lay(source: Any, target: Any, layout: Layout, part: str) -> None:
    for leaf in layout.leaves:
        setattr(target, leaf.name, leaf.get(source))
    for branch, inner in layout.nested:
        _lay(branch.get(source), branch.get(target), inner, part)
    for branch, inner in layout.lists:
        given, rows = branch.get(source), branch.get(target)
        if len(given) != len(rows):
            raise Refusal(Code.PART, part=part, why=f"{branch.name}: {len(given)} rows instead of {len(rows)}")
        if rows:
            _lay_rows(given, rows, inner, part)


def _lay_rows(given: Sequence[Any], rows: Sequence[Any], layout: Layout, part: str) -> None:
    """The same for all rows at once, leaf by leaf."""
    for leaf in layout.leaves:
        deque(map(setattr, rows, repeat(leaf.name), map(leaf.get, given)), maxlen=0)
    for branch, inner in layout.nested:
        _lay_rows(tuple(map(branch.get, given)), tuple(map(branch.get, rows)), inner, part)
    for branch, inner in layout.lists:
        pairs = tuple(zip(map(branch.get, given), map(branch.get, rows), strict=True))
        for ones, others in pairs:
            if len(ones) != len(others):
                raise Refusal(Code.PART, part=part, why=f"{branch.name}: {len(ones)} rows instead of {len(others)}")
        _lay_rows([row for ones, _ in pairs for row in ones], [row for _, rows in pairs for row in rows], inner, part)
