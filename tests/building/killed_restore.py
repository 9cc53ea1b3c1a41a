"""A worker that goes back to a backup and is killed at the k-th thing that it does with files: `kill -9` by itself.

Python tells every opening, renaming, linking and removing of a file before it happens; SQLite's own do not show, so
kills by the clock go beside these.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from chibo_desktop.services import former_books, going_back
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.going_back import Wanted
from tests.building.killed import Say, open_home

_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir"})


def go_back_on(desk: Desk, backup: Path, say: Say) -> None:
    """Go back to a backup, and say so."""
    done = going_back.go_back(desk, going_back.prepare(desk, Wanted(backup))).value
    say(done.aside)
    while True:
        signal.pause()


def take_back_on(desk: Desk, name: Path, say: Say) -> None:
    """Take everything back from a former book, and say so."""
    former_books.take_back(desk, name.name)
    say("taken")
    while True:
        signal.pause()


def die_at(number: int, home: Path) -> None:
    """From now on, end this process in front of the `number`-th thing that is done with a file of this home."""
    left = [number]
    mine = os.fspath(home)

    def count(event: str, args: tuple[object, ...]) -> None:
        if event in _EVENTS and any(isinstance(one, str) and one.startswith(mine) for one in map(_named, args)):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _named(argument: object) -> object:
    return os.fspath(argument) if isinstance(argument, os.PathLike) else argument


def work_until(job: Callable[[Desk, Path, Say], None], home: Path, at: Path, number: int) -> None:
    """In a process of its own: do the job, and die at that moment; end in good order where it never comes."""
    desk = open_home(home)
    die_at(number, home)
    job(desk, at, partial(_end))


def _end(_: object) -> None:
    os._exit(0)
