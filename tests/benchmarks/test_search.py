"""Search as somebody types, letter by letter, over a large register."""

import time
from pathlib import Path

import pytest

from chibo_desktop.domain.register import Standing, search_text, statement_rows, visit_row
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import search
from chibo_desktop.services.desk import Role
from chibo_desktop.storage.register import RegisterLine, put_visits
from tests.benchmarks.scale import FULL, percentile, report
from tests.building.province import found, sample_visits

VISITS = 24_000 if FULL else 240
TYPED = ("đề nghị xã sửa", "dang uy xa", "nghề dệt truyền thống", "hoang thi mau", '"an toàn mùa mưa"', "phiêng -rừng")
BAR_MS = 20.0


@pytest.mark.bench
def test_search_answers_while_somebody_types(tmp_path: Path) -> None:
    desk = found(tmp_path / "office", Role.OFFICE, "office", 0)
    batch: list[RegisterLine] = []
    for visit in sample_visits(VISITS):
        row = visit_row(visit, Standing(VisitState.MERGED, desk.clock()))
        batch.append(RegisterLine(row, tuple(statement_rows(visit)), search_text(visit)))
        if len(batch) == 500:
            put_visits(desk.book, batch)
            batch.clear()
    put_visits(desk.book, batch)
    times: list[float] = []
    for text in TYPED:
        for length in range(1, len(text) + 1):
            begun = time.perf_counter()
            search.search(desk, text[:length], limit=20)
            times.append((time.perf_counter() - begun) * 1000)
    p95 = percentile(times, 0.95)
    report("search", {"visits": VISITS, "p50 ms": percentile(times, 0.5), "p95 ms": p95, "bar ms": BAR_MS})
    if FULL:
        assert p95 <= BAR_MS
