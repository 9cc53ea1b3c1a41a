"""Entries of this machine that the office wants once more, kept until they were packed."""

from collections.abc import Sequence
from enum import StrEnum

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage.facts import get_fact, put_fact


class Cause(StrEnum):
    """Why they are wanted; the values are names of facts."""

    GAP = "resend.gaps"
    """They never arrived although later ones did."""
    LOST = "resend.lost"
    """They had been acknowledged by an archive that was restored from a backup since."""


def wanted(desk: Desk, cause: Cause) -> tuple[EntryId, ...]:
    """What is wanted for this cause."""
    return tuple(EntryId(one) for one in (get_fact(desk.book, cause) or "").split())


def want(desk: Desk, cause: Cause, entries: Sequence[EntryId]) -> None:
    """Remember exactly these. Inside the caller's transaction."""
    put_fact(desk.book, cause, " ".join(dict.fromkeys(entries)))


def note_packed(desk: Desk, entries: Sequence[EntryId]) -> None:
    """They are on their way. Inside the caller's transaction."""
    packed = frozenset(entries)
    for cause in Cause:
        kept = wanted(desk, cause)
        if packed.intersection(kept):
            want(desk, cause, [entry for entry in kept if entry not in packed])
