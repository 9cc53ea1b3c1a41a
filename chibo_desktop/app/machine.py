"""What this machine gives the program: a folder for data, a clock, randomness, and the cost of a passphrase."""

import datetime as dt
import os
import secrets
import time
from pathlib import Path

import platformdirs

from chibo_desktop.services.places import Places
from chibo_desktop.storage.slots import Cost, Making, calibrated

APPLICATION = "chibo_desktop"


def standard_places() -> Places:
    """The home folder of this user on this system."""
    return Places(Path(platformdirs.user_data_dir(APPLICATION, appauthor=False, roaming=False)))


def places_of(home: str | Path | None) -> Places:
    return Places(Path(home).expanduser().absolute()) if home else standard_places()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def random_bytes(count: int) -> bytes:
    return secrets.token_bytes(count)


def making() -> Making:
    """What making key slots takes: about a second for each guess, unless a test asks for the least cost."""
    if os.environ.get("CHIBO_TEST_KDF") == "fast":
        return Making(random_bytes, Cost(passes=1, memory=8 * 1024 * 1024))
    return Making(random_bytes, calibrated(time.perf_counter))
