"""Groups, cells and people as somebody types them: an id, or a name without regard to marks and case."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import CellSnapshot, Superior, snapshot_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plans import Month, PlannedMember
from chibo_desktop.domain.text import clean_name, fold
from chibo_desktop.services import organisations, plan_ground
from chibo_desktop.services.desk import Desk

T = TypeVar("T")


def group_named(desk: Desk, month: Month, text: str) -> DecidedGroup:
    """The group of this id or name that stands in a month. Raises ``Refusal`` PLAN_GROUP_UNKNOWN."""
    found = _matching(text, ((one, one.id, one.name) for one in plan_ground.groups_in(desk, month)))
    if len(found) != 1:
        raise Refusal("PLAN_GROUP_UNKNOWN", group=text, found=len(found))
    return found[0]


def cell_named(desk: Desk, month: Month, text: str, superior: str = "") -> CellSnapshot:
    """The cell of this id or name, below the superior of that name where one is given.

    A name that the register does not know is a cell that stands in no register yet. Raises ``Refusal``
    PLAN_CELL_AMBIGUOUS (several of that name).
    """
    known = snapshot_on(organisations.register(desk), OrganisationId(text.strip()), plan_ground.last_day(month))
    if known is not None:
        return known
    cells = plan_ground.cells_in(desk, month).values()
    found = _matching(text, ((one, one.id or "", one.name) for one in cells))
    if superior:
        found = [one for one in found if one.superiors and fold(one.superiors[0].name) == fold(clean_name(superior))]
    if len(found) > 1:
        raise Refusal("PLAN_CELL_AMBIGUOUS", cell=text, found=len(found))
    if found:
        return found[0]
    above = (Superior(clean_name(superior)),) if clean_name(superior) else ()
    return CellSnapshot(clean_name(text), superiors=above)


def members_named(group: DecidedGroup, texts: Sequence[str]) -> tuple[PlannedMember, ...]:
    """Members of a group by their ids or names. Raises ``Refusal`` PLAN_MEMBER_UNKNOWN."""
    members: list[PlannedMember] = []
    for text in texts:
        found = _matching(text, ((one, one.id, one.name) for one in group.members))
        if len(found) != 1:
            raise Refusal("PLAN_MEMBER_UNKNOWN", member=text, group=group.name)
        members.append(PlannedMember(found[0].id, found[0].name))
    return tuple(members)


def _matching(text: str, named: Iterable[tuple[T, str, str]]) -> list[T]:
    """Those whose id is the text, else those whose name is."""
    ones = list(named)
    by_id = [one for one, id_, _ in ones if id_ and id_ == text.strip()]
    wanted = fold(clean_name(text))
    return by_id or [one for one, _, name in ones if fold(name) == wanted]
