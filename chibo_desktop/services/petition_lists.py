"""Petitions and guidance as people go through them, at the office and at a laptop.

A laptop knows the minutes of its own machine; what its office published about the cells of the coming visits comes
from minutes of other groups as well. Both stand in one list there, the cell of the next visit first.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import EntryId, ItemId, VisitId
from chibo_desktop.domain.petitions import ENDED, FollowedUp, StepState, waits_for_answer
from chibo_desktop.domain.plans import OpenStatement
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import FollowUpResult, Visit, standing
from chibo_desktop.services import own_plan, petitions
from chibo_desktop.services.authors import Authors
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petitions import Finding, Petition
from chibo_desktop.storage import statements
from chibo_desktop.storage.statements import StatementFigures, StatementFilter, StatementOrder

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. ``answer``: what was answered last, on the spot or by a body.

    ``told_by_office``: said in minutes that this machine does not have. ``next_visit``: when the group goes to the
    cell again, as far as it is planned.
    """

    petition: Petition
    answer: str = ""
    told_by_office: bool = False
    next_visit: dt.date | None = None

    @property
    def id(self) -> str:
        return self.petition.figures.id

    @property
    def figures(self) -> StatementFigures:
        return self.petition.figures

    @property
    def is_open(self) -> bool:
        """Whether somebody has still something to do about it, beyond telling the cell."""
        return waits_for_answer(self.figures.kind, self.figures.state)


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a list, and how many there are in all."""

    rows: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChainView:
    """One line with its steps and findings. ``writers``: who wrote each step, by entry; empty where nobody vouches."""

    line: Line
    followed: FollowedUp
    findings: tuple[Finding, ...] = ()
    writers: Mapping[EntryId, str] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the rail shows. ``is_listed``: every visit has been read, so that the count is right."""

    count: int
    is_listed: bool


def page(desk: Desk, wanted: StatementFilter, offset: int = 0, limit: int = 100) -> Lines:
    """Some lines: at the office by due day, at a laptop by cell. The caller has caught up."""
    if desk.is_office:
        found = petitions.page(desk, wanted, offset=offset, limit=limit)
        return Lines(tuple(map(Line, found)), sum(petitions.count(desk, wanted).values()))
    days = _next_visits(desk)
    own = statements.page_of_statements(desk.book, wanted, StatementOrder.CELL, limit=_ALL)
    told = {line.id: line for line in _told(desk) if _matches(line, wanted)}
    figures = sorted((*own, *(line.figures for line in told.values())), key=lambda one: _place(one, days))
    shown = figures[offset : offset + limit]
    worded = {one.figures.id: Line(one) for one in petitions.worded(desk, [one for one in shown if one.id not in told])}
    rows = (told.get(one.id) or worded[one.id] for one in shown)
    return Lines(tuple(replace(row, next_visit=days.get(fold(row.figures.cell))) for row in rows), len(figures))


def count(desk: Desk, wanted: StatementFilter) -> int:
    """How many lines a list has."""
    told = 0 if desk.is_office else sum(_matches(line, wanted) for line in _told(desk))
    return told + sum(petitions.count(desk, wanted).values())


def look(desk: Desk, statement: str) -> ChainView:
    """One line with all that is known of it. The caller has caught up. Raises ``Refusal`` STATEMENT_UNKNOWN."""
    told = next((line for line in _told(desk) if line.id == statement), None)
    if told is not None:
        found = statements.findings_of(desk.book, (statement,)).get(statement, ())
        return ChainView(told, FollowedUp(told.figures.state), found)
    chain = petitions.listed_chain(desk, statement)
    steps = chain.followed.steps
    answer = next((step.text for step in reversed(steps) if step.text), chain.petition.answer)
    authors = Authors(desk)
    writers = {
        step.entry: ", ".join(filter(None, (authors.person(step.author), authors.machine(step.device))))
        for step in steps
        if step.author is not None and step.device is not None
    }
    return ChainView(Line(chain.petition, answer or ""), chain.followed, chain.findings, writers)


def open_at(desk: Desk, cell: str) -> tuple[Line, ...]:
    """What is open at a cell of this name, or was ended and not told there; other groups' minutes included."""
    own = (Line(one, petitions.last_answer(desk, one)) for one in petitions.open_at(desk, cell))
    told = (line for line in _told(desk) if fold(line.figures.cell) == fold(cell) and not _is_settled(line))
    return (*own, *told)


