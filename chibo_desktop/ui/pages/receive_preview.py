"""What the chosen packet is and what merging it would do; nothing of it is kept before a person says so."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.arriving import FileReport, Result, is_for_others
from chibo_desktop.services.receiving import MergedPacket, RelayedPacket
from chibo_desktop.services.set_aside import HeldItem
from chibo_desktop.ui import quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import IconLabel, Label, LongLabel
from chibo_desktop.ui.components.spoken_digits import SpokenDigits
from chibo_desktop.ui.components.state_cells import StateCells
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages import aside_rows, receive_rows
from chibo_desktop.ui.pages.aside_rows import AsideGroup
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


class ReceivePreview(QWidget):
    """The right side of *Nhận gói tin*: a file, something set aside, or a packet that was merged today."""

    merge_requested = Signal()
    retry_requested = Signal()
    enrol_requested = Signal()
    receipt_requested = Signal(object)  # DeviceId
    receipt_paper_requested = Signal(object)  # DeviceId or None
    request_paper_requested = Signal(object)  # FileReport with gaps, or HeldItem
    carry_requested = Signal()
    take_back_requested = Signal(object)  # MergedPacket
    bring_back_requested = Signal(object)  # MergedPacket
    copy_requested = Signal()
    late_requested = Signal(object)  # HeldItem or AsideGroup
    change_opened = Signal(object)  # VisitChange

    def __init__(self) -> None:
        super().__init__()
        self._build()
        self._connect()

    def _build(self) -> None:
        self._title = LongLabel("", "heading")
        self._seal = IconLabel(Icon.SHIELD, "ok", tokens.ICON_INLINE)
        self._sub = LongLabel("", "caption")
        self.merge = Button(tr("Hợp nhất gói này"), "primary", Icon.CHECK, Keys.MERGE)
        self.enrol = Button(tr("Đăng ký máy này…"), "primary", Icon.MACHINE)
        self.retry = Button(tr("Thử lại"), icon=Icon.REFRESH)
        self.receipt = Button(tr("Ghi giấy báo nhận cho máy này"), icon=Icon.USB)
        self.carry = Button(tr("Chép sang USB để chuyển hộ"), icon=Icon.USB)
        self.copy = Button(tr("Chép tệp ra…"), icon=Icon.COPY)
        self.late = Button(tr("Xem và nhận lại…"), icon=Icon.CHECK)
        self._late_of: HeldItem | AsideGroup | None = None
        self.take_back = Button(tr("Rút lại"), "danger", Icon.UNDO)
        self.take_back.tell_key(Keys.UNDO)
        self.bring_back = Button(tr("Hợp nhất lại"), "primary", Icon.CHECK)
        self._merged: MergedPacket | None = None
        self.banners = BannerArea()
        self.code = SpokenDigits(tr("Mã báo nhận 8 số, đọc qua điện thoại cho tổ:"))
        self._device: DeviceId | None = None
        self._counts_title = Label(tr("Nếu hợp nhất, sổ chung sẽ có"), "strong")
        self.counts = StateCells(manner="counts")
        self.table = Table(receive_rows.changes_model(), tr("Từng buổi dự trong gói"), two_lines=True)
        self._changes = TableCard(self.table)
        self.entries = Table(aside_rows.entries_model(), tr("Từng mục để riêng"), two_lines=True)
        self._entries = TableCard(self.entries)
        self._foot = self._build_foot()
        shown = QWidget()
        column = space.column(shown, (tokens.S24, tokens.S16), tokens.S12)
        column.addLayout(self._head())
        for part in (self.banners, self.code, self._counts_title, self.counts, self._changes, self._entries):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(shown)
        self._nothing = EmptyState(tr("Chọn một gói ở bên trái"), drawing=False)
        self._stack.addWidget(self._nothing)
        space.column(self).addWidget(self._stack)

    def _head(self):
        words, below = space.column(), space.row(gap=6)
        space.put(below, self._seal, self._sub, None)
        words.addWidget(self._title)
        words.addLayout(below)
        head = space.row(gap=tokens.S12)
        head.addLayout(words, 1)
        held = (self.copy, self.retry, self.late, self.enrol)
        space.put(head, *held, self.take_back, self.receipt, self.carry, self.bring_back, self.merge)
        return head

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        row = space.row(foot, gap=tokens.S8)
        row.addWidget(IconLabel(Icon.HISTORY, "text2", tokens.ICON_INLINE))
        told = tr(
            "Giá trị khác nhau và buổi nghi trùng không tự gộp: chuyển sang mục Xung đột để chọn. "
            "Sau khi hợp nhất vẫn rút lại được cả gói."
        )
        row.addWidget(Label(told, "caption", wrap=True), 1)
        return foot

    def _connect(self) -> None:
        self.merge.clicked.connect(self.merge_requested)
        self.retry.clicked.connect(self.retry_requested)
        self.carry.clicked.connect(self.carry_requested)
        self.enrol.clicked.connect(self.enrol_requested)
        self.receipt.clicked.connect(lambda: self.receipt_requested.emit(self._device))
        self.copy.clicked.connect(self.copy_requested)
        self.late.clicked.connect(lambda: self.late_requested.emit(self._late_of))
        self.take_back.clicked.connect(lambda: self.take_back_requested.emit(self._merged))
        self.bring_back.clicked.connect(lambda: self.bring_back_requested.emit(self._merged))
        self.table.row_opened.connect(self.change_opened)

    # what the page shows here

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._stack.setCurrentIndex(1)

    def show_checking(self, path: Path) -> None:
        """A file that is still being looked at."""
        self._begin(path.stem, tr("đang kiểm tra chữ ký"), sealed=False)

    def show_file(self, path: Path, report: FileReport) -> None:
        """What merging this file would do."""
        title = tr("%1, máy %2", report.group, report.machine) if report.group else report.machine or path.stem
        known = report.result is Result.DUPLICATE
        self._begin(title, path.name if known else receive_rows.signed_by(report), sealed=not known)
        if known:
            words = sentences.notice("M19", _since(report))
            banner = Banner("info", words.title, words.text, [tr("In phiếu báo nhận")])
            self.banners.put("known", banner, lambda _: self.receipt_paper_requested.emit(report.device))
            self.code.show_digits(receive_rows.code_words(report.receipt_code))
            return
        if report.gaps:
            self.banners.put("gap", _gap_banner(report), partial(self._ask_request, report))
        if report.entries.quarantined:
            self.banners.put("items", _items_banner(report))
        self.merge.show()
        for part in (self._counts_title, self.counts, self._foot):
            part.show()
        self.counts.set_cells(receive_rows.counters(report))
        self.table.rows_model.set_rows(report.visits)
        self._changes.setVisible(bool(report.visits))

    def show_held(self, held: HeldItem) -> None:
        """Something that was set aside: why, and what to do. There is no way to throw it away."""
        self._begin(receive_rows.held_item(held).title, _held_facts(held), sealed=False)
        self.banners.put("why", _held_banner(held), partial(self._ask_request, held))
        self.copy.show()
        self.retry.show()
        self._late_of = held
        self.late.setVisible(held.releasable)
        self.enrol.setVisible(held.item is None and held.code == receive_rows.UNKNOWN_SIGNER)

    def show_aside(self, group: AsideGroup) -> None:
        """Entries of the log that do not count: why, which they are, and where a leader's word lets them count."""
        self._begin(aside_rows.title(group), aside_rows.facts(group), sealed=False)
        self.banners.put("why", aside_rows.banner(group))
        self.entries.rows_model.set_rows(group.entries)
        self._entries.show()
        self._late_of = group
        self.late.setVisible(group.releasable)

    def show_sealed(self, packet: RelayedPacket) -> None:
        """A packet for another office: what can be seen from outside, and how far it was carried."""
        facts = (packet.file_name, quantities.size(packet.size), tr("từ %1", packet.place) if packet.place else "")
        self._begin(receive_rows.sealed_item(packet).title, "  ·  ".join(part for part in facts if part), sealed=False)
        self.banners.put("sealed", _sealed_banner(packet))
        self.carry.setVisible(packet.acknowledged_at is None)
        self.retry.setVisible(packet.acknowledged_at is None)

    def show_merged(self, packet: MergedPacket) -> None:
        """A packet that was merged today, and how its sender learns of it; or one that was taken back."""
        number = tr("gói %1", quantities.packet_number(packet.number)) if packet.number else packet.file_name
        sub = "  ·  ".join(part for part in (number, packet.person) if part)
        self._begin(receive_rows.packet_title(packet), sub, sealed=False)
        self._merged = packet
        if packet.withdrawn_at is not None:
            self.banners.put("withdrawn", _withdrawn_banner(packet))
            self.bring_back.show()
            return
        text = tr("%1 biên bản, %2 mục mới đã vào sổ chung.", padded(packet.visits), padded(packet.new))
        self.banners.put("merged", Banner("ok", tr("Đã hợp nhất lúc %1.", quantities.moment(packet.at)), text))
        self.take_back.show()
        self.code.show_digits(receive_rows.code_words(packet.receipt_code))
        self._device = packet.device
        self.receipt.setVisible(bool(packet.machine))

    def _ask_request(self, subject: FileReport | HeldItem, words: str) -> None:
        if words == tr("In phiếu xin gửi lại"):
            self.request_paper_requested.emit(subject)

    def _begin(self, title: str, sub: str, *, sealed: bool) -> None:
        self._stack.setCurrentIndex(0)
        self._title.setText(title)
        self._sub.setText(sub)
        self._seal.setVisible(sealed)
        shown = self.banners.keys()
        for key in shown:
            self.banners.take(key)
        deeds = (self.merge, self.enrol, self.retry, self.receipt, self.carry, self.copy, self.late)
        for part in (*deeds, self.take_back, self.bring_back, self.code):
            part.hide()
        for part in (self._counts_title, self.counts, self._changes, self._entries, self._foot):
            part.hide()


