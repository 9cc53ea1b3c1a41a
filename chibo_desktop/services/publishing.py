"""Publishing plans: for each group one signed word with everything that it needs for the coming months, and no more.

What travels to the laptops of a group is its own plan, the part of the register that it may meet, the rosters of the
cells that it goes to, and what is still open there. It rides down with the next receipt.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup
from chibo_desktop.domain.ids import DeviceId, GroupId, OrganisationId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.plans import Month, OpenStatement, PlannedVisit, PlanPublished
from chibo_desktop.domain.reorganisation import Setting, Succession
from chibo_desktop.merging.last_words import last
from chibo_desktop.merging.organisations import settings_of
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.packets.trust_documents import Role
from chibo_desktop.services import logbook, organisations, papers, petitions, plan_ground, receipts, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.machines import current_certificates
from chibo_desktop.services.sending import QUIET, Watch, WrittenPacket
from chibo_desktop.storage import directory, planned


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing does for one group. ``devices``: its laptops, none where it has no enrolled machine yet."""

    group: GroupId
    name: str
    visits: int
    new: int
    changed: int
    gone: int
    cells: int
    rosters: int
    waiting: int
    devices: tuple[DeviceId, ...]
    is_news: bool
    """Whether anything in it is otherwise than what the group was told last."""


def look(desk: Desk, months: Sequence[Month], groups: Collection[GroupId] | None = None) -> tuple[Publication, ...]:
    """What publishing these months would do, for each group that has something in them or had. Changes nothing.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_MONTH_WRONG, GROUP_UNKNOWN.
    """
    return tuple(_publication(desk, content) for content in _contents(desk, months, groups))


def publish(
    desk: Desk, months: Sequence[Month], groups: Collection[GroupId] | None = None
) -> Outcome[tuple[Publication, ...]]:
    """Sign what is new for each group, in one transaction; a group for which nothing is new keeps its last word.

    Raises as :func:`look`, NOTHING_TO_PUBLISH.
    """
    contents = _contents(desk, months, groups)
    found = [_publication(desk, content) for content in contents]
    news = [content for content, one in zip(contents, found, strict=True) if one.is_news]
    if not news:
        raise Refusal("NOTHING_TO_PUBLISH")
    with logbook.writing(desk, len(news)) as pen:
        for content in news:
            heads = registers.plan_heads(desk, content.group)
            entry = pen.write(EntryKind.PLAN_PUBLISHED, content.group, texts_of(content), based_on=heads)
            registers.follow_entries(desk, [entry])
        note(desk, "PLAN_PUBLISHED", groups=len(news))
    return Outcome(tuple(found), Changes.of(("plan", "*")))


def write(
    desk: Desk, folder: Path, groups: Collection[GroupId] | None = None, watch: Watch = QUIET
) -> Outcome[tuple[WrittenPacket, ...]]:
    """Write the packets for the laptops of these groups, or of every group with a plan: plan and receipt in one.

    Raises ``Refusal`` NOT_AN_OFFICE, NO_MACHINES; faults as ``packets.stick`` does.
    """
    wanted = set(planned.groups_planned(desk.book) if groups is None else groups)
    devices = [device for group in sorted(wanted) for device in devices_of(desk, group)]
    if not devices:
        raise Refusal("NO_MACHINES")
    return receipts.write_receipts(desk, folder, list(dict.fromkeys(devices)), watch=watch)


def devices_of(desk: Desk, group: GroupId) -> tuple[DeviceId, ...]:
    """The laptops of a group that this office vouches for."""
    book = papers.trust_book(desk)
    return tuple(
        device
        for device, one in sorted(current_certificates(book).items())
        if one.role is Role.GROUP
        and one.group is not None
        and one.group.id == group
        and book.revocation_of(one.key_id) is None
    )


