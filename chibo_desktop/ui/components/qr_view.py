"""A QR code on the screen: black on white in both schemes, with the quiet zone that a reader needs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui.tokens import px

QUIET = 4
MODULE = 3
"""Units of one module."""


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
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = (len(self._modules) + 2 * QUIET) * self._module
        return QSize(side, side)

    @property
    def _module(self) -> int:
        """Whole pixels: a module that is wider than its neighbour cannot be read from a screen."""
        return max(2, px(MODULE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._modules:
            return
        side = self._module
        for row, line in enumerate(self._modules):
            for column, black in enumerate(line):
                if black:
                    place = QRect((column + QUIET) * side, (row + QUIET) * side, side, side)
                    painter.fillRect(place, Qt.GlobalColor.black)
