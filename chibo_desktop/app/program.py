"""The running window program: which page is shown when, unlocking and locking, what is remembered, what goes wrong."""

import base64
import binascii
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from chibo_desktop.app.crash import CrashWatch
from chibo_desktop.app.home import NAME
from chibo_desktop.app.idle import IdleWatch
from chibo_desktop.app.logs import ProgramLog
from chibo_desktop.app.look import first_look
from chibo_desktop.app.single import SingleInstance
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme

if TYPE_CHECKING:
    from chibo_desktop.services.desk import Desk
    from chibo_desktop.services.drafts import Draft
    from chibo_desktop.services.settings import Settings

RESTART = 75
"""Exit code of the event loop that asks for the program to be started anew."""

WARM_AFTER = 300
"""Milliseconds after the first window until what opens the book is imported, while a passphrase is being typed."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Program(QObject):
    """Everything that lives as long as the window does."""

    def __init__(self, app: QApplication, places: Places, single: SingleInstance) -> None:
        super().__init__(app)
        self._app, self._places, self._single = app, places, single
        self.desk: Desk | None = None
        self.log = ProgramLog(places.home / "logs")
        self.crashes = CrashWatch(places.home / "logs", self.log, _now)
        self.jobs = Jobs(self)
        self._look = first_look(places)
        self.theme = Theme(app, Scheme(self._look.theme), self._look.zoom)
        self.shell = Shell(self.theme, NAME)
        self._connect()

    def _connect(self) -> None:
        self.crashes.happened.connect(self._show_crash)
        self.jobs.failed.connect(self._show_failure)
        self.shell.lock_requested.connect(self._lock)
        self.shell.look_changed.connect(self._remember_look)
        self.shell.close_requested.connect(self._ask_before_closing)
        self.shell.may_close = self._may_close

    # starting

    def start(self) -> None:
        """Show the first window: the door of a founded home, or the first run."""
        self.crashes.watch()
        self.log.write(_now(), "STARTED")
        if is_founded(self._places):
            self._show_door()
        else:
            self._show_first_run()
        self.shell.place(_geometry(self._look.geometry))
        QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        """What can wait until the first window is painted."""
        self._single.listen(self._come_to_front)
        self._idle = IdleWatch(self._app)
        self._idle.tired.connect(self.shell.lock)
        QTimer.singleShot(WARM_AFTER, lambda: self.jobs.submit(_warm))

    def _show_door(self) -> None:
        from chibo_desktop.ui.pages.unlock import UnlockPage

        page = UnlockPage(self.jobs, self._open, self._recover)
        page.opened.connect(self._let_in)
        self.shell.show_alone(page)
        page.focus_first()

    def _show_first_run(self) -> None:
        from chibo_desktop.ui.pages.first_run import FirstRunPage

        page = FirstRunPage(self.jobs, self._founder())
        page.finished.connect(self._let_in)
        self.shell.show_alone(page)
        page.focus_first()

    def _founder(self) -> Any:
        from chibo_desktop.app.founder import MachineFounder

        return MachineFounder(self._places)

    def _open(self, passphrase: str) -> "Desk":
        from chibo_desktop.app import machine
        from chibo_desktop.services import founding

        return founding.open_desk(self._places, passphrase, machine.now, machine.random_bytes)

    def _recover(self, code: str, new_passphrase: str) -> "Desk":
        from chibo_desktop.app import machine
        from chibo_desktop.services import founding

        founding.check_passphrase(new_passphrase)
        return founding.open_desk_with_recovery(
            self._places, code, new_passphrase, machine.now, machine.random_bytes
        )

    # inside

    def _let_in(self, desk: "Desk") -> None:
        """The passphrase was right: build the rail, or go back to where the person was before locking."""
        self.log.write(_now(), "UNLOCKED")
        if self.desk is not None:
            self.jobs.submit(partial(_close, desk))  # it only proved the passphrase; the pages keep theirs
            self.shell.show_pages()
            self._focus_again()
            return
        from chibo_desktop.app import rail

        self.desk = desk
        self.badges = rail.furnish(self.shell, desk, self.jobs, self.theme)
        self.shell.show_pages()
        last = self._settings().page
        keys = self.shell.rail.keys()
        self.shell.open_page(last if last in keys else keys[0])
        self.jobs.submit(partial(_what_awaits, desk), self._greet)

    def _focus_again(self) -> None:
        page = self.shell.page
        place, self._focus = getattr(self, "_focus", None), None
        if page is not None and place is not None and page.isAncestorOf(place):
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None:
            page.focus_first()

    def _greet(self, found: "tuple[Draft | None, bool]") -> None:
        from chibo_desktop.app import rail

        draft, clock_is_sound = found
        if draft is not None:
            rail.resume(self.shell, draft)
        if not clock_is_sound:
            rail.warn_of_clock(self.shell, _now())

    # locking

    def _lock(self) -> None:
        """Cover everything; the shell has had the page commit what was typed. What runs goes on behind the door."""
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()
        self._focus = QApplication.focusWidget()
        self.log.write(_now(), "LOCKED")
        self._show_door()

    # what is remembered

    def _settings(self) -> "Settings":
        from chibo_desktop.services.settings import load_settings

        return load_settings(self._places)

    def _remember_look(self, scheme: str, zoom: int) -> None:
        self._remember(theme=scheme, zoom=zoom)

    def _remember(self, **facts: Any) -> None:
        from dataclasses import replace

        from chibo_desktop.services.settings import save_settings

        save_settings(self._places, replace(self._settings(), **facts))

    # closing

    def _may_close(self) -> bool:
        """Not while something runs that a person started, an export above all: then the question is asked first."""
        return not self.jobs.is_cancellable_busy() if hasattr(self.jobs, "is_cancellable_busy") else True

    def _ask_before_closing(self) -> None:
        from chibo_desktop.ui import sentences

        if sentences.dialog("M25", parent=self.shell).ask() == sentences.tr("Dừng và thoát"):
            self.jobs.close()
            self.shell.close()

    def end(self) -> None:
        """The window is closed: remember its place, let the last saves finish, close the book."""
        from chibo_desktop.domain.outcomes import Fault

        try:
            geometry = base64.b64encode(self.shell.geometry_to_keep()).decode("ascii")
            self._remember(geometry=geometry, page=self.shell.current_key or self._settings().page)
        except Fault as fault:
            self.log.write(_now(), fault.code)
        if self.desk is not None:
            self.jobs.submit(partial(_close, self.desk))
        self.jobs.finish() if hasattr(self.jobs, "finish") else self.jobs.close()
        self.log.write(_now(), "STOPPED")
        self.crashes.unwatch()
        self._single.release()

    # trouble

    def _come_to_front(self) -> None:
        self.shell.setWindowState(self.shell.windowState() & ~Qt.WindowState.WindowMinimized)
        self.shell.show()
        self.shell.raise_()
        self.shell.activateWindow()

    def _show_failure(self, failure: Failure) -> None:
        from chibo_desktop.ui.components.banner import Banner
        from chibo_desktop.ui.sentences import of_failure

        self.log.write(_now(), getattr(failure, "code", "CANCELLED"))
        page = self.shell.page
        if page is not None:
            page.show_banner("failure", Banner("error", *of_failure(failure), buttons=("Đóng",)))

    def _show_crash(self, report: str) -> None:
        from chibo_desktop.ui.crash_dialog import CrashDialog

        if QApplication.activeModalWidget() is not None and getattr(self, "_crashed", False):
            return
        self._crashed = True
        if CrashDialog(report, self.shell).ask_until_answered():
            self._app.exit(RESTART)


def _geometry(words: str) -> bytes | None:
    try:
        return base64.b64decode(words, validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _warm() -> None:
    """Import what opens the book."""
    import chibo_desktop.app.machine
    import chibo_desktop.services.founding  # noqa: F401 - imported for the time it takes


def _close(desk: "Desk") -> None:
    from chibo_desktop.services import founding

    founding.close_desk(desk)


def _what_awaits(desk: "Desk") -> "tuple[Draft | None, bool]":
    from chibo_desktop.services import drafts, logbook

    return drafts.interrupted_draft(desk), logbook.is_clock_sound(desk)
