"""The words of *Xung đột*: what differs, whose each value is, what was chosen."""

from __future__ import annotations

import datetime as dt

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import long_date, padded, short_date
from chibo_desktop.services.conflicts import ChoiceView, ConflictView, Duplicate, LinkView, Recorded, ValueView
from chibo_desktop.services.desk import Me
from chibo_desktop.services.question_slips import Answer, Question
from chibo_desktop.services.status import Machine
from chibo_desktop.ui import leaf_words, quantities
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.grouped_list import ListItem
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

LONGEST_VALUE = 40
"""Letters of a chosen value that fit into a notice."""

_SAID = {
    EntryKind.VISIT_RECORDED.value: "ghi tại buổi họp",
    EntryKind.VISIT_AMENDED.value: "bổ sung sau buổi họp",
    EntryKind.VISIT_WITHDRAWN.value: "rút biên bản",
    EntryKind.CONFLICT_SETTLED.value: "chọn khi hợp nhất",
}

Shown = ConflictView | Duplicate | ChoiceView | LinkView


def key_of(one: Shown) -> tuple[str, ...]:
    """What tells a line of the list from all others, also after the list was made anew."""
    if isinstance(one, Duplicate):
        return "pair", one.first.row.id, one.second.row.id
    if isinstance(one, ConflictView):
        return "value", one.visit.id, one.path
    return "choice", one.entry


def item_of(one: Shown) -> ListItem:
    """The line of the list."""
    if isinstance(one, ConflictView):
        asked = ChipLook(tr("Đã hỏi lại"), "info", Icon.PHONE) if one.is_asked else None
        return ListItem(key_of(one), title_of(one), visit_words(one.visit), asked, (Icon.FORK, "err"))
    if isinstance(one, Duplicate):
        machines = ", ".join(each.machine for each in (one.first, one.second) if each.machine)
        second = "  ·  ".join(part for part in (day_words(one.first.row), machines) if part)
        return ListItem(key_of(one), title_of(one), second, icon=(Icon.USERS, "warn"))
    icon = (Icon.TRIANGLE, "warn") if one.is_lost else (Icon.CHECK_CIRCLE, "ok")
    return ListItem(key_of(one), title_of(one), outcome_words(one), icon=icon)


def title_of(one: Shown) -> str:
    """The field, or the cell of a meeting."""
    if isinstance(one, ConflictView):
        return leaf_words.full_name(one.path, one.rows)
    if isinstance(one, ChoiceView):
        return leaf_words.full_name(one.place.path, one.rows)
    if isinstance(one, Duplicate):
        return one.first.row.cell
    return one.visits[0].cell if one.visits else tr("Buổi dự đã rút lại")


def sub_of(one: Shown) -> str:
    """Which visit it is about."""
    if isinstance(one, ConflictView):
        speaker = tr("người nêu: %1", one.speaker) if one.speaker else ""
        return "  ·  ".join(part for part in (long_visit_words(one.visit), speaker) if part)
    if isinstance(one, Duplicate):
        return tr("Hai máy cùng ghi ngày %1", day_words(one.first.row))
    if isinstance(one, ChoiceView):
        return long_visit_words(one.visit) if one.visit is not None else tr("Biên bản đang ẩn khỏi sổ chung")
    return "  ·  ".join(map(visit_words, one.visits))


def outcome_words(one: ChoiceView | LinkView) -> str:
    """What was chosen, in a few words."""
    if isinstance(one, LinkView):
        return tr("Cùng một buổi, tính một lần") if one.is_same else tr("Hai buổi khác nhau")
    if one.is_lost:
        return tr("Bản đã chọn không còn trong sổ")
    if one.is_office:
        return tr("Chọn bản của văn phòng")
    return tr("Chọn bản của %1", _inside(one.machine.group) or one.machine.name or tr("máy không rõ"))


