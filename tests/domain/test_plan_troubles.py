"""What speaks against planned visits: by hand, and against an oracle that compares everything with everything."""

import datetime as dt
import random
from dataclasses import replace
from typing import Any

import pytest

from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot, Superior
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plan_troubles import Ground, PlannedVisits
from chibo_desktop.domain.plans import KeptTrouble, PlannedMember, PlannedVisit, PlanState, TroubleKind
from chibo_desktop.domain.visits import SessionKind
from tests.domain.plan_oracle import found_by_hand, plainly

CI_MONTHS, SOAK_MONTHS = 400, 10_000
RULES, UNKNOWN = PlanRules(), Ground()
NA_THU, DON_BAY, PAC_MAU = (CellSnapshot(name, OrganisationId(id_ * 26)) for name, id_ in (
    ("Thôn Nà Thử", "n"), ("Thôn Đon Bây", "d"), ("Thôn Pác Mẫu", "p"),
))  # fmt: skip
FIVE, TWO = GroupId("five"), GroupId("two")
MAU = PlannedMember(PersonId("m"), "Hoàng Văn Mẫu")
DAY = dt.date(2026, 12, 5)


def visit(id_: str, cell: CellSnapshot = DON_BAY, group: GroupId = FIVE, **more: Any) -> PlannedVisit:
    said = {"date": DAY, "start": "14:00", "end": "15:30"} | more
    return PlannedVisit(PlannedId(id_), group, "2026-12", cell, **said)


def kinds(*visits: PlannedVisit, ground: Ground = UNKNOWN) -> list[TroubleKind]:
    return [one.kind for one in PlannedVisits(visits, RULES, ground).troubles()]


def test_two_groups_at_one_cell_in_a_month_whatever_the_day() -> None:
    there = [visit("a", NA_THU), visit("b", NA_THU, TWO, date=dt.date(2026, 12, 3))]
    (found,) = PlannedVisits(there).troubles()
    assert (found.kind, found.visit, found.other) == (TroubleKind.SAME_CELL, "a", "b")
    assert kinds(there[0], replace(there[1], month="2027-01", date=dt.date(2027, 1, 3))) == []
    assert kinds(there[0], replace(there[1], cell=DON_BAY)) == []


def test_cells_of_one_name_in_two_communes_are_two_cells() -> None:
    one, other = (
        CellSnapshot("Thôn Nà Mẫu", superiors=(Superior(name),)) for name in ("Xã Vi Hương", "Xã Quang Thuận")
    )
    assert kinds(visit("a", one), visit("b", other, TWO)) == []
    again = CellSnapshot("thôn nà mẫu", superiors=(Superior("XÃ VI HƯƠNG"),))
    assert kinds(visit("a", one), visit("b", again, TWO)) == [TroubleKind.SAME_CELL]


def test_a_person_who_cannot_be_there_in_time() -> None:
    first = visit("a", DON_BAY, members=(MAU,))
    second = visit("b", PAC_MAU, TWO, start="15:00", end="16:30", members=(MAU,), travel_minutes=50)
    (found,) = PlannedVisits([first, second]).troubles()
    assert (found.kind, found.people, found.travel_minutes) == (TroubleKind.TWO_PLACES, (MAU,), 50)
    assert kinds(first, replace(second, start="16:20", end="17:50")) == []
    assert kinds(first, replace(second, start="16:19", end="17:50")) == [TroubleKind.TWO_PLACES]


@pytest.mark.parametrize(
    ("start", "more", "collides"),
    [
        ("15:59", {}, True),  # nobody said how long the way is: half an hour
        ("16:00", {}, False),
        ("16:39", {"travel_minutes": 70}, True),
        ("16:40", {"travel_minutes": 70}, False),
        ("15:30", {"travel_minutes": 0}, False),
        ("15:29", {"travel_minutes": 0}, True),
    ],
)
def test_the_way_counts_to_the_minute(start: str, more: dict[str, Any], collides: bool) -> None:
    first = visit("a", DON_BAY, members=(MAU,))
    second = visit("b", PAC_MAU, start=start, end=None, members=(MAU,), **more)
    assert kinds(first, second) == ([TroubleKind.TWO_PLACES] if collides else [])


def test_a_meeting_of_unknown_end_lasts_as_long_as_such_meetings_do() -> None:
    first = visit("a", DON_BAY, end=None, travel_minutes=0)
    assert kinds(first, visit("b", PAC_MAU, start="15:29", travel_minutes=0)) == [TroubleKind.GROUP_TWICE]
    assert kinds(first, visit("b", PAC_MAU, start="15:30", end="17:00", travel_minutes=0)) == []
    longer = replace(first, kind=SessionKind.REGULAR_THEMATIC)
    assert kinds(longer, visit("b", PAC_MAU, start="15:59", end="17:00", travel_minutes=0)) == [TroubleKind.GROUP_TWICE]
    assert kinds(replace(first, end="13:00"), visit("b", PAC_MAU, start="15:29")) == [TroubleKind.GROUP_TWICE]


