"""The words of *Nhận gói tin*: a file, something set aside, a packet merged today, and what becomes of each visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.ids import PacketId
from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.archive import Change, ChangeNote, VisitChange
from chibo_desktop.services.arriving import FileReport, Result, is_for_others
from chibo_desktop.services.receipts import Acknowledged
from chibo_desktop.services.receiving import MergedPacket, RelayedPacket
from chibo_desktop.services.set_aside import HeldItem
from chibo_desktop.ui import leaf_words, quantities, sentences
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.digits_input import grouped
from chibo_desktop.ui.components.grouped_list import ListItem
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.state_cells import Cell
from chibo_desktop.ui.failures import REASONS, reason_of
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import tr

UNKNOWN_SIGNER, NEWER, REVOKED = "E_SIGNER", "E_VERSION", "E_REVOKED"
SHOWN_NOTES = 2
CODE_GROUP = 4

_CHANGES: dict[Change, tuple[str, str, Icon]] = {
    Change.NEW: ("Mới", "ok", Icon.PLUS),
    Change.AMENDED: ("Bổ sung", "info", Icon.PEN),
    Change.DIFFERING: ("Khác nhau", "err", Icon.FORK),
    Change.DOUBTFUL: ("Nghi trùng", "warn", Icon.USERS),
    Change.KNOWN: ("Đã có", "neutral", Icon.CHECK),
}


def is_usable(report: FileReport) -> bool:
    """Can the file be merged, or is it merged already?"""
    return report.result in (Result.MERGED, Result.DUPLICATE)


def is_read_receipt(report: FileReport) -> bool:
    """Is it an answer from above that was read before? It brought nothing, and no machine below sent it."""
    return report.result is Result.DUPLICATE and not report.machine and not report.entries.duplicate


def is_ready(report: FileReport) -> bool:
    """Would merging it bring something, with nothing missing before it?"""
    return report.result is Result.MERGED and not report.gaps


def day_of(moment: str | None) -> str:
    """The day of a packet's own clock, or "" where it says none."""
    return short_date(dt.datetime.fromisoformat(moment).astimezone().date()) if moment else ""


def sender(group: str, machine: str) -> str:
    """Group and machine as one title; a sender that nobody knows is called so."""
    if group and machine:
        return tr("%1, %2", group, machine)
    return group or machine or tr("Máy chưa đăng ký")


# the list


def file_item(path: Path, report: FileReport | None) -> ListItem:
    """A file on a stick; without a report it is still being looked at."""
    if report is None:
        return ListItem(path, path.stem, tr("đang kiểm tra chữ ký"), icon=(Icon.CLOCK, "muted"))
    count = tr("%1 biên bản", padded(len(report.visits))) if report.visits else tr("không có gì mới")
    number = tr("gói %1", quantities.packet_number(report.number)) if report.number else path.stem
    second = "  ·  ".join(part for part in (number, count, day_of(report.packed_at)) if part)
    title = sender(report.group, report.machine) if report.machine else path.stem
    return ListItem(path, title, second, file_chip(report))


def file_chip(report: FileReport) -> ChipLook:
    """Ready, something missing before it, or nothing new."""
    if report.result is Result.DUPLICATE:
        return sentences.state_chip("known")
    return sentences.state_chip("gap" if report.gaps else "ready")


def held_item(held: HeldItem) -> ListItem:
    """Something set aside, by what it claims to be."""
    number = tr("gói %1", quantities.packet_number(held.number)) if held.number else ""
    if held.item is not None:
        title = tr("Một mục của %1", number or held.file_name)
        return ListItem(held.id, title, reason(held.code, held.data), held_chip(held))
    if held.code == UNKNOWN_SIGNER:
        day = day_of(held.packed_at) or short_date(held.arrived_at.astimezone().date())
        count = tr("%1 mục", padded(held.entries)) if held.entries else ""
        second = "  ·  ".join(part for part in (number, count, day) if part)
        return ListItem(held.id, sender(held.group, held.machine), second, held_chip(held))
    return ListItem(held.id, tr("Tệp %1", Path(held.file_name).stem), reason(held.code, held.data), held_chip(held))


_HELD_CHIPS: dict[str, tuple[str, str, Icon]] = {
    NEWER: ("Cần bản mới", "warn", Icon.TRIANGLE),
    "E_SIG": ("Sai chữ ký", "err", Icon.OCTAGON),
    REVOKED: ("Máy đã thu hồi", "warn", Icon.TRIANGLE),
    "E_SCOPE": ("Ngoài quyền", "warn", Icon.TRIANGLE),
}
_BROKEN_ITEM = ("Mục hỏng", "err", Icon.OCTAGON)


