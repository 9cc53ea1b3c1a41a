"""The one shape for work off the GUI thread.

A job is a plain function of the services. One worker thread runs jobs one after the other, because whatever touches the
database belongs to one thread. What comes back - the result, a failure, progress - comes as a signal and is handed
over on the GUI thread. A job whose receiver is gone ends quietly.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from shiboken6 import isValid

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal

Failure = Refusal | Fault | Cancelled
Progress = Callable[..., None]


@dataclass(eq=False, slots=True)
class Job:
    """A handed-in job: what the page keeps in order to stop it."""

    on_done: Callable[[Any], object] | None
    on_failed: Callable[[Failure], object] | None
    on_progress: Callable[..., object] | None
    _stop: Event

    def cancel(self) -> None:
        """Ask the job to stop; it stops at the next place where it polls."""
        self._stop.set()

    def is_cancelled(self) -> bool:
        """Has somebody asked it to stop? This is the callable that the job polls."""
        return self._stop.is_set()


class Jobs(QObject):
    """Takes jobs, runs them in order on one thread, brings back what came of them."""

    failed = Signal(object)  # a Refusal or Fault nobody asked for: the shell shows it
    busy_changed = Signal(bool)

    _finished = Signal(object, object, object)
    _progressed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._running: list[Job] = []
        self._finished.connect(self._hand_over)
        self._progressed.connect(self._hand_progress)

    def submit(
        self,
        function: Callable[..., Any],
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[Failure], object] | None = None,
        on_progress: Callable[..., object] | None = None,
    ) -> Job:
        """Run `function` on the worker thread.

        Without `on_progress` it is called without arguments; with it as `function(progress, cancelled)`:
        `progress(*facts)` reaches `on_progress(*facts)`, `cancelled()` says whether to stop. `on_done(result)` and
        `on_failed(Refusal | Fault | Cancelled)` run on the GUI thread; methods of a deleted widget are not called.
        Anything else that is raised is a bug and goes to `sys.excepthook`.
        """
        job = Job(on_done, on_failed, on_progress, Event())
        self._running.append(job)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        self._pool.start(_Run(job, function, self._finished.emit, self._progressed.emit))
        return job

    def is_busy(self) -> bool:
        """Is any job running or waiting?"""
        return bool(self._running)

    def is_long(self) -> bool:
        """Does something run or wait that tells its progress and can be stopped: an export, a merge?"""
        return any(job.on_progress is not None for job in self._running)

    def stop(self) -> None:
        """Ask everything that polls to stop; a save, which does not poll, is still carried out."""
        for job in self._running:
            job.cancel()

    def close(self) -> None:
        """Ask everything to stop, drop what has not begun, wait for what is running."""
        for job in self._running:
            job.cancel()
        self._pool.clear()
        self._pool.waitForDone()
        self._running.clear()

    @Slot(object, object, object)
    def _hand_over(self, job: Job, result: Any, failure: BaseException | None) -> None:
        if job not in self._running:
            return
        self._running.remove(job)
        if not self._running:
            self.busy_changed.emit(False)
        if failure is None:
            _call(job.on_done, result)
        elif not isinstance(failure, Failure):
            sys.excepthook(type(failure), failure, failure.__traceback__)
        elif job.on_failed is not None:
            _call(job.on_failed, failure)
        elif not isinstance(failure, Cancelled):
            self.failed.emit(failure)

    @Slot(object, object)
    def _hand_progress(self, job: Job, facts: tuple[Any, ...]) -> None:
        if job in self._running:
            _call(job.on_progress, *facts)


class _Run(QRunnable):
    """Runs one function and emits what came of it through the bound signals it was given."""

    def __init__(
        self,
        job: Job,
        function: Callable[..., Any],
        finished: Callable[[Job, Any, BaseException | None], None],
        progressed: Callable[[Job, tuple[Any, ...]], None],
    ) -> None:
        super().__init__()
        self._job = job
        self._function = function
        self._finished = finished
        self._progressed = progressed

    def run(self) -> None:
        """Called by the pool on its thread."""
        try:
            result = self._function(*self._arguments())
        except BaseException as failure:  # noqa: BLE001 - carried to the GUI thread, where bugs are raised
            self._finished(self._job, None, failure)
        else:
            self._finished(self._job, result, None)

    def _arguments(self) -> tuple[Progress, Callable[[], bool]] | tuple[()]:
        if self._job.on_progress is None:
            return ()
        return (lambda *facts: self._progressed(self._job, facts)), self._job.is_cancelled


def _call(receiver: Callable[..., object] | None, *facts: Any) -> None:
    owner = getattr(receiver, "__self__", None)
    if receiver is None or (isinstance(owner, QObject) and not isValid(owner)):
        return
    receiver(*facts)
