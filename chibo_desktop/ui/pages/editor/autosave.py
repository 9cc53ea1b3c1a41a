"""Saving a draft by itself: within a second of a change, again and again while the disk refuses, and truthfully told.

*Saved* is said only when the service has returned for everything that was on the screen when it was asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from chibo_desktop.domain.outcomes import Cancelled, Changes, Fault, Refusal
from chibo_desktop.ui.jobs import Jobs

AFTER_CHANGE = 800  # milliseconds; not begun anew by further changes, so that typing on does not put saving off
WHILE_COMPOSING = 150
BEFORE_RETRY = 3000

Written = tuple[Any, str]
"""What is written, a frozen value, and the place of the cursor."""


class Saving(StrEnum):
    """What can be said about the text on the screen."""

    UNTOUCHED = "untouched"
    WRITING = "writing"
    SAVED = "saved"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the status says; `at`: since when everything on the screen is on the disk."""

    saving: Saving
    at: dt.datetime | None = None


class Autosave(QObject):
    """`gather` gives what is on the screen, or None while a word is being composed; `save` is the service."""

    state_changed = Signal(object)  # SaveState
    saved = Signal(object)  # Changes
    trouble = Signal(object)  # the failure, each time that saving failed

    def __init__(
        self,
        jobs: Jobs,
        gather: Callable[[], Written | None],
        save: Callable[[Any, str], Any],
    ) -> None:
        super().__init__(jobs)  # not the page's child: what is not on the disk yet outlives the page
        self._jobs = jobs
        self._gather = gather
        self._save = save
        self._kept: Written | None = None
        self._on_its_way: Written | None = None
        self._changed = False
        self._stopped = True  # until something is there to be saved
        self._last: Written | None = None
        self.state = SaveState(Saving.UNTOUCHED)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)

    def begin(self, written: Written, at: dt.datetime | None) -> None:
        """This is on the disk already, since `at`."""
        self._timer.stop()
        self._kept, self._on_its_way = written, None
        self._stopped = self._changed = False
        self._tell(SaveState(Saving.SAVED, at) if at else SaveState(Saving.UNTOUCHED))

    def note_change(self) -> None:
        """Something on the screen may have changed."""
        if self._stopped:
            return
        self._changed = True
        if self.state.saving is not Saving.FAILING:
            self._tell(SaveState(Saving.WRITING, self.state.at))
        if not self._timer.isActive() and self._on_its_way is None:
            self._timer.start(AFTER_CHANGE)

    def note_place(self) -> None:
        """The cursor is elsewhere: worth keeping, not worth telling."""
        if not self._stopped and not self._timer.isActive() and self._on_its_way is None:
            self._timer.start(AFTER_CHANGE)

    def save_now(self) -> None:
        """Save what is on the screen, if it differs from what is kept; later, while a word is being composed."""
        if self._stopped:
            return
        if self._on_its_way is not None:
            self._changed = True
            return
        written = self._gather()
        if written is None:
            self._timer.start(WHILE_COMPOSING)
            return
        self._timer.stop()
        self._changed = False
        if written == self._kept:
            self._tell(SaveState(Saving.SAVED if self.state.at else Saving.UNTOUCHED, self.state.at))
            return
        self._submit(written)

    def flush(self) -> None:
        """The page is left: hand over what is on the screen at once, whatever is on its way."""
        written = None if self._stopped else self._gather()
        self._last = written or self._last
        if written is not None and written != (self._on_its_way or self._kept):
            self._timer.stop()
            self._changed = False
            self._submit(written)

    def stop(self) -> None:
        """The draft is being finalised or thrown away: it must not be written again."""
        self._timer.stop()
        self._stopped = True

    def go_on(self) -> None:
        """The draft remained after all."""
        self._stopped = False
        self.note_change()

    def outlive(self) -> None:
        """The page is gone. What is not on the disk yet is tried again until it is."""
        last = self._last
        self._gather = lambda: last
        if self._on_its_way is None and self.state.saving is not Saving.FAILING:
            self._timer.stop()
            self.deleteLater()
        else:
            self.saved.connect(self.deleteLater)

    def _submit(self, written: Written) -> None:
        self._on_its_way = written
        self._jobs.submit(partial(self._save, *written), partial(self._was_saved, written), self._failed)

    def _was_saved(self, written: Written, outcome: Any) -> None:
        self._kept = written
        if written is not self._on_its_way:
            return  # a later one follows
        self._on_its_way = None
        at: dt.datetime = outcome.value.saved_at
        changes: Changes = outcome.changes
        self._tell(SaveState(Saving.WRITING if self._changed else Saving.SAVED, at))
        self.saved.emit(changes)
        if self._changed:
            self._timer.start(AFTER_CHANGE)

    def _failed(self, failure: Refusal | Fault | Cancelled) -> None:
        self._on_its_way = None
        if self._stopped:
            return
        self._changed = True
        self._tell(SaveState(Saving.FAILING, self.state.at))
        self.trouble.emit(failure)
        self._timer.start(BEFORE_RETRY)

    def _tell(self, state: SaveState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
