"""Looking for a person in what an office says beside minutes: rosters, decisions about groups, published plans.

What is found is erased as the leaves of minutes are (``erasing.erase``): by signed entries, and by the laptops too.
What this machine alone works at - planned visits, drafts of decisions - loses the name in the same transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.erasing import HitKind, Sought, masked
from chibo_desktop.domain.groups import DecidedGroup, Decision, Roster
from chibo_desktop.domain.ids import OrganisationId, PersonId
from chibo_desktop.domain.organisations import value_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plans import PlannedVisit, PlanPublished
from chibo_desktop.domain.register_hits import Named, is_named, register_hits
from chibo_desktop.domain.text import clean_name
from chibo_desktop.services import organisations, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory, planned


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A leaf that holds something of the person, and every text that any version has there."""

    path: str
    kind: HitKind
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundRegister:
    """A roster (``id``: its cell), decision or published plan (its group), by a name for people to read.

    ``names`` are the spellings by which the person was found there.
    """

    id: str
    kind: EntryKind
    name: str
    leaves: tuple[FoundPlace, ...]
    names: tuple[str, ...]


def look(desk: Desk, sought: Sought) -> tuple[FoundRegister, ...]:
    """What rosters, decisions and publications hold of a person; nothing is changed.

    Raises ``Refusal`` NOT_AN_OFFICE, PERSON_MISSING (neither name nor id).
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    sought = Sought(tuple(name for name in map(clean_name, sought.names) if name), sought.person)
    if not sought.names and sought.person is None:
        raise Refusal("PERSON_MISSING")
    return tuple(found for one in _things(desk) if (found := _look_into(one, sought)) is not None)


@dataclass(frozen=True, slots=True)
class _Thing:
    """Every wording of one roster, decision or plan."""

    id: str
    kind: EntryKind
    name: str
    wordings: tuple[Named, ...]


def _things(desk: Desk) -> Iterator[_Thing]:
    register, today = organisations.register(desk), desk.today()
    for kind, content in _KINDS:
        wordings: dict[str, list[Named]] = {}
        for one in registers.said(desk, kind, content):
            wordings.setdefault(_id_of(one.content), []).append(one.content)
        for id_, said in wordings.items():
            cell = register.get(OrganisationId(id_))
            name = _name_of(said[-1]) if cell is None else value_on(cell.names, today)
            yield _Thing(id_, kind, name or id_, tuple(said))


_KINDS: tuple[tuple[EntryKind, type[Named]], ...] = (
    (EntryKind.ORGANISATION_ROSTER, Roster),
    (EntryKind.GROUP_DECIDED, Decision),
    (EntryKind.PLAN_PUBLISHED, PlanPublished),
)


def _id_of(content: Named) -> str:
    match content:
        case Roster():
            return content.cell
        case Decision():
            return content.id
        case PlanPublished():
            return content.group


def _name_of(content: Named) -> str:
    match content:
        case Roster():
            return ""
        case Decision():
            return content.number
        case PlanPublished():
            return content.name


def _look_into(thing: _Thing, sought: Sought) -> FoundRegister | None:
    kinds: dict[str, HitKind] = {}
    texts: dict[str, dict[str, None]] = {}
    for wording in thing.wordings:
        for hit in register_hits(wording, sought):
            kinds[hit.path] = min(kinds.get(hit.path, hit.kind), hit.kind, key=list(HitKind).index)
            texts.setdefault(hit.path, {})[hit.value] = None
    if not kinds:
        return None
    named = (text for path in kinds if path.rpartition("/")[2] in ("name", "who") for text in texts[path])
    leaves = tuple(FoundPlace(path, kind, tuple(texts[path])) for path, kind in kinds.items())
    return FoundRegister(thing.id, thing.kind, thing.name, leaves, sought.also(named).names)


def cut_own_work(desk: Desk, names: Sequence[str], person: PersonId | None = None) -> None:
    """Take a person out of what only this machine has: planned visits and drafts of decisions. Inside a transaction."""
    sought = Sought(tuple(names), person)
    rows = [row for group in planned.groups_planned(desk.book) for row in planned.planned_of_group(desk.book, group)]
    cut = [replace(row, visit=_without_in_plan(row.visit, sought)) for row in rows]
    planned.put_planned(desk.book, [now for now, before in zip(cut, rows, strict=True) if now != before])
    for draft in directory.decision_drafts(desk.book):
        now = _without_in_decision(draft, sought)
        if now != draft:
            directory.put_decision_draft(desk.book, now)


def _without_in_plan(visit: PlannedVisit, sought: Sought) -> PlannedVisit:
    members = tuple(replace(one, name="") if is_named(one.name, one.id, sought) else one for one in visit.members)
    note, reason = (masked(text, sought.names) for text in (visit.note, visit.reason))
    return replace(visit, members=members, note=note, reason=reason)


def _without_in_decision(decision: Decision, sought: Sought) -> Decision:
    groups = tuple(_without_in_group(group, sought) for group in decision.groups)
    return replace(decision, groups=groups, note=masked(decision.note, sought.names))


def _without_in_group(group: DecidedGroup, sought: Sought) -> DecidedGroup:
    members = tuple(
        replace(one, name="", post="") if is_named(one.name, one.id, sought) else one for one in group.members
    )
    return replace(group, members=members)
