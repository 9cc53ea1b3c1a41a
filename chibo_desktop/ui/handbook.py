"""The handbook: chapters in plain Markdown with pictures, all from `resources/help`, nothing from elsewhere."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources" / "help"
FIRST = "index"

_PICTURE = re.compile(r"pictures/[a-z0-9-]+\.png")
_CHAPTER = re.compile(r"([a-z_]+)\.md")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter by its key, the name of its file, with the title that stands in its first line."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the contents and its chapters."""

    title: str
    chapters: tuple[Chapter, ...]


@functools.cache
def parts() -> tuple[Part, ...]:
    """The contents, in reading order."""
    plan = json.loads((FOLDER / "handbook.json").read_text(encoding="utf-8"))
    return tuple(
        Part(part["title"], tuple(Chapter(key, _title_of(text_of(key))) for key in part["chapters"])) for part in plan
    )


def text_of(key: str) -> str:
    """The Markdown of a chapter; that of the first one where there is no such chapter."""
    place = FOLDER / f"{key}.md"
    return (place if key and place.is_file() else FOLDER / f"{FIRST}.md").read_text(encoding="utf-8")


def chapter_at(address: str) -> str | None:
    """Key of the chapter that a link in the text means; ``None`` for any other address."""
    found = _CHAPTER.fullmatch(address)
    return found[1] if found and (FOLDER / address).is_file() else None


def picture_at(address: str) -> Path | None:
    """File of a picture that the text shows; ``None`` for any other address."""
    return FOLDER / address if _PICTURE.fullmatch(address) and (FOLDER / address).is_file() else None


def _title_of(text: str) -> str:
    return text.split("\n", 1)[0].removeprefix("#").strip()
