"""Content that fills its place, and a panel at its right that scrolls by itself; in a narrow window below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.tokens import px


class PanelBeside(QWidget):
    """For content that scrolls by itself, such as a tree: a long panel must not make it longer than the window.

    Below 1180 units of window width the panel stands under the content, as high as it is, and the page scrolls.
    """

    def __init__(self, content: QWidget, panel: QWidget, width: int = tokens.SIDE_PANEL) -> None:
        super().__init__()
        self._panel = panel
        self._width = width
        self._scroller = ScrollPage(panel)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space.spread(self._box, 0, tokens.S20)
        self._box.addWidget(content, 1)
        self._box.addWidget(self._scroller)
        panel.installEventFilter(self)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the panel shows has changed, and with it how high it is."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return False

    def _arrange(self) -> None:
        narrow = self.window().width() < px(tokens.NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else across)
        space.fix(self._scroller, min_width=1 if narrow else self._width, max_width=16000 if narrow else self._width)
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroller.setVerticalScrollBarPolicy(never if narrow else needed)
        self._fit()

    def _fit(self) -> None:
        layout = self._panel.layout()
        if layout is None or not self.is_narrow():
            self._scroller.setMinimumHeight(0)
            return
        width = self._scroller.width()
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self._scroller.setMinimumHeight(wanted)
