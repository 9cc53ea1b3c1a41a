"""Merging with everything on, beside the bare limit of the same run.

The search index is brought up to date inside the measured time: the first search after a merge finds nothing to do.
"""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chibo_desktop.app.machine import collect_seldom
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.packets.limits import MIB
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
MEMORY = 120
"""MiB of both processes together."""
SCRIPT = Path(__file__).with_name("peak_memory.py")


@pytest.fixture
def _as_the_program_runs() -> Iterator[None]:
    thresholds = gc.get_threshold()
    collect_seldom()
    yield
    gc.set_threshold(*thresholds)


@dataclass(frozen=True, slots=True)
class Sent:
    """An office that is closed, and a stick with packets of many laptops that it vouches for."""

    clerk: Desk
    stick: Path
    visits: list[Visit]

    def office(self, home: Path) -> Path:
        """A copy of the office's home that has merged nothing yet."""
        shutil.copytree(self.clerk.places.home, home)
        return home


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    root = tmp_path_factory.mktemp("merging")
    visits = list(sample_visits(PACKETS * PER_PACKET))
    stick = root / "stick"
    stick.mkdir()
    clerk = found(root / "office", Role.OFFICE, "office", 0)
    for number in range(PACKETS):
        laptop = found(root / "laptop", Role.GROUP, f"laptop {number}", number)
        enrol_unasked(clerk, laptop)
        send(laptop, visits[number * PER_PACKET : (number + 1) * PER_PACKET], stick)
        founding.close_desk(laptop)
        shutil.rmtree(root / "laptop")
    founding.close_desk(clerk)
    return Sent(clerk, stick, visits)


@pytest.mark.bench
@pytest.mark.usefixtures("_as_the_program_runs")
def test_merging_costs_at_most_three_times_the_bare_limit(sent: Sent, tmp_path: Path) -> None:
    visits, stick = sent.visits, sent.stick
    packets = bare_packets(visits, PER_PACKET)
    ours: list[Took] = []
    limit: list[Took] = []
    for round_ in range(ROUNDS):
        bare = open_bare(tmp_path / f"bare-{round_}.db")
        with measured(limit):
            merge_bare(bare, packets)
        bare.close()
        _merge_once(sent, sent.office(tmp_path / f"office-{round_}"), ours)
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


def _merge_once(sent: Sent, home: Path, ours: list[Took]) -> None:
    desk = founding.open_desk(Places(home), PASSPHRASE, sent.clerk.clock, sent.clerk.random)
    with measured(ours):
        merged = receiving.merge(desk, [sent.stick]).value
    assert all(file.result == "merged" for file in merged.files)
    assert status.status(desk).visits[VisitState.MERGED] == PACKETS * PER_PACKET
    assert settle(desk.book, at_most=0) == 0
    founding.close_desk(desk)


@pytest.mark.bench
@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux counts it")
def test_merging_needs_little_memory(sent: Sent, tmp_path: Path) -> None:
    words = [str(sent.office(tmp_path / "office")), PASSPHRASE, str(sent.stick)]
    found_ = {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=True, env=os.environ | found_
    )
    first, second = (int(peak) / MIB for peak in told.stdout.split())
    report("memory of merging", {"MiB at most": first, "of the second process": second, "bar of both": MEMORY})
    assert first + second <= MEMORY
    assert (second > 0) == FULL, "only many files are worth a second process"
