"""Commands about whom to believe: certificates that go on, keys that change hands, machines that are lost."""

from pathlib import Path
from typing import Any

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_exchange import enrol
from chibo_desktop.app.files import write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import DeviceId, GroupId, PersonId

DATE = click.DateTime(["%Y-%m-%d"])


@enrol.command("list")
@answering
def list_machines(call: Call) -> Answer:
    """Office: the machines that it vouches for, until when, and what they ask for."""
    from chibo_desktop.services import machines

    with call.desk() as desk:
        rows = machines.machines(desk)
    lines = tuple(f"{row.device}  {row.machine}, {row.person}: {row.state.value}, {row.until:%d/%m/%Y}" for row in rows)
    return Answer({"machines": plain(rows)}, lines or ("Chưa đăng ký máy nào.",))


@enrol.command("renew")
@click.argument("device")
@click.option("--until", type=DATE, help="Last day, at most 400 days ahead; else a year from today.")
@click.option("--unasked", is_flag=True, help="Leave out what the machine's own request asks for.")
@click.option("--group", default=None, help="For this decided group (group list) from now on.")
@click.option("--out", type=FILE, help="Also write the answer as a file; it travels with the next receipt anyway.")
@answering
def renew(call: Call, device: str, out: Path | None, **words: Any) -> Answer:
    """Office: vouch for an enrolled machine for another year, with the people that its packets ask for."""
    from chibo_desktop.services import certificates

    until, group = words["until"], words["group"]
    day = until.date() if until else None
    with call.desk() as desk:
        granted = certificates.renew(
            desk, DeviceId(device), as_asked=not words["unasked"], until=day, group=GroupId(group) if group else None
        ).value
    if out is not None:
        write_output(out, granted.data)
    told = {"device": granted.device, "machine": granted.machine, "until": plain(granted.until)}
    file = str(out) if out else None
    return Answer({"file": file, **told}, (f"Máy {granted.machine}: đến {granted.until:%d/%m/%Y}",))


@enrol.command("rotate")
@click.option("--out", type=FILE, help="Also write the papers as a file; the next packet brings them anyway.")
@answering
def rotate(call: Call, out: Path | None) -> Answer:
    """Give this machine a new key, for which the old one vouches."""
    from chibo_desktop.services import own_keys

    with call.desk() as desk:
        rotated = own_keys.rotate(desk).value
        key = desk.keys.signing.id
    if out is not None:
        write_output(out, rotated.data)
    data = {"file": str(out) if out else None, "key": key, "code": rotated.digits}
    return Answer(data, ("Đã đổi khóa. Gói sắp tới mang giấy đổi khóa cho văn phòng.",))


@enrol.command("person")
@click.argument("name")
@click.option("--post", default="", help="Post of that person.")
@answering
def person(call: Call, name: str, post: str) -> Answer:
    """Somebody else works at this machine, too; the office has to agree."""
    from chibo_desktop.services import sharing

    with call.desk() as desk:
        added = sharing.add_person(desk, name, post).value
    return Answer(plain(added), (f"{added.id}  {added.name}: gói sắp tới xin văn phòng chấp thuận.",))


@enrol.command("work-as")
@click.argument("person_id", metavar="PERSON")
@answering
def work_as(call: Call, person_id: str) -> Answer:
    """This person writes from now on."""
    from chibo_desktop.services import sharing

    with call.desk() as desk:
        working = sharing.work_as(desk, PersonId(person_id)).value
    return Answer(plain(working), (f"Người đang ghi: {working.name}",))


@click.command("revoke")
@click.argument("device")
@click.option("--after", type=click.IntRange(min=0), help="Last number that counts; else what is held here now.")
@click.option("--epoch", help="Epoch of that number; else the one heard of last.")
@click.option("--reason", required=True)
@answering
def revoke(call: Call, device: str, after: int | None, epoch: str | None, reason: str) -> Answer:
    """Office: a machine is lost. What comes after the last good number waits for somebody's word."""
    from chibo_desktop.services import revocation

    with call.desk() as desk:
        loss = revocation.loss_of(desk, DeviceId(device))
        found = revocation.revoke(desk, DeviceId(device), reason, revocation.positions(loss, after, epoch)).value
    lines = (f"Đã báo mất máy {found.machine}: {found.set_aside:02d} mục để riêng.",)
    return Answer({**plain(found), "kept": plain(loss.ends)}, lines)


COMMANDS = (revoke,)
