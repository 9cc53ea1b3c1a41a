"""Commands by which a plan goes to its groups, and by which a group answers it and begins to record from it."""

import datetime as dt
from pathlib import Path

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_plans import DAY, plan
from chibo_desktop.app.files import require_folder
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.plans import Answer as Reply
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.publishing import Publication
from chibo_desktop.ui.words import word

_NEWS = {"new": "mới", "changed": "đã đổi", "gone": "không còn"}


@plan.command("publish")
@click.option("--month", "months", multiple=True, required=True, help="Month, as 2026-12; may be repeated.")
@click.option("--group", "groups", multiple=True, help="Only this group, by id; may be repeated.")
@click.option("--to", "folder", type=FILE, help="Stick or folder for the packets; else they go with the next receipts.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be new.")
@answering
def publish(call: Call, months: tuple[str, ...], groups: tuple[str, ...], folder: Path | None, dry_run: bool) -> Answer:
    """Sign what is new for each group, and write the packets for its laptops."""
    from chibo_desktop.services import publishing

    if folder is not None:
        require_folder(folder)
    wanted = tuple(map(GroupId, groups)) or None
    with call.desk() as desk:
        found = publishing.look(desk, months, wanted) if dry_run else publishing.publish(desk, months, wanted).value
        told = [one.group for one in found if one.devices]
        files = publishing.write(desk, folder, told).value if folder and told and not dry_run else ()
    data = {"dry_run": dry_run, "groups": [plain(one) for one in found], "files": [plain(file) for file in files]}
    return Answer(data, (*map(_publication, found), *(f"{file.path}" for file in files)))


@plan.command("answer")
@click.argument("id_", metavar="PLANNED")
@click.option("--confirm", "said", flag_value=Reply.CONFIRMED.value, help="The group will go.")
@click.option("--postpone", "said", flag_value=Reply.POSTPONED.value, help="Not on that day; --to where one is known.")
@click.option("--cancel", "said", flag_value=Reply.CANCELLED.value, help="The group will not go.")
@click.option("--to", "day", type=DAY, help="The new day.")
@click.option("--start", help="The new hour and minute, as 14:00.")
@click.option("--reason", default="", help="Why; needed to postpone or cancel.")
@answering
def answer(call: Call, id_: str, said: str | None, day: dt.datetime | None, start: str | None, reason: str) -> Answer:
    """Answer a planned visit of this machine's group; it goes up with the next packet."""
    from chibo_desktop.services import own_plan

    if said is None:
        raise click.UsageError("One of --confirm, --postpone, --cancel is needed.")
    reply = own_plan.Reply(Reply(said), reason, day.date() if day else None, start)
    with call.desk() as desk:
        found = own_plan.answer(desk, PlannedId(id_), reply).value
    return Answer({"planned": plain(found)}, (_visit(found),))


@plan.command("own")
@click.option("--seen", is_flag=True, help="From now on nothing of it is news.")
@answering
def own(call: Call, seen: bool) -> Answer:
    """What the office published for this machine's group, and what is new in it."""
    from chibo_desktop.services import own_plan

    with call.desk() as desk:
        found, news = own_plan.visits(desk), own_plan.news(desk)
        if seen:
            own_plan.mark_seen(desk)
    data = {"visits": plain(found), "news": plain(news)}
    lines = [_visit(one) for one in found] or ["Văn phòng chưa gửi kế hoạch."]
    lines += [f"{_NEWS[piece.news]}: {_visit(piece.visit)}" for piece in news]
    return Answer(data, tuple(lines))


@plan.command("begin")
@click.argument("id_", metavar="PLANNED")
@answering
def begin(call: Call, id_: str) -> Answer:
    """Begin minutes from a planned visit, with everything filled in that is known; prints the id of the draft."""
    from chibo_desktop.services import own_plan

    with call.desk() as desk:
        visit = own_plan.begin(desk, PlannedId(id_)).value
    return Answer({"id": visit.id, "visit": plain(visit)}, (visit.id,))


def _publication(one: Publication) -> str:
    if not one.is_news:
        return f"{one.name}: không có gì mới"
    whom = f"{padded(len(one.devices))} máy" if one.devices else "chưa có máy nào"
    return (
        f"{one.name}: {padded(one.visits)} buổi, {padded(one.new)} mới, {padded(one.changed)} đổi, "
        f"{padded(one.gone)} bỏ; {whom}"
    )


def _visit(one: PlannedVisit) -> str:
    day = short_date(one.day) if one.day else one.month
    reason = f" ({one.reason})" if one.reason else ""
    return f"{one.id}  {day} {one.start or ''}  {one.cell.name}: {word(one.state)}{reason}"


COMMANDS = ()
"""Its commands belong to ``plan``."""
