"""The register of organisations as it stands on one day: a tree, its counts, and finding in it without marks."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import AreaFlag, CellType, Organisation, Superior, value_on
from chibo_desktop.domain.text import fold

PROVINCE = "province"
"""Code of the level whose organisations have *direct* ones below them."""
GRASSROOTS_PARTIES = frozenset({"grassroots_party"})
GRASSROOTS_CELLS = frozenset({"grassroots"})
SUBORDINATE_CELLS = frozenset({"subordinate"})
CELLS = GRASSROOTS_CELLS | SUBORDINATE_CELLS | {"cell"}
"""Codes of all regimes, as a report counts them; the words for them are those of a regime (``domain.regimes``)."""
_DIRECT = frozenset({"direct", "commune_party"})
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class OnDay:
    """What an organisation was on a day. ``parent`` is the superior that stood on it; ``is_stray``: it names one that
    did not.
    """

    id: OrganisationId
    name: str
    parent: OrganisationId | None = None
    is_stray: bool = False
    level: str | None = None
    category: str | None = None
    type: CellType | None = None
    areas: tuple[AreaFlag, ...] = ()
    members: int | None = None
    code: str | None = None
    kilometres: int | None = None

    @property
    def is_cell(self) -> bool:
        return self.category in CELLS


@dataclass(frozen=True, slots=True)
class Counts:
    """What a report counts of a day. ``direct``: organisations right below the province; ``members``: as stated of the
    cells, and of a body only where nothing below it states any.
    """

    organisations: int = 0
    direct: int = 0
    grassroots_parties: int = 0
    grassroots_cells: int = 0
    subordinate_cells: int = 0
    cells: int = 0
    members: int = 0
    categories: tuple[tuple[str, int], ...] = ()

    @property
    def grassroots(self) -> int:
        """Grassroots organisations of both kinds."""
        return self.grassroots_parties + self.grassroots_cells


@dataclass(frozen=True)
class Tree:
    """Every organisation that stood on ``day``. ``children``: by superior, in order of names; of ``None`` the roots."""

    day: dt.date
    organisations: Mapping[OrganisationId, OnDay]
    children: Mapping[OrganisationId | None, tuple[OrganisationId, ...]]

    @property
    def roots(self) -> tuple[OrganisationId, ...]:
        return self.children.get(None, ())

    def below(self, organisation: OrganisationId | None) -> Iterator[OnDay]:
        """Everything below an organisation (below ``None``: everything), each before what is below it."""
        for child in self.children.get(organisation, ()):
            yield self.organisations[child]
            yield from self.below(child)

    def chain(self, organisation: OrganisationId) -> tuple[OnDay, ...]:
        """Its superiors, nearest first."""
        found: list[OnDay] = []
        parent = self.organisations[organisation].parent
        while parent is not None:
            found.append(self.organisations[parent])
            parent = found[-1].parent
        return tuple(found)

    def superiors(self, organisation: OrganisationId) -> tuple[Superior, ...]:
        """The same as a snapshot has them."""
        return tuple(Superior(one.name, one.id, one.level) for one in self.chain(organisation))

    @cached_property
    def cells_below(self) -> Mapping[OrganisationId, int]:
        """How many cells stand below each organisation that has any."""
        found: Counter[OrganisationId] = Counter()
        for one in self.organisations.values():
            if one.is_cell:
                found.update(superior.id for superior in self.chain(one.id))
        return found

    @cached_property
    def members(self) -> Mapping[OrganisationId, int | None]:
        """Members of each organisation: those stated below it, else its own; ``None`` where nobody stated any."""
        found: dict[OrganisationId, int | None] = {}
        for one in reversed(tuple(self.below(None))):
            below = [found[child] for child in self.children.get(one.id, ())]
            stated = [number for number in below if number is not None]
            found[one.id] = sum(stated) if stated else one.members
        return found

    def counts(self, under: OrganisationId | None = None) -> Counts:
        """The counts of everything below an organisation, or of the whole register."""
        found = tuple(self.below(under))
        categories = Counter(one.category for one in found)

        def of(codes: Iterable[str]) -> int:
            return sum(categories[code] for code in codes)

        return Counts(
            organisations=len(found),
            direct=sum(self._is_direct(one) for one in found),
            grassroots_parties=of(GRASSROOTS_PARTIES),
            grassroots_cells=of(GRASSROOTS_CELLS),
            subordinate_cells=of(SUBORDINATE_CELLS),
            cells=of(CELLS),
            members=sum(self.members[child] or 0 for child in self.children.get(under, ())),
            categories=tuple(sorted((code, number) for code, number in categories.items() if code)),
        )

    def _is_direct(self, one: OnDay) -> bool:
        return one.category in _DIRECT or (
            one.parent is not None and self.organisations[one.parent].level == PROVINCE and not one.is_cell
        )


def tree_on(register: Mapping[OrganisationId, Organisation], day: dt.date) -> Tree:
    """The tree of a day. Where bad data go in a circle, it is cut, so that nothing disappears."""
    standing = {id_: one for id_, one in register.items() if one.exists_on(day) and _is_known(one, day)}
    parents = {id_: value_on(one.parents, day) for id_, one in standing.items()}
    cut = _cuts({id_: parent for id_, parent in parents.items() if parent in standing})
    found = {
        id_: _on_day(one, day, parents[id_] if parents[id_] in standing and id_ not in cut else None)
        for id_, one in standing.items()
    }
    children: dict[OrganisationId | None, list[OnDay]] = {}
    for one in found.values():
        children.setdefault(one.parent, []).append(one)
    ordered = {
        parent: tuple(one.id for one in sorted(below, key=lambda one: (natural(one.name), one.id)))
        for parent, below in children.items()
    }
    return Tree(day, found, ordered)


def _is_known(organisation: Organisation, day: dt.date) -> bool:
    """Whether anybody said on purpose that it stands, or named it, on that day."""
    return value_on(organisation.names, day) is not None or value_on(organisation.standing, day) is not None


def name_on(organisation: Organisation, day: dt.date) -> str:
    """What it was called on a day; before its first name by that, and where nobody named it by nothing."""
    found = value_on(organisation.names, day)
    return found if found is not None else next((one.value for one in organisation.names), "")


def _on_day(one: Organisation, day: dt.date, parent: OrganisationId | None) -> OnDay:
    return OnDay(
        one.id,
        name_on(one, day),
        parent,
        parent is None and value_on(one.parents, day) is not None,
        value_on(one.levels, day),
        value_on(one.categories, day),
        value_on(one.types, day),
        value_on(one.areas, day) or (),
        value_on(one.members, day),
        value_on(one.codes, day),
        value_on(one.kilometres, day),
    )


def _cuts(parents: Mapping[OrganisationId, OrganisationId | None]) -> frozenset[OrganisationId]:
    """Of each circle of superiors the member with the least id."""
    sound: set[OrganisationId] = set()
    cut: set[OrganisationId] = set()
    for start in parents:
        path: dict[OrganisationId, None] = {}
        here: OrganisationId | None = start
        while here is not None and here not in sound and here not in path:
            path[here] = None
            here = parents.get(here)
        if here is not None and here in path:
            members = list(path)
            cut.add(min(members[members.index(here) :]))
        sound.update(path)
    return frozenset(cut)


def natural(name: str) -> str:
    """A name as it is put in order: without marks, numbers by their worth (*Tổ 2* before *Tổ 10*)."""
    return _DIGITS.sub(lambda found: found[0].zfill(6), fold(name))


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation that was found. ``former``: the name of another day by which it was; ``stands`` on the day."""

    id: OrganisationId
    name: str
    superiors: tuple[str, ...] = ()
    former: str = ""
    stands: bool = True


