"""A slip on paper: looked at first, then printed or saved. Pushed on top of the page that asked for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import sentences, space
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.pdf_view import PdfView
from chibo_desktop.ui.components.zoom_bar import ZoomBar
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.print_panel import PrintChoice
from chibo_desktop.ui.pages.print_preview import send_to_printer, write_pdf
from chibo_desktop.ui.pdf_pages import page_sizes
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


class PaperPage(Page):
    """`name` is the file that saving offers; `help_key` that of the page behind it."""

    def __init__(self, jobs: Jobs, title: str, pdf: bytes, name: str, help_key: str) -> None:
        super().__init__(title, back=True)
        self.help_key = help_key
        self._jobs, self._pdf, self._name = jobs, pdf, name
        self._view = PdfView(jobs)
        self._zoom = ZoomBar(self._view)
        self.save = Button(tr("Lưu PDF"), icon=Icon.DOWNLOAD, key=Keys.SAVE_PDF)
        self.print = Button(tr("In"), "primary", Icon.PRINTER, Keys.PRINT)
        self.header.set_actions([self.save, self.print])
        whole = QWidget()
        space.column(whole).addWidget(self._view, 1)
        self.set_content(whole, scrolls=False, margins=False)
        self.save.clicked.connect(self._choose_file)
        self.print.clicked.connect(self._print_now)
        self._printer = ""
        self._view.show_document(pdf, page_sizes(pdf))
        self.print.setEnabled(False)

    # what the shell calls

    def panes(self) -> list[QWidget]:
        return [self.header, self._view]

    def focus_first(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._look_for_printer)

    # slots

    def _look_for_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrinterInfo

        self._printer = QPrinterInfo.defaultPrinterName()
        self.print.setEnabled(bool(self._printer))
        if not self._printer:
            self.header.set_words(self.title, tr("Máy này chưa có máy in; hãy lưu PDF rồi in ở máy khác."))

    def _choose_file(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, tr("Lưu PDF"), documents, tr("Tệp PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the PDF there."""
        self._jobs.submit(lambda: write_pdf(self._pdf, path), self._saved, self._not_written)

    def _saved(self, path: Path) -> None:
        self.say(NoticeWords(tr("Đã lưu PDF."), tr("Tệp %1 ở thư mục %2.", path.name, path.parent)))

    def _print_now(self) -> None:
        choice = PrintChoice(self._printer, 1, both_sides=False)
        self.print.setEnabled(False)
        self._jobs.submit(lambda: send_to_printer(self._pdf, choice), self._printed, self._not_written)

    def _printed(self, pages: int) -> None:
        self.print.setEnabled(True)
        self.say(NoticeWords(tr("Đã gửi tới máy in."), tr("%1 trang. Lấy giấy ở máy in.", padded(pages))))

    def _not_written(self, failure: Failure) -> None:
        self.print.setEnabled(bool(self._printer))
        reason = str(failure.data.get("why", "")) if isinstance(failure, Fault) else ""
        title = tr("Chưa lưu được tệp: %1.", reason) if reason else sentences.of_failure(failure)[0]
        text = tr("Sổ không bị ảnh hưởng. Hãy chọn chỗ khác hoặc máy in khác rồi làm lại.")
        self.show_banner("failed", Banner("error", title, text, [tr("Đóng")]))
