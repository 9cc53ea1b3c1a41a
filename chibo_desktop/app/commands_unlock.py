"""Commands about a forgotten passphrase: the laptop asks, the office answers, the laptop takes the answer."""

from pathlib import Path

import click

from chibo_desktop.app import machine
from chibo_desktop.app.cli import FILE, Call, answering, passphrase
from chibo_desktop.app.commands_keys import private_key
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer


@click.group("unlock")
def unlock() -> None:
    """A forgotten passphrase: request, grant, accept."""


@unlock.command("request")
@click.option("--out", type=FILE, required=True)
@answering
def request(call: Call, out: Path) -> Answer:
    """Write a request to the office, and print the 15 digits to read out. Needs no passphrase."""
    from chibo_desktop.services import unlocking

    asked = unlocking.make_request(call.places, machine.now)
    write_output(out, asked.data)
    data = {"file": str(out), "code": asked.digits, "office": asked.office}
    return Answer(data, (f"{out}: gửi {asked.office}", f"15 số của tệp: {asked.digits}"))


@unlock.command("grant")
@click.argument("request_file", metavar="REQUEST", type=FILE)
@click.option("--code", required=True, help="The 15 digits that the machine's leader read out.")
@click.option("--key", "key_path", type=FILE, default=None, help="Recovery key: its file, or a text with its rows.")
@click.option("--out", type=FILE, required=True)
@answering
def grant(call: Call, request_file: Path, code: str, key_path: Path | None, out: Path) -> Answer:
    """Answer a machine's request with the office's recovery key."""
    from chibo_desktop.packets.key_file import KeyUse
    from chibo_desktop.services import private_keys, unlocking

    data = read_file(request_file)
    with call.desk() as desk:
        if key_path is not None:
            key = private_keys.recovery_reader(desk, private_key(key_path, KeyUse.RECOVERY))
        else:
            key = private_keys.require_recovery_on_machine(desk)
        granted = unlocking.grant(desk, data, code, key).value
    write_output(out, granted.data)
    answer = {"file": str(out), "device": granted.device, "machine": granted.machine}
    return Answer(answer, (f"{out}: máy {granted.machine}",))


@unlock.command("accept")
@click.argument("file", type=FILE)
@answering
def accept(call: Call, file: Path) -> Answer:
    """Open this machine by the office's answer; the passphrase that is given now counts from now on."""
    from chibo_desktop.services import founding, unlocking

    data = read_file(file)
    desk = unlocking.accept(call.places, data, passphrase(confirm=True), machine.now, machine.making())
    told = {"machine": desk.me.machine}
    founding.close_desk(desk)
    return Answer(told, (f"{told['machine']}: đã mở lại, mật khẩu mới dùng từ nay.",))


COMMANDS = (unlock,)
