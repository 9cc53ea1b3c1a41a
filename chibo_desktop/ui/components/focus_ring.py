"""The ring around the button that has the focus: outside it, with a gap, so that it shows on every ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QProxyStyle, QStyle, QWidget

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.focus_inside import PAINTS_FOCUS
from chibo_desktop.ui.tokens import colour, px


class FocusRing(QFocusFrame):
    """Follows the focus of the application to every button. One per window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._manner = _RingStyle()
        self._manner.setParent(self)
        self.setStyle(self._manner)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self.hide()  # until a button has the focus: showing the window must not show it
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        ours = isinstance(now, QAbstractButton) and now.window() is self._window and not now.property(PAINTS_FOCUS)
        self.setWidget(now if ours else None)  # type: ignore[arg-type] - Qt takes a null pointer here

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = px(tokens.RING) / 2
        painter.setPen(QPen(colour("focus"), px(tokens.RING)))
        radius = px(tokens.RADIUS) + px(tokens.RING)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()


class _RingStyle(QProxyStyle):
    """Gives only the ring its margin, and lets it lie above its neighbours."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(self, metric, option=None, widget=None) -> int:
        wanted = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)
        if metric in wanted:
            return px(tokens.RING) + px(tokens.RING_GAP)
        return super().pixelMetric(metric, option, widget)

    def styleHint(self, hint, option=None, widget=None, returnData=None) -> int:  # noqa: N803 - the name is Qt's
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returnData)
