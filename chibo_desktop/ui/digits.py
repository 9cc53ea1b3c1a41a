"""Figures in columns. The face of the screen has no tabular digits, so each digit is painted in a cell of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter


def digit_cell(font: QFont) -> float:
    """Width of the widest digit, in pixels."""
    metrics = QFontMetricsF(font)
    return max(metrics.horizontalAdvance(digit) for digit in "0123456789")


def figures_width(text: str, font: QFont) -> float:
    """Width of `text` with every digit in one cell, in pixels."""
    cell, metrics = digit_cell(font), QFontMetricsF(font)
    return sum(cell if letter.isdigit() else metrics.horizontalAdvance(letter) for letter in text)


def paint_figures(painter: QPainter, rect: QRectF, text: str, right: bool = True) -> None:
    """Paint `text` centred in height, at the right (or left) edge of `rect`, in the painter's font and pen."""
    font = painter.font()
    cell, metrics = digit_cell(font), QFontMetricsF(font)
    x = rect.right() - figures_width(text, font) if right else rect.left()
    baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    for letter in text:
        width = metrics.horizontalAdvance(letter)
        room = cell if letter.isdigit() else width
        painter.drawText(QPointF(x + (room - width) / 2, baseline), letter)
        x += room


def elided(text: str, font: QFont, width: float) -> str:
    """`text`, shortened at the end with an ellipsis if it is wider than `width` pixels."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
