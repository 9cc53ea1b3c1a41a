"""Commands that read plans: lists, what speaks against a month, quotas, and the plan as a file."""

import datetime as dt
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chibo_desktop.app import telling_plans
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.commands_plans import DAY, plan
from chibo_desktop.app.files import write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import Month
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.desk import Desk

if TYPE_CHECKING:
    from chibo_desktop.services.plan_lists import PlanMonth


@plan.command("list")
@click.option("--month", default=None, help="As 2026-12; this month if not said.")
@click.option("--week", type=DAY, help="Only the week of this day, Monday to Sunday.")
@click.option("--group", default=None, help="Only of this group: name or id.")
@answering
def list_(call: Call, month: Month | None, week: dt.datetime | None, group: str | None) -> Answer:
    """List what is planned, with what became of it."""
    from chibo_desktop.services import plan_ground, plan_lists, plan_names
    from chibo_desktop.ui.plan_words import PlanWords

    with call.desk() as desk:
        wanted = month or plan_ground.month_of(week or desk.today())
        only = None if group is None else plan_names.group_named(desk, wanted, group).id
        if week is None:
            lines = plan_lists.lines_of_month(desk, wanted, only)
        else:
            monday = week.date() - dt.timedelta(days=week.weekday())
            lines = plan_lists.lines_between(desk, monday, monday + dt.timedelta(days=6), only)
        words = PlanWords(plan_ground.groups_in(desk, wanted), {})
    data = {"month": wanted, "count": len(lines), "visits": [telling_plans.line(one) for one in lines]}
    told = tuple(f"{one.visit.id}  {words.visit(one.visit, one.state)}" for one in lines)
    return Answer(data, told or ("Không có buổi nào trong kế hoạch.",))


@plan.command("check")
@click.option("--month", default=None, help="As 2026-12; this month if not said.")
@answering
def check(call: Call, month: Month | None) -> Answer:
    """Tell everything that speaks against a month, and the cells that nobody has visited for long."""
    from chibo_desktop.services import plan_lists
    from chibo_desktop.ui.plan_words import PlanWords, wait_words

    with call.desk() as desk:
        found = _month(desk, month)
        waiting = plan_lists.unvisited(desk, found.month)
    words = PlanWords(found.groups, found.around)
    open_ = sum(one.kept is None for one in found.troubles)
    data = {
        "month": found.month,
        "open": open_,
        "troubles": telling_plans.troubles(found.troubles, words),
        "unvisited": [plain(one) for one in waiting],
    }
    told = (f"Cần xem: {padded(open_)}", *telling_plans.trouble_lines(found.troubles, words))
    waits = (f"  {one.cell.name}: {wait_words(one)}" for one in waiting)
    return Answer(data, (*told, f"Lâu chưa được dự: {padded(len(waiting))}", *waits))


@plan.command("quota")
@click.option("--year", type=click.IntRange(1900, 9998), default=None, help="This year if not said.")
@answering
def quota(call: Call, year: int | None) -> Answer:
    """Members who are sent too seldom in a year, and each group's plan against what was done."""
    from chibo_desktop.services import plan_ground, plan_lists
    from chibo_desktop.ui.plan_words import PlanWords

    with call.desk() as desk:
        wanted = year or desk.today().year
        months = [f"{wanted:04}-{number:02}" for number in range(1, 13)]
        short, done = plan_lists.quotas(desk, wanted), plan_lists.done(desk, months)
        words = PlanWords(plan_ground.groups_in(desk, months[-1]), {})
    lines = [
        f"{words.group(one.group)}, {one.member.name}: {padded(one.planned)} / {padded(one.quota)} buổi"
        for one in short
    ]
    lines += [
        f"{words.group(one.group)}: kế hoạch {padded(one.planned)}, đã dự {padded(one.attended)}, "
        f"hoãn {padded(one.postponed)}, hủy {padded(one.cancelled)}, ngoài kế hoạch {padded(one.unplanned)}"
        for one in done
    ]
    return Answer({"year": wanted, "short": plain(short), "groups": plain(done)}, tuple(lines))


@plan.command("rules")
@click.option("--set", "wanted", multiple=True, metavar="NAME=NUMBER", help="A new number; may be repeated.")
@answering
def rules(call: Call, wanted: tuple[str, ...]) -> Answer:
    """Say or set the numbers that plans are measured against."""
    from chibo_desktop.services import plan_ground

    with call.desk() as desk:
        found = plan_ground.rules(desk)
        if wanted:
            found = plan_ground.set_rules(desk, replace(found, **dict(map(_rule, wanted)))).value
    return Answer(plain(found), tuple(f"{name}: {number}" for name, number in plain(found).items()))


def _rule(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in {one.name for one in fields(PlanRules)} or not number.isdecimal() or len(number) > 6:
        raise Refusal("PLAN_RULE_WRONG", rule=name, value=number)
    return name, int(number)


@plan.command("print")
@click.option("--month", default=None, help="As 2026-12; this month if not said.")
@click.option("--group", default=None, help="Only of this group: name or id.")
@click.option("--out", type=FILE, required=True, help="What to write: a name that ends in .pdf, .xlsx or .ics.")
@answering
def print_(call: Call, month: Month | None, group: str | None, out: Path) -> Answer:
    """Write a month's plan as a page to print, a spreadsheet, or a calendar."""
    from chibo_desktop.services import plan_ground
    from chibo_desktop.ui import plan_papers

    with call.desk() as desk:
        found = _month(desk, month, group)
        match out.suffix.lower():
            case ".pdf":
                data = plan_papers.as_pdf(found)
            case ".xlsx":
                data = plan_papers.as_xlsx(found)
            case ".ics":
                data = plan_papers.as_calendar(found, plan_ground.rules(desk), desk.clock())
            case _:
                raise Refusal("PLAN_FILE_KIND", file=str(out))
    write_output(out, data)
    told = {"file": str(out), "month": found.month, "visits": len(found.lines), "bytes": len(data)}
    return Answer(told, (f"{out}: {padded(len(found.lines))} buổi",))


def _month(desk: Desk, month: Month | None, group: str | None = None) -> "PlanMonth":
    from chibo_desktop.services import plan_ground, plan_lists, plan_names

    wanted = month or plan_ground.month_of(desk.today())
    only = None if group is None else plan_names.group_named(desk, wanted, group).id
    return plan_lists.month_plan(desk, wanted, only)


COMMANDS = ()
"""They belong to the group of ``commands_plans``."""
