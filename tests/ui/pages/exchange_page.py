"""*Gửi – nhận* in use by a test: the page, what it said, and the sticks that are plugged in."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.exchange import ExchangePage
from tests.ui import walkers

ROOM = 6 * 1024**3


class Opened:
    """A page in use, what it said, and the sticks that are plugged in."""

    def __init__(self, page: ExchangePage, jobs: Jobs, qtbot: Any) -> None:
        self.page, self.jobs, self.qtbot = page, jobs, qtbot
        self.said: list[NoticeWords] = []
        page.notice_requested.connect(self.said.append)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def export(self) -> None:
        QTest.mouseClick(self.page.export, Qt.MouseButton.LeftButton)
        self.settle()

    def banner(self, key: str) -> Banner:
        assert key in set(self.page.banners.keys())
        return self.page.banners._shown[key]

    def press(self, key: str, words: str) -> None:
        button = next(button for button in self.banner(key).buttons if button.text() == words)
        button.click()
        self.settle()


def opened(desk: Desk, jobs: Jobs, qtbot: Any, *sticks: Path) -> Opened:
    page = ExchangePage(desk, jobs, lambda: tuple(Drive(place.name.upper(), place, ROOM) for place in sticks))
    qtbot.addWidget(page)
    page.resize(1262, 768)
    page.show()
    use = Opened(page, jobs, qtbot)
    page.refresh()
    use.settle()
    return use


def states(desk: Desk) -> dict[VisitState, int]:
    return {state: count for state, count in status.status(desk).visits.items() if count}
