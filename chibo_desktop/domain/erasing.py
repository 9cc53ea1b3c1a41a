"""Finding what a visit holds of one person, and taking it out: names, words, and free text that mentions the name.

Political opinions of named people are sensitive personal data, erased on request (Luật 91/2025/QH15, in force
01/01/2026). Figures are never touched: counts stay true. A person decides leaf by leaf; nothing here decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.text import clean_name, fold
from chibo_desktop.domain.visits import Visit

MASK = "[…]"
"""What stands in free text where a name was taken out and the rest was kept."""


class HitKind(StrEnum):
    """Why a leaf is offered. Names and words are the person's own; a mention may be about somebody else."""

    NAME = "name"
    SAID = "said"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Sought:
    """A person by any of the names that minutes used, by id, or both."""

    names: tuple[str, ...] = ()
    person: PersonId | None = None

    def also(self, names: Iterable[str]) -> "Sought":
        """The same person under further names."""
        return Sought(tuple(dict.fromkeys((*self.names, *(name for name in names if name)))), self.person)


@dataclass(frozen=True, slots=True)
class Hit:
    """A leaf that holds something of the person."""

    path: str
    kind: HitKind
    value: str


@dataclass(frozen=True, slots=True)
class _Owned:
    """Leaves that stand beside a name in its row: ``named`` tell who it is, ``said`` are the person's words."""

    named: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


_OWNED: Mapping[str, _Owned] = {
    "chair.name": _Owned(("post",)),
    "secretary.name": _Owned(("post",)),
    "visitors.name": _Owned(("post",)),
    "attendance.roster.name": _Owned(("post", "reason")),
    "attendance.guests.name": _Owned(("post", "body")),
    "agenda.presenter": _Owned(),
    "agenda.remarks.speaker": _Owned(said=("content",)),
    "opinions.speaker": _Owned(said=("topic", "text")),
    "guidance.by": _Owned(said=("text", "target", "deadline_words")),
    "tasks.who": _Owned(),
}
"""By the leaf that names somebody, the ids of rows left out."""


def hits_in(visit: Visit, sought: Sought) -> tuple[Hit, ...]:
    """Every leaf of words or people that holds something of the person, in the order of the visit."""
    found = leaves(visit)
    sought = sought.also(names_in(visit, sought.person))
    kinds: dict[str, HitKind] = {}
    for path in _names(found, sought):
        kinds[path] = HitKind.NAME
        owned, row = _OWNED[_kind_of(path)], path[: -len(_last(path))]
        kinds |= {row + leaf: HitKind.NAME for leaf in owned.named}
        kinds |= {row + leaf: HitKind.SAID for leaf in owned.said}
    for path, value in found.items():
        if path not in kinds and _is_text(path, value) and mentions(value, sought.names):
            kinds[path] = HitKind.MENTION
    return tuple(Hit(path, kinds[path], value) for path, value in found.items() if path in kinds and value)


def names_in(visit: Visit, person: PersonId | None) -> tuple[str, ...]:
    """The names under which a visit lists the person with this id."""
    if person is None:
        return ()
    rows = (*visit.visitors, *visit.attendance.roster)
    return tuple(dict.fromkeys(row.name for row in rows if row.person == person and row.name))


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether a text has one of the names in it, as whole words; marks and case do not matter."""
    wanted = [name for name in names if name]
    plain = fold(text) if wanted else ""
    return any(fold(clean_name(name)) in plain and any(True for _ in _places(text, name)) for name in wanted)


def masked(text: str, names: Iterable[str]) -> str:
    """The text with every one of the names replaced by the mask."""
    for name in sorted(names, key=len, reverse=True):
        for start, end in reversed(list(_places(text, name))):
            text = text[:start] + MASK + text[end:]
    return text


def with_note(visit: Visit, erased: Iterable[str], note: str) -> Visit:
    """The visit with a note in place of the texts that were erased, for reading and printing.

    Beside a name that was erased, an erased post says nothing more and stays empty.
    """
    gone = tuple(erased)
    if not gone:
        return visit
    found = leaves(visit)
    beside = {row + leaf for path, row in map(_row_of, gone) if (own := _OWNED.get(path)) for leaf in own.named}
    noted = {path: note for path in gone if path not in beside and found.get(path) == ""}
    return assemble(found | noted)


def _row_of(path: str) -> tuple[str, str]:
    """The leaf with the ids of rows left out, and the way to its row."""
    return _kind_of(path), path[: -len(_last(path))]


def _names(found: Mapping[str, Any], sought: Sought) -> Iterator[str]:
    """The leaves that name the person: by the name, or in a row that has the person's id."""
    wanted = {fold(clean_name(name)) for name in sought.names}
    for path, value in found.items():
        if _kind_of(path) in _OWNED and value:
            row = path[: -len(_last(path))]
            by_id = sought.person is not None and found.get(f"{row}person") == sought.person
            if by_id or fold(clean_name(value)) in wanted:
                yield path


def _is_text(path: str, value: object) -> bool:
    return isinstance(value, str) and bool(value) and part_of(path) is not PartClass.FIGURES


def _kind_of(path: str) -> str:
    return ".".join(path.split("/")[::2])


def _last(path: str) -> str:
    """The name of the leaf itself, without the way to it."""
    return path.replace("/", ".").rsplit(".", 1)[-1]


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text: begin and end, as whole words."""
    letters = [(fold(letter), at) for at, letter in enumerate(text)]
    plain = "".join(folded for folded, _ in letters)
    at_of = [at for folded, at in letters for _ in folded]
    wanted = fold(clean_name(name))
    start = plain.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if _ends_word(plain, start - 1) and _ends_word(plain, end):
            yield at_of[start], at_of[end - 1] + 1
        start = plain.find(wanted, end)


def _ends_word(plain: str, at: int) -> bool:
    return not (0 <= at < len(plain)) or not plain[at].isalnum()
