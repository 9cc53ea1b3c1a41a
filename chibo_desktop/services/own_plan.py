"""A group's own plan on its laptop: reading it, answering it, and beginning to record from it.

The laptop knows what its office published last, and its own answers to it. What it has not shown yet is told as news.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import msgspec

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import PlannedId, VisitId, new_id, new_item_id
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.plans import (
    Answer,
    Month,
    OpenStatement,
    PlanAnswered,
    PlannedVisit,
    PlanPublished,
    PlanState,
    cell_key,
)
from chibo_desktop.domain.text import clean_text, fold
from chibo_desktop.domain.visits import (
    Attendance,
    AttendanceMode,
    Session,
    Visit,
    Visitor,
    VisitState,
)
from chibo_desktop.merging.last_words import last
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import drafts, logbook, organisations, plan_lists, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import planned, visit_lists
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.visit_lists import VisitFilter

_SEEN = "plan seen"
_A_YEAR = dt.timedelta(days=366)
_MOST_DRAFTS = 500
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What the group says to a planned visit; ``new_date`` and ``new_start`` where it is postponed to a day known."""

    answer: Answer
    reason: str = ""
    new_date: dt.date | None = None
    new_start: str | None = None


class News(StrEnum):
    """How a planned visit differs from what was shown last."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of news; ``before`` is the visit as it was shown last."""

    news: News
    visit: PlannedVisit
    before: PlannedVisit | None = None


def visits(desk: Desk, months: Sequence[Month] = ()) -> tuple[PlannedVisit, ...]:
    """The plan of this machine's group as it was published and answered, by day; of these months or of all."""
    rows = planned.planned_of_group(desk.book, desk.me.group.id)
    found = (row.published for row in rows if row.published is not None)
    return tuple(one for one in found if not months or one.month in months)


def coming(desk: Desk, day: dt.date, limit: int = 5) -> tuple[PlannedVisit, ...]:
    """What is still to take place from a day on, the next one first; what was recorded already is not."""
    lines = plan_lists.lines_between(desk, day, day + _A_YEAR, desk.me.group.id)
    held = (one.visit for one in lines if one.visit.is_held and one.state is not PlanState.ATTENDED)
    return tuple(islice(held, limit))


def publication(desk: Desk) -> PlanPublished | None:
    """The last word of the office for this group, ``None`` before the first."""
    found = last(registers.said(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, desk.me.group.id))
    return None if found is None else found.content


def open_statements(desk: Desk, cell: str) -> tuple[OpenStatement, ...]:
    """What the office says is still open at a cell of this name, minutes of other groups included."""
    told = publication(desk)
    return () if told is None else tuple(one for one in told.open_statements if fold(one.cell) == fold(cell))


def answer(desk: Desk, id_: PlannedId, reply: Reply) -> Outcome[PlannedVisit]:
    """Answer a planned visit; the answer goes up with the next packet, and the last one counts.

    Raises ``Refusal`` PLAN_UNKNOWN, REASON_MISSING (to postpone or cancel), REASON_LONG.
    """
    found = _find(desk, id_)
    why = clean_text(reply.reason)
    if reply.answer is not Answer.CONFIRMED and not why:
        raise Refusal("REASON_MISSING")
    if len(why) > LONGEST_REASON:
        raise Refusal("REASON_LONG", longest=LONGEST_REASON)
    content = PlanAnswered(id_, found.group, reply.answer, reply.new_date, reply.new_start, why)
    heads = registers.plan_heads(desk, found.group)
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.PLAN_ANSWERED, id_, texts_of(content), based_on=heads)
        registers.follow_entries(desk, [entry])
    return Outcome(_find(desk, id_), Changes.of(("plan", id_)))


