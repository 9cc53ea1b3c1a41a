"""The report out of the program: looked at as it will be printed, and saved as PDF, Word, Excel or CSV."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu

from chibo_desktop.services import output
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.report_data import Shown, build
from chibo_desktop.ui.report_words import period_words
from chibo_desktop.ui.speech import tr

if TYPE_CHECKING:
    from chibo_desktop.ui.pages.report import ReportPage


class ReportPrinting(QObject):
    """Every file holds the tables that are on the screen."""

    def __init__(self, page: ReportPage, desk: Desk, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._desk, self._jobs = page, desk, jobs
        self.ask_file: Callable[[str, str], str] = self._file_dialog

    def offer(self) -> None:
        """What the report can be saved as."""
        menu = QMenu(self._page)
        menu.addAction(tr("Tệp PDF…"), partial(self.save, ".pdf", tr("Tệp PDF (*.pdf)")))
        menu.addAction(tr("Tệp Word…"), partial(self.save, ".docx", tr("Tệp Word (*.docx)")))
        menu.addAction(tr("Bảng Excel…"), partial(self.save, ".xlsx", tr("Bảng Excel (*.xlsx)")))
        menu.addAction(tr("Tệp CSV…"), partial(self.save, ".csv", tr("Tệp CSV (*.csv)")))
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._page.files
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def preview(self) -> None:
        """The printed report, to be looked at, printed or saved."""
        shown = self._shown()
        if shown is not None:
            show = partial(self._show, shown)
            self._jobs.submit(partial(build, self._desk, shown, ".pdf"), show, self._page.fail)

    def _show(self, shown: Shown, pdf: bytes) -> None:
        title = tr("Báo cáo %1", period_words(shown.report.asked))
        self._page.push_requested.emit(PaperPage(self._jobs, title, pdf, f"{_name(shown)}.pdf", "report"))

    def save(self, ending: str, offered: str) -> None:
        """Write the report as a file of that kind."""
        shown = self._shown()
        name = self.ask_file(f"{_name(shown)}{ending}", offered) if shown is not None else ""
        if name and shown is not None:
            path, found = Path(name), shown
            self._jobs.submit(lambda: self._written(path, found, ending), self._saved, self._page.fail)

    def _shown(self) -> Shown | None:
        self._page.panel.commit()
        return self._page.shown

    def _written(self, path: Path, shown: Shown, ending: str) -> Path:
        output.write_output_file(path, build(self._desk, shown, ending))
        return path

    def _saved(self, path: Path) -> None:
        self._page.say(NoticeWords(tr("Đã lưu báo cáo ra tệp."), tr("Tệp %1 ở thư mục %2.", path.name, path.parent)))

    def _file_dialog(self, name: str, offered: str) -> str:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        found, _ = QFileDialog.getSaveFileName(self._page, tr("Lưu báo cáo"), str(Path(documents) / name), offered)
        return found


def _name(shown: Shown) -> str:
    asked = shown.report.asked
    return f"bao-cao-{asked.first.isoformat()}-{asked.last.isoformat()}"
