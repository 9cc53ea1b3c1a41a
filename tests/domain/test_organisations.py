"""Organisations: names and parents that held on a day."""

from datetime import date

import pytest

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import (
    AreaFlag,
    CellCategory,
    CellSnapshot,
    CellType,
    Dated,
    Organisation,
    Superior,
    chain_of,
    snapshot_on,
    value_on,
)

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
ONE_WORD = date(2026, 7, 26)
CELL, COMMUNE, DISTRICT, PROVINCE = (OrganisationId(name) for name in ("cell", "commune", "district", "province"))

REGISTER = {
    CELL: Organisation(
        CELL,
        names=(Dated("Chi bộ thôn Phiêng An"),),
        parents=(Dated(COMMUNE),),
        categories=(Dated(CellCategory.SUBORDINATE), Dated(CellCategory.CELL, ONE_WORD)),
        types=(Dated(CellType.VILLAGE),),
        areas=(Dated((AreaFlag.REMOTE,)),),
    ),
    COMMUNE: Organisation(
        COMMUNE,
        names=(Dated("Đảng bộ xã Quang Thuận"),),
        parents=(Dated(DISTRICT, None, BEFORE), Dated(PROVINCE, AFTER)),
        levels=(Dated("commune"),),
    ),
    DISTRICT: Organisation(
        DISTRICT, names=(Dated("Đảng bộ huyện Bạch Thông", None, BEFORE),), parents=(Dated(PROVINCE),)
    ),
    PROVINCE: Organisation(
        PROVINCE, names=(Dated("Đảng bộ tỉnh Bắc Kạn", None, BEFORE), Dated("Đảng bộ tỉnh Thái Nguyên", AFTER))
    ),
}


@pytest.mark.parametrize(
    ("dated", "holds"),
    [
        (Dated(1), True),
        (Dated(1, AFTER), False),
        (Dated(1, BEFORE), True),
        (Dated(1, None, BEFORE), True),
        (Dated(1, None, date(2025, 6, 29)), False),
        (Dated(1, BEFORE, BEFORE), True),
    ],
)
def test_both_ends_are_included(dated: Dated[int], holds: bool) -> None:
    assert dated.holds_on(BEFORE) is holds


def test_of_overlapping_values_the_one_that_began_last_holds() -> None:
    values = (Dated("later", date(2024, 1, 1)), Dated("open"), Dated("earlier", date(2023, 1, 1)))
    assert value_on(values, BEFORE) == "later"
    assert value_on(values, date(2000, 1, 1)) == "open"
    assert value_on(values[:1], date(2000, 1, 1)) is None
    assert value_on((), BEFORE) is None


def test_minutes_of_2023_name_the_district_whenever_they_are_printed() -> None:
    assert snapshot_on(REGISTER, CELL, date(2023, 9, 5)) == CellSnapshot(
        name="Chi bộ thôn Phiêng An",
        id=CELL,
        superiors=(
            Superior("Đảng bộ xã Quang Thuận", COMMUNE, "commune"),
            Superior("Đảng bộ huyện Bạch Thông", DISTRICT),
            Superior("Đảng bộ tỉnh Bắc Kạn", PROVINCE),
        ),
        category=CellCategory.SUBORDINATE,
        type=CellType.VILLAGE,
        areas=(AreaFlag.REMOTE,),
    )


def test_the_chain_is_that_of_the_day() -> None:
    names = [superior.name for superior in chain_of(REGISTER, CELL, date(2026, 8, 1))]
    assert names == ["Đảng bộ xã Quang Thuận", "Đảng bộ tỉnh Thái Nguyên"]
    today = snapshot_on(REGISTER, CELL, ONE_WORD)
    assert today is not None
    assert today.category is CellCategory.CELL


def test_what_the_register_does_not_know_ends_the_chain() -> None:
    assert snapshot_on(REGISTER, OrganisationId("other"), BEFORE) is None
    assert chain_of({}, CELL, BEFORE) == ()
    lonely = {CELL: REGISTER[CELL]}
    assert chain_of(lonely, CELL, BEFORE) == ()
    nameless = {CELL: Organisation(CELL, names=(), parents=(Dated(COMMUNE),)), COMMUNE: Organisation(COMMUNE, ())}
    assert snapshot_on(nameless, CELL, BEFORE) == CellSnapshot(id=CELL, superiors=(Superior("", COMMUNE),))


def test_a_circle_in_bad_data_ends_the_chain() -> None:
    one = Organisation(CELL, (Dated("a"),), (Dated(COMMUNE),))
    two = Organisation(COMMUNE, (Dated("b"),), (Dated(CELL),))
    assert chain_of({CELL: one, COMMUNE: two}, CELL, BEFORE) == (Superior("b", COMMUNE),)
