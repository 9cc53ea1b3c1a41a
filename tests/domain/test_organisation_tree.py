"""The tree of a day, its counts, and finding in it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Finder, Tree, tree_on
from chibo_desktop.domain.organisations import Dated, Organisation
from chibo_desktop.merging.organisations import Register, fold_settings
from tests.building import june_2023, reorganised
from tests.building.june_2023 import JUNE


@pytest.fixture(scope="module")
def register() -> Register:
    return fold_settings(june_2023.settings())


@pytest.fixture(scope="module")
def june(register: Register) -> Tree:
    return tree_on(register, JUNE)


def id_(name: str) -> OrganisationId:
    return OrganisationId(name)


def test_the_counts_of_june_2023(june: Tree) -> None:
    counts = june.counts()
    assert (counts.direct, counts.grassroots) == (11, 432)
    assert (counts.grassroots_parties, counts.grassroots_cells) == (173, 259)
    assert (counts.subordinate_cells, counts.cells) == (1_992, 2_251)
    assert counts.members == june_2023.MEMBERS
    assert dict(counts.categories)["direct"] == 11


def test_the_counts_below_one_of_them(june: Tree) -> None:
    district = june_2023.named("Đảng bộ huyện Bạch Thông").id
    counts = june.counts(district)
    assert counts.organisations == len(list(june.below(district)))
    assert counts.cells == june.cells_below[district]
    assert counts.direct == 0
    whole = [june.counts(one) for one in june.children[june.roots[0]]]
    assert sum(one.cells for one in whole) == 2_251
    assert sum(one.members for one in whole) == june_2023.MEMBERS


def test_what_a_body_states_counts_only_where_nothing_below_it_states_any() -> None:
    register = {
        id_("a"): Organisation(id_("a"), (Dated("A"),), members=(Dated(100),)),
        id_("b"): Organisation(id_("b"), (Dated("B"),), (Dated(id_("a")),), members=(Dated(7),)),
        id_("c"): Organisation(id_("c"), (Dated("C"),), members=(Dated(5),)),
    }
    assert tree_on(register, JUNE).counts().members == 12


def test_children_are_in_order_of_names_with_numbers_by_their_worth() -> None:
    names = ["Tổ 10", "Ấp 1", "Tổ 2", "Đội 1", "Áp 3"]
    register = {id_(name): Organisation(id_(name), (Dated(name),)) for name in names}
    tree = tree_on(register, JUNE)
    assert [tree.organisations[one].name for one in tree.roots] == ["Ấp 1", "Áp 3", "Đội 1", "Tổ 2", "Tổ 10"]


def test_what_lost_its_superior_becomes_a_root_that_says_so() -> None:
    register = {
        id_("a"): Organisation(id_("a"), (Dated("A"),), standing=(Dated(False, JUNE),)),
        id_("b"): Organisation(id_("b"), (Dated("B"),), (Dated(id_("a")),)),
    }
    before, after = tree_on(register, JUNE - dt.timedelta(1)), tree_on(register, JUNE)
    assert before.children[id_("a")] == (id_("b"),)
    assert after.roots == (id_("b"),)
    assert after.organisations[id_("b")].is_stray
    assert not before.organisations[id_("b")].is_stray


@given(st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=1, max_size=8))
def test_nothing_disappears_whatever_circles_the_superiors_make(parents: list[int | None]) -> None:
    register = {
        id_(f"{place}"): Organisation(
            id_(f"{place}"), (Dated(f"{place}"),), () if parent is None else (Dated(id_(f"{parent}")),)
        )
        for place, parent in enumerate(parents)
    }
    tree = tree_on(register, JUNE)
    assert sorted(one.id for one in tree.below(None)) == sorted(register)
    for one in register:
        assert len(tree.chain(one)) < len(register)


def test_words_are_found_without_marks_and_with_those_of_superiors(register: Register, june: Tree) -> None:
    finder = Finder(register, june)
    (first, *_) = finder.find("phieng an")
    assert (first.name, first.superiors[0]) == ("Chi bộ thôn Phiêng An", "Đảng bộ xã Quang Thuận")
    assert finder.find("phiêng quang thuan")[0] == first
    assert finder.find("an phieng")[0] == first
    assert all("Quang Thuận" in hit.name for hit in finder.find("quang thuan")[:3])
    assert finder.find("thuận vi hương") == ()
    assert finder.find("   ") == ()
    assert len(finder.find("chi bo", limit=7)) == 7


def test_former_names_and_what_is_gone_come_last() -> None:
    day = reorganised.ABOLISHED
    before = day - dt.timedelta(1)
    register = {
        id_("a"): Organisation(id_("a"), (Dated("Chi bộ Nà Cũ", None, before), Dated("Chi bộ Nà Mới", day))),
        id_("b"): Organisation(id_("b"), (Dated("Chi bộ Nà Cũ"),), standing=(Dated(False, day),)),
        id_("c"): Organisation(id_("c"), (Dated("Chi bộ Nà Cũ 2"),)),
    }
    found = Finder(register, tree_on(register, day)).find("na cu")
    assert [(hit.id, hit.name, hit.former, hit.stands) for hit in found] == [
        ("c", "Chi bộ Nà Cũ 2", "", True),
        ("b", "Chi bộ Nà Cũ", "", False),
        ("a", "Chi bộ Nà Mới", "Chi bộ Nà Cũ", True),
    ]
