"""Danh mục › Máy of the office: which machines it vouches for, until when, and what it still misses of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Changes, Outcome
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import certificates, machines, office, receiving, subordinates
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.certificates import Granted, WaitingKey
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState, MachineRow
from chibo_desktop.services.office import Card as CardFile
from chibo_desktop.services.output import write_output_file
from chibo_desktop.services.receiving import MergeReport
from chibo_desktop.ui import asking_files, quantities, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.components.scroll_page import SidePanel
from chibo_desktop.ui.components.spoken_digits import SpokenDigits
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import document_files, receive_rows
from chibo_desktop.ui.pages.enrol_dialog import PasteDialog, read_request, understood_request
from chibo_desktop.ui.pages.enrolling import Enrolling
from chibo_desktop.ui.pages.late_entries import LateEntriesPage
from chibo_desktop.ui.pages.lower_offices import LowerOffices
from chibo_desktop.ui.pages.machine_actions import MachineActions
from chibo_desktop.ui.pages.machine_panel import MachinePanel
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr

_STATES: dict[CertificateState, tuple[str, str, Icon]] = {
    CertificateState.VALID: ("Đang dùng", "ok", Icon.CHECK_CIRCLE),
    CertificateState.ENDING: ("Sắp hết hạn", "warn", Icon.CLOCK),
    CertificateState.ENDED: ("Hết hạn", "err", Icon.OCTAGON),
    CertificateState.REVOKED: ("Đã báo mất", "neutral", Icon.CLOSE),
}


class MachinesPage(Page):
    """The machines, and the office's own card."""

    help_key = "machines"
    concerns = ("machine", "packet", "office")

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Danh mục"), tr("Máy"))
        self._desk, self._jobs = desk, jobs
        self._rows: tuple[MachineRow, ...] = ()
        self.enrolling = Enrolling(self, desk, jobs)
        self.deeds = MachineActions(self, desk, jobs)
        self._chosen: DeviceId | None = None
        self.ask_text: Callable[[], str] = self._text_dialog
        self.ask_request: Callable[[], str] = self._request_dialog
        self.ask_place: Callable[[str, str], str] = self._place_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.paste = Button(tr("Dán phiếu xin đăng ký…"), icon=Icon.CLIP)
        self.enrol = Button(tr("Đăng ký máy…"), "primary", Icon.PLUS, Keys.NEW)
        self.header.set_actions([self.paste, self.enrol])
        self.table = Table(machines_model(), tr("Máy đã đăng ký"))
        self.panel = MachinePanel()
        self.card = OfficeCardPanel()
        self._table_card = TableCard(self.table)
        self._none = Card()
        told = tr("Nhận tệp xin đăng ký của tổ, gọi tổ trưởng nghe đọc 15 số, rồi bấm Đăng ký máy.")
        self._none.add(EmptyState(tr("Chưa đăng ký máy nào"), told))
        left = QWidget()
        column = space.column(left, gap=tokens.S12)
        column.addWidget(self._table_card)
        column.addWidget(self._none)
        self.lower_offices = LowerOffices()
        column.addWidget(self.lower_offices)
        column.addStretch(1)
        right = QWidget()
        cards = space.column(right, gap=tokens.S12)
        cards.addWidget(self.panel)
        cards.addWidget(self.card)
        self.set_content(SidePanel(left, right))

    def _connect(self) -> None:
        self.enrol.clicked.connect(self._choose_request)
        self.paste.clicked.connect(self._paste_request)
        self.card.save.clicked.connect(self._save_card)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._choose)
        self.panel.renew_requested.connect(self.deeds.renew)
        self.panel.loss_requested.connect(self.deeds.lose)
        self.panel.late_requested.connect(self._show_late)
        self.deeds.granted.connect(self._granted)
        self.deeds.done.connect(self._done)
        self.deeds.failed.connect(self._failed)
        self.enrolling.granted.connect(self._granted)
        self.enrolling.failed.connect(self._failed)

    # the list

    def refresh(self) -> None:
        self._jobs.submit(partial(machines.machines, self._desk), self._show, self._failed)
        self._jobs.submit(partial(office.office_card, self._desk), self.card.show_card, self._failed)
        self._jobs.submit(partial(subordinates.subordinates, self._desk), self.lower_offices.show_rows, self._failed)
        self._jobs.submit(partial(certificates.waiting_keys, self._desk), self._tell_keys, self._failed)

    def _tell_keys(self, waiting: tuple[WaitingKey, ...]) -> None:
        self.banners.take("key")
        for one in waiting[:1]:
            title = tr("Máy %1 đã đổi khóa, khóa cũ xác nhận khóa mới.", one.machine)
            text = tr("Gói của máy được giữ ở Để riêng. Không cần đọc 15 số; nhận khóa mới rồi bấm Thử lại.")
            banner = Banner("info", title, text, [tr("Nhận khóa mới")], Icon.KEY)
            self.show_banner("key", banner, lambda _, found=one: self.deeds.take_key(found))

    def _choose(self, row: object) -> None:
        if isinstance(row, MachineRow):
            self._chosen = row.device
            self.panel.show_machine(row)

    def _show_late(self, row: MachineRow) -> None:
        late = LateEntriesPage(self._desk, self._jobs, row.device, row.machine)
        late.changed.connect(self.changed)
        self.push_requested.emit(late)

    def _done(self, words: NoticeWords, changes: Changes) -> None:
        self.say(words)
        self.changed.emit(changes)
        self.refresh()

    def _show(self, rows: tuple[MachineRow, ...]) -> None:
        self._rows = rows
        self.table.rows_model.set_rows(rows)
        self.panel.show_machine(next((row for row in rows if row.device == self._chosen), None))
        self._table_card.setVisible(bool(rows))
        self._none.setVisible(not rows)
        missing = sum(bool(row.missing) for row in rows)
        told = tr("%1 máy đã đăng ký", padded(len(rows)))
        self.set_title(tr("Danh mục"), tr("%1, %2 máy còn thiếu mục", told, padded(missing)) if missing else told)

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def show_subject(self, subject: object) -> None:
        """`enrol`: begin with the file that a machine asks with."""
        if subject == "enrol":
            self._choose_request()

    # enrolling

    def _choose_request(self) -> None:
        name = self.ask_request()
        if name:
            self.banners.take("failure")
            self.enrolling.begin(partial(read_request, self._desk, Path(name)))

    def _paste_request(self) -> None:
        text = self.ask_text()
        if text.strip():
            self.banners.take("failure")
            self.enrolling.begin(partial(understood_request, self._desk, text.encode("utf-8")))

    def _text_dialog(self) -> str:
        dialog = PasteDialog(self)
        dialog.ask()
        return dialog.pasted

    def _granted(self, outcome: Outcome[Granted]) -> None:
        self.changed.emit(outcome.changes)
        self.refresh()
        granted = outcome.value
        name = self.ask_place(tr("Lưu giấy chứng nhận"), document_files.grant_name(granted.machine))
        if name:
            self._jobs.submit(
                partial(_write, Path(name), granted.data), partial(self._saved_grant, granted), self._failed
            )
        else:
            self._offer_saving(granted)

    def _offer_saving(self, granted: Granted) -> None:
        """The certificate is in the book; its file can still be made."""
        title = tr("Đã đăng ký máy %1, chưa lưu giấy chứng nhận.", granted.machine)
        text = tr("Máy đã vào danh mục. Nơi xin cần tệp này để biết mình đã được đăng ký.")
        self.show_banner(
            "grant", Banner("warn", title, text, [tr("Lưu giấy chứng nhận…")]), partial(self._save_grant, granted)
        )

    def _save_grant(self, granted: Granted, _: str) -> None:
        name = self.ask_place(tr("Lưu giấy chứng nhận"), document_files.grant_name(granted.machine))
        if not name:
            self._offer_saving(granted)
            return
        self._jobs.submit(partial(_write, Path(name), granted.data), partial(self._saved_grant, granted), self._failed)

    def _saved_grant(self, granted: Granted, place: Path) -> None:
        title = tr("Đã đăng ký máy %1 đến ngày %2.", granted.machine, short_date(granted.until))
        text = tr("Đưa tệp %1 cho nơi xin đăng ký. Gói của máy này đang chờ thì nay hợp nhất được.", place.name)
        self.say(NoticeWords(title, text, tr("Thử lại"), self._retry_waiting, stays=True))

    def _retry_waiting(self) -> None:
        self._jobs.submit(partial(receiving.merge, self._desk, ()), self._retried, self._failed)

    def _retried(self, outcome: Outcome[MergeReport]) -> None:
        taken = [report for report in outcome.value.files if report.result is Result.MERGED]
        if taken:
            title, text, _ = receive_rows.merged_words(taken)
            self.say(NoticeWords(title, text))
        else:
            self.say(NoticeWords(tr("Không có gói nào của máy này đang chờ."), tr("Các gói khác vẫn ở mục Để riêng.")))
        self.changed.emit(outcome.changes)
        self.refresh()

    # the office's card

    def _save_card(self) -> None:
        name = self.ask_place(tr("Lưu thẻ văn phòng"), document_files.card_name())
        if name:
            self._jobs.submit(partial(_write_card, self._desk, Path(name)), self._saved_card, self._failed)

    def _saved_card(self, place: Path) -> None:
        text = tr("Đưa tệp này cho tổ, rồi đọc 15 số cho tổ trưởng gõ.")
        self.say(NoticeWords(tr("Đã lưu thẻ văn phòng: %1", place.name), text))

    # files

    def _request_dialog(self) -> str:
        return asking_files.file_to_open(self, tr("Chọn tệp xin đăng ký"), document_files.requests())

    def _place_dialog(self, title: str, name: str) -> str:
        return asking_files.file_to_save(self, title, name)

    def panes(self) -> list[QWidget]:
        return [self.header, self.table, self.panel, self.card]

    def focus_first(self) -> None:
        self.enrol.setFocus()


