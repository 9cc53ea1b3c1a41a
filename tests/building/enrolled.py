"""An office and two laptops that know each other, founded once; every test works on copies of their homes."""

import dataclasses
import datetime as dt
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import founding, receiving, visits
from chibo_desktop.services.arriving import FileReport
from chibo_desktop.services.desk import Desk, remember_me
from chibo_desktop.services.places import Places
from tests.building.exchange_town import PASSPHRASE, Clock, Town, enrol

FIRST, SECOND = "Quang Thuận-1", "Quang Thuận-2"


def found_template(root: Path) -> Path:
    """An office and two laptops of one group, enrolled and closed."""
    town = Town(root)
    clerk, first, second = town.office(), town.laptop(FIRST), town.laptop(SECOND, person="Lường Thị Thí")
    second.me = dataclasses.replace(second.me, group=first.me.group)
    with second.book.transaction():
        remember_me(second.book, second.me)
    for laptop in (first, second):
        enrol(laptop, clerk)
    town.close()
    return root


class Enrolled(Town):
    """A copy of the template, all three desks open."""

    def __init__(self, template: Path, root: Path) -> None:
        super().__init__(root)
        self.clock = Clock(dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC))
        for home in template.iterdir():
            shutil.copytree(home, root / home.name, dirs_exist_ok=True)
        self.clerk = self.open("office")
        self.first = self.open(f"laptop {FIRST}")
        self.second = self.open(f"laptop {SECOND}")

    def open(self, folder: str) -> Desk:
        desk = founding.open_desk(Places(self.root / folder), PASSPHRASE, self.clock, secrets.token_bytes)
        self._desks.append(desk)
        return desk

    def reopen(self, desk: Desk) -> Desk:
        """The same home closed and opened again, as after a restart of the program."""
        founding.close_desk(desk)
        self._desks.remove(desk)
        return self.open(desk.places.home.name)


def enrolled_in(template: Path, root: Path) -> Iterator[Enrolled]:
    """For a fixture: `yield from enrolled_in(template, tmp_path)`."""
    town = Enrolled(template, root)
    yield town
    town.close()


def state_of(desk: Desk, visit: VisitId) -> VisitState:
    return visits.read_visit(desk, visit).row.state


def merge_one(desk: Desk, path: Path) -> FileReport:
    """What became of one file."""
    (report, *_) = receiving.merge(desk, [path]).value.files
    return report
