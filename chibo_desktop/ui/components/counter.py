"""A number to work through, what it counts, and the way to its list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.digits import digit_cell, paint_figures
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px

_HEIGHT = 56
_FIGURES = 3


class Counter(Button):
    """One of a row of counters: as a button it is read as its figure and its words. ``None`` is not yet counted."""

    def __init__(self, words: str, icon: Icon, tint: str) -> None:
        super().__init__(words, "quiet")
        self._words, self._sign, self._sign_tint = words, icon, tint
        self._shown = "…"

    @property
    def figure(self) -> str:
        """What is shown as the figure."""
        return self._shown

    def set_count(self, count: int | None) -> None:
        """Show how many wait."""
        self._shown = "…" if count is None else padded(count)
        self.setAccessibleName(f"{self._shown} {self._words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(tokens.font(tokens.CAPTION)).horizontalAdvance(self._words)
        icons = px(2 * tokens.ICON + 3 * tokens.S12 + 2 * tokens.S16)
        return QSize(icons + self._figure_width() + words + px(tokens.S4), px(_HEIGHT))

    def _figure_width(self) -> int:
        cell = digit_cell(tokens.font(tokens.SUBFIGURE))
        return round(cell * max(2, min(_FIGURES, len(self._shown)))) + px(2)

    def _paint_words(self, painter: QPainter) -> None:
        side, gap = px(tokens.ICON), px(tokens.S12)
        middle, left = self.height() // 2, px(tokens.S16)
        paint_icon(painter, self._sign, QRect(left, middle - side // 2, side, side), self._sign_tint)
        left += side + gap
        painter.setFont(tokens.font(tokens.SUBFIGURE))
        painter.setPen(colour("text"))
        width = self._figure_width()
        paint_figures(painter, QRectF(left, 0, width, self.height()), self._shown, right=False)
        left += width + gap
        painter.setFont(tokens.font(tokens.CAPTION))
        painter.setPen(colour("text2"))
        end = self.width() - px(tokens.S16) - side
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, end - left)
        painter.drawText(QRect(left, 0, end - left, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        paint_icon(painter, Icon.CHEVRON_RIGHT, QRect(end, middle - side // 2, side, side), "text2")
