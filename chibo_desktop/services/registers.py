"""Organisations, groups, rosters and plans, folded from the entries that count into what pages and commands read.
What is said about petitions is noted here too; ``petitions`` folds it when somebody looks.

An office folds what its own machines said. A laptop knows the part that its office published for its group, and
nothing else. Everything here is derived: thrown away and made again, inside the transaction of whoever wrote.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.groups import Decision, PersonJoined, Roster
from chibo_desktop.domain.ids import EntryId, GroupId, OrganisationId, PersonId, VisitId
from chibo_desktop.domain.organisations import Organisation
from chibo_desktop.domain.plans import Month, PlanAnswered, PlannedVisit, PlanPublished
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.merging.joined_people import joined
from chibo_desktop.merging.last_words import Said, heads, in_order, last
from chibo_desktop.merging.organisations import fold_settings, register_of, standing_words
from chibo_desktop.merging.plans import plan_of
from chibo_desktop.merging.rosters import rosters_of
from chibo_desktop.packets.contents import content_of
from chibo_desktop.packets.entries import needs_newer_program
from chibo_desktop.services import erasures, papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.remains import remains_of
from chibo_desktop.storage import directory, log, planned, statements
from chibo_desktop.storage import erasures as erased
from chibo_desktop.storage.planned import PlannedRow

T = TypeVar("T")

_REGISTER_KINDS = frozenset((EntryKind.ORGANISATION_CHANGED, EntryKind.ORGANISATION_ROSTER, EntryKind.GROUP_DECIDED))
_PLAN_KINDS = frozenset((EntryKind.PLAN_PUBLISHED, EntryKind.PLAN_ANSWERED))
_NAMING_KINDS = frozenset((EntryKind.ORGANISATION_ROSTER, EntryKind.GROUP_DECIDED, EntryKind.PLAN_PUBLISHED))
"""Kinds that name people, who may ask to be erased."""
KINDS = _REGISTER_KINDS | _PLAN_KINDS | {EntryKind.STATEMENT_FOLLOWED}
"""Kinds whose entries change what this module folds."""


def follow(desk: Desk, subjects: Sequence[str]) -> None:
    """Make anew what entries about these subjects may have changed. Inside the caller's transaction."""
    erasures.follow(desk, log.subjects_among(desk.book, subjects, tuple(_NAMING_KINDS)))
    touched = [kind for kind in KINDS if log.subjects_among(desk.book, subjects, (kind,))]
    follow_kinds(desk, touched)
    followed = log.subjects_among(desk.book, subjects, (EntryKind.STATEMENT_FOLLOWED,))
    statements.list_again(desk.book, [VisitId(subject.partition("/")[0]) for subject in followed])
    if not _PLAN_KINDS.isdisjoint(touched):
        for group in _groups_of(desk, subjects):
            _put_plan(desk, group, _plan(desk, group))
        if not desk.is_office:
            _put_registers(desk)


def follow_kinds(desk: Desk, kinds: Collection[EntryKind]) -> None:
    """Make the registers of an office anew where entries of these kinds came or went. Inside the transaction."""
    if desk.is_office and not _REGISTER_KINDS.isdisjoint(kinds):
        _put_registers(desk)


def follow_entries(desk: Desk, entries: Iterable[Entry]) -> None:
    """As :func:`follow`, of what these entries are about."""
    followed = KINDS | {EntryKind.PART_ERASED}
    subjects = [entry.head.subject for entry in entries if entry.head.kind in followed]
    if subjects:
        follow(desk, subjects)


def rebuild(desk: Desk) -> None:
    """Make everything anew. Inside the caller's transaction."""
    _put_registers(desk)
    for group in {*_planned_groups(desk), *planned.groups_planned(desk.book)}:
        _put_plan(desk, group, _plan(desk, group))


def said(desk: Desk, kind: EntryKind, content: type[T], subject: str | None = None) -> tuple[Said[T], ...]:
    """What this machine's own office said in entries of a kind that count, about one thing or about all."""
    found = log.entries_of(desk.book, (subject,)).get(subject, ()) if subject is not None else ()
    entries = found if subject is not None else log.entries_of_kind(desk.book, kind)
    office = papers.office_devices(desk)
    mine = [entry for entry in entries if entry.head.kind == kind and entry.head.device in office]
    return _words(content, _remaining(desk, mine) if kind in _NAMING_KINDS else mine)


