"""The empty line below the last row: pressing Enter on it, or typing, begins a new row."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.composing import types
from chibo_desktop.ui.components.focus_inside import PAINTS_FOCUS
from chibo_desktop.ui.components.key_cap import KeyCap
from chibo_desktop.ui.icons import Icon, paint_icon
from chibo_desktop.ui.tokens import colour, px

_NEW = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert, Qt.Key.Key_F2)


class NewRowLine(QAbstractButton):
    """Stands below the rows as if it were one: the arrow up leads back to them."""

    up_requested = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(PAINTS_FOCUS, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = space.row(self, (0, 0, tokens.S16, 0))
        line.addStretch(1)
        line.addWidget(KeyCap("Enter"), 0, Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + px(tokens.S48) * 3, px(tokens.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(tokens.S48) * 3, px(tokens.CONTROL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _NEW:
            self.click()
        elif Qt.Key(event.key()) == Qt.Key.Key_Up:
            self.up_requested.emit()
        elif types(event):
            self._begin_with(event)
        else:
            super().keyPressEvent(event)

    def _begin_with(self, event: QKeyEvent) -> None:
        """Typing here begins the row: the first letter belongs to it."""
        self.click()
        field = QApplication.focusWidget()
        if field is not None and field is not self:
            QApplication.sendEvent(field, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(tokens.ICON_INLINE)
        paint_icon(painter, Icon.PLUS, QRect(px(tokens.S16), (self.height() - side) // 2, side, side), "muted")
        painter.setFont(tokens.font(tokens.BODY))
        painter.setPen(colour("text2" if self.underMouse() else "muted"))
        left = px(tokens.S16) + side + px(tokens.S12)
        area = QRect(left, 0, self.width() - left - px(tokens.S48) * 2, self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), px(tokens.RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(4, 2, -4, -4), px(tokens.RADIUS), px(tokens.RADIUS))
        painter.end()
