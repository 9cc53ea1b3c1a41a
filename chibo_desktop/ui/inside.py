"""What lies behind the door: the rail and the pages, the way back, notices. Built when the first page is added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.nav_rail import NavRail
from chibo_desktop.ui.components.notice import Notice, NoticeWords
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.tokens import px


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the rail: built by `factory` when it is first opened. `at_end`: at the foot of the rail."""

    key: str
    icon: Icon
    title: str
    shortcut: Keys
    factory: Callable[[], Page]
    at_end: bool = False


class Inside(QWidget):
    """Connects pages with each other and knows nothing of what they show. Its keys work while it can be seen."""

    page_opened = Signal(str)
    changes_made = Signal(object)  # Changes, from whichever page or job

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._above: list[Page] = []  # pages pushed on top of the page of the rail
        self.current_key = ""
        self.rail = NavRail()
        self.rail.opened.connect(self.open_page)
        self._stack = QStackedWidget()
        row = space.row(self)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self.notices = Notice(self._stack)
        QShortcut(sequence(Keys.NEXT_PANE), self, lambda: self._cycle(1))
        QShortcut(sequence(Keys.PREVIOUS_PANE), self, lambda: self._cycle(-1))

    def add_page(self, entry: PageEntry) -> None:
        """Put a page into the rail."""
        self._entries[entry.key] = entry
        self.rail.add(entry.key, entry.icon, entry.title, entry.shortcut, entry.at_end)
        QShortcut(sequence(entry.shortcut), self, lambda: self.open_page(entry.key))

    def open_page(self, key: str, subject: object = None) -> Page:
        """Open a page of the rail, building it if need be, and show `subject` there."""
        self.leave()
        while self._above:
            self._drop(self._above.pop())
        page = self._pages.get(key)
        if page is None:
            page = self._entries[key].factory()
            self._adopt(page)
            self._pages[key] = page
        self.current_key = key
        self.rail.choose(key)
        self._show(page)
        if subject is not None:
            page.show_subject(subject)
        self.page_opened.emit(key)
        return page

    def push(self, page: Page) -> None:
        """Show a page on top of the open one; going back takes it away."""
        self.leave()
        self._adopt(page)
        self._above.append(page)
        self._show(page)

    def go_back(self) -> None:
        """From a pushed page to the one below it; nothing happens elsewhere."""
        if not self._above:
            return
        self.leave()
        self._drop(self._above.pop())
        self._show(self._above[-1] if self._above else self._pages[self.current_key])

    @property
    def page(self) -> Page | None:
        """The page that is seen."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def tell_changes(self, changes: Changes) -> None:
        """Tell every page that was built what has changed."""
        for page in (*self._pages.values(), *self._above):
            page.changes_made(changes)
        self.changes_made.emit(changes)

    def leave(self) -> None:
        """Have the open page commit what has been typed."""
        if self.page is not None:
            self.page.leave()

    def show_help(self) -> None:
        """Help for the page that is seen, on top of it."""
        from chibo_desktop.ui.help import HelpPage

        page = self.page
        if page is not None and not isinstance(page, HelpPage):
            self.push(HelpPage(page.help_key or self.current_key))

    # inside

    def _adopt(self, page: Page) -> None:
        page.open_requested.connect(self.open_page)
        page.push_requested.connect(self.push)
        page.back_requested.connect(self.go_back)
        page.notice_requested.connect(self._say)
        page.badge_changed.connect(self.rail.set_badge)
        page.changed.connect(self.tell_changes)
        page.set_short(self._is_short())
        self._stack.addWidget(page)

    def _is_short(self) -> bool:
        return self.window().height() < px(tokens.SHORT)

    def _show(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        self.notices.raise_()  # a page that was built after it would lie over it
        page.refresh()
        if self.isVisible():
            page.focus_first()
        else:
            QTimer.singleShot(0, page, page.focus_first)

    def _drop(self, page: Page) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    @Slot(object)
    def _say(self, words: NoticeWords) -> None:
        self.notices.say(words)

    def _cycle(self, step: int) -> None:
        page = self.page
        if page is None:
            return
        panes: list[QWidget] = [self.rail, *(pane for pane in page.panes() if pane.isVisible())]
        focus = QApplication.focusWidget()
        now = next((p for p in reversed(range(len(panes))) if focus and _holds(panes[p], focus)), 0)
        pane = panes[(now + step) % len(panes)]
        if pane is self.rail:
            self.rail.focus_chosen()
        else:
            _focus_inside(pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in (*self._pages.values(), *self._above):
            page.set_short(self._is_short())


def _holds(pane: QWidget, focus: QWidget) -> bool:
    return pane is focus or pane.isAncestorOf(focus)


def _focus_inside(pane: QWidget) -> None:
    reason = Qt.FocusReason.ShortcutFocusReason
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus:
        pane.setFocus(reason)
        return
    inside = (child for child in pane.findChildren(QWidget) if child.isVisible() and child.isEnabled())
    first = next((child for child in inside if child.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    if first is not None:
        first.setFocus(reason)