def _remaining(desk: Desk, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries with what is left of parts that were erased on request."""
    subjects = erased.erased_among(desk.book, list({entry.head.subject for entry in entries}))
    if not subjects:
        return entries
    about = (entry for found in log.entries_of(desk.book, subjects).values() for entry in found)
    cuts = [entry for entry in about if entry.head.kind == EntryKind.PART_ERASED]
    return remains_of((*entries, *cuts)).entries[: len(entries)]


def heads_of(desk: Desk, kind: EntryKind, content: type[T], subject: str | None = None) -> tuple[EntryId, ...]:
    """What the next entry of this kind, about this thing or about all, is based on."""
    return heads(said(desk, kind, content, subject))


def same_people(desk: Desk) -> dict[PersonId, PersonId]:
    """For each id that the office joined to another the one that stands for all of them."""
    return joined(said(desk, EntryKind.PERSON_JOINED, PersonJoined))


def plan_heads(desk: Desk, group: GroupId) -> tuple[EntryId, ...]:
    """What the next word about a group's plan is based on: the last publication, and answers that no other answer knew.

    Both are always named, so that publications are ordered without the answers between them, and answers likewise.
    """
    published = said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, group)
    return (*heads(published), *heads(_answers(desk, group, published)))


def published_plan(desk: Desk, group: GroupId) -> tuple[PlannedVisit, ...]:
    """A group's plan in the words of its office alone."""
    return plan_of(said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, group), ())


def in_force(desk: Desk, group: GroupId, since: Month) -> tuple[EntryId, ...]:
    """Publications that still decide a month from this one on, and the last one, in order."""
    words = in_order(said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, group))
    deciding = {month: one.entry for one in words for month in one.content.months if month >= since}
    wanted = {*deciding.values(), *(one.entry for one in words[-1:])}
    return tuple(one.entry for one in words if one.entry in wanted)


def differences(desk: Desk) -> tuple[str, ...]:
    """What the book shows otherwise than its entries say, for the doctor."""
    organisations, decisions, rosters = _registers(desk)
    found = [
        *(["organisations differ"] if directory.organisations(desk.book) != organisations else []),
        *(["decisions differ"] if set(directory.decisions(desk.book)) != set(decisions) else []),
        *(["rosters differ"] if directory.rosters(desk.book) != rosters else []),
    ]
    for group in {*_planned_groups(desk), *planned.groups_planned(desk.book)}:
        shown = {row.published.id: row.published for row in planned.planned_of_group(desk.book, group) if row.published}
        if shown != {visit.id: visit for visit in _plan(desk, group)}:
            found.append(f"plan of {group} differs")
    return tuple(found)


def canonical_registers(desk: Desk) -> Iterator[bytes]:
    """One line of JSON for each thing, for the digest of the merged state."""
    organisations, decisions, rosters = _registers(desk)
    plans = (visit for group in _planned_groups(desk) for visit in _plan(desk, group))
    joins = same_people(desk).items()
    for kind, values in (("o", organisations), ("d", decisions), ("r", rosters), ("p", plans), ("j", joins)):
        for value in values:
            yield msgspec.json.encode((kind, value), order="deterministic")


def _registers(desk: Desk) -> tuple[tuple[Organisation, ...], tuple[Decision, ...], tuple[Roster, ...]]:
    if not desk.is_office:
        return _published_part(desk)
    changes = said(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
    decisions = _last_by_subject(said(desk, EntryKind.GROUP_DECIDED, Decision), lambda one: one.id)
    acts = frozenset(one.entry for one in standing_words(changes))
    rosters = rosters_of(said(desk, EntryKind.ORGANISATION_ROSTER, Roster), acts)
    return _by_id(register_of(changes)), tuple(decisions.values()), rosters


def _published_part(desk: Desk) -> tuple[tuple[Organisation, ...], tuple[Decision, ...], tuple[Roster, ...]]:
    """What the last publication for each group of this laptop tells of the register."""
    words = _last_by_subject(said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished), lambda one: one.group)
    settings = (setting for one in words.values() for setting in one.settings)
    successions = (one for word in words.values() for one in word.successions)
    rosters = {roster.cell: roster for one in words.values() for roster in one.rosters}
    return _by_id(fold_settings(settings, successions)), (), tuple(rosters[cell] for cell in sorted(rosters))


