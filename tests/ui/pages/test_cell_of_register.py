"""The cell of a visit from the register: offered and named as of the date that is typed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.reorganisation import Attribute, Setting
from chibo_desktop.merging.organisations import fold_settings
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.cell_part import CellPart
from tests.building.homes import found_home, open_home
from tests.ui import walkers

BEFORE, AFTER = dt.date(2025, 6, 3), dt.date(2025, 8, 3)
CELL, OTHER, COMMUNE = (OrganisationId(letter * 26) for letter in "cod")


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Desk]:
    """A laptop that knows two cells; one of them, and its commune, were renamed on 01/7/2025."""
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    new, day = operations.founding, dt.date(2025, 7, 1)
    settings = [
        new(COMMUNE, "Đảng bộ xã Quang Thuận", category="grassroots_party"),
        Setting(COMMUNE, (Attribute.NAME,), day, name="Đảng bộ xã Bạch Thông"),
        new(CELL, "Chi bộ thôn Phiêng An", parent=COMMUNE, category="subordinate"),
        Setting(CELL, (Attribute.NAME,), day, name="Chi bộ Phiêng An"),
        new(OTHER, "Chi bộ thôn Nà Thử", parent=COMMUNE, category="subordinate"),
    ]
    directory.put_organisations(desk.book, fold_settings(settings).values())
    yield desk
    founding.close_desk(desk)


class Typing:
    """The part of the editor as somebody types."""

    def __init__(self, desk: Desk, jobs: Jobs, qtbot: Any) -> None:
        self.jobs, self.qtbot = jobs, qtbot
        self.part = CellPart(desk, jobs)
        qtbot.addWidget(self.part)
        self.part.resize(900, 400)
        self.part.show()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def open(self, cell: CellSnapshot, day: dt.date | None) -> None:
        self.part.show_cell(cell, day, read_only=False)
        self.settle()

    def name(self, name: str) -> CellSnapshot:
        self.part.name.setText(name)
        self.part.name.commit()
        self.settle()
        return self.part.collect()


@pytest.fixture
def typing(laptop: Desk, jobs: Jobs, qtbot: Any) -> Typing:
    return Typing(laptop, jobs, qtbot)


def chain(cell: CellSnapshot) -> list[str]:
    return [one.name for one in cell.superiors]


def test_a_cell_of_the_register_brings_its_chain_and_needs_no_fields(typing: Typing) -> None:
    typing.open(CellSnapshot(), BEFORE)
    cell = typing.name("Chi bộ thôn Phiêng An")
    assert (cell.id, chain(cell)) == (CELL, ["Đảng bộ xã Quang Thuận"])
    assert not typing.part._by_hand.isVisible()
    assert typing.part._field.hint.text() == "Đảng bộ xã Quang Thuận"


def test_another_date_names_the_cell_and_its_chain_as_on_that_day(typing: Typing) -> None:
    typing.open(CellSnapshot(), BEFORE)
    typing.name("Chi bộ thôn Phiêng An")
    told: list[str] = []
    typing.part.edited.connect(lambda: told.append(typing.part.name.words()))
    typing.part.set_day(AFTER)
    typing.settle()
    cell = typing.part.collect()
    assert (cell.name, cell.id, chain(cell)) == ("Chi bộ Phiêng An", CELL, ["Đảng bộ xã Bạch Thông"])
    assert told == ["Chi bộ Phiêng An"]
    typing.part.set_day(BEFORE)
    typing.settle()
    assert typing.part.collect().name == "Chi bộ thôn Phiêng An"


def test_what_somebody_types_otherwise_stays_whatever_the_date(typing: Typing) -> None:
    typing.open(CellSnapshot(), BEFORE)
    typing.name("Chi bộ thôn Phiêng An ghép")
    typing.part.set_day(AFTER)
    typing.settle()
    assert typing.part.collect() == CellSnapshot("Chi bộ thôn Phiêng An ghép")
    assert typing.part._by_hand.isVisible()


def test_minutes_that_are_only_read_stay_as_they_were_signed(typing: Typing) -> None:
    signed = CellSnapshot("Chi bộ thôn Phiêng An", CELL)
    typing.part.show_cell(signed, AFTER, read_only=True)
    typing.settle()
    assert typing.part.collect() == signed


def test_a_whole_province_is_offered_and_found(laptop: Desk, jobs: Jobs, qtbot: Any) -> None:
    from tests.building import june_2023

    directory.put_organisations(laptop.book, fold_settings(june_2023.settings()).values())
    typing = Typing(laptop, jobs, qtbot)
    typing.open(CellSnapshot(), june_2023.JUNE)
    offered = typing.part.name.offers.completer
    assert len(typing.part._known) == june_2023.CELLS + june_2023.BELOW + june_2023.COMMITTEES + june_2023.DIRECT
    offered.setCompletionPrefix("phieng an")
    names = [offered.completionModel().index(row, 0).data() for row in range(offered.completionCount())]
    assert "Chi bộ thôn Phiêng An" in names
    double = next(name for name in typing.part._known if name.startswith("Chi bộ thôn Nà Thử") or "," in name)
    assert typing.name(double).id is not None
