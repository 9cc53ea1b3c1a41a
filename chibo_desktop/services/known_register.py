"""The register of organisations in memory: read once, asked for any day, thrown away when the book says another."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from chibo_desktop.domain.entries import EntryHead
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Finder, Tree, tree_on
from chibo_desktop.domain.organisations import Organisation
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.domain.successions import heir_on

T = TypeVar("T")

_MOST_DAYS = 8
"""Days of which trees are kept: a person compares two or three."""


class KnownRegister:
    """What the book held under ``stamp``. Trees, finders and heirs of a day are made when first asked for."""

    def __init__(self, stamp: str | None, organisations: tuple[Organisation, ...]) -> None:
        self.stamp = stamp
        self.register = {one.id: one for one in organisations}
        self.words: tuple[int, tuple[tuple[EntryHead, Reorganisation], ...]] | None = None
        """What was said so far, and how many words that are: kept for whoever goes from one history to the next."""
        self._trees: dict[dt.date, Tree] = {}
        self._finders: dict[dt.date, Finder] = {}
        self._heirs: dict[dt.date, dict[OrganisationId, OrganisationId]] = {}

    def tree(self, day: dt.date) -> Tree:
        return _kept(self._trees, day, lambda: tree_on(self.register, day))

    def finder(self, day: dt.date) -> Finder:
        return _kept(self._finders, day, lambda: Finder(self.register, self.tree(day)))

    def heirs(self, day: dt.date) -> dict[OrganisationId, OrganisationId]:
        """For every organisation the one under which its work is counted on a day (``successions.heir_on``)."""
        return _kept(self._heirs, day, lambda: {id_: heir_on(self.register, id_, day) for id_ in self.register})


def _kept(known: dict[dt.date, T], day: dt.date, make: Callable[[], T]) -> T:
    """What is kept of a day; the day that was asked for longest ago makes room."""
    found = known.pop(day) if day in known else make()
    known[day] = found
    if len(known) > _MOST_DAYS:
        known.pop(next(iter(known)))
    return found
