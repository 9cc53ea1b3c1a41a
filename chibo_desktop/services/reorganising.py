"""Changing the register: a word is looked at first - what it touches, what is odd - and then signed as one entry.

What cannot be is refused; what is merely odd is told and never stops anybody. Every word can be taken back by another
one, and that one too.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chibo_desktop.domain import operations
from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.domain.organisation_tree import Counts, Tree, tree_on
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.merging import reorganising
from chibo_desktop.merging.last_words import Said, standing
from chibo_desktop.merging.organisations import Register, register_of
from chibo_desktop.merging.reorganising import Caution, CautionCode, Reach
from chibo_desktop.services import organisations, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.regimes import regimes
from chibo_desktop.storage import directory, planned, visit_lists
from chibo_desktop.storage.visit_lists import VisitFilter

__all__ = ["Caution", "CautionCode", "Reach"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a word would touch on its day, and what is odd about it.

    ``cells``: cells that change or whose superiors do; ``groups``: names of groups that are assigned something that
    begins, ends or changes, by itself or with what it stands below; ``planned`` and ``visits``: planned for, and
    recorded on, that day or later, at cells that end.
    """

    word: Reorganisation
    day: dt.date
    reach: Reach
    names: tuple[tuple[OrganisationId, str], ...]
    cells: int
    groups: tuple[str, ...]
    planned: int
    visits: int
    before: Counts
    now: Counts
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What was signed, and what it touched."""

    entry: EntryId
    preview: Preview


def preview(desk: Desk, word: Reorganisation) -> Preview:
    """What the word would do, nothing of it done.

    Raises ``Refusal`` NOT_AN_OFFICE, ORGANISATION_UNKNOWN, ORGANISATION_NAMELESS, ORGANISATION_SELF,
    ORGANISATION_CYCLE, ORGANISATION_ENDS_BEFORE, REGISTER_UNCHANGED; CHANGE_UNKNOWN and CHANGE_UNDONE of words that
    take others back.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    before = organisations.register(desk)
    if word.undone:
        now = _without(desk, word)
        odd = reorganising.still_used(before, now)
    else:
        now = reorganising.after(before, word)
        reorganising.refuse_impossible(before, now, word)
        odd = reorganising.cautions(before, now, word, regimes())
    return _looked_at(desk, word, now, odd)


def carry_out(desk: Desk, word: Reorganisation) -> Outcome[Changed]:
    """Sign the word as one entry. Raises as :func:`preview`; nothing is written then."""
    seen = preview(desk, word)
    said = organisations.say(desk, word)
    return Outcome(Changed(said.value[0], seen), said.changes)


def taking_back(entries: Iterable[EntryId], reason: str = "") -> Reorganisation:
    """The word that takes words back; of a taking-back it is the word that brings them back."""
    return operations.reverse(entries, reason)


def undo(desk: Desk, entry: EntryId, reason: str = "") -> Outcome[Changed]:
    """Take one word back. Raises as :func:`preview`."""
    return carry_out(desk, taking_back((entry,), reason))


def _without(desk: Desk, word: Reorganisation) -> Register:
    """The register as it is once these words are taken back."""
    said = registers.said(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
    known = {one.entry for one in said}
    stands = {one.entry for one in standing(said, lambda content: content.undone)}
    for entry in word.undone:
        if entry not in known:
            raise Refusal("CHANGE_UNKNOWN", entry=entry)
        if entry not in stands:
            raise Refusal("CHANGE_UNDONE", entry=entry)
    mine = Said(EntryId("~"), word, tuple(one.entry for one in said))
    return register_of([*said, mine])


def _looked_at(desk: Desk, word: Reorganisation, now: Register, odd: tuple[Caution, ...]) -> Preview:
    day = _day_of(desk, word)
    old, new = organisations.tree(desk, day), tree_on(now, day)
    reach = reorganising.reach(old, new)
    ended = [id_ for id_ in reach.ended if old.organisations[id_].is_cell]
    moved = [id_ for id_ in (*reach.changed, *reach.below) if new.organisations[id_].is_cell]
    gone = VisitFilter(first=day, cells=tuple(reach.ended))
    return Preview(
        word,
        day,
        reach,
        tuple((id_, _name_in(old, new, id_)) for id_ in reach.all),
        len(ended) + len(moved),
        _groups(desk, day, _with_superiors(old, new, (*reach.begun, *reach.ended, *reach.changed))),
        planned.count_planned_from(desk.book, reach.ended, day),
        visit_lists.count_visits(desk.book, gone),
        old.counts(),
        new.counts(),
        odd,
    )


def _name_in(old: Tree, new: Tree, organisation: OrganisationId) -> str:
    found = old.organisations.get(organisation) or new.organisations[organisation]
    return found.name


def _day_of(desk: Desk, word: Reorganisation) -> dt.date:
    """The day on which the effect is looked at: its own; of a taking-back that of the first word taken back."""
    if word.on is not None:
        return word.on
    days = [one.on for one in organisations.words(desk) if one.entry in word.undone and one.on is not None]
    return min(days, default=desk.today())


def _with_superiors(old: Tree, new: Tree, touched: Iterable[OrganisationId]) -> set[OrganisationId]:
    """What is touched and everything above it, before and after: a group is assigned whole parts of the tree."""
    found = set(touched)
    for id_ in tuple(found):
        for tree in (old, new):
            if id_ in tree.organisations:
                found.update(one.id for one in tree.chain(id_))
    return found


def _groups(desk: Desk, day: dt.date, touched: set[OrganisationId]) -> tuple[str, ...]:
    """Groups that a decision of that day assigns something of this."""
    found: dict[str, None] = {}
    for decision in directory.decisions(desk.book):
        for group in decision.groups if decision.holds_on(day) else ():
            if not touched.isdisjoint(group.organisations):
                found[group.name] = None
    return tuple(found)


def standing_with(tree: Tree, categories: Sequence[str], under: OrganisationId | None = None) -> list[OrganisationId]:
    """Everything below an organisation that has one of these categories: what a change of category is about."""
    return [one.id for one in tree.below(under) if one.category in categories]
