"""Holding a word against the register before it is said: what it would change, what is odd, what cannot be."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Tree, name_on, natural, tree_on
from chibo_desktop.domain.organisations import Dated, Organisation, value_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.regimes import Regime, regime_on
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.domain.wording import short_date
from chibo_desktop.merging.organisations import Register, fold_settings, settings_of, successions_of

_FOUNDING = frozenset(
    {Operation.REGISTERED, Operation.IMPORTED, Operation.MERGED, Operation.SPLIT, Operation.LEVEL_ABOLISHED}
)
"""Operations whose word may speak of an organisation for the first time."""


class CautionCode(StrEnum):
    """Something odd about a word. Nothing of it stops anybody."""

    NOT_STANDING = "ORG_NOT_STANDING"
    """It is changed from a day on which it does not stand."""
    CHILDREN_LEFT = "ORG_CHILDREN_LEFT"
    """It ends, and something below it goes on standing."""
    SUPERIOR_GONE = "ORG_SUPERIOR_GONE"
    """It is put below something that does not stand on that day."""
    NAME_TWICE = "ORG_NAME_TWICE"
    """Another one below the same superior has the same name, marks aside."""
    LATER_WORD = "ORG_LATER_WORD"
    """A later day has another value already, which goes on holding from that day on."""
    CATEGORY_OF_OTHER_TIME = "ORG_CATEGORY_OF_OTHER_TIME"
    """The regime of that day knows no such category."""
    LEVEL_OF_OTHER_TIME = "ORG_LEVEL_OF_OTHER_TIME"
    """The regime of that day knows no such level."""
    MEMBERS_DIFFER = "ORG_MEMBERS_DIFFER"
    """What is merged does not have as many members as are stated of what comes of it."""
    STILL_USED = "ORG_STILL_USED"
    """Later words speak of an organisation that no word founds any more."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One oddity: of which organisation, from which day, how many, another name or code it is about."""

    code: CautionCode
    organisation: OrganisationId
    name: str
    day: dt.date | None = None
    count: int = 0
    other: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What differs on the day of a word. ``below``: whose own facts stay and whose superiors differ, by id or name."""

    begun: tuple[OrganisationId, ...] = ()
    ended: tuple[OrganisationId, ...] = ()
    changed: tuple[OrganisationId, ...] = ()
    below: tuple[OrganisationId, ...] = ()

    @property
    def all(self) -> tuple[OrganisationId, ...]:
        return (*self.begun, *self.ended, *self.changed, *self.below)


def after(register: Register, word: Reorganisation) -> Register:
    """The register as it is once this word was said after all others. Not for words that take others back."""
    touched = dict.fromkeys(setting.organisation for setting in word.settings)
    touched |= dict.fromkeys(one.old for one in word.successions)
    known = [register[id_] for id_ in touched if id_ in register]
    settings = [*(setting for one in known for setting in settings_of(one)), *word.settings]
    successions = [*(one for org in known for one in successions_of(org)), *word.successions]
    return register | fold_settings(settings, successions)


def reach(old: Tree, new: Tree) -> Reach:
    """What differs between two states of the register on one day."""
    begun = [id_ for id_ in new.organisations if id_ not in old.organisations]
    ended = [id_ for id_ in old.organisations if id_ not in new.organisations]
    both = [id_ for id_ in old.organisations if id_ in new.organisations]
    changed = [id_ for id_ in both if old.organisations[id_] != new.organisations[id_]]
    mine = set(changed)
    below = [id_ for id_ in both if id_ not in mine and old.superiors(id_) != new.superiors(id_)]
    return Reach(*(_by_name(ids, tree) for ids, tree in ((begun, new), (ended, old), (changed, new), (below, new))))


def _by_name(ids: Iterable[OrganisationId], tree: Tree) -> tuple[OrganisationId, ...]:
    return tuple(sorted(ids, key=lambda id_: (natural(tree.organisations[id_].name), id_)))


def refuse_impossible(before: Register, now: Register, word: Reorganisation) -> None:
    """Raise ``Refusal`` for what cannot be.

    ORGANISATION_UNKNOWN (an id that nothing was said of), ORGANISATION_NAMELESS, ORGANISATION_SELF (it would succeed
    itself), ORGANISATION_CYCLE (it would stand below itself), ORGANISATION_ENDS_BEFORE (it would end before it begins,
    or on that very day), REGISTER_UNCHANGED.
    """
    founds = word.operation in _FOUNDING
    named = {setting.organisation for setting in word.settings if founds and Attribute.NAME in setting.sets}
    for id_ in _mentioned(word):
        if id_ not in before and id_ not in named:
            raise Refusal("ORGANISATION_UNKNOWN", organisation=id_)
    for setting in word.settings:
        if Attribute.NAME in setting.sets and not setting.name.strip():
            raise Refusal("ORGANISATION_NAMELESS", organisation=setting.organisation)
    for one in word.successions:
        if one.old == one.new:
            raise Refusal("ORGANISATION_SELF", name=_name(now, one.old, one.on))
    _refuse_cycles(now, word)
    _refuse_ends(before, word)
    if not word.undone and before == now:
        raise Refusal("REGISTER_UNCHANGED")


def _mentioned(word: Reorganisation) -> Iterator[OrganisationId]:
    for setting in word.settings:
        yield setting.organisation
        if setting.parent is not None:
            yield setting.parent
    for one in word.successions:
        yield from (one.old, one.new)


def _refuse_cycles(now: Register, word: Reorganisation) -> None:
    moved = [setting for setting in word.settings if setting.parent is not None]
    first = min((setting.on or dt.date.min for setting in moved), default=None)
    if first is None:
        return
    later = {one.valid_from for org in now.values() for one in org.parents if (one.valid_from or dt.date.min) > first}
    for day in sorted({first, *(day for day in later if day is not None)}):
        for setting in moved:
            _refuse_cycle(now, setting.organisation, day)


def _refuse_cycle(now: Register, organisation: OrganisationId, day: dt.date) -> None:
    seen = {organisation}
    here = now.get(organisation)
    while here is not None:
        parent = value_on(here.parents, day)
        if parent is None:
            return
        if parent in seen:
            name = _name(now, organisation, day)
            raise Refusal("ORGANISATION_CYCLE", name=name, under=_name(now, parent, day))
        seen.add(parent)
        here = now.get(parent)


def _refuse_ends(before: Register, word: Reorganisation) -> None:
    for setting in word.settings:
        one = before.get(setting.organisation)
        if one is None or Attribute.STANDS not in setting.sets or setting.stands:
            continue
        begins = _beginning(one)
        if begins is not None and (setting.on is None or setting.on <= begins):
            name, day = _name(before, one.id, begins), short_date(begins)
            raise Refusal("ORGANISATION_ENDS_BEFORE", name=name, begins=begins.isoformat(), day=day)


def _beginning(one: Organisation) -> dt.date | None:
    """The first day of an organisation, where one was said: that it stands from then on, or its first name."""
    founded = [span.valid_from for span in one.standing if span.value]
    days = founded or [span.valid_from for span in one.names]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def cautions(before: Register, now: Register, word: Reorganisation, regimes: Sequence[Regime]) -> tuple[Caution, ...]:
    """What is odd about a word, the most telling kinds first."""
    day = word.on or dt.date.max
    tree = tree_on(now, day)
    return (
        *_not_standing(before, word),
        *_left_below(now, tree, word),
        *_superiors_gone(now, word),
        *_named_twice(tree, word),
        *_later_words(now, word),
        *_of_other_times(now, word, regimes),
        *_members_differ(before, now, word),
    )


def still_used(before: Register, now: Register) -> tuple[Caution, ...]:
    """After words were taken back: organisations that others still speak of, and that nobody founds any more."""
    return tuple(
        Caution(CautionCode.STILL_USED, id_, name_on(before[id_], dt.date.max))
        for id_, one in now.items()
        if id_ in before and before[id_] != one and _begins(before[id_]) and not _begins(one)
    )


def _begins(one: Organisation) -> bool:
    return any(span.value for span in one.standing) or any(span.valid_from is None for span in one.names)


def _name(register: Register, id_: OrganisationId, day: dt.date) -> str:
    one = register.get(id_)
    return id_ if one is None else name_on(one, day) or id_


def _not_standing(before: Register, word: Reorganisation) -> Iterator[Caution]:
    founds = {one.organisation for one in word.settings if Attribute.STANDS in one.sets and one.stands}
    for setting in word.settings:
        one, day = before.get(setting.organisation), setting.on
        if one is not None and day is not None and setting.organisation not in founds and not one.exists_on(day):
            yield Caution(CautionCode.NOT_STANDING, one.id, _name(before, one.id, day), day)


def _left_below(now: Register, tree: Tree, word: Reorganisation) -> Iterator[Caution]:
    ended = {one.organisation for one in word.settings if Attribute.STANDS in one.sets and not one.stands}
    left: dict[OrganisationId, int] = {}
    for one in tree.organisations.values():
        parent = value_on(now[one.id].parents, tree.day) if one.is_stray else None
        if parent is not None and parent in ended:
            left[parent] = left.get(parent, 0) + 1
    for id_, count in left.items():
        yield Caution(CautionCode.CHILDREN_LEFT, id_, _name(now, id_, tree.day), tree.day, count)


def _superiors_gone(now: Register, word: Reorganisation) -> Iterator[Caution]:
    for setting in word.settings:
        parent, day = setting.parent, setting.on
        if parent is not None and day is not None and not now[parent].exists_on(day):
            name = _name(now, setting.organisation, day)
            yield Caution(
                CautionCode.SUPERIOR_GONE, setting.organisation, name, day, other=_name(now, parent, day)
            )  # fmt: skip


def _named_twice(tree: Tree, word: Reorganisation) -> Iterator[Caution]:
    placed = (one.organisation for one in word.settings if {Attribute.NAME, Attribute.PARENT} & set(one.sets))
    here = [tree.organisations[id_] for id_ in dict.fromkeys(placed) if id_ in tree.organisations]
    names = {
        parent: Counter(natural(tree.organisations[one].name) for one in tree.children[parent])
        for parent in {mine.parent for mine in here}
    }
    for mine in here:
        if names[mine.parent][natural(mine.name)] > 1:
            above = tree.organisations[mine.parent].name if mine.parent else ""
            yield Caution(CautionCode.NAME_TWICE, mine.id, mine.name, word.on, other=above)


_FIELDS = {Attribute.NAME: "names", Attribute.PARENT: "parents", Attribute.CATEGORY: "categories"}


def _later_words(now: Register, word: Reorganisation) -> Iterator[Caution]:
    for setting in word.settings:
        for attribute in setting.sets:
            spans: tuple[Dated[object], ...] = getattr(now[setting.organisation], _FIELDS.get(attribute, "successors"))
            later = [span for span in spans if span.valid_from and setting.on and span.valid_from > setting.on]
            if attribute in _FIELDS and later:
                name = _name(now, setting.organisation, setting.on or dt.date.max)
                yield Caution(
                    CautionCode.LATER_WORD, setting.organisation, name, later[0].valid_from, other=attribute.value
                )  # fmt: skip


def _of_other_times(now: Register, word: Reorganisation, regimes: Sequence[Regime]) -> Iterator[Caution]:
    for setting in word.settings:
        if setting.on is None:
            continue
        regime = regime_on(regimes, setting.on)
        told = (
            (setting.category, {one.code for one in regime.categories}, CautionCode.CATEGORY_OF_OTHER_TIME),
            (setting.level, {one.code for one in regime.levels}, CautionCode.LEVEL_OF_OTHER_TIME),
        )
        for value, known, code in told:
            if value is not None and value not in known:
                name = _name(now, setting.organisation, setting.on)
                yield Caution(code, setting.organisation, name, setting.on, other=value)


def _members_differ(before: Register, now: Register, word: Reorganisation) -> Iterator[Caution]:
    if word.operation is not Operation.MERGED or word.on is None:
        return
    stated: dict[OrganisationId, Setting] = {one.organisation: one for one in word.settings if one.members is not None}
    for id_, setting in stated.items():
        merged = [value_on(before[one.old].members, word.on) for one in word.successions if one.new == id_]
        total = sum(number for number in merged if number is not None)
        if None not in merged and merged and total != setting.members:
            yield Caution(
                CautionCode.MEMBERS_DIFFER, id_, _name(now, id_, word.on), word.on, total, f"{setting.members}"
            )  # fmt: skip
