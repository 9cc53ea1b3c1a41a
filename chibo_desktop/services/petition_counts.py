"""Petitions and guidance counted by topic, kind, level, state and age, as the list of them shows them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.domain.petitions import ENDED, Age, StepState, age, waits_for_answer
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.text import fold
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.services import petitions
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petitions import Progress, never, silent
from chibo_desktop.storage import statements
from chibo_desktop.storage.statements import StatementFigures, StatementFilter, StatementOrder

_ALL = 1_000_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of a table. ``key``: code of what is counted or, of topics, its words; empty where none was said.

    ``untold``: ended, and the cell does not know yet.
    """

    key: str
    all: int
    open: int
    overdue: int
    untold: int


@dataclass(frozen=True, slots=True)
class PetitionTable:
    """One set of petitions and guidance, divided in five ways. Only open ones have an age."""

    total: Counted
    by_topic: tuple[Counted, ...]
    by_kind: tuple[Counted, ...]
    by_level: tuple[Counted, ...]
    by_state: tuple[Counted, ...]
    by_age: tuple[Counted, ...]


def table(
    desk: Desk, wanted: StatementFilter, progress: Progress = silent, cancelled: Callable[[], bool] = never
) -> PetitionTable:
    """Count what a list of these shows. Topics stand in the minutes, which are read. Raises ``Cancelled``."""
    petitions.catch_up(desk, progress, cancelled)
    found = statements.page_of_statements(desk.book, wanted, StatementOrder.NEWEST, limit=_ALL)
    today = desk.today()
    open_ = [one for one in found if waits_for_answer(one.kind, one.state) and one.date is not None]
    return PetitionTable(
        _counted("", found, today),
        _by_topic(_topics(desk, found, progress, cancelled), today),
        _by_code(list(StatementKind), [(one.kind, one) for one in found], today),
        _by_code([*Addressee, ""], [(one.addressee or "", one) for one in found], today),
        _by_code(list(StepState), [(one.state, one) for one in found], today),
        _by_code(list(Age), [(age((today - one.date).days), one) for one in open_ if one.date], today),
    )


def _topics(
    desk: Desk, found: Sequence[StatementFigures], progress: Progress, cancelled: Callable[[], bool]
) -> list[tuple[str, StatementFigures]]:
    topics: list[tuple[str, StatementFigures]] = []
    for first in range(0, len(found), _BATCH):
        if cancelled():
            raise Cancelled
        progress(len(topics), len(found))
        topics += [(one.topic, one.figures) for one in petitions.worded(desk, found[first : first + _BATCH])]
    return topics


def _by_topic(topics: Sequence[tuple[str, StatementFigures]], today: dt.date) -> tuple[Counted, ...]:
    """The most frequent first; spelled as most people spelled it, for marks and case make no other topic."""
    spelled: dict[str, Counter[str]] = {}
    lines: dict[str, list[StatementFigures]] = {}
    for topic, one in topics:
        spelled.setdefault(fold(topic), Counter())[topic] += 1
        lines.setdefault(fold(topic), []).append(one)
    found = [_counted(_usual(spelled[key]), rows, today) for key, rows in lines.items()]
    return tuple(sorted(found, key=lambda one: (not one.key, -one.all, one.key)))


def _usual(spelled: Counter[str]) -> str:
    return min(spelled, key=lambda words: (-spelled[words], words))


def _by_code(
    codes: Sequence[str], found: Sequence[tuple[str, StatementFigures]], today: dt.date
) -> tuple[Counted, ...]:
    rows = (_counted(str(code), [one for key, one in found if key == code], today) for code in codes)
    return tuple(row for row in rows if row.all)


def _counted(key: str, found: Iterable[StatementFigures], today: dt.date) -> Counted:
    rows = tuple(found)
    return Counted(
        key,
        len(rows),
        sum(waits_for_answer(one.kind, one.state) for one in rows),
        sum(one.is_overdue(today) for one in rows),
        sum(one.state in ENDED and one.reported_back is None for one in rows),
    )
