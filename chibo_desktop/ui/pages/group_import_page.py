"""*Nhập từ bảng tính* into a decision that is being written: what a file would make of it, before it is taken."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.groups import Decision
from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.services import group_imports, import_templates, importing
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.group_imports import GroupReport
from chibo_desktop.services.importing import SheetFile
from chibo_desktop.services.output import write_output_file
from chibo_desktop.ui import asking_files, import_words, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.import_report import ReportPanel
from chibo_desktop.ui.speech import announce, tr

_NOTHING, _REPORT = range(2)


class GroupImportPage(Page):
    """`taken` tells the decision as the file words it, once somebody takes it. Nothing is written here."""

    taken = Signal(object)
    help_key = "groups"

    def __init__(self, desk: Desk, jobs: Jobs, wording: Decision) -> None:
        super().__init__(tr("Nhập các tổ từ bảng tính"), back=True)
        self._desk, self._jobs, self._wording = desk, jobs, wording
        self._words = import_words.group_vocabulary()
        self._report: GroupReport | None = None
        self.template = Button(tr("Lưu tệp mẫu…"), icon=Icon.DOWNLOAD)
        self.choose = Button(tr("Chọn tệp…"), icon=Icon.FOLDER)
        self.take = Button(tr("Nhận vào bản đang ghi"), "primary", Icon.CHECK)
        self.header.set_actions([self.template, self.choose, self.take])
        self.panel = ReportPanel()
        self._places = OpenStack()
        card = Card()
        told = tr("Điền tệp mẫu, hoặc dùng bảng sẵn có. Máy xem từng dòng trước; chưa ban hành gì.")
        card.add(EmptyState(tr("Chưa chọn tệp nào"), told, drawing=False))
        for place in (card, self.panel):
            self._places.add(place)
        self.set_content(self._places, scrolls=False)
        self.template.clicked.connect(self._ask_template)
        self.choose.clicked.connect(self._ask_file)
        self.take.clicked.connect(self._take)
        self._weigh()

    # what the shell calls

    def panes(self) -> list[QWidget]:
        return [self.panel.table if self._report is not None else self._places]

    def focus_first(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # a file

    def _ask_file(self) -> None:
        chosen = asking_files.file_to_open(self, tr("Chọn bảng tính"), tr("Bảng tính (*.xlsx *.csv);;Mọi tệp (*)"))
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would make of the decision."""
        self._report = None
        self._weigh()
        self._jobs.submit(partial(importing.open_file, path), self._look, self._refused)

    def _look(self, file: SheetFile) -> None:
        self.set_title(self.title, file.name)
        act = lambda _, cancelled: group_imports.look(self._desk, file, self._words, self._wording, cancelled)  # noqa: E731
        self._jobs.submit(act, self._show_report, self._refused, lambda *_: None)

    def _show_report(self, report: GroupReport) -> None:
        self._report = report
        ended = import_words.groups_ended(report)
        self.panel.show_report(report, ended)
        self._places.open(_REPORT)
        self._weigh()
        announce(self, ended)

    def _take(self) -> None:
        if self._report is not None:
            self.back_requested.emit()
            self.taken.emit(self._report)

    # the template

    def _ask_template(self) -> None:
        chosen = asking_files.file_to_save(self, tr("Lưu tệp mẫu"), tr("mau-cac-to.xlsx"), "*.xlsx")
        if chosen:
            self.save_template(Path(chosen))

    def save_template(self, path: Path) -> None:
        """Write an empty spreadsheet to fill in."""
        data = import_templates.template(self._words, import_words.guide(self._words))
        self._jobs.submit(partial(write_output_file, path, data), lambda _: self._saved(path), self._refused)

    def _saved(self, path: Path) -> None:
        self.say(NoticeWords(tr("Đã lưu tệp mẫu."), str(path)))

    def _weigh(self) -> None:
        report = self._report
        self.take.setEnabled(report is not None and not report.stopping and report.changes_something)

    def _refused(self, failure: Failure) -> None:
        self._weigh()
        kind = "info" if isinstance(failure, Cancelled) else "error"
        self.show_banner("refused", Banner(kind, *sentences.of_failure(failure), buttons=[tr("Đóng")]))
