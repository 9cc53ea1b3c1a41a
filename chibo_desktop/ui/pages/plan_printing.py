"""The plan out of the program: on paper, as a spreadsheet, as a calendar for telephones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu

from chibo_desktop.services import output, plan_ground, plan_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import plan_papers, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.plan_data import Wanted
from chibo_desktop.ui.plan_words import month_words
from chibo_desktop.ui.speech import tr

if TYPE_CHECKING:
    from chibo_desktop.ui.pages.plan import PlanPage


def build(desk: Desk, wanted: Wanted, ending: str) -> bytes:
    """The month as a file of that kind. Runs on the worker thread. Raises ``Fault`` FONT_MISSING."""
    plan = plan_lists.month_plan(desk, wanted.month, wanted.group)
    match ending:
        case ".xlsx":
            return plan_papers.as_xlsx(plan)
        case ".ics":
            return plan_papers.as_calendar(plan, plan_ground.rules(desk), desk.clock())
        case _:
            return plan_papers.as_pdf(plan)


class PlanPrinting(QObject):
    """Looks at the page first; a spreadsheet and a calendar are saved where the person says."""

    def __init__(self, page: PlanPage, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.ask_file: Callable[[str, str], str] = self._file_dialog

    def offer(self) -> None:
        """What the plan can be written as."""
        menu = QMenu(self._page)
        menu.addAction(tr("Xem bản in…"), self.preview)
        menu.addAction(tr("Lưu bảng Excel…"), partial(self.save, ".xlsx", tr("Bảng Excel (*.xlsx)")))
        menu.addAction(tr("Lưu lịch cho điện thoại…"), partial(self.save, ".ics", tr("Tệp lịch (*.ics)")))
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._page.print
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def preview(self) -> None:
        """The printed plan, to be looked at, printed or saved."""
        self._jobs.submit(partial(build, self._desk, self._page.wanted, ".pdf"), self._show, self._failed)

    def _show(self, pdf: bytes) -> None:
        title = tr("Lịch tháng %1", month_words(self._page.wanted.month))
        self._page.push_requested.emit(PaperPage(self._jobs, title, pdf, f"{self._name()}.pdf", "plan"))

    def save(self, ending: str, offered: str) -> None:
        """Write the plan as a file of that kind."""
        name = self.ask_file(f"{self._name()}{ending}", offered)
        if name:
            path, wanted = Path(name), self._page.wanted
            self._jobs.submit(lambda: self._written(path, wanted, ending), self._saved, self._failed)

    def _written(self, path: Path, wanted: Wanted, ending: str) -> Path:
        output.write_output_file(path, build(self._desk, wanted, ending))
        return path

    def _saved(self, path: Path) -> None:
        self._page.say(NoticeWords(tr("Đã lưu lịch."), tr("Tệp %1 ở thư mục %2.", path.name, path.parent)))

    def _name(self) -> str:
        return f"lich-{self._page.wanted.month}"

    def _file_dialog(self, name: str, offered: str) -> str:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        found, _ = QFileDialog.getSaveFileName(self._page, tr("Lưu lịch"), str(Path(documents) / name), offered)
        return found

    def _failed(self, failure: Failure) -> None:
        self._page.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))