def test_a_group_that_has_parted_is_not_in_two_places() -> None:
    other = PlannedMember(PersonId("o"), "Lường Thị Thử")
    there = visit("a", DON_BAY, members=(MAU,)), visit("b", PAC_MAU, members=(other,))
    assert kinds(*there) == []
    assert kinds(there[0], replace(there[1], members=())) == [TroubleKind.GROUP_TWICE]
    assert kinds(there[0], replace(there[1], members=(), group=TWO)) == []


def test_what_has_no_hour_collides_with_nothing() -> None:
    assert kinds(visit("a", start=None, end=None), visit("b", PAC_MAU)) == []
    assert kinds(visit("a", date=None), visit("b", PAC_MAU)) == []


@pytest.mark.parametrize("day", [dt.date(2026, 12, 8), dt.date(2026, 11, 30), dt.date(2027, 1, 3)])
def test_a_regular_meeting_belongs_into_the_first_week_of_its_month(day: dt.date) -> None:
    late = visit("a", date=day)
    assert kinds(late) == [TroubleKind.OUTSIDE_FIRST_WEEK]
    assert kinds(replace(late, kind=SessionKind.THEMATIC)) == []
    assert kinds(replace(late, date=dt.date(2026, 12, 7))) == []


def test_the_same_cell_again_while_others_wait() -> None:
    cells = frozenset(str(cell.id) for cell in (NA_THU, DON_BAY, PAC_MAU))
    again = [visit("a", NA_THU), visit("b", NA_THU, kind=SessionKind.THEMATIC, date=dt.date(2026, 12, 20))]
    ground = Ground({FIVE: cells})
    (found,) = PlannedVisits(again, ground=ground).troubles()
    assert (found.kind, found.visit, found.unvisited) == (TroubleKind.REPEATED_CELL, "b", 2)
    elsewhere = visit("c", DON_BAY, TWO, kind=SessionKind.OTHER)
    seen = Ground({FIVE: cells}, {"2026-08": frozenset({str(PAC_MAU.id)})})
    assert kinds(*again, elsewhere, ground=seen) == []
    assert kinds(*again, ground=Ground()) == []


@pytest.mark.parametrize("gone", [{"state": PlanState.CANCELLED}, {"state": PlanState.POSTPONED}])
def test_what_will_not_take_place_makes_no_trouble(gone: dict[str, Any]) -> None:
    assert kinds(visit("a", NA_THU, **gone), visit("b", NA_THU, TWO)) == []


def test_what_is_postponed_to_a_day_is_there_on_that_day() -> None:
    moved = visit("a", DON_BAY, state=PlanState.POSTPONED, new_date=dt.date(2026, 12, 20))
    assert kinds(moved) == []
    assert kinds(moved, visit("b", PAC_MAU)) == []
    there = visit("b", PAC_MAU, date=dt.date(2026, 12, 20), kind=SessionKind.THEMATIC)
    assert kinds(moved, there) == [TroubleKind.GROUP_TWICE]


def test_what_was_kept_is_told_with_its_reason_at_whichever_visit_it_was_kept() -> None:
    one, other = visit("a", NA_THU), visit("b", NA_THU, TWO)
    for here, there in ((one, other), (other, one)):
        kept = KeptTrouble(TroubleKind.SAME_CELL, there.id, "hai tổ cùng dự kỳ đại hội")
        (found,) = PlannedVisits([replace(here, kept=(kept,)), there]).troubles()
        assert found.kept == "hai tổ cùng dự kỳ đại hội"


def test_somebody_who_is_known_under_two_ids_is_one_person() -> None:
    again = PlannedMember(PersonId("m2"), "Hoàng Văn Mẫu")
    there = visit("a", DON_BAY, members=(MAU,)), visit("b", PAC_MAU, TWO, members=(again,))
    assert kinds(*there) == []
    assert kinds(*there, ground=Ground(people={again.id: MAU.id})) == [TroubleKind.TWO_PLACES]


