"""Pages in one place, of which the open one alone says how large the place is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from chibo_desktop.ui import space


class OpenStack(QWidget):
    """For places that scroll: Qt's own stack has the height of its tallest page, and would scroll a short one too."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._open = 0
        self._column = space.column(self)

    def add(self, page: QWidget) -> None:
        """Put a page behind the others; the first one is open."""
        self._pages.append(page)
        self._column.addWidget(page)
        page.setHidden(len(self._pages) > 1)

    @property
    def place(self) -> int:
        """Which page is open, from 0."""
        return self._open

    def open(self, place: int) -> None:
        """Show that page instead of the open one."""
        self._pages[self._open].hide()
        self._open = place
        self._pages[place].show()
