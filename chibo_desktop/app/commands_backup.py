"""Commands about copies of the book: making, listing and checking them, going back to one, taking back after it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chibo_desktop.app import machine, telling_backups
from chibo_desktop.app.cli import FILE, Call, answering, passphrase, shared
from chibo_desktop.app.files import require_folder
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services.places import is_founded

if TYPE_CHECKING:
    from chibo_desktop.services.going_back import Wanted

OLD_PASSPHRASE = "CHIBO_OLD_PASSPHRASE"  # noqa: S105 - the name of a variable


@click.group("backup", invoke_without_command=True)
@shared
@click.option("--to", "folder", type=FILE, default=None, metavar="DIR", help="Also carry the copy there, read back.")
@click.pass_context
def backup(context: click.Context, folder: Path | None) -> None:
    """Make a checked copy of the book, in the home's own folder or on a stick as well."""
    if context.invoked_subcommand is None:
        context.invoke(_make, folder=folder)


@click.command("make")
@answering
def _make(call: Call, folder: Path | None) -> Answer:
    """Make the copy."""
    from chibo_desktop.services import backups

    if folder is not None:
        require_folder(folder)
    with call.desk() as desk:
        made = (backups.back_up_now(desk) if folder is None else backups.back_up_to_stick(desk, folder)).value
    return Answer(plain(made), (telling_backups.backup_line(made),))


@backup.command("list")
@answering
def list_them(call: Call) -> Answer:
    """List the copies in the home, the newest first. Each was checked by reopening when it was made."""
    from chibo_desktop.services import backups

    with call.desk() as desk:
        found, due = backups.list_backups(desk), backups.is_due(desk)
    lines = tuple(map(telling_backups.backup_line, found)) or (telling_backups.NO_BACKUPS,)
    return Answer({"due": due, "backups": plain(found)}, lines)


@backup.command("check")
@click.argument("file", type=FILE)
@answering
def check(call: Call, file: Path) -> Answer:
    """Read a copy of this book once more, every page of it."""
    from chibo_desktop.services import backups

    with call.desk() as desk:
        backups.check(desk, file)
    return Answer({"file": str(file), "sound": True}, (telling_backups.sound_line(file),))


@backup.group("aside")
def aside() -> None:
    """Books whose place a backup has taken."""


@aside.command("list")
@answering
def list_aside(call: Call) -> Answer:
    """List the books that were set aside, and what each holds that the present one lacks."""
    from chibo_desktop.services import former_books

    with call.desk() as desk:
        found = former_books.former_books(desk)
    lines = tuple(map(telling_backups.former_line, found)) or (telling_backups.NOTHING_ASIDE,)
    return Answer({"books": plain(found)}, lines)


@aside.command("take-back")
@click.argument("name")
@answering
def take_back(call: Call, name: str) -> Answer:
    """Bring over what the present book lacks: entries as they were signed, and drafts. The book aside stays."""
    from chibo_desktop.services import former_books

    with call.desk() as desk:
        taken = former_books.take_back(desk, name).value
    return Answer({"name": name, **plain(taken)}, (telling_backups.taken_line(taken),))


@click.command("restore")
@click.argument("backup", type=FILE)
@click.option("--name", default="", help="Bare machine: name of this machine; else that of the old one.")
@click.option("--code", default="", help="The recovery code on paper, where the passphrase of the backup is not known.")
@click.option("--yes", is_flag=True, help="Over a home that works: set the present book aside.")
@answering
def restore(call: Call, backup: Path, name: str, code: str, yes: bool) -> Answer:
    """Go back to a backup.

    On a bare machine: go on with the book of a lost or broken one; the office has to vouch for this machine anew. The
    new passphrase comes as for every command; the old one from CHIBO_OLD_PASSPHRASE, or it is the same.

    Over a home that works: with --yes the backup takes the place of the present book, which is set aside and can be
    taken back from (backup aside); without it, only told what would be set aside.
    """
    if is_founded(call.places):
        return _restore_over(call, backup, code, confirmed=yes)
    return _restore_here(call, backup, name, code)


_BROKEN = frozenset({"BOOK_DAMAGED", "BOOK_KEY_WRONG", "BOOK_MISSING"})
"""Why a book may not open although the passphrase was right."""


def _restore_over(call: Call, backup: Path, code: str, *, confirmed: bool) -> Answer:
    from chibo_desktop.services import founding, going_back

    wanted = going_back.Wanted(backup, "" if code else os.environ.get(OLD_PASSPHRASE, ""), code)
    word = passphrase()
    try:
        desk = founding.open_desk(call.places, word, machine.now, machine.random_bytes)
    except (Fault, Refusal) as trouble:
        if trouble.code not in _BROKEN or not confirmed:
            raise
        return _replace_broken(call, word, wanted)
    try:
        prepared = going_back.prepare(desk, wanted)
        if not confirmed:
            going_back.give_up(desk)
            raise Refusal(
                "RESTORE_UNCONFIRMED", minutes=prepared.minutes, drafts=prepared.drafts, entries=prepared.entries
            )
        done = going_back.go_back(desk, prepared).value
    finally:
        founding.close_desk(desk)
    told = {"home": str(call.places.home), "file": prepared.file, "made_at": plain(prepared.made_at), **plain(done)}
    return Answer(told, tuple(telling_backups.gone_back_lines(prepared, done)))


def _replace_broken(call: Call, word: str, wanted: "Wanted") -> Answer:
    """The present book does not open any more: nothing can be compared, and what is left of it is kept."""
    from chibo_desktop.services import going_back
    from chibo_desktop.storage.slots import open_with_passphrase

    master = open_with_passphrase(call.places.slots, word)
    aside = going_back.replace_broken(call.places, master, wanted, machine.now, machine.random_bytes).value
    told = {"home": str(call.places.home), "file": wanted.backup.name, "made_at": None, "aside": aside}
    lines = telling_backups.replaced_broken_lines(wanted.backup.name, aside)
    return Answer({**told, "minutes": None, "entries": None}, tuple(lines))


def _restore_here(call: Call, backup: Path, name: str, code: str) -> Answer:
    from chibo_desktop.services import restoring

    restoring.look_at(backup)
    word = passphrase(confirm=True)
    old = "" if code else os.environ.get(OLD_PASSPHRASE, word)
    wanted = restoring.Replacement(backup, word, old, code, name)
    found = restoring.restore_home(call.places, wanted, machine.now, machine.making())
    lines = telling_backups.replaced_lines(found, call.places.home)
    return Answer({"home": str(call.places.home), **plain(found)}, tuple(lines))


COMMANDS = (backup, restore)
