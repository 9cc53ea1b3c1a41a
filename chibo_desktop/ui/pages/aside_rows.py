"""Entries of the log that do not count, as *Để riêng* of the office shows them: by machine and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.set_aside import AsideView
from chibo_desktop.ui import quantities
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.grouped_list import ListItem
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

_DEEDS: dict[str, str] = {
    EntryKind.VISIT_RECORDED.value: "Biên bản",
    EntryKind.VISIT_AMENDED.value: "Bổ sung",
    EntryKind.VISIT_WITHDRAWN.value: "Rút biên bản",
    EntryKind.VISIT_RETURNED.value: "Trả lại để bổ sung",
    EntryKind.CONFLICT_SETTLED.value: "Chọn giá trị",
    EntryKind.VISITS_LINKED.value: "Nối hai biên bản",
}


@dataclass(frozen=True, slots=True)
class AsideKey:
    """Entries of one machine that do not count for one reason, as a thing of the list."""

    device: DeviceId
    code: str


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """The same with its entries, at least one of them."""

    key: AsideKey
    entries: tuple[AsideView, ...]

    @property
    def machine(self) -> str:
        return self.entries[0].machine

    @property
    def releasable(self) -> bool:
        """Whether a leader's word lets them count."""
        return self.entries[0].releasable


def groups(views: Sequence[AsideView]) -> tuple[AsideGroup, ...]:
    """Every machine with every reason, in the order in which they come."""
    found: dict[AsideKey, list[AsideView]] = {}
    for one in views:
        found.setdefault(AsideKey(one.device, one.reason.value), []).append(one)
    return tuple(AsideGroup(key, tuple(entries)) for key, entries in found.items())


def title(group: AsideGroup) -> str:
    """Whose entries they are, and how many."""
    return tr("%1 mục của máy %2", padded(len(group.entries)), group.machine or tr("chưa rõ tên"))


def item(group: AsideGroup) -> ListItem:
    """One line of the list."""
    first = group.entries[0]
    chip = ChipLook(tr("Máy đã thu hồi") if group.releasable else tr("Khác tổ"), "warn", Icon.TRIANGLE)
    second = tr("%1 mục  ·  %2", padded(len(group.entries)), word(first.reason))
    return ListItem(group.key, group.machine or tr("Máy chưa rõ tên"), second, chip)


def facts(group: AsideGroup) -> str:
    """Who wrote them, for which group, and since when they are set aside."""
    first = group.entries[0]
    since = tr("để riêng từ %1", quantities.moment(max(one.at for one in group.entries)))
    return "  ·  ".join(part for part in (first.person, first.group, since) if part)


def banner(group: AsideGroup) -> Banner:
    """Why they do not count, and what can be done."""
    if group.releasable:
        text = tr("Mục được giữ nguyên, không tính vào sổ chung. Tổ trưởng nhận là của mình thì nhận lại được.")
        return Banner("warn", tr("Các mục này ghi sau vị trí báo mất máy."), text)
    text = tr(
        "Mục được giữ nguyên, không thay đổi gì trong sổ chung. Điều máy này ghi mà đúng thì văn phòng tự bổ sung, "
        "tự chọn hoặc tự rút: lời của văn phòng luôn được tính. Máy được cấp giấy ghi cho tổ đó thì các mục tự "
        "được tính."
    )
    return Banner("warn", tr("Máy này ghi về biên bản mà máy của tổ hoặc văn phòng khác đã lập."), text)


def entries_model() -> RowsModel[AsideView]:
    """One line per entry: which minutes, what it would do, by whom."""
    columns: list[Column[AsideView]] = [
        Column(tr("Biên bản"), _about, second=_day),
        Column(tr("Việc"), _deed, width=150, look="body"),
        Column(tr("Mục số"), lambda row: padded(row.seq), width=80, look="body"),
        Column(tr("Người ghi"), lambda row: row.person, width=170, look="body"),
    ]
    return RowsModel(columns, spoken)


def spoken(row: AsideView) -> str:
    """The row as one sentence."""
    facts_ = (_deed(row), _about(row), _day(row), tr("mục số %1", padded(row.seq)), row.person)
    return ", ".join(fact for fact in facts_ if fact)


def _about(row: AsideView) -> str:
    return row.cell or tr("Biên bản không có trong sổ chung")


def _day(row: AsideView) -> str:
    return short_date(row.date) if row.date else ""


def _deed(row: AsideView) -> str:
    return tr(_DEEDS[row.kind]) if row.kind in _DEEDS else tr("Việc khác của máy")
