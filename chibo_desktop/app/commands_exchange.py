"""Commands about getting to know each other and exchanging packets."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chibo_desktop.app import meeting_offices, telling
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import read_file, require_folder, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.ui.failures import failure_sentence

if TYPE_CHECKING:
    from chibo_desktop.services.certificates import Reach


@click.group("office")
def office() -> None:
    """The office's own documents."""


@office.command("card")
@click.option("--out", type=FILE, required=True)
@answering
def card(call: Call, out: Path) -> Answer:
    """Write the office's card, and print the 15 digits that its clerk reads out."""
    from chibo_desktop.services import office as service

    with call.desk() as desk:
        found = service.office_card(desk)
    write_output(out, found.data)
    data = {"file": str(out), "office": found.office, "code": found.digits, "weak": found.weak}
    return Answer(data, (f"{out}: {found.office}", f"15 số của thẻ: {found.digits}"))


@click.group("enrol")
def enrol() -> None:
    """Getting to know each other: request, grant, accept."""


@enrol.command("request")
@click.option("--card", "card_file", type=FILE, help="The office's card; not needed once it was accepted.")
@click.option("--code", default=None, help="The 15 digits of the card, as the office's clerk read them out.")
@click.option("--out", type=FILE, help="File to write the request to.")
@click.option("--text", "as_text", is_flag=True, help="Print the request as text, to be pasted or typed.")
@click.option("--paper", type=FILE, help="A group's machine: also as a page to print (PDF).")
@click.option("--instead", is_flag=True, help="At an office: report to this one from now on, not to the one before.")
@answering
def request(call: Call, card_file: Path | None, code: str | None, out: Path | None, **wishes: Any) -> Answer:
    """Believe an office's card, and write this machine's request to it; at an office, of the one above it."""
    as_text, paper = bool(wishes["as_text"]), wishes["paper"]
    if out is None and not as_text and paper is None:
        raise click.UsageError("--out, --text or --paper")
    data = read_file(card_file) if card_file else None
    with call.desk() as desk:
        found = meeting_offices.ask(desk, data, code, instead=wishes["instead"])
        page = meeting_offices.paper(desk) if paper is not None else b""
    if out is not None:
        write_output(out, found.data)
    if paper is not None:
        write_output(paper, page)
    compared = bool(code) or data is None
    troubles = () if compared else ("Chưa so 15 số của thẻ văn phòng; hãy gọi hỏi và gõ lại với --code.",)
    answer = {"file": str(out) if out else None, "office": found.office, "code": found.digits, "compared": compared}
    more = {"card_code": found.card_digits} if found.card_digits else {"text": found.text}
    more |= {"paper": str(paper)} if paper is not None else {}
    lines = tuple(f"{file}: gửi {found.office}" for file in (out, paper) if file) + ((found.text,) if as_text else ())
    return Answer({**answer, **more}, (*lines, *found.lines), troubles)


@enrol.command("grant")
@click.argument("request_file", metavar="REQUEST", type=FILE)
@click.option("--code", help="The 15 digits that the leader read out; not needed where an old key vouches.")
@click.option("--card-code", default=None, help="Of an office below: the 15 digits of its card, too.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day, at most 400 days ahead; else a year.")
@click.option("--organisation", "organisations", multiple=True, help="Only for this organisation; may be repeated.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of entries; may be repeated.")
@click.option("--any-group", is_flag=True, help="Also for other groups than the machine's own.")
@click.option("--group", default=None, help="For this decided group (group list), whatever the machine calls its own.")
@click.option("--person", default=None, help="Its person is this one of the directory (group people).")
@click.option("--out", type=FILE, required=True)
@answering
def grant(call: Call, request_file: Path, code: str | None, card_code: str | None, out: Path, **reach: Any) -> Answer:
    """Vouch for a machine, for its next key, or for an office below, and write the answer.

    REQUEST is a file, or its text in a file.
    """
    from chibo_desktop.services import certificates, enrolment, subordinates

    data = read_file(request_file)
    with call.desk() as desk:
        if code is None:
            granted = certificates.accept_rotation(desk, data).value
        elif subordinates.is_office_request(data):
            granted = meeting_offices.grant_office(desk, data, code, card_code)
        else:
            granted = enrolment.grant(desk, data, code, _reach(reach)).value
    write_output(out, granted.data)
    answer = {"file": str(out), "device": granted.device, "machine": granted.machine, "until": plain(granted.until)}
    return Answer(answer, (f"{out}: máy {granted.machine}, đến {granted.until:%d/%m/%Y}",))


