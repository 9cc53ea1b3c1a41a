"""How a day of a calendar is painted: its number, its first entries, and how many there are besides."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from chibo_desktop.domain.wording import padded
from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.calendar_days import CalendarDay, CalendarEntry, DayRole
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
NUMBER = 32
"""Units of the line with the number of the day."""
ENTRY, ENTRY_TWO = 22, 42
_SIDE = 4
_BAR = 2
_PILL = 24


def entry_rects(rect: QRect, day: CalendarDay, *, two_lines: bool) -> Iterator[tuple[QRect, CalendarEntry | int]]:
    """Where each entry that fits stands; last, where some do not, a place for how many are shown of them all."""
    height = px(ENTRY_TWO if two_lines else ENTRY)
    left, width = rect.left() + px(_SIDE), rect.width() - 2 * px(_SIDE)
    room = rect.height() - px(NUMBER) - px(_SIDE)
    fits = max(0, room // height)
    shown = min(len(day.entries), fits)
    if day.count > shown:
        shown = max(0, min(len(day.entries), (room - px(ENTRY)) // height))
    top = rect.top() + px(NUMBER)
    for entry in day.entries[:shown]:
        yield QRect(left, top, width, height - 2), entry
        top += height
    if day.count > shown and room >= px(ENTRY):
        yield QRect(left, top, width, px(ENTRY) - 2), shown


class DayDelegate(QStyledItemDelegate):
    """Paints a day; the view says whether entries take two lines."""

    def __init__(self) -> None:
        super().__init__()
        self.two_lines = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(px(96), px(NUMBER + ENTRY))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        day = index.data(DayRole)
        if not isinstance(day, CalendarDay):
            return
        painter.save()
        rect = QRect(option.rect)
        painter.fillRect(rect, colour("surface" if day.is_inside else "bg"))
        self._paint_edges(painter, rect, day)
        self._paint_number(painter, rect, day)
        for spot, entry in entry_rects(rect, day, two_lines=self.two_lines):
            if isinstance(entry, CalendarEntry):
                self._paint_entry(painter, spot, entry)
            else:
                self._paint_rest(painter, spot, day, entry)
        if option.state & QStyle.StateFlag.State_Selected:
            self._paint_ring(painter, rect, has_focus=bool(option.state & QStyle.StateFlag.State_HasFocus))
        painter.restore()

    def _paint_edges(self, painter: QPainter, rect: QRect, day: CalendarDay) -> None:
        painter.setPen(colour("border"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        if day.is_barred:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), px(_BAR)), colour("chart2"))

    def _paint_number(self, painter: QPainter, rect: QRect, day: CalendarDay) -> None:
        line = QRect(rect.left() + px(10), rect.top() + px(6), rect.width() - px(18), px(NUMBER - 8))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(tokens.font(tokens.SMALL_STRONG if day.is_inside else tokens.SMALL))
        ink = "text" if day.is_inside else "muted"
        if day.is_today:
            width = max(px(_PILL), painter.fontMetrics().horizontalAdvance(day.label) + px(12))
            pill = QRectF(line.left() - px(2), line.top() + 1, width, line.height() - 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("text"))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setPen(colour("surface"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, day.label)
        else:
            painter.setPen(colour(ink))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, day.label)
        if day.count > len(day.entries) or day.count > 3:
            painter.setFont(tokens.font(tokens.CAPTION))
            painter.setPen(colour("text2"))
            told = tr("%1 buổi", padded(day.count))
            if painter.fontMetrics().horizontalAdvance(told) < line.width() - px(40):
                painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, told)

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: CalendarEntry) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        if entry.dashed:
            painter.setPen(QPen(colour("strong"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(colour("surface"))
        else:
            high = tokens.look().high_contrast
            painter.setPen(QPen(colour("text"), 1) if high else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(colour("warn_tint" if entry.marked else "neutral_tint"))
        painter.drawRoundedRect(body, px(tokens.RADIUS_SMALL), px(tokens.RADIUS_SMALL))
        inside = rect.adjusted(px(5), 0, -px(3), 0)
        first = inside.adjusted(0, 0, 0, px(ENTRY) - 2 - inside.height()) if self.two_lines else inside
        if entry.marked:
            side = px(tokens.ICON_CHIP)
            spot = QRect(first.left(), first.center().y() - side // 2 + 1, side, side)
            paint_icon(painter, Icon.TRIANGLE, spot, "warn")
            first.adjust(side + px(6), 0, 0, 0)
        self._write(painter, first, entry.text, "text")
        if self.two_lines:
            self._write(painter, inside.adjusted(0, px(ENTRY) - 4, 0, 0), entry.second, "text2")

    def _paint_rest(self, painter: QPainter, rect: QRect, day: CalendarDay, shown: int) -> None:
        words = tr("và %1 buổi nữa", padded(day.count - shown)) if shown else tr("%1 buổi", padded(day.count))
        marked = day.rest_marked or any(one.marked for one in day.entries[shown:])
        self._write(painter, rect.adjusted(px(5), 0, -px(3), 0), words, "warn" if marked else "text2")

    @staticmethod
    def _write(painter: QPainter, rect: QRect, text: str, ink: str) -> None:
        painter.setFont(tokens.font(tokens.CAPTION))
        painter.setPen(colour(ink))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)

    @staticmethod
    def _paint_ring(painter: QPainter, rect: QRect, *, has_focus: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = px(tokens.RING) if has_focus else 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("focus" if has_focus else "strong"), width))
        half = width / 2
        painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), px(4), px(4))
