"""Commands that follow petitions, proposals and guidance up."""

import datetime as dt

import click

from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.petitions import StepState, Terms
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.petitions import Chain, Petition
from chibo_desktop.ui.words import word

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("petition")
def petition() -> None:
    """Follow petitions, proposals and guidance until they are answered."""


@petition.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice([one.value for one in StepState]))
@click.option("--kind", "kinds", multiple=True, type=click.Choice([one.value for one in StatementKind]))
@click.option("--level", "levels", multiple=True, type=click.Choice([one.value for one in Addressee]))
@click.option("--cell", help="Name of a cell; marks make no difference.")
@click.option("--from", "first", type=DAY, help="First day of the visits.")
@click.option("--to", "last", type=DAY, help="Last day of the visits.")
@click.option("--overdue", is_flag=True, help="Only what should have been answered by now.")
@click.option("--open", "only_open", is_flag=True, help="Only what is still to be done.")
@click.option("--untold", is_flag=True, help="Only what has ended and was not reported back to the cell.")
@click.option("--text", default="", help="Only of visits with these words.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1_000, show_default=True)
@answering
def list_petitions(
    call: Call,
    states: tuple[str, ...],
    kinds: tuple[str, ...],
    levels: tuple[str, ...],
    cell: str | None,
    first: dt.datetime | None,
    last: dt.datetime | None,
    overdue: bool,
    only_open: bool,
    untold: bool,
    text: str,
    limit: int,
) -> Answer:
    """List what has to be followed up, what is due first before what is due later."""
    from chibo_desktop.services import petitions
    from chibo_desktop.storage.statements import StatementFilter

    with call.desk() as desk:
        wanted = StatementFilter(
            states=tuple(map(StepState, states)),
            levels=tuple(map(Addressee, levels)),
            first=first.date() if first else None,
            last=last.date() if last else None,
            cell=cell,
            overdue_on=desk.today() if overdue else None,
            only_open=only_open,
            only_unreported=untold,
            text=text,
            kinds=tuple(map(StatementKind, kinds)) or StatementFilter().kinds,
        )
        petitions.catch_up(desk)
        counts, found = petitions.count(desk, wanted), petitions.page(desk, wanted, limit=limit)
        today = desk.today()
    data = {
        "counts": {state.value: count for state, count in counts.items()},
        "petitions": [_line(one, today) for one in found],
    }
    return Answer(data, tuple(_words(one, today) for one in found) or ("Không có việc nào như vậy.",))


@petition.command("show")
@click.argument("statement", metavar="VISIT/ITEM")
@answering
def show(call: Call, statement: str) -> Answer:
    """Print one of them with every step."""
    from chibo_desktop.services import petitions

    with call.desk() as desk:
        return _chain(petitions.chain(desk, statement), desk.today())


@petition.command("step")
@click.argument("statement", metavar="VISIT/ITEM")
@click.option("--state", type=click.Choice([one.value for one in StepState]), required=True)
@click.option("--on", type=DAY, help="Day of the step; today when not given.")
@click.option("--body", default="", help="Who did it.")
@click.option("--number", default="", help="Number of the document.")
@click.option("--text", default="", help="What was done or answered.")
@click.option("--told", type=DAY, help="Day on which the cell was told.")
@answering
def step(
    call: Call,
    statement: str,
    state: str,
    on: dt.datetime | None,
    body: str,
    number: str,
    text: str,
    told: dt.datetime | None,
) -> Answer:
    """Sign a step."""
    from chibo_desktop.services import petitions

    with call.desk() as desk:
        day = on.date() if on else desk.today()
        new = petitions.NewStep(StepState(state), day, body, number, text, told.date() if told else None)
        return _chain(petitions.step(desk, statement, new).value, desk.today())


@petition.command("close")
@click.argument("statement", metavar="VISIT/ITEM")
@click.option("--on", type=DAY, help="Day of the step; today when not given.")
@click.option("--text", default="", help="How it ended.")
@answering
def close(call: Call, statement: str, on: dt.datetime | None, text: str) -> Answer:
    """Sign the last step: nothing is left to do."""
    from chibo_desktop.services import petitions

    with call.desk() as desk:
        new = petitions.NewStep(StepState.CLOSED, on.date() if on else desk.today(), text=text)
        return _chain(petitions.step(desk, statement, new).value, desk.today())


@petition.command("told")
@click.argument("statement", metavar="VISIT/ITEM")
@click.option("--on", type=DAY, help="The day; today when not given.")
@click.option("--text", default="", help="How the cell took it.")
@answering
def told(call: Call, statement: str, on: dt.datetime | None, text: str) -> Answer:
    """Note that the cell has been told."""
    from chibo_desktop.services import petitions

    with call.desk() as desk:
        day = on.date() if on else desk.today()
        return _chain(petitions.report_back(desk, statement, day, text).value, desk.today())


@petition.command("terms")
@click.option("--days", type=int, help="Days after which an answer is overdue.")
@click.option("--level", "levels", multiple=True, type=(click.Choice([one.value for one in Addressee]), int))
@answering
def terms(call: Call, days: int | None, levels: tuple[tuple[str, int], ...]) -> Answer:
    """Show after how many days an answer is overdue, or set it: --days for all, --level LEVEL DAYS for one."""
    from chibo_desktop.services import petitions

    with call.desk() as desk:
        asked = petitions.terms(desk)
        if days is not None or levels:
            by_level = dict(asked.by_level) | {Addressee(level): its_days for level, its_days in levels}
            asked = Terms(asked.days if days is None else days, tuple(by_level.items()))
            petitions.set_terms(desk, asked)
    lines = [f"Quá hạn sau {padded(asked.days)} ngày"]
    lines += [f"  {word(level)}: {padded(its_days)} ngày" for level, its_days in asked.by_level]
    return Answer({"days": asked.days, "levels": {level.value: its for level, its in asked.by_level}}, tuple(lines))


def _line(one: Petition, today: dt.date) -> dict[str, object]:
    figures = one.figures
    return {
        "id": figures.id,
        **{name: value for name, value in plain(figures).items() if name not in {"place", "news"}},
        "who": one.who,
        "text": one.text,
        "topic": one.topic,
        "answer": one.answer,
        "overdue": figures.is_overdue(today),
        "news_after_end": figures.news,
    }


def _words(one: Petition, today: dt.date) -> str:
    figures = one.figures
    day = short_date(figures.date) if figures.date else ""
    late = ", quá hạn" if figures.is_overdue(today) else ""
    return f"{figures.id}  {word(figures.state)}{late}  {figures.cell} {day}: {one.text}"


def _chain(found: Chain, today: dt.date) -> Answer:
    data = {
        **_line(found.petition, today),
        "steps": plain(found.followed.steps),
        "findings": [{"date": plain(day), "result": result.value} for day, result in found.findings],
    }
    steps = [
        "  ".join(filter(None, (short_date(step.date), word(step.state), step.body, step.number, step.text)))
        for step in found.followed.steps
    ]
    return Answer(data, (_words(found.petition, today), *steps))


COMMANDS = (petition,)
