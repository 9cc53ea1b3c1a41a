"""The keys of an office as rows of a table."""

from __future__ import annotations

from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.office_keys import KeyRole, KeyRow
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.key_words import PURPOSES, ROLES, key_label
from chibo_desktop.ui.speech import tr


def keys_model() -> RowsModel[KeyRow]:
    """One line per key: what it is for, who keeps it, where it is, since when."""
    columns: list[Column[KeyRow]] = [
        Column(tr("Khóa"), lambda row: tr(ROLES[row.role]), second=lambda row: tr(PURPOSES[row.role])),
        Column(tr("Tên gọi, người giữ"), called, second=lambda row: row.name, look="body"),
        Column(tr("Nơi cất"), chip=place_chip, width=176),
        Column(tr("Từ ngày"), lambda row: short_date(row.since), width=112),
    ]
    return RowsModel(columns, spoken)


def called(row: KeyRow) -> str:
    """What people call the key; one that nobody has named lies where the office began."""
    return key_label(row.label) or tr("chưa đặt tên")


def place_chip(row: KeyRow) -> ChipLook:
    """Where the private half is. Root and recovery keys belong away from the machine."""
    leaves = row.role in {KeyRole.ROOT, KeyRole.RECOVERY}
    if row.here:
        word = tr("Máy này")
        return ChipLook(word, "warn" if leaves else "neutral", Icon.TRIANGLE if leaves else Icon.MACHINE, told=word)
    word = tr("USB và giấy") if leaves else tr("Máy khác")
    return ChipLook(word, "ok" if leaves else "neutral", Icon.USB if leaves else Icon.MACHINE, told=word)


def spoken(row: KeyRow) -> str:
    """The row as one sentence."""
    facts = (tr(ROLES[row.role]), called(row), place_chip(row).told, tr("từ %1", short_date(row.since)))
    return ", ".join(fact for fact in facts if fact)
