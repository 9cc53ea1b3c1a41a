"""The register of a province: how long it takes to sign, to read and to find in as somebody types."""

import time
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.services import founding, organisations
from chibo_desktop.services.desk import Role
from chibo_desktop.services.known_register import KnownRegister
from chibo_desktop.storage import directory
from tests.benchmarks.scale import FULL, percentile, report
from tests.building import june_2023
from tests.building.homes import found_home, open_home
from tests.building.june_2023 import JUNE

TYPED = (
    "phieng an quang thuan",
    "chi bộ thôn nà",
    "trạm y tế xã vi hương",
    "dang bo huyen",
    "tổ dân phố 10",
    "khong co",
)
FIND_BAR_MS = 50.0


def measured(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


@pytest.mark.bench
def test_the_register_of_a_province_answers_while_somebody_types(tmp_path: Path) -> None:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    said = measured(lambda: organisations.say(desk, june_2023.founding()))
    values = directory.organisations(desk.book)
    decoded = measured(lambda: KnownRegister("x", directory.organisations(desk.book)))
    known = KnownRegister("x", values)
    tree = measured(lambda: known.tree(JUNE))
    first = measured(lambda: known.finder(JUNE).find("a"))
    times = [
        measured(lambda text=text, length=length: organisations.find(desk, text[:length], JUNE, 50))
        for text in TYPED
        for length in range(1, len(text) + 1)
    ][1:]
    p95 = percentile(times, 0.95)
    report(
        "register",
        {
            "organisations": len(values),
            "sign an import ms": said,
            "decode ms": decoded,
            "tree ms": tree,
            "first search ms": first,
            "search p50 ms": percentile(times, 0.5),
            "search p95 ms": p95,
            "bar ms": FIND_BAR_MS,
        },
    )
    founding.close_desk(desk)
    if FULL:
        assert p95 <= FIND_BAR_MS
        assert first <= 2 * FIND_BAR_MS
