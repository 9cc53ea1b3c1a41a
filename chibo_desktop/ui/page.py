"""What every page is: header above, banners and content below.

A page builds its widgets, connects them, has its slots, and refreshes - in this order. What concerns other pages it
tells by signals; the shell is the only one that connects pages.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.page_header import PageHeader
from chibo_desktop.ui.components.scroll_page import ScrollPage


class Page(QWidget):
    """Base of all pages. `help_key` names the file of its help; `concerns` the kinds of changes it shows."""

    open_requested = Signal(str, object)  # key of a page, and what to show there (or None)
    push_requested = Signal(object)  # a Page to show on top of this one, with a way back
    back_requested = Signal()
    notice_requested = Signal(object)  # NoticeWords
    badge_changed = Signal(str, int)  # key of a page, how many things wait there
    changed = Signal(object)  # Changes: a service has done something

    help_key = ""
    concerns: tuple[str, ...] = ()

    def __init__(self, title: str, sub: str = "", back: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.header = PageHeader(title, sub, back=back)
        self.header.back_requested.connect(self.back_requested)
        self.banners = BannerArea()
        self._column = space.column(self)
        self._column.addWidget(self.header)
        self.set_title(title, sub)

    @property
    def title(self) -> str:
        """The title in the header: the accessible name of the page."""
        return self.header.title

    def set_title(self, title: str, sub: str = "") -> None:
        """Change the header's words."""
        self.header.set_words(title, sub)
        self.setAccessibleName(title)

    def set_content(self, content: QWidget, scrolls: bool = True, margins: bool = True) -> None:
        """Put the content below the header, the banners above it. Call once, in the constructor.

        `scrolls`: the content as a whole scrolls. `margins`: the page margins of 24 and 16 are added.
        """
        holder = QWidget()
        edge = (tokens.S24, tokens.S16) if margins else 0
        column = space.column(holder, edge, tokens.S12)
        column.addWidget(self.banners)
        column.addWidget(content, 1)
        self._column.addWidget(ScrollPage(holder) if scrolls else holder, 1)

    def show_banner(self, key: str, banner: Banner, on_chosen: Callable[[str], object] | None = None) -> None:
        """Show a banner at the head of the content."""
        self.banners.put(key, banner, on_chosen)

    def say(self, words: NoticeWords) -> None:
        """Show a notice."""
        self.notice_requested.emit(words)

    # what the shell calls; pages override what they need

    def refresh(self) -> None:
        """Fetch anew what is shown. Called when the page is opened and when changes concern it."""

    def show_subject(self, subject: object) -> None:
        """Show what another page asked for: a visit, a filter."""

    def changes_made(self, changes: Changes) -> None:
        """A service has changed something. A page that is not seen refreshes when it comes."""
        if self.isVisible() and changes.concern(self.concerns):
            self.refresh()

    def leave(self) -> None:
        """The page is left, or the program locks or closes: commit what has been typed."""

    def panes(self) -> list[QWidget]:
        """Widgets that F6 goes through, in reading order, after the rail."""
        return [self]

    def focus_first(self) -> None:
        """Put the focus where work begins."""
        first = self.nextInFocusChain()
        while first is not self and first is not None:
            if self.isAncestorOf(first) and first.isVisible() and first.focusPolicy() and first.isEnabled():
                first.setFocus()
                return
            first = first.nextInFocusChain()

    def set_short(self, short: bool) -> None:
        """The window is (not) lower than 700: hide (show) the hint line."""
