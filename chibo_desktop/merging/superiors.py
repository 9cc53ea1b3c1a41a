"""Who is meant by a name in a table: a line of the same file, or an organisation of the register on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.imports import Head, Line, Trouble
from chibo_desktop.domain.organisations import value_on
from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.text import fold, spelling
from chibo_desktop.merging.organisations import Register
from chibo_desktop.merging.rings import in_rings


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A line of a sheet; one is another only if it is the very same."""

    sheet: str
    line: Line

    @property
    def key(self) -> tuple[str, int]:
        return self.sheet, self.line.row

    @property
    def name(self) -> str:
        return self.line.text(Head.NAME)


@dataclass(frozen=True, slots=True)
class Here:
    """An organisation of the register as it is on the day."""

    id: OrganisationId
    name: str
    parent: OrganisationId | None


Meant = Place | OrganisationId
_HIGHEST = 64
"""Superiors above each other: more than any regime ever had."""


class Noting(Protocol):
    """Takes a trouble of a cell down."""

    def __call__(self, trouble: Trouble, place: Place, head: Head, **data: Datum) -> None: ...


class Known:
    """The register of one day, to be asked by code and by name."""

    def __init__(self, register: Register, day: dt.date) -> None:
        self.here: dict[OrganisationId, Here] = {}
        self.by_code: dict[str, OrganisationId] = {}
        self.by_spelling: dict[str, list[OrganisationId]] = defaultdict(list)
        self.by_fold: dict[str, list[OrganisationId]] = defaultdict(list)
        self._below: dict[OrganisationId | None, list[Here]] = defaultdict(list)
        self.code_of: dict[OrganisationId, str] = {}
        for id_, one in register.items():
            name = value_on(one.names, day)
            if name is None or not one.exists_on(day):
                continue
            here = self.here[id_] = Here(id_, name, value_on(one.parents, day))
            self.by_spelling[spelling(name)].append(id_)
            self.by_fold[fold(name)].append(id_)
            self._below[here.parent].append(here)
            if (code := value_on(one.codes, day)) is not None:
                self.by_code[code] = id_
                self.code_of[id_] = code

    def below(self, unit: Meant | None) -> Sequence[Here]:
        """What stands directly below an organisation, the tops for ``None``; nothing below a line of a file."""
        return () if isinstance(unit, Place) else self._below.get(unit, ())

    def above(self, id_: OrganisationId) -> OrganisationId | None:
        """The superior on the day."""
        here = self.here.get(id_)
        return here.parent if here is not None else None


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be meant. ``is_folded``: only without marks; ``is_sure``: nothing that is not known yet can change it."""

    ones: tuple[Meant, ...] = ()
    is_folded: bool = False
    is_sure: bool = True


class Superiors:
    """The superior of each line, and the organisation of the register that each line is.

    A line may name its superior by a path, and which path a line has is known once its own superior is. So lines are
    asked in rounds: whoever can be told for certain first.
    """

    def __init__(self, places: Sequence[Place], known: Known, note: Noting) -> None:
        self._known, self._note = known, note
        self._by_code: dict[str, Place] = {}
        self._by_spelling: dict[str, list[Place]] = defaultdict(list)
        self._by_fold: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if code := place.line.text(Head.CODE):
                self._by_code.setdefault(code, place)
            self._by_spelling[spelling(place.name)].append(place)
            self._by_fold[fold(place.name)].append(place)
        self._folded: dict[Meant, str] = {}
        self._above: dict[Place, Meant | None] = {}
        self._organisation: dict[Place, OrganisationId | None] = {}
        self._ask(places)
        self._open_rings(places)
        for place in places:
            if len(self._chain(place) or ()) >= _HIGHEST:
                note(Trouble.TOO_DEEP, place, Head.PARENT, name=place.name, most=_HIGHEST)

    def above(self, place: Place) -> Meant | None:
        """The superior that a line names; ``None`` where it names none, or none that is known."""
        return self._above.get(place)

    def organisation(self, place: Place) -> OrganisationId | None:
        """The organisation of the register that a line is about; ``None`` for a new one."""
        way: list[Place] = []
        current: Meant | None = place
        while isinstance(current, Place) and current not in self._organisation:  # no rings: they were opened
            way.append(current)
            current = self.above(current)
        for one in reversed(way):  # from above, for who somebody is depends on who stands above
            self._organisation[one] = self._match(one)
        return self._organisation[place]

    def candidates(self, words: Sequence[str], besides: Place | None = None, *, is_top: bool = False) -> Found:
        """Who may be meant by a name and names of superiors, nearest first; others may stand between them.

        Lines of the file come before the register, and names as they are spelled before names without marks, which are
        asked only for what was typed without marks: wrong marks are another name. Of several who have these superiors,
        the one that has no others is meant; a bare name means a top only where that is said.
        """
        name, *superiors = words
        for group, is_folded in self._called(name):
            ones = [one for one in group if one is not besides]
            known = [(one, chain) for one in ones if (chain := self._chain(one)) is not None]
            fitting = [(one, chain) for one, chain in known if _has(chain, superiors)]
            is_path = is_top or bool(superiors)
            whole = [one for one, chain in fitting if is_path and len(chain) == len(superiors)]
            if len(whole) == 1 or (len(ones) == 1 and not superiors):
                return Found(tuple(whole or ones), is_folded)
            if len(known) < len(ones):
                return Found(tuple(one for one, _ in fitting) or tuple(ones), is_folded, is_sure=False)
            if fitting:
                return Found(tuple(one for one, _ in fitting), is_folded)
        return Found()

    def meant(self, text: str, besides: Place | None = None) -> Found:
        """As ``candidates``, for text that may be a name, or a name and those of its superiors after slashes.

        With a slash in front it is the name of a top. Where it may be both, both are candidates: nobody guesses.
        """
        found = self.candidates([text], besides)
        parts = [part.strip() for part in text.split("/") if part.strip()]
        if "/" not in text or not parts:
            return found
        below = self.candidates(parts, besides, is_top=len(parts) == 1)
        ones = tuple(dict.fromkeys((*found.ones, *below.ones)))
        return Found(ones, (found if found.ones else below).is_folded, found.is_sure and below.is_sure)

    def by_code(self, code: str) -> Meant | None:
        """Who has this code, in the file or else in the register."""
        return self._by_code.get(code) or self._known.by_code.get(code)

    def name_of(self, one: Meant) -> str:
        """A name for a person to read."""
        return one.name if isinstance(one, Place) else self._known.here[one].name

    def _folded_name(self, one: Meant) -> str:
        if one not in self._folded:
            self._folded[one] = fold(self.name_of(one))
        return self._folded[one]

    def _called(self, name: str) -> Iterator[tuple[Sequence[Meant], bool]]:
        """Those of a name, group by group, and whether marks were passed over: only for names typed without any."""
        spelled, folded = spelling(name), fold(name)
        yield self._by_spelling.get(spelled, ()), False
        yield self._known.by_spelling.get(spelled, ()), False
        if spelled == folded:
            yield self._by_fold.get(folded, ()), True
            yield self._known.by_fold.get(folded, ()), True

    def _ask(self, places: Sequence[Place]) -> None:
        waiting = [place for place in places if not self._is_told(place)]
        while waiting:
            later = [place for place in waiting if not self._decide(place)]
            if len(later) == len(waiting):  # they wait for each other
                later = [place for place in waiting if not self._decide(place, at_last=True)]
            waiting = later

    def _is_told(self, place: Place) -> bool:
        """Whether the superior is told by a code, or there is none."""
        code, text = place.line.text(Head.PARENT_CODE), place.line.text(Head.PARENT)
        if not code and text:
            return False
        self._above[place] = self.by_code(code) if code else None
        if code and self._above[place] is None:
            self._note(Trouble.PARENT_UNKNOWN, place, Head.PARENT_CODE, name=code)
        return True

    def _decide(self, place: Place, *, at_last: bool = False) -> bool:
        """Settle the superior of a line if that can be done for certain, or at last with what there is."""
        text = place.line.text(Head.PARENT)
        found = self.meant(text, place)
        if not found.is_sure and not at_last:
            return False
        ones = list(found.ones)
        self._above[place] = ones[0] if len(ones) == 1 else None
        if not ones:
            is_own = any(place in group for group, _ in self._called(text))
            self._note(Trouble.PARENT_CYCLE if is_own else Trouble.PARENT_UNKNOWN, place, Head.PARENT, name=text)
        elif len(ones) > 1:
            self._note(Trouble.PARENT_AMBIGUOUS, place, Head.PARENT, name=text, count=len(ones))
        elif found.is_folded:
            other = self.name_of(ones[0])
            self._note(Trouble.PARENT_BY_FOLD, place, Head.PARENT, name=text, other=other)
        return True

    def _chain(self, one: Meant) -> list[str] | None:
        """Folded names of everybody above, nearest first; ``None`` while that is not known.

        A ring, or a height that no register has, ends it.
        """
        chain: list[str] = []
        while len(chain) < _HIGHEST:
            if isinstance(one, Place) and one not in self._above:
                return None
            above = self._above[one] if isinstance(one, Place) else self._known.above(one)
            if above is None or (not isinstance(above, Place) and above not in self._known.here):
                return chain
            chain.append(self._folded_name(above))
            one = above
        return chain

    def _match(self, place: Place) -> OrganisationId | None:
        """By code, else by name in the unit; a line without a superior by its name, where only one has it."""
        code = place.line.text(Head.CODE)
        if code and code in self._known.by_code:
            return self._known.by_code[code]
        named = [id_ for id_ in self._known.by_spelling.get(spelling(place.name), ()) if self._may_be(id_, code)]
        above = self.above(place)
        if above is None:
            tops = [id_ for id_ in named if self._known.above(id_) is None]
            found = tops or named
        else:
            unit = self.organisation(above) if isinstance(above, Place) else above
            found = [id_ for id_ in named if unit is not None and self._known.above(id_) == unit]
        if len(found) > 1:
            self._note(Trouble.PARENT_AMBIGUOUS, place, Head.NAME, name=place.name, count=len(found))
        return found[0] if len(found) == 1 else None

    def _may_be(self, id_: OrganisationId, code: str) -> bool:
        """Two codes are two organisations, whatever their names."""
        return not code or self._known.code_of.get(id_) in (None, code)

    def _open_rings(self, places: Sequence[Place]) -> None:
        """Lines that are each other's superiors are named, and hang on nothing."""
        rings = in_rings({place: above for place, above in self._above.items() if isinstance(above, Place)})
        for place in places:
            if place in rings:
                self._note(Trouble.PARENT_CYCLE, place, Head.PARENT, name=place.name)
                self._above[place] = None


def _has(chain: Sequence[str], superiors: Sequence[str]) -> bool:
    """Whether these names stand in a chain, in this order."""
    names = iter(chain)
    return all(fold(wanted) in names for wanted in superiors)
