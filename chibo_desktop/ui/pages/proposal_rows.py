"""Proposed visits as lines that can be ticked, and the figures of both ways side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chibo_desktop.domain.ids import PlannedId
from chibo_desktop.domain.plans import PlannedVisit
from chibo_desktop.domain.proposing import Method
from chibo_desktop.domain.wording import weekday
from chibo_desktop.services.proposals import Proposed
from chibo_desktop.ui.components.rows_model import Column, RowsModel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.plan_words import PlanWords, day_words, hours_words, superior_words
from chibo_desktop.ui.proposal_words import figure_lines, why_words
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

TICK = 0
"""The column in which a click ticks a line."""
_NONE = "–"


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A proposed visit, and whether it is to be taken."""

    visit: PlannedVisit
    is_chosen: bool = True


class ProposalRows(RowsModel[ProposedLine]):
    """The lines of a proposal; ``words`` are set anew with it."""

    def __init__(self) -> None:
        self.words = PlanWords((), {})
        super().__init__(tuple(self._columns()), self._spoken_line)

    @property
    def chosen(self) -> tuple[PlannedId, ...]:
        """The visits that are ticked."""
        return tuple(line.visit.id for line in self.rows if line.is_chosen)

    def show(self, proposed: Proposed | None, words: PlanWords) -> None:
        """Show what is proposed, all of it ticked."""
        self.words = words
        self.set_rows([ProposedLine(one) for one in proposed.best.visits] if proposed is not None else [])

    def turn(self, place: int) -> None:
        """Tick a line, or take its tick away."""
        line = self.row_at(place)
        self.set_row(place, replace(line, is_chosen=not line.is_chosen))

    def choose_all(self, *, chosen: bool) -> None:
        """Tick every line, or none."""
        for place, line in enumerate(self.rows):
            if line.is_chosen is not chosen:
                self.turn(place)

    def _columns(self) -> Iterator[Column[ProposedLine]]:
        yield Column(tr("Nhận"), icon=_tick, width=64)
        yield Column(tr("Ngày"), _day_text, second=lambda line: hours_words(line.visit), width=152)
        yield Column(
            tr("Chi bộ"), lambda line: line.visit.cell.name, second=lambda line: superior_words(line.visit.cell),
            look="medium", sort=lambda line: (line.visit.cell.name, superior_words(line.visit.cell)),
        )  # fmt: skip
        yield Column(
            tr("Tổ, người dự"), lambda line: self.words.group(line.visit.group), second=_people_text,
            sort=lambda line: (self.words.group(line.visit.group), line.visit.date, line.visit.start),
        )  # fmt: skip
        yield Column(tr("Vì sao"), lambda line: why_words(line.visit), wraps=True, look="second")

    def _spoken_line(self, line: ProposedLine) -> str:
        state = tr("nhận") if line.is_chosen else tr("không nhận")
        return ", ".join((self.words.visit(line.visit), why_words(line.visit), state))


def _tick(line: ProposedLine) -> tuple[Icon, str, str]:
    return (Icon.CHECK_CIRCLE, "ok", tr("nhận")) if line.is_chosen else (Icon.CIRCLE, "strong", tr("không nhận"))


def _day_text(line: ProposedLine) -> str:
    day = line.visit.date
    return "" if day is None else f"{weekday(day)} {day_words(day)}"


def _people_text(line: ProposedLine) -> str:
    return ", ".join(one.name for one in line.visit.members)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with its name: of the built-in way, and of the solver where there is one."""

    name: str
    greedy: str
    solver: str


class FigureRows(RowsModel[FigureLine]):
    """The figures of both ways."""

    def __init__(self) -> None:
        super().__init__(
            (
                Column(tr("Số liệu"), lambda line: line.name, wraps=True, look="second"),
                Column(word(Method.GREEDY), lambda line: line.greedy, width=112, number=True),
                Column(word(Method.SOLVER), lambda line: line.solver, width=112, number=True, look="strong"),
            ),
            lambda line: tr("%1: cách có sẵn %2, bộ tối ưu %3", line.name, line.greedy, line.solver),
        )

    def show(self, proposed: Proposed | None) -> None:
        """Show the figures of a proposal."""
        both = [] if proposed is None else [one for one in (proposed.greedy, proposed.solver) if one is not None]
        lines = figure_lines([one.figures for one in both]) if both else []
        self.set_rows([FigureLine(name, values[0], values[1] if len(values) > 1 else _NONE) for name, values in lines])
