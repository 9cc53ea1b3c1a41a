"""The running window program: which page is shown when, unlocking and locking, what is remembered, what goes wrong."""

import base64
import binascii
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from chibo_desktop.app import machine, opening
from chibo_desktop.app.crash import CrashWatch
from chibo_desktop.app.logs import ProgramLog
from chibo_desktop.app.single import SingleInstance
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.services.settings import load_settings
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme

if TYPE_CHECKING:
    from chibo_desktop.app import rail
    from chibo_desktop.services.backups import LookedAfter
    from chibo_desktop.services.desk import Desk
    from chibo_desktop.services.drafts import Draft
    from chibo_desktop.ui.components.dialog import Dialog

RESTART = 75
"""Exit code of the event loop that asks for the program to be started anew."""

LAST_GRACE = 10_000
"""Milliseconds that running jobs get to end after the window is closed."""

WARM_AFTER = 300
"""Milliseconds after the first window until what opens the book is imported, while a passphrase is being typed."""


class Program(QObject):
    """Everything that lives as long as the window does."""

    def __init__(self, app: QApplication, places: Places, single: SingleInstance) -> None:
        super().__init__(app)
        self._app, self._places, self._single = app, places, single
        self.desk: Desk | None = None
        self.passages: rail.Passages | None = None
        self._focus: QWidget | None = None
        self._has_crashed = self.is_settled = False
        self.log = ProgramLog(places.home / "logs")
        self.crashes = CrashWatch(places.home / "logs", self.log, machine.now)
        self.jobs = Jobs(self)
        self.background = Jobs(self)
        """For what only reads, over a connection of its own, and may take long: nobody waits for it."""
        settings = load_settings(places)
        self.theme = Theme(app, Scheme(settings.theme), settings.zoom)
        self.shell = Shell(self.theme, machine.NAME)
        self._geometry = settings.geometry
        self._connect()

    def _connect(self) -> None:
        self.shell.painted.connect(self._settle)
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
        self.log.write(machine.now(), "STARTED")
        if is_founded(self._places):
            self._show_door()
        else:
            self._show_first_run()
        self.shell.place(_geometry(self._geometry))

    def _settle(self) -> None:
        """What can wait until the first window is painted."""
        from chibo_desktop.ui.idle import IdleWatch

        self.is_settled = True
        self._single.listen(self._come_to_front)
        self._idle = IdleWatch(self._app)
        self._idle.tired.connect(self.shell.lock)
        QTimer.singleShot(WARM_AFTER, lambda: self.jobs.submit(opening.warm))

    def _show_door(self) -> None:
        from chibo_desktop.ui.pages.unlock import UnlockPage

        opener, recoverer = partial(opening.unlock, self._places), partial(opening.recover, self._places)
        page = UnlockPage(self.jobs, opener, recoverer, help_of=opening.office_help(self._places))
        if self.desk is None:  # else the book is open, and it is no moment to replace it
            page.replace_with = partial(opening.replace_broken, self._places)
        page.opened.connect(self._let_in)
        self.shell.show_alone(page)
        page.focus_first()

    def _show_first_run(self) -> None:
        from chibo_desktop.ui.pages.first_run import FirstRunPage

        found, restore = partial(opening.found, self._places), partial(opening.restore, self._places)
        page = FirstRunPage(self.jobs, found, opening.confirm_code, opening.back_up, restore)
        page.finished.connect(self._let_in)
        self.shell.show_alone(page)
        page.focus_first()

    # inside

    def _let_in(self, desk: "Desk") -> None:
        """The passphrase was right: build the rail, or go back to where the person was before locking."""
        self.log.write(machine.now(), "UNLOCKED")
        if self.desk is not None:
            self.jobs.submit(partial(opening.close, desk))  # it only proved the passphrase; the pages keep theirs
            self.shell.show_pages()
            self._focus_again()
            self._look_after()
            return
        from chibo_desktop.app import rail

        self.desk = desk
        self.passages = rail.furnish(rail.Tools(self.shell, desk, self.jobs, self.theme))
        self.shell.show_pages()
        last = load_settings(self._places).page
        keys = self.shell.rail.keys()
        self.shell.open_page(last if last in keys else keys[0])
        self.jobs.submit(partial(opening.what_awaits, desk), self._greet)

    def _focus_again(self) -> None:
        page = self.shell.page
        place, self._focus = self._focus, None
        if page is not None:
            page.refresh()
        if page is not None and place is not None and isValid(place) and page.isAncestorOf(place):
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None:
            page.focus_first()

    def _greet(self, found: "tuple[Draft | None, bool]") -> None:
        from chibo_desktop.app import rail

        draft, clock_is_sound = found
        if draft is not None and self.passages is not None:
            self.passages.resume(draft)
        if not clock_is_sound:
            rail.warn_of_clock(self.shell, machine.now())
        self._look_after()

    def _look_after(self) -> None:
        """Whether the file is sound, and the copy of the day, quietly: the pages tell when the last one was made."""
        if self.desk is None or self.background.is_busy():
            return
        work = partial(opening.look_after, self.desk)
        self.background.submit(work, self._looked_after, self._not_looked_after, lambda *_: None)

    def _looked_after(self, found: "LookedAfter") -> None:
        if found.problems:
            self._not_looked_after(Fault("BOOK_DAMAGED"))
        elif self.passages is not None:
            self.shell.tell_changes(found.changes)

    def _not_looked_after(self, failure: Failure) -> None:
        """The work goes on; the card Sao lưu turns amber by itself, and the log says why. A damaged book is told of."""
        from chibo_desktop.app import rail

        code = getattr(failure, "code", "CANCELLED")
        self.log.write(machine.now(), code)
        if code == "BOOK_DAMAGED" and self.passages is not None:
            rail.warn_of_damage(self.shell)

    # locking

    def _lock(self) -> None:
        """Cover everything; the shell has had the page commit what was typed. What runs goes on behind the door.

        Lists and dialogs are windows of their own, which would stay above the door with words of people in them.
        """
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()
        self._focus = QApplication.focusWidget()
        self.log.write(machine.now(), "LOCKED")
        self._show_door()

    # what is remembered

    def _remember_look(self, scheme: str, zoom: int) -> None:
        self._remember(theme=scheme, zoom=zoom)

    def _remember(self, **facts: Any) -> None:
        from dataclasses import replace

        from chibo_desktop.services.settings import save_settings

        save_settings(self._places, replace(load_settings(self._places), **facts))

    # closing

    def _may_close(self) -> bool:
        """An export or a merge is asked about first; saves and short reads end by themselves after the window."""
        return not self.jobs.is_long()

    def _ask_before_closing(self) -> None:
        dialog = self._closing_question()
        if dialog.ask() != dialog.safe.text():
            self.jobs.stop()
            self._wait_for_jobs(LAST_GRACE)
            QTimer.singleShot(0, self.shell.close)  # Qt closes no window from inside its own closing

    def _closing_question(self) -> "Dialog":
        """M25 where a packet may be half written; what else runs, a merge or a copy, is undone as a whole."""
        from chibo_desktop.ui import sentences
        from chibo_desktop.ui.components.dialog import Dialog

        tr = sentences.tr
        if self.shell.current_key == "exchange":
            return sentences.dialog("M25", parent=self.shell)
        text = tr("Những gì đã lưu vẫn còn nguyên; nếu thoát bây giờ, việc đang làm dừng lại và không được tính.")
        buttons = (tr("Đợi cho xong"), tr("Dừng và thoát"))
        return Dialog(tr("Đang làm dở một việc."), text, buttons, buttons[1:], self.shell)

    def _wait_for_jobs(self, milliseconds: int) -> bool:
        """Let jobs end and hand over what they found. True when none is left."""
        if not self.jobs.is_busy():
            return True
        loop = QEventLoop()
        self.jobs.busy_changed.connect(loop.quit)
        QTimer.singleShot(milliseconds, loop, loop.quit)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return not self.jobs.is_busy()

    def end(self) -> None:
        """The window is closed: remember its place, let the last saves end, close the book."""
        try:
            geometry = base64.b64encode(self.shell.geometry_to_keep()).decode("ascii")
            self._remember(geometry=geometry, page=self.shell.current_key or load_settings(self._places).page)
        except Fault as fault:
            self.log.write(machine.now(), fault.code)
        self._wait_for_jobs(LAST_GRACE)
        self.background.close()
        if self.desk is not None:
            self.jobs.submit(partial(opening.close, self.desk))
            self._wait_for_jobs(LAST_GRACE)
        self.jobs.close()
        self.log.write(machine.now(), "STOPPED")
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

        self.log.write(machine.now(), getattr(failure, "code", "CANCELLED"))
        page = self.shell.page
        if page is not None:
            page.show_banner("failure", Banner("error", *of_failure(failure), buttons=("Đóng",)))

    def _show_crash(self, report: str) -> None:
        """Tell the person once; what follows from the same mistake stands in the log only."""
        if self._has_crashed:
            return
        self._has_crashed = True
        tell = partial(self._tell_crash, report)
        if self.desk is None:
            tell(None)
        else:
            self.jobs.submit(partial(opening.saved_at, self.desk), tell, lambda _: tell(None))

    def _tell_crash(self, report: str, saved_at: dt.datetime | None) -> None:
        from chibo_desktop.ui.crash_dialog import CrashDialog

        saved = saved_at.astimezone().strftime("%H:%M:%S") if saved_at else ""
        CrashDialog(report, saved, self.shell).ask()
        self._app.exit(RESTART)


def _geometry(words: str) -> bytes | None:
    try:
        return base64.b64decode(words, validate=True) or None
    except (binascii.Error, ValueError):
        return None
