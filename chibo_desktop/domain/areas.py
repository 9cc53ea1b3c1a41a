"""Where groups go: the cells of the organisations that they were assigned, with everything below."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import CellCategory, Organisation, cell_category, value_on


class Areas:
    """The tree of organisations on a day, from the top down."""

    def __init__(self, register: Mapping[OrganisationId, Organisation], day: dt.date) -> None:
        self._below: dict[OrganisationId, list[OrganisationId]] = defaultdict(list)
        self._cells: set[OrganisationId] = set()
        for id_, one in register.items():
            if not one.exists_on(day):
                continue
            parent = value_on(one.parents, day)
            if parent is not None:
                self._below[parent].append(id_)
            if cell_category(value_on(one.categories, day)) not in {None, CellCategory.COMMITTEE}:
                self._cells.add(id_)

    @property
    def cells(self) -> frozenset[OrganisationId]:
        """Every cell of that day."""
        return frozenset(self._cells)

    def cells_of(self, assigned: Iterable[OrganisationId]) -> frozenset[OrganisationId]:
        """The cells among these organisations and below them. A circle of superiors in bad data is walked once."""
        seen: set[OrganisationId] = set()
        left = list(assigned)
        while left:
            one = left.pop()
            if one not in seen:
                seen.add(one)
                left += self._below[one]
        return frozenset(seen & self._cells)
