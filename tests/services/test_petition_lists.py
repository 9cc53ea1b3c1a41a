"""Petitions as people go through them: minutes of other groups at a laptop, what waits, and what is counted."""

import dataclasses
import datetime as dt

from chibo_desktop.domain.ids import ItemId, statement_id
from chibo_desktop.domain.petitions import StepState
from chibo_desktop.domain.visits import Addressee, FollowUp, FollowUpResult, Opinion, OpinionKind
from chibo_desktop.services import doctor, petition_counts, petition_lists, petitions, publishing
from chibo_desktop.services.petitions import NewStep
from chibo_desktop.storage.statements import StatementFilter
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import pack
from tests.building.visits import item_of
from tests.services.test_petitions import ALL, CELL, CRAFTS, ROAD, SAID, recorded, said
from tests.services.test_publishing import DECEMBER, PHIENG_AN, deliver, office, planned_visit

__all__ = ["office"]


def told(town: Enrolled, *answers: NewStep) -> str:
    """The first laptop's petition at a cell to which the group goes again, published to both laptops."""
    (visit,) = recorded(town.first, said(ROAD))
    merge_one(town.clerk, pack(town.first, town.stick))
    road = statement_id(visit, ROAD.id)
    for answer in answers:
        petitions.step(town.clerk, road, answer)
    planned_visit(town, PHIENG_AN)
    publishing.publish(town.clerk, [DECEMBER])
    deliver(town)
    return road


def test_a_laptop_lists_what_was_said_to_others_at_its_next_cell_first(office: Enrolled) -> None:
    road = told(office)
    laptop = office.second
    elsewhere = said(ROAD, day=SAID + dt.timedelta(days=1))
    recorded(laptop, dataclasses.replace(elsewhere, cell=dataclasses.replace(elsewhere.cell, name="Chi bộ A")))
    petitions.catch_up(laptop)
    found = petition_lists.page(laptop, StatementFilter())
    assert [(one.id == road, one.told_by_office, one.figures.cell) for one in found.rows] == [
        (True, True, CELL),
        (False, False, "Chi bộ A"),
    ]
    assert found.total == petition_lists.count(laptop, StatementFilter()) == 2
    first = found.rows[0]
    assert (first.petition.who, first.petition.text) == (ROAD.speaker, ROAD.text)
    assert first.next_visit == dt.date(2026, 12, 3)
    assert petition_lists.page(laptop, StatementFilter(), offset=1).rows == found.rows[1:]
    petitions.catch_up(office.first)
    assert [one.told_by_office for one in petition_lists.page(office.first, StatementFilter()).rows] == [False]


def test_an_answer_reaches_the_laptop_that_recorded_it_and_the_one_that_goes_there_next(office: Enrolled) -> None:
    answer = NewStep(StepState.ANSWERED, dt.date(2026, 11, 20), "UBND xã", "12-CV", "đã sửa xong")
    road = told(office, answer)
    for laptop in (office.first, office.second):
        (line,) = petition_lists.open_at(laptop, CELL)
        assert (line.id, line.figures.state, line.answer) == (road, StepState.ANSWERED, "đã sửa xong")
        assert petition_lists.look(laptop, road).line.answer == "đã sửa xong"
    petitions.catch_up(office.first)
    own, other = petition_lists.look(office.first, road), petition_lists.look(office.second, road)
    assert [step.number for step in own.followed.steps] == ["12-CV"]
    assert own.writers is not None
    assert list(own.writers.values()) == ["Nguyễn Thị Mẫu, Văn phòng-1"]
    assert (other.followed.steps, other.line.told_by_office) == ((), True)


def test_a_result_written_at_the_next_visit_answers_for_other_minutes_too(office: Enrolled) -> None:
    road = told(office)
    laptop = office.second
    (line,) = petition_lists.earlier(laptop, said(day=dt.date(2026, 12, 3)))
    assert line.id == road
    done = FollowUp(ItemId(item_of("f")), road, FollowUpResult.DONE)
    visit = said(day=dt.date(2026, 12, 3), follow_ups=(done,))
    assert petition_lists.earlier(laptop, visit) == ()
    recorded(laptop, visit)
    petitions.catch_up(laptop)
    assert petition_lists.open_at(laptop, CELL) == ()
    look = petition_lists.look(laptop, road)
    assert (look.followed.state, look.findings) == (StepState.CLOSED, ((dt.date(2026, 12, 3), FollowUpResult.DONE),))
    merge_one(office.clerk, pack(laptop, office.stick))
    assert petitions.chain(office.clerk, road).followed.state is StepState.CLOSED
    for desk in (office.clerk, laptop):
        assert doctor.examine(desk).is_sound


