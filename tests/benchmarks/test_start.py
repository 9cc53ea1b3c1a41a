"""From the start of the process to the first painted window, beside a bare window of PySide6."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from tests.benchmarks.scale import FULL, ratio, report
from tests.building.homes import found_home

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("first_paint.py")
RUNS = 11 if FULL else 2
BAR = 1.8
HEAVY = {
    "peewee", "sqlcipher3", "nacl", "pyrage", "reportlab", "pypdfium2", "segno", "msgspec", "click",
    "PySide6.QtNetwork", "PySide6.QtPrintSupport",
}  # fmt: skip


class Start(NamedTuple):
    """One start: seconds on the clock and of the processor until the window was painted; modules imported by then."""

    wall: float
    cpu: float
    modules: frozenset[str]


class Starter:
    """Starts processes from compiled files, as installed: those of a folder of its own, for both sides alike."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        found_home(self._home)
        self._environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            "PYTHONDONTWRITEBYTECODE": "",
        }
        self.bare()
        self.program()

    def bare(self) -> Start:
        return self._start("bare")

    def program(self) -> Start:
        return self._start("program", str(self._home))

    def _start(self, *words: str) -> Start:
        begun = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-P", str(SCRIPT), *words], stdout=subprocess.PIPE, text=True, env=self._environment
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            wall = time.perf_counter() - begun
            process.wait(30)
        cpu, *modules = line.split()
        return Start(wall, float(cpu), frozenset(modules))


def test_nothing_heavy_is_imported_before_the_first_window(tmp_path: Path) -> None:
    modules = Starter(tmp_path).program().modules
    assert "chibo_desktop.ui.pages.unlock" in modules
    assert not modules & HEAVY
    behind = ("chibo_desktop.storage", "chibo_desktop.packets", "chibo_desktop.ui.inside")
    assert not {name for name in modules if name.startswith(behind)}


@pytest.mark.bench
def test_start_to_first_paint_beside_a_bare_window(tmp_path: Path) -> None:
    starter = Starter(tmp_path)
    runs = [(starter.bare(), starter.program()) for _ in range(RUNS)]
    wall = ratio([ours.wall for _, ours in runs], [bare.wall for bare, _ in runs])
    cpu = ratio([ours.cpu for _, ours in runs], [bare.cpu for bare, _ in runs])
    figures = {"bare s": median(bare.wall for bare, _ in runs), "program s": median(ours.wall for _, ours in runs)}
    report("start", figures | {"wall ratio": wall, "cpu ratio": cpu, "bar": BAR, "runs": RUNS})
    if FULL:
        assert wall <= BAR
        assert cpu <= BAR
