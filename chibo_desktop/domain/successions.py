"""What an organisation is on another day: itself, or what took its place.

A report maps work of former years to the organisations of today, and each visit must be counted once, whatever was
merged and split since. So of several successors the one that was named first carries the history on.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import Organisation, value_on

Register = Mapping[OrganisationId, Organisation]


class AsOf(StrEnum):
    """Under which organisations work is counted: those of its day, or those of today."""

    THEN = "then"
    TODAY = "today"


def successors_on(register: Register, organisation: OrganisationId, day: dt.date) -> tuple[OrganisationId, ...]:
    """Everything that stands on a day in the place of an organisation, over any number of steps.

    Itself while it stands; nothing where it was dissolved and nothing took its place.
    """
    found: dict[OrganisationId, None] = {}
    seen: set[OrganisationId] = set()

    def follow(id_: OrganisationId) -> None:
        one = register.get(id_)
        if one is None or id_ in seen:
            return
        seen.add(id_)
        if one.exists_on(day):
            found[id_] = None
            return
        for successor in one.successors:
            if successor.holds_on(day):
                follow(successor.value)

    follow(organisation)
    return tuple(found)


def heir_on(register: Register, organisation: OrganisationId, day: dt.date) -> OrganisationId:
    """The one organisation under which the work of another one is counted on a day.

    Itself while it stands, and where nothing took its place: then it is counted under its own last superiors. Of
    several successors the first named. Before its own beginning it is itself, too: a visit is never lost for a date.
    """
    return next(iter(successors_on(register, organisation, day)), organisation)


def counted_under(register: Register, organisation: OrganisationId, day: dt.date) -> tuple[OrganisationId, ...]:
    """Its heir on a day and the superiors of that, nearest first: everything under which a visit to it counts.

    Superiors that no longer stand are mapped to their heirs, so that what was dissolved without a successor still
    counts in the province.
    """
    heir = heir_on(register, organisation, day)
    found = {heir: None}
    here = register.get(heir)
    while here is not None:
        parent = value_on(here.parents, day)
        if parent is None:
            break
        above = heir_on(register, parent, day)
        if above in found:
            break
        found[above] = None
        here = register.get(above)
    return tuple(found)
