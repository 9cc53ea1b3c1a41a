"""The mark of the program: the book on its ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px


class Mark(QWidget):
    """The mark, so many units wide."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self._units = units
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(self._units), px(self._units))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        rect = QRectF(self.rect())
        painter.drawRoundedRect(rect, rect.width() / 5, rect.width() / 5)
        inset = rect.width() * 0.06
        paint_icon(painter, Icon.BOOK, rect.adjusted(inset, inset, -inset, -inset), "on_accent")
        painter.end()


class ProgramMark(QWidget):
    """The mark with the name of the program beside it."""

    def __init__(self) -> None:
        super().__init__()
        words = space.column()
        words.addWidget(Label(tr("Sổ dự sinh hoạt"), "strong"))
        words.addWidget(Label(tr("chi bộ"), "caption"))
        line = space.row(self, gap=tokens.S12)
        line.addWidget(Mark(tokens.CONTROL), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
