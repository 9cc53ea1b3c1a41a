"""Commands of an office that plans: who goes where and when. What reads plans is in ``commands_plan_views``."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from chibo_desktop.app import telling_plans
from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import PlannedId
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.plans import Month, PlannedVisit, Priority, TroubleKind
from chibo_desktop.domain.visits import SessionKind
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.desk import Desk

if TYPE_CHECKING:
    from chibo_desktop.services.plans import Planned

DAY = click.DateTime(["%Y-%m-%d"])
_CHOICES = {kind.value: kind for kind in SessionKind}


@click.group("plan")
def plan() -> None:
    """Planned visits: add, change, check, print. Only an office plans."""


def _facts(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for whatever a planned visit says."""
    options = (
        click.option("--month", help="Month that it counts for, as 2026-12; else that of its date."),
        click.option("--date", type=DAY, help="Day, as 2026-12-03."),
        click.option("--start", help="Hour and minute, as 14:00."),
        click.option("--end", help="Hour and minute."),
        click.option("--kind", type=click.Choice(list(_CHOICES)), help="Kind of meeting; regular if not said."),
        click.option("--superior", default="", help="Superior of the cell, where several cells have one name."),
        click.option("--member", "members", multiple=True, help="Who goes: name or id; may be repeated."),
        click.option("--place", help="Where the meeting is held."),
        click.option("--travel", type=int, help="Minutes of the way there."),
        click.option("--priority", type=click.Choice([one.value for one in Priority]), help="Why it comes first."),
        click.option("--note", help="Anything else."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@plan.command("add")
@click.option("--group", required=True, help="Name or id of the group.")
@click.option("--cell", required=True, help="Name or id of the cell.")
@_facts
@answering
def add(call: Call, group: str, cell: str, **facts: Any) -> Answer:
    """Plan a visit; what speaks against it is told and never forbids it."""
    from chibo_desktop.services import plan_ground, plan_names, plans

    with call.desk() as desk:
        date = facts["date"]
        month = facts["month"] or (plan_ground.month_of(date) if date else plan_ground.month_of(desk.today()))
        found = plan_names.group_named(desk, month, group)
        snapshot = plan_names.cell_named(desk, month, cell, facts["superior"])
        visit = PlannedVisit(PlannedId(""), found.id, month, snapshot)
        (made,) = plans.add(desk, [_told(desk, visit, facts)]).value.visits
        return _one(desk, made)


@plan.command("change")
@click.argument("planned", metavar="ID")
@click.option("--group", help="Name or id of the group.")
@click.option("--cell", help="Name or id of the cell.")
@_facts
@answering
def change(call: Call, planned: str, group: str | None, cell: str | None, **facts: Any) -> Answer:
    """Change what is said; what is not named stays as it is."""
    from chibo_desktop.services import plan_ground, plan_names, plans

    with call.desk() as desk:
        visit = plans.find(desk, PlannedId(planned)).visit
        month = facts["month"] or (plan_ground.month_of(facts["date"]) if facts["date"] else visit.month)
        visit = replace(visit, month=month)
        if group is not None:
            visit = replace(visit, group=plan_names.group_named(desk, month, group).id, members=())
        if cell is not None:
            visit = replace(visit, cell=plan_names.cell_named(desk, month, cell, facts["superior"]))
        (made,) = plans.change(desk, [_told(desk, visit, facts)]).value.visits
        return _one(desk, made)


def _told(desk: Desk, visit: PlannedVisit, facts: dict[str, Any]) -> PlannedVisit:
    """The visit with what the options say; an empty text takes a value away."""
    from chibo_desktop.services import plan_names

    said: dict[str, Any] = {}
    if facts["date"] is not None:
        said["date"] = facts["date"].date()
    for name in ("start", "end"):
        if facts[name] is not None:
            said[name] = facts[name] or None
    for name in ("place", "note"):
        if facts[name] is not None:
            said[name] = facts[name]
    if facts["travel"] is not None:
        said["travel_minutes"] = facts["travel"]
    if facts["kind"] is not None:
        said["kind"] = _CHOICES[facts["kind"]]
    if facts["priority"] is not None:
        said["priority"] = Priority(facts["priority"])
    if facts["members"]:
        group = plan_names.group_named(desk, visit.month, visit.group)
        said["members"] = plan_names.members_named(group, facts["members"])
    return replace(visit, **said)


@plan.command("postpone")
@click.argument("planned", metavar="ID")
@click.option("--to", "day", type=DAY, help="The new day, where one is known.")
@click.option("--reason", required=True)
@answering
def postpone(call: Call, planned: str, day: dt.datetime | None, reason: str) -> Answer:
    """Note that a visit is postponed."""
    from chibo_desktop.services import plans

    to = None if day is None else day.date()
    return _changed(call, lambda desk: plans.postpone(desk, PlannedId(planned), to, reason))


@plan.command("cancel")
@click.argument("planned", metavar="ID")
@click.option("--reason", required=True)
@answering
def cancel(call: Call, planned: str, reason: str) -> Answer:
    """Note that a visit will not take place."""
    from chibo_desktop.services import plans

    return _changed(call, lambda desk: plans.cancel(desk, PlannedId(planned), reason))


@plan.command("remove")
@click.argument("planned", metavar="ID")
@click.option("--reason", default="", help="Asked for where the group knows of the visit: then it is cancelled.")
@answering
def remove(call: Call, planned: str, reason: str) -> Answer:
    """Take a visit out of the plan."""
    from chibo_desktop.services import plans

    with call.desk() as desk:
        left = plans.remove(desk, [PlannedId(planned)], reason).value.visits
    state = left[0].state.value if left else "removed"
    return Answer({"id": planned, "state": state}, ("Đã hủy buổi." if left else "Đã bỏ buổi khỏi kế hoạch.",))


@plan.command("keep")
@click.argument("planned", metavar="ID")
@click.option("--trouble", type=click.Choice([one.value for one in TroubleKind]), required=True)
@click.option("--other", default=None, metavar="ID", help="The other visit, where two speak against each other.")
@click.option("--reason", required=True, help="It is printed with the plan.")
@answering
def keep(call: Call, planned: str, trouble: str, other: str | None, reason: str) -> Answer:
    """Keep what speaks against a visit, for a reason."""
    from chibo_desktop.services import plan_lists, plans

    def kept(desk: Desk) -> Outcome["Planned"]:
        visit = plans.find(desk, PlannedId(planned)).visit
        wanted = PlannedId(other) if other is not None else None
        for one in plan_lists.arranged(desk, visit.month).against(visit):
            if one.kind == trouble and set(one.concerns) == {visit.id, *([wanted] if wanted else [])}:
                return plans.keep(desk, one, reason)
        raise Refusal("PLAN_TROUBLE_UNKNOWN", planned=planned)

    return _changed(call, kept)


def _changed(call: Call, verb: Callable[[Desk], Outcome["Planned"]]) -> Answer:
    with call.desk() as desk:
        (made,) = verb(desk).value.visits
        return _one(desk, made)


def _one(desk: Desk, visit: PlannedVisit) -> Answer:
    """A visit and everything that speaks against it."""
    from chibo_desktop.services import plan_ground, plan_lists
    from chibo_desktop.ui.plan_words import PlanWords

    arranged = plan_lists.arranged(desk, visit.month)
    troubles = arranged.against(visit)
    around = {id_: found for one in troubles for id_ in one.concerns if (found := arranged.visit(id_)) is not None}
    words = PlanWords(plan_ground.groups_in(desk, visit.month), around)
    lines = (f"{visit.id}  {words.visit(visit)}", *telling_plans.trouble_lines(troubles, words))
    return Answer({"planned": plain(visit), "troubles": telling_plans.troubles(troubles, words)}, lines)


@plan.command("copy")
@click.option("--from", "source", required=True, help="Month, as 2026-11.")
@click.option("--to", "target", required=True, help="Month.")
@click.option("--group", default=None, help="Only of this group: name or id.")
@answering
def copy(call: Call, source: Month, target: Month, group: str | None) -> Answer:
    """Plan a month as another one was planned."""
    from chibo_desktop.services import plan_names, plans

    with call.desk() as desk:
        only = None if group is None else plan_names.group_named(desk, target, group).id
        made = plans.copy_month(desk, source, target, only).value.visits
    return Answer({"month": target, "visits": [plain(one) for one in made]}, (f"Đã chép {padded(len(made))} buổi.",))


COMMANDS = (plan,)
