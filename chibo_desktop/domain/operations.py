"""What an office does to its register, each as one word: which settings and successions it comes to.

Nothing here refuses: what is odd or impossible is found when the word is held against the register
(``merging.reorganising``).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Tree
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting, Succession


@dataclass(frozen=True, slots=True)
class Ruling:
    """From which day something holds (``None``: as far back as anybody asks), by which paper, and why."""

    on: dt.date | None = None
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that takes others: ``merges`` end and it is their successor; ``takes`` only come below it.

    ``new``: what is said of it where it is founded by the same word; then it is the organisation of that setting.
    """

    id: OrganisationId
    merges: tuple[OrganisationId, ...] = ()
    takes: tuple[OrganisationId, ...] = ()
    new: Setting | None = None


def register(new: Iterable[Setting], ruling: Ruling) -> Reorganisation:
    """Organisations that the register did not have; ``on`` is the day on which they begin."""
    return _word(Operation.REGISTERED, ruling, (_founded(one, ruling) for one in new))


def correct(settings: Iterable[Setting], ruling: Ruling) -> Reorganisation:
    """What was said wrong, or not at all."""
    return _word(Operation.CORRECTED, ruling, (replace(one, on=ruling.on) for one in settings))


def rename(organisation: OrganisationId, name: str, ruling: Ruling) -> Reorganisation:
    return _word(Operation.RENAMED, ruling, [Setting(organisation, (Attribute.NAME,), ruling.on, name=name)])


def move(organisations: Iterable[OrganisationId], parent: OrganisationId | None, ruling: Ruling) -> Reorganisation:
    """Put organisations, with everything below them, under another superior; under none they are roots."""
    return _word(Operation.MOVED, ruling, (_under(one, parent, ruling) for one in organisations))


def recategorise(categories: Mapping[OrganisationId, str | None], ruling: Ruling) -> Reorganisation:
    """Give organisations another category each."""
    settings = (
        Setting(one, (Attribute.CATEGORY,), ruling.on, category=category) for one, category in categories.items()
    )
    return _word(Operation.RECATEGORISED, ruling, settings)


def merge(tree: Tree, unit: Unit, ruling: Ruling) -> Reorganisation:
    """n organisations become one, a new one or one of those that were there; what stood below them stands below it."""
    return _word(Operation.MERGED, ruling, _settings_of_units(tree, [unit], ruling), _successions([unit], ruling))


def split(
    tree: Tree, old: OrganisationId, parts: Sequence[Unit], ruling: Ruling, *, keeps: bool = False
) -> Reorganisation:
    """One organisation becomes several; the first part carries its history on. ``takes`` says what comes under which.

    What no part takes comes below the first one. ``keeps``: the old one goes on standing beside them.
    """
    settings = [*_settings_of_units(tree, parts, ruling)]
    if not keeps:
        taken = {one for part in parts for one in part.takes}
        rest = [child for child in tree.children.get(old, ()) if child not in taken]
        settings += [_ended(old, ruling), *(_under(child, parts[0].id, ruling) for child in rest if parts)]
    successions = [] if keeps else [Succession(old, part.id, _day(ruling)) for part in parts]
    return _word(Operation.SPLIT, ruling, settings, successions)


def dissolve(
    tree: Tree, organisations: Sequence[OrganisationId], ruling: Ruling, *, heir: OrganisationId | None = None
) -> Reorganisation:
    """End organisations. What stood below them comes below the heir; without an heir it stays where it is."""
    settings = [_ended(one, ruling) for one in organisations]
    if heir is None:
        return _word(Operation.DISSOLVED, ruling, settings)
    gone = set(organisations)
    below = [child for one in organisations for child in tree.children.get(one, ()) if child not in gone]
    settings += [_under(child, heir, ruling) for child in below if child != heir]
    return _word(Operation.DISSOLVED, ruling, settings, [Succession(one, heir, _day(ruling)) for one in organisations])


@dataclass(frozen=True, slots=True)
class Abolished:
    """A level of which every organisation but ``kept`` ones ends; ``rest``: what takes whatever no unit takes."""

    level: str
    kept: tuple[OrganisationId, ...] = ()
    rest: OrganisationId | None = None


def abolish_level(tree: Tree, wanted: Abolished, units: Sequence[Unit], ruling: Ruling) -> Reorganisation:
    """End a whole level; units take what stood below it, and can be founded with this very word.

    What no unit takes or merges comes below ``rest``, else below the superior of what ended. The successors of an
    organisation that ends are the units that took something of it, those that took most first; else that superior.
    """
    kept = {*wanted.kept, *(one for unit in units for one in (unit.id, *unit.merges, *unit.takes))}
    ended = [one.id for one in tree.organisations.values() if one.level == wanted.level and one.id not in kept]
    settings = [*_settings_of_units(tree, units, ruling, ended), *(_ended(one, ruling) for one in ended)]
    homes = {one: unit.id for unit in units for one in (*unit.merges, *unit.takes)}
    moved = {setting.organisation for setting in settings if Attribute.PARENT in setting.sets}
    placed = {*moved, *homes, *ended}
    successions = [*_successions(units, ruling)]
    for one in ended:
        above = wanted.rest or _standing_above(tree, one, ended)
        above = homes.get(above, above) if above is not None else None
        rest = (child for child in tree.children.get(one, ()) if child not in placed)
        settings += [_under(child, above, ruling) for child in rest]
        successions += [Succession(one, heir, _day(ruling)) for heir in _heirs(tree, one, homes, above)]
    return _word(Operation.LEVEL_ABOLISHED, ruling, settings, successions)