def random_month(chance: random.Random) -> tuple[list[PlannedVisit], PlanRules, Ground]:
    """A month with the months around it, so crowded that every trouble is likely, at its edges too."""
    cells = [CellSnapshot("", None), *(CellSnapshot(f"cell {one}", OrganisationId(f"id{one}")) for one in range(6))]
    cells += [CellSnapshot(f"typed {one % 2}", superiors=(Superior(f"above {one // 2}"),)) for one in range(4)]
    people = [PlannedMember(PersonId(f"p{one}"), f"name {one % 3}") for one in range(5)]
    groups = [GroupId(f"g{one}") for one in range(chance.randint(1, 4))]
    rules = PlanRules(
        first_week_days=chance.choice((5, 7, 9)), meeting_minutes=chance.choice((60, 90)),
        travel_minutes=chance.choice((0, 20, 45)), period_months=chance.choice((1, 3, 6)),
    )  # fmt: skip
    names = [PlannedId(f"v{one}") for one in range(chance.randint(0, 24))]
    visits = [_random_visit(chance, id_, (groups, cells, people, names)) for id_ in names]
    keys = [f"id{one}" for one in range(8)] + ["typed 0/above 0"]
    areas = {group: frozenset(chance.sample(keys, chance.randint(0, len(keys)))) for group in groups}
    visited = {f"2026-{month:02}": frozenset(chance.sample(keys, chance.randint(0, 3))) for month in range(7, 13)}
    return visits, rules, Ground(areas, visited, {PersonId("p4"): PersonId("p0")} if chance.random() < 0.3 else {})


def _random_visit(chance: random.Random, id_: PlannedId, among: tuple[list, list, list, list]) -> PlannedVisit:
    groups, cells, people, names = among
    day = dt.date(2026, 12, 1) + dt.timedelta(days=chance.choice((-1, 0, 2, 2, 2, 4, 6, 7, 8, 30)))
    start = chance.randint(7 * 60, 12 * 60) // 10 * 10 if chance.random() < 0.9 else chance.randint(0, 24 * 60 - 1)
    end = start + chance.choice((-30, 0, 1, 45, 90, 90, 120))
    ended = f"{end // 60:02}:{end % 60:02}" if 0 <= end < 24 * 60 and chance.random() < 0.8 else None
    kept = [KeptTrouble(chance.choice(list(TroubleKind)), chance.choice([None, *names]), f"r{one}") for one in range(9)]
    return PlannedVisit(
        id_,
        chance.choice(groups),
        chance.choice(("2026-12", "2026-12", "2026-12", "2026-11", "2027-01")),
        chance.choice(cells),
        chance.choice(list(SessionKind)[:4]),
        chance.choice((None, *[day] * 9)),
        chance.choice((None, *[f"{start // 60:02}:{start % 60:02}"] * 9)),
        ended,
        travel_minutes=chance.choice((None, 0, 10, 35, 90)),
        members=tuple(chance.sample(people, chance.choice((0, 0, 1, 1, 2, 5)))),
        state=chance.choice([PlanState.PLANNED] * 5 + list(PlanState)),
        new_date=chance.choice((None, day + dt.timedelta(days=chance.randint(0, 4)))),
        kept=tuple(chance.sample(kept, chance.choice((0, 0, 0, 3)))),
    )


def compare(seed: int) -> set[str]:
    """One random month: the whole of it, one visit against the rest, and after visits came and went."""
    chance = random.Random(seed)
    visits, rules, ground = random_month(chance)
    checked = PlannedVisits(visits, rules, ground)
    expected = found_by_hand(visits, rules, ground)
    assert plainly(checked.troubles()) == expected, f"seed {seed}"
    december = {id_ for one in visits if one.month == "2026-12" for id_ in (one.id,)}
    there = {one for one in expected if one[1] in december or one[2] in december}
    assert plainly(checked.troubles(["2026-12"])) == there, f"seed {seed}"
    others, _, _ = random_month(random.Random(seed + 1_000_000))
    for typed in others[:3]:
        rest = [one for one in visits if one.id != typed.id]
        with_it = {one for one in found_by_hand([*rest, typed], rules, ground) if typed.id in one[1:3]}
        assert plainly(checked.against(typed)) == with_it, f"seed {seed}, typed {typed.id}"
    assert plainly(checked.troubles()) == expected, f"seed {seed}: asking changed something"
    now = {one.id: one for one in visits} | {one.id: one for one in others[3:9]}
    for one in others[3:9]:
        checked.put(one)
    for id_ in chance.sample(list(now), len(now) // 3):
        checked.drop(id_)
        del now[id_]
    assert plainly(checked.troubles()) == found_by_hand(list(now.values()), rules, ground), f"seed {seed}: moved"
    return {one[0] for one in expected}


def test_each_trouble_of_random_months_is_found_and_none_is_invented() -> None:
    found = set[str]().union(*(compare(seed) for seed in range(CI_MONTHS)))
    assert found == {kind.value for kind in TroubleKind}, "chance leaves no kind out"


@pytest.mark.soak
def test_each_trouble_of_ten_thousand_random_months_is_found_and_none_is_invented() -> None:
    counts = [len(compare(seed)) for seed in range(CI_MONTHS, CI_MONTHS + SOAK_MONTHS)]
    print(f"\n{len(counts)} random months, {sum(map(bool, counts))} with troubles, none missed and none invented")
