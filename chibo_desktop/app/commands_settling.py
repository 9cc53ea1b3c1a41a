"""Commands about what waits for a person: values that differ, meetings recorded twice, what was set aside."""

from pathlib import Path

import click

from chibo_desktop.app import telling
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import require_folder
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.conflicts import ConflictView, Duplicate, Recorded
from chibo_desktop.services.set_aside import AsideView, HeldItem
from chibo_desktop.ui.failures import failure_sentence
from chibo_desktop.ui.words import word

REASON = click.option("--reason", default="", help="Why; it is kept in the history.")


@click.command("conflicts")
@answering
def conflicts(call: Call) -> Answer:
    """List values that differ, each with the name that `settle` takes, and visits that may be one meeting."""
    from chibo_desktop.services import conflicts as service

    with call.desk() as desk:
        differing, doubtful = service.conflicts(desk), service.duplicates(desk)
    data = {"conflicts": list(map(_conflict, differing)), "duplicates": list(map(_duplicate, doubtful))}
    lines = [line for one in differing for line in _conflict_lines(one)]
    lines += [f"{one.first.row.id} {one.second.row.id}  {_visit_words(one.first)}" for one in doubtful]
    return Answer(data, tuple(lines) or ("Không còn chỗ nào cần chọn.",))


def _conflict(one: ConflictView) -> dict[str, object]:
    """``choice`` is the number that `settle` takes; ``entry`` names the same value whatever comes meanwhile."""
    return {
        "id": one.place.id,
        "visit": one.visit.id,
        "cell": one.visit.cell,
        "date": plain(one.visit.date),
        "path": one.path,
        "asked": one.is_asked,
        "values": [
            {
                "choice": number,
                "entry": value.entry,
                "kind": value.kind,
                "value": value.value,
                "machine": value.machine.name,
                "person": value.machine.person,
                "group": value.machine.group,
                "at": plain(value.at),
                "packet": value.packet,
            }
            for number, value in enumerate(one.values, start=1)
        ],
    }


def _duplicate(one: Duplicate) -> dict[str, object]:
    return {"first": _recorded(one.first), "second": _recorded(one.second)}


def _recorded(one: Recorded) -> dict[str, object]:
    return {
        "visit": one.row.id,
        "cell": one.row.cell,
        "date": plain(one.row.date),
        "machine": one.machine,
        "person": one.person,
    }


def _visit_words(one: Recorded) -> str:
    return f"{one.row.cell}, {short_date(one.row.date) if one.row.date else ''}"


def _conflict_lines(one: ConflictView) -> list[str]:
    asked = " (đang hỏi lại)" if one.is_asked else ""
    day = short_date(one.visit.date) if one.visit.date else "chưa ghi ngày"
    head = f"{one.place.id}  {one.visit.cell}, {day}: {one.path or 'rút biên bản'}{asked}"
    values = (f"  {number}  {value.value}  [{value.machine.name}]" for number, value in enumerate(one.values, start=1))
    return [head, *values]


@click.command("settle")
@click.argument("id_", metavar="ID")
@click.argument("choice", required=False)
@click.option("--value", default=None, help="Write another value, as in the exchange form.")
@click.option("--ask", is_flag=True, help="Keep all values; note that the machines are being asked.")
@click.option("--undo", is_flag=True, help="ID is the entry of an earlier choice: take it back.")
@REASON
@answering
def settle(call: Call, id_: str, choice: str | None, value: str | None, ask: bool, undo: bool, reason: str) -> Answer:
    """Choose the value CHOICE (its number or its entry) of the conflict ID; each choice is signed and can be undone."""
    from chibo_desktop.services import conflicts as views
    from chibo_desktop.services import settling

    if sum((choice is not None, value is not None, ask, undo)) != 1:
        raise click.UsageError("exactly one of CHOICE, --value, --ask, --undo")
    with call.desk() as desk:
        if undo:
            made = settling.undo(desk, EntryId(id_)).value
        else:
            found = views.conflict(desk, settling.place_of(desk, id_))
            if value is not None:
                made = settling.write_other(desk, found.place, value, reason, found.standing).value
            elif ask:
                made = settling.ask(desk, found.place, reason, found.standing).value
            else:
                made = settling.settle(desk, found.place, _chosen(found, choice or ""), reason, found.standing).value
        left = views.waiting(desk)
    data = {"id": made.place.id, "entry": made.entry, "left": left}
    return Answer(data, (f"{made.place.id}: đã ghi {made.entry}", f"Còn {padded(left)} chỗ cần chọn."))


def _chosen(found: ConflictView, choice: str) -> EntryId:
    for number, value in enumerate(found.values, start=1):
        if choice in (str(number), value.entry):
            return value.entry
    raise Refusal("CHOICE_UNKNOWN", choice=choice)


@click.command("link")
@click.argument("one")
@click.argument("other")
@click.option("--different", is_flag=True, help="They are two meetings: never ask again.")
@REASON
@answering
def link(call: Call, one: str, other: str, different: bool, reason: str) -> Answer:
    """Say that two visits are records of one meeting: both stay, and it is counted once."""
    from chibo_desktop.services import linking

    say = linking.tell_apart if different else linking.link
    with call.desk() as desk:
        entry = say(desk, VisitId(one), VisitId(other), reason).value
    words = "hai buổi khác nhau" if different else "cùng một buổi, tính một lần"
    return Answer({"visits": sorted((one, other)), "same": not different, "entry": entry}, (words,))


