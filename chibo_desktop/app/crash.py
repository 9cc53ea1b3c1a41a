"""What happens when the program has a mistake: a report that the person can read and copy, with no words of people.

A report names the kind of the exception and the places in the program, never a message or a value: those may hold what
somebody said in a meeting.
"""

import datetime as dt
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from chibo_desktop import __version__
from chibo_desktop.app.logs import ProgramLog

ROOT = Path(__file__).parents[2]
_KEPT = 20


def report(kind: type[BaseException], trace: TracebackType | None, at: dt.datetime) -> str:
    """The report of one exception, as plain text."""
    import platform

    head = (
        f"chibo {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
        at.astimezone().isoformat(timespec="seconds"),
        f"{kind.__module__}.{kind.__qualname__}",
    )
    return "\n".join((*head, *_places(trace)))


def _places(trace: TracebackType | None) -> list[str]:
    import traceback

    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    return [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """The path below the program or a library: a home folder has the name of a person in it."""
    place = Path(filename)
    if place.is_relative_to(ROOT):
        return place.relative_to(ROOT).as_posix()
    parts = place.parts
    marks = [at for at, part in enumerate(parts) if part == "site-packages" or part.startswith("python3")]
    return "/".join(parts[marks[-1] + 1 :] if marks else parts[-1:])


class CrashWatch(QObject):
    """Takes over what nobody caught, on any thread, writes the report beside the book, and tells the window of it."""

    happened = Signal(str)  # the report; on the GUI thread

    _caught = Signal(str)

    def __init__(self, folder: Path, log: ProgramLog, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._folder, self._log, self._now = folder, log, now
        self._caught.connect(self.happened, Qt.ConnectionType.QueuedConnection)

    def watch(self) -> None:
        """From here on every uncaught exception comes here. Messages of Qt go to the log, as codes."""
        sys.excepthook = self.take
        threading.excepthook = lambda caught: self.take(caught.exc_type, caught.exc_value, caught.exc_traceback)
        qInstallMessageHandler(self._take_message)

    def unwatch(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def take(self, kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
        """One exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value or kind(), trace)
            return
        now = self._now()
        words = report(kind, trace, now)
        self._log.write(now, "BUG", kind=kind.__qualname__)
        self._write(words, now)
        sys.stderr.write(words + "\n")
        self._caught.emit(words)

    def _write(self, words: str, now: dt.datetime) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = now.astimezone(dt.UTC).strftime("crash-%Y%m%dT%H%M%S%fZ.txt")
            (self._folder / name).write_text(words + "\n", encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_KEPT]:
                old.unlink()
        except OSError:
            return  # the report is still on the screen

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg):
            self._log.write(self._now(), "QT", kind=kind.name, category=context.category or "default")
        if kind != QtMsgType.QtDebugMsg:
            sys.stderr.write(message + "\n")
