"""Paragraphs as they are written, before anybody knows how wide the page is."""

from dataclasses import dataclass
from enum import Enum

from chibo_desktop.documents.faces import Cut


class Align(Enum):
    JUSTIFIED = "justified"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one cut."""

    text: str
    cut: Cut = Cut.REGULAR


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs set as one block. ``size`` ``None`` is the size of the body; ``stays_with_next`` holds for headings."""

    runs: tuple[Run, ...]
    align: Align = Align.JUSTIFIED
    is_indented: bool = True
    stays_with_next: bool = False
    size: float | None = None


def plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def bold(text: str) -> Run:
    return Run(text, Cut.BOLD)


def italic(text: str) -> Run:
    return Run(text, Cut.ITALIC)
