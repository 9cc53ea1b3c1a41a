"""The certificate of a machine that was just enrolled, as a file for its group: offered until it was saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.wording import short_date
from chibo_desktop.services.certificates import Granted
from chibo_desktop.services.output import write_output_file
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import document_files
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr


class AnswerFile(QObject):
    """Asks for a stick at once; the banner of the page stays and asks again for as long as nothing was written."""

    failed = Signal(object)  # Failure

    def __init__(self, page: Page, jobs: Jobs, sticks: StickQuestion) -> None:
        super().__init__(page)
        self._page, self._jobs, self._sticks = page, jobs, sticks

    def offer(self, granted: Granted) -> None:
        """The machine is in the book; the file can be saved now or later."""
        title = tr("Đã đăng ký máy %1, chưa lưu giấy chứng nhận.", granted.machine)
        text = tr("Máy đã vào danh mục. Tổ cần tệp này để biết mình đã được đăng ký.")
        banner = Banner("warn", title, text, [tr("Lưu giấy chứng nhận…")])
        self._page.show_banner("grant", banner, lambda _: self.offer(granted))
        self._sticks.ask(partial(self._save, granted))

    def _save(self, granted: Granted, target: Target) -> None:
        place = target.folder / document_files.grant_name(granted.machine)
        write = partial(write_output_file, place, granted.data)
        self._jobs.submit(write, partial(self._saved, granted, target), self.failed.emit)

    def _saved(self, granted: Granted, target: Target, _: object) -> None:
        title = tr("Đã đăng ký máy %1 đến ngày %2.", granted.machine, short_date(granted.until))
        name = document_files.grant_name(granted.machine)
        text = tr("Tệp %1 đã ghi vào %2. Đưa tệp này lại cho tổ.", name, target.name)
        self._page.show_banner("grant", Banner("ok", title, text, [tr("Đóng")]))
