"""Figures of a period against a count by hand, and against brute force over random visits."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.figures import CLASSES, Attended, Count, Extreme, Measure, MonthCount, behind, figures
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import SessionKind

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2023, 6, 30)


def visit(
    number: int,
    cell: str = "a",
    group: str = "g1",
    category: CellCategory | None = CellCategory.SUBORDINATE,
    kind: SessionKind = SessionKind.REGULAR,
    tier: Tier | None = Tier.PROVINCE,
) -> Attended:
    return Attended(VisitId(str(number)), tier, category, kind, "2023-01", cell, group, "b1")


def test_visits_and_distinct_cells_are_both_counted() -> None:
    found = figures([visit(1), visit(2), visit(3, "b", category=CellCategory.GRASSROOTS)], FIRST, LAST)
    counts = found.of(Tier.PROVINCE).counts
    assert counts[Measure.ATTENDED] == Count(3, 2)
    assert counts[Measure.SUBORDINATE] == Count(2, 1)
    assert counts[Measure.GRASSROOTS] == Count(1, 1)
    assert found.months == (MonthCount("2023-01", Tier.PROVINCE, 3),)


def test_committees_stand_apart_and_thematic_sessions_count_twice() -> None:
    committee = visit(1, "x", category=CellCategory.COMMITTEE)
    by_kind = visit(2, "y", kind=SessionKind.PARTY_COMMITTEE)
    thematic = visit(3, kind=SessionKind.REGULAR_THEMATIC)
    counts = figures([committee, by_kind, thematic], FIRST, LAST).of(Tier.PROVINCE).counts
    assert counts[Measure.COMMITTEE] == Count(2, 2)
    assert counts[Measure.THEMATIC] == Count(1, 1)
    assert counts[Measure.ATTENDED] == Count(1, 1)


def test_the_extremes_name_everybody_who_is_equal_and_those_who_went_nowhere() -> None:
    some = [visit(1), visit(2), visit(3, "b", "g2"), visit(4, "c", "g3")]
    groups = figures(some, FIRST, LAST).of(Tier.PROVINCE).groups
    assert groups.most_visits == Extreme(2, ("g1",))
    assert groups.most_cells == Extreme(1, ("g1", "g2", "g3"))
    assert groups.least_visits == Extreme(1, ("g2", "g3"))
    with_all = figures(some, FIRST, LAST, {Tier.PROVINCE: ("g1", "g4")}).of(Tier.PROVINCE).groups
    assert with_all.least_visits == Extreme(0, ("g4",))


def test_a_tier_without_visits_is_told_where_its_groups_are_known() -> None:
    found = figures([], FIRST, LAST, {Tier.DISTRICT: ("g9",)})
    assert found.of(Tier.DISTRICT).counts[Measure.ATTENDED] == Count()
    assert found.of(Tier.DISTRICT).bodies.most_visits is None


ATTENDED = st.builds(
    Attended,
    st.integers(0, 10**6).map(lambda number: VisitId(str(number))),
    st.sampled_from([None, *Tier]),
    st.sampled_from([None, *CellCategory]),
    st.sampled_from(list(SessionKind)),
    st.sampled_from(["2023-01", "2023-02"]),
    st.sampled_from("abcd"),
    st.sampled_from(["g1", "g2", "g3"]),
    st.sampled_from(["", "b1", "b2"]),
    st.booleans(),
)


@given(st.lists(ATTENDED, max_size=40, unique_by=lambda one: one.visit))
def test_the_parts_add_up_and_every_figure_has_its_list(some: list[Attended]) -> None:
    found = figures(some, FIRST, LAST)
    cells = [
        one for one in some if not (one.kind is SessionKind.PARTY_COMMITTEE or one.category is CellCategory.COMMITTEE)
    ]
    assert sum(tier.counts[Measure.ATTENDED].visits for tier in found.tiers) == len(cells)
    assert sum(month.visits for month in found.months) == len(cells)
    for tier in found.tiers:
        assert sum(tier.counts[one].visits for one in CLASSES) == tier.counts[Measure.ATTENDED].visits
        for measure in Measure:
            listed = list(behind(some, measure, tier.tier))
            assert len(listed) == tier.counts[measure].visits
            assert len({one.cell for one in some if one.visit in listed}) == tier.counts[measure].cells
        own = [one for one in cells if one.tier is tier.tier]
        if own:
            most = max(sum(one.group == group for one in own) for group in {one.group for one in own})
            assert tier.groups.most_visits is not None
            assert tier.groups.most_visits.count == most
