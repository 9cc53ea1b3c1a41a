"""A group's own plan as its windows show it: each planned visit with what became of it and of the answer to it."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.ids import PlannedId, VisitId
from chibo_desktop.domain.plans import PlannedVisit, PlanState
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import own_plan, plan_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.own_plan import Piece
from chibo_desktop.services.plan_lists import PlanLine, place_of
from chibo_desktop.storage import delivery

_WAITS = (VisitState.FINALISED, VisitState.PACKED)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A planned visit of this machine's group.

    ``answer``: how far the answer of this machine has come, ``None`` where it gave none; ``draft``: minutes of this
    meeting that are being written already.
    """

    visit: PlannedVisit
    state: PlanState
    answer: VisitState | None = None
    draft: VisitId | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to take place: neither recorded nor given up."""
        return self.visit.is_held and self.state is not PlanState.ATTENDED

    @property
    def waits(self) -> bool:
        """Whether the answer to it has not yet come to the office."""
        return self.answer in _WAITS


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """Everything of the plan by day, undated ones last, and what was not shown yet. ``months`` were published."""

    today: dt.date
    is_published: bool
    months: tuple[str, ...]
    lines: tuple[OwnLine, ...]
    news: tuple[Piece, ...]

    @property
    def waiting(self) -> int:
        """Answers that have not yet come to the office."""
        return sum(line.waits for line in self.lines)

    def from_day(self, day: dt.date) -> tuple[OwnLine, ...]:
        """Those of a day or later, and those of no day."""
        return tuple(line for line in self.lines if (line.visit.day or line.visit.date or dt.date.max) >= day)


def whole(desk: Desk) -> OwnPlan:
    """The plan as its office published it and its group answered it."""
    told = own_plan.publication(desk)
    visits = own_plan.visits(desk)
    months = tuple(sorted({visit.month for visit in visits}))
    lines = {line.visit.id: line for month in months for line in plan_lists.lines_of_month(desk, month)}
    own = [lines.get(visit.id, PlanLine(visit, visit.state)) for visit in visits]
    answers = delivery.delivery_of(desk.book, [line.visit.id for line in own])
    drafts = own_plan.begun(desk)
    found = [_own(line, answers, drafts) for line in sorted(own, key=lambda one: place_of(one.visit))]
    published = () if told is None else told.months
    return OwnPlan(desk.today(), told is not None, published, tuple(found), own_plan.news(desk))


def _own(line: PlanLine, answers: dict[str, delivery.Delivered], drafts: dict[PlannedId, VisitId]) -> OwnLine:
    given = answers.get(line.visit.id)
    return OwnLine(line.visit, line.state, None if given is None else given.state, drafts.get(line.visit.id))
