"""What this machine gives the program: a folder for data, a clock, randomness, and the cost of a passphrase.

Light on purpose: the first window waits for this module, so what only founding needs is imported where it is used.
"""

import datetime as dt
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chibo_desktop.services.places import Places

if TYPE_CHECKING:
    from chibo_desktop.storage.slots import Making

APPLICATION = "chibo_desktop"
NAME = "Sổ dự sinh hoạt chi bộ"
"""What the program is called in the head of its window: the same for everybody, for it is seen while locked, too."""


def places_of(home: str | Path | None) -> Places:
    """The home of that name, or the home folder of this user on this system."""
    if home:
        return Places(Path(home).expanduser().absolute())
    import platformdirs

    return Places(Path(platformdirs.user_data_dir(APPLICATION, appauthor=False, roaming=False)))


def now() -> dt.datetime:
    """The time as the machine has it."""
    return dt.datetime.now(dt.UTC)


def random_bytes(count: int) -> bytes:
    """So many bytes that nobody can guess."""
    return os.urandom(count)


def making() -> "Making":
    """What making key slots takes: about a second for each guess, unless a test asks for the least cost."""
    import time

    from chibo_desktop.storage.slots import Cost, Making, calibrated

    if os.environ.get("CHIBO_TEST_KDF") == "fast":
        return Making(random_bytes, Cost(passes=1, memory=8 * 1024 * 1024))
    return Making(random_bytes, calibrated(time.perf_counter))


def collect_seldom() -> None:
    """Look for cycles of garbage seldom: at the start, and while visits are read by the thousand, everything that is
    made also stays, and walking over all of it again and again finds nothing."""
    gc.set_threshold(50_000, 10, 10)


def serve_if_asked() -> None:
    """In a frozen program every further process begins as the program itself. One that was begun to open packets goes
    to its work here, and never returns."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
