"""What waits at an office for somebody to work through: counted for the first page."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.packets.wire_types import read_time
from chibo_desktop.services import machines, papers, petitions, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.services.petitions import Progress, silent
from chibo_desktop.storage.statements import StatementFilter

SILENT_DAYS = 30
"""A group of which nothing has come for more days than these is counted."""


@dataclass(frozen=True, slots=True)
class SilentGroup:
    """A group that has sent nothing for long; ``last_packet_at`` is ``None`` where nothing ever came."""

    group: str
    machines: tuple[str, ...]
    last_packet_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files and items set aside, places to choose and doubtful pairs, overdue petitions, groups that are silent."""

    held: int
    differences: int
    overdue: int
    silent: tuple[SilentGroup, ...]


def waiting(desk: Desk, progress: Progress = silent) -> Waiting:
    """Count what waits."""
    petitions.catch_up(desk, progress)
    found = status.status(desk)
    overdue = petitions.count(desk, StatementFilter(overdue_on=desk.today()))
    return Waiting(
        sum(found.held.values()), found.conflicts + found.doubtful, sum(overdue.values()), silent_groups(desk)
    )


def silent_groups(desk: Desk) -> tuple[SilentGroup, ...]:
    """Groups of which no machine has sent anything for long, the longest silent first.

    A machine counts from the day of its certificate, so that a new one is not late on its first day; one that was
    given up, or whose certificate has ended, is nobody's any more.
    """
    since = desk.clock() - dt.timedelta(days=SILENT_DAYS)
    certified = machines.current_certificates(papers.trust_book(desk))
    by_group: dict[str, list[machines.MachineRow]] = {}
    for one in machines.machines(desk):
        if one.group and one.state in (CertificateState.VALID, CertificateState.ENDING):
            by_group.setdefault(one.group, []).append(one)
    found: list[SilentGroup] = []
    for group, rows in by_group.items():
        begun = [one.last_packet_at or read_time(certified[one.device].not_before) for one in rows]
        if max(begun) < since:
            sent = [one.last_packet_at for one in rows if one.last_packet_at is not None]
            found.append(SilentGroup(group, tuple(one.machine for one in rows), max(sent, default=None)))
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return tuple(sorted(found, key=lambda one: (one.last_packet_at or never, one.group)))
