"""Xem bản in: the minutes exactly as they will come out of the printer, and what was checked before."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QPageLayout, QPageSize, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.minutes import MinutesDocument, build_minutes
from chibo_desktop.services.visits import VisitView, read_visit
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.pdf_view import PdfView, Thumbnails
from chibo_desktop.ui.components.zoom_bar import ZoomBar
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.print_panel import PrintChoice, PrintPanel
from chibo_desktop.ui.pdf_pages import PageSize, page_sizes, print_pages
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows: the visit and its minutes."""

    view: VisitView
    minutes: MinutesDocument
    sizes: tuple[PageSize, ...]


def prepare(desk: Desk, visit: VisitId, both_sides: bool) -> Preview:
    """Set the minutes of a visit. Runs on the worker; raises what the services raise."""
    view = read_visit(desk, visit)
    minutes = build_minutes(desk, visit, duplex=both_sides)
    return Preview(view, minutes, page_sizes(minutes.pdf))


def write_pdf(pdf: bytes, path: Path) -> Path:
    """Write the file whole or not at all. Raises ``Fault`` FILE_UNWRITABLE."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Fault("FILE_UNWRITABLE", file=path.name, why=error.strerror or "") from error
    return path


class PrintPreviewPage(Page):
    """One visit on paper. Pushed on top of the page that asked for it."""

    help_key = "print_preview"
    concerns = ("visit",)

    def __init__(self, desk: Desk, jobs: Jobs, visit: VisitId) -> None:
        super().__init__(tr("Xem bản in"), back=True)
        self._desk, self._jobs, self._visit = desk, jobs, visit
        self._preview: Preview | None = None
        self._thumbnails = Thumbnails(jobs)
        self._view = PdfView(jobs)
        self._zoom = ZoomBar(self._view)
        self._panel = PrintPanel()
        self._save = Button(tr("Lưu PDF"), icon=Icon.DOWNLOAD, key=Keys.SAVE_PDF)
        self._print = Button(tr("In"), "primary", Icon.PRINTER, Keys.PRINT)
        self.header.set_actions([self._save, self._print])
        self.set_content(self._lay_out(), scrolls=False, margins=False)
        self._connect()
        self._show_ready()

    def _lay_out(self) -> QWidget:
        whole = QWidget()
        row = space.row(whole)
        row.addWidget(self._thumbnails)
        row.addWidget(self._view, 1)
        row.addWidget(self._panel)
        self._panel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        return whole

    def _connect(self) -> None:
        self._thumbnails.page_chosen.connect(self._view.go_to)
        self._view.page_changed.connect(self._thumbnails.mark)
        self._save.clicked.connect(self.choose_file)
        self._print.clicked.connect(self.print_now)
        self._panel.save_requested.connect(self.choose_file)
        self._panel.changed.connect(self._show_ready)
        self._panel.paper_chosen.connect(self.refresh)

    # what the shell calls

    def refresh(self) -> None:
        """Set the minutes anew."""
        desk, visit, both_sides = self._desk, self._visit, self._panel.both_sides
        self._jobs.submit(lambda: prepare(desk, visit, both_sides), self._prepared, self._not_prepared)

    def panes(self) -> list[QWidget]:
        return [self._thumbnails, self._view, self._panel]

    def focus_first(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < tokens.px(tokens.NARROW)
        self._thumbnails.setVisible(not narrow)
        self._panel.set_narrow(narrow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self._panel, self._panel.look_for_printers)

    # slots

    def _prepared(self, preview: Preview) -> None:
        is_same = self._preview is not None and preview.minutes.pdf == self._preview.minutes.pdf
        self._preview = preview
        self.banners.take("failed")
        row = preview.view.row
        day = short_date(row.date) if row.date else tr("chưa có ngày")
        self.set_title(tr("Xem bản in"), tr("Biên bản %1, %2", row.cell or tr("chi bộ chưa ghi tên"), day))
        self.header.set_chips([sentences.state_chip(row.state)])
        self._panel.show_checks(preview.minutes.checks)
        if not is_same:
            self._view.show_document(preview.minutes.pdf, preview.sizes)
            self._thumbnails.show_document(preview.minutes.pdf, preview.sizes)
        self._show_ready()

    def _not_prepared(self, failure: Failure) -> None:
        if isinstance(failure, Fault) and failure.code.startswith("FONT"):
            self.show_banner("failed", sentences.banner("M20"), self._failure_answered)
            return
        title, text = sentences.of_failure(failure)
        self.show_banner("failed", Banner("error", title, text, [tr("Thử lại")]), self._failure_answered)

    def _failure_answered(self, words: str) -> None:
        if words == tr("Mở Cài đặt"):
            self.open_requested.emit("settings", None)
        else:
            self.refresh()

    def choose_file(self) -> None:
        """Ask where the PDF goes."""
        if self._preview is None:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, tr("Lưu PDF"), documents, tr("Tệp PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name(self._preview.view))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the PDF there."""
        if self._preview is not None:
            pdf = self._preview.minutes.pdf
            self._jobs.submit(lambda: write_pdf(pdf, path), self._saved, self._not_written)

    def _saved(self, path: Path) -> None:
        self.say(NoticeWords(tr("Đã lưu PDF."), tr("Tệp %1 ở thư mục %2.", path.name, path.parent)))

    def _not_written(self, failure: Refusal | Fault | Cancelled) -> None:
        reason = str(failure.data.get("why", "")) if isinstance(failure, Fault) else ""
        text = tr("Biên bản còn nguyên trên máy. Hãy chọn chỗ khác hoặc máy in khác rồi làm lại.")
        title = tr("Chưa lưu được tệp: %1.", reason) if reason else tr("Chưa lưu hoặc in được.")
        self.show_banner("failed", Banner("error", title, text, [tr("Đóng")]))

    def print_now(self) -> None:
        """Print as chosen; never without the page having been seen."""
        choice = self._panel.choice()
        if self._preview is None or choice is None:
            return
        pdf = self._preview.minutes.pdf
        self._print.setEnabled(False)
        self._jobs.submit(lambda: send_to_printer(pdf, choice), self._printed, self._not_printed)

    def _printed(self, pages: int) -> None:
        self._show_ready()
        copies = self._panel.copies
        self.say(
            NoticeWords(
                tr("Đã gửi tới máy in."),
                tr("%1 trang, %2 bản. Lấy giấy ở máy in rồi ký.", padded(pages), padded(copies)),
            )
        )

    def _not_printed(self, failure: Failure) -> None:
        self._show_ready()
        self._not_written(failure)

    def _show_ready(self) -> None:
        self._save.setEnabled(self._preview is not None)
        self._print.setEnabled(self._preview is not None and self._panel.choice() is not None)


def send_to_printer(pdf: bytes, choice: PrintChoice) -> int:
    """Print with the chosen printer. Raises ``Fault`` PRINT_FAILED."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(choice.printer)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setCopyCount(choice.copies)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if choice.both_sides else QPrinter.DuplexMode.DuplexNone)
    return print_pages(pdf, printer)


def file_name(view: VisitView) -> str:
    """`Biên bản Chi bộ thôn Phiêng An 2026-12-03.pdf`: sorts by cell and day, holds nothing a disk refuses."""
    day = view.row.date.isoformat() if view.row.date else ""
    words = f"{tr('Biên bản')} {view.row.cell} {day}".strip()
    kept = "".join(letter if letter not in '\\/:*?"<>|' and letter.isprintable() else " " for letter in words)
    return f"{' '.join(kept.split())[:120]}.pdf"
