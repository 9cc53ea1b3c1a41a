"""Sharing items out to takers by a solver (HiGHS), where it is installed: numbers in, numbers out.

It is an optional extra, so it is imported only while something is solved, and this is the only module that knows it. It
stands in this room because it is a step of making proposals: it neither stores nor writes anything, and what is true on
paper - what a proposal is, which one is better - stays in ``domain``.

Takers who have no item in common, not even over others, have nothing to do with each other, so each such part is a
model of its own. In it ``x`` says whether a taker gets an item, ``y`` how often he goes to a place, ``s`` how many
items he has. The worth of items comes first by far; then equal shares, which are bought step by step, each dearer than
the one before; then what going costs.
"""

import importlib.util
import os
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from chibo_desktop.domain.outcomes import Cancelled

_GAP: Final = 1e-6
_SHORTEST_S: Final = 0.5
_SOLVER: Final = "highspy"
_STANDARD_OUTPUT: Final = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """``taker`` could get ``item``, which costs him so much once he is at its place."""

    item: int
    taker: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who could get what. ``worth`` and ``places`` are by item, ``room`` and ``loads`` (what he has already) by taker.

    ``trips``: what going to a place costs a taker; one trip is enough for ``a_trip`` items. ``start``: a sharing that
    is allowed, by item; the result is not worse.
    """

    worth: tuple[int, ...]
    places: tuple[int, ...]
    room: tuple[int, ...]
    loads: tuple[int, ...]
    choices: tuple[Choice, ...]
    trips: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    a_trip: int = 2
    start: Mapping[int, int] = field(default_factory=dict[int, int])


def is_solver_there() -> bool:
    """Whether the extra ``solver`` is installed."""
    return importlib.util.find_spec(_SOLVER) is not None


def share(
    sharing: Sharing, seconds: float, progress: Callable[[int, int], object], cancelled: Callable[[], bool]
) -> dict[int, int]:
    """The taker of each item that is given to somebody; the best that was found within so many seconds.

    ``progress(done, all)`` counts choices. Raises ``Cancelled``.
    """
    end = time.monotonic() + seconds
    found = dict(sharing.start)
    parts = sorted(_parts(sharing), key=len)
    weight, done, all_ = _weight(sharing), 0, len(sharing.choices)
    for part in parts:
        progress(done, all_)
        if cancelled():
            raise Cancelled
        left = max(_SHORTEST_S, (end - time.monotonic()) * len(part) / (all_ - done))
        model = _Model(sharing, part, weight)
        values = model.solve(left, cancelled)
        if cancelled():
            raise Cancelled
        if values is not None:
            items = {choice.item for choice in part}
            found = {item: taker for item, taker in found.items() if item not in items}
            found |= {one.item: one.taker for one, value in zip(part, values, strict=False) if value > 0.5}
        done += len(part)
    progress(all_, all_)
    return found


def _parts(sharing: Sharing) -> list[list[Choice]]:
    """The choices, parted so that no item and no taker is in two parts."""
    above = list(range(len(sharing.room)))

    def top(taker: int) -> int:
        while above[taker] != taker:
            above[taker] = above[above[taker]]
            taker = above[taker]
        return taker

    first: dict[int, int] = {}
    for choice in sharing.choices:
        above[top(choice.taker)] = top(first.setdefault(choice.item, choice.taker))
    parts: dict[int, list[Choice]] = defaultdict(list)
    for choice in sharing.choices:
        parts[top(choice.taker)].append(choice)
    return list(parts.values())


def _weight(sharing: Sharing) -> int:
    """How much a unit of worth counts, so that no item is left for the sake of shorter ways or equal shares."""
    dearest = max(
        (sharing.trips.get((one.taker, sharing.places[one.item]), 0) + one.cost for one in sharing.choices), default=0
    )
    return 4 * max(1, dearest)


@contextmanager
def _nothing_told() -> Generator[None]:
    """The first solver of a process writes its licence to standard output, past Python and before it can be asked not
    to; there it would stand amid the JSON that a command answers."""
    try:
        kept = os.dup(_STANDARD_OUTPUT)
    except OSError:  # a window that was started without a console has none
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STANDARD_OUTPUT)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STANDARD_OUTPUT)
        os.close(kept)


class _Model:
    """One part as a mixed integer program: columns and rows, as HiGHS takes them. What is worth most is least."""

    def __init__(self, sharing: Sharing, part: list[Choice], weight: int) -> None:
        self._cost: list[float] = []
        self._upper: list[float] = []
        self._integer: list[bool] = []
        self._start: list[float] = []
        self._rows: list[tuple[float, float, Mapping[int, float]]] = []
        self._sharing = sharing
        of_item: dict[int, list[int]] = defaultdict(list)
        of_taker: dict[int, list[int]] = defaultdict(list)
        of_place: dict[tuple[int, int], list[int]] = defaultdict(list)
        for choice in part:
            cost = choice.cost - weight * sharing.worth[choice.item]
            column = self._column(cost, 1, sharing.start.get(choice.item) == choice.taker, is_whole=True)
            of_item[choice.item].append(column)
            of_taker[choice.taker].append(column)
            of_place[choice.taker, sharing.places[choice.item]].append(column)
        for columns in of_item.values():
            self._row(0, 1, dict.fromkeys(columns, 1))
        for (taker, place), columns in of_place.items():
            self._trips(sharing.trips.get((taker, place), 0), columns)
        least = min(sharing.worth, default=1)
        for taker, columns in of_taker.items():
            self._shares(taker, columns, weight * least)

    def _trips(self, cost: int, columns: list[int]) -> None:
        size = self._sharing.a_trip
        if not cost:
            return
        begun = -(-sum(self._start[column] for column in columns) // size)
        trips = self._column(cost, -(-len(columns) // size), begun, is_whole=True)
        self._row(0, float("inf"), {trips: size} | dict.fromkeys(columns, -1))

    def _shares(self, taker: int, columns: list[int], most: int) -> None:
        """Every further item is a step dearer; all steps together are worth less than any item."""
        room, load = self._sharing.room[taker], self._sharing.loads[taker]
        highest = max(one + other for one, other in zip(self._sharing.room, self._sharing.loads, strict=True))
        has = sum(self._start[column] for column in columns)
        steps = [
            self._column(most * (load + step) / (2 * highest), 1, step < has, is_whole=False)
            for step in range(min(room, len(columns)))
        ]
        self._row(0, 0, dict.fromkeys(columns, 1) | dict.fromkeys(steps, -1))

    def _column(self, cost: float, upper: float, start: float, *, is_whole: bool) -> int:
        self._cost.append(cost)
        self._upper.append(upper)
        self._integer.append(is_whole)
        self._start.append(float(start))
        return len(self._cost) - 1

    def _row(self, lower: float, upper: float, entries: Mapping[int, float]) -> None:
        self._rows.append((lower, upper, entries))

    def solve(self, seconds: float, cancelled: Callable[[], bool]) -> list[float] | None:
        """The values of the columns, those of the choices first; ``None`` where nothing was found."""
        import highspy

        with _nothing_told():
            solver = highspy.Highs()
        options = {"output_flag": False, "time_limit": seconds, "mip_rel_gap": _GAP, "random_seed": 0, "threads": 1}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._program(highspy))
        begun: Any = highspy.HighsSolution()
        begun.col_value = self._start
        solver.setSolution(begun)

        def look(event: Any) -> None:
            if cancelled():
                event.interrupt()

        solver.cbMipInterrupt += look
        solver.cbSimplexInterrupt += look
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return list(solver.getSolution().col_value)

    def _program(self, highspy: Any) -> Any:
        starts = [0]
        for _, _, entries in self._rows:
            starts.append(starts[-1] + len(entries))
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self._cost), len(self._rows)
        program.col_cost_ = self._cost
        program.col_lower_, program.col_upper_ = [0.0] * len(self._cost), self._upper
        program.row_lower_ = [lower for lower, _, _ in self._rows]
        program.row_upper_ = [upper for _, upper, _ in self._rows]
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        program.integrality_ = [whole if is_whole else part for is_whole in self._integer]
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = program.num_col_, program.num_row_
        matrix.start_ = starts
        matrix.index_ = [column for _, _, entries in self._rows for column in entries]
        matrix.value_ = [value for _, _, entries in self._rows for value in entries.values()]
        return program
