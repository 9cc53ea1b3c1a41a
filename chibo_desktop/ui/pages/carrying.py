"""Copying packets for other offices onto a stick, read back: a courier office need not be able to read them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import relaying
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.relaying import Carried
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr


class Carrying(QObject):
    """Asks for a stick, writes the copies, and says so."""

    carried = Signal(object)  # Outcome[Carried]
    failed = Signal(object)  # Failure

    def __init__(self, page: Page, desk: Desk, jobs: Jobs, sticks: StickQuestion) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs, self._sticks = page, desk, jobs, sticks

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
