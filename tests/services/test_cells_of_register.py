"""Cells of the register: what is offered, and the names that minutes take from it."""

import dataclasses
import datetime as dt

import pytest

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import AreaFlag, CellSnapshot, Superior
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.reorganisation import Attribute, Setting
from chibo_desktop.merging.organisations import fold_settings
from chibo_desktop.services import drafts, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import a_visit, record

BEFORE, AFTER = dt.date(2023, 9, 3), dt.date(2025, 9, 3)
CELL, COMMUNE, OTHER = (OrganisationId(letter * 26) for letter in "cdo")


def know_register(desk: Desk) -> None:
    """Phiêng An below Quang Thuận, which was called Bạch Thông later; and a cell that ended."""
    new = operations.founding
    settings = [
        new(COMMUNE, "Đảng bộ xã Quang Thuận", category="grassroots_party"),
        Setting(COMMUNE, (Attribute.NAME,), dt.date(2025, 7, 1), name="Đảng bộ xã Bạch Thông"),
        new(CELL, "Chi bộ thôn Phiêng An", parent=COMMUNE, category="subordinate", areas=(AreaFlag.REMOTE,)),
        new(OTHER, "Chi bộ thôn Cũ", parent=COMMUNE, category="subordinate"),
        Setting(OTHER, (Attribute.STANDS,), dt.date(2025, 7, 1), stands=False),
    ]
    directory.put_organisations(desk.book, fold_settings(settings).values())


def test_cells_of_the_register_are_offered_as_on_the_day_before_those_that_only_were_attended(town: Enrolled) -> None:
    desk = town.first
    record(desk, "Chi bộ thôn Đon Bây")
    know_register(desk)
    then = drafts.known_cells(desk, "", 10, BEFORE)
    assert [cell.name for cell in then] == [
        "Chi bộ thôn Cũ",
        "Chi bộ thôn Phiêng An",
        "Đảng bộ xã Quang Thuận",
        "Chi bộ thôn Đon Bây",
    ]
    (found,) = drafts.known_cells(desk, "phieng", 10, AFTER)
    assert (found.id, found.superiors[0].name, found.areas) == (CELL, "Đảng bộ xã Bạch Thông", (AreaFlag.REMOTE,))
    assert next(cell.name for cell in drafts.known_cells(desk, "", 10, AFTER)) == "Chi bộ thôn Phiêng An"
    recorded = dataclasses.replace(a_visit("Chi bộ thôn Phiêng An", date=AFTER), cell=found)
    visits.record(desk, [recorded], finalise_them=True)
    assert drafts.known_cells(desk, "", 1, BEFORE)[0].id == CELL


@pytest.mark.parametrize(
    ("cell", "date", "names"),
    [
        (CellSnapshot("", CELL), BEFORE, ("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận")),
        (CellSnapshot("", CELL), AFTER, ("Chi bộ thôn Phiêng An", "Đảng bộ xã Bạch Thông")),
        (
            CellSnapshot("Chi bộ thôn Phiêng An", CELL, (Superior("Đảng bộ xã Bạch Thông", COMMUNE),)),
            BEFORE,
            ("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận"),
        ),
        (
            CellSnapshot("Chi bộ Phiêng An ghép", CELL, (Superior("Đảng bộ xã Khác"),)),
            BEFORE,
            ("Chi bộ Phiêng An ghép", "Đảng bộ xã Khác"),
        ),
        (CellSnapshot("Chi bộ thôn Cũ", OTHER), AFTER, ("Chi bộ thôn Cũ", "Đảng bộ xã Bạch Thông")),
        (CellSnapshot("Chi bộ Lạ", OrganisationId("x" * 26)), AFTER, ("Chi bộ Lạ", "")),
    ],
    ids=["id alone", "id alone later", "of another day", "typed by hand", "has ended", "unknown"],
)
def test_a_visit_is_recorded_with_the_names_of_its_day(
    cell: CellSnapshot, date: dt.date, names: tuple[str, str], town: Enrolled
) -> None:
    know_register(town.first)
    visit = dataclasses.replace(a_visit("x", date=date), cell=cell)
    (row,) = visits.record(town.first, [visit], finalise_them=True).value
    assert (row.cell, row.superior) == names
    assert row.cell_id == cell.id


def test_a_cell_that_only_its_id_names_and_nobody_knows_is_not_filed(town: Enrolled) -> None:
    visit = dataclasses.replace(a_visit("x"), cell=CellSnapshot("", CELL))
    with pytest.raises(Refusal, match="CELL_MISSING"):
        visits.record(town.first, [visit], finalise_them=True)
