"""What became of an opinion, petition or guidance: every step is kept, the state is what they come to.

A step has a date, a body, a document number and words. Petitions are answered by somebody; guidance is carried out by
the cell, which shows at a later visit. Both end when nothing is left to do and the cell has been told.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.ids import DeviceId, EntryId, PersonId
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee, FollowUpResult


class StepState(StrEnum):
    """State of an opinion or guidance after a step."""

    NEW = "new"
    FORWARDED = "forwarded"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    NOT_COMPETENT = "not_competent"
    CLOSED = "closed"


class Age(StrEnum):
    """For how long something that is still open has waited since it was said."""

    FRESH = "up_to_30_days"
    OLD = "31_to_90_days"
    OLDEST = "over_90_days"


def age(days: int) -> Age:
    """The class of so many days."""
    return Age.FRESH if days <= 30 else Age.OLD if days <= 90 else Age.OLDEST


ENDED = frozenset({StepState.ANSWERED, StepState.NOT_COMPETENT, StepState.CLOSED})
"""States in which nobody waits for a body any more. The cell may still have to be told."""

STATE_OF_RESULT = {
    FollowUpResult.DONE: StepState.CLOSED,
    FollowUpResult.PARTLY: StepState.IN_PROGRESS,
    FollowUpResult.NOT_DONE: StepState.NEW,
}
"""What a later visit found, as a state."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its entry tells it; ``None`` for ``text`` where the words were withheld or erased."""

    entry: EntryId
    state: StepState
    date: dt.date
    body: str = ""
    number: str = ""
    text: str | None = ""
    reported_back: dt.date | None = None
    device: DeviceId | None = None
    author: PersonId | None = None


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What all steps come to. ``steps``: in order, the last one counts.

    ``news_after_end``: somebody said something else without knowing that it had ended: a person should look.
    """

    state: StepState = StepState.NEW
    since: dt.date | None = None
    reported_back: dt.date | None = None
    steps: tuple[Step, ...] = ()
    news_after_end: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Days after which an open statement is overdue, by the level that it is addressed to; a setting."""

    days: int = 30
    by_level: tuple[tuple[Addressee, int], ...] = ()

    def due(self, said: dt.date, level: Addressee | None, deadline: dt.date | None = None) -> dt.date:
        """The last day on which it is not overdue: its own deadline, else the days of its level."""
        return deadline or said + dt.timedelta(days=dict(self.by_level).get(level, self.days) if level else self.days)


def waits_for_answer(kind: StatementKind, state: StepState) -> bool:
    """Whether somebody has still something to do about it; a mere opinion asks nothing of anybody."""
    return kind is not StatementKind.OPINION and state not in ENDED
