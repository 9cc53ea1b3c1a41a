"""Looking the book over: the file, versions, every signature, and whether the register is what the log comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.merging.fold import fold
from chibo_desktop.packets import entries as packet_entries
from chibo_desktop.services import archive, foreign, linking, own_keys, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import book as storage_book
from chibo_desktop.storage import chains, delivery, log, meetings, register
from chibo_desktop.storage import links as link_book
from chibo_desktop.storage.aside import AsideReason, entries_aside
from chibo_desktop.storage.book import Versions
from chibo_desktop.storage.erasures import erasing_entries

Progress = Callable[[int, int], None]


class CheckName(StrEnum):
    FILE = "file"
    SIGNATURES = "signatures"
    REGISTER = "register"
    FORKS = "forks"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check: how many things were looked at, and what is wrong, by id or in SQLite's words."""

    name: CheckName
    checked: int
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Report:
    """The whole examination."""

    versions: Versions
    checks: tuple[HealthCheck, ...]

    @property
    def is_sound(self) -> bool:
        return all(check.is_sound for check in self.checks)


def silent(done: int, total: int) -> None:
    """A progress that tells nobody."""


def examine(desk: Desk, progress: Progress = silent) -> Report:
    """Check everything; nothing is changed. ``progress`` gets entries done and in all."""
    file = HealthCheck(CheckName.FILE, 1, storage_book.check(desk.book, full=True))
    entries = tuple(log.all_entries(desk.book))
    forks = chains.forks(desk.book)
    checks = (
        file,
        _signatures(desk, entries, progress),
        _register(desk, entries),
        HealthCheck(CheckName.FORKS, len(entries), tuple(f"{one.device}/{one.epoch}/{one.seq}" for one in forks)),
    )
    return Report(storage_book.versions(desk.book), checks)


def _signatures(desk: Desk, entries: tuple[Entry, ...], progress: Progress) -> HealthCheck:
    find_key = own_keys.key_finder(desk)
    problems: list[str] = []
    for done, entry in enumerate(entries):
        progress(done, len(entries))
        try:
            packet_entries.read_entry(entry.envelope, entry.parts, find_key)
        except Refusal as refusal:
            problems.append(f"{entry.head.id} {refusal.code}")
    return HealthCheck(CheckName.SIGNATURES, len(entries), tuple(problems))


def _register(desk: Desk, entries: tuple[Entry, ...]) -> HealthCheck:
    """Compare every line of the register with the fold of the entries that count, and look for lines without any."""
    by_visit: dict[VisitId, list[Entry]] = {}
    aside = {one.entry for one in entries_aside(desk.book)}
    followed = set(erasing_entries(desk.book))
    for entry in entries:
        counts = entry.head.id not in aside and (archive.is_about_visit(entry) or entry.head.id in followed)
        if counts:
            by_visit.setdefault(VisitId(entry.head.subject), []).append(entry)
    problems = [f"{visit} differs" for visit, found in by_visit.items() if not _agrees(desk, visit, found)]
    problems += [f"{visit} without entries" for visit in meetings.finalised_visits(desk.book) if visit not in by_visit]
    shown = (link_book.verdicts(desk.book), link_book.counted(desk.book))
    problems += ["links differ"] if linking.expected(desk) != shown else []
    problems += registers.differences(desk)
    standing = {one.entry for one in entries_aside(desk.book, AsideReason.FOREIGN)}
    problems += [f"{entry} judged wrongly" for entry in sorted(standing ^ foreign.expected(desk))]
    return HealthCheck(CheckName.REGISTER, len(by_visit), tuple(problems))


def _agrees(desk: Desk, visit: VisitId, found: list[Entry]) -> bool:
    result = fold(archive.versions(found))
    shown = register.visits(desk.book, (visit,)).get(visit)
    if result.visit is None:
        return shown is None
    line = archive.line_of(desk, found, result, delivery.delivery_of(desk.book, (visit,)).get(visit))
    return shown == line.row
