"""Commands about what comes back: minutes sent back for completion, receipts, and sticks."""

from pathlib import Path

import click

from chibo_desktop.app import telling
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import VisitId


@click.command("return")
@click.argument("visit", metavar="VISIT")
@click.option("--reason", required=True, help="The office's comment; the laptop shows it word for word.")
@click.option("--path", "paths", multiple=True, help="A leaf, row or section to look at; may be repeated.")
@answering
def return_(call: Call, visit: str, reason: str, paths: tuple[str, ...]) -> Answer:
    """Office: send minutes back for completion; the comment travels with the next receipt."""
    from chibo_desktop.services import returning

    with call.desk() as desk:
        row = returning.return_visit(desk, VisitId(visit), reason, paths).value
    return Answer(plain(row), (telling.visit_line(row),))


@click.command("stick")
@click.argument("folder", metavar="DIR", type=FILE)
@answering
def stick(call: Call, folder: Path) -> Answer:
    """Say what lies on a stick, whose it is, and what to do with it; import nothing."""
    from chibo_desktop.services import sticks

    with call.desk() as desk:
        report = sticks.look(desk, folder)
        lines = tuple(telling.stick_lines(report, desk.is_office))
    return Answer(plain(report), lines)


COMMANDS = (return_, stick)