class OfficeCardPanel(Card):
    """The office's card as a file, and the digits that its clerk reads out."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S12, margin=tokens.S20)
        told = tr("Máy của tổ nhận thẻ này một lần. Đưa tệp cho tổ, rồi đọc 15 số dưới đây qua điện thoại.")
        self.digits = SpokenDigits(told)
        self._office = Label("", "second", wrap=True)
        weak = tr("Thẻ này chỉ do một khóa ký: ai lấy được máy này có thể thay cả văn phòng. Hãy giữ máy cẩn thận.")
        self.weak = Label(weak, "caption", "warn", wrap=True)
        self.save = Button(tr("Lưu thẻ văn phòng…"), icon=Icon.DOWNLOAD)
        self.weak.hide()
        title = Label(tr("Thẻ văn phòng"), "heading")
        self.add(title, self._office, self.digits, self.weak, self.save)

    def show_card(self, card: CardFile) -> None:
        """Show whose card it is and its digits."""
        self._office.setText(card.office)
        self.weak.setVisible(card.weak)
        self.digits.show_digits(card.digits)


def machines_model() -> RowsModel[MachineRow]:
    """One line per machine: who answers for it, its certificate, the last packet, what is there and what is missing."""
    columns: list[Column[MachineRow]] = [
        Column(tr("Máy"), lambda row: row.machine, second=lambda row: row.group, sort=lambda row: fold(row.machine)),
        Column(
            tr("Người dùng"),
            lambda row: row.person,
            second=lambda row: row.post,
            look="body",
            sort=lambda row: fold(row.person),
        ),
        Column(tr("Chứng nhận"), chip=machine_chip, width=150, sort=lambda row: row.state.value),
        Column(tr("Đến ngày"), lambda row: short_date(row.until), width=112, sort=lambda row: row.until),
        Column(tr("Gói gần nhất"), last_packet, second=held_words, width=186, look="body"),
    ]
    return RowsModel(columns, spoken)


def machine_chip(row: MachineRow) -> ChipLook:
    """The state of the certificate; its day is told too."""
    word, tone, icon = _STATES[row.state]
    return ChipLook(tr(word), tone, icon, told=tr("%1, đến ngày %2", tr(word), short_date(row.until)))


def last_packet(row: MachineRow) -> str:
    return quantities.moment(row.last_packet_at) if row.last_packet_at else tr("Chưa gửi gói nào")


def held_words(row: MachineRow) -> str:
    """How many entries are held, and which are missing."""
    if row.missing:
        return tr("có %1 mục, thiếu mục %2", padded(row.entries), quantities.ranges(row.missing))
    return tr("có %1 mục, đủ", padded(row.entries)) if row.entries else ""


def spoken(row: MachineRow) -> str:
    """The row as one sentence."""
    facts = (row.machine, row.group, row.person, machine_chip(row).told, last_packet(row), held_words(row))
    return ", ".join(fact for fact in facts if fact)


def _write(place: Path, data: bytes) -> Path:
    write_output_file(place, data)
    return place


def _write_card(desk: Desk, place: Path) -> Path:
    return _write(place, office.office_card(desk).data)
