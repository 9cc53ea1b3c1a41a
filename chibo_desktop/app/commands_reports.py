"""Reports of a period: figures, and what was kept of former ones."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import write_output
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.figures import Measure, TierFigures
from chibo_desktop.domain.ids import GroupId, OrganisationId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.periods import months_from
from chibo_desktop.domain.reports import MONTHS, Asked, Report
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui.words import word

_FORMS = ("pdf", "docx", "xlsx", "csv")
_KEPT = ("id", "kind", "first", "last", "as_of", "made_at", "made_by", "visits")

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("report")
def report() -> None:
    """Figures of a period, as the half-year report counts them."""


_NAMED = {kind.value.replace("_", "-"): kind for kind in MONTHS}


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that counts a period."""
    as_of = click.Choice([one.value for one in AsOf])
    options = (
        click.option("--from", "first", type=DAY, required=True, help="First day."),
        click.option("--to", "last", type=DAY, help="Last day; else the end of the period that begins so."),
        click.option("--as-of", type=as_of, default=AsOf.THEN.value, show_default=True),
        click.option("--unit", help="Only below this organisation."),
        click.option("--group", help="Only of this group."),
        click.option("--format", "form", type=click.Choice([*_FORMS, "json"]), help="Else by the name of the file."),
        click.option("--out", type=FILE, help="The file to write."),
        click.option("--keep", is_flag=True, help="Keep the report as it is, to be printed again unchanged."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _counting(name: str) -> None:
    """A command for periods of one length."""

    @report.command(name, help="Count any days; --to is needed." if name not in _NAMED else f"Count a {name}.")
    @_asking
    @answering
    def count(call: Call, first: dt.datetime, last: dt.datetime | None, **words: Any) -> Answer:
        if last is None and name not in _NAMED:
            raise click.UsageError("--to is needed.")
        ends = last.date() if last is not None else months_from(first.year, first.month, MONTHS[_NAMED[name]])[1]
        return _made(call, (first.date(), ends), words)


for _name in (*_NAMED, "period", "coverage"):
    _counting(_name)


def _made(call: Call, period: tuple[dt.date, dt.date], words: dict[str, Any]) -> Answer:
    from chibo_desktop.services import reports

    out: Path | None = words["out"]
    form = words["form"] or (out.suffix[1:] if out is not None else "json")
    if out is not None and form not in (*_FORMS, "json"):
        raise Refusal("REPORT_FILE_KIND", file=str(out))
    if out is None and form != "json":
        raise click.UsageError("--out is needed for this format.")
    unit, group = words["unit"], words["group"]
    asked = Asked(
        *period, AsOf(words["as_of"]), OrganisationId(unit) if unit else None, GroupId(group) if group else None
    )
    with call.desk() as desk:
        found, _ = reports.make(desk, asked)
        kept = reports.keep(desk, found).value if words["keep"] else None
        issuer = desk.me.office_name or desk.me.group.name
    data = {"report": kept, "file": None if out is None else str(out), **report_data(found)}
    if out is None:
        return Answer(data, tuple(report_lines(found)))
    write_output(out, _file(found, form, issuer))
    return Answer(data, (f"{out}: {padded(found.visits)} buổi",))


def _file(found: Report, form: str, issuer: str) -> bytes:
    from chibo_desktop.ui import report_papers

    makers: dict[str, Callable[[], bytes]] = {
        "json": lambda: json.dumps(report_data(found), ensure_ascii=False).encode("utf-8"),
        "pdf": lambda: report_papers.as_pdf(found, issuer),
        "docx": lambda: report_papers.as_docx(found, issuer),
        "xlsx": lambda: report_papers.as_xlsx(found, issuer),
        "csv": lambda: report_papers.as_csv(found),
    }
    return makers[form]()


@report.command("print")
@click.argument("id_", metavar="REPORT")
@click.option("--out", type=FILE, required=True, help="The file; its ending says which kind.")
@answering
def print_again(call: Call, id_: str, out: Path) -> Answer:
    """Write a kept report again, exactly as it was made."""
    from chibo_desktop.services import reports

    if out.suffix[1:] not in _FORMS:
        raise Refusal("REPORT_FILE_KIND", file=str(out))
    with call.desk() as desk:
        found, issuer = reports.read(desk, id_), desk.me.office_name or desk.me.group.name
    write_output(out, _file(found, out.suffix[1:], issuer))
    return Answer({"report": id_, "file": str(out), "visits": found.visits}, (f"{out}: {padded(found.visits)} buổi",))


@report.command("list")
@answering
def list_reports(call: Call) -> Answer:
    """List the reports that were kept, the newest first."""
    from chibo_desktop.services import reports

    with call.desk() as desk:
        found = reports.kept(desk)
    rows = [{name: plain(getattr(one, name)) for name in _KEPT} for one in found]
    lines = [f"{one.id}  {short_date(one.first)} - {short_date(one.last)}: {padded(one.visits)} buổi" for one in found]
    return Answer({"reports": rows}, tuple(lines) or ("Chưa lưu báo cáo nào.",))


@report.command("show")
@click.argument("id_", metavar="REPORT")
@answering
def show(call: Call, id_: str) -> Answer:
    """Print a kept report exactly as it was made, and what has arrived since."""
    from chibo_desktop.services import reports

    with call.desk() as desk:
        found, news = reports.read(desk, id_), reports.since(desk, id_)
    data = {"report": id_, **report_data(found), "since": {"entries": news.entries, "visits": list(news.visits)}}
    later = f"Sau khi lập, có thêm {padded(len(news.visits))} buổi mới hoặc đã sửa trong kỳ."
    return Answer(data, (*report_lines(found), later))


def report_data(found: Report) -> dict[str, object]:
    """The figures as scripts read them."""
    asked = found.asked
    return {
        "kind": asked.kind.value,
        "first": plain(asked.first),
        "last": plain(asked.last),
        "as_of": asked.as_of.value,
        "unit": asked.unit,
        "group": asked.group,
        "visits": found.visits,
        "made_at": plain(found.made_at),
        "made_by": found.made_by,
        "tiers": [plain(one) for one in found.figures.tiers],
        "months": plain(found.figures.months),
        "groups": plain(found.groups),
        "bodies": plain(found.bodies),
        "petitions": plain(found.petitions),
        "coverage": plain(found.coverage),
        "names": dict(found.names),
        "texts": plain(found.texts or {}),
    }


def report_lines(found: Report) -> list[str]:
    """The figures for people."""
    asked = found.asked
    lines = [f"Từ {short_date(asked.first)} đến {short_date(asked.last)}: {padded(found.visits)} buổi"]
    for tier in found.figures.tiers:
        lines.append(word(tier.tier) if tier.tier else "Chưa rõ cấp")
        lines += _tier_lines(tier)
    return lines


def _tier_lines(tier: TierFigures) -> list[str]:
    return [
        f"  {word(measure)}: {padded(tier.counts[measure].visits)} lượt, {padded(tier.counts[measure].cells)} nơi"
        for measure in Measure
        if tier.counts[measure].visits or measure is Measure.ATTENDED
    ]


COMMANDS = (report,)
