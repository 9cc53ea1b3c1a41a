"""How the first window looks: the settings are read here without the services that write them, which are heavy."""

import json
from dataclasses import dataclass

from chibo_desktop.services.places import Places

THEMES = ("light", "dark", "system")


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Theme, zoom in percent, and geometry in base64, as the settings have them; damaged settings count as none."""

    theme: str = "system"
    zoom: int = 100
    geometry: str = ""


def first_look(places: Places) -> FirstLook:
    """What the settings of this home say about the window."""
    try:
        found = json.loads(places.settings.read_bytes())
    except (OSError, ValueError):
        return FirstLook()
    if not isinstance(found, dict):
        return FirstLook()
    theme, zoom, geometry = found.get("theme"), found.get("zoom"), found.get("geometry")
    return FirstLook(
        theme if theme in THEMES else "system",
        zoom if isinstance(zoom, int) else 100,
        geometry if isinstance(geometry, str) else "",
    )
