"""Reports of a period: figures, and what was kept of former ones."""

import datetime as dt

import click

from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.figures import Measure, TierFigures
from chibo_desktop.domain.ids import GroupId, OrganisationId
from chibo_desktop.domain.reports import Asked, Report
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.ui.words import word

_KEPT = ("id", "kind", "first", "last", "as_of", "made_at", "made_by", "visits")

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("report")
def report() -> None:
    """Figures of a period, as the half-year report counts them."""


@report.command("figures")
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True)
@click.option("--as-of", type=click.Choice([one.value for one in AsOf]), default=AsOf.THEN.value, show_default=True)
@click.option("--unit", help="Only below this organisation.")
@click.option("--group", help="Only of this group.")
@click.option("--keep", is_flag=True, help="Keep the report as it is, to be printed again unchanged.")
@answering
def make(
    call: Call, first: dt.datetime, last: dt.datetime, as_of: str, unit: str | None, group: str | None, keep: bool
) -> Answer:
    """Count a period."""
    from chibo_desktop.services import reports

    asked = Asked(
        first.date(),
        last.date(),
        AsOf(as_of),
        OrganisationId(unit) if unit else None,
        GroupId(group) if group else None,
    )
    with call.desk() as desk:
        found, _ = reports.make(desk, asked)
        kept = reports.keep(desk, found).value if keep else None
    return Answer({"report": kept, **report_data(found)}, tuple(report_lines(found)))


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
