"""Petitions and guidance of a period as figures."""

import datetime as dt

import click

from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.commands_reports import DAY, report
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import GroupId
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.domain.wording import padded


@report.command("petitions")
@click.option("--from", "first", type=DAY, help="First day of the visits.")
@click.option("--to", "last", type=DAY, help="Last day of the visits.")
@click.option("--state", "states", multiple=True, type=click.Choice([one.value for one in StepState]))
@click.option("--kind", "kinds", multiple=True, type=click.Choice([one.value for one in StatementKind]))
@click.option("--level", "levels", multiple=True, type=click.Choice([one.value for one in Addressee]))
@click.option("--group", help="Only of this group.")
@answering
def count_petitions(
    call: Call,
    first: dt.datetime | None,
    last: dt.datetime | None,
    states: tuple[str, ...],
    kinds: tuple[str, ...],
    levels: tuple[str, ...],
    group: str | None,
) -> Answer:
    """Count petitions by topic, kind, level, state and age."""
    from chibo_desktop.services import petition_counts
    from chibo_desktop.storage.statements import StatementFilter
    from chibo_desktop.ui import petition_words

    wanted = StatementFilter(
        states=tuple(map(StepState, states)),
        kinds=tuple(map(StatementKind, kinds)) or StatementFilter().kinds,
        levels=tuple(map(Addressee, levels)),
        first=first.date() if first else None,
        last=last.date() if last else None,
        group=GroupId(group) if group else None,
    )
    with call.desk() as desk:
        found = petition_counts.table(desk, wanted)
    lines: list[str] = []
    for title, rows in petition_words.parts(found):
        lines.append(title)
        lines += [
            f"  {name}: {padded(one.all)}, còn mở {padded(one.open)}, quá hạn {padded(one.overdue)}, "
            f"chưa báo lại {padded(one.untold)}"
            for name, one in rows
        ]
    return Answer({"first": plain(wanted.first), "last": plain(wanted.last), **plain(found)}, tuple(lines))


COMMANDS = (report,)
