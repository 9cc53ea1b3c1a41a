"""Charts, painted with the tokens: bars of months, parts of a whole, how far a thing has come.

Values stand beside or on what is painted, so that colour is never the only sign; the sentence of each chart is its
accessible description.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from chibo_desktop.ui import tokens
from chibo_desktop.ui.tokens import colour, px

_AXIS = 44  # units for the numbers of the axis
_LABELS = 28  # units for the names below
_BAR = 34
_GAP = 2  # pixels between neighbours of different colours
_TALL = 196
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one colour, one for each name of the chart; the first series stands at the foot of the bars."""

    name: str
    tint: str
    values: tuple[int, ...]


class Bars(QWidget):
    """Bars of several parts, the totals written above them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()

    @property
    def totals(self) -> tuple[int, ...]:
        """What is written above each bar."""
        return tuple(sum(one.values[place] for one in self._series) for place in range(len(self._names)))

    def show_bars(self, names: Sequence[str], series: Sequence[Series], sentence: str) -> None:
        """Show these instead."""
        self._names, self._series = tuple(names), tuple(series)
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_BAR * 8), px(_TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_BAR * 6), px(_TALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        painter.setFont(tokens.font(tokens.CAPTION))
        step = axis_step(max(self.totals))
        top = max(step * _STEPS, *self.totals)
        head = painter.fontMetrics().height() + px(tokens.S4)
        area = QRectF(px(_AXIS), head, self.width() - px(_AXIS), self.height() - head - px(_LABELS))
        self._paint_axis(painter, area, step, top)
        for place, name in enumerate(self._names):
            self._paint_bar(painter, area, place, name, area.height() / top)
        painter.end()

    def _paint_axis(self, painter: QPainter, area: QRectF, step: int, top: int) -> None:
        for value in range(0, top + 1, step):
            y = round(area.bottom() - area.height() * value / top)
            painter.setPen(colour("border"))
            painter.drawLine(round(area.left()), y, round(area.right()), y)
            painter.setPen(colour("text2"))
            spot = QRect(0, y - px(tokens.S12), px(_AXIS - tokens.S8), px(tokens.S24))
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))

    def _paint_bar(self, painter: QPainter, area: QRectF, place: int, name: str, unit: float) -> None:
        room = area.width() / len(self._names)
        middle = area.left() + room * (place + 0.5)
        width = min(px(_BAR), room * 0.7)
        left, y = middle - width / 2, area.bottom()
        for one in self._series:
            height = one.values[place] * unit
            if height:
                gap = _GAP if y < area.bottom() else 0
                painter.fillRect(QRectF(left, y - height, width, max(1.0, height - gap)), colour(one.tint))
                y -= height
        painter.setPen(colour("text"))
        above = QRectF(middle - room / 2, y - px(tokens.S20), room, px(tokens.S20))
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(self.totals[place]))
        painter.setPen(colour("text2"))
        below = QRectF(middle - room / 2, area.bottom() + px(2), room, px(_LABELS - 2))
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)


class Parts(QWidget):
    """One bar: the parts of a whole, or how much of it is done (what is missing is left as ground)."""

    def __init__(self, name: str, units: int = tokens.S20) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._units = units
        self._parts: tuple[tuple[str, int], ...] = ()
        self._whole = 0

    def show_parts(self, parts: Sequence[tuple[str, int]], sentence: str, whole: int | None = None) -> None:
        """``parts``: token and number of each; ``whole``: where it is more than all parts."""
        self._parts = tuple(part for part in parts if part[1])
        self._whole = sum(number for _, number in parts) if whole is None else whole
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.SIDE_LIST), px(self._units))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.S48), px(self._units))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("neutral_tint"))
        left = 0.0
        for tint, number in self._parts:
            width = self.width() * number / max(1, self._whole)
            end = left + width
            gap = _GAP if end < self.width() - 1 and len(self._parts) > 1 else 0
            painter.fillRect(QRectF(left, 0, max(1.0, width - gap), self.height()), colour(tint))
            if gap:
                painter.fillRect(QRectF(end - gap, 0, gap, self.height()), colour("surface"))
            left = end
        painter.end()


class Swatch(QWidget):
    """The colour of a part, for the legend; for the eye only, the word stands beside it."""

    def __init__(self, tint: str) -> None:
        super().__init__()
        self._tint = tint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(tokens.S12), px(tokens.S12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), colour(self._tint))
        painter.end()


def axis_step(most: int) -> int:
    """The step of an axis that reaches near the largest value in three steps: 1, 2, 4 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 4, 5):
            if factor * power * (_STEPS + 1) > most:
                return factor * power
        power *= 10
