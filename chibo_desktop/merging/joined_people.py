"""Ids of one person, as an office joined them; what was separated again counts as if it had never been joined."""

from collections.abc import Collection

from chibo_desktop.domain.groups import PersonJoined
from chibo_desktop.domain.ids import EntryId, PersonId
from chibo_desktop.merging.last_words import Said, standing


def joined(said: Collection[Said[PersonJoined]]) -> dict[PersonId, PersonId]:
    """For each id that was joined to another the one that stands for all of them: the least."""
    sets: dict[PersonId, set[PersonId]] = {}
    for word in _joins(said):
        ids = set(word.content.people)
        whole = ids.union(*(sets.get(one, set()) for one in ids))
        sets |= dict.fromkeys(whole, whole)
    return {one: min(whole) for one, whole in sorted(sets.items())}


def joining(said: Collection[Said[PersonJoined]], person: PersonId) -> tuple[EntryId, ...]:
    """The words that still count and name this id: what separating it takes back."""
    return tuple(word.entry for word in _joins(said) if person in word.content.people)


def _joins(said: Collection[Said[PersonJoined]]) -> tuple[Said[PersonJoined], ...]:
    """The words that still count and join something."""
    return tuple(word for word in standing(said, lambda content: content.undone) if not word.content.undone)
