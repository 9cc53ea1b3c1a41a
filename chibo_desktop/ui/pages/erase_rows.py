"""What minutes hold of a person, as lines of a list: where it stands, what it says, and what shall become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.erasing import HitKind, masked
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.erasing import REASON, Choice, FoundLeaf, FoundVisit
from chibo_desktop.services.erasing_registers import FoundPlace, FoundRegister
from chibo_desktop.ui import leaf_words
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


class Fate(StrEnum):
    """What shall become of a leaf."""

    KEEP = "keep"
    MASK = "mask"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class LeafLine:
    """A leaf of a visit - or of a roster, decision or plan - and what a person decided about it."""

    visit: VisitRow | FoundRegister
    leaf: FoundLeaf | FoundPlace
    names: tuple[str, ...]
    fate: Fate

    @property
    def fates(self) -> tuple[Fate, ...]:
        """What can be chosen: of a text that only mentions the person, the name alone can go."""
        return tuple(Fate) if self.leaf.kind is HitKind.MENTION else (Fate.KEEP, Fate.ERASE)

    def with_fate(self, fate: Fate) -> LeafLine:
        """The line with another decision; what cannot be chosen for it becomes erasing the whole."""
        return replace(self, fate=fate if fate in self.fates else Fate.ERASE)


def lines_of(found: Sequence[FoundVisit | FoundRegister]) -> list[LeafLine]:
    """One line for each leaf: names and words are to go unless a person says otherwise, mentions stay until he does."""
    return [
        LeafLine(thing, leaf, one.names, Fate.KEEP if leaf.kind is HitKind.MENTION else Fate.ERASE)
        for one, thing in ((one, one.row if isinstance(one, FoundVisit) else one) for one in found)
        for leaf in one.leaves
    ]


def choices_of(lines: Sequence[LeafLine]) -> tuple[Choice, ...]:
    """The decisions, visit by visit; visits of which nothing goes are left out."""
    choices: dict[str, Choice] = {}
    for line in lines:
        choice = choices.get(line.visit.id, Choice(VisitId(line.visit.id), names=line.names))
        if line.fate is Fate.ERASE:
            choice = replace(choice, gone=(*choice.gone, line.leaf.path))
        if line.fate is Fate.MASK:
            choice = replace(choice, masked=(*choice.masked, line.leaf.path))
        choices[line.visit.id] = choice
    return tuple(choice for choice in choices.values() if choice.gone or choice.masked)


class LeafRows(RowsModel[LeafLine]):
    """The lines with their decisions."""

    def __init__(self) -> None:
        super().__init__(columns(), spoken)

    def decide(self, place: int, fate: Fate) -> None:
        """What shall become of one line."""
        self.set_row(place, self.row_at(place).with_fate(fate))

    def decide_all(self, fate: Fate) -> None:
        """What shall become of every line."""
        for place in range(self.rowCount()):
            self.decide(place, fate)

    def decide_next(self, place: int) -> None:
        """The next of what can be chosen."""
        line = self.row_at(place)
        at = line.fates.index(line.fate)
        self.decide(place, line.fates[(at + 1) % len(line.fates)])


def columns() -> tuple[Column[LeafLine], ...]:
    return (
        Column(tr("Buổi dự, sổ"), where, second=_day, width=264, look="strong"),
        Column(tr("Chỗ"), place, second=_kind, width=216),
        Column(tr("Nội dung"), text, wraps=True),
        Column(tr("Sẽ làm"), chip=chip, width=148),
    )


def place(line: LeafLine) -> str:
    """Where it stands, in the words of the minutes."""
    if isinstance(line.leaf, FoundPlace):
        return tr(_PLACES[line.leaf.path.rpartition("/")[2]])
    if line.leaf.path == REASON:
        return tr("Lý do bổ sung, rút")
    return leaf_words.full_name(line.leaf.path, line.leaf.rows)


def where(line: LeafLine) -> str:
    """The cell of the visit, or the roster, decision or group."""
    return line.visit.cell if isinstance(line.visit, VisitRow) else line.visit.name


def text(line: LeafLine) -> str:
    """What stands there now, or what will be left of it; several versions one after the other."""
    texts = (masked(one, line.names) if line.fate is Fate.MASK else one for one in line.leaf.texts)
    return "  |  ".join(" ".join(one.split()) for one in texts)


def chip(line: LeafLine) -> ChipLook:
    """The decision."""
    if line.fate is Fate.KEEP:
        return ChipLook(tr("Giữ"), "neutral", told=tr("Chỗ này giữ nguyên"))
    if line.fate is Fate.MASK:
        return ChipLook(tr("Xóa tên"), "warn", Icon.TRASH, told=tr("Chỉ tên được thay bằng […]"))
    return ChipLook(tr("Xóa"), "err", Icon.TRASH, told=tr("Cả chỗ này ghi “đã xóa theo yêu cầu”"))


def spoken(line: LeafLine) -> str:
    """A line as one sentence."""
    return ", ".join((where(line), _day(line), place(line), _kind(line), text(line), chip(line).word))


_PLACES = {
    "name": "Họ và tên",
    "post": "Chức vụ",
    "who": "Người nêu",
    "text": "Nội dung kiến nghị",
    "answer": "Trả lời",
    "note": "Ghi chú",
    "reason": "Lý do",
}
"""Leaves of rosters, decisions and plans, by their last name."""
_SORTS = {
    EntryKind.ORGANISATION_ROSTER: "Danh sách đảng viên",
    EntryKind.GROUP_DECIDED: "Quyết định về tổ",
    EntryKind.PLAN_PUBLISHED: "Kế hoạch đã phát hành",
}


def _day(line: LeafLine) -> str:
    if not isinstance(line.visit, VisitRow):
        return tr(_SORTS[line.visit.kind])
    return short_date(line.visit.date) if line.visit.date else tr("chưa ghi ngày")


def _kind(line: LeafLine) -> str:
    kinds = {
        HitKind.NAME: tr("tên, chức vụ"),
        HitKind.SAID: tr("lời của người đó"),
        HitKind.MENTION: tr("có nhắc tên"),
    }
    return kinds[line.leaf.kind]
