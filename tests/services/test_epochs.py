"""Restored, copied and crashed books: the log goes on under a new epoch, and no place in it is ever taken twice."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets.contents import EpochOpened, EpochReason, content_of
from chibo_desktop.services import conflicts, doctor, epochs, founding, logbook, machines, receiving, sending, status
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted


def places_in_log(desk: Desk) -> list[tuple[str, int]]:
    """Where the entries of laptops stand; of their acts offices tell elsewhere."""
    heads = [entry.head for entry in log.all_entries(desk.book)]
    return [(head.epoch, head.seq) for head in heads if head.kind != EntryKind.ACT_RECORDED]


def opened(desk: Desk) -> list[EpochReason]:
    """Why epochs were opened in this book, as the format says it; each names the head of the one before."""
    told = [content_of(entry) for entry in log.all_entries(desk.book) if entry.head.kind == EntryKind.EPOCH_OPENED]
    openings = [content for content in told if isinstance(content, EpochOpened)]
    assert len(openings) == len(told)
    assert all(opening.old_heads for opening in openings)
    return [opening.reason for opening in openings]


@contextmanager
def closed(town: Enrolled, desk: Desk) -> Iterator[Path]:
    """The home while nobody has it open."""
    founding.close_desk(desk)
    yield desk.places.home


def test_an_ordinary_restart_goes_on(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    before = epochs.current(town.first)
    again = town.reopen(town.reopen(town.first))
    record(again, "Chi bộ B")
    assert places_in_log(again) == [(before, 1), (before, 2)]
    assert opened(again) == []


def test_a_crash_between_commit_and_anchor_is_no_restore(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(epochs, "settle", lambda *_: None)
        record(town.first, "Chi bộ A")
    again = town.reopen(town.first)
    record(again, "Chi bộ B")
    assert [seq for _, seq in places_in_log(again)] == [1, 2]
    assert opened(town.reopen(again)) == []


def test_announced_entries_that_were_committed_are_no_restore(town: Enrolled, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(epochs, "settle", lambda *_: None)
        with logbook.writing(town.first, entries=3) as pen:
            for _ in range(3):
                pen.write(EntryKind.EPOCH_OPENED, town.first.me.device, ())
    again = town.reopen(town.first)
    assert [seq for _, seq in places_in_log(again)] == [1, 2, 3]


def test_a_restored_book_opens_a_new_epoch_and_takes_no_place_twice(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    first = town.first
    with closed(town, first) as home:
        shutil.copyfile(home / "book.db", town.root / "copy.db")
    first = town.reopen(first)
    record(first, "Chi bộ B")
    pack(first, town.stick)
    with closed(town, first) as home:
        shutil.copyfile(town.root / "copy.db", home / "book.db")
    first = town.reopen(first)
    record(first, "Chi bộ C")
    pack(first, town.stick)
    receiving.merge(town.clerk, [town.stick])
    found = places_in_log(town.clerk)
    assert len(found) == len(set(found)) == 4
    assert len({epoch for epoch, _ in found}) == 2
    assert opened(town.clerk) == [EpochReason.RESTORED]
    assert status.status(town.clerk).forks == ()
    assert status.status(town.clerk).visits[VisitState.MERGED] == 3
    assert len(list(town.stick.iterdir())) == 2, "nor is a packet number given twice"
    assert doctor.examine(first).is_sound


def test_a_lost_or_broken_anchor_opens_a_new_epoch(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    first = town.first
    for damage in (lambda path: path.unlink(), lambda path: path.write_bytes(b"chibo sealed v1\nxx")):
        with closed(town, first) as home:
            damage(home / "anchor.sealed")
        first = town.reopen(first)
        record(first, f"Chi bộ {len(places_in_log(first))}")
    assert set(opened(first)) == {EpochReason.NO_ANCHOR}
    found = places_in_log(first)
    assert (len(found), len(set(found)), len({epoch for epoch, _ in found})) == (5, 5, 3)
    assert opened(town.reopen(first)) == opened(first)


def test_a_copied_home_that_goes_on_twice_is_a_fork_that_is_kept_and_shown(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    with closed(town, town.first) as home:
        shutil.copytree(home, town.root / "clone")
    first, clone = town.reopen(town.first), town.open("clone")
    (one,) = record(first, "Chi bộ B")
    (two,) = record(clone, "Chi bộ C")
    reports = [merge_one(town.clerk, pack(desk, folder(town, name))) for desk, name in ((first, "1"), (clone, "2"))]
    assert [report.result for report in reports] == [Result.MERGED, Result.MERGED]
    (fork,) = status.status(town.clerk).forks
    forked = {row.device: row.forked for row in machines.machines(town.clerk)}
    assert forked == {one: (fork.seq,) if one == fork.device else () for one in forked}, "a clerk sees it in the list"
    assert (fork.machine, fork.seq, len(fork.entries)) == ("Quang Thuận-1", 2, 2)
    assert status.status(town.clerk).visits[VisitState.MERGED] == 3
    problems = {check.name: check.problems for check in doctor.examine(town.clerk).checks}
    assert len(problems[doctor.CheckName.FORKS]) == 1
    assert problems[doctor.CheckName.REGISTER] == ()
    assert one.id != two.id


def folder(town: Enrolled, name: str) -> Path:
    path = town.root / name
    path.mkdir()
    return path


def test_an_amendment_before_and_after_a_restore_is_a_conflict_and_not_a_loss(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    first = town.first
    with closed(town, first) as home:
        shutil.copyfile(home / "book.db", town.root / "copy.db")
    first = town.reopen(first)
    amend(first, row.id, lambda visit: noted(visit, "trước"))
    pack(first, town.stick)
    with closed(town, first) as home:
        shutil.copyfile(town.root / "copy.db", home / "book.db")
    first = town.reopen(first)
    amend(first, row.id, lambda visit: noted(visit, "sau"))
    pack(first, town.stick)
    receiving.merge(town.clerk, [town.stick])
    (conflict,) = conflicts.conflicts(town.clerk)
    assert {one.value for one in conflict.values} == {"trước", "sau"}
    assert sending.to_send(first).total == 1
