"""Chips: a state as icon and word. One painter serves the chip in forms and the chip in tables."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui import tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px


@dataclass(frozen=True, slots=True)
class ChipLook:
    """What a chip says. `tone`: neutral, ok, warn, err, info, plum. `outlined`: not certain. `told`: the long form."""

    word: str
    tone: str = "neutral"
    icon: Icon | None = None
    outlined: bool = False
    told: str = ""


def chip_size(chip: ChipLook) -> QSize:
    """How large the chip will be, in pixels."""
    metrics = QFontMetrics(tokens.font(tokens.CAPTION_MEDIUM))
    icon = px(tokens.ICON_CHIP) + px(6) if chip.icon else 0
    return QSize(metrics.horizontalAdvance(chip.word) + icon + 2 * px(10), px(tokens.CHIP))


def paint_chip(painter: QPainter, rect: QRect, chip: ChipLook) -> None:
    """Paint the chip into `rect`; too long words are shortened."""
    ink = "text2" if chip.tone == "neutral" else chip.tone
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    if chip.outlined or tokens.look().high_contrast:
        painter.setPen(QPen(colour(ink), 1))
        painter.setBrush(colour("surface"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{chip.tone}_tint"))
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
    left = rect.left() + px(10)
    if chip.icon:
        side = px(tokens.ICON_CHIP)
        paint_icon(painter, chip.icon, QRect(left, rect.center().y() - side // 2 + 1, side, side), ink)
        left += side + px(6)
    painter.setFont(tokens.font(tokens.CAPTION_MEDIUM))
    painter.setPen(colour(ink))
    area = QRect(left, rect.top(), rect.right() - px(8) - left + 1, rect.height())
    word = painter.fontMetrics().elidedText(chip.word, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
    painter.restore()


class Chip(QWidget):
    """A chip in a header or form. It is looked at and spoken, never clicked."""

    def __init__(self, chip: ChipLook) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._chip = chip
        self.show_chip(chip)

    @property
    def chip(self) -> ChipLook:
        """What it says."""
        return self._chip

    def show_chip(self, chip: ChipLook) -> None:
        """Say something else."""
        self._chip = chip
        self.setAccessibleName(chip.told or chip.word)
        self.setToolTip(chip.told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._chip)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._chip)
        painter.end()
