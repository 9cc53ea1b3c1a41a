"""A word held against the register: what it comes to is what the fold says, and no circle gets through."""

import datetime as dt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.domain.operations import Abolished, Ruling, Unit
from chibo_desktop.domain.organisation_tree import tree_on
from chibo_desktop.domain.organisations import value_on
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.domain.successions import counted_under, heir_on
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.organisations import Register, register_of
from chibo_desktop.merging.reorganising import after, refuse_impossible

IDS = [OrganisationId(letter) for letter in "abcdefgh"]
DAYS = [dt.date(2023, 1, 1) + dt.timedelta(100 * step) for step in range(8)]
CODES = ["district", "commune", "cell"]


def fold(words: list[Reorganisation]) -> Register:
    """What all words come to, each said after all before it."""
    entries = [EntryId(f"{place:03d}") for place in range(len(words))]
    return register_of([Said(entry, word, tuple(entries[:at])) for at, (entry, word) in enumerate(zip(entries, words, strict=True))])  # fmt: skip  # noqa: E501


@st.composite
def founded(draw: st.DrawFn) -> Reorganisation:
    """Eight organisations, each below one before it or none."""
    new = []
    for place, id_ in enumerate(IDS):
        parent = draw(st.sampled_from([None, *IDS[:place]]))
        level = draw(st.sampled_from(CODES))
        new.append(operations.founding(id_, f"Tổ chức {id_}", parent=parent, level=level, category="subordinate"))
    return operations.register(new, Ruling())


def change(data: st.DataObject, register: Register) -> Reorganisation:
    """Any operation on any day."""
    ruling = Ruling(data.draw(st.sampled_from(DAYS)))
    assert ruling.on is not None
    tree = tree_on(register, ruling.on)
    one = st.sampled_from(IDS)
    several = st.lists(one, min_size=1, max_size=3, unique=True)
    fresh = OrganisationId(f"new {len(register)}")
    unit = Unit(fresh, new=operations.founding(fresh, f"Mới {len(register)}"))
    made = {
        "rename": lambda: operations.rename(data.draw(one), data.draw(st.sampled_from(["A", "B"])), ruling),
        "move": lambda: operations.move(data.draw(several), data.draw(st.none() | one), ruling),
        "merge": lambda: operations.merge(
            tree, Unit(unit.id, tuple(data.draw(several)), new=unit.new), ruling
        ),
        "absorb": lambda: operations.merge(tree, Unit(data.draw(one), tuple(data.draw(several))), ruling),
        "split": lambda: operations.split(tree, data.draw(one), [unit], ruling, keeps=data.draw(st.booleans())),
        "dissolve": lambda: operations.dissolve(tree, data.draw(several), ruling, heir=data.draw(st.none() | one)),
        "categorise": lambda: operations.recategorise(dict.fromkeys(data.draw(several), "cell"), ruling),
        "abolish": lambda: operations.abolish_level(
            tree, Abolished(data.draw(st.sampled_from(CODES)), tuple(data.draw(several))), (), ruling
        ),
    }  # fmt: skip
    return made[data.draw(st.sampled_from(sorted(made)))]()


@settings(max_examples=200, deadline=None)
@given(founded(), st.data())
def test_any_run_of_changes_comes_to_what_the_fold_says_and_counts_everything_once(
    first: Reorganisation, data: st.DataObject
) -> None:
    words, register = [first], fold([first])
    for _ in range(data.draw(st.integers(1, 5))):
        word = change(data, register)
        now = after(register, word)
        try:
            refuse_impossible(register, now, word)
        except Refusal:
            continue
        words.append(word)
        assert now == fold(words)
        register = now
    assume(len(words) > 1)
    for day in (DAYS[0] - dt.timedelta(1), *DAYS, DAYS[-1] + dt.timedelta(1)):
        tree = tree_on(register, day)
        assert {one.id for one in tree.below(None)} == {id_ for id_, one in register.items() if one.exists_on(day)}
        for id_ in register:
            heir = heir_on(register, id_, day)
            assert counted_under(register, id_, day)[0] == heir
            if register[heir].exists_on(day):
                assert heir in tree.organisations
            chain = [one.id for one in tree.chain(id_)] if id_ in tree.organisations else []
            assert id_ not in chain, "a circle got through"
            assert value_on(register[id_].parents, day) != id_
    back = operations.reverse(["001"], "")
    assert fold([*words, back]) == fold([first, *words[2:]])
    again = operations.reverse([f"{len(words):03d}"], "")
    assert fold([*words, back, again]) == register


def test_a_unit_that_takes_from_several_ended_ones_is_the_heir_of_each() -> None:
    new = operations.founding
    register = fold(
        [
            operations.register(
                [
                    new(IDS[0], "Tỉnh", level="province"),
                    new(IDS[1], "Huyện 1", parent=IDS[0], level="district"),
                    new(IDS[2], "Huyện 2", parent=IDS[0], level="district"),
                    *(new(id_, f"Xã {id_}", parent=IDS[1], level="commune") for id_ in IDS[3:6]),
                    *(new(id_, f"Xã {id_}", parent=IDS[2], level="commune") for id_ in IDS[6:8]),
                ],
                Ruling(),
            )
        ]
    )
    fresh = OrganisationId("new")
    unit = Unit(fresh, merges=(IDS[5], IDS[6]), new=new(fresh, "Xã Mới", parent=IDS[0], level="commune"))
    tree = tree_on(register, DAYS[0])
    word = operations.abolish_level(tree, Abolished("district"), [unit], Ruling(DAYS[0]))
    register = after(register, word)
    now = tree_on(register, DAYS[0])
    assert set(now.children[IDS[0]]) == {fresh, IDS[3], IDS[4], IDS[7]}
    assert heir_on(register, IDS[5], DAYS[0]) == fresh
    heirs = {district: [one.value for one in register[district].successors] for district in IDS[1:3]}
    assert heirs == {IDS[1]: [IDS[0], fresh], IDS[2]: [IDS[0], fresh]}


@pytest.mark.parametrize("keeps", [True, False])
def test_a_split_whose_parts_take_everything_leaves_nothing_behind(keeps: bool) -> None:
    new = operations.founding
    register = fold([operations.register([new(IDS[0], "A"), new(IDS[1], "B", parent=IDS[0])], Ruling())])
    parts = [Unit(OrganisationId("p"), takes=(IDS[1],), new=new(OrganisationId("p"), "P"))]
    word = operations.split(tree_on(register, DAYS[0]), IDS[0], parts, Ruling(DAYS[0]), keeps=keeps)
    tree = tree_on(after(register, word), DAYS[0])
    assert tree.children[OrganisationId("p")] == (IDS[1],)
    assert (IDS[0] in tree.organisations) is keeps
