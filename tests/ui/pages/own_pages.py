"""Pages of a group in use by a test: a page, what it said, and what it asked the rail for."""

from typing import Any

from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.ui import walkers

SIZES = ((1262, 768), (1262, 696), (920, 640))


class Used:
    """A page that is shown and refreshed."""

    def __init__(self, page: Page, jobs: Jobs, qtbot: Any) -> None:
        self.page, self.jobs, self.qtbot = page, jobs, qtbot
        self.said: list[NoticeWords] = []
        self.asked: list[object] = []
        self.opened: list[tuple[str, object]] = []
        page.notice_requested.connect(self.said.append)
        page.open_requested.connect(lambda key, subject: self.opened.append((key, subject)))
        for name in ("visit_requested", "record_requested", "plan_requested"):
            signal = getattr(page, name, None)
            if signal is not None:
                signal.connect(lambda *found: self.asked.append(found[0] if found else None))
        qtbot.addWidget(page)
        page.resize(1262, 768)
        page.show()
        page.activateWindow()
        self.refresh()

    def refresh(self) -> None:
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.jobs.is_busy(), timeout=20_000)
            walkers.settle()


def faults_in_every_look(page: Page, theme: Theme) -> list[str]:
    """What the walkers find in every size, zoom and scheme."""
    found: list[str] = []
    page.activateWindow()  # a dialog may have been the last
    walkers.settle()
    for zoom in (100, 150):
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_zoom(zoom)
            theme.set_scheme(scheme)
            for size in SIZES:
                page.resize(*size)
                for _ in range(2):  # a scroll bar that appears takes room
                    walkers.settle()
                found += [f"{zoom} {scheme} {size}: {fault}" for fault in walkers.faults(page)]
    return found
