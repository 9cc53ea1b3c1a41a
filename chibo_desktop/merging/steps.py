"""What became of a statement, as the fold of its steps: add-only, the same for every order of arrival."""

from collections.abc import Collection

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.petitions import ENDED, FollowedUp, Step
from chibo_desktop.merging.last_words import Said, in_order

_UNTOUCHED = FollowedUp()


def followed_up(said: Collection[Said[Step]], begins: FollowedUp = _UNTOUCHED) -> FollowedUp:
    """The state after these steps; ``begins`` is what the minutes themselves and later visits say.

    The last step counts, by what its writer knew, then by its date, unless a visit found something after it. An end
    that a later word did not know of stands: whoever wrote that word may not have been told.
    """
    if not said:
        return begins
    known = _known(said)
    ordered = sorted(in_order(said), key=lambda one: (len(known[one.entry]), one.content.date, one.entry))
    steps = tuple(one.content for one in ordered)
    last = ordered[-1]
    ends = [one for one in ordered if one.content.state in ENDED]
    is_open = last.content.state not in ENDED
    unaware = is_open and any(one.entry not in known[last.entry] for one in ends)
    decided = ends[-1].content if unaware else last.content
    told = (begins.reported_back, *(step.reported_back for step in steps))
    reported = max((day for day in told if day is not None), default=None)
    if begins.since is not None and begins.since > decided.date:
        return FollowedUp(begins.state, begins.since, reported, steps)
    return FollowedUp(decided.state, decided.date, reported, steps, unaware)


def _known(said: Collection[Said[Step]]) -> dict[EntryId, frozenset[EntryId]]:
    """Everything that the writer of each step knew of."""
    known: dict[EntryId, frozenset[EntryId]] = {}
    for one in in_order(said):
        parents = [parent for parent in one.based_on if parent in known]
        known[one.entry] = frozenset(parents).union(*(known[parent] for parent in parents))
    return known