def _contents(desk: Desk, months: Sequence[Month], groups: Collection[GroupId] | None) -> list[PlanPublished]:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    wanted = sorted(set(months))
    rows = planned.planned_in(desk.book, wanted)
    decided = {group.id: group for month in wanted for group in plan_ground.groups_in(desk, month)}
    missing = next((group for group in groups or () if group not in decided), None)
    if missing is not None:
        raise Refusal("GROUP_UNKNOWN", group=missing)
    concerned = {row.visit.group for row in rows} if groups is None else set(groups)
    petitions.catch_up(desk)
    return [_content(desk, decided.get(id_) or DecidedGroup(id_, ""), wanted) for id_ in sorted(concerned)]


def _content(desk: Desk, group: DecidedGroup, asked: Sequence[Month]) -> PlanPublished:
    months = sorted({*asked, *_left_behind(desk, group.id, asked)})
    visits = tuple(row.visit for row in planned.planned_in(desk.book, months, group.id))
    going = [visit for visit in visits if visit.is_held]
    settings, successions = _part_of_register(desk, group, months, visits)
    cells = {visit.cell.id for visit in going if visit.cell.id is not None}
    return PlanPublished(
        group.id,
        group.name,
        group.tier,
        tuple(months),
        visits,
        settings,
        successions,
        tuple(one for one in directory.rosters(desk.book) if one.cell in cells),
        plan_ground.rules(desk).quota_of(group.tier),
        _open_statements(desk, going),
    )


def _left_behind(desk: Desk, group: GroupId, months: Sequence[Month]) -> set[Month]:
    """Months from which visits of these ones were moved: the group must not find them there as well."""
    rows = planned.planned_in(desk.book, months, group)
    return {row.published.month for row in rows if row.published is not None} - set(months)


def _part_of_register(
    desk: Desk, group: DecidedGroup, months: Sequence[Month], visits: Sequence[PlannedVisit]
) -> tuple[tuple[Setting, ...], tuple[Succession, ...]]:
    """The cells of the group and those that are planned, everything above them, and what took their place."""
    register = organisations.register(desk)
    wanted = dict.fromkeys(visit.cell.id for visit in visits if visit.cell.id is not None)
    for month in months:
        wanted |= dict.fromkeys(OrganisationId(cell) for cell in plan_ground.cells_in(desk, month, group.id))
    pending = [*wanted, *(id_ for id_ in group.organisations if id_ in register)]
    found: dict[OrganisationId, None] = {}
    while pending:
        id_ = pending.pop()
        if id_ in register and id_ not in found:
            found[id_] = None
            here = register[id_]
            pending += [span.value for span in (*here.parents, *here.successors)]
    settings = tuple(setting for id_ in sorted(found) for setting in settings_of(register[id_]))
    successions = (
        Succession(id_, span.value, span.valid_from)
        for id_ in sorted(found)
        for span in register[id_].successors
        if span.valid_from is not None
    )
    return settings, tuple(successions)


def _open_statements(desk: Desk, visits: Sequence[PlannedVisit]) -> tuple[OpenStatement, ...]:
    names = dict.fromkeys(visit.cell.name for visit in visits if visit.cell.name)
    return tuple(
        OpenStatement(
            one.figures.id,
            name,
            one.figures.kind,
            one.figures.state,
            one.figures.date,
            one.figures.addressee,
            one.figures.due,
            one.who,
            one.text,
            petitions.last_answer(desk, one),
        )
        for name in names
        for one in petitions.open_at(desk, name)
    )


def _publication(desk: Desk, content: PlanPublished) -> Publication:
    lines = planned.planned_in(desk.book, content.months, content.group)
    known = {row.visit.id: row.published for row in lines if row.published is not None}
    told = {visit.id for visit in content.visits}
    before = last(registers.said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, content.group))
    changed = sum(visit.id in known and known[visit.id] != visit for visit in content.visits)
    return Publication(
        content.group,
        content.name,
        len(content.visits),
        sum(visit.id not in known for visit in content.visits),
        changed,
        sum(id_ not in told for id_ in known),
        len({one.organisation for one in content.settings}),
        len(content.rosters),
        len(content.open_statements),
        devices_of(desk, content.group),
        before is None or before.content != content or changed > 0,
    )
