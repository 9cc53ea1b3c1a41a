"""Commands of an office: erasing a person, the proof of paper, the audit log, and what goes up to another office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.app.telling import visit_line
from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.erasing import HitKind, Sought
from chibo_desktop.domain.ids import PersonId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.erasing import Choice, Erased, FoundVisit
from chibo_desktop.services.erasing_registers import FoundRegister
from chibo_desktop.ui import audit_words

Found = FoundVisit | FoundRegister

_REGISTERS = {
    EntryKind.ORGANISATION_ROSTER: "danh sách đảng viên",
    EntryKind.GROUP_DECIDED: "quyết định",
    EntryKind.PLAN_PUBLISHED: "kế hoạch đã phát hành của",
}
_KINDS = {HitKind.NAME: "tên", HitKind.SAID: "lời", HitKind.MENTION: "nhắc tên"}


@click.command("erase")
@click.option("--person", default=None, metavar="ID", help="The person's id, as rows of minutes have it.")
@click.option("--name", "names", multiple=True, help="A name as minutes have it; may be repeated.")
@click.option("--visit", "visits", multiple=True, metavar="ID", help="Only in this visit; may be repeated.")
@click.option("--mentions", is_flag=True, help="Also take the name out of free text that mentions it.")
@click.option("--leaf", "leaves", multiple=True, metavar="VISIT:PATH", help="Also erase this leaf whole.")
@click.option("--keep", "kept", multiple=True, metavar="VISIT:PATH", help="Leave this leaf alone.")
@click.option("--reason", default="", help="Why; asked for unless --dry-run.")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@answering
def erase(
    call: Call,
    person: str | None,
    names: tuple[str, ...],
    visits: tuple[str, ...],
    mentions: bool,
    leaves: tuple[str, ...],
    kept: tuple[str, ...],
    reason: str,
    dry_run: bool,
) -> Answer:
    """Erase a person's name and words for good; figures and signatures stay."""
    from chibo_desktop.services import erasing, erasing_registers

    sought = Sought(names, PersonId(person) if person else None)
    wanted = [VisitId(visit) for visit in visits] or None
    with call.desk() as desk:
        found: list[Found] = [*erasing.look(desk, sought, wanted)]
        found += [] if wanted else erasing_registers.look(desk, sought)
        choices = _choices(found, mentions, _by_visit(leaves), _by_visit(kept))
        done = None if dry_run else erasing.erase(desk, choices, reason).value
    return _erased(found, choices, done)


def _by_visit(leaves: Sequence[str]) -> dict[VisitId, set[str]]:
    """``VISIT:PATH`` as paths by visit. Raises ``Refusal`` LEAF_UNKNOWN."""
    found: dict[VisitId, set[str]] = {}
    for leaf in leaves:
        visit, colon, path = leaf.partition(":")
        if not colon or not path:
            raise Refusal("LEAF_UNKNOWN", leaf=leaf)
        found.setdefault(VisitId(visit), set()).add(path)
    return found


def _choices(
    found: Sequence[Found], mentions: bool, more: dict[VisitId, set[str]], kept: dict[VisitId, set[str]]
) -> tuple[Choice, ...]:
    from chibo_desktop.services import erasing

    offered = {(VisitId(one.id), leaf.path) for one in found for leaf in one.leaves}
    named = [(visit, path) for chosen in (more, kept) for visit, paths in chosen.items() for path in sorted(paths)]
    unknown = next((one for one in named if one not in offered), None)
    if unknown is not None:
        raise Refusal("LEAF_UNKNOWN", leaf=":".join(unknown))
    choices: list[Choice] = []
    for one in found:
        usual, keep = erasing.usual(one), kept.get(VisitId(one.id), set())
        gone = dict.fromkeys((*usual.gone, *sorted(more.get(VisitId(one.id), ()))))
        named_only = [leaf.path for leaf in one.leaves if mentions and leaf.kind is HitKind.MENTION]
        masked = tuple(path for path in named_only if path not in gone and path not in keep)
        choices.append(replace(usual, gone=tuple(path for path in gone if path not in keep), masked=masked))
    return tuple(choice for choice in choices if choice.gone or choice.masked)


