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
from chibo_desktop.domain.visits import Visit
from chibo_desktop.ui.jobs import Jobs

AFTER_CHANGE = 800  # milliseconds; not begun anew by further changes, so that typing on does not put saving off
WHILE_COMPOSING = 150
BEFORE_RETRY = 3000

Written = tuple[Visit, str]
"""A visit and the place of the cursor."""


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
        save: Callable[[Visit, str], Any],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._gather = gather
        self._save = save
        self._kept: Written | None = None
        self._on_its_way: Written | None = None
        self._changed = False
        self.state = SaveState(Saving.UNTOUCHED)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save_now)

    def begin(self, written: Written, at: dt.datetime | None) -> None:
        """This is on the disk already, since `at`."""
        self._kept = written
        self._tell(SaveState(Saving.SAVED, at) if at else SaveState(Saving.UNTOUCHED))

    def note_change(self) -> None:
        """Something on the screen may have changed."""
        self._changed = True
        if self.state.saving is not Saving.FAILING:
            self._tell(SaveState(Saving.WRITING, self.state.at))
        if not self._timer.isActive() and self._on_its_way is None:
            self._timer.start(AFTER_CHANGE)

    def save_now(self) -> None:
        """Save what is on the screen, if it differs from what is kept; later, while a word is being composed."""
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
        self._on_its_way = written
        self._jobs.submit(partial(self._save, *written), self._was_saved, self._failed)

    def stop(self) -> None:
        """The draft is gone: finalised, or thrown away."""
        self._timer.stop()
        self._changed = False

    def is_kept(self) -> bool:
        """Is everything that was noted on the disk?"""
        return not self._changed and self._on_its_way is None and self.state.saving is not Saving.FAILING

    def _was_saved(self, outcome: Any) -> None:
        self._kept, self._on_its_way = self._on_its_way, None
        at: dt.datetime = outcome.value.saved_at
        changes: Changes = outcome.changes
        self._tell(SaveState(Saving.WRITING if self._changed else Saving.SAVED, at))
        self.saved.emit(changes)
        if self._changed:
            self._timer.start(AFTER_CHANGE)

    def _failed(self, failure: Refusal | Fault | Cancelled) -> None:
        self._on_its_way = None
        self._changed = True
        self._tell(SaveState(Saving.FAILING, self.state.at))
        self.trouble.emit(failure)
        self._timer.start(BEFORE_RETRY)

    def _tell(self, state: SaveState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
