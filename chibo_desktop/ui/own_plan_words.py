"""A group's own plan in words: the page Kế hoạch and Hôm nay say the same."""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.plans import PlannedVisit, PlanState
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import padded, short_date, weekday
from chibo_desktop.services.own_plan import News, Piece
from chibo_desktop.services.own_plan_views import OwnLine
from chibo_desktop.ui import plan_words, sentences
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.plan_words import hours_words, month_words
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_NEWS = {
    News.NEW: ("Mới", "info", Icon.PLUS),
    News.CHANGED: ("Đổi", "warn", Icon.REFRESH),
    News.GONE: ("Không còn", "neutral", Icon.CLOSE),
}
_ON_THE_WAY = {
    VisitState.FINALISED: "Trả lời chưa đóng gói: đi cùng gói sau.",
    VisitState.PACKED: "Trả lời đã đóng gói, chờ giấy báo nhận.",
    VisitState.RECEIVED: "Văn phòng đã nhận trả lời.",
    VisitState.MERGED: "Văn phòng đã nhận trả lời.",
}


def when(visit: PlannedVisit) -> str:
    """`Thứ Năm, 03/12/2026, 19:30`; the month where no day is known."""
    if visit.day is None:
        return tr("chưa có ngày, tháng %1", month_words(visit.month))
    parts = (weekday(visit.day), short_date(visit.day), hours_words(visit))
    return ", ".join(part for part in parts if part)


def date_tile(visit: PlannedVisit) -> tuple[str, str]:
    """The large and small words of a date."""
    if visit.day is None:
        return "–", tr("chưa có ngày")
    return f"{visit.day.day:02d}", weekday(visit.day)


def chain(visit: PlannedVisit) -> str:
    """The superiors of the cell, the nearest first."""
    return ", ".join(one.name for one in visit.cell.superiors)


def travel(visit: PlannedVisit) -> str:
    """`Đi khoảng 45 phút, nên đi lúc 18:45`; nothing where the way is not known."""
    if not visit.travel_minutes:
        return ""
    way = tr("Đi khoảng %1 phút", padded(visit.travel_minutes))
    leave = leave_at(visit)
    return way if leave is None else tr("%1, nên đi lúc %2", way, leave)


def leave_at(visit: PlannedVisit) -> str | None:
    """When to leave to be there at the start; with the day where that is the evening before."""
    if visit.start is None or not visit.travel_minutes:
        return None
    hour, minute = map(int, visit.start.split(":"))
    start = dt.datetime.combine(visit.day or dt.date(2000, 1, 2), dt.time(hour, minute))
    leaves = start - dt.timedelta(minutes=visit.travel_minutes)
    at = leaves.strftime("%H:%M")
    return at if leaves.date() == start.date() else tr("%1 hôm trước", at)


def far(day: dt.date, today: dt.date) -> str:
    """`hôm nay`, `ngày mai`, `còn 05 ngày`, `đã qua 02 ngày`."""
    days = (day - today).days
    if days in (0, 1):
        return tr("ngày mai") if days else tr("hôm nay")
    return tr("còn %1 ngày", padded(days)) if days > 0 else tr("đã qua %1 ngày", padded(-days))


def state_chip(line: OwnLine) -> ChipLook:
    """The state, and of an answer of this machine how far it has come."""
    name = word(line.state)
    told = [name, line.visit.reason if line.state in (PlanState.POSTPONED, PlanState.CANCELLED) else "", answer(line)]
    return sentences.state_chip(line.state, ". ".join(part.rstrip(".") for part in told if part))


def answer(line: OwnLine) -> str:
    """How far the answer of this machine has come."""
    return "" if line.answer is None else tr(_ON_THE_WAY.get(line.answer, _ON_THE_WAY[VisitState.FINALISED]))


def news_chip(piece: Piece) -> ChipLook:
    """What kind of news it is."""
    name, tone, icon = _NEWS[piece.news]
    return ChipLook(tr(name), tone, icon)


def news(piece: Piece) -> str:
    """What is new, with what it was before: `Chi bộ thôn Phiêng An: 14:00 03/12 thành 19:30 04/12`."""
    now, before = piece.visit, piece.before
    if piece.news is not News.CHANGED or before is None:
        return tr("%1, %2", now.cell.name, when(now))
    changes = [tr("%1 thành %2", one, two) for one, two in _differing(before, now)]
    return tr("%1, %2: %3", now.cell.name, when(now), "; ".join(changes) if changes else tr("có chỗ ghi khác"))


def _differing(before: PlannedVisit, now: PlannedVisit) -> list[tuple[str, str]]:
    pairs = (
        (before.cell.name, now.cell.name),
        (when(before), when(now)),
        (before.place or tr("chưa ghi nơi họp"), now.place or tr("chưa ghi nơi họp")),
        (word(before.kind).lower(), word(now.kind).lower()),
        (members(before) or tr("chưa ghi người đi"), members(now) or tr("chưa ghi người đi")),
        (word(before.state).lower(), word(now.state).lower()),
    )
    return [(one, two) for one, two in pairs if one != two]


def members(visit: PlannedVisit) -> str:
    """Who goes."""
    return ", ".join(one.name for one in visit.members)


def second(visit: PlannedVisit, total: int | None = None) -> str:
    """Superior, members of the cell, kind: the line below the name of the cell."""
    count = "" if total is None else tr("%1 đảng viên", padded(total))
    parts = (plan_words.superior_words(visit.cell), count, word(visit.kind).lower())
    return "  ·  ".join(part for part in parts if part)