class Finder:
    """Finds organisations by words of their name, of their superiors' names, or of names of other days.

    What stands on the day comes first, then former names, then what is gone; each in order of names.
    """

    def __init__(self, register: Mapping[OrganisationId, Organisation], tree: Tree) -> None:
        self._entries = [
            (_haystack((name,)), _haystack((name, *hit.superiors)), hit)
            for hit, name in _hits(register, tree)
        ]  # fmt: skip

    def find(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Organisations of whose words some begin with each word of the text, at least one of its own name."""
        words = [f" {word}" for word in fold(text).split()]
        if not words:
            return ()
        found: list[tuple[bool, Hit]] = []
        for own, whole, hit in self._entries:
            if any(word in own for word in words) and all(word in whole for word in words):
                found.append((not all(word in own for word in words), hit))
        found.sort(key=lambda one: (one[0], bool(one[1].former), not one[1].stands))
        unique = {hit.id: hit for _, hit in reversed(found)}
        return tuple(hit for _, hit in found if unique[hit.id] is hit)[:limit]


def _haystack(names: Sequence[str]) -> str:
    return " " + fold(" ".join(names)).replace("(", " ").replace(",", " ")


def _hits(register: Mapping[OrganisationId, Organisation], tree: Tree) -> Iterator[tuple[Hit, str]]:
    """Each organisation by each of its names, in order of names."""
    found: list[tuple[Hit, str]] = []
    for id_, one in register.items():
        here = tree.organisations.get(id_)
        name = here.name if here is not None else name_on(one, tree.day)
        superiors = tuple(superior.name for superior in tree.chain(id_)) if here is not None else ()
        for given in dict.fromkeys((name, *(dated.value for dated in one.names))):
            former = given if given != name else ""
            found.append((Hit(id_, name, superiors, former, here is not None), given))
    return iter(sorted(found, key=lambda pair: natural(pair[1])))
