"""How cells of tables are painted: text, two lines, figures, chips, icons; and the hairline below each row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.chip import chip_size, paint_chip
from chibo_desktop.ui.components.rows_model import ChipRole, Column, IconRole, SecondRole
from chibo_desktop.ui.digits import paint_figures
from chibo_desktop.ui.icons import paint_icon
from chibo_desktop.ui.tokens import colour, px

_Index = QModelIndex | QPersistentModelIndex
_STYLES = {"strong": tokens.BODY_STRONG, "medium": tokens.BODY_MEDIUM}
_INKS = {"second": "text2", "muted": "muted"}
PAD = tokens.S16


class CellDelegate(QStyledItemDelegate):
    """Ground, hairline and one line of text. The others change what stands inside."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self._style = _STYLES.get(look, tokens.BODY)
        self._ink = _INKS.get(look, "text")
        self.footed = True  # something stands below the last row, so that it too needs its hairline

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        rect = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), colour("sel"))
        if index.row() < index.model().rowCount() - 1 or self.footed:
            painter.setPen(colour("border"))
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        self.paint_inside(painter, rect.adjusted(px(PAD), 0, -px(tokens.S8), -1), index)
        painter.restore()

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """Paint the content of the cell."""
        self.write(painter, rect, str(index.data() or ""), self._style, self._ink)

    def write(self, painter: QPainter, rect: QRect, text: str, style: tuple[int, int], ink: str) -> None:
        """One line of text, shortened with an ellipsis."""
        painter.setFont(tokens.font(style))
        painter.setPen(colour(ink))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        words = QFontMetrics(tokens.font(self._style)).horizontalAdvance(str(index.data() or ""))
        return QSize(words + px(PAD) + px(tokens.S8), px(tokens.ROW))


class TwoLineDelegate(CellDelegate):
    """A line and a smaller one below it."""

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        second = str(index.data(SecondRole) or "")
        if not second:
            super().paint_inside(painter, rect, index)
            return
        middle = rect.center().y() + 1
        top = QRect(rect.left(), middle - px(22), rect.width(), px(22))
        below = QRect(rect.left(), middle - px(1), rect.width(), px(20))
        self.write(painter, top, str(index.data() or ""), self._style, self._ink)
        self.write(painter, below, second, tokens.CAPTION, "text2")

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        second = str(index.data(SecondRole) or "")
        below = QFontMetrics(tokens.font(tokens.CAPTION)).horizontalAdvance(second)
        return QSize(max(hint.width(), below + px(PAD) + px(tokens.S8)), px(tokens.ROW_TWO))


class WrapDelegate(CellDelegate):
    """Running text on at most two lines."""

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        font = tokens.font(self._style)
        lines = two_lines(str(index.data() or ""), font, rect.width())
        height = round(QFontMetrics(font).height() * 1.05)
        top = rect.center().y() - height * len(lines) // 2 + 1
        for place, line in enumerate(lines):
            spot = QRect(rect.left(), top + place * height, rect.width(), height)
            self.write(painter, spot, line, self._style, self._ink)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(px(tokens.SIDE_LIST), px(tokens.ROW_TWO + 2))


class NumberDelegate(CellDelegate):
    """Figures at the right edge, each digit in one cell, so that columns stand straight."""

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        second = str(index.data(SecondRole) or "")
        area = QRectF(rect).adjusted(0, 0, -px(tokens.S8), 0)
        if second:
            painter.setFont(tokens.font(tokens.CAPTION))
            painter.setPen(colour("text2"))
            below = area.adjusted(0, px(20), 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, second)
            area.adjust(0, 0, 0, -px(18))
        painter.setFont(tokens.font(self._style))
        painter.setPen(colour(self._ink))
        paint_figures(painter, area, str(index.data() or ""))


class ChipDelegate(CellDelegate):
    """A chip at the left of the cell."""

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        chip = index.data(ChipRole)
        if chip is None:
            return
        size = chip_size(chip)
        top = rect.center().y() - size.height() // 2 + 1
        paint_chip(painter, QRect(rect.left(), top, min(size.width(), rect.width()), size.height()), chip)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        chip = index.data(ChipRole)
        width = chip_size(chip).width() if chip else 0
        return QSize(width + px(PAD) + px(tokens.S8), px(tokens.ROW))


class IconDelegate(CellDelegate):
    """An icon at the right of the cell; its word is spoken and told by the tooltip."""

    def paint_inside(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        drawn = index.data(IconRole)
        if drawn is None:
            return
        side = px(tokens.ICON)
        spot = QRect(rect.right() - side - px(tokens.S4), rect.center().y() - side // 2, side, side)
        paint_icon(painter, drawn[0], spot, drawn[1])

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(px(tokens.S48), px(tokens.ROW))


def delegate_for(column: Column) -> CellDelegate:
    """The delegate that a column asks for."""
    if column.chip:
        return ChipDelegate()
    if column.icon:
        return IconDelegate()
    if column.number:
        return NumberDelegate(column.look)
    if column.second:
        return TwoLineDelegate(column.look or "medium")
    return WrapDelegate(column.look) if column.wraps else CellDelegate(column.look)


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """`text` broken into at most two lines of `width` pixels; what is left over stays on the second one."""
    if not text:
        return []
    layout = QTextLayout(text.replace("\n", " "), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textLength()
    layout.endLayout()
    first, rest = layout.text()[:end].rstrip(), layout.text()[end:]
    return [first, rest] if rest else [first]
