"""The recovery code as it is shown, printed and saved: the one paper of the first run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.speech import announce, tr

MARGIN = 20
"""Millimetres around the printed paper."""


class RecoveryPaper(Card):
    """Shows the code in its groups; prints it, or saves it as a PDF or a text file."""

    def __init__(self) -> None:
        super().__init__(gap=tokens.S16, margin=tokens.S24)
        self._code = self._machine = ""
        self._groups = QWidget()
        self._line = space.column(self._groups)
        self.print = Button(tr("In ra giấy"), icon=Icon.PRINTER)
        self.save = Button(tr("Lưu thành tệp…"), "quiet", Icon.DOWNLOAD)
        self._said = Label("", "caption", wrap=True)
        self._said.hide()
        self.add(self._groups, Flow(self.print, self.save, gap=tokens.S12), self._said)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_where)

    @property
    def groups(self) -> list[str]:
        """The groups of the code, in order."""
        return self._code.split("-")

    def show_code(self, code: str, machine: str) -> None:
        """Show this code of that machine."""
        self._code, self._machine = code, machine
        caps = [KeyCap(group, "large") for group in self.groups]
        for number, cap in enumerate(caps, start=1):
            cap.setAccessibleName(tr("Nhóm %1: %2", number, " ".join(cap.text())))
        self._line.addWidget(Flow(*caps, gap=tokens.S12))

    def focus_first(self) -> None:
        """Put the focus on printing: the paper comes first."""
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_text(self, place: Path) -> None:
        """Save the paper as text."""
        place.write_text("\n".join(self._words()) + "\n", encoding="utf-8")

    def write_pdf(self, place: Path) -> None:
        """Save the paper as a PDF of one page."""
        writer = QPdfWriter(str(place))
        writer.setPageLayout(_sheet())
        writer.setTitle(tr("Mã khôi phục"))
        painter = QPainter(writer)
        self._paint(painter, QRectF(0, 0, writer.width(), writer.height()))
        painter.end()

    # slots

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self._say(tr("Máy này chưa có máy in. Hãy chép tay, hoặc lưu thành tệp rồi in ở máy khác."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(_sheet())
        if QPrintDialog(printer, self).exec():
            painter = QPainter(printer)
            self._paint(painter, QRectF(printer.pageLayout().paintRectPixels(printer.resolution())))
            painter.end()
            self._say(tr("Đã đưa ra máy in."))

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Lưu mã khôi phục"), "ma-khoi-phuc.pdf", tr("Tệp PDF (*.pdf);;Tệp văn bản (*.txt)")
        )
        if name:
            self.write(Path(name))

    def write(self, place: Path) -> None:
        """Save the paper in the manner of the file's name, and say so only when the file is there."""
        try:
            (self.write_text if place.suffix.casefold() == ".txt" else self.write_pdf)(place)
            written = place.stat().st_size > 0
        except OSError:
            written = False
        if written:
            self._say(tr("Đã lưu %1. Chép sang USB rồi xóa tệp trên máy này.", place.name))
        else:
            self._say(tr("Chưa lưu được vào thư mục này. Mã vẫn còn trên màn hình; hãy chọn thư mục khác."))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()
        announce(self, sentence)

    def _words(self) -> tuple[str, ...]:
        return (
            tr("Mã khôi phục sổ dự sinh hoạt chi bộ"),
            tr("Máy: %1", self._machine),
            "",
            "   ".join(self.groups[:3]),
            "   ".join(self.groups[3:]),
            "",
            tr("Quên mật khẩu thì chỉ mã này mở được sổ. Cất riêng, không để cùng máy, không chụp ảnh gửi đi."),
        )

    def _paint(self, painter: QPainter, page: QRectF) -> None:
        top = page.top()
        for words, size in zip(self._words(), (18, 13, 13, 24, 24, 13, 12), strict=True):
            font = QFont(tokens.FAMILY)
            font.setPointSize(size)
            painter.setFont(font)
            place = QRectF(page.left(), top, page.width(), page.bottom() - top)
            flags = Qt.TextFlag.TextWordWrap
            used = painter.drawText(place, flags, words or " ")
            top += used.height() * 1.3 if isinstance(used, QRectF) else painter.fontMetrics().lineSpacing() * 1.4


def _sheet() -> QPageLayout:
    edge = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Portrait, edge)
