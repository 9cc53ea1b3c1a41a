"""What will be here, when nothing is here yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.key_cap import HintLine
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.tokens import colour, px

_MEASURE = 420


class EmptyState(QWidget):
    """Drawing, title, one sentence, at most two buttons, and keys below them."""

    def __init__(
        self,
        title: str,
        sentence: str = "",
        buttons: Sequence[Button] = (),
        hints: Sequence[tuple[str, str]] = (),
        drawing: bool = True,
    ) -> None:
        super().__init__()
        column = space.column(self, tokens.S24)
        column.addStretch(1)
        if drawing:
            column.addWidget(_OpenBook(), 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(px(tokens.S8))
        head = Label(title, "title" if drawing else "heading", wrap=True)
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(head)
        if sentence:
            column.addLayout(_narrow(sentence))
        if buttons:
            column.addSpacing(px(tokens.S20))
            column.addWidget(Flow(*buttons, gap=tokens.S12, centred=True))
        if hints:
            column.addSpacing(px(tokens.S24))
            column.addWidget(HintLine(hints), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


def _narrow(sentence: str) -> QHBoxLayout:
    words = Label(sentence, "second", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    space.fix(words, max_width=_MEASURE)
    line = space.row()
    line.addStretch(1)
    line.addWidget(words, _MEASURE)  # takes all up to its measure, and knows its height for that width
    line.addStretch(1)
    return line


class _OpenBook(QWidget):
    """An open book with a tick, on a 200 × 132 ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width, height = tokens.DRAWING
        return QSize(px(width), px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / tokens.DRAWING[0], self.height() / tokens.DRAWING[1])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("neutral_tint"))
        painter.drawEllipse(QPointF(100, 110), 96, 12)
        painter.setBrush(colour("surface"))
        painter.setPen(_pen("strong", 2))
        for side in (-1, 1):
            painter.drawPath(_page(side))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen("border", 3))
        for y in (36, 50, 64, 78):
            painter.drawPath(_line_of_text(48, y, -1))
        for y in (64, 78):
            painter.drawPath(_line_of_text(112, y, 1))
        painter.setPen(_pen("accent_text", 3))
        tick = QPainterPath(QPointF(122, 43))
        tick.lineTo(130, 52)
        tick.lineTo(146, 32)
        painter.drawPath(tick)
        painter.end()


def _pen(tint: str, width: float) -> QPen:
    return QPen(colour(tint), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _page(side: int) -> QPainterPath:
    edge = QRectF(34, 14, 132, 92)
    outer = edge.left() if side < 0 else edge.right()
    path = QPainterPath(QPointF(100, 24))
    path.quadTo(QPointF(100 + side * 26, 8), QPointF(outer, 18))
    path.lineTo(outer, 101)
    path.quadTo(QPointF(100 + side * 26, 90), QPointF(100, 106))
    path.closeSubpath()
    return path


def _line_of_text(x: float, y: float, side: int) -> QPainterPath:
    path = QPainterPath(QPointF(x, y if side < 0 else y + 4))
    path.quadTo(QPointF(x + 20, y - 4), QPointF(x + 40, y + 4 if side < 0 else y - 1))
    return path
