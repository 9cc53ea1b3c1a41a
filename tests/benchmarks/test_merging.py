"""Merging with everything on, beside the bare limit of the same run."""

import shutil
import time
from pathlib import Path

import pytest

from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import founding, receiving, status
from chibo_desktop.services.desk import Role
from tests.benchmarks.bare import bare_packets, merge_bare, open_bare
from tests.benchmarks.scale import FULL, ratio, report
from tests.building.province import enrol_unasked, found, sample_visits, send

PACKETS = 100 if FULL else 3
PER_PACKET = 24
ROUNDS = 5 if FULL else 1
BAR = 3.0


@pytest.mark.bench
def test_merging_costs_at_most_three_times_the_bare_limit(tmp_path: Path) -> None:
    visits = list(sample_visits(PACKETS * PER_PACKET))
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk = found(tmp_path / "office", Role.OFFICE, "office", 0)
    for number in range(PACKETS):
        laptop = found(tmp_path / "laptop", Role.GROUP, f"laptop {number}", number)
        enrol_unasked(clerk, laptop)
        send(laptop, visits[number * PER_PACKET : (number + 1) * PER_PACKET], stick)
        founding.close_desk(laptop)
        shutil.rmtree(tmp_path / "laptop")
    founding.close_desk(clerk)
    packets = bare_packets(visits, PER_PACKET)
    ours: list[float] = []
    limit: list[float] = []
    for round_ in range(ROUNDS):
        bare = open_bare(tmp_path / f"bare-{round_}.db")
        begun = time.perf_counter()
        merge_bare(bare, packets)
        limit.append(time.perf_counter() - begun)
        bare.close()
        shutil.copytree(tmp_path / "office", tmp_path / f"office-{round_}")
        ours.append(_merge_once(clerk, tmp_path / f"office-{round_}", stick, len(visits)))
    times = ratio(ours, limit)
    report(
        "merging",
        {
            "visits": len(visits),
            "times the bare limit": times,
            "bar": BAR,
            "visits a second": len(visits) / min(ours),
            "bare visits a second": len(visits) / min(limit),
            "bytes a visit": sum(file.stat().st_size for file in stick.iterdir()) / len(visits),
        },
    )
    if FULL:
        assert times <= BAR


def _merge_once(clerk: founding.Desk, home: Path, stick: Path, visits: int) -> float:
    desk = founding.open_desk(founding.Places(home), "một câu dễ nhớ", clerk.clock, clerk.random)
    begun = time.perf_counter()
    merged = receiving.merge(desk, [stick]).value
    took = time.perf_counter() - begun
    assert all(file.result == "merged" for file in merged.files)
    assert status.status(desk).visits[VisitState.MERGED] == visits
    founding.close_desk(desk)
    return took
