"""The way back from *Nhận gói tin*: receipts on a stick or as files, slips on paper, and a look through a stick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import receipts, slips
from chibo_desktop.services.arriving import FileReport
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import WrittenPacket
from chibo_desktop.services.set_aside import HeldItem
from chibo_desktop.services.slips import SlipDocument
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.stick_check import StickCheckPage
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr

_STICK_MESSAGES = {"STICK_READ_ONLY": "M07", "STICK_READBACK": "M09"}


class WayBack(QObject):
    """Belongs to the page, whose banners and notices it uses."""

    def __init__(self, page: Page, desk: Desk, jobs: Jobs, sticks: StickQuestion) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs, self._sticks = page, desk, jobs, sticks
        self._devices: Sequence[DeviceId] | None = None

    def menu(self) -> QMenu:
        """The ways in which a group learns what arrived."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Ghi giấy báo nhận ra USB"), self.ask_for_all)
        menu.addAction(tr("Ghi giấy báo nhận ra thư mục để gửi thư…"), self.ask_folder)
        menu.addAction(tr("In phiếu báo nhận"), self.print_receipts)
        return menu

    def open_menu(self, button: QWidget) -> None:
        """Open the menu below a button."""
        self.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    # receipts with a signature

    def ask_for_all(self) -> None:
        """Write a receipt for every machine that sent something."""
        self._devices = None
        self._sticks.ask(self._write)

    def ask_for(self, device: DeviceId) -> None:
        """Write a receipt for one machine."""
        self._devices = (device,)
        self._sticks.ask(self._write)

    def ask_folder(self) -> None:
        """Write the receipts into a folder, to be sent by mail."""
        self._devices = None
        self._sticks.ask_for_folder(self._write)

    def _write(self, target: Target) -> None:
        self._page.banners.take("receipts")
        self._jobs.submit(
            partial(receipts.write_receipts, self._desk, target.folder, self._devices),
            partial(self._written, target),
            partial(self._not_written, target),
        )

    def _written(self, target: Target, outcome: Outcome[tuple[WrittenPacket, ...]]) -> None:
        count = padded(len(outcome.value))
        if target.is_stick:
            title = tr("Đã ghi xong, có thể rút USB.")
            text = tr("%1 giấy báo nhận ở %2, đã đọc lại và khớp. Đưa USB lại cho tổ.", count, target.name)
        else:
            title = tr("Đã ghi xong vào thư mục %1.", target.name)
            text = tr("%1 giấy báo nhận, đã đọc lại và khớp. Gửi các tệp BAO cho tổ.", count)
        self._page.say(NoticeWords(title, text, stays=True))
        self._page.changed.emit(outcome.changes)

    def _not_written(self, target: Target, failure: Failure) -> None:
        code = getattr(failure, "code", "")
        if code in _STICK_MESSAGES:
            banner = sentences.banner(_STICK_MESSAGES[code])
        else:
            banner = Banner("error", *sentences.of_failure(failure), buttons=[tr("Thử lại"), tr("Đóng")])
        self._page.show_banner("receipts", banner, partial(self._answer, target))

    def _answer(self, target: Target, words: str) -> None:
        if words == tr("Thử lại"):
            self._write(target)
        elif words == tr("Chọn USB khác"):
            self._sticks.ask(self._write, always=True)

    # slips on paper

    def print_receipts(self) -> None:
        """*In phiếu báo nhận* for every machine that sent something."""
        self._print(partial(slips.receipt_paper, self._desk), tr("Phiếu báo nhận"), "phieu-bao-nhan.pdf")

    def print_receipt_for(self, device: DeviceId | None) -> None:
        """*In phiếu báo nhận* for one machine."""
        devices = None if device is None else (device,)
        self._print(partial(slips.receipt_paper, self._desk, devices), tr("Phiếu báo nhận"), "phieu-bao-nhan.pdf")

    def print_request(self, subject: FileReport | HeldItem) -> None:
        """*In phiếu xin gửi lại*: for what is missing before a packet, or for a file that is damaged."""
        if isinstance(subject, FileReport):
            gap = slips.Missing(subject.gaps, subject.number)
            build = partial(slips.resend_paper, self._desk, subject.gaps[0].device, gap)
        else:
            build = partial(slips.copy_again_paper, self._desk, subject.file_name, subject.number)
        self._print(build, tr("Phiếu xin gửi lại"), "phieu-xin-gui-lai.pdf")

    def _print(self, build: Callable[[], SlipDocument], title: str, name: str) -> None:
        self._page.banners.take("receipts")
        self._jobs.submit(build, partial(self._show_paper, title, name), self._refused)

    def _show_paper(self, title: str, name: str, document: SlipDocument) -> None:
        self._page.push_requested.emit(PaperPage(self._jobs, title, document.pdf, name, self._page.help_key))

    def _refused(self, failure: Failure) -> None:
        self._page.show_banner("receipts", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # a look through a stick

    def ask_check(self) -> None:
        """*Kiểm tra USB*."""
        self._sticks.ask(self._check)

    def _check(self, target: Target) -> None:
        self._page.push_requested.emit(StickCheckPage(self._desk, self._jobs, target))
