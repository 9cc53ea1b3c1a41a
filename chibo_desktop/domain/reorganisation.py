"""What changes in the register of organisations: one signed word about one or many of them, from a day on.

Nothing is overwritten. A word sets attributes of organisations from its day on; another word with a later day goes on
from there, and one that is taken back counts as if it had never been said. So a register can be asked for any day, and
minutes of 2023 keep the names of 2023.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import AreaFlag, CellType
from chibo_desktop.domain.visits import words


class Operation(StrEnum):
    """What a word does, as its writer meant it; its effect stands in its settings and successions alone."""

    REGISTERED = "registered"
    IMPORTED = "imported"
    CORRECTED = "corrected"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"
    RECATEGORISED = "recategorised"
    LEVEL_ABOLISHED = "level_abolished"
    REVERSED = "reversed"


class Attribute(StrEnum):
    """The attributes of an organisation that a setting can set, by the names of its fields."""

    NAME = "name"
    PARENT = "parent"
    LEVEL = "level"
    CATEGORY = "category"
    TYPE = "type"
    AREAS = "areas"
    MEMBERS = "members"
    CODE = "code"
    KILOMETRES = "kilometres"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Setting:
    """Attributes of one organisation from a day on (``None``: as far back as anybody asks).

    Only the attributes in ``sets`` say something; so ``parent`` can be set to nothing.
    """

    organisation: OrganisationId
    sets: tuple[Attribute, ...]
    on: dt.date | None = None
    name: str = ""
    parent: OrganisationId | None = None
    level: str | None = None
    category: str | None = None
    type: CellType | None = None
    areas: tuple[AreaFlag, ...] = ()
    members: int | None = None
    code: str | None = None
    kilometres: int | None = None
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Succession:
    """``new`` takes the place of ``old`` from a day on; a split has several, a merger several with one ``new``."""

    old: OrganisationId
    new: OrganisationId
    on: dt.date


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """``organisation.changed``: one word about the register; the subject is an id of its own.

    ``on``: the day that was given; ``decision``: number, symbol and date of the paper that it follows; ``source``: the
    name of the file that was imported. ``undone``: entries whose word is taken back by this one. ``act``: the first
    entry of an import that was too long for one; this one counts while that word stands.
    """

    operation: Operation
    on: dt.date | None = None
    decision: str = ""
    source: str = ""
    settings: tuple[Setting, ...] = ()
    successions: tuple[Succession, ...] = ()
    undone: tuple[str, ...] = ()
    reason: str = words()
    act: str = ""
