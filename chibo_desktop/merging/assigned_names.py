"""Which organisation a name in a list of names means: by its code, its name, its path of superiors, or its id."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.merging.organisations import Register
from chibo_desktop.merging.superiors import Known, Place, Superiors


@dataclass(frozen=True, slots=True)
class Named:
    """The organisations that a text may mean; ``is_folded``: only without marks."""

    ones: tuple[OrganisationId, ...] = ()
    is_folded: bool = False


class AssignedNames:
    """The names of a register on a day."""

    def __init__(self, register: Register, day: dt.date) -> None:
        self._register = register
        self._known = Known(register, day)
        self._superiors = Superiors((), self._known, _no_lines)

    def of(self, text: str) -> Named:
        """Who is meant; an id says it of every organisation, also of one that does not stand on the day."""
        code = self._known.by_code.get(text)
        if code is not None:
            return Named((code,))
        if OrganisationId(text) in self._register:
            return Named((OrganisationId(text),))
        found = self._superiors.meant(text)
        return Named(tuple(one for one in found.ones if not isinstance(one, Place)), found.is_folded)

    def name_of(self, id_: OrganisationId) -> str:
        """What it is called on the day."""
        return self._superiors.name_of(id_)


def _no_lines(*told: object, **data: object) -> None:
    """There are no lines of a file among these names of which anything could be noted."""
    raise AssertionError(told, data)
