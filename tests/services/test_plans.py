"""Working at plans: every verb, what speaks against a month, what became of it, and taking everything back."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import GroupId, PlannedId, VisitId
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import PlannedVisit, PlanPublished, PlanState, TroubleKind
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting, Succession
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import doctor, founding, logbook, organisations, plan_ground, plan_lists, plans, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plans import Planned
from chibo_desktop.storage import links, planned
from tests.building.homes import found_home, open_home
from tests.building.planning import FIVE, MAU, MONTH, TWO, VILLAGES, cell_id, found_planning_office, recorded, visit

THIRD = dt.date(2026, 12, 3)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("planning") / "office"
    founding.close_desk(found_planning_office(home))
    return home


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(template, tmp_path / "office")
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


def add(desk: Desk, *visits: PlannedVisit) -> tuple[PlannedVisit, ...]:
    return plans.add(desk, visits).value.visits


def publish(desk: Desk, group: GroupId, *visits: PlannedVisit) -> None:
    """As publishing does it."""
    known = registers.heads_of(desk, EntryKind.PLAN_PUBLISHED, PlanPublished, group)
    with logbook.writing(desk) as pen:
        told = PlanPublished(group, "Tổ số 05", months=(MONTH,), visits=visits)
        entry = pen.write(EntryKind.PLAN_PUBLISHED, group, texts_of(told), based_on=known)
        registers.follow_entries(desk, [entry])


def whole_plan(desk: Desk) -> set[tuple[PlannedVisit, PlannedVisit | None]]:
    rows = planned.planned_in(desk.book, ("2026-11", MONTH, "2027-01"))
    return {(row.visit, row.published) for row in rows}


def test_a_planned_visit_gets_an_id_and_clean_words(office: Desk) -> None:
    said = visit("Nà Thử", members=(MAU, MAU), place="  nhà  văn hóa ", state=PlanState.ATTENDED)
    (made,) = add(office, said)
    assert len(made.id) == 26
    assert (made.members, made.place, made.state) == ((MAU,), "nhà văn hóa", PlanState.PLANNED)
    (line,) = plan_lists.lines_of_month(office, MONTH)
    assert (line.visit, line.is_published, line.is_changed) == (made, False, False)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"month": "12/2026"}, "PLAN_MONTH_WRONG"),
        ({"month": "2026-13"}, "PLAN_MONTH_WRONG"),
        ({"group": GroupId("")}, "PLAN_GROUP_MISSING"),
        ({"start": "25:00"}, "PLAN_TIME_WRONG"),
        ({"end": "9:00"}, "PLAN_TIME_WRONG"),
        ({"travel_minutes": -1}, "PLAN_TRAVEL_WRONG"),
        ({"cell": dataclasses.replace(visit("Nà Thử").cell, id=None, name=" ")}, "PLAN_CELL_MISSING"),
    ],
)
def test_what_could_not_be_read_again_is_refused(office: Desk, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        add(office, dataclasses.replace(visit("Nà Thử"), **wrong))
    assert plan_lists.lines_of_month(office, MONTH) == ()


def test_only_an_office_plans(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        add(desk, visit("Nà Thử"))
    founding.close_desk(desk)


def test_a_visit_is_known_by_its_id(office: Desk) -> None:
    (made,) = add(office, visit("Nà Thử"))
    with pytest.raises(Refusal, match="PLAN_KNOWN"):
        add(office, made)
    with pytest.raises(Refusal, match="PLAN_UNKNOWN"):
        plans.change(office, [dataclasses.replace(made, id=PlannedId("x" * 26))])


def test_moving_a_visit_takes_it_to_the_month_of_its_new_day(office: Desk) -> None:
    (made,) = add(office, visit("Nà Thử"))
    plans.move(office, made.id, dt.date(2027, 1, 3))
    assert plan_lists.lines_of_month(office, MONTH) == ()
    (line,) = plan_lists.lines_of_month(office, "2027-01")
    assert line.visit == dataclasses.replace(made, date=dt.date(2027, 1, 3), month="2027-01")


def test_a_visit_that_was_postponed_is_seen_in_its_month_and_on_its_new_day(office: Desk) -> None:
    (made,) = add(office, visit("Nà Thử"))
    plans.postpone(office, made.id, dt.date(2027, 1, 4), "chi bộ họp muộn")
    here, there = plan_lists.lines_of_month(office, MONTH), plan_lists.lines_of_month(office, "2027-01")
    assert here == there
    assert (here[0].visit.state, here[0].visit.day) == (PlanState.POSTPONED, dt.date(2027, 1, 4))
    assert plan_lists.lines_between(office, dt.date(2027, 1, 4), dt.date(2027, 1, 10)) == here
    plans.confirm(office, made.id)
    (line,) = plan_lists.lines_of_month(office, MONTH)
    assert (line.visit.state, line.visit.date, line.visit.reason) == (PlanState.CONFIRMED, dt.date(2027, 1, 4), "")


@pytest.mark.parametrize("verb", ["postpone", "cancel", "keep"])
def test_what_needs_a_reason_is_not_done_without_one(office: Desk, verb: str) -> None:
    made, _ = add(office, visit("Nà Thử", 15), visit("Nà Thử", 16, TWO))
    trouble = plan_lists.troubles(office, MONTH)[0]
    verbs: dict[str, Callable[[], object]] = {
        "postpone": lambda: plans.postpone(office, made.id, None, " "),
        "cancel": lambda: plans.cancel(office, made.id, ""),
        "keep": lambda: plans.keep(office, trouble, "\u200b"),
    }
    before = whole_plan(office)
    with pytest.raises(Refusal, match="REASON_MISSING"):
        verbs[verb]()
    assert whole_plan(office) == before


def test_what_a_group_knows_is_cancelled_and_never_dropped(office: Desk) -> None:
    known, new = add(office, visit("Nà Thử"), visit("Phiêng An"))
    publish(office, FIVE, known)
    with pytest.raises(Refusal, match="REASON_MISSING"):
        plans.remove(office, [known.id, new.id])
    plans.remove(office, [known.id, new.id], "tổ bận")
    (line,) = plan_lists.lines_of_month(office, MONTH)
    assert (line.visit.id, line.state, line.visit.reason, line.is_changed) == (
        known.id, PlanState.CANCELLED, "tổ bận", True,
    )  # fmt: skip
    assert doctor.examine(office).is_sound


def test_each_verb_can_be_taken_back_and_done_again(office: Desk) -> None:
    one, other = add(office, visit("Nà Thử", 15), visit("Nà Thử", 16, TWO))
    publish(office, TWO, other)
    (trouble,) = (found for found in plan_lists.troubles(office, MONTH) if found.kind is TroubleKind.SAME_CELL)
    verbs: list[Callable[[], Outcome[Planned]]] = [
        lambda: plans.add(office, [visit("Đon Bây")]),
        lambda: plans.change(office, [dataclasses.replace(one, start="08:00", end=None)]),
        lambda: plans.move(office, one.id, THIRD),
        lambda: plans.postpone(office, one.id, None, "mưa lũ"),
        lambda: plans.cancel(office, one.id, "trùng lịch"),
        lambda: plans.confirm(office, one.id),
        lambda: plans.remove(office, [one.id]),
        lambda: plans.remove(office, [one.id, other.id], "trùng"),
        lambda: plans.keep(office, trouble, "hai tổ cùng dự"),
        lambda: plans.copy_month(office, MONTH, "2027-01"),
    ]
    for verb in verbs:
        before = whole_plan(office)
        done = verb()
        after = whole_plan(office)
        assert after != before
        assert done.changes.concern(["plan"])
        undone = plans.undo(office, done.value)
        assert whole_plan(office) == before
        plans.undo(office, undone.value)
        assert whole_plan(office) == after
        plans.undo(office, done.value)


def test_what_was_published_meanwhile_is_not_made_unknown_by_undoing(office: Desk) -> None:
    done = plans.add(office, [visit("Nà Thử")])
    publish(office, FIVE, *done.value.visits)
    plans.undo(office, done.value)
    (line,) = plan_lists.lines_of_month(office, MONTH)
    assert (line.state, line.is_published) == (PlanState.CANCELLED, True)


def test_a_trouble_that_was_kept_says_so_and_why(office: Desk) -> None:
    add(office, visit("Nà Thử"), visit("Nà Thử", 4, TWO))
    (trouble,) = plan_lists.troubles(office, MONTH)
    plans.keep(office, trouble, "cùng chỉ đạo đại hội")
    assert [one.kept for one in plan_lists.troubles(office, MONTH)] == ["cùng chỉ đạo đại hội"]
    plans.keep(office, trouble, "cùng dự đại hội")
    assert [one.kept for one in plan_lists.troubles(office, MONTH)] == ["cùng dự đại hội"]


def test_typing_is_told_what_speaks_against_it_without_reading_the_book_again(office: Desk) -> None:
    add(office, visit("Nà Thử", members=(MAU,)))
    arranged = plan_lists.arranged(office, MONTH)
    typed = visit("Đon Bây", 3, TWO, start="16:00", end=None, members=(MAU,), travel_minutes=45)
    assert [one.kind for one in arranged.against(typed)] == [TroubleKind.TWO_PLACES]
    assert arranged.against(dataclasses.replace(typed, start="16:15")) == ()


def test_a_group_that_returns_to_a_cell_is_asked_about_the_others(office: Desk) -> None:
    add(office, visit("Nà Thử"), dataclasses.replace(visit("Nà Thử"), month="2026-08", date=dt.date(2026, 8, 3)))
    (trouble,) = plan_lists.troubles(office, MONTH)
    assert (trouble.kind, trouble.unvisited) == (TroubleKind.REPEATED_CELL, len(VILLAGES) - 1)
    for village in VILLAGES[1:5]:
        recorded(office, village, dt.date(2026, 9, 3), TWO)
    assert [one.unvisited for one in plan_lists.troubles(office, MONTH)] == [1]
    recorded(office, VILLAGES[5], dt.date(2026, 7, 2), TWO, by_name=True)
    assert plan_lists.troubles(office, MONTH) == ()


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, PlanState.ATTENDED),
        ({"by_name": True}, PlanState.ATTENDED),
        ({"state": VisitState.WITHDRAWN}, PlanState.PLANNED),
        ({"state": VisitState.DRAFT}, PlanState.PLANNED),
        ({"group": TWO}, PlanState.PLANNED),
        ({"date": dt.date(2026, 11, 3)}, PlanState.PLANNED),
    ],
)
def test_what_a_group_recorded_of_the_cell_in_the_month_was_attended(
    office: Desk, more: dict[str, Any], state: PlanState
) -> None:
    add(office, visit("Nà Thử"))
    met: dict[str, Any] = {"date": dt.date(2026, 12, 9)} | more
    recorded(office, "Nà Thử", **met)
    assert [one.state for one in plan_lists.lines_of_month(office, MONTH)] == [state]


def test_two_records_of_one_meeting_make_one_visit_attended(office: Desk) -> None:
    add(office, visit("Nà Thử"), visit("Nà Thử", 20, kind=SessionKind.THEMATIC))
    first = recorded(office, "Nà Thử", THIRD)
    second = recorded(office, "Nà Thử", THIRD, by_name=True)
    links.put_links(office.book, {}, {first: first, second: first})
    assert [one.state for one in plan_lists.lines_of_month(office, MONTH)] == [PlanState.ATTENDED, PlanState.PLANNED]
    thematic = recorded(office, "Nà Thử", dt.date(2026, 12, 4), kind=SessionKind.THEMATIC)
    links.put_links(office.book, {}, {first: first, second: first, VisitId(thematic): thematic})
    assert {one.state for one in plan_lists.lines_of_month(office, MONTH)} == {PlanState.ATTENDED}


def test_what_became_of_a_cell_that_was_merged_counts_for_the_one_that_took_its_place(office: Desk) -> None:
    recorded(office, "Nà Thử", dt.date(2026, 12, 4))
    add(office, visit("Phiêng An"))
    before = {one.key for one in plan_lists.unvisited(office, MONTH)}
    on = dt.date(2026, 12, 15)
    end = Setting(cell_id("Nà Thử"), (Attribute.STANDS,), on, stands=False)
    merged = Succession(cell_id("Nà Thử"), cell_id("Phiêng An"), on)
    organisations.say(office, Reorganisation(Operation.MERGED, on, settings=(end,), successions=(merged,)))
    assert [one.state for one in plan_lists.lines_of_month(office, MONTH)] == [PlanState.ATTENDED]
    left = {one.key for one in plan_lists.unvisited(office, MONTH)}
    assert cell_id("Phiêng An") in before
    assert left == before - {cell_id("Phiêng An"), cell_id("Nà Thử")}


def test_the_plan_is_held_against_what_was_done(office: Desk) -> None:
    _, moved, gone = add(office, visit("Nà Thử"), visit("Phiêng An"), visit("Khuổi Dụ"))
    plans.postpone(office, moved.id, None, "mưa")
    plans.cancel(office, gone.id, "trùng")
    recorded(office, "Nà Thử", THIRD)
    recorded(office, "Đon Bây", THIRD)
    recorded(office, "Pác Mẫu", THIRD, TWO)
    five, two = sorted(plan_lists.done(office, [MONTH]), key=lambda one: -one.planned)
    assert dataclasses.astuple(five) == (FIVE, 3, 1, 1, 1, 1)
    assert dataclasses.astuple(two) == (TWO, 0, 0, 0, 0, 1)


def test_cells_that_wait_for_long_are_listed_the_longest_wait_first(office: Desk) -> None:
    recorded(office, "Nà Thử", dt.date(2026, 12, 1))
    recorded(office, "Phiêng An", dt.date(2026, 1, 20))
    recorded(office, "Khuổi Dụ", dt.date(2026, 6, 30), by_name=True)
    recorded(office, "Đon Bây", dt.date(2026, 7, 1))
    add(office, dataclasses.replace(visit("Bản Thử", None), month="2027-02"))
    found = plan_lists.unvisited(office, MONTH)
    assert [(one.key, one.months, one.planned) for one in found] == [
        (cell_id("Bản Thử"), None, "2027-02"),
        (cell_id("Pác Mẫu"), None, None),
        (cell_id("Phiêng An"), 11, None),
        (cell_id("Khuổi Dụ"), 6, None),
    ]
    plan_ground.set_rules(office, PlanRules(long_months=7))
    assert len(plan_lists.unvisited(office, MONTH)) == 3
    assert len(plan_lists.unvisited(office, MONTH, TWO)) == 1


def test_a_quota_that_is_short_names_the_member_and_the_number(office: Desk) -> None:
    add(office, *(visit(village, members=(MAU,)) for village in VILLAGES[:5]), visit("Bản Thử"))
    found = {(one.group, one.member.name): (one.planned, one.quota) for one in plan_lists.quotas(office, 2026)}
    assert found == {(FIVE, "Lường Thị Thử"): (1, 6), (TWO, "Hoàng Văn Mẫu"): (0, 2)}


def test_a_month_is_copied_without_what_became_of_it(office: Desk) -> None:
    made, gone, _ = add(office, visit("Nà Thử", 31), visit("Đon Bây"), visit("Nà Thử", 4, TWO))
    plans.cancel(office, gone.id, "trùng")
    plans.postpone(office, made.id, dt.date(2026, 12, 30), "mưa")
    add(office, dataclasses.replace(visit("Nà Thử", None, TWO), month="2027-02"))
    (copied,) = plans.copy_month(office, MONTH, "2027-02").value.visits
    assert (copied.group, copied.date, copied.state, copied.reason) == (
        FIVE,
        dt.date(2027, 2, 28),
        PlanState.PLANNED,
        "",
    )
    with pytest.raises(Refusal, match="PLAN_NOTHING_TO_COPY"):
        plans.copy_month(office, MONTH, "2027-02")


def test_rules_are_settings_and_wrong_ones_are_refused(office: Desk) -> None:
    assert plan_ground.rules(office) == PlanRules()
    wanted = PlanRules(first_week_days=10, province_quota=4)
    plan_ground.set_rules(office, wanted)
    assert plan_ground.rules(office) == wanted
    add(office, visit("Nà Thử", 10))
    assert plan_lists.troubles(office, MONTH) == ()
    for wrong in (PlanRules(period_months=5), PlanRules(travel_minutes=-1)):
        with pytest.raises(Refusal, match="PLAN_RULE_WRONG"):
            plan_ground.set_rules(office, wrong)
