"""The roster of each cell: the last word about it that was not taken back."""

from collections.abc import Collection

from chibo_desktop.domain.groups import Roster
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.merging.last_words import Said, standing


def rosters_of(said: Collection[Said[Roster]]) -> tuple[Roster, ...]:
    """The rosters that count, in the order of the cells' ids. Where every word was taken back there is none."""
    words = (one.content for one in standing(said, lambda content: content.undone))
    found: dict[OrganisationId, Roster] = {word.cell: word for word in words if not word.undone}
    return tuple(found[cell] for cell in sorted(found))