def reverse(entries: Iterable[str], reason: str) -> Reorganisation:
    """Take words back: they count as if they had never been said. Taking this back brings them back."""
    return Reorganisation(Operation.REVERSED, undone=tuple(entries), reason=reason)


def founding(organisation: OrganisationId, name: str, **particulars: object) -> Setting:
    """What is said of a new organisation: its name, and whatever else is known of it, by the names of ``Attribute``."""
    known = {key: value for key, value in particulars.items() if value not in (None, ())}
    sets = (Attribute.NAME, *(attribute for attribute in Attribute if attribute.value in known))
    return replace(Setting(organisation, sets, name=name), **known)  # pyright: ignore[reportArgumentType] - the names are those of Attribute


def alike(tree: Tree, organisations: Iterable[OrganisationId]) -> dict[str, Any]:
    """What several organisations of a day have in common, as what is said of a new one; their members together."""
    found = [tree.organisations[one] for one in organisations if one in tree.organisations]
    names = (Attribute.PARENT, Attribute.LEVEL, Attribute.CATEGORY, Attribute.TYPE, Attribute.AREAS)
    values = {name.value: {getattr(one, name.value) for one in found} for name in names}
    members = [one.members for one in found if one.members is not None]
    common = {name: next(iter(several)) for name, several in values.items() if len(several) == 1}
    return common | ({"members": sum(members)} if members and len(members) == len(found) else {})


def _word(
    operation: Operation, ruling: Ruling, settings: Iterable[Setting], successions: Iterable[Succession] = ()
) -> Reorganisation:
    return Reorganisation(
        operation,
        ruling.on,
        ruling.decision,
        settings=tuple(settings),
        successions=tuple(successions),
        reason=ruling.reason,
    )


def _founded(new: Setting, ruling: Ruling) -> Setting:
    """From its day on it stands; without a day it stands as far back as anybody asks, which needs no word."""
    sets = new.sets if ruling.on is None else tuple(dict.fromkeys((*new.sets, Attribute.STANDS)))
    return replace(new, sets=sets, on=ruling.on, stands=True)


def _ended(organisation: OrganisationId, ruling: Ruling) -> Setting:
    return Setting(organisation, (Attribute.STANDS,), ruling.on, stands=False)


def _under(organisation: OrganisationId, parent: OrganisationId | None, ruling: Ruling) -> Setting:
    return Setting(organisation, (Attribute.PARENT,), ruling.on, parent=parent)


def _day(ruling: Ruling) -> dt.date:
    return ruling.on or dt.date.min


def _settings_of_units(
    tree: Tree, units: Sequence[Unit], ruling: Ruling, ended: Iterable[OrganisationId] = ()
) -> Iterator[Setting]:
    """What units do; ``ended`` end anyhow, so nothing is said of where they stand."""
    ending = {*ended, *(one for unit in units for one in unit.merges if one != unit.id)}
    taken = {one for unit in units for one in unit.takes}
    for unit in units:
        if unit.new is not None:
            yield _founded(replace(unit.new, organisation=unit.id), ruling)
        for one in unit.takes:
            yield _under(one, unit.id, ruling)
        for old in unit.merges:
            if old == unit.id:
                continue
            yield _ended(old, ruling)
            for child in tree.children.get(old, ()):
                if child not in ending and child not in taken and child != unit.id:
                    yield _under(child, unit.id, ruling)


def _successions(units: Sequence[Unit], ruling: Ruling) -> Iterator[Succession]:
    for unit in units:
        yield from (Succession(old, unit.id, _day(ruling)) for old in unit.merges if old != unit.id)


def _heirs(
    tree: Tree,
    organisation: OrganisationId,
    homes: Mapping[OrganisationId, OrganisationId],
    above: OrganisationId | None,
) -> list[OrganisationId]:
    """Where what stood below an organisation goes, most of it first; ``above`` has whatever nothing else takes."""
    found: Counter[OrganisationId | None] = Counter()
    pending = [(child, above) for child in tree.children.get(organisation, ())] or [(organisation, above)]
    while pending:
        one, home = pending.pop()
        home = homes.get(one, home)
        found[home] += 1
        pending += [(child, home) for child in tree.children.get(one, ())]
    known = [(heir, number) for heir, number in found.items() if heir is not None]
    return [heir for heir, _ in sorted(known, key=lambda pair: (-pair[1], pair[0]))]


def _standing_above(
    tree: Tree, organisation: OrganisationId, ended: Collection[OrganisationId]
) -> OrganisationId | None:
    return next((one.id for one in tree.chain(organisation) if one.id not in ended), None)
