"""Commands about spreadsheets of organisations and rosters: the template, bringing a file in, taking that back."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chibo_desktop.app import import_reports
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_organisations import org
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.wording import padded, short_date

if TYPE_CHECKING:
    from chibo_desktop.services.importing import Report

COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the group ``org``."""

_DAY = click.DateTime(("%Y-%m-%d",))


@org.command("template")
@click.option("--out", type=FILE, required=True, metavar="F.xlsx", help="The spreadsheet to write.")
@answering
def template(call: Call, out: Path) -> Answer:
    """Write an empty spreadsheet with the columns that org import reads, and a guide to them."""
    from chibo_desktop.services import import_templates
    from chibo_desktop.ui import import_words

    del call  # a template is the same for everybody
    words = import_words.vocabulary()
    write_output(out, import_templates.template(words, import_words.guide(words)))
    return Answer({"file": str(out)}, (f"{out}: tệp mẫu",))


@org.command("export")
@click.option("--out", type=FILE, required=True, metavar="F.xlsx", help="The spreadsheet to write.")
@click.option("--as-of", "day", type=_DAY, default=None, metavar="DATE", help="Of that day; else of today.")
@answering
def export(call: Call, out: Path, day: dt.datetime | None) -> Answer:
    """Write the organisations and rosters of a day in the form of the template."""
    from chibo_desktop.services import import_templates
    from chibo_desktop.ui import import_words

    words = import_words.vocabulary()
    with call.desk() as desk:
        on = day.date() if day else desk.today()
        data = import_templates.register_file(desk, on, words, import_words.guide(words))
    write_output(out, data)
    return Answer({"file": str(out), "as_of": on.isoformat()}, (f"{out}: danh mục ngày {short_date(on)}",))


@org.command("import")
@click.argument("file", type=FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would change and what is wrong.")
@click.option("--on", "day", type=_DAY, default=None, metavar="DATE", help="From that day on; else what holds today.")
@click.option("--decision", default="", help="Number and date of the paper that the file follows.")
@click.option("--undo", default=None, metavar="ENTRY", help="Take this import back instead.")
@click.option("--reason", default="", help="With --undo: why.")
@answering
def import_file(
    call: Call, file: Path | None, dry_run: bool, day: dt.datetime | None, decision: str, undo: str | None, reason: str
) -> Answer:
    """Bring organisations and rosters in from .xlsx or CSV: all of a file, or nothing where a line is wrong."""
    if (file is None) == (undo is None):
        raise click.UsageError("FILE, or --undo ENTRY")
    return _undo(call, undo, reason) if file is None else _import(call, file, dry_run, day, decision)


def _import(call: Call, file: Path, dry_run: bool, day: dt.datetime | None, decision: str) -> Answer:
    from chibo_desktop.services import importing
    from chibo_desktop.ui import import_words

    given = importing.SheetFile("" if str(file) == "-" else file.name, read_file(file))
    order = importing.Order(day.date() if day else None, decision)
    words = import_words.vocabulary()
    with call.desk() as desk:
        if dry_run:
            report = importing.look(desk, given, words, order)
        else:
            report = importing.carry_out(desk, given, words, order).value
    stopped = bool(report.stopping)
    lines = (*import_reports.lines(report), import_words.ended(report))
    return Answer(_data(report), lines, tuple(import_reports.troubles(report)), stopped)


def _undo(call: Call, entry: str | None, reason: str) -> Answer:
    from chibo_desktop.services import imports

    with call.desk() as desk:
        written = imports.undo(desk, entry or "", reason).value
    return Answer({"undone": entry, "entry": written}, (f"Đã hoàn tác lần nhập {entry}.",))


@org.command("imports")
@answering
def list_imports(call: Call) -> Answer:
    """List what was imported, the last first, with what --undo needs."""
    from chibo_desktop.services import imports

    with call.desk() as desk:
        found = imports.imports(desk)
    lines = [
        f"{one.entry}  {short_date(one.at.astimezone().date())}  {one.source}: {padded(one.organisations)} tổ chức, "
        f"{padded(one.rosters)} danh sách chi bộ{' (đã hoàn tác)' if one.undone else ''}"
        for one in found
    ]
    return Answer({"imports": plain(found)}, tuple(lines or ["Chưa nhập tệp nào."]))


def _data(report: "Report") -> dict[str, Any]:
    changed = {"organisations": report.organisations, "rosters": report.rosters, "entry": report.entry}
    return import_reports.told(report) | changed
