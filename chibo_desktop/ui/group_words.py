"""Words about groups and decisions, without any Qt: window, command line and printed appendix say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chibo_desktop.domain.group_findings import GroupFinding, GroupFindingKind
from chibo_desktop.domain.wording import padded, short_date

if TYPE_CHECKING:
    from chibo_desktop.services.group_views import DecisionView, UnitName

TIERS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
POSTS = {"leader": "Tổ trưởng", "deputy": "Tổ phó", "secretary": "Thư ký tổ", "member": "Thành viên"}
NO_TIER = "Chưa rõ cấp"
_MOST_NAMES = 4

_FINDINGS: dict[GroupFindingKind, str] = {
    GroupFindingKind.NUMBERLESS: "Quyết định chưa đủ số và ngày.",
    GroupFindingKind.REVERSED: "Ngày hết hiệu lực đứng trước ngày có hiệu lực.",
    GroupFindingKind.GROUPLESS: "Quyết định chưa có tổ nào.",
    GroupFindingKind.OVERLAP: "Trùng thời gian hiệu lực với quyết định {other}, cùng cấp tổ.",
    GroupFindingKind.NAMELESS: "Có tổ chưa ghi tên.",
    GroupFindingKind.NAME_TWICE: "Hai tổ cùng tên {groups}.",
    GroupFindingKind.LEADERLESS: "{groups} chưa có tổ trưởng.",
    GroupFindingKind.SEVERAL_LEADERS: "{groups} có hơn một tổ trưởng.",
    GroupFindingKind.PERSON_TWICE: "{person} đứng hai lần: {groups}.",
    GroupFindingKind.ORGANISATION_TWICE: "{units} được giao cho hơn một tổ cùng cấp: {groups}.",
    GroupFindingKind.ORGANISATION_GONE: "{groups} được giao tổ chức không còn vào ngày {day}: {units}.",
    GroupFindingKind.UNASSIGNED: "{count} chi bộ chưa thuộc tổ nào{tier}: {units}.",
}


def finding(view: DecisionView, found: GroupFinding) -> str:
    """What looks wrong, with its names and numbers."""
    names = list(dict.fromkeys(view.group_name(group) or "tổ ở quyết định khác" for group in found.groups))
    return _FINDINGS[found.kind].format(
        other=next((number for id_, number in view.others if id_ == found.decision), "") or "chưa có số",
        groups=_some([name or "tổ chưa ghi tên" for name in names], "tổ"),
        person=(view.person_name(found.person) if found.person else "") or "Một người",
        units=_unit_names(view, found),
        count=padded(len(found.organisations)),
        day=short_date(view.day),
        tier=f" {tier(found.tier).lower()}" if found.tier else "",
    )


def _unit_names(view: DecisionView, found: GroupFinding) -> str:
    some = found.organisations[: _MOST_NAMES + 1]
    names = [unit_words(view.unit(unit)) for unit in some]
    return _some([*names, *("" for _ in found.organisations[len(some) :])], "tổ chức")


def _some(names: Sequence[str], what: str) -> str:
    """The first of many names, and how many more there are."""
    every = list(names)
    rest = len(every) - _MOST_NAMES
    return ", ".join(every[:_MOST_NAMES]) + (f" và {padded(rest)} {what} nữa" if rest > 0 else "")


def tier(value: str | None) -> str:
    return TIERS[value] if value else NO_TIER


def unit_words(unit: UnitName) -> str:
    """An organisation and its direct superior; one that the register does not know by its id."""
    if not unit.name:
        return f"tổ chức không có trong danh mục ({unit.id})"
    return ", ".join((unit.name, *unit.superiors[:1]))


def title(number: str, date: dt.date | None) -> str:
    """How a decision is cited: number and date."""
    named = f"Quyết định số {number}" if number else "Quyết định chưa có số"
    return f"{named} ngày {short_date(date)}" if date else named


def validity(start: dt.date | None, end: dt.date | None) -> str:
    """From when to when it holds."""
    if start and end:
        return f"từ {short_date(start)} đến {short_date(end)}"
    if start:
        return f"từ {short_date(start)}"
    return f"đến hết {short_date(end)}" if end else "không ghi thời hạn"
