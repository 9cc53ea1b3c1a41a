"""Commands about visits and their minutes."""

from pathlib import Path

import click

from chibo_desktop.app import telling
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import OrganisationId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import VisitRow


@click.group("visit")
def visit() -> None:
    """Record, read, finalise, amend and withdraw visits."""


def _row(row: VisitRow) -> Answer:
    return Answer(plain(row), (telling.visit_line(row),))


@visit.command("record")
@click.argument("file", type=FILE)
@click.option("--finalise", is_flag=True, help="Finalise at once instead of keeping a draft.")
@answering
def record(call: Call, file: Path, finalise: bool) -> Answer:
    """Take visits from FILE (one JSON visit, an array, or JSON Lines; - is stdin) and print their ids."""
    from chibo_desktop.services import exchange, visits

    data = read_file(file)
    with call.desk() as desk:
        # all are read before the first is kept: a file with a mistake in it changes nothing
        found = list(exchange.read_visits(data, desk.random))
        rows = visits.record(desk, found, finalise_them=finalise).value
    ids = [row.id for row in rows]
    return Answer({"ids": ids, "visits": plain(rows)}, tuple(ids))


@visit.command("list")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
@click.option("--under", default=None, metavar="ID", help="Only those that count under this organisation today.")
@answering
def list_visits(call: Call, limit: int, offset: int, under: str | None) -> Answer:
    """List visits, newest first."""
    from chibo_desktop.services import organisations, visits

    with call.desk() as desk:
        cells = None
        if under is not None:
            top = organisations.require(desk, OrganisationId(under))
            cells = organisations.counting_under(desk, top, desk.today())
        wanted = visits.VisitFilter(cells=cells)
        rows = visits.list_visits(desk, wanted, offset=offset, limit=limit)
        count = visits.count_visits(desk, wanted)
    return Answer({"count": count, "visits": plain(rows)}, tuple(map(telling.visit_line, rows)))


@visit.command("show")
@click.argument("id_", metavar="ID")
@answering
def show(call: Call, id_: str) -> Answer:
    """Print a visit in the exchange form, with its state and history."""
    from chibo_desktop.services import exchange, visits

    with call.desk() as desk:
        view = visits.read_visit(desk, VisitId(id_))
    data = {
        "id": view.row.id,
        "state": view.row.state.value,
        "row": plain(view.row),
        "visit": plain(view.visit),
        "absent": sorted(part.value for part in view.absent),
        "erased": list(view.erased),
        "conflicts": plain(view.conflicts),
        "history": plain(view.history),
        "above": plain(view.above),
    }
    above = (f"Cấp trên đã nhận: {one.name}, {one.at.astimezone():%d/%m/%Y}" for one in view.above)
    return Answer(data, (telling.visit_line(view.row), *above, exchange.write_visit(view.visit)))


@visit.command("finalise")
@click.argument("id_", metavar="ID")
@answering
def finalise(call: Call, id_: str) -> Answer:
    """Freeze a draft: sign it and append it to the log."""
    from chibo_desktop.services import visits

    with call.desk() as desk:
        return _row(visits.finalise(desk, VisitId(id_)).value)


@visit.command("amend")
@click.argument("id_", metavar="ID")
@click.argument("file", type=FILE)
@click.option("--reason", required=True)
@answering
def amend(call: Call, id_: str, file: Path, reason: str) -> Answer:
    """Amend finalised minutes with the visit in FILE; rows that it leaves out are struck."""
    from chibo_desktop.services import exchange, visits

    data = read_file(file)
    with call.desk() as desk:
        found = list(exchange.read_visits(data, desk.random))
        if len(found) != 1:
            raise Refusal("EXCHANGE_NOT_ONE", count=len(found))
        return _row(visits.amend(desk, VisitId(id_), found[0], reason).value)


@visit.command("withdraw")
@click.argument("id_", metavar="ID")
@click.option("--reason", required=True)
@answering
def withdraw(call: Call, id_: str, reason: str) -> Answer:
    """Withdraw finalised minutes; they stay in the log and no longer count."""
    from chibo_desktop.services import visits

    with call.desk() as desk:
        return _row(visits.withdraw(desk, VisitId(id_), reason).value)


@click.command("minutes")
@click.argument("id_", metavar="ID")
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
@answering
def print_minutes(call: Call, id_: str, out: Path) -> Answer:
    """Write the minutes of a visit as PDF."""
    from chibo_desktop.services import minutes

    with call.desk() as desk:
        document = minutes.build_minutes(desk, VisitId(id_))
    write_output(out, document.pdf)
    data = {"file": str(out), "pages": document.pages, "checks": plain(document.checks)}
    return Answer(data, (f"{out}: {document.pages:02d} trang",))


COMMANDS = (visit, print_minutes)
