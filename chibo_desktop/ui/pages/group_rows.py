"""Decisions, groups of a day and people as tables."""

from __future__ import annotations

from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.group_views import DecisionRow, GroupRow
from chibo_desktop.services.people import KnownPerson
from chibo_desktop.ui import group_words
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr


def decisions_model() -> RowsModel[DecisionRow]:
    """One line for each decision: what it is called, when it holds, how much it holds, in what state it is."""
    columns: list[Column[DecisionRow]] = [
        Column(tr("Quyết định"), number_words, second=lambda row: row.issuer, look="strong"),
        Column(tr("Hiệu lực"), _from, second=_to, width=168),
        Column(tr("Tổ"), lambda row: padded(row.groups), width=64, number=True),
        Column(tr("Người"), lambda row: padded(row.people), width=72, number=True),
        Column(tr("Trạng thái"), chip=decision_chip, width=168),
    ]
    return RowsModel(columns, _spoken_decision)


def _from(row: DecisionRow) -> str:
    return tr("từ %1", short_date(row.valid_from)) if row.valid_from else tr("chưa ghi ngày")


def _to(row: DecisionRow) -> str:
    return tr("đến %1", short_date(row.valid_to)) if row.valid_to else tr("chưa định hạn")


def number_words(row: DecisionRow) -> str:
    number = row.number or tr("Chưa có số")
    return tr("%1, ngày %2", number, short_date(row.date)) if row.date else number


def decision_chip(row: DecisionRow) -> ChipLook:
    """Whether it counts, and whether somebody is changing its words."""
    if row.is_draft:
        told = tr("Đang sửa, bản đã ban hành vẫn tính") if row.is_signed else tr("Đang ghi, chưa ban hành")
        return ChipLook(tr("Đang sửa") if row.is_signed else tr("Chưa ban hành"), "warn", Icon.PEN, True, told)
    if row.revoked:
        return ChipLook(tr("Đã thu hồi"), "neutral", Icon.CLOSE)
    if row.holds:
        return ChipLook(tr("Có hiệu lực"), "ok", Icon.CHECK_CIRCLE)
    return ChipLook(tr("Ngoài thời hạn"), "neutral", Icon.CLOCK)


def _spoken_decision(row: DecisionRow) -> str:
    held = group_words.validity(row.valid_from, row.valid_to)
    facts = tr("%1 tổ, %2 người", padded(row.groups), padded(row.people))
    chip = decision_chip(row)
    return ", ".join(part for part in (number_words(row), row.issuer, held, facts, chip.told or chip.word) if part)


def groups_model() -> RowsModel[GroupRow]:
    """One line for each group of a day."""
    columns: list[Column[GroupRow]] = [
        Column(tr("Tổ"), lambda row: row.name, second=lambda row: group_words.tier(row.tier), look="medium"),
        Column(tr("Tổ trưởng"), lambda row: row.leader or tr("Chưa có"), width=200, sort=lambda row: fold(row.leader)),
        Column(tr("Phụ trách"), lambda row: ", ".join(row.organisations) or tr("Chưa giao"), wraps=True, look="second"),
        Column(tr("Người"), lambda row: padded(row.members), width=72, number=True, sort=lambda row: row.members),
        Column(tr("Chi bộ"), lambda row: padded(row.cells), width=80, number=True, sort=lambda row: row.cells),
    ]
    return RowsModel(columns, _spoken_group)


def _spoken_group(row: GroupRow) -> str:
    facts = tr("%1 người, %2 chi bộ", padded(row.members), padded(row.cells))
    leader = tr("tổ trưởng %1", row.leader) if row.leader else tr("chưa có tổ trưởng")
    return ", ".join((row.name, group_words.tier(row.tier), leader, facts, *row.organisations))


def people_model() -> RowsModel[KnownPerson]:
    """One line for each person."""
    columns: list[Column[KnownPerson]] = [
        Column(tr("Họ và tên"), lambda row: row.name, second=lambda row: row.post, look="medium"),
        Column(tr("Tổ"), lambda row: ", ".join(row.groups), wraps=True, look="second"),
        Column(tr("Danh sách chi bộ"), lambda row: ", ".join(row.cells), wraps=True, look="second"),
        Column(tr("Ghép"), chip=joined_chip, width=132),
    ]
    return RowsModel(columns, lambda row: ", ".join(p for p in (row.name, row.post, *row.groups, *row.cells) if p))


def joined_chip(row: KnownPerson) -> ChipLook | None:
    """How many ids were joined."""
    if len(row.ids) < 2:
        return None
    count = padded(len(row.ids))
    return ChipLook(tr("%1 mã", count), "info", Icon.USERS, told=tr("Ghép từ %1 mã", count))