def _by_id(register: Mapping[OrganisationId, Organisation]) -> tuple[Organisation, ...]:
    return tuple(register[id_] for id_ in sorted(register))


def _put_registers(desk: Desk) -> None:
    organisations, decisions, rosters = _registers(desk)
    directory.put_organisations(desk.book, organisations)
    directory.put_decisions(desk.book, decisions)
    directory.put_rosters(desk.book, rosters)


def _last_by_subject(words: Iterable[Said[T]], subject_of: Callable[[T], str]) -> dict[str, T]:
    by_subject: dict[str, list[Said[T]]] = {}
    for one in words:
        by_subject.setdefault(subject_of(one.content), []).append(one)
    found = {subject: last(by_subject[subject]) for subject in sorted(by_subject)}
    return {subject: word.content for subject, word in found.items() if word is not None}


def _words(content: type[T], entries: Iterable[Entry]) -> tuple[Said[T], ...]:
    """What these entries say, where this program understands it and the figures are here."""
    told = ((entry.head, content_of(entry)) for entry in entries if not needs_newer_program(entry.head))
    return tuple(Said(head.id, what, head.based_on) for head, what in told if isinstance(what, content))


def _planned_groups(desk: Desk) -> tuple[GroupId, ...]:
    return tuple(map(GroupId, log.subjects(desk.book, (EntryKind.PLAN_PUBLISHED,))))


def _groups_of(desk: Desk, subjects: Sequence[str]) -> tuple[GroupId, ...]:
    """Groups of whose plans these subjects are: a publication's is the group, an answer's the planned visit."""
    groups = set(log.subjects_among(desk.book, subjects, (EntryKind.PLAN_PUBLISHED,)))
    for entries in log.entries_of(
        desk.book, log.subjects_among(desk.book, subjects, (EntryKind.PLAN_ANSWERED,))
    ).values():
        answers = (content_of(entry) for entry in entries)
        groups |= {answer.group for answer in answers if isinstance(answer, PlanAnswered)}
    return tuple(map(GroupId, sorted(groups)))


def _plan(desk: Desk, group: GroupId) -> tuple[PlannedVisit, ...]:
    published = said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, group)
    return plan_of(published, _answers(desk, group, published))


def _answers(desk: Desk, group: GroupId, published: Sequence[Said[PlanPublished]]) -> tuple[Said[PlanAnswered], ...]:
    visits = dict.fromkeys(visit.id for one in published for visit in one.content.visits)
    entries = (entry for found in log.entries_of(desk.book, tuple(visits)).values() for entry in found)
    answers = _words(PlanAnswered, (entry for entry in entries if _may_answer(desk, entry, group)))
    return tuple(one for one in answers if one.content.group == group)


def _may_answer(desk: Desk, entry: Entry, group: GroupId) -> bool:
    """Whether a machine may answer for this group: its own, or one of the office in its place."""
    if entry.head.kind != EntryKind.PLAN_ANSWERED:
        return False
    if entry.head.device in desk.me.devices or entry.head.device in papers.office_devices(desk):
        return True
    certificate = papers.trust_book(desk).certificate_of(entry.signer)
    return certificate is not None and (certificate.group is None or certificate.group.id == group)


def _put_plan(desk: Desk, group: GroupId, plan: Sequence[PlannedVisit]) -> None:
    """Let the lines say what the group knows now; what is being worked at stays as it is."""
    lines = {row.visit.id: row for row in planned.planned_of_group(desk.book, group)}
    now = {visit.id: visit for visit in plan}
    put: list[PlannedRow] = []
    for id_, visit in now.items():
        line = lines.get(id_)
        put.append(PlannedRow(line.visit if line is not None and line.is_changed else visit, visit))
    gone = [row for id_, row in lines.items() if id_ not in now and row.published is not None]
    put += [PlannedRow(row.visit) for row in gone if row.is_changed]
    planned.drop_planned(desk.book, [row.visit.id for row in gone if not row.is_changed])
    planned.put_planned(desk.book, put)