def held_chip(held: HeldItem) -> ChipLook:
    """Why it waits, in two words."""
    code, told = held.code, reason(held.code, held.data)
    if held.item is None and is_for_others(code, held.data):
        return sentences.state_chip("elsewhere", told)
    if code == UNKNOWN_SIGNER:
        return sentences.state_chip("unknown_signer")
    look = _HELD_CHIPS.get(code) or (_BROKEN_ITEM if held.item is not None else None)
    if look is None:
        return sentences.state_chip("broken", told)
    word, tone, icon = look
    return ChipLook(tr(word), tone, icon, told=told)


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A packet for another office in the list, by its number."""

    number: int


def sealed_item(packet: RelayedPacket) -> ListItem:
    """A packet that is only carried on: what can be seen of it from outside."""
    came = quantities.moment(packet.arrived_at)
    second = "  ·  ".join((quantities.size(packet.size), tr("nhận %1", came)))
    return ListItem(SealedKey(packet.id), tr("Gói %1", Path(packet.file_name).stem), second, sealed_chip(packet))


def sealed_chip(packet: RelayedPacket) -> ChipLook:
    """How far it was carried."""
    if packet.acknowledged_at is not None:
        told = tr("%1 báo đã nhận, %2", packet.acknowledged_by, quantities.moment(packet.acknowledged_at))
        return ChipLook(tr("Đã tới nơi"), "ok", Icon.CHECK_CIRCLE, told=told)
    if packet.forwarded_at is not None:
        told = tr("Đã chép để chuyển đi, %1; chưa có giấy báo nhận", quantities.moment(packet.forwarded_at))
        return ChipLook(tr("Đã chuyển đi"), "warn", Icon.BOX, told=told)
    return ChipLook(tr("Chờ chuyển"), "neutral", Icon.LOCK, told=tr("Gói niêm phong, gửi cho văn phòng khác"))


@dataclass(frozen=True, slots=True)
class MergedKey:
    """A packet in the list that was merged, or was taken back afterwards."""

    packet: PacketId


def merged_item(packet: MergedPacket) -> ListItem:
    """A packet that was merged today."""
    second = tr("%1  ·  %2 biên bản", packet.at.astimezone().strftime("%H:%M"), padded(packet.visits))
    return ListItem(MergedKey(packet.packet), packet_title(packet), second, icon=(Icon.CHECK_CIRCLE, "ok"))


def withdrawn_item(packet: MergedPacket) -> ListItem:
    """A packet that was merged and taken back."""
    number = tr("gói %1", quantities.packet_number(packet.number)) if packet.number else packet.file_name
    when = tr("rút lại %1", quantities.moment(packet.withdrawn_at)) if packet.withdrawn_at else ""
    second = "  ·  ".join(part for part in (number, when) if part)
    return ListItem(MergedKey(packet.packet), packet_title(packet), second, icon=(Icon.UNDO, "text2"))


def packet_title(packet: MergedPacket) -> str:
    """Whose packet it is."""
    return sender(packet.group, packet.machine) if packet.machine else packet.file_name


def code_words(digits: str) -> str:
    """The eight digits as they are read out: `1234 5678`."""
    return grouped(digits, CODE_GROUP)


def reason(code: str | None, data: Mapping[str, Datum]) -> str:
    """One line for a code and its data; one without words is named."""
    if code is None:
        return ""
    return tr(reason_of(code, data)) if code in REASONS else tr("Chưa dùng được (%1)", code)


# the preview


def signed_by(report: FileReport) -> str:
    """Who signed, when it was packed, how large it is."""
    who = tr("Chữ ký đúng: %1", report.person) if report.person else tr("Chữ ký đúng")
    packed = ""
    if report.packed_at:
        packed = tr("đóng gói %1", quantities.moment(dt.datetime.fromisoformat(report.packed_at)))
    size = quantities.size(report.bytes) if report.bytes else ""
    return "  ·  ".join(part for part in (who, packed, size) if part)


def counters(report: FileReport) -> list[Cell]:
    """What the register will have if the packet is merged."""
    found = [change.change for change in report.visits]
    figures = (
        ("new", tr("Biên bản mới"), found.count(Change.NEW), Icon.PLUS, "ok"),
        ("amended", tr("Bổ sung bản đã có"), found.count(Change.AMENDED), Icon.PEN, "info"),
        ("differing", tr("Giá trị khác nhau"), found.count(Change.DIFFERING), Icon.FORK, "err"),
        ("doubtful", tr("Nghi trùng buổi dự"), found.count(Change.DOUBTFUL), Icon.USERS, "warn"),
        ("known", tr("Đã có sẵn, bỏ qua"), report.entries.duplicate, Icon.CHECK, "text2"),
    )
    return [Cell(key, word, padded(count), icon=icon, tint=tint) for key, word, count, icon, tint in figures]


def changes_model() -> RowsModel[VisitChange]:
    """One line per visit."""
    columns: list[Column[VisitChange]] = [
        Column(tr("Buổi dự"), cell, second=day),
        Column(tr("Sẽ thay đổi"), chip=change_chip, width=134),
        Column("", change_words, wraps=True),
    ]
    return RowsModel(columns, spoken)


def spoken(change: VisitChange) -> str:
    """The line as one sentence."""
    return tr("%1, %2, %3: %4", cell(change), day(change), change_chip(change).word, change_words(change))


def cell(change: VisitChange) -> str:
    return change.row.cell or tr("Chưa ghi tên chi bộ")


def day(change: VisitChange) -> str:
    return short_date(change.row.date) if change.row.date else tr("chưa ghi ngày")


def change_chip(change: VisitChange) -> ChipLook:
    """New, amended, differing, doubtful or known."""
    word, tone, icon = _CHANGES[change.change]
    return ChipLook(tr(word), tone, icon)


def change_words(change: VisitChange) -> str:
    """What the packet does to the visit, in one or two lines."""
    if change.row.state is VisitState.WITHDRAWN:
        return tr("Máy ghi buổi dự đã rút biên bản này.")
    if change.change is Change.DIFFERING:
        return _differing(change)
    if change.change is Change.DOUBTFUL:
        return tr("Đã có %1 biên bản cùng chi bộ, cùng ngày.", padded(len(change.same_as)))
    if change.notes:
        return _notes(change)
    return facts(change)


def facts(change: VisitChange) -> str:
    """How many came, how much was said."""
    row = change.row
    found: list[str] = []
    if row.present is not None and row.total is not None:
        found.append(tr("%1/%2 có mặt", padded(row.present), padded(row.total)))
    if row.opinions:
        found.append(tr("%1 ý kiến", padded(row.opinions)))
    if row.petitions:
        found.append(tr("%1 kiến nghị", padded(row.petitions)))
    return ", ".join(found)


def _differing(change: VisitChange) -> str:
    told = tr("%1 chỗ các máy ghi khác nhau", padded(change.conflicts))
    if change.conflicts != 1 or len(change.notes) != 1:
        return told
    (note,) = change.notes
    before, after = leaf_words.value(note.path, note.before), leaf_words.value(note.path, note.after)
    return tr("%1: sổ chung %2, gói này %3", leaf_words.name(note.path, note.rows), before, after)


def _notes(change: VisitChange) -> str:
    told = [note_words(note) for note in change.notes[:SHOWN_NOTES]]
    left = len(change.notes) - len(told)
    return "; ".join([*told, tr("và %1 chỗ khác", padded(left))] if left else told)


def note_words(note: ChangeNote) -> str:
    """One field before and after: *Giờ kết thúc: 21:00 thành 21:20*; a row that was struck is only named."""
    name = leaf_words.name(note.path, note.rows)
    if leaf_words.is_struck_mark(note.path) and note.rows and note.after == str(True):
        return name
    before, after = leaf_words.value(note.path, note.before), leaf_words.value(note.path, note.after)
    return tr("%1: %2 thành %3", name, before, after)


def from_above_words(told: Acknowledged) -> NoticeWords:
    """A receipt from the office above was on the stick: how much of ours is news to be there."""
    title = tr("Đã đọc giấy báo nhận của %1.", told.office)
    text = tr("%1 mục nữa đã tới cấp trên.", padded(told.merged)) if told.merged else ""
    if told.received:
        text = tr("%1 %2 gói niêm phong đã tới nơi.", text, padded(told.received)).strip()
    if told.returned:
        sent_back = padded(told.returned)
        text = tr("%1 Cấp trên trả lại %2 biên bản; ý kiến đi cùng giấy báo nhận tới tổ.", text, sent_back).strip()
    return NoticeWords(title, text or tr("Không có gì mới so với lần trước."), stays=True)


def merged_words(reports: Sequence[FileReport]) -> tuple[str, str, int]:
    """After merging: title, text, and the number of values that differ."""
    taken = [report for report in reports if report.result is Result.MERGED]
    changes = [change.change for report in taken for change in report.visits]
    differing = sum(report.conflicts for report in taken)
    numbers = ", ".join(quantities.packet_number(report.number) for report in taken if report.number)
    title = tr("Đã hợp nhất gói %1.", numbers)
    if len(taken) > 1:
        title = tr("Đã hợp nhất %1 gói: %2.", padded(len(taken)), numbers)
    new = changes.count(Change.NEW) + changes.count(Change.DOUBTFUL)
    text = tr("%1 biên bản mới, %2 bổ sung.", padded(new), padded(changes.count(Change.AMENDED)))
    if differing:
        text = tr("%1 Còn %2 chỗ khác nhau cần chọn.", text, padded(differing))
    aside = sum(report.entries.quarantined for report in taken)
    if aside:
        text = tr("%1 %2 mục để riêng, cần xem.", text, padded(aside))
    codes = [report.receipt_code for report in taken if report.receipt_code]
    if len(codes) == 1:
        text = tr("%1 Mã báo nhận 8 số, đọc qua điện thoại cho tổ: %2.", text, code_words(codes[0]))
    elif codes:
        text = tr("%1 Mã báo nhận 8 số của từng gói ở mục Hôm nay đã hợp nhất.", text)
    return title, text, differing
