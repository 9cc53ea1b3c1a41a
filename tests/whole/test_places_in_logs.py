"""No place in a log is ever taken twice, however often a book is restored, copied without its anchor, or cut off.

A machine writes, crashes between commit and anchor, is restored from an old copy, loses its anchor, and is copied to
another machine; whatever it signed stays signed. Every (epoch, number) that any of them ever signed is remembered.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.packets.contents import PersonChanged, texts_of
from chibo_desktop.services import epochs, founding, logbook
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.chains import head_of
from tests.building.enrolled import Enrolled

SMALL, FULL = 300, 100_000
OPERATIONS = int(os.environ.get("CHIBO_OPERATIONS", FULL))
KEPT_COPIES, MOST_MACHINES = 6, 4


@dataclass
class Machines:
    """A laptop and the machines that copies of its book went on at; ``signed`` maps places of logs to their entries."""

    root: Path
    chance: random.Random
    desks: list[Desk]
    copies: list[Path] = field(default_factory=list[Path])
    signed: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    reopened: int = 0
    cloned: int = 0

    @property
    def desk(self) -> Desk:
        """One of them, whichever is used now."""
        return self.chance.choice(self.desks)

    def write(self, *, crash: bool = False) -> None:
        """Sign one to three entries; a crash comes after the commit and before the anchor."""
        desk, count = self.desk, self.chance.randint(1, 3)
        settle = epochs.settle
        try:
            if crash:
                epochs.settle = lambda *_: None  # the process ends here
            with logbook.writing(desk, count) as pen:
                for _ in range(count):
                    told = PersonChanged(desk.me.person.id, f"{self.chance.random()}")
                    head = pen.write(EntryKind.PERSON_CHANGED, told.person, texts_of(told)).head
                    self._note(head.epoch, head.seq, head.id)
        finally:
            epochs.settle = settle
        if crash:
            self._go_on(desk)

    def _note(self, epoch: str, seq: int, entry: str) -> None:
        assert self.signed.setdefault((epoch, seq), entry) == entry, f"{epoch} {seq} was signed twice"

    def restart(self) -> None:
        """Close the book and go on with it as a start of the program does."""
        self._go_on(self.desk)

    def copy(self) -> None:
        """Somebody copies the book file."""
        desk = self.desk
        path = self.root / f"copy {self.chance.randrange(KEPT_COPIES)}"
        desk.book.close()
        shutil.copyfile(desk.places.book, path)
        self.copies = [*(one for one in self.copies if one != path), path]
        self._go_on(desk)

    def restore(self) -> None:
        """A copy, old or of another machine, takes the place of a book."""
        if self.copies:
            desk = self.desk
            desk.book.close()
            shutil.copyfile(self.chance.choice(self.copies), desk.places.book)
            self._go_on(desk)

    def lose_anchor(self) -> None:
        desk = self.desk
        desk.places.anchor.unlink(missing_ok=True)
        self._go_on(desk)

    def clone(self) -> None:
        """Book and keys go on at another machine, too; the anchor, which no copy of a book carries, does not."""
        desk, home = self.desk, self.root / f"clone {self.cloned}"
        self.cloned += 1
        desk.book.close()
        home.mkdir()
        places = Places(home)
        for one, other in ((desk.places.book, places.book), (desk.places.device, places.device)):
            shutil.copyfile(one, other)
        clone = replace(desk, places=places)
        self._go_on(desk)
        self._go_on(clone)
        self.desks.append(clone)
        if len(self.desks) > MOST_MACHINES:
            self._give_up(self.desks.pop(self.chance.randrange(len(self.desks))))

    @staticmethod
    def _give_up(desk: Desk) -> None:
        """A machine is not used any more; its home would fill the disk over a lifetime of copies."""
        desk.book.close()
        shutil.rmtree(desk.places.home)

    def _go_on(self, desk: Desk) -> None:
        """Open the book that lies there as the program does when it starts."""
        desk.book.close()
        desk.book = open_book(desk.places.book, desk.master.book_key())
        before = epochs.current(desk)
        logbook.resume(desk)
        now = epochs.current(desk)
        if now != before:
            self.reopened += 1
            assert all(epoch != now for epoch, _ in self.signed)
            head = head_of(desk.book, desk.me.device, now)
            assert head is not None
            assert head[0] == 1
            self._note(now, 1, head[1])

    def close(self) -> None:
        for desk in self.desks:
            desk.book.close()


@pytest.fixture
def machines(template: Path, tmp_path: Path) -> Iterator[Machines]:
    town = Enrolled(template, tmp_path)
    for desk in (town.second, town.clerk):
        founding.close_desk(desk)
    found = Machines(tmp_path, random.Random(7), [town.first])
    yield found
    found.close()


def play(machines: Machines, operations: int) -> None:
    deeds: list[Callable[[], None]] = [machines.write] * 16
    deeds += [partial(machines.write, crash=True), machines.restart, machines.copy, machines.restore]
    deeds += [machines.lose_anchor, machines.clone]
    for done in range(1, operations + 1):
        machines.chance.choice(deeds)()
        if done % 10_000 == 0:
            print(f"\n{done} operations, {machines.reopened} new epochs, {len(machines.signed)} places", flush=True)


def test_no_place_is_taken_twice(machines: Machines) -> None:
    play(machines, SMALL)
    assert machines.reopened > 10
    assert machines.cloned > 3
    assert len(machines.signed) > SMALL


@pytest.mark.soak
def test_no_place_is_taken_twice_in_a_lifetime(machines: Machines) -> None:
    play(machines, OPERATIONS)
    told = f"{OPERATIONS} operations, {machines.cloned} copied machines, {machines.reopened} new epochs"
    print(f"\n{told}, {len(machines.signed)} places, none twice")
