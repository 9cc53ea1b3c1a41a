"""Commands between offices: who reports to whom, what goes up, and packets that are only carried on."""

from pathlib import Path

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_exchange import office
from chibo_desktop.app.files import require_folder
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.forwarding import Forwarded, ToForward
from chibo_desktop.services.subordinates import SubordinateRow

_CLASSES = {"B": "lời ghi", "C": "họ tên, chức vụ"}


@click.command("forward")
@click.option("--to", "folder", type=FILE, default=None, help="Folder or stick to write to; without it only tell.")
@click.option("--withhold", multiple=True, type=click.Choice(tuple(_CLASSES)), help="Beside the policy; repeatable.")
@click.option("--all", "everything", is_flag=True, help="Also what the office above has acknowledged already.")
@click.option("--sealed", is_flag=True, help="Also copies of packets for others, which cannot be read here.")
@answering
def forward(call: Call, folder: Path | None, withhold: tuple[str, ...], everything: bool, sealed: bool) -> Answer:
    """Send the original signed entries to the office above, each file read back before it counts."""
    from chibo_desktop.services import forwarding

    if folder is None:
        with call.desk() as desk:
            waiting = forwarding.to_forward(desk)
        return Answer({"office": waiting.office, **plain(waiting)}, tuple(_waiting_lines(waiting)))
    require_folder(folder)
    wish = forwarding.Wish(frozenset(map(PartClass, withhold)), everything, sealed)
    with call.desk() as desk:
        done = forwarding.forward(desk, folder, wish).value
    return Answer(plain(done), tuple(_forwarded_lines(done)))


def _waiting_lines(found: ToForward) -> list[str]:
    lines = [f"Còn phải chuyển lên {found.office}: {padded(found.entries)} mục, {padded(found.visits)} biên bản"]
    lines += [f"  {one.machine or one.device}: {padded(one.entries)} mục" for one in found.machines]
    lines += [f"  Không chuyển: {_classes(found.withheld)}"] if found.withheld else []
    lines += [f"  Cấp trên để riêng: {padded(found.aside)} mục"] if found.aside else []
    lines += [f"  Gói niêm phong chuyển hộ: {padded(found.sealed)}"] if found.sealed else []
    return lines


def _forwarded_lines(done: Forwarded) -> list[str]:
    lines = [f"{file.path}: {padded(file.entries)} mục, đã đọc lại và khớp" for file in done.files]
    lines += [f"{path}: gói niêm phong, đã đọc lại và khớp" for path in done.sealed]
    return lines + ([f"Không chuyển: {_classes(done.withheld)}"] if done.withheld else [])


def _classes(withheld: frozenset[PartClass]) -> str:
    return "; ".join(_CLASSES[one] for one in sorted(one.value for one in withheld))


@office.command("subordinates")
@answering
def subordinates(call: Call) -> Answer:
    """List the offices that report here, directly or through others."""
    from chibo_desktop.services import subordinates as service

    with call.desk() as desk:
        rows = service.subordinates(desk)
    return Answer({"offices": plain(rows)}, tuple(map(_row_line, rows)) or ("Chưa có văn phòng cấp dưới nào.",))


def _row_line(row: SubordinateRow) -> str:
    through = f", qua {row.through}" if row.through else ""
    return f"{row.name}{through}: đến {row.until:%d/%m/%Y}, {padded(row.devices)} máy, {padded(row.entries)} mục"


@office.command("sealed")
@answering
def sealed(call: Call) -> Answer:
    """List the packets for others that were kept here to be carried on."""
    from chibo_desktop.services import relaying

    with call.desk() as desk:
        rows = relaying.sealed(desk)
    lines = tuple(f"{row.file_name}: {row.size} byte, từ {row.place or 'không rõ'}" for row in rows)
    return Answer({"packets": plain(rows)}, lines or ("Không có gói niêm phong nào.",))


COMMANDS = (forward,)
