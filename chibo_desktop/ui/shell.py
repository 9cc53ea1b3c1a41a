"""The one window: the rail, the pages, the way back, keys that work everywhere, notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.nav_rail import NavRail
from chibo_desktop.ui.components.notice import Notice, NoticeWords
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.theme import Theme
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


class Shell(QWidget):
    """The window of the program. It connects pages with each other and knows nothing of what they show."""

    lock_requested = Signal()
    close_requested = Signal()  # asked before closing when `may_close` says no
    look_changed = Signal(str, int)  # scheme, zoom: worth remembering
    page_opened = Signal(str)
    changes_made = Signal(object)  # Changes, from whichever page or job

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._above: list[Page] = []  # pages pushed on top of the page of the rail
        self._current = ""
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(name)
        self.setProperty("look", "page")
        self.setMinimumSize(*tokens.SMALLEST)
        self._build()
        self._add_keys()
        theme.changed.connect(self._look_has_changed)

    def _build(self) -> None:
        self.rail = NavRail()
        self.rail.opened.connect(self.open_page)
        self._stack = QStackedWidget()
        frame = QWidget()
        row = space.row(frame)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(frame)
        space.column(self).addWidget(self._outer)
        self.notices = Notice(self._stack)
        QTimer.singleShot(0, self, self._add_ring)

    def _add_ring(self) -> None:
        from chibo_desktop.ui.components.focus_ring import FocusRing  # not before the window is painted

        FocusRing(self)

    def _add_keys(self) -> None:
        keys: dict[Keys, Callable[[], object]] = {
            Keys.BACK: self.go_back,
            Keys.HELP: self.show_help,
            Keys.NEXT_PANE: lambda: self._cycle(1),
            Keys.PREVIOUS_PANE: lambda: self._cycle(-1),
            Keys.LOCK: self.lock,
            Keys.LARGER: lambda: self._theme.step_zoom(1),
            Keys.LARGER_TOO: lambda: self._theme.step_zoom(1),
            Keys.SMALLER: lambda: self._theme.step_zoom(-1),
            Keys.PLAIN_SIZE: lambda: self._theme.set_zoom(100),
        }
        for key, act in keys.items():
            QShortcut(sequence(key), self, act)

    # pages

    def add_page(self, entry: PageEntry) -> None:
        """Put a page into the rail."""
        self._entries[entry.key] = entry
        self.rail.add(entry.key, entry.icon, entry.title, entry.shortcut, entry.at_end)
        QShortcut(sequence(entry.shortcut), self, lambda: self.open_page(entry.key))

    def open_page(self, key: str, subject: object = None) -> Page | None:
        """Open a page of the rail, building it if need be, and show `subject` there. None while locked."""
        if self._outer.currentIndex() != 0:
            return None
        self._leave()
        while self._above:
            self._drop(self._above.pop())
        page = self._pages.get(key)
        if page is None:
            page = self._entries[key].factory()
            self._adopt(page)
            self._pages[key] = page
        self._current = key
        self.rail.choose(key)
        self._show(page)
        if subject is not None:
            page.show_subject(subject)
        self.page_opened.emit(key)
        return page

    def push(self, page: Page) -> None:
        """Show a page on top of the open one; going back takes it away."""
        self._leave()
        self._adopt(page)
        self._above.append(page)
        self._show(page)

    def go_back(self) -> None:
        """From a pushed page to the one below it; nothing happens elsewhere."""
        if not self._above or self._outer.currentIndex() != 0:
            return
        self._leave()
        self._drop(self._above.pop())
        self._show(self._above[-1] if self._above else self._pages[self._current])

    @property
    def page(self) -> Page | None:
        """The page that is seen."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def current_key(self) -> str:
        """Key of the rail's chosen page, or "" before the first."""
        return self._current

    def tell_changes(self, changes: Changes) -> None:
        """Tell every page that was built what has changed."""
        for page in (*self._pages.values(), *self._above):
            page.changes_made(changes)
        self.changes_made.emit(changes)

    def leave_all(self) -> None:
        """Have the open page commit what has been typed: before locking, before closing."""
        self._leave()

    # the whole window for one thing: first run, unlocking

    def show_alone(self, widget: QWidget) -> None:
        """Show a widget without the rail, over everything."""
        self._leave()
        self._clear_alone()
        self._outer.addWidget(widget)
        self._outer.setCurrentIndex(1)

    def show_pages(self) -> None:
        """Back to rail and pages; what was shown alone is gone."""
        self._outer.setCurrentIndex(0)
        self._clear_alone()

    def _clear_alone(self) -> None:
        while (old := self._outer.widget(1)) is not None:
            self._outer.removeWidget(old)
            old.deleteLater()

    @Slot()
    def lock(self) -> None:
        """Save what is typed and ask to be locked."""
        if self._outer.currentIndex() == 0:
            self._leave()
            self.lock_requested.emit()

    # place on the screen

    def place(self, geometry: bytes | None) -> None:
        """Restore geometry if it still fits a screen; otherwise fill the screen."""
        if geometry and self.restoreGeometry(QByteArray(geometry)) and _fits_a_screen(self.frameGeometry()):
            self.show()
        else:
            self.showMaximized()

    def geometry_to_keep(self) -> bytes:
        """What `place` takes."""
        return bytes(self.saveGeometry().data())

    # inside

    @Slot()
    def show_help(self) -> None:
        """Help for the page that is seen, on top of it."""
        from chibo_desktop.ui.help import HelpPage

        page = self.page
        if page is not None and not isinstance(page, HelpPage):
            self.push(HelpPage(page.help_key or self._current))

    def _adopt(self, page: Page) -> None:
        page.open_requested.connect(self.open_page)
        page.push_requested.connect(self.push)
        page.back_requested.connect(self.go_back)
        page.notice_requested.connect(self._say)
        page.badge_changed.connect(self.rail.set_badge)
        page.changed.connect(self.tell_changes)
        page.set_short(self.height() < px(tokens.SHORT))
        self._stack.addWidget(page)

    def _show(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        page.refresh()
        if self.isVisible():
            page.focus_first()
        else:
            QTimer.singleShot(0, page, page.focus_first)  # walking the focus chain must not delay the first window

    def _leave(self) -> None:
        if self.page is not None:
            self.page.leave()

    def _drop(self, page: Page) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    @Slot(object)
    def _say(self, words: NoticeWords) -> None:
        self.notices.say(words)

    @Slot()
    def _look_has_changed(self) -> None:
        self.look_changed.emit(self._theme.scheme.value, self._theme.zoom)

    def _cycle(self, step: int) -> None:
        page = self.page
        if page is None or self._outer.currentIndex() != 0:
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
            page.set_short(self.height() < px(tokens.SHORT))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        if self.may_close():
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()


def _fits_a_screen(frame: QRect) -> bool:
    return any(screen.availableGeometry().contains(frame) for screen in QGuiApplication.screens())


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