def _since(report: FileReport) -> str:
    return receive_rows.day_of(str(report.data.get("since", "")) or None)


def _gap_banner(report: FileReport) -> Banner:
    spans = quantities.ranges(tuple((gap.first, gap.last) for gap in report.gaps))
    before = quantities.packet_number(max((report.number or 1) - 1, 1))
    return sentences.banner("M14", spans, report.machine, before)


def _items_banner(report: FileReport) -> Banner:
    title = tr("%1 mục của gói không dùng được.", padded(report.entries.quarantined))
    text = tr(
        "%1. Các mục khác vẫn hợp nhất được; mục này được giữ ở Để riêng.",
        receive_rows.reason(report.code, report.data),
    )
    return Banner("warn", title, text)


def _withdrawn_banner(packet: MergedPacket) -> Banner:
    when = quantities.moment(packet.withdrawn_at) if packet.withdrawn_at else ""
    kept = tr("Gói gốc vẫn giữ; các biên bản của gói ẩn khỏi báo cáo cho tới khi hợp nhất lại.")
    return Banner("info", tr("Đã rút lại khỏi sổ chung lúc %1.", when), kept)


def _held_banner(held: HeldItem) -> Banner:
    if held.item is None and is_for_others(held.code, held.data):
        title, text = sentences.FOR_OTHERS[held.code]
        return Banner("info", tr(title), tr(text))
    code = sentences.explanation(held.code)
    if held.item is not None:
        text = tr("Mục được giữ nguyên ở Để riêng; các mục khác của gói không bị ảnh hưởng.")
        if held.code == receive_rows.REVOKED:
            text = tr("%1 Khi tổ trưởng nhận là của mình thì nhận lại được.", text)
        return Banner("warn", tr("%1.", receive_rows.reason(held.code, held.data)), text)
    without = ("Đóng", "Để sau", "Để riêng", "Đăng ký máy", "Xem chi tiết", "Cách cập nhật")
    if code == "M16":
        number = quantities.packet_number(held.number) if held.number else Path(held.file_name).stem
        return sentences.banner(code, number, without=without)
    return sentences.banner(code, without=without)


