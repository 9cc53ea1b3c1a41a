"""Which home folder a process works in. Light on purpose: the first window must not wait for the rooms below."""

from pathlib import Path

import platformdirs

from chibo_desktop.services.places import Places

APPLICATION = "chibo_desktop"
NAME = "Sổ dự sinh hoạt chi bộ"


def places_of(home: str | Path | None) -> Places:
    """The home of that name, or the home folder of this user on this system."""
    if home:
        return Places(Path(home).expanduser().absolute())
    return Places(Path(platformdirs.user_data_dir(APPLICATION, appauthor=False, roaming=False)))
