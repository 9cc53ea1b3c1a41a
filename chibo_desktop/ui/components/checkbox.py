"""A tick that can be set."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from chibo_desktop.ui import tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px

_BOX = 18


class Checkbox(QCheckBox):
    """A check box with its words; the whole of it can be clicked. Use `toggled` or `clicked`."""

    def __init__(self, words: str, checked: bool = False) -> None:
        super().__init__(words)
        self.setAccessibleName(words)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        return _hint(self)

    def hitButton(self, spot) -> bool:
        return self.rect().contains(spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _box(self)
        painter.setPen(QPen(colour("accent" if self.isChecked() else "strong"), 1))
        painter.setBrush(colour("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, px(tokens.RADIUS_SMALL), px(tokens.RADIUS_SMALL))
        if self.isChecked():
            paint_icon(painter, Icon.CHECK, box.adjusted(2, 2, -2, -2), "on_accent")
        _write(self, painter)
        painter.end()


class Radio(QRadioButton):
    """One of several, when they stand below each other."""

    def __init__(self, words: str, checked: bool = False) -> None:
        super().__init__(words)
        self.setAccessibleName(words)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        return _hint(self)

    def hitButton(self, spot) -> bool:
        return self.rect().contains(spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_radio(painter, _box(self), self.isChecked())
        _write(self, painter)
        painter.end()


def paint_radio(painter: QPainter, box: QRectF, chosen: bool) -> None:
    """Paint a radio circle into `box`."""
    painter.setPen(QPen(colour("accent" if chosen else "strong"), 2 if chosen else 1))
    painter.setBrush(colour("surface"))
    painter.drawEllipse(box)
    if chosen:
        inset = box.width() * 0.27
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


def _box(button: QAbstractButton) -> QRectF:
    side = px(_BOX)
    return QRectF(0.5, (button.height() - side) // 2 + 0.5, side - 1, side - 1)


def _hint(button: QAbstractButton) -> QSize:
    words = QFontMetrics(tokens.font(tokens.BODY)).horizontalAdvance(button.text())
    return QSize(px(_BOX) + px(tokens.S8) + words + 2, px(tokens.TARGET))


def _write(button: QAbstractButton, painter: QPainter) -> None:
    left = px(_BOX) + px(tokens.S8)
    painter.setFont(tokens.font(tokens.BODY))
    painter.setPen(colour("text2" if button.isEnabled() else "muted"))
    area = QRect(left, 0, button.width() - left, button.height())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, button.text())
