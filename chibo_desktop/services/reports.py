"""Reports: made from what the book holds now, kept as they were made, and told what has arrived since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from chibo_desktop.domain import figures as counting
from chibo_desktop.domain.figures import Attended, Measure
from chibo_desktop.domain.ids import OrganisationId, VisitId, new_id
from chibo_desktop.domain.organisation_tree import Tree
from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome, Refusal
from chibo_desktop.domain.petitions import ENDED, StepState
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.reports import Asked, Coverage, PetitionFigures, Report, Share, TextPart
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.services import figures, organisations, petitions
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.figures import Told
from chibo_desktop.services.petitions import Progress, never, silent
from chibo_desktop.storage import chains, log, statements
from chibo_desktop.storage import reports as shelf
from chibo_desktop.storage.chains import Range
from chibo_desktop.storage.reports import KeptReport
from chibo_desktop.storage.statements import StatementFigures, StatementFilter, StatementOrder

_ALL = 1_000_000
_TEXT_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Since:
    """What has arrived since a report was made: entries, and visits of its period that they are about."""

    entries: int
    visits: tuple[VisitId, ...]


def make(
    desk: Desk, asked: Asked, progress: Progress = silent, cancelled: Callable[[], bool] = never
) -> tuple[Report, Told]:
    """The report of a period as the book stands, and the visits behind its figures. Nothing is kept.

    Raises as :func:`figures.figures`, and ``Cancelled``.
    """
    petitions.catch_up(desk, progress, cancelled)
    told = figures.figures(desk, asked)
    if cancelled():
        raise Cancelled
    tree = organisations.tree(desk, asked.last)
    coverage = _coverage(tree, asked, told.attended)
    report = Report(
        asked,
        told.figures,
        counting.by_group(told.attended, told.expected),
        tuple(body for tier in told.figures.tiers for body in counting.by_body(told.attended, tier.tier)),
        _petitions(desk, asked, told),
        coverage,
        {**told.names, **{one: _full_name(tree, one) for one in coverage.missed}},
        len(told.attended),
        desk.clock(),
        desk.me.author.name,
        texts(desk, asked),
    )
    return report, told


def keep(desk: Desk, report: Report) -> Outcome[str]:
    """Keep a report as it is, to be printed again unchanged; returns its id."""
    id_ = new_id(desk.random)
    asked = report.asked
    kept = KeptReport(
        id_,
        asked.kind.value,
        asked.first,
        asked.last,
        asked.as_of.value,
        report.made_at,
        report.made_by,
        report.visits,
        msgspec.json.encode(report).decode(),
        chains.held_ranges(desk.book),
        asked.unit,
        asked.group,
    )
    with desk.book.transaction():
        shelf.keep_report(desk.book, kept)
    return Outcome(id_, Changes.of(("report", id_)))


def kept(desk: Desk) -> tuple[KeptReport, ...]:
    """The reports that were kept, the newest first."""
    return shelf.kept_reports(desk.book)


def read(desk: Desk, id_: str) -> Report:
    """A kept report, exactly as it was made. Raises ``Refusal`` REPORT_UNKNOWN."""
    return msgspec.json.decode(_kept(desk, id_).content, type=Report)


def since(desk: Desk, id_: str) -> Since:
    """What has arrived since a report was made. Raises ``Refusal`` REPORT_UNKNOWN."""
    report = _kept(desk, id_)
    entries = chains.entries_in(desk.book, _beyond(chains.held_ranges(desk.book), report.held))
    told = figures.figures(desk, read(desk, id_).asked)
    concerned = {subject.partition("/")[0] for subject in log.subjects_about(desk.book, entries)}
    return Since(len(entries), tuple(one.visit for one in told.attended if one.visit in concerned))


def texts(desk: Desk, asked: Asked) -> dict[TextPart, str]:
    """What was written for a period."""
    found = shelf.texts_of(desk.book, _period(asked))
    return {part: found[part] for part in TextPart if found.get(part)}


def write_texts(desk: Desk, asked: Asked, written: Mapping[TextPart, str]) -> Outcome[None]:
    """Keep what is written for a period, for the next report of it. Raises ``Refusal`` REPORT_TEXT_LONG."""
    clean = {part.value: clean_text(text) for part, text in written.items()}
    if any(len(text) > _TEXT_LONGEST for text in clean.values()):
        raise Refusal("REPORT_TEXT_LONG", longest=_TEXT_LONGEST)
    shelf.put_texts(desk.book, _period(asked), clean, desk.clock())
    return Outcome(None, Changes.of(("report", "*")))


def _period(asked: Asked) -> str:
    """Words are written for days and a unit, whichever organisations they are counted under."""
    return "/".join((asked.first.isoformat(), asked.last.isoformat(), asked.unit or "", asked.group or ""))


def _kept(desk: Desk, id_: str) -> KeptReport:
    found = shelf.kept_report(desk.book, id_)
    if found is None:
        raise Refusal("REPORT_UNKNOWN", report=id_)
    return found


def _beyond(now: tuple[Range, ...], then: tuple[Range, ...]) -> list[Range]:
    """Ranges held now that were not held then."""
    found: list[Range] = []
    for one in now:
        first = one.first
        for old in then:
            if (old.device, old.epoch) == (one.device, one.epoch) and old.last >= first and old.first <= one.last:
                if old.first > first:
                    found.append(Range(one.device, one.epoch, first, old.first - 1))
                first = old.last + 1
        if first <= one.last:
            found.append(Range(one.device, one.epoch, first, one.last))
    return found


def _petitions(desk: Desk, asked: Asked, told: Told) -> PetitionFigures:
    counted = {one.visit for one in told.attended}
    wanted = StatementFilter(first=asked.first, last=asked.last, group=asked.group)
    lines = statements.page_of_statements(desk.book, wanted, StatementOrder.NEWEST, limit=_ALL)
    found = [one for one in lines if one.visit in counted]
    today = desk.today()
    waiting = [(today - one.date).days for one in found if one.state not in ENDED and one.date is not None]
    return PetitionFigures(
        {state: number for state in StepState if (number := sum(one.state is state for one in found))},
        {kind: number for kind in StatementKind if (number := sum(one.kind is kind for one in found))},
        {level: number for level in Addressee if (number := sum(one.addressee is level for one in found))},
        sum(one.is_overdue(today) for one in found),
        sum(_is_untold(one) for one in found),
        (_between(waiting, 0, 30), _between(waiting, 31, 90), _between(waiting, 91, _ALL)),
    )


def _between(days: Sequence[int], least: int, most: int) -> int:
    return sum(least <= one <= most for one in days)


def _is_untold(one: StatementFigures) -> bool:
    return one.state in ENDED and one.reported_back is None


def _coverage(tree: Tree, asked: Asked, attended: tuple[Attended, ...]) -> Coverage:
    """Cells of the tree of the last day; a visit counts for the cell under which the report counts it."""
    visited = {one.cell for one in attended if one.counts_for(Measure.ATTENDED)}
    cells = (one for one in tree.organisations.values() if one.is_cell)
    standing = [one for one in cells if asked.unit is None or _is_below(tree, one.id, asked)]
    remote = [one for one in standing if one.areas]
    return Coverage(
        Share(sum(one.id in visited for one in remote), len(remote)),
        Share(sum(one.id in visited for one in standing), len(standing)),
        tuple(one.id for one in remote if one.id not in visited),
    )


def _full_name(tree: Tree, cell: OrganisationId) -> str:
    """A cell with its superior: many cells have one name."""
    chain = tree.chain(cell)
    name = tree.organisations[cell].name
    return f"{name}, {chain[0].name}" if chain else name


def _is_below(tree: Tree, cell: OrganisationId, asked: Asked) -> bool:
    return asked.unit == cell or any(one.id == asked.unit for one in tree.chain(cell))
