"""Commands about this machine: setting up, state, search, integrity, and the demonstration."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chibo_desktop.app import machine, telling
from chibo_desktop.app.cli import FILE, PASSPHRASE, Call, answering, passphrase
from chibo_desktop.app.files import read_file
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.people import Tier
from chibo_desktop.services.desk import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chibo_desktop.services.founding import Setup


@click.command("init")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", required=True, help="Name of the machine, and of an office without --group.")
@click.option("--person", default="", help="Who answers for the machine.")
@click.option("--post", default="", help="Post of that person.")
@click.option("--group", default="", help="Name of the working group, or of the office.")
@click.option("--tier", type=click.Choice([tier.value for tier in Tier]), help="Tier of the working group.")
@click.option("--card", type=FILE, default=None, help="Card of an office whose machine is lost: take its place.")
@answering
def init(call: Call, **words: str | Path | None) -> Answer:
    """Set up a machine for a group or an office."""
    from chibo_desktop.services import founding

    setup = _setup(words, passphrase(confirm=True))
    code = founding.found_home(call.places, setup, machine.now, machine.making())
    with call.desk() as desk:
        data = {"home": str(call.places.home), "recovery_code": code, **plain(desk.me)}
    lines = (f"Đã lập sổ: {call.places.home}", f"Mã khôi phục (ghi ra giấy, cất riêng): {code}")
    return Answer(data, lines)


def _setup(words: "Mapping[str, str | Path | None]", word: str) -> "Setup":
    from chibo_desktop.services.founding import Setup

    role, name, tier, card = (words[one] for one in ("role", "name", "tier", "card"))
    person, post, group = (str(words[one] or "") for one in ("person", "post", "group"))
    data = read_file(card) if isinstance(card, Path) else b""
    return Setup(Role(role), str(name), person or str(name), word, post, group, Tier(tier) if tier else None, data)


@click.command("status")
@answering
def show_status(call: Call) -> Answer:
    """Count visits by state, and name what is missing of each machine."""
    from chibo_desktop.services import status

    with call.desk() as desk:
        found = status.status(desk)
    return Answer(plain(found), tuple(telling.status_lines(found)))


@click.command("digest")
@answering
def show_digest(call: Call) -> Answer:
    """Print the hash of the merged state: the same whatever order packets arrived in."""
    from chibo_desktop.services import status

    with call.desk() as desk:
        value = status.digest(desk)
    return Answer({"digest": value}, (value,))


@click.command("doctor")
@click.option("--rebuild", is_flag=True, help="First make register, search and links again from the entries.")
@answering
def examine(call: Call, rebuild: bool) -> Answer:
    """Check the book: file, versions, signatures, and that the register is the fold of the log."""
    from chibo_desktop.services import doctor, rebuilding

    with call.desk() as desk:
        made = rebuilding.rebuild(desk).value if rebuild else None
        report = doctor.examine(desk)
    lines = [telling.check_line(check) for check in report.checks]
    if made is not None:
        lines.insert(0, telling.rebuilt_line(made))
    told = {"sound": report.is_sound, "rebuilt": plain(made), **plain(report)}
    return Answer(told, tuple(lines), is_refused=not report.is_sound)


@click.command("search")
@click.argument("text")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@answering
def find(call: Call, text: str, limit: int) -> Answer:
    """Find visits by any of their words; marks and case do not matter."""
    from chibo_desktop.services import search

    with call.desk() as desk:
        hits = search.search(desk, text, limit)
    lines = (f"{telling.visit_line(hit.visit)}\n    {hit.snippet}" for hit in hits)
    return Answer({"hits": plain(hits)}, tuple(lines))


@click.command("demo")
@click.argument("folder", type=FILE)
@answering
def run_demo(call: Call, folder: Path) -> Answer:
    """Play the whole job once in FOLDER: an office, two laptops, two visits, packets, receipts, minutes."""
    from chibo_desktop.services import demo

    del call  # the demonstration makes homes of its own
    word = os.environ.get(PASSPHRASE)
    story = demo.play(demo.Stage(folder.absolute(), word or "demo", machine.now, machine.making()))
    return Answer(plain(story), tuple(telling.story_lines(story, passphrase_is_standard=word is None)))


COMMANDS = (init, show_status, show_digest, examine, find, run_demo)
