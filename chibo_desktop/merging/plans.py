"""A group's plan as the fold of what its office published and what the group answered."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from chibo_desktop.domain.ids import EntryId, PlannedId
from chibo_desktop.domain.plans import Answer, Month, PlanAnswered, PlannedVisit, PlanPublished, PlanState
from chibo_desktop.merging.last_words import Said, in_order

_STATE = {
    Answer.CONFIRMED: PlanState.CONFIRMED,
    Answer.POSTPONED: PlanState.POSTPONED,
    Answer.CANCELLED: PlanState.CANCELLED,
}


def plan_of(
    published: Collection[Said[PlanPublished]], answered: Collection[Said[PlanAnswered]]
) -> tuple[PlannedVisit, ...]:
    """The visits that are planned for one group, by month and id, each in the state of the last word about it.

    One that was postponed to another hour ends when nobody knows.

    A publication replaces the whole plan of the months that it names. An answer stands until a publication that knew
    of it says otherwise; one about a visit that no plan has any more says nothing.
    """
    decided: dict[Month, Said[PlanPublished]] = {}
    for one in in_order(published):
        decided.update(dict.fromkeys(one.content.months, one))
    ancestry = _known_by(published, answered)
    found: dict[PlannedId, PlannedVisit] = {}
    for month, publication in sorted(decided.items()):
        for visit in publication.content.visits:
            if visit.month == month:
                open_ = [one for one in answered if one.entry not in ancestry[publication.entry]]
                found[visit.id] = _answered(visit, open_)
    return tuple(found.values())


def _known_by(
    published: Iterable[Said[PlanPublished]], answered: Iterable[Said[PlanAnswered]]
) -> dict[EntryId, frozenset[EntryId]]:
    """Of each word everything that it was based on, directly or through others."""
    known: dict[EntryId, frozenset[EntryId]] = {}
    words: tuple[Said[PlanPublished | PlanAnswered], ...] = (*published, *answered)
    for one in in_order(words):
        before = (known.get(parent, frozenset[EntryId]()) for parent in one.based_on)
        known[one.entry] = frozenset(one.based_on).union(*before)
    return known


def _answered(visit: PlannedVisit, answered: Collection[Said[PlanAnswered]]) -> PlannedVisit:
    words = in_order([one for one in answered if one.content.planned == visit.id])
    if not words:
        return visit
    last = words[-1].content
    said = replace(visit, state=_STATE[last.answer], reason=last.reason)
    if last.answer is not Answer.POSTPONED:
        return said
    said = replace(said, new_date=last.new_date)
    return said if last.new_start is None else replace(said, start=last.new_start, end=None)
