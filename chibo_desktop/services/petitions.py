"""Petitions, proposals and guidance, followed until they are answered and the cell has been told.

The list of them is made from the entries when somebody looks, not while packets are merged: ``catch_up`` reads the
visits that have changed since. What was said stands in the entries alone and is read for the lines that are shown.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import ItemId, VisitId, statement_id
from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome, Refusal
from chibo_desktop.domain.petitions import STATE_OF_RESULT, FollowedUp, Step, StepState, Terms
from chibo_desktop.domain.register import StatementKind, StatementRow, Told, statement_rows
from chibo_desktop.domain.text import clean_name, clean_text
from chibo_desktop.domain.visits import FollowUpResult, Visit, standing
from chibo_desktop.merging.last_words import Said, heads
from chibo_desktop.merging.steps import followed_up
from chibo_desktop.packets.contents import StatementFollowed, content_of, texts_of
from chibo_desktop.packets.entries import needs_newer_program
from chibo_desktop.services import archive, logbook, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log, statements
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.statements import StatementFigures, StatementFilter, StatementOrder

Progress = Callable[[int, int], None]
"""Visits read, and in all."""

Finding = tuple[dt.date | None, FollowUpResult]
"""What a later visit found, and its day."""

_BATCH = 200
_TERMS = "petition terms"
LONGEST_STEP = 4_000
"""Characters of the words of one step."""


@dataclass(frozen=True, slots=True)
class Petition:
    """A line of the list with its words. ``who`` is empty where the speaker asked not to be named.

    ``answered``: on the spot, with these words in ``answer``.
    """

    figures: StatementFigures
    who: str = ""
    text: str = ""
    topic: str = ""
    answer: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that is known of one statement: its steps in order, and what later visits found, the latest last."""

    petition: Petition
    followed: FollowedUp
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class NewStep:
    """What somebody writes about a statement. ``reported_back``: the day on which the cell was told."""

    state: StepState
    date: dt.date
    body: str = ""
    number: str = ""
    text: str = ""
    reported_back: dt.date | None = None


_NOWHERE = StatementFigures(
    VisitId(""), ItemId(""), 0, StatementKind.OPINION, None, None, StepState.NEW, None, None, None, news=False
)
_WORDLESS = Petition(_NOWHERE)


def silent(done: int, total: int) -> None:
    """A progress that tells nobody."""


def never() -> bool:
    return False


def terms(desk: Desk) -> Terms:
    """After how many days an answer is overdue."""
    found = get_fact(desk.book, _TERMS)
    return Terms() if found is None else msgspec.json.decode(found, type=Terms)


def set_terms(desk: Desk, wanted: Terms) -> Outcome[None]:
    """Raises ``Refusal`` TERM_WRONG for days outside 1 to 3,650."""
    if any(not 1 <= days <= 3650 for days in (wanted.days, *(days for _, days in wanted.by_level))):
        raise Refusal("TERM_WRONG")
    with desk.book.transaction():
        put_fact(desk.book, _TERMS, msgspec.json.encode(wanted).decode())
        statements.set_dues(desk.book, wanted.days, wanted.by_level)
    return Outcome(None, Changes.of(("petition", "*")))


def catch_up(desk: Desk, progress: Progress = silent, cancelled: Callable[[], bool] = never) -> int:
    """List the statements of every visit that changed since; the number of visits read.

    Each batch is a transaction of its own: what was listed stays. Raises ``Cancelled``.
    """
    done = 0
    while waiting := statements.unlisted(desk.book, _BATCH):
        if cancelled():
            raise Cancelled
        progress(done, done + statements.count_unlisted(desk.book))
        with desk.book.transaction():
            _list(desk, waiting)
        done += len(waiting)
    return done


def catch_up_some(desk: Desk) -> bool:
    """List one batch of the visits that changed since; whether more of them wait."""
    waiting = statements.unlisted(desk.book, _BATCH)
    if waiting:
        with desk.book.transaction():
            _list(desk, waiting)
    return statements.count_unlisted(desk.book) > 0