def _erased(found: Sequence[Found], choices: Sequence[Choice], done: Erased | None) -> Answer:
    chosen = {choice.visit: choice for choice in choices}
    lines: list[str] = []
    for one in found:
        lines.append(visit_line(one.row) if isinstance(one, FoundVisit) else f"{_REGISTERS[one.kind]} {one.name}")
        choice = chosen.get(VisitId(one.id), Choice(VisitId(one.id)))
        for leaf in one.leaves:
            mark = "xóa" if leaf.path in choice.gone else "xóa tên" if leaf.path in choice.masked else "giữ"
            lines.append(f"  [{mark}] {_KINDS[leaf.kind]}: {leaf.path} = {' | '.join(leaf.texts)}")
    if not found:
        lines.append("Không thấy chỗ nào có người này.")
    if done is not None:
        others = f" và {padded(done.others)} danh sách, quyết định, kế hoạch" if done.others else ""
        where = f"{padded(done.visits)} biên bản{others}"
        lines.append(f"Đã xóa {padded(done.leaves)} chỗ trong {where}, không lấy lại được.")
    visits = [one for one in found if isinstance(one, FoundVisit)]
    data = {
        "found": [{"visit": one.id, "names": list(one.names), "leaves": plain(one.leaves)} for one in visits],
        "registers": [plain(one) for one in found if not isinstance(one, FoundVisit)],
        "chosen": plain(choices),
        "erased": plain(done),
    }
    troubles = tuple(
        f"Mục để riêng số {number} còn giữ một phần đã xóa: tệp đó còn mục chưa nhận."
        for number in (done.finished.still_held if done else ())
    )
    return Answer(data, tuple(lines), troubles)


_VERDICTS = {
    "matches": "khớp với sổ",
    "changed": "đã sửa sau khi in",
    "other": "buổi dự có trong sổ, nhưng sổ không có nội dung đã in",
    "unknown": "không có trong sổ",
}


@click.command("proof")
@click.argument("code", required=False)
@click.option("--file", "file", type=FILE, default=None, help="A photo, scan or PDF of the printed minutes instead.")
@answering
def proof(call: Call, code: str | None, file: Path | None) -> Answer:
    """Hold printed minutes against the book, by the code at their foot."""
    from chibo_desktop.services import proofs

    with call.desk() as desk:
        found = proofs.check_picture(desk, read_file(file)) if file else proofs.check(desk, code or "")
    lines = [_VERDICTS[found.verdict.value]]
    if found.row is not None:
        lines.append(visit_line(found.row))
    for one in found.since:
        day = short_date(one.at.astimezone().date())
        clock = "" if one.is_clock_sound else " (đồng hồ máy có thể sai)"
        lines.append(f"  {day}{clock}, {one.person}, máy {one.machine}: {one.kind} {one.reason}".rstrip())
    lines += [f"  {note.path}: {note.before} → {note.after}" for note in found.notes]
    if found.erased:
        lines.append(f"  {padded(found.erased)} chỗ đã xóa theo yêu cầu")
    return Answer(plain(found), tuple(lines))


@click.command("log")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), default=None, help="First day, as 2026-12-01.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Last day.")
@click.option("--kind", default="", help="One deed only, such as merged, settled, erased.")
@click.option("--person", default=None, metavar="ID", help="Only what this person signed.")
@click.option("--text", default="", help="Words that a line must have; marks and case do not matter.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
@click.option("--csv", "csv_path", type=FILE, default=None, help="Write all lines to this CSV file.")
@click.option("--pdf", "pdf_path", type=FILE, default=None, help="Write all lines to this PDF file.")
@answering
def show_log(
    call: Call,
    first: datetime | None,
    last: datetime | None,
    kind: str,
    person: str | None,
    text: str,
    limit: int,
    offset: int,
    csv_path: Path | None,
    pdf_path: Path | None,
) -> Answer:
    """List what this office did, from its signed entries, the last first; each signature is checked."""
    from chibo_desktop.services import audit

    if kind and kind not in audit.DEEDS:
        raise click.BadParameter(", ".join(audit.DEEDS), param_hint="--kind")
    days = (first.date() if first else None, last.date() if last else None)
    wanted = audit.AuditFilter(*days, kind, PersonId(person) if person else None, text)
    with call.desk() as desk:
        found = audit.page(desk, wanted, offset, limit)
        written = audit.everything(desk, wanted) if csv_path or pdf_path else ()
        name = desk.me.office_name
    for path, write in ((csv_path, audit_words.as_csv), (pdf_path, audit_words.as_pdf)):
        if path is not None:
            write_output(path, write(name, wanted, written))
    files = [str(path) for path in (csv_path, pdf_path) if path is not None]
    data = {"total": found.total, "lines": plain(found.rows), "files": files}
    lines = ["  ".join(cell for cell in audit_words.cells(line) if cell) for line in found.rows]
    lines += [f"{path}: {padded(len(written))} việc" for path in files]
    return Answer(data, tuple(lines or ["Chưa có việc nào được ký."]))


COMMANDS = (erase, proof, show_log)
