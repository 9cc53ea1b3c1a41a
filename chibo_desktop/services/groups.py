"""Decisions about working groups, signed as a whole, worded anew, revoked, copied for the next year; who is where.

A wording replaces the one before it. What looks wrong is found and said (``domain.group_findings``), never refused.
"""

import datetime as dt
from dataclasses import dataclass, replace

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.group_findings import GroupFinding, Surroundings, day_of, findings
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember
from chibo_desktop.domain.ids import DecisionId, EntryId, GroupId, OrganisationId, PersonId, new_id
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.standing_groups import Assignments, StandingGroup, chain_with, standing_on
from chibo_desktop.domain.text import clean_name, clean_text
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import logbook, organisations, papers, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import directory

CHANGED = Changes.of(("group", "*"))


@dataclass(frozen=True, slots=True)
class Copy:
    """What is new in a decision that is made from an earlier one."""

    number: str = ""
    date: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def decisions(desk: Desk) -> tuple[Decision, ...]:
    """Every decision in its last wording, the newest first; revoked ones too."""
    return directory.decisions(desk.book)


def decision(desk: Desk, id_: DecisionId) -> Decision:
    """Raises ``Refusal`` DECISION_UNKNOWN."""
    found = next((one for one in decisions(desk) if one.id == id_), None)
    if found is None:
        raise Refusal("DECISION_UNKNOWN", decision=id_)
    return found