def test_what_the_office_tells_is_filtered_as_what_one_has(office: Enrolled) -> None:
    """Both laptops show the same for every filter: one from its own minutes, one from the office's word."""
    told(office)
    filters = [
        StatementFilter(),
        StatementFilter(only_open=True),
        StatementFilter(only_unreported=True),
        StatementFilter(states=(StepState.NEW,)),
        StatementFilter(states=(StepState.CLOSED,)),
        StatementFilter(levels=(Addressee.COMMUNE,)),
        StatementFilter(levels=(Addressee.PROVINCE,)),
        StatementFilter(first=SAID, last=SAID),
        StatementFilter(first=SAID + dt.timedelta(days=1)),
        StatementFilter(last=SAID - dt.timedelta(days=1)),
        StatementFilter(overdue_on=SAID + dt.timedelta(days=31)),
        StatementFilter(overdue_on=SAID + dt.timedelta(days=30)),
        StatementFilter(text="sua duong"),
        StatementFilter(text="cầu treo"),
    ]
    for desk in (office.first, office.second):
        petitions.catch_up(desk)
    for wanted in filters:
        own, other = (petition_lists.page(desk, wanted) for desk in (office.first, office.second))
        assert [line.id for line in own.rows] == [line.id for line in other.rows], wanted
        assert own.total == other.total == petition_lists.count(office.second, wanted)


def test_what_waits_is_counted_once_everything_is_listed(office: Enrolled) -> None:
    road = told(office)
    for desk in (office.clerk, office.first, office.second):
        while not (found := petition_lists.waiting(desk)).is_listed:
            pass
        assert found.count == 1
    petitions.step(office.clerk, road, NewStep(StepState.FORWARDED, dt.date(2026, 11, 30)))
    assert petition_lists.waiting(office.clerk).count == 1, "overdue"
    petitions.set_terms(office.clerk, petitions.Terms(1_000))
    assert petition_lists.waiting(office.clerk).count == 0
    planned_visit(office, "Chi bộ thôn Đon Bây", dt.date(2026, 12, 4))
    assert petition_lists.waiting(office.first).count == 1


def test_petitions_are_counted_in_five_ways(town: Enrolled) -> None:
    desk = town.first
    same = dataclasses.replace(ROAD, id=item_of("r"), topic="GIAO THÔNG", addressee=Addressee.PROVINCE)
    other = Opinion(item_of("s"), OpinionKind.PROPOSAL, topic="Điện", text="x", answered=True)
    recorded(desk, said(ROAD, guidance=(CRAFTS,)))
    (later,) = recorded(desk, said(ROAD, same, other, day=dt.date(2026, 11, 25)))
    petitions.step(desk, statement_id(later, same.id), NewStep(StepState.ANSWERED, dt.date(2026, 11, 30)))
    found = petition_counts.table(desk, StatementFilter())
    assert dataclasses.astuple(found.total) == ("", 5, 3, 2, 1)
    assert [(one.key, one.all, one.untold) for one in found.by_topic] == [
        ("Giao thông", 3, 1),
        ("Điện", 1, 0),
        ("", 1, 0),
    ]
    assert {one.key: one.all for one in found.by_kind} == {"petition": 3, "proposal": 1, "guidance": 1}
    assert {one.key: one.all for one in found.by_level} == {"commune": 2, "province": 1, "cell": 1, "": 1}
    assert {one.key: one.all for one in found.by_age} == {"up_to_30_days": 1, "31_to_90_days": 2}
    for part in (found.by_topic, found.by_kind, found.by_level, found.by_state):
        assert sum(one.all for one in part) == found.total.all
        assert sum(one.overdue for one in part) == found.total.overdue
    assert sum(one.all for one in found.by_age) == found.total.open
    asked: list[tuple[int, int]] = []
    petition_counts.table(desk, ALL, progress=lambda done, total: asked.append((done, total)))
    assert asked == [(0, 5)]
