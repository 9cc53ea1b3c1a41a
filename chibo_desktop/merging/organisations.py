"""The register of organisations as the fold of every word that was said about it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import Dated, Organisation
from chibo_desktop.domain.reorganisation import Attribute, Reorganisation, Setting, Succession
from chibo_desktop.merging.last_words import Said, standing

_FIELD = {
    Attribute.NAME: "names",
    Attribute.PARENT: "parents",
    Attribute.LEVEL: "levels",
    Attribute.CATEGORY: "categories",
    Attribute.TYPE: "types",
    Attribute.AREAS: "areas",
    Attribute.MEMBERS: "members",
    Attribute.CODE: "codes",
    Attribute.KILOMETRES: "kilometres",
    Attribute.STANDS: "standing",
}
_ATTRIBUTE = {field: attribute for attribute, field in _FIELD.items()}
_DAY = dt.timedelta(days=1)

Register = dict[OrganisationId, Organisation]


def register_of(said: Collection[Said[Reorganisation]]) -> Register:
    """Every organisation with its attributes over time, from the words that were not taken back."""
    words = [one.content for one in standing_words(said)]
    return fold_settings(
        (setting for word in words for setting in word.settings),
        (succession for word in words for succession in word.successions),
    )


def standing_words(said: Collection[Said[Reorganisation]]) -> tuple[Said[Reorganisation], ...]:
    """The words that count, in order: what belongs to an act counts while the word stands that names it."""
    stand = standing(said, lambda content: content.undone)
    acts = {one.entry for one in stand}
    return tuple(one for one in stand if not one.content.act or one.content.act in acts)


def fold_settings(settings: Iterable[Setting], successions: Iterable[Succession] = ()) -> Register:
    """The register that these words make. For one attribute and day the later word counts.

    Successors of one day stay in the order in which they were named: the first one carries the history on.
    """
    told: dict[OrganisationId, dict[Attribute, dict[dt.date | None, Any]]] = {}
    for setting in settings:
        attributes = told.setdefault(setting.organisation, {})
        for attribute in setting.sets:
            attributes.setdefault(attribute, {})[setting.on] = getattr(setting, attribute.value)
    followed: dict[OrganisationId, dict[tuple[dt.date, OrganisationId], None]] = defaultdict(dict)
    for one in successions:
        followed[one.old][one.on, one.new] = None
    return {
        id_: Organisation(
            id_,
            **{"names": ()} | {_FIELD[one]: _over_time(values) for one, values in attributes.items()},
            successors=tuple(Dated(new, on) for on, new in sorted(followed.get(id_, ()), key=lambda pair: pair[0])),
        )
        for id_, attributes in told.items()
    }


def _over_time(values: dict[dt.date | None, Any]) -> tuple[Dated[Any], ...]:
    """Values as spans of days. Setting to nothing ends a span and begins none."""
    days = sorted(values, key=lambda day: day or dt.date.min)
    ends = [None if day is None else day - _DAY for day in days[1:]]
    spans = zip(days, [*ends, None], strict=True)
    return tuple(Dated(values[day], day, end) for day, end in spans if values[day] is not None)


def settings_of(organisation: Organisation) -> tuple[Setting, ...]:
    """The words that make this organisation again: how a part of the register travels.

    A span that ended without another one after it is ended by setting the attribute to nothing.
    """
    found: dict[dt.date | None, dict[Attribute, Any]] = {}
    for field, attribute in _ATTRIBUTE.items():
        spans: tuple[Dated[Any], ...] = getattr(organisation, field)
        begun = {span.valid_from for span in spans}
        for span in spans:
            found.setdefault(span.valid_from, {})[attribute] = span.value
            after = None if span.valid_to is None else span.valid_to + _DAY
            if after is not None and after not in begun:
                found.setdefault(after, {})[attribute] = None
    days = sorted(found, key=lambda day: day or dt.date.min)
    return tuple(_setting(organisation.id, day, found[day]) for day in days)


def successions_of(organisation: Organisation) -> tuple[Succession, ...]:
    """The words that make its successors again."""
    return tuple(
        Succession(organisation.id, one.value, one.valid_from or dt.date.min) for one in organisation.successors
    )


def _setting(organisation: OrganisationId, day: dt.date | None, values: dict[Attribute, Any]) -> Setting:
    said = {attribute.value: value for attribute, value in values.items() if value is not None}
    return Setting(organisation, tuple(values), day, **said)


def spans_of(organisation: Organisation, attribute: Attribute) -> tuple[Dated[Any], ...]:
    """The values of one attribute over time."""
    return getattr(organisation, _FIELD[attribute])