@click.command("unlink")
@click.argument("one")
@click.argument("other")
@REASON
@answering
def unlink(call: Call, one: str, other: str, reason: str) -> Answer:
    """Take two visits apart that had been linked: both count again."""
    from chibo_desktop.services import linking

    with call.desk() as desk:
        entry = linking.unlink(desk, VisitId(one), VisitId(other), reason).value
    return Answer({"visits": sorted((one, other)), "same": False, "entry": entry}, ("đã tách, tính hai buổi",))


@click.command("undo-merge")
@click.argument("packet")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--restore", is_flag=True, help="Let a packet count again that was taken back.")
@REASON
@answering
def undo_merge(call: Call, packet: str, dry_run: bool, restore: bool, reason: str) -> Answer:
    """Take a merged PACKET (its id, or the name of its file) back; everything stays, and can be merged again."""
    from chibo_desktop.services import withdrawing

    if dry_run and restore:
        raise click.UsageError("--dry-run looks at taking back, not at --restore")
    with call.desk() as desk:
        found = withdrawing.find_packet(desk, packet)
        if restore:
            told = withdrawing.restore(desk, found).value
        elif dry_run:
            told = withdrawing.effects(desk, found)
        else:
            told = withdrawing.withdraw(desk, found, reason).value
    hidden, choices = padded(len(told.hidden)), padded(told.choices)
    if restore:
        words = f"{told.file_name}: {hidden} biên bản trở lại sổ chung, {choices} lần chọn có hiệu lực trở lại"
    else:
        words = f"{told.file_name}: {hidden} biên bản ẩn khỏi sổ chung, {choices} lần chọn cần xem lại"
    return Answer({"dry_run": dry_run, "restored": restore, **plain(told)}, (words,))


@click.group("quarantine")
def quarantine() -> None:
    """What was set aside: whole files, single items, and entries of the log that do not count."""


@quarantine.command("list")
@answering
def list_held(call: Call) -> Answer:
    """List everything that was set aside, with its reason and its owner."""
    from chibo_desktop.services import set_aside

    with call.desk() as desk:
        held, entries = set_aside.held_items(desk), set_aside.aside_entries(desk)
    lines = [*map(_held_line, held), *map(_aside_line, entries)]
    data = {"held": list(map(_held, held)), "aside": list(map(_aside, entries))}
    return Answer(data, tuple(lines) or ("Không có gì để riêng.",))


def _held(one: HeldItem) -> dict[str, object]:
    """``id`` is what `release` takes where ``releasable`` says so, of both lists."""
    return {**plain(one), "sentence": failure_sentence(one.code, one.data)}


def _aside(one: AsideView) -> dict[str, object]:
    return {**plain(one), "id": one.entry, "code": one.reason.value.upper(), "sentence": word(one.reason)}


def _aside_line(one: AsideView) -> str:
    about = f", {one.cell}" if one.cell else ""
    return f"{one.entry}  mục {one.seq}{about}  {one.reason.value.upper()}  [{one.machine}]  {word(one.reason)}"


def _held_line(one: HeldItem) -> str:
    what = f"{one.file_name}, {one.item}" if one.item else one.file_name
    return f"{one.id}  {what}  {one.code}  [{one.machine or 'máy không rõ'}]  {failure_sentence(one.code, one.data)}"


@quarantine.command("show")
@click.argument("number", type=int)
@answering
def show_held(call: Call, number: int) -> Answer:
    """Say everything that is known of one thing; of a single item its lines too."""
    from chibo_desktop.services import set_aside

    with call.desk() as desk:
        item, data = set_aside.show(desk, number)
    lines = data.decode("utf-8", "backslashreplace").splitlines() if item.item else []
    return Answer({**_held(item), "lines": lines}, (_held_line(item), *lines))


@quarantine.command("retry")
@click.argument("number", type=int)
@answering
def retry_held(call: Call, number: int) -> Answer:
    """Judge one thing again by what is trusted today."""
    from chibo_desktop.app.commands_exchange import file_data
    from chibo_desktop.services import set_aside

    with call.desk() as desk:
        report = set_aside.retry(desk, number).value
    troubles = (failure_sentence(report.code, report.data),) if report.code else ()
    lines = tuple(telling.file_lines(report))
    return Answer(file_data(report), lines, troubles, is_refused=report.held is not None)


@quarantine.command("release")
@click.argument("things", metavar="ID...", nargs=-1, required=True)
@click.option("--who", required=True, help="The leader who confirms it.")
@click.option("--means", type=click.Choice(["in_person", "telephone", "paper"]), required=True)
@click.option("--reason", required=True, help="Why it may count.")
@answering
def release_held(call: Call, things: tuple[str, ...], who: str, means: str, reason: str) -> Answer:
    """Let late entries of a revoked key count because their leader confirms them: numbers or entries, as `list` has
    them."""
    from chibo_desktop.services import set_aside
    from chibo_desktop.services.releasing import Confirmation, Means

    with call.desk() as desk:
        named = [int(one) if one.isdecimal() else EntryId(one) for one in things]
        released = set_aside.release(desk, named, Confirmation(who, Means(means), reason)).value
    return Answer({"entries": released.entries}, (f"{padded(released.entries)} mục vào sổ chung",))


@quarantine.command("export")
@click.argument("number", type=int)
@click.option("--to", "folder", type=FILE, required=True, help="Folder to write to; nothing is overwritten.")
@answering
def export_held(call: Call, number: int, folder: Path) -> Answer:
    """Write the kept bytes of one thing under a safe name; lines of a single item hold people's words in the clear."""
    from chibo_desktop.services import set_aside

    require_folder(folder)
    with call.desk() as desk:
        path = set_aside.export(desk, number, folder)
    return Answer({"file": str(path)}, (str(path),))


COMMANDS = (conflicts, settle, link, unlink, undo_merge, quarantine)
