"""Finding what rosters, decisions and publications hold of one person: rows that name him, and text that mentions him.

Paths are written as those of visits (``domain.fields``); a roster inside a publication is known by its cell, a petition
there by the item of its statement.
"""

from collections.abc import Iterator, Sequence

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.erasing import Hit, HitKind, Sought, mentions
from chibo_desktop.domain.groups import Decision, GroupMember, Roster, RosterMember
from chibo_desktop.domain.plans import OpenStatement, PlannedMember, PlannedVisit, PlanPublished
from chibo_desktop.domain.text import clean_name, fold

Named = Roster | Decision | PlanPublished
"""What an office says that names people, beside minutes."""

_PEOPLE = frozenset(("name", "post", "who"))


def register_hits(content: Named, sought: Sought) -> tuple[Hit, ...]:
    """Every leaf that holds something of the person, in the order of the content."""
    match content:
        case Roster():
            found = _members("members", content.members, sought)
        case Decision():
            found = _in_decision(content, sought)
        case PlanPublished():
            found = _in_plan(content, sought)
    return tuple(found)


def register_part_of(path: str) -> PartClass:
    """Class of the part in which such a leaf travels."""
    return PartClass.PEOPLE if path.rpartition("/")[2] in _PEOPLE else PartClass.WORDS


def is_named(name: str, id_: str | None, sought: Sought) -> bool:
    """Whether a row names the person, by id or by any of the names."""
    wanted = {fold(clean_name(one)) for one in sought.names}
    return (sought.person is not None and id_ == sought.person) or (bool(name) and fold(clean_name(name)) in wanted)


def _in_decision(decision: Decision, sought: Sought) -> Iterator[Hit]:
    for group in decision.groups:
        yield from _members(f"groups/{group.id}/members", group.members, sought)
    yield from _mentioned("note", decision.note, sought)


def _in_plan(plan: PlanPublished, sought: Sought) -> Iterator[Hit]:
    for visit in plan.visits:
        yield from _in_planned(f"visits/{visit.id}", visit, sought)
    for roster in plan.rosters:
        yield from _members(f"rosters/{roster.cell}/members", roster.members, sought)
    for statement in plan.open_statements:
        yield from _in_statement(statement, sought)


def _in_planned(way: str, visit: PlannedVisit, sought: Sought) -> Iterator[Hit]:
    yield from _members(f"{way}/members", visit.members, sought)
    yield from _mentioned(f"{way}/reason", visit.reason, sought)
    yield from _mentioned(f"{way}/note", visit.note, sought)


def _in_statement(statement: OpenStatement, sought: Sought) -> Iterator[Hit]:
    way = f"open_statements/{statement.statement.rpartition('/')[2]}"
    is_own = is_named(statement.who, None, sought)
    if is_own:
        yield Hit(f"{way}/who", HitKind.NAME, statement.who)
    if is_own and statement.text:
        yield Hit(f"{way}/text", HitKind.SAID, statement.text)
    else:
        yield from _mentioned(f"{way}/text", statement.text, sought)
    yield from _mentioned(f"{way}/answer", statement.answer, sought)


def _members(
    way: str, members: Sequence[RosterMember] | Sequence[GroupMember] | Sequence[PlannedMember], sought: Sought
) -> Iterator[Hit]:
    for one in members:
        if is_named(one.name, one.id, sought):
            post = "" if isinstance(one, PlannedMember) else one.post
            leaves = ((f"{way}/{one.id}/name", one.name), (f"{way}/{one.id}/post", post))
            yield from (Hit(path, HitKind.NAME, value) for path, value in leaves if value)


def _mentioned(path: str, text: str, sought: Sought) -> Iterator[Hit]:
    if text and mentions(text, sought.names):
        yield Hit(path, HitKind.MENTION, text)
