"""Merging with everything on, beside the bare limit of the same run.

The search index is brought up to date inside the measured time: the first search after a merge finds nothing to do.
"""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.app.machine import collect_seldom
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import founding, receiving, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.places import Places
from chibo_desktop.storage.search import settle
from tests.benchmarks.bare import bare_packets, merge_bare, open_bare
from tests.benchmarks.scale import FULL, Took, measured, ratio, report
from tests.building.province import PASSPHRASE, enrol_unasked, found, sample_visits, send

PACKETS = 100 if FULL else 3
PER_PACKET = 24
ROUNDS = 5 if FULL else 1
BAR = 3.0


@pytest.fixture
def _as_the_program_runs() -> Iterator[None]:
    thresholds = gc.get_threshold()
    collect_seldom()
    yield
    gc.set_threshold(*thresholds)


@pytest.mark.bench
@pytest.mark.usefixtures("_as_the_program_runs")
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
    ours: list[Took] = []
    limit: list[Took] = []
    for round_ in range(ROUNDS):
        bare = open_bare(tmp_path / f"bare-{round_}.db")
        with measured(limit):
            merge_bare(bare, packets)
        bare.close()
        shutil.copytree(tmp_path / "office", tmp_path / f"office-{round_}")
        _merge_once(clerk, tmp_path / f"office-{round_}", stick, ours)
    times = ratio([took.wall for took in ours], [took.wall for took in limit])
    report(
        "merging",
        {
            "visits": len(visits),
            "times the bare limit": times,
            "bar": BAR,
            "times its processor time": ratio([took.cpu for took in ours], [took.cpu for took in limit]),
            "visits a second": len(visits) / min(took.wall for took in ours),
            "bare visits a second": len(visits) / min(took.wall for took in limit),
            "us of processor a visit": min(took.cpu for took in ours) / len(visits) * 1e6,
            "bytes a visit": sum(file.stat().st_size for file in stick.iterdir()) / len(visits),
        },
    )
    if FULL:
        assert times <= BAR


def _merge_once(clerk: Desk, home: Path, stick: Path, ours: list[Took]) -> None:
    desk = founding.open_desk(Places(home), PASSPHRASE, clerk.clock, clerk.random)
    with measured(ours):
        merged = receiving.merge(desk, [stick]).value
    assert all(file.result == "merged" for file in merged.files)
    assert status.status(desk).visits[VisitState.MERGED] == PACKETS * PER_PACKET
    assert settle(desk.book, at_most=0) == 0
    founding.close_desk(desk)
