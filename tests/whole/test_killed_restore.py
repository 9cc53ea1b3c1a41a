"""`kill -9` at any moment of going back to a backup: the old book works or the new one does, and nothing is lost."""

import multiprocessing
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import backups, doctor, epochs, former_books, founding, going_back, status
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import record
from tests.building.killed import killed_at_work, open_home
from tests.building.killed_restore import go_back_on, take_back_on, work_until

BY_THE_CLOCK = 12
MOST_EVENTS = 400

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")


def died_at(job: Callable[..., None], home: Path, at: Path, number: int) -> bool:
    """Let a worker die in front of its `number`-th deed with a file; False where it ended before."""
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.building.killed_restore"])
    worker = context.Process(target=work_until, args=(job, home, at, number))
    worker.start()
    worker.join(60)
    assert worker.exitcode in {0, -signal.SIGKILL}, worker.exitcode
    return worker.exitcode != 0


class Homes:
    """A home with work after its backup, copied for every kill; what it comes to before and after going back."""

    def __init__(self, town: Enrolled, root: Path) -> None:
        laptop = town.first
        record(laptop, "Chi bộ A")
        record(laptop, "Chi bộ nháp", finalise=False)
        self.backup = backups.back_up_now(laptop).value.path
        record(laptop, "Chi bộ B", "Chi bộ C")
        self.old = seen(laptop)
        self.epoch = epochs.current(laptop)
        founding.close_desk(laptop)
        self.home, self.root, self._number = laptop.places.home, root, 0

    def copy(self) -> tuple[Path, Path]:
        """Another copy of the home, and the backup in it."""
        self._number += 1
        place = self.root / f"home {self._number}"
        shutil.copytree(self.home, place)
        return place, place / "backups" / self.backup.name

    def look(self, home: Path) -> bool:
        """Whether the new book stands; whichever does, it is whole, and all of the old one can be had."""
        desk = open_home(home)
        try:
            is_new = seen(desk) != self.old
            found = former_books.former_books(desk)
            assert len(found) == is_new
            assert (epochs.current(desk) != self.epoch) == is_new
            assert_sound(desk)
            if is_new:
                former_books.take_back(desk, found[0].name)
                assert seen(desk) == self.old
                assert_sound(desk)
            return is_new
        finally:
            founding.close_desk(desk)
            shutil.rmtree(home)


def seen(desk: Desk) -> tuple[str, int, frozenset[str]]:
    counts = status.status(desk).visits
    signed = frozenset(one.head.id for one in log.all_entries(desk.book) if one.head.kind != "device.epoch_opened")
    return status.digest(desk), counts[VisitState.DRAFT], signed


def assert_sound(desk: Desk) -> None:
    report = doctor.examine(desk)
    assert report.is_sound, [check for check in report.checks if check.problems]
    places = [(one.head.device, one.head.epoch, one.head.seq) for one in log.all_entries(desk.book)]
    assert len(set(places)) == len(places)
    assert not desk.places.restoring.exists()
    assert not list(desk.places.home.rglob("*.part"))


@pytest.fixture
def homes(town: Enrolled, tmp_path: Path) -> Iterator[Homes]:
    (tmp_path / "copies").mkdir()
    yield Homes(town, tmp_path / "copies")
    town._desks.remove(town.first)  # pyright: ignore[reportPrivateUsage] - closed already


def test_killed_at_every_deed_with_a_file(homes: Homes) -> None:
    stood: list[bool] = []
    for number in range(1, MOST_EVENTS):
        home, backup = homes.copy()
        died = died_at(go_back_on, home, backup, number)
        stood.append(homes.look(home))
        if not died:
            break
    assert stood[-1], "it came to its end at last"
    assert len(stood) > 20
    assert stood == sorted(stood), "before one moment it is the old book, after it the new one"
    assert stood.count(False) > 5


def test_killed_by_the_clock(homes: Homes) -> None:
    chance = random.Random("going back")
    for _ in range(BY_THE_CLOCK):
        home, backup = homes.copy()
        killed_at_work(go_back_on, home, backup, chance.uniform(0, 0.25))
        homes.look(home)


def test_killed_while_taking_back(homes: Homes) -> None:
    chance = random.Random("taking back")
    home, backup = homes.copy()
    desk = open_home(home)
    aside = going_back.go_back(desk, going_back.prepare(desk, going_back.Wanted(backup))).value.aside
    founding.close_desk(desk)
    homes.home = home
    for _ in range(BY_THE_CLOCK):
        again, _ = homes.copy()
        killed_at_work(take_back_on, again, Path(aside), chance.uniform(0, 0.15))
        desk = open_home(again)
        assert_sound(desk)
        former_books.take_back(desk, aside)
        assert seen(desk) == homes.old
        assert_sound(desk)
        founding.close_desk(desk)
        shutil.rmtree(again)
