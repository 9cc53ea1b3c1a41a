"""Petitions and guidance as lines of a list, fetched a page at a time, and what the list can be narrowed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from chibo_desktop.domain.wording import short_date
from chibo_desktop.services import petition_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petition_lists import Line, StatementFilter
from chibo_desktop.ui import leaf_words, petition_words
from chibo_desktop.ui.components.paged_rows import PagedRows
from chibo_desktop.ui.components.rows_model import Column
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.speech import tr

OPEN, OVERDUE, UNTOLD, ALL = "open", "overdue", "untold", "all"


@dataclass(frozen=True, slots=True)
class LinePage:
    """What one look brought. ``counts``: how many lines there are in each part, whatever else is looked for."""

    wanted: StatementFilter
    rows: tuple[Line, ...]
    total: int
    counts: dict[str, int] = field(default_factory=dict)


def fetch(desk: Desk, wanted: StatementFilter, offset: int, limit: int) -> LinePage:
    """Some lines, how many there are in all, and how many in each part. Runs on the worker thread."""
    found = petition_lists.page(desk, wanted, offset, limit)
    if offset:
        return LinePage(wanted, found.rows, found.total)
    counts = {str(part): petition_lists.count(desk, narrowed(part, desk.today())) for part, _ in parts()}
    return LinePage(wanted, found.rows, found.total, counts)


def parts() -> list[tuple[object, str]]:
    """The parts of the list."""
    return [
        (OPEN, tr("Chưa xong")),
        (OVERDUE, tr("Quá hạn")),
        (UNTOLD, tr("Chưa báo lại")),
        (ALL, tr("Tất cả")),
    ]


def narrowed(part: object, today: dt.date) -> StatementFilter:
    """What a part of the list shows."""
    return StatementFilter(
        overdue_on=today if part == OVERDUE else None, only_open=part == OPEN, only_unreported=part == UNTOLD
    )


class PagedLines(PagedRows[Line, StatementFilter]):
    """The lines that were fetched so far."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        shown = columns(desk.today())
        super().__init__(jobs, partial(fetch, desk), shown, partial(spoken, desk.today()), StatementFilter())


def columns(today: dt.date) -> Sequence[Column[Line]]:
    """The columns of the list."""
    return (
        Column(tr("Chi bộ"), lambda row: row.figures.cell, second=_visit, width=192, look="strong"),
        Column(tr("Nội dung"), said, second=petition_words.kind_words),
        Column(tr("Chờ"), lambda row: petition_words.days_waiting(row, today), width=64, number=True),
        Column(tr("Thời hạn"), chip=lambda row: petition_words.due_chip(row, today), width=188),
        Column(tr("Trạng thái"), chip=petition_words.state_chip, width=172),
    )


def said(row: Line) -> str:
    """The words on one line, or that they were withheld or erased."""
    return " ".join(leaf_words.said(row.petition.text).split())


def _visit(row: Line) -> str:
    day = row.figures.date
    told = tr("buổi %1", short_date(day)) if day is not None else ""
    following = tr("tới dự %1", short_date(row.next_visit)) if row.next_visit is not None else ""
    return "  ·  ".join(part for part in (following, told) if part)


def spoken(today: dt.date, row: Line) -> str:
    """A line as one sentence."""
    due = petition_words.due_chip(row, today)
    waits = petition_words.days_waiting(row, today)
    parts = (
        petition_words.kind_words(row),
        row.petition.who,
        said(row),
        row.figures.cell,
        _visit(row).replace("  ·  ", ", "),
        tr("chờ %1 ngày", waits) if row.is_open else "",
        (due.told or due.word) if due is not None else "",
        petition_words.state_chip(row).told,
    )
    return ", ".join(part for part in parts if part)
