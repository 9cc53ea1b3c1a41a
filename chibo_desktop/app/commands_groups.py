"""Commands about working groups: decisions, who is where, people."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import read_file, write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.ids import DecisionId, OrganisationId, PersonId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui import group_words

if TYPE_CHECKING:
    from chibo_desktop.services.group_views import DecisionRow, DecisionView, GroupRow
    from chibo_desktop.services.people import KnownPerson

DATE = click.DateTime(["%Y-%m-%d"])


@click.group("group")
def group() -> None:
    """Working groups: the decisions that set them up, who belongs to them and where they go."""


def _day(given: dt.datetime | None) -> dt.date | None:
    return given.date() if given else None


@group.command("list")
@click.option("--as-of", type=DATE, help="The groups of this day; else of today.")
@answering
def list_groups(call: Call, as_of: dt.datetime | None) -> Answer:
    """Office: the groups of a day, and every decision."""
    from chibo_desktop.services import group_views

    with call.desk() as desk:
        day = _day(as_of) or desk.today()
        rows, decisions = group_views.group_rows(desk, day), group_views.decision_rows(desk)
    lines = (*map(_group_line, rows), *map(_decision_line, decisions))
    data = {"day": plain(day), "groups": plain(rows), "decisions": plain(decisions)}
    return Answer(data, lines or ("Chưa có quyết định nào.",))


def _group_line(row: "GroupRow") -> str:
    leader = f", {row.leader}" if row.leader else ""
    facts = f"{padded(row.members)} người, {padded(row.cells)} chi bộ"
    return f"{row.id}  {row.name} ({group_words.tier(row.tier)}){leader}: {facts}"


def _decision_line(row: "DecisionRow") -> str:
    states = {"đã thu hồi": row.revoked, "chưa ban hành": not row.is_signed, "còn ghi dở": row.is_draft}
    state = next((words for words, holds in states.items() if holds), "")
    held = group_words.validity(row.valid_from, row.valid_to)
    facts = f"{padded(row.groups)} tổ, {padded(row.people)} người"
    return f"{row.id}  {group_words.title(row.number, row.date)}, {held}: {facts}" + (f" [{state}]" if state else "")


@group.command("show")
@click.argument("id_", metavar="DECISION")
@click.option("--draft", is_flag=True, help="As it is being written here, if it is.")
@answering
def show(call: Call, id_: str, draft: bool) -> Answer:
    """Office: print a decision in its exchange form, with what looks wrong in it."""
    from chibo_desktop.services import decision_form, group_views, groups

    with call.desk() as desk:
        wanted = DecisionId(id_)
        view = group_views.view(desk, groups.opened(desk, wanted)) if draft else group_views.view_of(desk, wanted)
    found = tuple(group_words.finding(view, one) for one in view.findings)
    data = {"decision": plain(view.decision), "day": plain(view.day), "units": plain(view.units)}
    return Answer({**data, "findings": _findings(view)}, (decision_form.write_decision(view.decision),), found)


def _findings(view: "DecisionView") -> list[dict[str, Any]]:
    return [{**plain(one), "sentence": group_words.finding(view, one)} for one in view.findings]


@group.command("decide")
@click.argument("file", type=FILE)
@answering
def decide(call: Call, file: Path) -> Answer:
    """Office: sign the decision in FILE (JSON; - is stdin). With the id of a signed one it is worded anew.

    What looks wrong is told and stops nothing.
    """
    from chibo_desktop.services import decision_form, group_views, groups

    data = read_file(file)
    with call.desk() as desk:
        wording = decision_form.read_decision(data, desk.random)
        entry = groups.decide(desk, wording).value
        view = group_views.view_of(desk, wording.id)
    found = tuple(group_words.finding(view, one) for one in view.findings)
    decision = view.decision
    line = f"{decision.id}  {group_words.title(decision.number, decision.date)}: {padded(len(decision.groups))} tổ"
    return Answer({"id": decision.id, "entry": entry, "findings": _findings(view)}, (line,), found)


@group.command("copy")
@click.argument("id_", metavar="DECISION")
@click.option("--number", required=True, help="Number and symbol of the new decision.")
@click.option("--date", type=DATE, help="Its day; else it has none yet.")
@click.option("--from", "start", type=DATE, required=True, help="First day on which it holds.")
@click.option("--to", "end", type=DATE, help="Last day; else until further notice.")
@click.option("--decide", "sign", is_flag=True, help="Sign it at once, as it is.")
@click.option("--out", type=FILE, help="Write it to this file instead of stdout.")
@answering
def copy(call: Call, id_: str, *, sign: bool, out: Path | None, **words: Any) -> Answer:
    """Office: a decision as the beginning of the next one. Groups and people that go on keep their ids.

    It is printed, to be changed and then signed by ``group decide``.
    """
    from chibo_desktop.services import decision_form, groups

    fresh = groups.Copy(words["number"], _day(words["date"]), _day(words["start"]), _day(words["end"]))
    with call.desk() as desk:
        wording = groups.copied(desk, DecisionId(id_), fresh)
        entry = groups.decide(desk, wording).value if sign else None
    text = decision_form.write_decision(wording)
    if out is not None:
        write_output(out, f"{text}\n".encode())
    data = {"file": str(out) if out else None, "id": wording.id, "entry": entry, "decision": plain(wording)}
    return Answer(data, (f"{out}: {wording.id}" if out else text,))


@group.command("revoke")
@click.argument("id_", metavar="DECISION")
@click.option("--reason", required=True)
@answering
def revoke(call: Call, id_: str, reason: str) -> Answer:
    """Office: a decision holds no more, on any day; it stays in the list."""
    from chibo_desktop.services import groups

    with call.desk() as desk:
        entry = groups.revoke(desk, DecisionId(id_), reason).value
        number = groups.decision(desk, DecisionId(id_)).number
    return Answer({"id": id_, "entry": entry}, (f"Đã thu hồi quyết định {number}.",))


@group.command("print")
@click.argument("id_", metavar="DECISION")
@click.option("--out", type=FILE, required=True, help="F.pdf or F.xlsx.")
@answering
def print_(call: Call, id_: str, out: Path) -> Answer:
    """Office: the appendix of a decision, for paper or as a spreadsheet."""
    from chibo_desktop.services import group_views
    from chibo_desktop.ui import group_papers

    makers = {".pdf": group_papers.appendix_pdf, ".xlsx": group_papers.appendix_xlsx}
    make = makers.get(out.suffix.lower())
    if make is None:
        raise Refusal("OUTPUT_KIND", file=out.name)
    with call.desk() as desk:
        view = group_views.view_of(desk, DecisionId(id_))
    data = make(view)
    write_output(out, data)
    facts = {"groups": len(view.decision.groups), "bytes": len(data)}
    return Answer({"file": str(out), "id": id_, **facts}, (f"{out}: {padded(facts['groups'])} tổ",))


@group.command("of")
@click.argument("cell", metavar="CELL")
@click.option("--as-of", type=DATE, help="On this day; else today.")
@answering
def of(call: Call, cell: str, as_of: dt.datetime | None) -> Answer:
    """Office: the groups that an organisation belongs to on a day, through the tree of that day."""
    from chibo_desktop.services import groups

    with call.desk() as desk:
        day = _day(as_of) or desk.today()
        found = groups.groups_of(desk, OrganisationId(cell), day)
    rows = [{"decision": one.decision, "number": one.number, "group": plain(one.group)} for one in found]
    lines = tuple(f"{one.group.id}  {one.group.name} ({group_words.tier(one.group.tier)})" for one in found)
    none = f"Ngày {short_date(day)} chưa thuộc tổ nào."
    return Answer({"cell": cell, "day": plain(day), "groups": rows}, lines or (none,))


@group.command("people")
@click.argument("text", default="")
@click.option("--alike", is_flag=True, help="Only pairs of nearly one name: perhaps one person.")
@answering
def people(call: Call, text: str, alike: bool) -> Answer:
    """Office: the people of decisions and rosters whose name, post, group or cell has TEXT in it, marks or not."""
    from chibo_desktop.services import people as directory

    with call.desk() as desk:
        found = directory.find(directory.people(desk), text)
    if alike:
        pairs = directory.doubtful(found)
        lines = tuple(f"{_person_line(one)}  ~  {_person_line(other)}" for one, other in pairs)
        return Answer({"pairs": plain(pairs)}, lines or ("Không có hai người nào gần trùng tên.",))
    return Answer({"people": plain(found)}, tuple(map(_person_line, found)) or ("Không thấy ai.",))


def _person_line(one: "KnownPerson") -> str:
    return ", ".join(part for part in (f"{one.id}  {one.name}", one.post, *one.groups, *one.cells[:1]) if part)


@group.command("join")
@click.argument("one", metavar="PERSON")
@click.argument("other", metavar="PERSON")
@click.option("--reason", default="")
@answering
def join(call: Call, one: str, other: str, reason: str) -> Answer:
    """Office: two ids are one person. ``group separate`` takes it back."""
    from chibo_desktop.services import people as directory

    with call.desk() as desk:
        entry = directory.join(desk, PersonId(one), PersonId(other), reason).value
    return Answer({"person": min(one, other), "entry": entry}, ("Đã ghép hai mã là một người.",))


@group.command("separate")
@click.argument("one", metavar="PERSON")
@click.option("--reason", default="")
@answering
def separate(call: Call, one: str, reason: str) -> Answer:
    """Office: take back every word that joined a person's ids."""
    from chibo_desktop.services import people as directory

    with call.desk() as desk:
        entry = directory.separate(desk, PersonId(one), reason).value
    return Answer({"person": one, "entry": entry}, ("Đã tách lại.",))


COMMANDS = (group,)
