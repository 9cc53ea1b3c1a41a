"""Commands about spreadsheets of groups and their members: the template, a decision in its form, files into drafts."""

from pathlib import Path

import click

from chibo_desktop.app import import_reports
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_groups import group
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import DecisionId
from chibo_desktop.domain.wording import padded

COMMANDS: tuple[click.Command, ...] = ()
"""They stand in the group ``group``."""


@group.command("template")
@click.option("--out", type=FILE, required=True, metavar="F.xlsx", help="The spreadsheet to write.")
@answering
def template(call: Call, out: Path) -> Answer:
    """Write an empty spreadsheet with the columns that group import reads, and a guide to them."""
    from chibo_desktop.services import import_templates
    from chibo_desktop.ui import import_words

    del call  # a template is the same for everybody
    words = import_words.group_vocabulary()
    write_output(out, import_templates.template(words, import_words.guide(words)))
    return Answer({"file": str(out)}, (f"{out}: tệp mẫu",))


@group.command("export")
@click.argument("id_", metavar="DECISION")
@click.option("--out", type=FILE, required=True, metavar="F.xlsx", help="The spreadsheet to write.")
@answering
def export(call: Call, id_: str, out: Path) -> Answer:
    """Office: the groups of a decision, as it is being written or else as signed, in the form of the template."""
    from chibo_desktop.services import groups, import_templates
    from chibo_desktop.ui import import_words

    words = import_words.group_vocabulary()
    with call.desk() as desk:
        wording = groups.opened(desk, DecisionId(id_))
        data = import_templates.decision_file(desk, wording, words, import_words.guide(words))
    write_output(out, data)
    count = len(wording.groups)
    return Answer({"file": str(out), "id": id_, "groups": count}, (f"{out}: {padded(count)} tổ",))


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--draft", default=None, metavar="DECISION", help="Into this decision; else into a new one.")
@click.option("--dry-run", is_flag=True, help="Only say what would change and what is wrong.")
@answering
def import_file(call: Call, file: Path, draft: str | None, dry_run: bool) -> Answer:
    """Office: groups and members from .xlsx or CSV into a draft: all of a file, or nothing where a line is wrong.

    Nothing is signed. ``group show --draft`` prints the draft, ``group decide`` signs that, ``group drop`` gives it up.
    """
    from chibo_desktop.services import group_imports
    from chibo_desktop.services.importing import SheetFile
    from chibo_desktop.ui import import_words

    given = SheetFile("" if str(file) == "-" else file.name, read_file(file))
    words, chosen = import_words.group_vocabulary(), DecisionId(draft) if draft else None
    with call.desk() as desk:
        if dry_run:
            report = group_imports.report_on(desk, given, words, chosen)
        else:
            report = group_imports.carry_out(desk, given, words, chosen).value
    facts = {"draft": report.wording.id, "saved": report.saved, "decision": plain(report.wording)}
    lines = (*import_reports.lines(report), import_words.groups_ended(report))
    troubles = tuple(import_reports.troubles(report))
    return Answer(import_reports.told(report) | facts, lines, troubles, bool(report.stopping))


@group.command("drop")
@click.argument("id_", metavar="DECISION")
@answering
def drop(call: Call, id_: str) -> Answer:
    """Office: give up what is being written of a decision; what was signed stands as it is."""
    from chibo_desktop.services import groups

    with call.desk() as desk:
        groups.drop_draft(desk, groups.opened(desk, DecisionId(id_)).id)
    return Answer({"id": id_}, ("Đã bỏ bản đang ghi. Quyết định đã ban hành, nếu có, vẫn như cũ.",))
