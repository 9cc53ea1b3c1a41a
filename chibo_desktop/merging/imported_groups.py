"""What a table of groups says of a decision that is being written. The lines of a group are all of its members.

A group is one of the decision, else of an earlier one, by its name and tier. Somebody is one of his group's members of
exactly that name, else whom the newest decision that has the name knows by it; a name that is merely alike is pointed
out and stays another person's. Groups without lines stay as they are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId
from chibo_desktop.domain.imports import Head, Judged, Line, Note, ReadTable, Table, Trouble, Verdict, stopping
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.text import spelling
from chibo_desktop.merging.alike import alike_pairs
from chibo_desktop.merging.assigned_names import AssignedNames
from chibo_desktop.merging.organisations import Register


@dataclass(frozen=True, slots=True)
class Before:
    """What a table is compared with: the decision as it is worded, earlier ones (the newest first), the register.

    ``same``: which ids are one person; ``elsewhere``: where somebody of a spelling stands, who is in no decision.
    """

    wording: Decision
    earlier: tuple[Decision, ...]
    register: Register
    day: dt.date
    same: Mapping[PersonId, PersonId] = field(default_factory=dict[PersonId, PersonId])
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class WordingFromTable:
    """The decision as the table words it, and what is to be told about each line."""

    wording: Decision
    judged: tuple[Judged, ...]
    notes: tuple[Note, ...]


def wording_from(tables: Sequence[ReadTable], before: Before, make_id: Callable[[], str]) -> WordingFromTable:
    """Compare all tables of groups of one file with a decision."""
    return _Comparison(tables, before, make_id).done()


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    table: ReadTable
    line: Line

    @property
    def name(self) -> str:
        return self.line.text(Head.PERSON)

    def note(self, trouble: Trouble, head: Head, **data: str | int) -> Note:
        return self.table.note(trouble, self.line, head, **data)


@dataclass(slots=True, eq=False)
class _Told:
    """A group of the table. ``held``: the same in the decision, if it is there; ``known``: it, or an earlier one."""

    rows: list[_Row]
    tier: Tier | None
    held: DecidedGroup | None = None
    known: DecidedGroup | None = None
    id: GroupId = GroupId("")
    persons: dict[_Row, PersonId] = field(default_factory=dict[_Row, PersonId])

    @property
    def name(self) -> str:
        return self.rows[0].line.text(Head.GROUP)

    @property
    def people(self) -> list[_Row]:
        return [row for row in self.rows if row.name]


class _Comparison:
    """One comparison: which group each line is about, then who is meant, then what is said anew."""

    def __init__(self, tables: Sequence[ReadTable], before: Before, make_id: Callable[[], str]) -> None:
        self._before, self._make_id = before, make_id
        self._decisions = (before.wording, *before.earlier)
        self._rows = [_Row(table, line) for table in tables for line in table.lines]
        self._notes: list[Note] = []
        self._reading = [note for table in tables for note in table.notes]
        self._new: dict[str, str] = {}
        self._names = AssignedNames(before.register, before.day)

    def done(self) -> WordingFromTable:
        told = self._groups()
        for one in told:
            self._recognise_group(one, {other.id for other in told if other.id})
        for one in told:
            self._recognise_members(one)
        taken = {self._person(id_) for one in told for id_ in one.persons.values()}
        strangers = [row for one in told for row in one.people if self._find_elsewhere(one, row, taken)]
        self._point_out_alike(strangers, taken)
        groups = {one.id: self._group(one) for one in told}
        wording = self._with_groups(groups)
        for one in told:
            self._look_over(one, groups[one.id])
        refused = {(note.sheet, note.row) for note in stopping((*self._notes, *self._reading))}
        judged = [line for one in told for line in _judged(one, groups[one.id], refused)]
        known = {row for one in told for row in one.rows}
        judged += [_line(row, Verdict.REFUSED) for row in self._rows if row not in known]
        return WordingFromTable(
            wording, tuple(sorted(judged, key=lambda one: (one.sheet, one.row))), tuple(self._notes)
        )

    # groups

    def _groups(self) -> list[_Told]:
        """Lines of one name and tier are one group; a line without a tier belongs to the only one of its name."""
        by_name: dict[str, list[_Row]] = defaultdict(list)
        for row in self._rows:
            if row.line.text(Head.GROUP):
                by_name[spelling(row.line.text(Head.GROUP))].append(row)
        found: dict[tuple[str, str], _Told] = {}
        for name, rows in by_name.items():
            tiers = list(dict.fromkeys(filter(None, (row.line.text(Head.TIER) for row in rows))))
            for row in rows:
                tier = row.line.text(Head.TIER) or (tiers[0] if tiers else "")
                if not row.line.text(Head.TIER) and len(tiers) > 1:
                    text = row.line.text(Head.GROUP)
                    self._notes.append(row.note(Trouble.TIER_TWICE, Head.GROUP, name=text))
                found.setdefault((name, tier), _Told([], Tier(tier) if tier else None)).rows.append(row)
        order = {row: place for place, row in enumerate(self._rows)}
        return sorted(found.values(), key=lambda one: order[one.rows[0]])

    def _recognise_group(self, one: _Told, used: set[GroupId]) -> None:
        in_wording = {group.id for group in self._before.wording.groups}
        for place, decision in enumerate(self._decisions):
            passed = used if place == 0 else used | in_wording
            found = _called(decision, one, passed)
            if len(found) > 1:
                self._notes.append(
                    one.rows[0].note(Trouble.GROUP_AMBIGUOUS, Head.GROUP, name=one.name, count=len(found))
                )
            if found:
                one.known, one.id = found[0], found[0].id
                one.held = found[0] if place == 0 else None
                return
        one.id = GroupId(self._make_id())

    def _group(self, one: _Told) -> DecidedGroup:
        base = one.held or DecidedGroup(one.id, one.name)
        told = [(row, name) for row in one.rows for name in row.line.several(Head.ASSIGNED)]
        assigned = tuple(dict.fromkeys(id_ for row, name in told if (id_ := self._organisation(one, row, name))))
        return replace(
            base,
            name=one.name,
            tier=one.tier or base.tier or (one.known.tier if one.known is not None else None),
            organisations=assigned if told else base.organisations,
            members=tuple(_member(row, one, one.persons[row]) for row in one.people),
        )

    def _organisation(self, one: _Told, row: _Row, name: str) -> OrganisationId | None:
        if one.known is not None and name in one.known.organisations:
            return OrganisationId(name)
        found = self._names.of(name)
        if len(found.ones) == 1:
            if found.is_folded:
                other = self._names.name_of(found.ones[0])
                self._notes.append(row.note(Trouble.PARENT_BY_FOLD, Head.ASSIGNED, name=name, other=other))
            return found.ones[0]
        trouble = Trouble.ORGANISATION_AMBIGUOUS if found.ones else Trouble.ORGANISATION_UNKNOWN
        self._notes.append(row.note(trouble, Head.ASSIGNED, name=name, count=len(found.ones)))
        return None

    def _with_groups(self, groups: Mapping[GroupId, DecidedGroup]) -> Decision:
        held = self._before.wording.groups
        kept = tuple(groups.get(group.id, group) for group in held)
        sheet = self._rows[0].table.sheet if self._rows else ""
        for group in held:
            if group.id not in groups:
                self._notes.append(Note(Trouble.GROUP_KEPT, sheet, data=(("name", group.name),)))
        held_ids = {group.id for group in held}
        fresh = tuple(group for id_, group in groups.items() if id_ not in held_ids)
        return replace(self._before.wording, groups=(*kept, *fresh))

    # people

    def _person(self, id_: PersonId) -> PersonId:
        return self._before.same.get(id_, id_)

    def _recognise_members(self, one: _Told) -> None:
        """Who was in the group already: of one name the first who is not taken yet, of the same post if one is."""
        waiting: dict[str, list[GroupMember]] = defaultdict(list)
        for member in self._members_of(one):
            waiting[spelling(member.name)].append(member)
        for row in one.people:
            namesakes = waiting[spelling(row.name)]
            known = _likeliest(row, namesakes)
            if known is not None:
                namesakes.remove(known)
                one.persons[row] = known.id

    def _members_of(self, one: _Told) -> Iterable[GroupMember]:
        """The members of the group now, then those that it had in earlier decisions."""
        groups = [group for decision in self._decisions for group in decision.groups if group.id == one.id]
        found: dict[PersonId, GroupMember] = {}
        for member in (member for group in groups for member in group.members):
            found.setdefault(self._person(member.id), member)
        return found.values()

    def _find_elsewhere(self, one: _Told, row: _Row, taken: set[PersonId]) -> bool:
        """Whom a decision knows by this name in another group; somebody new gets an id. Returns whether he is new."""
        if row in one.persons:
            return False
        named = self._named(row.name)
        free = {id_: found for id_, found in named.items() if id_ not in taken}
        same_post = [id_ for id_, (member, _) in free.items() if member.post == row.line.text(Head.POST)]
        chosen = next(iter(free)) if len(named) == len(free) == 1 else same_post[0] if len(same_post) == 1 else None
        if chosen is not None:
            member, group = free[chosen]
            taken.add(chosen)
            one.persons[row] = member.id
            self._notes.append(row.note(Trouble.PERSON_FOUND, Head.PERSON, name=row.name, group=group))
            return False
        one.persons[row] = PersonId(self._make_id())
        known = next((group for _, group in named.values()), "") or self._before.elsewhere.get(spelling(row.name), "")
        where = self._new.setdefault(spelling(row.name), one.name)
        where = where if where != one.name else known
        if where:
            self._notes.append(row.note(Trouble.PERSON_KNOWN, Head.PERSON, name=row.name, where=where))
        return not where

    def _named(self, name: str) -> dict[PersonId, tuple[GroupMember, str]]:
        """The people of a name in the newest decision that has it, and a group of each."""
        for decision in self._decisions:
            found = {
                self._person(member.id): (member, group.name)
                for group in decision.groups
                for member in group.members
                if spelling(member.name) == spelling(name)
            }
            if found:
                return found
        return {}

    def _point_out_alike(self, strangers: Sequence[_Row], taken: set[PersonId]) -> None:
        """New people whose name is nearly that of somebody in the decision or the one before it."""
        names = {
            spelling(member.name): member.name
            for decision in self._decisions[:2]
            for group in decision.groups
            for member in group.members
            if self._person(member.id) not in taken
        }
        new: list[tuple[str, _Row | None]] = [(row.name, row) for row in strangers]
        others: list[tuple[str, _Row | None]] = [(name, None) for name in names.values()]
        for (name, row), (other, _) in alike_pairs(new, others):
            if row is not None:
                self._notes.append(row.note(Trouble.PERSON_ALIKE, Head.PERSON, name=name, other=other))

    # what is wrong

    def _look_over(self, one: _Told, group: DecidedGroup) -> None:
        people = list(zip(one.people, group.members, strict=True))
        leaders = [row for row, member in people if member.role is Post.LEADER]
        for row in leaders[1:]:
            first = leaders[0].line.row
            self._notes.append(row.note(Trouble.SEVERAL_LEADERS, Head.ROLE, group=one.name, row=first))
        first_of: dict[str, tuple[_Row, set[str]]] = {}
        for row, member in people:
            first, posts = first_of.setdefault(spelling(member.name), (row, set()))
            if member.post in posts:
                self._notes.append(row.note(Trouble.PERSON_TWICE, Head.PERSON, name=row.name, row=first.line.row))
            elif first is not row:
                self._notes.append(row.note(Trouble.NAMESAKES, Head.PERSON, name=row.name))
            posts.add(member.post)
        stay = {member.id for member in group.members}
        for member in one.held.members if one.held is not None else ():
            if member.id not in stay:
                self._notes.append(one.rows[0].note(Trouble.LEFT_OUT, Head.PERSON, name=member.name))


def _called(decision: Decision, one: _Told, passed: set[GroupId]) -> list[DecidedGroup]:
    """The groups of a decision that a name and a tier may mean; one whose tier nobody said may be of any."""
    named = [g for g in decision.groups if g.id not in passed and spelling(g.name) == spelling(one.name)]
    if one.tier is None:
        return named
    return [g for g in named if g.tier is one.tier] or [g for g in named if g.tier is None]


def _likeliest(row: _Row, namesakes: Sequence[GroupMember]) -> GroupMember | None:
    post = row.line.text(Head.POST)
    return next((one for one in namesakes if one.post == post), namesakes[0] if namesakes else None)


def _member(row: _Row, one: _Told, id_: PersonId) -> GroupMember:
    """Somebody as his line tells him. A column that is not there says nothing, and neither does a post left empty."""
    known = one.known.members if one.known is not None else ()
    usual = next((member for member in known if member.id == id_), GroupMember(id_))
    role = row.line.text(Head.ROLE)
    usual_role = Post.MEMBER if Head.ROLE in row.table.heads else usual.role
    return GroupMember(id_, Post(role) if role else usual_role, row.name, row.line.text(Head.POST) or usual.post)


def _judged(one: _Told, group: DecidedGroup, refused: set[tuple[str, int]]) -> Iterator[Judged]:
    members = dict(zip(one.people, group.members, strict=True))
    before = {member.id: member for member in one.held.members} if one.held is not None else {}
    of_group = tuple(_changed_group(one.held, group))
    for place, row in enumerate(one.rows):
        member = members.get(row)
        held = before.get(member.id) if member is not None else None
        changes = (*(of_group if place == 0 else ()), *_changed_member(held, member))
        is_new = one.held is None if member is None else held is None
        verdict = Verdict.NEW if is_new else Verdict.CHANGED if changes else Verdict.SAME
        if (row.table.sheet, row.line.row) in refused:
            verdict = Verdict.REFUSED
        yield _line(row, verdict, changes if verdict is Verdict.CHANGED else ())


def _line(row: _Row, verdict: Verdict, changes: tuple[Head, ...] = ()) -> Judged:
    name = row.name or row.line.text(Head.GROUP)
    return Judged(Table.GROUPS, row.table.sheet, row.line.row, name, verdict, changes)


def _changed_group(before: DecidedGroup | None, now: DecidedGroup) -> Iterator[Head]:
    if before is not None:
        said = {
            Head.GROUP: before.name != now.name,
            Head.TIER: before.tier != now.tier,
            Head.ASSIGNED: before.organisations != now.organisations,
        }
        yield from (head for head, is_other in said.items() if is_other)


def _changed_member(before: GroupMember | None, now: GroupMember | None) -> Iterator[Head]:
    if before is not None and now is not None:
        said = {
            Head.PERSON: before.name != now.name,
            Head.POST: before.post != now.post,
            Head.ROLE: before.role != now.role,
        }
        yield from (head for head, is_other in said.items() if is_other)
