"""Commands about the register of organisations: the tree of any day, and every word about it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click

from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Counts, OnDay, Tree
from chibo_desktop.domain.wording import padded, short_date

DAY = click.DateTime(("%Y-%m-%d",))


@click.group("org")
def org() -> None:
    """The register of Party organisations: the tree of any day, and what changes in it."""


# reading


@org.command("list")
@click.option("--as-of", "day", type=DAY, default=None, metavar="DATE", help="Of that day; else of today.")
@click.option("--counts", "only_counts", is_flag=True, help="Only the counts of the day.")
@click.option("--under", default=None, metavar="ID", help="Only what stands below this organisation.")
@answering
def list_organisations(call: Call, day: dt.datetime | None, only_counts: bool, under: str | None) -> Answer:
    """Print the tree of a day, each organisation before what stands below it, and its counts."""
    from chibo_desktop.services import organisations, regimes
    from chibo_desktop.ui import organisation_words

    with call.desk() as desk:
        on = day.date() if day else desk.today()
        tree = organisations.tree(desk, on)
        top = organisations.require(desk, OrganisationId(under)) if under else None
    found = [] if only_counts else list(tree.below(top))
    counts = tree.counts(top)
    rows = [_on_day(tree, one) for one in found]
    start = len(tree.chain(top)) + 1 if top is not None and top in tree.organisations else 0
    lines = [
        f"{'  ' * (row['depth'] - start)}{one.id}  {one.name}"
        + (f"  [{row['category_name']}]" if row["category_name"] else "")
        for one, row in zip(found, rows, strict=True)
    ]
    regime = regimes.regime_of(on)
    data = {"as_of": on.isoformat(), "regime": regime.code, "counts": counts_data(counts), "organisations": rows}
    return Answer(data, (*lines, f"{short_date(on)}: {organisation_words.counts(counts)}"))


def _on_day(tree: Tree, one: OnDay) -> dict[str, Any]:
    from chibo_desktop.services import regimes

    return plain(one) | {
        "depth": len(tree.chain(one.id)),
        "cells": tree.cells_below.get(one.id, 0),
        "level_name": regimes.name_on(one.level, tree.day),
        "category_name": regimes.name_on(one.category, tree.day),
    }


def counts_data(found: Counts) -> dict[str, Any]:
    """The counts of a day as JSON has them."""
    return plain(found) | {"grassroots": found.grassroots, "categories": dict(found.categories)}


@org.command("find")
@click.argument("text")
@click.option("--as-of", "day", type=DAY, default=None, metavar="DATE", help="What stands on that day comes first.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
@answering
def find(call: Call, text: str, day: dt.datetime | None, limit: int) -> Answer:
    """Find organisations by words of any name they ever had, without marks; superiors' words narrow it down."""
    from chibo_desktop.services import organisations

    with call.desk() as desk:
        hits = organisations.find(desk, text, day.date() if day else desk.today(), limit)
    lines = [
        f"{hit.id}  {', '.join((hit.name, *hit.superiors))}"
        + (f"  [trước là {hit.former}]" if hit.former else "")
        + ("" if hit.stands else "  [không còn]")
        for hit in hits
    ]
    return Answer({"hits": plain(hits)}, tuple(lines or ["Không thấy tổ chức nào."]))


@org.command("show")
@click.argument("id_", metavar="ID")
@click.option("--as-of", "day", type=DAY, default=None, metavar="DATE", help="Of that day; else of today.")
@answering
def show(call: Call, id_: str, day: dt.datetime | None) -> Answer:
    """Print one organisation of a day: its superiors, counts, successors, and the visits that count under it."""
    from chibo_desktop.services import organisations, regimes
    from chibo_desktop.ui import organisation_words

    with call.desk() as desk:
        on = day.date() if day else desk.today()
        file = organisations.file_of(desk, organisations.require(desk, OrganisationId(id_)), on)
    here, counts = file.on_day, file.counts
    data = {
        "as_of": on.isoformat(),
        "id": id_,
        "name": file.name,
        "stands": here is not None,
        "organisation": plain(here),
        "superiors": plain(file.superiors),
        "counts": counts_data(counts),
        "successors": plain(file.successors),
        "predecessors": plain(file.predecessors),
        "visits": {"then": plain(file.attended_then), "today": plain(file.attended_today)},
    }
    lines = [f"{id_}  {', '.join((file.name, *(one.name for one in file.superiors)))}"]
    if here is None:
        lines.append(f"Ngày {short_date(on)} không có tổ chức này.")
    elif here.category:
        lines.append(regimes.name_on(here.category, on))
    if counts.organisations:
        lines.append(organisation_words.counts(counts))
    lines += [f"Kế tục bởi: {one.name} ({one.id})" for one in file.successors]
    lines += [f"Kế tục: {one.name} ({one.id})" for one in file.predecessors]
    then, today = file.attended_then, file.attended_today
    lines.append(f"Buổi dự tính theo ngày dự: {padded(then.visits)}; quy về hiện nay: {padded(today.visits)}")
    return Answer(data, tuple(lines))


@org.command("history")
@click.argument("id_", metavar="[ID]", required=False)
@answering
def history(call: Call, id_: str | None) -> Answer:
    """Print every word about one organisation, or about all, the last first, with who signed it."""
    from chibo_desktop.services import organisations

    with call.desk() as desk:
        wanted = OrganisationId(id_) if id_ else None
        found = organisations.words(desk, wanted)
        today = desk.today()
        names = organisations.names(desk, today)
    return Answer(
        {"words": plain(found)}, tuple(line for one in found for line in _word_lines(one, wanted, names, today))
    )


def _word_lines(
    one: Any, wanted: OrganisationId | None, names: dict[OrganisationId, str], day: dt.date
) -> Iterator[str]:
    from chibo_desktop.ui import organisation_words

    undone = " [đã hủy bỏ]" if one.is_undone else ""
    by = f"{one.person}, {one.at.astimezone():%d/%m/%Y %H:%M}"
    paper = f", theo {one.decision}" if one.decision else ""
    yield f"{one.entry}  {organisation_words.operation(one)}{paper}  ({by}){undone}"
    if wanted is not None:
        yield from (f"  {fact}" for fact in organisation_words.facts(one, wanted, names, day))


COMMANDS = (org,)
