"""The one window: either something alone - the door, the first run - or the rail and the pages; keys for both.

The first window is on the screen before anything of what lies behind the door is imported or built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.first_paint import FirstPaint
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from chibo_desktop.domain.outcomes import Changes
    from chibo_desktop.ui.components.nav_rail import NavRail
    from chibo_desktop.ui.components.notice import Notice
    from chibo_desktop.ui.inside import Inside, PageEntry
    from chibo_desktop.ui.page import Page


class Shell(QWidget):
    """The window of the program. `painted` comes once, when it is on the screen for the first time."""

    painted = Signal()
    lock_requested = Signal()
    close_requested = Signal()  # asked before closing when `may_close` says no
    look_changed = Signal(str, int)  # scheme, zoom: worth remembering
    page_opened = Signal(str)
    changes_made = Signal(object)  # Changes, from whichever page or job

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._built: Inside | None = None
        self._alone: QWidget | None = None
        self._help: Page | None = None  # over what is shown alone
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(name)
        self.setProperty("look", "page")
        self.setMinimumSize(*tokens.SMALLEST)
        self._stack = QStackedWidget()
        space.column(self).addWidget(self._stack)
        self._add_keys()
        theme.changed.connect(self._look_has_changed)
        FirstPaint(self).done.connect(self._has_been_painted)

    def _add_keys(self) -> None:
        keys: dict[Keys, Callable[[], object]] = {
            Keys.BACK: self.go_back,
            Keys.HELP: self.show_help,
            Keys.LOCK: self.lock,
            Keys.LARGER: lambda: self._theme.step_zoom(1),
            Keys.LARGER_TOO: lambda: self._theme.step_zoom(1),
            Keys.SMALLER: lambda: self._theme.step_zoom(-1),
            Keys.PLAIN_SIZE: lambda: self._theme.set_zoom(100),
        }
        for key, act in keys.items():
            QShortcut(sequence(key), self, act)

    @Slot()
    def _has_been_painted(self) -> None:
        from chibo_desktop.ui.components.focus_ring import FocusRing

        FocusRing(self)
        self.painted.emit()

    # the rail and the pages

    @property
    def _inside(self) -> Inside:
        if self._built is None:
            from chibo_desktop.ui.inside import Inside

            self._built = Inside()
            self._built.page_opened.connect(self.page_opened)
            self._built.changes_made.connect(self.changes_made)
            self._stack.addWidget(self._built)
        return self._built

    @property
    def is_alone(self) -> bool:
        """Is something shown without the rail: the door, the first run?"""
        return self._alone is not None

    @property
    def rail(self) -> NavRail:
        """The rail at the left."""
        return self._inside.rail

    @property
    def notices(self) -> Notice:
        """The place of notices."""
        return self._inside.notices

    @property
    def page(self) -> Page | None:
        """The page that is open, also behind the door; None before the first."""
        return self._built.page if self._built is not None else None

    @property
    def current_key(self) -> str:
        """Key of the rail's chosen page, or "" before the first."""
        return self._built.current_key if self._built is not None else ""

    def add_page(self, entry: PageEntry) -> None:
        """Put a page into the rail."""
        self._inside.add_page(entry)

    def open_page(self, key: str, subject: object = None) -> Page | None:
        """Open a page of the rail and show `subject` there. None while something is shown alone."""
        return None if self.is_alone else self._inside.open_page(key, subject)

    def push(self, page: Page) -> None:
        """Show a page on top of the open one; going back takes it away."""
        self._inside.push(page)

    @Slot()
    def go_back(self) -> None:
        """From a pushed page, or from help, to what is below it; nothing happens elsewhere."""
        if self.is_alone:
            self._close_help()
        elif self._built is not None:
            self._built.go_back()

    def tell_changes(self, changes: Changes) -> None:
        """Tell every page that was built what has changed."""
        self._inside.tell_changes(changes)

    def leave_all(self) -> None:
        """Have the open page commit what has been typed: before locking, before closing."""
        if self._built is not None:
            self._built.leave()

    # the whole window for one thing: first run, unlocking

    def show_alone(self, widget: QWidget) -> None:
        """Show a widget without the rail, over everything. Its attribute `help_key` names the file of its help."""
        self.leave_all()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._clear_alone()
        self._alone = widget

    def show_pages(self) -> None:
        """Back to rail and pages; what was shown alone is gone."""
        self._stack.setCurrentWidget(self._inside)
        self._clear_alone()

    def _clear_alone(self) -> None:
        for widget in (self._help, self._alone):
            if widget is not None:
                self._stack.removeWidget(widget)
                widget.deleteLater()
        self._help = self._alone = None

    @Slot()
    def lock(self) -> None:
        """Save what is typed and ask to be locked."""
        if not self.is_alone:
            self.leave_all()
            self.lock_requested.emit()

    # help

    @Slot()
    def show_help(self) -> None:
        """Help for what is seen, on top of it."""
        if not self.is_alone:
            self._inside.show_help()
        elif self._help is None:
            from chibo_desktop.ui.help import HelpPage

            self._help = HelpPage(getattr(self._alone, "help_key", ""))
            self._help.back_requested.connect(self._close_help)
            self._stack.addWidget(self._help)
            self._stack.setCurrentWidget(self._help)
            self._help.focus_first()

    @Slot()
    def _close_help(self) -> None:
        if self._help is None or self._alone is None:
            return
        self._stack.setCurrentWidget(self._alone)  # the focus goes back to where it was
        self._stack.removeWidget(self._help)
        self._help.deleteLater()
        self._help = None

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
    def _look_has_changed(self) -> None:
        self.look_changed.emit(self._theme.scheme.value, self._theme.zoom)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave_all()
        if self.may_close():
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()


def _fits_a_screen(frame: QRect) -> bool:
    return any(screen.availableGeometry().contains(frame) for screen in QGuiApplication.screens())