def _sealed_banner(packet: RelayedPacket) -> Banner:
    title = tr("Gói này gửi cho văn phòng khác, văn phòng này không mở được.")
    kept = tr("Gói được giữ nguyên từng byte và không có gì vào sổ chung.")
    if packet.acknowledged_at is not None:
        chip = receive_rows.sealed_chip(packet)
        return Banner("ok", title, tr("%1 %2.", kept, chip.told))
    if packet.forwarded_at is not None:
        told = tr("Đã chép sang %1 để chuyển đi. Bản ở đây giữ đến khi có giấy báo nhận.", packet.forwarded_to)
        return Banner("info", title, tr("%1 %2", kept, told))
    return Banner("info", title, tr("%1 Chép sang USB để chuyển hộ tới nơi nhận.", kept))


def _held_facts(held: HeldItem) -> str:
    came = tr("nhận %1  ·  %2", quantities.moment(held.arrived_at), quantities.size(held.bytes))
    if held.item is not None:
        owner = ", ".join(part for part in (held.person, held.group, held.machine) if part)
        return "  ·  ".join(part for part in (owner, held.file_name, came) if part)
    if held.person:
        return tr("Tự ghi là của %1, chưa ai chứng minh  ·  %2", held.person, came)
    return "  ·  ".join((held.file_name, came, receive_rows.reason(held.code, held.data)))