def earlier(desk: Desk, visit: Visit) -> tuple[Line, ...]:
    """What earlier visits to the cell of this one left open and this one has not dealt with."""
    dealt_with = {row.statement for row in standing(visit.follow_ups)}
    found = open_at(desk, visit.cell.name) if visit.cell.name else ()
    return tuple(line for line in found if line.figures.visit != visit.id and line.id not in dealt_with)


def waiting(desk: Desk) -> Waiting:
    """What waits for this person: at the office new or overdue, at a laptop what is open where it goes next.

    Reads at most one batch of visits: whoever asks asks again until everything is listed.
    """
    if petitions.catch_up_some(desk):
        return Waiting(0, is_listed=False)
    if not desk.is_office:
        return Waiting(sum(len(open_at(desk, name)) for name in _next_names(desk)), is_listed=True)
    fresh = sum(petitions.count(desk, StatementFilter(states=(StepState.NEW,), only_open=True)).values())
    late = petitions.count(desk, StatementFilter(overdue_on=desk.today()))
    return Waiting(fresh + sum(late.values()) - late.get(StepState.NEW, 0), is_listed=True)


def _next_names(desk: Desk) -> tuple[str, ...]:
    """Names of the cells of the coming visits, the next one first, each once."""
    found = {fold(one.cell.name): one.cell.name for one in reversed(own_plan.coming(desk, desk.today()))}
    return tuple(reversed(found.values()))


def _next_visits(desk: Desk) -> dict[str, dt.date]:
    coming = own_plan.coming(desk, desk.today(), _ALL)
    return {fold(one.cell.name): one.day for one in reversed(coming) if one.day is not None}


def _place(one: StatementFigures, days: Mapping[str, dt.date]) -> tuple[dt.date, str, dt.date, str]:
    cell = fold(one.cell)
    return days.get(cell, dt.date.max), cell, one.due or dt.date.max, one.id


def _told(desk: Desk) -> Iterator[Line]:
    """What the office published of minutes that this machine does not have, with what its own minutes found since."""
    publication = None if desk.is_office else own_plan.publication(desk)
    if publication is None:
        return
    found = {one.statement: one for one in publication.open_statements}
    visits = [VisitId(statement.partition("/")[0]) for statement in found]
    own = {one.visit for one in statements.figures_of(desk.book, visits)}
    findings = statements.findings_of(desk.book, tuple(found))
    for statement, one in found.items():
        if VisitId(statement.partition("/")[0]) not in own:
            yield _line_of(one, findings.get(statement, ()))


def _line_of(one: OpenStatement, findings: Sequence[Finding]) -> Line:
    """The office's word; that it was carried out is seen in this machine's minutes before the office reads them."""
    visit, _, item = one.statement.partition("/")
    done = bool(findings) and findings[-1][1] is FollowUpResult.DONE
    state = StepState.CLOSED if done else one.state
    told = findings[-1][0] if findings and state in ENDED else None
    figures = StatementFigures(
        VisitId(visit), ItemId(item), 0, one.kind, one.addressee, None, state, None, one.due, told, news=False,
        cell=one.cell, date=one.date,
    )  # fmt: skip
    return Line(Petition(figures, one.who, one.text), one.answer, told_by_office=True)


def _is_settled(line: Line) -> bool:
    return line.figures.state in ENDED and line.figures.reported_back is not None


def _matches(line: Line, wanted: StatementFilter) -> bool:
    """Whether a list shows what the office told, as the book would answer for a line of its own."""
    one = line.figures
    day = one.date or dt.date.min
    among = (
        (wanted.states, one.state),
        (wanted.kinds, one.kind),
        (wanted.levels, one.addressee),
    )
    untold = one.state in ENDED and one.reported_back is None
    said = fold(" ".join((one.cell, line.petition.who, line.petition.text, line.answer)))
    return all((
        all(not values or value in values for values, value in among),
        wanted.first is None or day >= wanted.first,
        wanted.last is None or day <= wanted.last,
        line.is_open or not wanted.only_open,
        wanted.overdue_on is None or one.is_overdue(wanted.overdue_on),
        untold or not wanted.only_unreported,
        all(word in said for word in fold(wanted.text).split()),
    ))  # fmt: skip