def notice_title(one: ConflictView, value: ValueView) -> str:
    """After a choice: what the minutes say now, and whose value it is; a long one is not repeated."""
    whose = _inside(value.machine.group) or value.machine.name
    chosen = leaf_words.value(one.path, value.value) if one.path else ""
    if chosen and len(chosen) <= LONGEST_VALUE:
        return tr("%1: đã chọn %2, bản của %3.", title_of(one), chosen, whose)
    return tr("%1: đã chọn bản của %2.", title_of(one), whose)


def visit_words(row: VisitRow) -> str:
    return tr("%1, %2", row.cell or tr("Chưa ghi tên chi bộ"), day_words(row))


def long_visit_words(row: VisitRow) -> str:
    cell = ", ".join(part for part in (row.cell or tr("Chưa ghi tên chi bộ"), row.superior) if part)
    return tr("%1  ·  %2 %3", cell, word(row.kind).lower(), day_words(row))


def day_words(row: VisitRow) -> str:
    return short_date(row.date) if row.date else tr("chưa ghi ngày")


def source_title(machine: Machine) -> str:
    """*Bản của tổ số 06, máy Quang Thuận-3*."""
    if machine.group and machine.name:
        return tr("Bản của %1, máy %2", _inside(machine.group), machine.name)
    return machine_title(machine.name)


def _inside(name: str) -> str:
    """A name within a sentence: *tổ số 06*, *văn phòng Đảng ủy xã*."""
    return name[:1].lower() + name[1:]


def machine_title(machine: str) -> str:
    return tr("Bản của máy %1", machine) if machine else tr("Bản của máy không rõ")


def value_words(path: str, value: ValueView) -> str:
    """The value itself, in the words of the minutes."""
    return leaf_words.value(path, value.value)


def facts_of(value: ValueView) -> list[tuple[Icon, str]]:
    """Who, when by that machine's clock, and with which packet."""
    who = ", ".join(part for part in (value.machine.person, tr(_SAID.get(value.kind, ""))) if part)
    clock = tr("%1 theo giờ máy %2", quantities.moment(value.at), value.machine.name)
    if not value.is_clock_sound:
        clock = tr("%1, đồng hồ máy có thể sai", clock)
    came = ""
    if value.received_at is not None:
        number = quantities.packet_number(value.packet) if value.packet else ""
        came = tr("gói %1, nhận %2", number, quantities.moment(value.received_at))
    found = [(Icon.USER, who), (Icon.CLOCK, clock), (Icon.BOX, came or tr("ghi ở văn phòng này"))]
    return [(icon, words) for icon, words in found if words]


def question(found: ConflictView, me: Me, today: dt.date) -> Question:
    """The conflict as a slip that is printed: everybody whose value stands is asked, but the office itself."""
    answers = tuple(Answer(source_title(one.machine), value_words(found.path, one)) for one in found.values)
    asked = dict.fromkeys(
        tr("%1 (máy %2)", one.machine.group or one.machine.person, one.machine.name)
        for one in found.values
        if one.machine.name != me.machine
    )
    return Question(me.group.name, long_date(today), tuple(asked), visit_words(found.visit), title_of(found), answers)


def record_facts(one: Recorded) -> list[tuple[str, str]]:
    """What the register says of a visit, as far as it says something."""
    row = one.row
    present = tr("%1/%2 có mặt", padded(row.present or 0), padded(row.total)) if row.total is not None else ""
    said = tr("%1 ý kiến, %2 kiến nghị", padded(row.opinions), padded(row.petitions))
    found = [
        (tr("Người ghi"), one.person),
        (tr("Tổ"), row.group),
        (tr("Cấp trên"), row.superior),
        (tr("Loại buổi"), word(row.kind)),
        (tr("Bắt đầu"), row.start or ""),
        (tr("Đảng viên"), present),
        (tr("Đã nêu"), said),
    ]
    return [(name, fact) for name, fact in found if fact]
