"""What the page Báo cáo asks of the services; everything here runs on the worker thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from chibo_desktop.domain.figures import Counted
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.reports import Asked, Report
from chibo_desktop.services import figures, organisations, reports
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.figures import Told
from chibo_desktop.services.reports import KeptReport, Since
from chibo_desktop.ui import report_papers

Behind = tuple[tuple[VisitRow, ...], ...]
"""What a number counts: visits one by one, or the visits to each cell together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A report on the screen. ``told``: the visits behind it, of one that was just made; ``kept`` and ``since``: the id
    of one that was kept, and what has arrived since."""

    report: Report
    told: Told | None = None
    kept: str | None = None
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: units by how they are called, and the reports that were kept."""

    units: dict[str, OrganisationId]
    kept: tuple[KeptReport, ...]


def offered(desk: Desk) -> Offered:
    """Units are called with their superior; of those that are called alike the first is meant."""
    tree = organisations.tree(desk, desk.today())
    units: dict[str, OrganisationId] = {}
    for one in tree.below(None):
        if not one.is_cell:
            chain = tree.chain(one.id)
            units.setdefault(f"{one.name}, {chain[0].name}" if chain else one.name, one.id)
    return Offered(units, reports.kept(desk))


def make(desk: Desk, asked: Asked, progress: Callable[..., None], cancelled: Callable[[], bool]) -> Shown:
    """Raises as :func:`reports.make`."""
    return Shown(*reports.make(desk, asked, progress, cancelled))


def open_kept(desk: Desk, id_: str) -> Shown:
    """Raises ``Refusal`` REPORT_UNKNOWN."""
    return Shown(reports.read(desk, id_), None, id_, reports.since(desk, id_))


def behind(desk: Desk, told: Told, counted: Counted) -> Behind:
    return figures.lines_behind(desk, told, counted)


def written(desk: Desk, shown: Shown) -> Report:
    """The report with the words that stand beside it now; one that was kept stays as it is."""
    if shown.kept is not None:
        return shown.report
    return replace(shown.report, texts=reports.texts(desk, shown.report.asked))


def build(desk: Desk, shown: Shown, ending: str) -> bytes:
    """The report as a file of that kind. Raises ``Fault`` FONT_MISSING."""
    report, issuer = written(desk, shown), desk.me.office_name or desk.me.group.name
    match ending:
        case ".docx":
            return report_papers.as_docx(report, issuer)
        case ".xlsx":
            return report_papers.as_xlsx(report, issuer)
        case ".csv":
            return report_papers.as_csv(report)
        case _:
            return report_papers.as_pdf(report, issuer)
