"""The province of June 2023 and what it became: totals that are known, and a register that can be asked for any day."""

import datetime as dt
from collections import Counter

import pytest

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.organisations import chain_of, value_on
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.organisations import Register, register_of
from tests.building import june_2023, reorganised
from tests.building.june_2023 import BELOW, CELLS, COMMITTEES, DIRECT, JUNE, MEMBERS


@pytest.fixture(scope="module")
def register() -> Register:
    founded = Said(EntryId("1"), june_2023.founding())
    abolished = Said(EntryId("2"), reorganised.in_2025(), (EntryId("1"),))
    one_word = Said(EntryId("3"), reorganised.in_2026(), (EntryId("2"),))
    return register_of([one_word, abolished, founded])


def categories(register: Register, day: dt.date) -> Counter[str | None]:
    return Counter(value_on(one.categories, day) for one in register.values() if one.exists_on(day))


def test_the_totals_of_june_2023(register: Register) -> None:
    found = categories(register, JUNE)
    assert found == {
        "direct": DIRECT,
        "grassroots_party": COMMITTEES,
        "grassroots": CELLS,
        "subordinate": BELOW,
        None: 1,
    }
    assert sum(place.members or 0 for place in june_2023.places()) == MEMBERS
    codes = [place.code for place in june_2023.places()]
    assert len(codes) == len(set(codes))


def test_the_chain_of_a_known_cell_on_three_days(register: Register) -> None:
    cell = june_2023.named("Chi bộ thôn Phiêng An")
    assert cell.members == 9
    then = [one.name for one in chain_of(register, cell.id, JUNE)]
    assert then == ["Đảng bộ xã Quang Thuận", "Đảng bộ huyện Bạch Thông", "Đảng bộ tỉnh Bắc Kạn"]
    for day in (reorganised.ABOLISHED, reorganised.ONE_WORD):
        assert [one.name for one in chain_of(register, cell.id, day)] == [
            "Đảng bộ xã Bạch Thông",
            "Đảng bộ tỉnh Thái Nguyên",
        ]


@pytest.mark.parametrize("day", [reorganised.ABOLISHED, reorganised.ONE_WORD])
def test_after_the_district_level_was_abolished_nothing_hangs_in_the_air(register: Register, day: dt.date) -> None:
    standing = {id_: one for id_, one in register.items() if one.exists_on(day)}
    without = [id_ for id_, one in standing.items() if value_on(one.parents, day) not in standing]
    assert without == [reorganised.THAI_NGUYEN]
    districts = {id_ for id_, one in standing.items() if value_on(one.levels, day) == "district"}
    assert len(districts) == len(reorganised.KEPT)
    assert categories(register, day)["commune_party" if day < reorganised.ONE_WORD else "grassroots_party"] >= 37
    ended = [one for id_, one in register.items() if id_ not in standing]
    assert len(ended) == 9 + 108 + 8 * (3 * 6 + 25) + 1
    assert all(value_on(one.successors, day) in standing for one in ended)
