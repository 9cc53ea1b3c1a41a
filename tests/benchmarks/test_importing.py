"""Bringing a spreadsheet of a province in: three thousand lines in less than five seconds."""

import time
from pathlib import Path

import pytest

from chibo_desktop.domain.imports import COLUMNS, Table
from chibo_desktop.services import importing, organisations
from chibo_desktop.services.desk import Role
from chibo_desktop.services.import_templates import columns
from chibo_desktop.services.importing import SheetFile
from chibo_desktop.services.tables import Sheet, xlsx_file
from chibo_desktop.ui import import_words
from tests.benchmarks.scale import FULL, report
from tests.building.province import found

LINES, MEMBERS = (3_000, 3_000) if FULL else (60, 60)
BAR_S = 5.0


def _file() -> SheetFile:
    words = import_words.vocabulary()
    communes = max(1, LINES // 20)
    above = [(None, f"Đảng bộ xã {place}") for place in range(communes)]
    cells = [(f"Đảng bộ xã {place % communes}", f"Chi bộ thôn Nà Mẫu {place}") for place in range(LINES - communes)]
    rows = [(None, name, parent, None, None, None, None, "Vùng sâu", 12, 7) for parent, name in (*above, *cells)]
    members = [
        (None, cells[place % len(cells)][1], None, f"Hoàng Văn Mẫu {place}", None, None, None)
        for place in range(MEMBERS)
    ]
    assert len(rows[0]) == len(COLUMNS[Table.ORGANISATIONS])
    data = {Table.ORGANISATIONS: rows, Table.ROSTERS: members}
    return SheetFile("x.xlsx", xlsx_file([Sheet(words.sheets[one], columns(one, words), data[one]) for one in data]))


@pytest.mark.bench
def test_a_province_is_brought_in_while_somebody_waits(tmp_path: Path) -> None:
    desk, words, file = found(tmp_path / "office", Role.OFFICE, "office", 0), import_words.vocabulary(), _file()
    begun = time.perf_counter()
    looked = importing.look(desk, file, words)
    looking = time.perf_counter() - begun
    begun = time.perf_counter()
    done = importing.carry_out(desk, file, words).value
    took = time.perf_counter() - begun
    assert (done.organisations, looked.notes) == (LINES, ())
    assert len(organisations.register(desk)) == LINES
    figures = {"organisations": LINES, "members": MEMBERS, "rosters": done.rosters}
    report("importing", {**figures, "look s": looking, "import s": took, "bar s": BAR_S})
    if FULL:
        assert took <= BAR_S
