"""Commands about what comes back: minutes sent back for completion, receipts, and sticks."""

from pathlib import Path

import click

from chibo_desktop.app import telling
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import require_folder, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import DeviceId, VisitId
from chibo_desktop.ui.failures import failure_sentence


@click.command("return")
@click.argument("visit", metavar="VISIT")
@click.option("--reason", required=True, help="The office's comment; the laptop shows it word for word.")
@click.option("--path", "paths", multiple=True, help="A leaf, row or section to look at; may be repeated.")
@answering
def return_(call: Call, visit: str, reason: str, paths: tuple[str, ...]) -> Answer:
    """Office: send minutes back for completion; the comment travels with the next receipt."""
    from chibo_desktop.services import returning

    with call.desk() as desk:
        row = returning.return_visit(desk, VisitId(visit), reason, paths).value
    return Answer(plain(row), (telling.visit_line(row),))


@click.command("stick")
@click.argument("folder", metavar="DIR", type=FILE)
@answering
def stick(call: Call, folder: Path) -> Answer:
    """Say what lies on a stick, whose it is, and what to do with it; import nothing."""
    from chibo_desktop.services import sticks

    with call.desk() as desk:
        report = sticks.look(desk, folder)
        lines = tuple(telling.stick_lines(report, desk.is_office))
    return Answer(plain(report), lines)


@click.group("receipt")
def receipt() -> None:
    """Acknowledgements without a file: eight digits, and slips of paper."""


@receipt.command("code")
@click.argument("packet", metavar="PACKET")
@answering
def code(call: Call, packet: str) -> Answer:
    """Office: print the eight digits of a packet, named by its file, id or number, to be read out."""
    from chibo_desktop.services import slips

    with call.desk() as desk:
        found = slips.code_of(desk, packet)
    words = f"{found.file_name}, máy {found.machine}: {found.code[:4]} {found.code[4:]}"
    return Answer(plain(found), (words,))


@receipt.command("enter")
@click.argument("words", metavar="PACKET CODE | TEXT", nargs=-1, required=True)
@answering
def enter(call: Call, words: tuple[str, ...]) -> Answer:
    """Laptop: take the eight digits of a packet, or the text of a slip's QR code."""
    from chibo_desktop.services import sending, slips

    text = " ".join(words)
    with call.desk() as desk:
        if "BN1" in text.upper():
            read = slips.enter_receipts(desk, text).value
        else:
            number = telling.packet_number(words[0])
            visits = sending.enter_receipt_code(desk, number, "".join(words[1:])).value
            read = slips.SlipRead((number,), (), visits)
    accepted = ", ".join(f"{number:06d}" for number in read.accepted)
    lines = (f"Văn phòng đã nhận gói {accepted}: {read.visits:02d} biên bản.",) if read.accepted else ()
    troubles = tuple(failure_sentence("RECEIPT_CODE_WRONG", {"number": f"{number:06d}"}) for number in read.refused)
    return Answer(plain(read), lines, troubles, is_refused=bool(read.refused))


@receipt.command("paper")
@click.option("--device", "devices", multiple=True, help="For this machine only; may be repeated.")
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
@answering
def paper(call: Call, devices: tuple[str, ...], out: Path) -> Answer:
    """Office: write slips with the eight digits of the last packets, in figures and as QR codes."""
    from chibo_desktop.services import slips

    with call.desk() as desk:
        document = slips.receipt_paper(desk, tuple(map(DeviceId, devices)) or None)
    write_output(out, document.pdf)
    return Answer({"file": str(out), "pages": document.pages}, (f"{out}: {document.pages:02d} trang",))


@receipt.command("request")
@click.argument("device", metavar="DEVICE")
@click.option("--out", type=FILE, required=True, help="The PDF to write.")
@answering
def request(call: Call, device: str, out: Path) -> Answer:
    """Office: write a slip that asks a machine for the entries that are missing."""
    from chibo_desktop.services import slips

    with call.desk() as desk:
        document = slips.resend_paper(desk, DeviceId(device))
    write_output(out, document.pdf)
    return Answer({"file": str(out), "pages": document.pages}, (f"{out}: {document.pages:02d} trang",))


@click.command("resend")
@click.option("--to", "folder", type=FILE, required=True, help="Folder or stick to write to.")
@click.option("--slip", default=None, help="Text of a slip by which the office asks for entries.")
@answering
def resend(call: Call, folder: Path, slip: str | None) -> Answer:
    """Laptop: pack exactly what the office asks for, in receipts or on a slip."""
    from chibo_desktop.services import resending

    require_folder(folder)
    with call.desk() as desk:
        if slip is not None:
            resending.read_slip(desk, slip)
        files = resending.resend(desk, folder).value.files
    lines = tuple(f"{file.path}: {file.entries:02d} mục, đã đọc lại và khớp" for file in files)
    return Answer({"files": plain(files)}, lines)


COMMANDS = (return_, stick, receipt, resend)
