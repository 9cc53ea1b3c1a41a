"""From the start of the process to the first painted window, beside a bare window of PySide6."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

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


def start(*words: str) -> tuple[float, set[str]]:
    """Seconds until the window was painted, and what was imported by then."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # as installed: a second start finds compiled files
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-P", str(SCRIPT), *words], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - begun
        process.wait(30)
    return seconds, set(json.loads(line))


def test_nothing_heavy_is_imported_before_the_first_window(tmp_path: Path) -> None:
    found_home(tmp_path / "home")
    _, modules = start("program", str(tmp_path / "home"))
    assert "chibo_desktop.ui.pages.unlock" in modules
    assert not modules & HEAVY
    below = {name for name in modules if name.startswith(("chibo_desktop.storage", "chibo_desktop.packets"))}
    assert not below


@pytest.mark.bench
def test_start_to_first_paint_beside_a_bare_window(tmp_path: Path) -> None:
    found_home(tmp_path / "home")
    start("bare")
    start("program", str(tmp_path / "home"))
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(RUNS):
        bare.append(start("bare")[0])
        ours.append(start("program", str(tmp_path / "home"))[0])
    times = ratio(ours, bare)
    report("start", {"bare s": median(bare), "program s": median(ours), "ratio": times, "bar": BAR, "runs": RUNS})
    if FULL:
        assert times <= BAR