def _reach(words: dict[str, Any]) -> "Reach":
    from chibo_desktop.services.certificates import Reach

    until, kinds = words.pop("until"), words.pop("kinds")
    return Reach(until=until.date() if until else None, kinds=kinds or None, **words)


@enrol.command("accept")
@click.argument("file", type=FILE)
@answering
def accept(call: Call, file: Path) -> Answer:
    """File the office's answer on the machine that asked."""
    from chibo_desktop.services import enrolment, upstream

    data = read_file(file)
    with call.desk() as desk:
        above = upstream.above(desk)
        certificate = (upstream if above else enrolment).accept_grant(desk, data).value
        name = above.name if above else desk.me.office_name
    until = certificate.not_after
    return Answer({"office": name, "machine": certificate.machine, "until": until}, (f"{name}: đến {until[:10]}",))


@click.command("export")
@click.option("--to", "folder", type=FILE, required=True, help="Folder or stick to write to.")
@click.option("--all", "everything", is_flag=True, help="Also what the office has acknowledged already.")
@click.option("--receipts", is_flag=True, help="Office: write receipts instead of entries.")
@click.option("--device", "devices", multiple=True, help="Office: receipts for this machine only; may be repeated.")
@answering
def export(call: Call, folder: Path, everything: bool, receipts: bool, devices: tuple[str, ...]) -> Answer:
    """Write signed packets, each read back before it counts."""
    from chibo_desktop.domain.ids import DeviceId
    from chibo_desktop.services import receipts as answering_service
    from chibo_desktop.services import sending

    require_folder(folder)
    with call.desk() as desk:
        if receipts or desk.is_office:
            chosen = tuple(map(DeviceId, devices)) or None
            files = answering_service.write_receipts(desk, folder, chosen).value
        else:
            files = sending.pack_to(desk, folder, everything=everything).value.files
    lines = tuple(f"{file.path}: {file.entries:02d} mục, đã đọc lại và khớp" for file in files)
    return Answer({"files": plain(files)}, lines)


@click.command("merge")
@click.argument("paths", type=FILE, nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Only say what would happen; keep nothing.")
@click.option("--key", "key_path", type=FILE, default=None, help="Office: open packets with the recovery key, too.")
@answering
def merge(call: Call, paths: tuple[Path, ...], dry_run: bool, key_path: Path | None) -> Answer:
    """Take packets (office) or receipts (laptop) from files and folders."""
    from chibo_desktop.app.commands_keys import private_key
    from chibo_desktop.packets.key_file import KeyUse
    from chibo_desktop.services import private_keys, receiving

    with call.desk() as desk:
        if key_path is not None:
            private_keys.lend(desk, private_key(key_path, KeyUse.RECOVERY))
        report = receiving.merge(desk, paths, dry_run=dry_run).value
    lines = tuple(line for file in report.files for line in telling.file_lines(file)) or (telling.NO_PACKETS,)
    used = [file for file in report.files if file.result is not Result.SEALED]
    troubles = tuple(f"{file.file}: {failure_sentence(file.code, file.data)}" for file in used if file.code)
    data = {"dry_run": dry_run, "files": [file_data(file) for file in report.files]}
    return Answer(data, lines, troubles, is_refused=not report.is_clean)


def file_data(report: FileReport) -> dict[str, object]:
    """A report as JSON: the result, the code, entries by what became of them, conflicts, visits, gaps."""
    plain_report: dict[str, object] = plain(report)
    plain_report["visits"] = [
        {
            "id": change.visit,
            "cell": change.row.cell,
            "date": plain(change.row.date),
            "change": change.change.value,
            "notes": plain(change.notes),
            "conflicts": change.conflicts,
            "same_as": list(change.same_as),
        }
        for change in report.visits
    ]
    if report.code:
        plain_report["sentence"] = failure_sentence(report.code, report.data)
    return plain_report


@click.command("verify")
@click.argument("file", type=FILE)
@answering
def verify(call: Call, file: Path) -> Answer:
    """Say who signed a file, what is inside, and whether it is whole; import nothing."""
    from chibo_desktop.services import receiving

    with call.desk() as desk:
        found = receiving.verify(desk, file)
    data = {"file": str(file), **plain(found)}
    troubles = (f"{file.name}: {failure_sentence(found.code, found.data)}",) if found.code else ()
    return Answer(data, tuple(telling.verified_lines(found)), troubles, is_refused=found.code is not None)


COMMANDS = (office, enrol, export, merge, verify)
