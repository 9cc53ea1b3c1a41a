"""How the windows look on this machine. Nothing personal stands here: the file is readable before unlocking.

The first window waits for reading, so nothing but the standard library is needed for it.
"""

import json
from dataclasses import asdict, dataclass

from chibo_desktop.services.places import Places

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
        found: object = json.loads(places.settings.read_bytes())
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    theme, zoom, geometry, page = (found.get(name) for name in ("theme", "zoom", "geometry", "page"))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - whatever stands in the file
    return Settings(
        theme if theme in THEMES else "system",
        zoom if zoom in ZOOMS else 100,
        geometry if isinstance(geometry, str) else "",
        page if isinstance(page, str) else "",
    )


def save_settings(places: Places, settings: Settings) -> None:
    from chibo_desktop.storage.files import write_file

    write_file(places.settings, json.dumps(asdict(settings)).encode("utf-8"))
