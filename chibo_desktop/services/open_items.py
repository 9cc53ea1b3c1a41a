"""What is still to be done at a cell: by the minutes on this machine, and by what its office said with the plan."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.services import own_plan, petitions
from chibo_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A petition or guidance that is open, or of whose answer the cell has not been told.

    ``visit``: the minutes in which it stands, ``None`` where another group wrote them: this machine has not got them.
    """

    statement: str
    kind: StatementKind
    state: StepState
    date: dt.date | None
    addressee: Addressee | None
    due: dt.date | None
    who: str
    text: str
    visit: VisitId | None = None


def at_cell(desk: Desk, cell: str) -> tuple[OpenItem, ...]:
    """Open items of a cell of this name, the latest first; each once, whoever wrote it down."""
    own = [
        OpenItem(
            one.figures.id,
            one.figures.kind,
            one.figures.state,
            one.figures.date,
            one.figures.addressee,
            one.figures.due,
            one.who,
            one.text,
            one.figures.visit,
        )
        for one in petitions.open_at(desk, cell)
    ]
    known = {one.statement for one in own}
    told = [
        OpenItem(one.statement, one.kind, one.state, one.date, one.addressee, one.due, one.who, one.text)
        for one in own_plan.open_statements(desk, cell)
        if one.statement not in known
    ]
    return tuple(sorted((*own, *told), key=lambda one: one.date or dt.date.min, reverse=True))
