"""Content that scrolls in one direction, and two columns that become one where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.tokens import px


class ScrollPage(QScrollArea):
    """Scrolls its one widget up and down; what has the focus is always brought into view."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("look", "clear")
        self.setViewport(QWidget())  # one of our own does not fill its ground
        self.setWidget(content)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, px(tokens.S24))


def bring_into_view(widget: QWidget) -> None:
    """Scroll until all of a widget is seen that has just been shown or has grown, once it has its place."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, ScrollPage):
        above = above.parentWidget()
    if above is not None and widget.isVisible():
        above.ensureWidgetVisible(widget, 0, px(tokens.S24))


class SidePanel(QWidget):
    """Content with a panel at its right; below 1180 units of window width the panel moves under the content."""

    def __init__(self, content: QWidget, panel: QWidget, width: int = tokens.SIDE_PANEL) -> None:
        super().__init__()
        self._panel = panel
        self._width = width
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space.spread(self._box, 0, tokens.S20)
        self._box.addWidget(content, 1)
        self._box.addWidget(panel, 0, Qt.AlignmentFlag.AlignTop)
        self._arrange()

    def is_narrow(self) -> bool:
        """Does the panel stand under the content?"""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        narrow = self.window().width() < px(tokens.NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else across)
        space.fix(self._panel, min_width=1 if narrow else self._width, max_width=16000 if narrow else self._width)
        self._box.setAlignment(self._panel, Qt.AlignmentFlag(0) if narrow else Qt.AlignmentFlag.AlignTop)
