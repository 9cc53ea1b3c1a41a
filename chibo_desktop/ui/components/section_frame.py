"""The list of sections beside the open section; below 1180 units of window width above it, as a drop-down."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.section_list import SectionList
from chibo_desktop.ui.tokens import px


class SectionFrame(QWidget):
    """Give it to `Page.set_content(frame, scrolls=False, margins=False)`; `content` scrolls by itself."""

    def __init__(self, sections: SectionList, content: QWidget) -> None:
        super().__init__()
        self._sections = sections
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space.spread(self._box, 0, 0)
        self._box.addWidget(sections)
        self._box.addWidget(content, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        narrow = self.window().width() < px(tokens.NARROW)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted or narrow != self._sections.is_narrow():
            self._box.setDirection(wanted)
            self._sections.set_narrow(narrow)