def page(
    desk: Desk,
    wanted: StatementFilter,
    order: StatementOrder = StatementOrder.DUE,
    *,
    offset: int = 0,
    limit: int = 100,
) -> tuple[Petition, ...]:
    """Some lines of the list with their words. The caller has caught up."""
    found = statements.page_of_statements(desk.book, wanted, order, offset=offset, limit=limit)
    return worded(desk, found)


def count(desk: Desk, wanted: StatementFilter) -> dict[StepState, int]:
    """How many lines of the list stand in each state."""
    return statements.count_statements(desk.book, wanted)


def chain(desk: Desk, statement: str) -> Chain:
    """One statement with everything that was said of it. Raises ``Refusal`` STATEMENT_UNKNOWN."""
    catch_up(desk)
    return listed_chain(desk, statement)


def listed_chain(desk: Desk, statement: str) -> Chain:
    """As :func:`chain`, of what has been listed so far: whoever stopped the reading is not made to wait for it."""
    petition = worded(desk, (_figures(desk, statement),))[0]
    told = log.entries_of(desk.book, (statement,)).get(statement, ())
    findings = statements.findings_of(desk.book, (statement,)).get(statement, ())
    begins = _untouched(petition.answered, petition.figures.date, findings)
    return Chain(petition, followed_up(_steps(told), begins), findings)


def step(desk: Desk, statement: str, new: NewStep) -> Outcome[Chain]:
    """Sign a step. Raises ``Refusal`` STATEMENT_UNKNOWN, STEP_BEFORE_VISIT, STEP_TOO_LONG."""
    catch_up(desk)
    figures = _figures(desk, statement)
    if figures.date is not None and min(new.date, new.reported_back or new.date) < figures.date:
        raise Refusal("STEP_BEFORE_VISIT", day=figures.date.isoformat())
    content = StatementFollowed(
        statement,
        new.state,
        new.date,
        clean_name(new.body),
        clean_name(new.number),
        new.reported_back,
        clean_text(new.text),
    )
    if len(content.text) > LONGEST_STEP:
        raise Refusal("STEP_TOO_LONG", longest=LONGEST_STEP)
    before = _steps(log.entries_of(desk.book, (statement,)).get(statement, ()))
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.STATEMENT_FOLLOWED, statement, texts_of(content), based_on=heads(before))
        registers.follow_entries(desk, [entry])
    return Outcome(chain(desk, statement), Changes.of(("petition", statement)))


def report_back(desk: Desk, statement: str, on: dt.date, text: str = "") -> Outcome[Chain]:
    """Note that the cell has been told; the state stays. Raises as :func:`step`."""
    state = chain(desk, statement).followed.state
    return step(desk, statement, NewStep(state, on, text=text, reported_back=on))


def last_answer(desk: Desk, petition: Petition) -> str:
    """The words with which somebody answered: on the spot, or in the last step that has any."""
    steps = chain(desk, petition.figures.id).followed.steps
    return next((step.text for step in reversed(steps) if step.text), petition.answer)


def open_at(desk: Desk, cell: str) -> tuple[Petition, ...]:
    """What is still to be done at a cell of this name, the latest visit first; and what it has not been told yet."""
    catch_up(desk)
    wanted = StatementFilter(cell=cell, only_open=True)
    untold = StatementFilter(cell=cell, only_unreported=True)
    found = [
        one
        for asked in (wanted, untold)
        for one in statements.page_of_statements(desk.book, asked, StatementOrder.NEWEST, limit=1000)
    ]
    return worded(desk, found)


def _figures(desk: Desk, statement: str) -> StatementFigures:
    visit, _, item = statement.partition("/")
    found = statements.figures_of(desk.book, (VisitId(visit),))
    figures = next((one for one in found if one.item == item), None)
    if figures is None:
        raise Refusal("STATEMENT_UNKNOWN", statement=statement)
    return figures


