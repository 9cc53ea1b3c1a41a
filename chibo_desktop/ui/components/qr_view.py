"""A QR code on the screen: black on white in both schemes, with the quiet zone that a reader needs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui.tokens import px

QUIET = 4
SIDE = 300


class QrView(QWidget):
    """`modules`: rows of 1 (black) and 0, without the quiet zone."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._modules: tuple[tuple[int, ...], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_modules(self, modules: tuple[tuple[int, ...], ...]) -> None:
        """Show this code."""
        self._modules = modules
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(SIDE), px(SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._modules:
            return
        side = min(self.width(), self.height()) / (len(self._modules) + 2 * QUIET)
        for row, line in enumerate(self._modules):
            for column, black in enumerate(line):
                if black:
                    place = QRectF((column + QUIET) * side, (row + QUIET) * side, side, side)
                    painter.fillRect(place.toAlignedRect(), Qt.GlobalColor.black)
