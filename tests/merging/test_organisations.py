"""The register of organisations as the fold of what was said about it."""

import datetime as dt
import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.ids import EntryId, OrganisationId
from chibo_desktop.domain.organisations import Dated, chain_of, snapshot_on, value_on
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting, Succession
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.organisations import fold_settings, register_of, settings_of

CELL, COMMUNE, DISTRICT, PROVINCE, NEW = (OrganisationId(one) for one in ("cell", "commune", "dist", "prov", "new"))
ABOLISHED = dt.date(2025, 7, 1)
BOTH = (Attribute.NAME, Attribute.PARENT)

FOUNDING = Reorganisation(
    Operation.IMPORTED,
    settings=(
        Setting(PROVINCE, (Attribute.NAME,), name="Đảng bộ tỉnh Bắc Kạn"),
        Setting(DISTRICT, BOTH, name="Đảng bộ huyện Bạch Thông", parent=PROVINCE),
        Setting(COMMUNE, BOTH, name="Đảng bộ xã Quang Thuận", parent=DISTRICT),
        Setting(CELL, BOTH, name="Chi bộ thôn Phiêng An", parent=COMMUNE),
    ),
)
MERGER = Reorganisation(
    Operation.MERGED,
    ABOLISHED,
    settings=(
        Setting(NEW, BOTH, ABOLISHED, name="Đảng bộ xã Mẫu", parent=PROVINCE),
        Setting(CELL, (Attribute.PARENT,), ABOLISHED, parent=NEW),
        Setting(COMMUNE, (Attribute.STANDS,), ABOLISHED, stands=False),
        Setting(DISTRICT, (Attribute.STANDS,), ABOLISHED, stands=False),
    ),
    successions=(Succession(COMMUNE, NEW, ABOLISHED),),
)
FIRST = Said(EntryId("1"), FOUNDING)
SECOND = Said(EntryId("2"), MERGER, (EntryId("1"),))
BACK = Said(EntryId("3"), Reorganisation(Operation.REVERSED, undone=("2",)), (EntryId("2"),))
AGAIN = Said(EntryId("4"), Reorganisation(Operation.REVERSED, undone=("3",)), (EntryId("3"),))


def test_a_visit_of_before_names_the_chain_of_before() -> None:
    register = register_of([SECOND, FIRST])
    then, now = dt.date(2023, 9, 5), dt.date(2025, 7, 1)
    assert [one.name for one in chain_of(register, CELL, then)] == [
        "Đảng bộ xã Quang Thuận", "Đảng bộ huyện Bạch Thông", "Đảng bộ tỉnh Bắc Kạn",
    ]  # fmt: skip
    assert [one.id for one in chain_of(register, CELL, now)] == [NEW, PROVINCE]
    snapshot = snapshot_on(register, CELL, then)
    assert snapshot is not None
    assert snapshot.name == "Chi bộ thôn Phiêng An"


def test_what_stands_and_what_followed_it() -> None:
    register = register_of([FIRST, SECOND])
    assert register[COMMUNE].exists_on(ABOLISHED - dt.timedelta(days=1))
    assert not register[COMMUNE].exists_on(ABOLISHED)
    assert register[COMMUNE].successors == (Dated(NEW, ABOLISHED),)
    assert register[CELL].exists_on(ABOLISHED)


def test_an_organisation_that_was_founded_did_not_stand_before() -> None:
    founded = Setting(NEW, (Attribute.STANDS,), ABOLISHED)
    register = fold_settings([founded])
    assert not register[NEW].exists_on(ABOLISHED - dt.timedelta(days=1))
    assert register[NEW].exists_on(ABOLISHED)


def test_a_word_that_was_taken_back_was_never_said_and_comes_back_when_that_is_taken_back() -> None:
    assert register_of([FIRST, SECOND, BACK]) == register_of([FIRST])
    assert register_of([FIRST, SECOND, BACK, AGAIN]) == register_of([FIRST, SECOND])


def test_every_order_of_arrival_gives_one_register() -> None:
    words = [FIRST, SECOND, BACK, AGAIN]
    assert len({repr(register_of(order)) for order in itertools.permutations(words)}) == 1


def test_a_correction_of_an_old_day_leaves_later_words_alone() -> None:
    late = Said(
        EntryId("0"),
        Reorganisation(Operation.CORRECTED, settings=(Setting(CELL, (Attribute.PARENT,), parent=DISTRICT),)),
        (EntryId("2"),),
    )
    register = register_of([FIRST, SECOND, late])
    assert value_on(register[CELL].parents, dt.date(2023, 1, 1)) == DISTRICT
    assert value_on(register[CELL].parents, ABOLISHED) == NEW


DAYS = st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9)))
SETTINGS = st.builds(
    Setting,
    st.sampled_from([CELL, COMMUNE]),
    st.sets(st.sampled_from([Attribute.NAME, Attribute.PARENT, Attribute.STANDS, Attribute.MEMBERS])).map(
        lambda found: tuple(sorted(found))
    ),
    DAYS,
    name=st.sampled_from(["A", "B"]),
    parent=st.sampled_from([None, DISTRICT, PROVINCE]),
    members=st.sampled_from([None, 1, 2]),
    stands=st.booleans(),
)


@given(st.lists(SETTINGS, max_size=8))
def test_a_part_of_the_register_travels_as_words_that_make_it_again(settings: list[Setting]) -> None:
    register = fold_settings(settings)
    words = [word for one in register.values() for word in settings_of(one)]
    random.Random(1).shuffle(words)
    again = fold_settings(words)
    for id_, organisation in register.items():
        for day in (dt.date(2019, 12, 31) + dt.timedelta(days=n) for n in range(11)):
            there = again.get(id_)
            for field in ("names", "parents", "members"):
                expected = value_on(getattr(organisation, field), day)
                assert (None if there is None else value_on(getattr(there, field), day)) == expected
            if there is not None:
                assert there.exists_on(day) == organisation.exists_on(day)