def worded(desk: Desk, found: Sequence[StatementFigures]) -> tuple[Petition, ...]:
    """These lines with their words, which stand in the entries alone."""
    visits = tuple(dict.fromkeys(one.visit for one in found))
    entries = log.entries_of(desk.book, visits)
    told = {visit: _told_of(archive.told_by(entries.get(visit, ()))) for visit in visits}
    return tuple(replace(told[one.visit].get(one.item, _WORDLESS), figures=one) for one in found)


def _told_of(told: Told | None) -> dict[str, Petition]:
    """The words of each statement of a visit, by the id of its row; the figures are the list's."""
    if told is None:
        return {}
    opinions = zip(told.figures.opinions, told.words.opinions, strict=True)
    beside = {row.id: (words.topic, words.answer) for row, words in opinions}
    return {
        row.item: replace(_WORDLESS, who=row.who, text=row.text, topic=topic, answer=answer, answered=row.answered)
        for row in statement_rows(told)
        for topic, answer in (beside.get(row.item, ("", "")),)
    }


def _list(desk: Desk, waiting: dict[VisitId, int]) -> None:
    entries = log.entries_of(desk.book, tuple(waiting))
    told = {visit: archive.told_by(entries.get(visit, ())) for visit in waiting}
    known = {visit: one for visit, one in told.items() if one is not None}
    moved = statements.put_findings(desk.book, {waiting[visit]: _findings(one.figures) for visit, one in known.items()})
    elsewhere = {VisitId(statement.partition("/")[0]) for statement in moved} - waiting.keys()
    statements.list_again(desk.book, sorted(elsewhere))
    rows = {visit: tuple(statement_rows(one)) for visit, one in known.items()}
    ids = [statement_id(row.visit, row.item) for found in rows.values() for row in found]
    steps, findings = log.entries_of(desk.book, ids), statements.findings_of(desk.book, ids)
    asked = terms(desk)
    listed: dict[int, Sequence[StatementFigures]] = dict.fromkeys(waiting.values(), ())
    for visit, found in rows.items():
        day: dt.date | None = known[visit].figures.session.date
        lines: list[StatementFigures] = []
        for row in found:
            id_ = statement_id(visit, row.item)
            begins = _untouched(row.answered, day, findings.get(id_, ()))
            lines.append(_line(row, day, asked, followed_up(_steps(steps.get(id_, ())), begins)))
        listed[waiting[visit]] = lines
    statements.put_statements(desk.book, listed)


def _findings(visit: Visit) -> tuple[tuple[str, FollowUpResult], ...]:
    return tuple((row.statement, row.result) for row in standing(visit.follow_ups) if row.statement)


def _untouched(answered: bool, said: dt.date | None, findings: Sequence[Finding]) -> FollowedUp:
    """What the minutes say before anybody wrote a step: answered on the spot, or what the last visit found.

    Whoever found it sat in the cell, and whoever answered on the spot spoke to it: nobody has to be told.
    """
    if findings:
        day, result = findings[-1]
        return FollowedUp(STATE_OF_RESULT[result], day, day)
    return FollowedUp(StepState.ANSWERED, reported_back=said) if answered else FollowedUp()


def _line(row: StatementRow, said: dt.date | None, asked: Terms, followed: FollowedUp) -> StatementFigures:
    due = row.deadline if said is None else asked.due(said, row.addressee, row.deadline)
    return StatementFigures(
        row.visit, row.item, row.place, row.kind, row.addressee, row.deadline, followed.state, followed.since, due,
        followed.reported_back, followed.news_after_end,
    )  # fmt: skip


def _steps(entries: Sequence[Entry]) -> tuple[Said[Step], ...]:
    found: list[Said[Step]] = []
    for entry in entries:
        content = None if needs_newer_program(entry.head) else content_of(entry)
        if isinstance(content, StatementFollowed):
            words = entry.part("words")
            text = content.text if words is None or words.text is not None else None
            one = Step(
                entry.head.id, content.state, content.date, content.body, content.number, text, content.reported_back,
                entry.head.device, entry.head.author,
            )  # fmt: skip
            found.append(Said(entry.head.id, one, entry.head.based_on))
    return tuple(found)
