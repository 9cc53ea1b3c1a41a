"""How large a benchmark is, and where its figures go."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FULL = os.environ.get("CHIBO_BENCH_FULL") == "1"
"""At full size the bars hold; at the small size of every test run the benchmarks only have to work."""

RESULTS = Path(os.environ.get("CHIBO_BENCH_RESULTS", "build/benchmarks"))


def report(name: str, figures: dict[str, float | int | str]) -> None:
    """Print the figures of a benchmark and keep them as JSON."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(figures | {"full": FULL}, indent=2) + "\n", encoding="utf-8")
    told = ", ".join(
        f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items()
    )
    print(f"\n{name}: {told}")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock, and seconds of the processor, those of processes that ended meanwhile included: what others
    do on the machine shows in the first only."""

    wall: float
    cpu: float


@contextmanager
def measured(into: list[Took]) -> Iterator[None]:
    """Add to ``into`` how long the block took."""
    wall, cpu = time.perf_counter(), _processor()
    yield
    into.append(Took(time.perf_counter() - wall, _processor() - cpu))


def _processor() -> float:
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


def ratio(ours: list[float], limit: list[float]) -> float:
    """Median against median of runs that were interleaved."""
    return median(ours) / median(limit)


def percentile(values: list[float], share: float) -> float:
    """The value below which so large a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
