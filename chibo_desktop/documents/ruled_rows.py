"""A table among the text of a document: its rows may go on over pages, and its head stands above them again on each."""

from collections.abc import Sequence
from dataclasses import dataclass

from chibo_desktop.documents.faces import Cases, Cut
from chibo_desktop.documents.lines import Composer, Line
from chibo_desktop.documents.paragraphs import Run
from chibo_desktop.documents.sheets import ABOVE_BASELINE, Sheets

_LEADING = 1.2
_PAD = 3.0
_RULE = 0.5
_ABOVE = 6.0


@dataclass(frozen=True, slots=True)
class RuledTable:
    """What is to be set: ``shares`` of the width by column; cells of ``numbers`` stand at the right, digit below digit.

    ``bold`` are places of rows that sum up others.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()


class RuledRow:
    """One row with rules around it. ``again`` is the head that stands above it where it begins a page."""

    stretch = 0.0
    is_pinned = False

    def __init__(self, cells: Sequence[Sequence[Line]], setting: "_Setting", again: "RuledRow | None") -> None:
        self._cells, self._setting, self.again = cells, setting, again
        self.gap = 0.0 if again is not None else _ABOVE
        self.stays = again is None
        lines = max(1, *(len(cell) for cell in cells))
        self.extent = lines * setting.size * _LEADING + 2 * _PAD

    def draw(self, sheets: Sheets, top: float) -> None:
        setting, x = self._setting, sheets.frame.left
        whole = sum(setting.widths)
        edges = [x]
        for place, (cell, width) in enumerate(zip(self._cells, setting.widths, strict=True)):
            baseline = top - _PAD - setting.size * ABOVE_BASELINE
            for line in cell:
                at = x + _PAD
                if self.again is None:
                    at = x + (width - line.width) / 2
                elif place in setting.numbers:
                    at = x + width - _PAD - line.width
                sheets.write(line, setting.size, at, baseline)
                baseline -= setting.size * _LEADING
            x += width
            edges.append(x)
        for y in (top, top - self.extent):
            sheets.rule(sheets.frame.left, y, whole, _RULE)
        sheets.fill([(edge - _RULE / 2, top - self.extent, _RULE, self.extent) for edge in edges])


@dataclass(frozen=True, slots=True)
class _Setting:
    size: float
    widths: tuple[float, ...]
    numbers: frozenset[int]


def ruled_rows(table: RuledTable, cases: Cases, width: float, size: float) -> list[RuledRow]:
    """The head and the rows of a table as wide as the type area."""
    whole = sum(table.shares)
    setting = _Setting(size, tuple(width * share / whole for share in table.shares), table.numbers)
    composer = Composer(cases, size)

    def cells(row: Sequence[str], cut: Cut) -> list[list[Line]]:
        return [
            composer.lines((Run(" ".join(text.split()), cut),), room - 2 * _PAD) if text.strip() else []
            for text, room in zip(row, setting.widths, strict=True)
        ]

    head = RuledRow(cells(table.head, Cut.BOLD), setting, None)
    return [
        head,
        *(
            RuledRow(cells(row, Cut.BOLD if place in table.bold else Cut.REGULAR), setting, head)
            for place, row in enumerate(table.rows)
        ),
    ]
