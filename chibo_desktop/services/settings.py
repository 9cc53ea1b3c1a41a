"""How the windows look on this machine. Nothing personal stands here: the file is readable before unlocking."""

from dataclasses import dataclass, replace

import msgspec

from chibo_desktop.services.places import Places
from chibo_desktop.storage.files import write_file

THEMES = ("light", "dark", "system")
ZOOMS = (100, 110, 125, 150)


@dataclass(frozen=True, slots=True)
class Settings:
    """Theme and zoom, window geometry (base64 of Qt's own bytes) and the page that was open last."""

    theme: str = "system"
    zoom: int = 100
    geometry: str = ""
    page: str = ""


def load_settings(places: Places) -> Settings:
    """The settings, or the standard ones where the file is missing or was damaged: no work depends on them."""
    try:
        found = msgspec.json.decode(places.settings.read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()
    theme = found.theme if found.theme in THEMES else "system"
    return replace(found, theme=theme, zoom=found.zoom if found.zoom in ZOOMS else 100)


def save_settings(places: Places, settings: Settings) -> None:
    write_file(places.settings, msgspec.json.encode(settings))
