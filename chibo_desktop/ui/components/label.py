"""Text and pictures that are only looked at."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from chibo_desktop.ui import tokens
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import px

TALLEST = "ỖẶgy"


class Label(QLabel):
    """Plain text, never rich: what comes from outside must not be read as HTML.

    `look`: figure, title, subfigure, heading, strong, medium, label, caption, muted, second or "" (body).
    `tint`: ok, warn, err, info, muted, accent or "". High letters with two marks (Ỗ, Ặ) are given their room.
    """

    def __init__(self, text: str = "", look: str = "", tint: str = "", wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setProperty("tint", tint)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._make_room()

    def set_tint(self, tint: str) -> None:
        """Change the colour to another tint."""
        if self.property("tint") != tint:
            self.setProperty("tint", tint)
            self.style().unpolish(self)
            self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room()

    def _make_room(self) -> None:
        above, below = _room(self.font().toString())
        self.setContentsMargins(0, above, 0, below)


@lru_cache(maxsize=64)
def _room(described: str) -> tuple[int, int]:
    """Pixels that the tallest letters of that font need above and below its line. Asked at every change of a label."""
    font = QFont()
    font.fromString(described)
    metrics = QFontMetrics(font)
    tall = metrics.tightBoundingRect(TALLEST)
    # one pixel more above for smoothed edges
    return max(0, 1 - tall.top() - metrics.ascent()), max(0, tall.bottom() - metrics.descent())


class LongLabel(Label):
    """One line that may be shortened with an ellipsis; the whole of it is in the tooltip."""

    def __init__(self, text: str = "", look: str = "", tint: str = "") -> None:
        super().__init__(text, look, tint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.S48), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip("" if words == self.text() else self.text())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)
        painter.end()


class IconLabel(QWidget):
    """An icon in a token colour, for the eye only: the text beside it says the same."""

    def __init__(self, icon: Icon, tint: str = "text2", units: int = tokens.ICON) -> None:
        super().__init__()
        self._icon = icon
        self._tint = tint
        self._units = units
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def icon(self) -> Icon:
        """What it shows."""
        return self._icon

    def set_icon(self, icon: Icon, tint: str) -> None:
        """Show another icon in another token colour."""
        self._icon = icon
        self._tint = tint
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self._units), px(self._units))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._icon, self.rect(), self._tint)
        painter.end()


class Line(QFrame):
    """A hairline, horizontal or vertical."""

    def __init__(self, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "line")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
