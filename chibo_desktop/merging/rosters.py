"""The roster of each cell: the last word about it, those of imports that were taken back left out."""

from collections.abc import Collection

from chibo_desktop.domain.groups import Roster
from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.merging.last_words import Said, in_order


def rosters_of(said: Collection[Said[Roster]], acts: Collection[EntryId]) -> tuple[Roster, ...]:
    """The rosters that count, in the order of the cells' ids. ``acts``: the words about the register that stand."""
    words = (one.content for one in in_order(said))
    found: dict[OrganisationId, Roster] = {word.cell: word for word in words if not word.act or word.act in acts}
    return tuple(found[cell] for cell in sorted(found))
