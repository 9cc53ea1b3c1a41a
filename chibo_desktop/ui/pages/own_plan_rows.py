"""The lines of a group's own plan: day, cell, who goes, state."""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.wording import short_date, weekday
from chibo_desktop.services.own_plan_views import OwnLine
from chibo_desktop.ui import own_plan_words
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.plan_words import hours_words, month_words
from chibo_desktop.ui.speech import tr

FETCH = "fetch"
"""Subject of the page: take the plan from a stick."""


def model() -> RowsModel[OwnLine]:
    """The table of the page."""
    columns: list[Column[OwnLine]] = [
        Column(tr("Ngày"), _day, second=_hours, width=150, sort=_place),
        Column(tr("Chi bộ"), lambda line: line.visit.cell.name, second=lambda line: own_plan_words.second(line.visit)),
        Column(tr("Nơi họp, người đi"), _where, second=lambda line: own_plan_words.members(line.visit), look="body"),
        Column(tr("Trạng thái"), chip=own_plan_words.state_chip, width=160, sort=lambda line: line.state.value),
    ]
    return RowsModel(columns, spoken)


def spoken(line: OwnLine) -> str:
    """A line as one sentence."""
    chip = own_plan_words.state_chip(line)
    parts = (own_plan_words.when(line.visit), line.visit.cell.name, own_plan_words.second(line.visit), chip.told)
    return ", ".join(part for part in parts if part)


def _day(line: OwnLine) -> str:
    day = line.visit.day
    return tr("Tháng %1", month_words(line.visit.month)) if day is None else short_date(day)


def _hours(line: OwnLine) -> str:
    day = line.visit.day
    if day is None:
        return tr("chưa có ngày")
    return ", ".join(part for part in (weekday(day), hours_words(line.visit)) if part)


def _where(line: OwnLine) -> str:
    return line.visit.place or tr("Chưa ghi nơi họp")


def _place(line: OwnLine) -> tuple[dt.date, str]:
    return line.visit.day or dt.date.max, line.visit.start or ""