def begin(desk: Desk, id_: PlannedId) -> Outcome[Visit]:
    """A draft of the minutes of a planned visit, with everything filled in that the plan and the office's lists say.

    Where one was begun already it is that one, as it stands. Raises ``Refusal`` PLAN_UNKNOWN, PLAN_CANCELLED; ``Fault``
    as saving a draft does.
    """
    plan = _find(desk, id_)
    if plan.state is PlanState.CANCELLED:
        raise Refusal("PLAN_CANCELLED", planned=id_)
    before = begun(desk).get(id_)
    if before is not None:
        return Outcome(drafts.load_draft(desk, before).visit, Changes())
    day = plan.day
    cell = plan.cell
    if cell.id is not None and day is not None:
        cell = organisations.snapshot(desk, cell.id, day) or cell
    month = plan.month if day is None or f"{day:%Y-%m}" != plan.month else None
    visit = Visit(
        id=VisitId(new_id(desk.random)),
        cell=cell,
        group=GroupSnapshot(desk.me.group.name, desk.me.group.id, desk.me.group.tier),
        session=Session(plan.kind, day, plan.start, plan.end, month, plan.place),
        visitors=_visitors(desk, plan),
        attendance=_attendance(desk, plan),
    )
    saved = drafts.save_draft(desk, visit, "general")
    return Outcome(visit, saved.changes)


def begun(desk: Desk) -> dict[PlannedId, VisitId]:
    """Planned visits of which minutes are being written: a draft of the cell for the day."""
    written = visit_lists.page_of_visits(desk.book, VisitFilter(states=(VisitState.DRAFT,)), limit=_MOST_DRAFTS)
    named = {(cell, row.date): row.id for row in written for cell in (row.cell_id, fold(row.cell)) if cell}
    found: dict[PlannedId, VisitId] = {}
    for one in visits(desk):
        draft = named.get((one.cell.id or fold(one.cell.name), one.day))
        if draft is not None:
            found[one.id] = draft
    return found


def news(desk: Desk) -> tuple[Piece, ...]:
    """What the office changed in the plan since it was shown last; this machine's own answers are no news."""
    before = _seen(desk)
    now = {one.id: one for one in _as_published(desk)}
    found = [
        Piece(News.NEW if id_ not in before else News.CHANGED, one, before.get(id_))
        for id_, one in now.items()
        if before.get(id_) != one
    ]
    gone = [Piece(News.GONE, one, one) for id_, one in before.items() if id_ not in now]
    return (*sorted(found, key=lambda piece: _when(piece.visit)), *gone)


def mark_seen(desk: Desk) -> Outcome[None]:
    """The plan was shown as it is now: nothing of it is news any more."""
    shown = tuple(_as_published(desk))
    with desk.book.transaction():
        put_fact(desk.book, _SEEN, msgspec.json.encode(shown).decode())
    return Outcome(None, Changes.of(("plan", "*")))


def _seen(desk: Desk) -> dict[PlannedId, PlannedVisit]:
    told = get_fact(desk.book, _SEEN)
    shown = () if told is None else msgspec.json.decode(told, type=tuple[PlannedVisit, ...])
    return {one.id: one for one in shown}


def _as_published(desk: Desk) -> Sequence[PlannedVisit]:
    """The plan in the office's words alone."""
    return registers.published_plan(desk, desk.me.group.id)


def _find(desk: Desk, id_: PlannedId) -> PlannedVisit:
    rows = planned.planned_named(desk.book, (id_,))
    found = rows[0].published if rows else None
    if found is None or found.group != desk.me.group.id:
        raise Refusal("PLAN_UNKNOWN", planned=id_)
    return found


def _visitors(desk: Desk, plan: PlannedVisit) -> tuple[Visitor, ...]:
    me = desk.me.author
    going = plan.members or ()
    if not going:
        return (Visitor(new_item_id(desk.random), me.name, me.post, me.id),)
    return tuple(
        Visitor(new_item_id(desk.random), one.name, me.post if one.id == me.id else "", one.id) for one in going
    )


def _attendance(desk: Desk, plan: PlannedVisit) -> Attendance:
    """Everybody of the office's roster present, else the roster of the last visit; the exempt are exempt."""
    roster = drafts.office_roster(desk, plan.cell) or drafts.last_roster(desk, plan.cell)
    return Attendance(mode=AttendanceMode.ROSTER if roster else AttendanceMode.COUNTS, roster=roster)


def _when(visit: PlannedVisit) -> tuple[bool, dt.date, str, str]:
    return visit.day is None, visit.day or dt.date.max, visit.start or "", cell_key(visit.cell)
