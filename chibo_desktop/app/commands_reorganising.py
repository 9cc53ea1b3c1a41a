"""Commands that change the register of organisations: each is one word, looked at first, signed as one entry."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_organisations import DAY, counts_data, org
from chibo_desktop.app.files import read_file
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.domain.organisation_tree import Tree
from chibo_desktop.domain.organisations import AreaFlag, CellType
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.services.desk import Desk

_TYPES = click.Choice([one.value for one in CellType])
_AREAS = click.Choice([one.value for one in AreaFlag])


def _changing(function: Callable[..., Reorganisation]) -> Callable[..., None]:
    """A command that makes one word about the register from the tree of its day, and signs it or only looks at it."""

    def run(call: Call, **words: Any) -> Answer:
        from chibo_desktop.domain.operations import Ruling
        from chibo_desktop.services import organisations, reorganising

        on: dt.datetime | None = words.pop("day", None)
        dry_run: bool = words.pop("dry_run")
        ruling = Ruling(on.date() if on else None, words.pop("decision"), words.pop("reason"))
        with call.desk() as desk:
            tree = organisations.tree(desk, ruling.on or desk.today())
            word = function(desk, tree, ruling, **words)
            if dry_run:
                return _changed(None, reorganising.preview(desk, word))
            done = reorganising.carry_out(desk, word).value
        return _changed(done.entry, done.preview)

    run.__name__, run.__doc__ = function.__name__, function.__doc__
    declared = getattr(function, "__click_params__", [])
    setattr(run, "__click_params__", declared)  # noqa: B010 - an attribute that functions do not declare
    shared = (
        click.option("--decision", default="", metavar="TEXT", help="Number, symbol and date of the paper."),
        click.option("--reason", default="", help="Why."),
        click.option("--dry-run", is_flag=True, help="Only say what it would touch."),
    )
    for option in shared:
        run = option(run)
    return answering(run)


_on = click.option("--on", "day", type=DAY, required=True, metavar="DATE", help="The first day on which it holds.")


def _changed(entry: EntryId | None, seen: Any) -> Answer:
    from chibo_desktop.ui import organisation_words

    data = {
        "entry": entry,
        "day": seen.day.isoformat(),
        "operation": seen.word.operation.value,
        "reach": plain(seen.reach),
        "cells": seen.cells,
        "groups": list(seen.groups),
        "planned": seen.planned,
        "visits": seen.visits,
        "before": counts_data(seen.before),
        "now": counts_data(seen.now),
        "cautions": plain(seen.cautions),
    }
    lines = [f"{word}: {number}" for word, number in organisation_words.reach(seen)]
    lines += [f"Cần xem: {one}" for one in organisation_words.cautions(seen.cautions)]
    lines.append(f"Đã ghi: {entry}" if entry else "Mới xem trước, chưa ghi gì.")
    return Answer(data, tuple(lines))


def _particulars(function: Callable[..., Any]) -> Callable[..., Any]:
    """What can be said of an organisation."""
    options = (
        click.option("--parent", default=None, metavar="ID", help="Its superior."),
        click.option("--level", default=None, help="Code of a level, such as commune."),
        click.option("--category", default=None, help="Code of a category, such as subordinate."),
        click.option("--type", "type_", type=_TYPES, default=None, help="What kind of place or body."),
        click.option("--area", "areas", type=_AREAS, multiple=True, help="May be repeated."),
        click.option("--members", type=click.IntRange(0), default=None),
        click.option("--code", default=None, help="External code; never a key."),
        click.option("--kilometres", type=click.IntRange(0), default=None, help="By road from its superior's seat."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _said(words: dict[str, Any]) -> dict[str, Any]:
    """Options as attributes of a setting."""
    type_, areas = words.pop("type_"), words.pop("areas")
    return words | {"type": CellType(type_) if type_ else None, "areas": tuple(map(AreaFlag, areas))}


@org.command("add")
@click.argument("name")
@click.option("--on", "day", type=DAY, default=None, metavar="DATE", help="Its first day; else it was there always.")
@_particulars
@_changing
def add(desk: Desk, _tree: Tree, ruling: Any, name: str, **words: Any) -> Reorganisation:
    """Put an organisation into the register."""
    from chibo_desktop.domain import operations
    from chibo_desktop.domain.ids import new_id

    new = operations.founding(OrganisationId(new_id(desk.random)), name, **_said(words))
    return operations.register([new], ruling)


@org.command("correct")
@click.argument("id_", metavar="ID")
@click.option("--on", "day", type=DAY, default=None, metavar="DATE", help="From that day; else since ever.")
@click.option("--name", default=None)
@_particulars
@_changing
def correct(_desk: Desk, _tree: Tree, ruling: Any, id_: str, name: str | None, **words: Any) -> Reorganisation:
    """Set right what was said wrong of an organisation, or not at all."""
    from dataclasses import replace

    from chibo_desktop.domain import operations
    from chibo_desktop.domain.reorganisation import Attribute

    said = operations.founding(OrganisationId(id_), name or "", **_said(words))
    sets = said.sets if name is not None else tuple(one for one in said.sets if one is not Attribute.NAME)
    return operations.correct([replace(said, sets=sets)], ruling)


@org.command("rename")
@click.argument("id_", metavar="ID")
@click.argument("name")
@_on
@_changing
def rename(_desk: Desk, _tree: Tree, ruling: Any, id_: str, name: str) -> Reorganisation:
    """Give an organisation another name from a day on."""
    from chibo_desktop.domain import operations

    return operations.rename(OrganisationId(id_), name, ruling)


@org.command("move")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--to", "parent", required=True, metavar="ID", help="The new superior.")
@_on
@_changing
def move(_desk: Desk, _tree: Tree, ruling: Any, ids: Sequence[str], parent: str) -> Reorganisation:
    """Put organisations, with everything below them, under another superior."""
    from chibo_desktop.domain import operations

    return operations.move(map(OrganisationId, ids), OrganisationId(parent), ruling)


@org.command("merge")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--into", default=None, metavar="ID", help="One that goes on, of these or another; else a new one.")
@click.option("--name", default="", help="Name of the new one.")
@_particulars
@_on
@_changing
def merge(
    desk: Desk, tree: Tree, ruling: Any, ids: Sequence[str], into: str | None, name: str, **words: Any
) -> Reorganisation:
    """Let several organisations become one, which takes what stood below them."""
    from chibo_desktop.domain import operations
    from chibo_desktop.domain.ids import new_id

    merged = tuple(map(OrganisationId, ids))
    if into is not None:
        return operations.merge(tree, operations.Unit(OrganisationId(into), merged), ruling)
    here = OrganisationId(new_id(desk.random))
    alike = operations.alike(tree, merged)
    new = operations.founding(here, name, **alike | {key: value for key, value in _said(words).items() if value})
    return operations.merge(tree, operations.Unit(here, merged, new=new), ruling)


@org.command("split")
@click.argument("id_", metavar="ID")
@click.option("--units", type=FILE, required=True, help="JSON: what comes of it, the one that carries it on first.")
@click.option("--keep", is_flag=True, help="The old one goes on standing beside them.")
@_on
@_changing
def split(desk: Desk, tree: Tree, ruling: Any, id_: str, units: Path, keep: bool) -> Reorganisation:
    """Let one organisation become several, each taking what its line in the file names."""
    from chibo_desktop.domain import operations
    from chibo_desktop.services import unit_files

    parts = unit_files.read_units(desk, tree, read_file(units))
    return operations.split(tree, OrganisationId(id_), parts, ruling, keeps=keep)


@org.command("dissolve")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--heir", default=None, metavar="ID", help="What takes their place and what stood below them.")
@_on
@_changing
def dissolve(_desk: Desk, tree: Tree, ruling: Any, ids: Sequence[str], heir: str | None) -> Reorganisation:
    """End organisations."""
    from chibo_desktop.domain import operations

    after = OrganisationId(heir) if heir else None
    return operations.dissolve(tree, list(map(OrganisationId, ids)), ruling, heir=after)


@org.command("categorise")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--as", "category", required=True, help="Code of the new category.")
@click.option("--from", "former", multiple=True, help="Also all of this category; may be repeated.")
@click.option("--under", default=None, metavar="ID", help="With --from: only below this organisation.")
@_on
@_changing
def categorise(
    desk: Desk, tree: Tree, ruling: Any, ids: Sequence[str], category: str, former: Sequence[str], under: str | None
) -> Reorganisation:
    """Give organisations another category."""
    from chibo_desktop.domain import operations
    from chibo_desktop.services import organisations, reorganising

    top = organisations.require(desk, OrganisationId(under)) if under else None
    found = [*map(OrganisationId, ids), *reorganising.standing_with(tree, former, top)]
    return operations.recategorise(dict.fromkeys(found, category), ruling)


@org.command("abolish-level")
@click.argument("level")
@click.option("--units", type=FILE, default=None, help="JSON: units that take what stood below, new or not.")
@click.option("--rest", default=None, metavar="ID", help="What takes whatever no unit takes; else the next superior.")
@click.option("--keep", "kept", multiple=True, metavar="ID", help="One of the level that goes on; may be repeated.")
@_on
@_changing
def abolish_level(
    desk: Desk, tree: Tree, ruling: Any, level: str, units: Path | None, rest: str | None, kept: Sequence[str]
) -> Reorganisation:
    """End every organisation of a level; new units may be founded in the same entry."""
    from chibo_desktop.domain import operations
    from chibo_desktop.services import unit_files

    found = unit_files.read_units(desk, tree, read_file(units)) if units else ()
    wanted = operations.Abolished(level, tuple(map(OrganisationId, kept)), OrganisationId(rest) if rest else None)
    return operations.abolish_level(tree, wanted, found, ruling)


@org.command("undo")
@click.argument("entry")
@click.option("--reason", default="", help="Why.")
@click.option("--dry-run", is_flag=True, help="Only say what it would touch.")
@answering
def undo(call: Call, entry: str, reason: str, dry_run: bool) -> Answer:
    """Take a word back; the word that takes one back can be taken back, too."""
    from chibo_desktop.services import reorganising

    word = reorganising.taking_back((EntryId(entry),), reason)
    with call.desk() as desk:
        if dry_run:
            return _changed(None, reorganising.preview(desk, word))
        done = reorganising.carry_out(desk, word).value
    return _changed(done.entry, done.preview)


COMMANDS = (org,)
