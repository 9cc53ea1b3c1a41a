"""Working at plans: adding planned visits, changing, moving, postponing, cancelling, keeping what speaks against them.

An office works at lines of its own, without an entry for each stroke; the groups know of nothing before it publishes.
Nothing that a group knows of disappears: taking such a visit out of the plan cancels it, for a reason. Every verb tells
what stood there before, and :func:`undo` brings it back, together with what was redone by undoing twice.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import GroupId, PlannedId, new_id
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.plan_troubles import Trouble, minutes_of
from chibo_desktop.domain.plans import KeptTrouble, Month, PlannedMember, PlannedVisit, PlanState, cell_key
from chibo_desktop.domain.text import clean_name, clean_text
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plan_ground import first_day, last_day, month_of
from chibo_desktop.storage import planned
from chibo_desktop.storage.planned import PlannedRow

_LONGEST_WAY = 24 * 60
_STATED = frozenset({PlanState.PLANNED, PlanState.CONFIRMED})
_NOTHING = PlannedId("")


@dataclass(frozen=True, slots=True)
class Planned:
    """What was written. ``before``: what stood there, ``None`` where nothing did; made for :func:`undo`."""

    visits: tuple[PlannedVisit, ...]
    before: tuple[tuple[PlannedId, PlannedVisit | None], ...] = ()


def add(desk: Desk, visits: Iterable[PlannedVisit]) -> Outcome[Planned]:
    """Plan these visits. One whose id is empty gets one.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_MONTH_WRONG, PLAN_GROUP_MISSING, PLAN_CELL_MISSING, PLAN_TIME_WRONG,
    PLAN_TRAVEL_WRONG, PLAN_KNOWN (a visit of this id is planned already).
    """
    made = [_checked(replace(one, id=one.id or PlannedId(new_id(desk.random)))) for one in visits]
    known = planned.planned_named(desk.book, [one.id for one in made])
    if known:
        raise Refusal("PLAN_KNOWN", planned=known[0].visit.id)
    return _write(desk, made)


def change(desk: Desk, visits: Iterable[PlannedVisit]) -> Outcome[Planned]:
    """Put these visits in place of what is planned under their ids. Raises as :func:`add`, PLAN_UNKNOWN."""
    made = [_checked(one) for one in visits]
    for one in made:
        find(desk, one.id)
    return _write(desk, made)


def move(desk: Desk, id_: PlannedId, day: dt.date) -> Outcome[Planned]:
    """Plan a visit for another day; it counts for the month of that day then. A postponed one is postponed to it.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_UNKNOWN.
    """

    def moved(visit: PlannedVisit) -> PlannedVisit:
        if visit.state is PlanState.POSTPONED:
            return replace(visit, new_date=day)
        return replace(visit, date=day, month=month_of(day))

    return _change_one(desk, id_, moved)


def postpone(desk: Desk, id_: PlannedId, new_date: dt.date | None, reason: str) -> Outcome[Planned]:
    """Note that a visit is postponed, to a day where one is known. Raises as :func:`move`, REASON_MISSING."""
    why = _reason(reason)
    return _change_one(
        desk, id_, lambda visit: replace(visit, state=PlanState.POSTPONED, new_date=new_date, reason=why)
    )


def cancel(desk: Desk, id_: PlannedId, reason: str) -> Outcome[Planned]:
    """Note that a visit will not take place. Raises as :func:`move`, REASON_MISSING."""
    why = _reason(reason)
    return _change_one(desk, id_, lambda visit: replace(visit, state=PlanState.CANCELLED, new_date=None, reason=why))


def confirm(desk: Desk, id_: PlannedId) -> Outcome[Planned]:
    """Note that the group will go, on the day that it was postponed to where it was. Raises as :func:`move`."""
    return _change_one(desk, id_, lambda visit: _settled(visit, PlanState.CONFIRMED))


def resume(desk: Desk, id_: PlannedId) -> Outcome[Planned]:
    """Plan a visit again that was postponed or cancelled. Raises as :func:`move`."""
    return _change_one(desk, id_, lambda visit: _settled(visit, PlanState.PLANNED))


def remove(desk: Desk, ids: Sequence[PlannedId], reason: str = "") -> Outcome[Planned]:
    """Take visits out of the plan. Those that their group knows of are cancelled instead, for a reason.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_UNKNOWN, REASON_MISSING (one of them was published).
    """
    rows = [find(desk, id_) for id_ in ids]
    known = [row.visit for row in rows if row.published is not None]
    why = _reason(reason) if known else ""
    cancelled = [replace(visit, state=PlanState.CANCELLED, new_date=None, reason=why) for visit in known]
    return _write(desk, cancelled, [row.visit.id for row in rows if row.published is None])


def keep(desk: Desk, trouble: Trouble, reason: str) -> Outcome[Planned]:
    """Keep something that speaks against a visit, for a reason; it is printed with the plan.

    Raises ``Refusal`` NOT_AN_OFFICE, PLAN_UNKNOWN, REASON_MISSING.
    """
    kept = KeptTrouble(trouble.kind, trouble.other, _reason(reason))

    def keeping(visit: PlannedVisit) -> PlannedVisit:
        others = tuple(one for one in visit.kept if (one.kind, one.other) != (kept.kind, kept.other))
        return replace(visit, kept=(*others, kept))

    return _change_one(desk, trouble.visit, keeping)


def copy_month(desk: Desk, source: Month, target: Month, group: GroupId | None = None) -> Outcome[Planned]:
    """Plan a month as another one was planned, on the same days of the month; what is planned already is left out.

    Answers, reasons and what was kept stay behind. Raises ``Refusal`` NOT_AN_OFFICE, PLAN_MONTH_WRONG,
    PLAN_NOTHING_TO_COPY.
    """
    there = {(row.visit.group, cell_key(row.visit.cell)) for row in planned.planned_in(desk.book, (target,), group)}
    first_day(source)
    rows = planned.planned_in(desk.book, (source,), group)
    copies = [
        _copied(desk, row.visit, target)
        for row in rows
        if row.visit.state is not PlanState.CANCELLED and (row.visit.group, cell_key(row.visit.cell)) not in there
    ]
    if not copies:
        raise Refusal("PLAN_NOTHING_TO_COPY", month=source)
    return _write(desk, copies)


def undo(desk: Desk, written: Planned) -> Outcome[Planned]:
    """Bring back what stood before; undoing what this did brings it forth again.

    What was published meanwhile is not unknown again: a visit that was new then is cancelled.
    """
    back = [visit for _, visit in written.before if visit is not None]
    new = [id_ for id_, visit in written.before if visit is None]
    rows = {row.visit.id: row for row in planned.planned_named(desk.book, new)}
    published = [row.visit for row in rows.values() if row.published is not None]
    gone = [id_ for id_ in rows if rows[id_].published is None]
    back += [replace(visit, state=PlanState.CANCELLED) for visit in published]
    return _write(desk, back, gone)


def find(desk: Desk, id_: PlannedId) -> PlannedRow:
    """One planned visit, as it is worked at and as its group knows it. Raises ``Refusal`` PLAN_UNKNOWN."""
    rows = planned.planned_named(desk.book, (id_,))
    if not rows:
        raise Refusal("PLAN_UNKNOWN", planned=id_)
    return rows[0]


def _change_one(desk: Desk, id_: PlannedId, changed: Callable[[PlannedVisit], PlannedVisit]) -> Outcome[Planned]:
    return _write(desk, [_checked(changed(find(desk, id_).visit))])


def _write(desk: Desk, visits: Sequence[PlannedVisit], gone: Sequence[PlannedId] = ()) -> Outcome[Planned]:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    ids = [*(visit.id for visit in visits), *gone]
    with desk.book.transaction():
        rows = {row.visit.id: row for row in planned.planned_named(desk.book, ids)}
        published = {id_: row.published for id_, row in rows.items()}
        planned.put_planned(desk.book, [PlannedRow(visit, published.get(visit.id)) for visit in visits])
        planned.drop_planned(desk.book, gone)
    before = tuple((id_, rows[id_].visit if id_ in rows else None) for id_ in ids)
    return Outcome(Planned(tuple(visits), before), Changes.of(*(("plan", id_) for id_ in ids)))


def _checked(visit: PlannedVisit) -> PlannedVisit:
    """A visit as it is kept: clean text, and nothing that could not be read again."""
    first_day(visit.month)
    if not visit.group:
        raise Refusal("PLAN_GROUP_MISSING")
    cell = replace(visit.cell, name=clean_name(visit.cell.name))
    if not cell_key(cell):
        raise Refusal("PLAN_CELL_MISSING")
    for time in (visit.start, visit.end):
        if time is not None and minutes_of(time) is None:
            raise Refusal("PLAN_TIME_WRONG", time=time)
    if visit.travel_minutes is not None and not 0 <= visit.travel_minutes <= _LONGEST_WAY:
        raise Refusal("PLAN_TRAVEL_WRONG", minutes=visit.travel_minutes)
    state = PlanState.PLANNED if visit.state is PlanState.ATTENDED else visit.state
    members = {one.id: PlannedMember(one.id, clean_name(one.name)) for one in visit.members}
    return replace(
        visit,
        cell=cell,
        place=clean_name(visit.place),
        members=tuple(members.values()),
        state=state,
        reason="" if state in _STATED else clean_text(visit.reason),
        note=clean_text(visit.note),
    )


def _settled(visit: PlannedVisit, state: PlanState) -> PlannedVisit:
    return replace(visit, state=state, date=visit.day, new_date=None, reason="")


def _copied(desk: Desk, visit: PlannedVisit, target: Month) -> PlannedVisit:
    last = last_day(target)
    day = None if visit.day is None else last.replace(day=min(visit.day.day, last.day))
    id_ = PlannedId(new_id(desk.random))
    fresh = replace(visit, id=id_, month=target, date=day, new_date=None, state=PlanState.PLANNED)
    return replace(fresh, reason="", kept=(), why=(), priority=None)


def _reason(reason: str) -> str:
    told = clean_text(reason)
    if not told:
        raise Refusal("REASON_MISSING")
    return told
