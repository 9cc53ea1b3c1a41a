"""A strip of figures: states of work, counts of attendance, what a packet brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy

from chibo_desktop.ui import tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `tint` colours icon (and the figure when `figure_tint`); `second` is the line of second rank."""

    key: str
    word: str
    figure: str
    second: str = ""
    icon: Icon | None = None
    tint: str = "text2"
    figure_tint: bool = False


class StateCells(QFrame):
    """Cells side by side in one card.

    `manner`: "states" (word and second line at the left, figure at the right, as on *Gửi – nhận*) or "counts" (figure
    above its word, as on *Thành phần dự*). `clickable` cells can be chosen by mouse, Enter and Space.
    """

    chosen = Signal(str)

    def __init__(self, cells: Sequence[Cell] = (), manner: str = "states", clickable: bool = False) -> None:
        super().__init__()
        self._manner = manner
        self._clickable = clickable
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self._across = 0
        self._cells: dict[str, _CellFace] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_cells(cells)

    def set_cells(self, cells: Sequence[Cell]) -> None:
        """Show these cells; the same keys in the same order keep focus and choice."""
        if list(self._cells) == [cell.key for cell in cells]:
            for cell in cells:
                self._cells[cell.key].show_cell(cell)
            return
        for face in self._cells.values():
            face.hide()
            face.deleteLater()
        self._cells = {}
        for cell in cells:
            face = _CellFace(cell, self._manner, self._clickable)
            face.clicked.connect(lambda _=False, key=cell.key: self.chosen.emit(key))
            self._cells[cell.key] = face
        self._across = 0
        self._arrange()

    def choose(self, key: str) -> None:
        """Mark a cell as the filter in force; an unknown key marks none."""
        for name, face in self._cells.items():
            face.setChecked(name == key)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _widest(self) -> int:
        return max((face.minimumSizeHint().width() for face in self._cells.values()), default=0) + 2

    def _arrange(self) -> None:
        """All on one line where they fit, otherwise on lines of the same number."""
        count = len(self._cells)
        needed = sum(face.minimumSizeHint().width() for face in self._cells.values()) + 2
        across = count
        if self.width() < needed and self.isVisible():
            across = max(1, min(count, self.width() // max(self._widest(), 1)))
            across = ceil(count / ceil(count / across)) if count else 0
        if across == self._across or not count:
            return
        for place in range(max(self._across, across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._across = across
        for place, face in enumerate(self._cells.values()):
            face.has_left, face.has_top = place % across > 0, place >= across
            self._grid.addWidget(face, place // across, place % across)


class _CellFace(QAbstractButton):
    def __init__(self, cell: Cell, manner: str, clickable: bool) -> None:
        super().__init__()
        self._manner = manner
        self.has_left = self.has_top = False  # neighbours, from which a hairline tells it apart
        self.setCheckable(clickable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not clickable:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cell = cell
        self.show_cell(cell)

    def show_cell(self, cell: Cell) -> None:
        self._cell = cell
        self.setAccessibleName(f"{cell.word}: {cell.figure}")
        self.setAccessibleDescription(cell.second)
        self.setToolTip(cell.second)
        self.updateGeometry()
        self.update()

    def _hint(self, second: str) -> QSize:
        wide = QFontMetrics(tokens.font(tokens.BODY_STRONG if self._manner == "states" else tokens.CAPTION))
        small = QFontMetrics(tokens.font(tokens.CAPTION))
        figure = QFontMetrics(tokens.font(tokens.SUBFIGURE)).horizontalAdvance(self._cell.figure)
        icon = px(tokens.ICON) + px(tokens.S8) if self._cell.icon else 0
        word = wide.horizontalAdvance(self._cell.word)
        below = small.horizontalAdvance(second)
        if self._manner == "states":
            return QSize(max(word + icon, below) + figure + 2 * px(14) + px(tokens.S8), px(66))
        return QSize(max(word, below, figure + icon) + 2 * px(tokens.S16), px(64))

    def minimumSizeHint(self) -> QSize:
        return self._hint(second="")

    def sizeHint(self) -> QSize:
        return self._hint(self._cell.second)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("sel" if self.isChecked() else "subtle"))
            painter.drawRoundedRect(self.rect(), px(tokens.RADIUS_CARD) - 1, px(tokens.RADIUS_CARD) - 1)
        painter.fillRect(0, 0, 1 if self.has_left else 0, self.height(), colour("border"))
        painter.fillRect(0, 0, self.width(), 1 if self.has_top else 0, colour("border"))
        if self._manner == "states":
            self._paint_state(painter)
        else:
            self._paint_count(painter)
        painter.end()

    def _paint_state(self, painter: QPainter) -> None:
        cell, margin = self._cell, px(14)
        middle = self.height() // 2
        top = QRect(margin, middle - px(24), self.width() - 2 * margin, px(24))
        left = self._paint_icon(painter, top)
        _write(painter, top.adjusted(left, 0, 0, 0), cell.word, (tokens.BODY_STRONG, "text"))
        below = QRect(margin, middle + px(2), top.width(), px(20))
        figures = QFontMetrics(tokens.font(tokens.SUBFIGURE)).horizontalAdvance(cell.figure)
        below.setWidth(top.width() - figures - px(tokens.S8))
        _write(painter, below, cell.second, (tokens.CAPTION, "text2"))
        figure = QRect(margin, 0, self.width() - 2 * margin, self.height())
        _write(painter, figure, cell.figure, (tokens.SUBFIGURE, "text"), right=True)

    def _paint_count(self, painter: QPainter) -> None:
        cell, margin = self._cell, px(tokens.S16)
        middle = self.height() // 2
        top = QRect(margin, middle - px(28), self.width() - 2 * margin, px(32))
        left = self._paint_icon(painter, top)
        tint = cell.tint if cell.figure_tint else "text"
        _write(painter, top.adjusted(left, 0, 0, 0), cell.figure, (tokens.SUBFIGURE, tint))
        below = QRect(margin, middle + px(4), top.width(), px(20))
        _write(painter, below, cell.word, (tokens.CAPTION, "text2"))

    def _paint_icon(self, painter: QPainter, line: QRect) -> int:
        if self._cell.icon is None:
            return 0
        side = px(tokens.ICON)
        spot = QRectF(line.left(), line.center().y() - side / 2 + 1, side, side)
        paint_icon(painter, self._cell.icon, spot, self._cell.tint)
        return side + px(tokens.S8)


def _write(painter: QPainter, rect: QRect, text: str, manner: tuple[tuple[int, int], str], right: bool = False) -> None:
    """One line of text in a type style and a token colour, shortened where it is too long."""
    style, tint = manner
    painter.setFont(tokens.font(style))
    painter.setPen(colour(tint))
    words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)
