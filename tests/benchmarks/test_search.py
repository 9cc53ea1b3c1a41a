"""Search as somebody types, letter by letter, over a large register; the words shown are read from the entries."""

import datetime as dt
import time
from itertools import islice
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import EntryId, EpochId
from chibo_desktop.domain.register import Standing, Told, search_text, visit_row
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.packets.entries import Draft, Moment, Place, build_entry
from chibo_desktop.packets.visit_parts import CLASS_OF_PART, split
from chibo_desktop.services import search
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import log
from chibo_desktop.storage.register import RegisterLine, put_visits
from tests.benchmarks.scale import FULL, percentile, report
from tests.building.province import found, sample_visits

VISITS = 24_000 if FULL else 240
TYPED = ("đề nghị xã sửa", "dang uy xa", "nghề dệt truyền thống", "hoang thi mau", '"an toàn mùa mưa"', "phiêng -rừng")
BAR_MS = 20.0
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
EPOCH = EpochId("e" * 26)
SOURCE = log.Source(None, NOW)


def _entry(desk: Desk, number: int, visit: Visit) -> Entry:
    texts = tuple((name, CLASS_OF_PART[name], text) for name, text in split(visit).items())
    draft = Draft(EntryKind.VISIT_RECORDED, visit.id, desk.me.person.id, texts)
    place = Place(desk.me.device, EPOCH, number, EntryId("A" * 43) if number > 1 else None)
    return build_entry(draft, place, Moment(NOW), desk.keys.signing, desk.random)


def _line(visit: Visit) -> RegisterLine:
    row = visit_row(visit, Standing(VisitState.MERGED, NOW))
    return RegisterLine(row, search_text(Told.by(visit)))


@pytest.mark.bench
def test_search_answers_while_somebody_types(tmp_path: Path) -> None:
    desk = found(tmp_path / "office", Role.OFFICE, "office", 0)
    visits = enumerate(sample_visits(VISITS), start=1)
    while batch := list(islice(visits, 500)):
        with desk.book.transaction():
            log.add_entries(desk.book, [_entry(desk, number, visit) for number, visit in batch], SOURCE)
            put_visits(desk.book, [_line(visit) for _, visit in batch])
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