def decide(desk: Desk, wording: Decision) -> Outcome[EntryId]:
    """Sign a decision as it is worded; of an earlier wording nothing counts any more, and no draft of it is left.

    Raises ``Refusal`` NOT_AN_OFFICE, DECISION_SAME (that wording stands already), DECISION_IDS (a group named twice).
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    clean = cleaned(wording)
    ids = [group.id for group in clean.groups]
    if len(set(ids)) < len(ids):
        raise Refusal("DECISION_IDS", group=next(one for one in ids if ids.count(one) > 1))
    if clean in decisions(desk):
        raise Refusal("DECISION_SAME", number=clean.number)
    known = registers.heads_of(desk, EntryKind.GROUP_DECIDED, Decision, clean.id)
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.GROUP_DECIDED, clean.id, texts_of(clean), based_on=known)
        directory.drop_decision_draft(desk.book, clean.id)
        registers.follow_kinds(desk, (EntryKind.GROUP_DECIDED,))
        note(desk, "GROUPS_DECIDED", groups=len(clean.groups))
    return Outcome(entry.head.id, CHANGED)


def revoke(desk: Desk, id_: DecisionId, reason: str = "") -> Outcome[EntryId]:
    """Let a decision hold no more, on any day. Raises ``Refusal`` as :func:`decide`, DECISION_UNKNOWN."""
    standing = decision(desk, id_)
    return decide(desk, replace(standing, revoked=True, note=reason or standing.note))


def cleaned(wording: Decision) -> Decision:
    """A decision as it is signed: names in one line and NFC, no member or organisation twice in a group."""
    return replace(
        wording,
        number=clean_name(wording.number),
        issuer=clean_name(wording.issuer),
        note=clean_text(wording.note),
        groups=tuple(_clean_group(group) for group in wording.groups),
    )


def _clean_group(group: DecidedGroup) -> DecidedGroup:
    members = {one.id: replace(one, name=clean_name(one.name), post=clean_name(one.post)) for one in group.members}
    kept = tuple(one for one in members.values() if one.name or one.post)
    once = tuple(dict.fromkeys(group.organisations))
    return replace(group, name=clean_name(group.name), members=kept, organisations=once)


def copied(desk: Desk, id_: DecisionId, copy: Copy) -> Decision:
    """An earlier decision as the beginning of a new one: the groups that go on and their people keep their ids.

    Nothing is written. Raises ``Refusal`` DECISION_UNKNOWN.
    """
    earlier = decision(desk, id_)
    return replace(
        earlier,
        id=DecisionId(new_id(desk.random)),
        number=copy.number,
        date=copy.date,
        valid_from=copy.valid_from,
        valid_to=copy.valid_to,
        revoked=False,
        note="",
    )


def new_decision(desk: Desk) -> Decision:
    """An empty decision of this office."""
    return Decision(DecisionId(new_id(desk.random)), issuer=desk.me.office_name)


def new_group(desk: Desk) -> DecidedGroup:
    return DecidedGroup(GroupId(new_id(desk.random)), "")


def new_member(desk: Desk) -> GroupMember:
    return GroupMember(PersonId(new_id(desk.random)))


# who is where on a day


def groups_on(desk: Desk, day: dt.date) -> tuple[StandingGroup, ...]:
    """The groups that stand on a day."""
    return standing_on(decisions(desk), day)


def choosable(desk: Desk) -> tuple[StandingGroup, ...]:
    """The groups that a machine may be enrolled for: those of today, and those of decisions that begin later."""
    today = desk.today()
    coming = [one for one in decisions(desk) if one.valid_from is not None and today < one.valid_from]
    standing = {one.group.id: one for one in groups_on(desk, today)}
    for decision_ in sorted(coming, key=lambda one: one.valid_from or today):
        if not decision_.revoked:
            for group in decision_.groups:
                standing.setdefault(group.id, StandingGroup(decision_.id, decision_.number, group))
    return tuple(standing.values())


def chosen(desk: Desk, group: GroupId) -> DecidedGroup:
    """A group that a machine may be enrolled for. Raises ``Refusal`` GROUP_UNKNOWN."""
    found = next((one.group for one in choosable(desk) if one.group.id == group), None)
    if found is None:
        raise Refusal("GROUP_UNKNOWN", group=group)
    return found


def is_decided(desk: Desk, group: str) -> bool:
    """Whether any decision names this group, on whatever day."""
    return any(one.id == group for decision_ in decisions(desk) for one in decision_.groups)


def decided_ids(desk: Desk) -> dict[GroupId, GroupId]:
    """For ids under which machines recorded before they were enrolled for a decided group: the id of that group.

    The first certificate that takes such an id over says whose it was; ids of decided groups stay what they are.
    """
    book = papers.trust_book(desk)
    books = (book, *book.below.values())
    granted = [one for holder in books for one in (*holder.certificates.values(), *holder.earlier)]
    decided = {group.id for decision_ in decisions(desk) for group in decision_.groups}
    found: dict[GroupId, GroupId] = {}
    for one in sorted(granted, key=lambda certificate: certificate.not_before):
        for former in one.formerly:
            if one.group is not None and former not in decided:
                found.setdefault(GroupId(former), GroupId(one.group.id))
    return found


def groups_of_person(desk: Desk, person: PersonId, day: dt.date) -> tuple[StandingGroup, ...]:
    """The groups that somebody belongs to on a day, under any id of his."""
    same = registers.same_people(desk)
    wanted = same.get(person, person)
    return tuple(
        one
        for one in groups_on(desk, day)
        if any(same.get(member.id, member.id) == wanted for member in one.group.members)
    )


def groups_of(desk: Desk, organisation: OrganisationId, day: dt.date) -> tuple[StandingGroup, ...]:
    """The groups that an organisation belongs to on a day, through the tree of that day.

    Raises ``Refusal`` ORGANISATION_UNKNOWN.
    """
    register = organisations.register(desk)
    if organisation not in register:
        raise Refusal("ORGANISATION_UNKNOWN", organisation=organisation)
    return Assignments(groups_on(desk, day)).groups_of(chain_with(register, organisation, day))


def groups_of_cell(desk: Desk, cell: CellSnapshot, day: dt.date) -> tuple[StandingGroup, ...]:
    """The groups of a cell as minutes name it: by the chain of superiors that stands in them."""
    chain = (cell.id, *(superior.id for superior in cell.superiors))
    return Assignments(groups_on(desk, day)).groups_of(one for one in chain if one is not None)


def look_over(desk: Desk, wording: Decision, day: dt.date | None = None) -> tuple[GroupFinding, ...]:
    """What in a decision looks wrong, beside the others and on the register of its day."""
    around = Surroundings(decisions(desk), organisations.register(desk), registers.same_people(desk))
    return findings(wording, around, day or day_of(wording, desk.today()))


# drafts


def drafts(desk: Desk) -> tuple[Decision, ...]:
    """Decisions that are being written on this machine; nobody else knows of them."""
    return directory.decision_drafts(desk.book)


@dataclass(frozen=True, slots=True)
class SavedDecision:
    """The draft is on the disk since this moment."""

    decision: DecisionId
    saved_at: dt.datetime


def opened(desk: Desk, id_: DecisionId) -> Decision:
    """A decision as it is being written, else as it was signed. Raises ``Refusal`` DECISION_UNKNOWN."""
    return next((one for one in drafts(desk) if one.id == id_), None) or decision(desk, id_)


def save_draft(desk: Desk, wording: Decision) -> Outcome[SavedDecision]:
    """Keep a decision as it stands. Raises ``Refusal`` NOT_AN_OFFICE, ``Fault`` DISK_FULL and its kin."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    with desk.book.transaction():
        directory.put_decision_draft(desk.book, wording)
    return Outcome(SavedDecision(wording.id, desk.clock()), Changes.of(("decision draft", wording.id)))


def drop_draft(desk: Desk, id_: DecisionId) -> Outcome[None]:
    """Give up what was being written; what was signed stands as it is."""
    with desk.book.transaction():
        directory.drop_decision_draft(desk.book, id_)
    return Outcome(None, CHANGED)
