"""The rubrics that ship with the program."""

import functools
import json
from pathlib import Path

from chibo_desktop.domain.scoring import Rubric, rubric_from_plain

FOLDER = Path(__file__).parents[2] / "resources" / "rubrics"
STANDARD = "HD42-2025"


@functools.cache
def rubric(version: str | None = None) -> Rubric | None:
    """A rubric by version, the standard one for ``None``; ``None`` for a version that this program does not have."""
    path = FOLDER / f"{version or STANDARD}.json"
    if path.name != Path(path.name).name or not path.is_file():
        return None
    return rubric_from_plain(json.loads(path.read_text(encoding="utf-8")))


def rubrics() -> tuple[Rubric, ...]:
    """Every rubric, by version."""
    found = (rubric(path.stem) for path in sorted(FOLDER.glob("*.json")))
    return tuple(one for one in found if one is not None)
