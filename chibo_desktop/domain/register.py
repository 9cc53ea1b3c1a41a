"""The register that lists are read from: one row per visit, one per opinion or guidance, and the text to search.

Rows are derived from visits and hold nothing of their own, so they can be thrown away and made again.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.ids import DeviceId, GroupId, ItemId, OrganisationId, PersonId, VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import (
    Addressee,
    OpinionKind,
    SessionKind,
    Visit,
    VisitState,
    standing,
)


class StatementKind(StrEnum):
    """What was said and has to be followed."""

    OPINION = "opinion"
    PETITION = "petition"
    PROPOSAL = "proposal"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as a line of the register. ``petitions`` counts proposals too; ``state_by`` names who or what."""

    id: VisitId
    cell: str
    superior: str
    cell_id: OrganisationId | None
    category: CellCategory | None
    group: str
    group_id: GroupId | None
    tier: Tier | None
    kind: SessionKind
    date: dt.date | None
    month: str
    start: str | None
    present: int | None
    total: int | None
    opinions: int
    petitions: int
    state: VisitState
    state_at: dt.datetime
    state_by: str = ""
    device: DeviceId | None = None
    author: PersonId | None = None
    amendments: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An opinion or guidance as a line of the register; follow-up steps refer to ``visit`` and ``item``."""

    visit: VisitId
    item: ItemId
    place: int
    kind: StatementKind
    who: str
    text: str
    addressee: Addressee | None
    answered: bool
    deadline: dt.date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of a visit beyond its content."""

    state: VisitState
    at: dt.datetime
    by: str = ""
    device: DeviceId | None = None
    author: PersonId | None = None
    amendments: int = 0
    conflicts: int = 0


def visit_row(visit: Visit, now: Standing) -> VisitRow:
    """The line of a visit in the register."""
    session, counts = visit.session, counts_in_force(visit.attendance)
    opinions = standing(visit.opinions)
    month = session.month or (session.date.isoformat()[:7] if session.date else "")
    return VisitRow(
        id=visit.id,
        cell=visit.cell.name,
        superior=visit.cell.superiors[0].name if visit.cell.superiors else "",
        cell_id=visit.cell.id,
        category=visit.cell.category,
        group=visit.group.name,
        group_id=visit.group.id,
        tier=visit.group.tier,
        kind=session.kind,
        date=session.date,
        month=month,
        start=session.start,
        present=counts.present,
        total=counts.total,
        opinions=len(opinions),
        petitions=sum(row.kind is not OpinionKind.OPINION for row in opinions),
        state=now.state,
        state_at=now.at,
        state_by=now.by,
        device=now.device,
        author=now.author,
        amendments=now.amendments,
        conflicts=now.conflicts,
    )


def statement_rows(visit: Visit) -> Iterator[StatementRow]:
    """The opinions and guidance of a visit, in the order of the minutes."""
    for place, row in enumerate(standing(visit.opinions), start=1):
        who = "" if row.speaker_withheld else row.speaker
        kind = StatementKind(row.kind.value)
        yield StatementRow(visit.id, row.id, place, kind, who, row.text, row.addressee, row.answered, None)
    for place, row in enumerate(standing(visit.guidance), start=1):
        guidance = StatementKind.GUIDANCE
        yield StatementRow(visit.id, row.id, place, guidance, row.by, row.text, None, False, row.deadline)


def search_text(visit: Visit) -> str:
    """Every word of a visit that a person may look for, one field a line; not folded."""
    return "\n".join(filter(None, _texts(visit)))


def _texts(visit: Visit) -> Iterator[str]:
    session, closing = visit.session, visit.closing
    yield visit.cell.name
    yield from (superior.name for superior in visit.cell.superiors)
    yield from (visit.group.name, session.theme, session.place, visit.chair.name, visit.secretary.name)
    yield from (visitor.name for visitor in standing(visit.visitors))
    yield from (row.name for row in standing(visit.attendance.roster))
    yield from (guest.name for guest in standing(visit.attendance.guests))
    for item in standing(visit.agenda):
        yield from (item.title, item.presenter, item.content, item.conclusion)
        for remark in standing(item.remarks):
            yield from (remark.speaker, remark.content)
    for row in standing(visit.opinions):
        yield from ("" if row.speaker_withheld else row.speaker, row.topic, row.text, row.answer)
    for row in standing(visit.guidance):
        yield from (row.by, row.text, row.target)
    for row in standing(visit.tasks):
        yield from (row.task, row.who)
    yield from (vote.item for vote in standing(visit.votes))
    yield from (row.note for row in standing(visit.follow_ups))
    yield visit.score.weak_points
    yield from (attachment.label for attachment in standing(visit.attachments))
    yield from (closing.last_month, closing.ideology, closing.delegate_statement, closing.cell_reply)
    yield from (closing.conclusion, closing.handed_over)
