"""A month's plan as a file: on paper, as a spreadsheet, as a calendar. Who looks at one sees what the others say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import minutes_of
from chibo_desktop.domain.plans import PlanState
from chibo_desktop.domain.wording import long_date, long_month, weekday
from chibo_desktop.services import tables
from chibo_desktop.services.plan_lists import PlanLine, PlanMonth
from chibo_desktop.services.tables import Column, Event, EventState, Form, HeadText, Kind, Sheet, TableText
from chibo_desktop.ui.plan_words import PlanWords, day_words, hours_words, place_words, superior_words
from chibo_desktop.ui.words import word

TITLE: Final = "Lịch dự sinh hoạt chi bộ"
_HEAD: Final = ("TT", "Ngày, giờ", "Chi bộ", "Loại sinh hoạt", "Tổ, người dự", "Ghi chú")
_SHARES: Final = (5, 16, 24, 13, 23, 27)
_SIGNERS: Final = ("Người lập", "Người duyệt")
_RECIPIENTS: Final = ("Các tổ có tên trong lịch", "Lưu văn phòng")
_COLUMNS: Final = (
    Column("TT", 6, Kind.NUMBER), Column("Ngày", 12, Kind.DATE), Column("Thứ", 10), Column("Bắt đầu", 9),
    Column("Kết thúc", 9), Column("Chi bộ", 34), Column("Cấp trên trực tiếp", 34), Column("Loại sinh hoạt", 20),
    Column("Tổ", 24), Column("Người dự", 34), Column("Đường đi (phút)", 10, Kind.NUMBER), Column("Địa điểm", 28),
    Column("Trạng thái", 14), Column("Lý do", 34), Column("Giữ, lý do", 60), Column("Ghi chú", 34),
)  # fmt: skip
_STATES: Final = {
    PlanState.PLANNED: EventState.TENTATIVE,
    PlanState.CONFIRMED: EventState.CONFIRMED,
    PlanState.ATTENDED: EventState.CONFIRMED,
    PlanState.CANCELLED: EventState.CANCELLED,
}


def as_pdf(plan: PlanMonth) -> bytes:
    """The plan on landscape pages in the printed form. Raises ``Fault`` FONT_MISSING."""
    words = PlanWords(plan.groups, plan.around)
    rows = tuple((f"{place}", *_cells(one, plan, words)) for place, one in enumerate(plan.lines, 1))
    year, month = map(int, plan.month.split("-"))
    head = HeadText("", plan.office, "", long_date(plan.day))
    subject = long_month(year, month).capitalize()
    form = Form(head, _SIGNERS, _RECIPIENTS)
    return tables.form_file(TableText(TITLE, subject, _HEAD, rows, _SHARES, form))


def _cells(line: PlanLine, plan: PlanMonth, words: PlanWords) -> tuple[str, ...]:
    visit = line.visit
    day = "chưa định ngày" if visit.day is None else f"{weekday(visit.day)}, {day_words(visit.day)}"
    when = "; ".join(part for part in (day, hours_words(visit)) if part)
    cell = ", ".join(part for part in (visit.cell.name, superior_words(visit.cell)) if part)
    people = ", ".join(one.name for one in visit.members)
    group = words.group(visit.group)
    return when, cell, word(visit.kind), f"{group}: {people}" if people else group, " ".join(_notes(line, plan, words))


def _notes(line: PlanLine, plan: PlanMonth, words: PlanWords) -> Iterator[str]:
    """What stands in the last column: the state where it is not the usual one, reasons, what was kept and why."""
    visit = line.visit
    if line.state is not PlanState.PLANNED:
        moved = f" từ ngày {day_words(visit.date)}" if visit.new_date is not None and visit.date is not None else ""
        reason = f": {visit.reason}" if visit.reason else ""
        yield f"{word(line.state)}{moved}{reason}."
    yield from _kept(line, plan, words)
    if visit.note:
        yield visit.note


def _kept(line: PlanLine, plan: PlanMonth, words: PlanWords) -> Iterator[str]:
    """What speaks against the visit and was kept; told at the later one of two visits."""
    for trouble in plan.troubles:
        if trouble.visit == line.visit.id and trouble.kept is not None:
            yield f"{words.kept(trouble)}."


def as_xlsx(plan: PlanMonth) -> bytes:
    """The plan as a spreadsheet, a column for each fact."""
    words = PlanWords(plan.groups, plan.around)
    rows = (_row(place, one, plan, words) for place, one in enumerate(plan.lines, 1))
    year, month = map(int, plan.month.split("-"))
    title = f"{TITLE}, {long_month(year, month)}"
    return tables.xlsx_file([Sheet(f"Tháng {month}-{year}", _COLUMNS, rows, title, plan.office)], plan.office)


def _row(place: int, line: PlanLine, plan: PlanMonth, words: PlanWords) -> tuple[tables.Cell, ...]:
    visit = line.visit
    return (
        place,
        visit.day,
        "" if visit.day is None else weekday(visit.day),
        visit.start,
        visit.end,
        visit.cell.name,
        superior_words(visit.cell),
        word(visit.kind),
        words.group(visit.group),
        ", ".join(one.name for one in visit.members),
        visit.travel_minutes,
        visit.place,
        word(line.state),
        visit.reason,
        "\n".join(_kept(line, plan, words)),
        visit.note,
    )


def as_calendar(plan: PlanMonth, rules: PlanRules, stamp: dt.datetime) -> bytes:
    """The plan for calendars. Visits without a day are not in it; cancelled ones are, so that they go there too."""
    words = PlanWords(plan.groups, plan.around)
    events = (event for line in plan.lines if (event := _event(line, rules, words)) is not None)
    return tables.calendar_file(f"{TITLE}, {plan.office}" if plan.office else TITLE, events, stamp)


def _event(line: PlanLine, rules: PlanRules, words: PlanWords) -> Event | None:
    visit = line.visit
    day = visit.day
    if day is None:
        return None
    begins, ends = minutes_of(visit.start), minutes_of(visit.end)
    start = None if begins is None else dt.time(begins // 60, begins % 60)
    lasts = ends - begins if begins is not None and ends is not None and ends > begins else rules.minutes_of(visit.kind)
    postponed = EventState.TENTATIVE if visit.new_date is not None else EventState.CANCELLED
    told = (
        word(visit.kind),
        words.group(visit.group),
        ", ".join(one.name for one in visit.members),
        word(line.state) if not visit.reason else f"{word(line.state)}: {visit.reason}",
        visit.note,
    )
    return Event(
        f"{visit.id}@chibo",
        day,
        start,
        lasts,
        f"Dự sinh hoạt: {place_words(visit.cell)}",
        visit.place or ", ".join(part for part in (visit.cell.name, superior_words(visit.cell)) if part),
        "\n".join(part for part in told if part),
        _STATES.get(line.state, postponed),
    )
