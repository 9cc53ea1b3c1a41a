"""From the inbox of an office onward: upward, and copies of packets for others that it need not be able to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import forwarding, relaying
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.forwarding import ToForward
from chibo_desktop.services.relaying import Carried
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.forward import ForwardPage
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr

UPWARD = "upward"
_GO_ON = "Chuyển lên cấp trên…"


class Carrying(QObject):
    """Asks for a stick, writes the copies, and says so."""

    carried = Signal(object)  # Outcome[Carried]
    failed = Signal(object)  # Failure

    def __init__(self, page: Page, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]]) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs, self._drives = page, desk, jobs, drives
        self._sticks = StickQuestion(page, jobs, drives)

    def refresh(self) -> None:
        """Say at the head of the page what the office above has not acknowledged."""
        self._jobs.submit(partial(forwarding.waiting_upward, self._desk), self._show_waiting, self.failed.emit)

    def _show_waiting(self, found: ToForward | None) -> None:
        self._page.banners.take(UPWARD)
        if found is None or not (found.visits or found.has_papers):
            return
        title = tr("Còn %1 biên bản chưa có giấy báo nhận của cấp trên.", padded(found.visits))
        if not found.visits:
            title = tr("Giấy tờ của văn phòng này có thay đổi, cấp trên chưa có.")
        banner = Banner(
            "info", title, tr("Chuyển lên %1 bằng USB; ở đây không có gì bị xóa.", found.office), [tr(_GO_ON)]
        )
        self._page.show_banner(UPWARD, banner, lambda _: self.open_upward())

    def open_upward(self) -> None:
        """The page from which things go to the office above."""
        self._page.push_requested.emit(ForwardPage(self._desk, self._jobs, self._drives))

    def begin(self) -> None:
        """Every packet for others that nobody has acknowledged."""
        self._sticks.ask(self.write)

    def write(self, target: Target) -> None:
        self._jobs.submit(
            partial(relaying.carry, self._desk, target.folder), partial(self._written, target), self.failed.emit
        )

    def _written(self, target: Target, outcome: Outcome[Carried]) -> None:
        count = padded(len(outcome.value.files) + outcome.value.already)
        text = tr("%1 gói niêm phong ở %2, đã đọc lại và khớp. Bản ở đây vẫn giữ.", count, target.name)
        self._page.say(NoticeWords(tr("Đã ghi xong, có thể rút USB."), text, stays=True))
        self.carried.emit(outcome)
