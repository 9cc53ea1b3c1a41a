"""Petitions and guidance, from the visit in which they were said to the day on which the cell was told."""

import dataclasses
import datetime as dt

import pytest

from chibo_desktop.domain.ids import VisitId, statement_id
from chibo_desktop.domain.outcomes import Cancelled, Refusal
from chibo_desktop.domain.petitions import StepState, Terms
from chibo_desktop.domain.register import StatementKind
from chibo_desktop.domain.visits import Addressee, FollowUp, FollowUpResult, Guidance, Opinion, OpinionKind, Visit
from chibo_desktop.services import doctor, petitions, receipts, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petitions import NewStep
from chibo_desktop.storage.statements import StatementFilter, count_unlisted
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, pack
from tests.building.visits import item_of

CELL = "Chi bộ thôn Phiêng An"
SAID = dt.date(2026, 9, 5)
ROAD = Opinion(
    item_of("p"), OpinionKind.PETITION, "Nông Văn Ví", topic="Giao thông", text="sửa đường", addressee=Addressee.COMMUNE
)
ANSWERED = Opinion(item_of("q"), OpinionKind.PETITION, text="đã rõ", answered=True, answer="đã trả lời")
VIEW = Opinion(item_of("o"), OpinionKind.OPINION, text="nhất trí")
CRAFTS = Guidance(item_of("g"), by="Ma Từ Đông Điền", text="phát triển nghề dệt", deadline=dt.date(2026, 9, 30))
ALL = StatementFilter(kinds=())


def said(*opinions: Opinion, guidance: tuple[Guidance, ...] = (), day: dt.date = SAID, **more: object) -> Visit:
    return dataclasses.replace(a_visit(CELL, date=day), opinions=opinions, guidance=guidance, **more)


def recorded(desk: Desk, *written: Visit) -> tuple[VisitId, ...]:
    return tuple(row.id for row in visits.record(desk, written, finalise_them=True).value)


def listed(desk: Desk, wanted: StatementFilter = ALL) -> dict[str, StepState]:
    petitions.catch_up(desk)
    return {one.text: one.figures.state for one in petitions.page(desk, wanted)}


def test_the_list_has_what_was_said_with_its_words(town: Enrolled) -> None:
    desk = town.first
    (visit,) = recorded(desk, said(ROAD, ANSWERED, VIEW, guidance=(CRAFTS,)))
    assert listed(desk) == {
        "sửa đường": StepState.NEW,
        "đã rõ": StepState.ANSWERED,
        "nhất trí": StepState.NEW,
        "phát triển nghề dệt": StepState.NEW,
    }
    (road,) = petitions.page(desk, StatementFilter(kinds=(StatementKind.PETITION,), only_open=True))
    assert (road.who, road.topic, road.figures.id) == ("Nông Văn Ví", "Giao thông", statement_id(visit, ROAD.id))
    assert road.figures.due == SAID + dt.timedelta(days=30)
    assert listed(desk, StatementFilter(only_unreported=True)) == {}, "what was answered on the spot was told"


def test_reading_a_visit_once_is_enough_until_it_changes(town: Enrolled) -> None:
    desk = town.first
    (visit,) = recorded(desk, said(ROAD))
    assert petitions.catch_up(desk) == 1
    assert petitions.catch_up(desk) == 0
    visits.withdraw(desk, visit, "nhầm")
    assert listed(desk) == {}


def test_each_step_is_kept_and_the_last_one_is_the_state(town: Enrolled) -> None:
    desk = town.first
    (visit,) = recorded(desk, said(ROAD))
    road = statement_id(visit, ROAD.id)
    petitions.step(desk, road, NewStep(StepState.FORWARDED, dt.date(2026, 9, 10), "UBND xã", "12-CV/ĐU"))
    petitions.step(desk, road, NewStep(StepState.ANSWERED, dt.date(2026, 10, 1), text="đã sửa"))
    found = petitions.chain(desk, road).followed
    assert [step.state for step in found.steps] == [StepState.FORWARDED, StepState.ANSWERED]
    assert (found.steps[0].body, found.steps[0].number, found.steps[1].text) == ("UBND xã", "12-CV/ĐU", "đã sửa")
    assert listed(desk, StatementFilter(only_open=True)) == {}
    assert listed(desk, StatementFilter(only_unreported=True)) == {"sửa đường": StepState.ANSWERED}
    told = petitions.report_back(desk, road, dt.date(2026, 10, 5)).value
    assert told.followed.reported_back == dt.date(2026, 10, 5)
    assert listed(desk, StatementFilter(only_unreported=True)) == {}


def test_what_a_later_visit_finds_is_the_state_unless_a_later_step_says_otherwise(town: Enrolled) -> None:
    desk = town.first
    (visit,) = recorded(desk, said(guidance=(CRAFTS,)))
    crafts = statement_id(visit, CRAFTS.id)
    assert listed(desk, StatementFilter(only_open=True)) == {CRAFTS.text: StepState.NEW}
    partly = FollowUp(item_of("f"), crafts, FollowUpResult.PARTLY)
    recorded(desk, said(day=dt.date(2026, 10, 5), follow_ups=(partly,)))
    assert listed(desk, StatementFilter(only_open=True)) == {CRAFTS.text: StepState.IN_PROGRESS}
    done = dataclasses.replace(partly, result=FollowUpResult.DONE)
    recorded(desk, said(day=dt.date(2026, 11, 5), follow_ups=(done,)))
    assert listed(desk, StatementFilter(only_open=True)) == {}
    petitions.step(desk, crafts, NewStep(StepState.IN_PROGRESS, dt.date(2026, 11, 20), text="hỏng lại"))
    assert listed(desk, StatementFilter(only_open=True)) == {CRAFTS.text: StepState.IN_PROGRESS}
    assert [result for _, result in petitions.chain(desk, crafts).findings] == [
        FollowUpResult.PARTLY,
        FollowUpResult.DONE,
    ]


def test_overdue_follows_the_terms(town: Enrolled) -> None:
    desk = town.first
    recorded(desk, said(ROAD, guidance=(CRAFTS,)))
    overdue = StatementFilter(overdue_on=dt.date(2026, 10, 3))
    assert listed(desk, overdue) == {CRAFTS.text: StepState.NEW}
    petitions.set_terms(desk, Terms(30, ((Addressee.COMMUNE, 15),)))
    assert set(listed(desk, overdue)) == {CRAFTS.text, ROAD.text}
    assert petitions.terms(desk) == Terms(30, ((Addressee.COMMUNE, 15),))
    petitions.set_terms(desk, Terms(60))
    assert listed(desk, overdue) == {CRAFTS.text: StepState.NEW}
    with pytest.raises(Refusal, match="TERM_WRONG"):
        petitions.set_terms(desk, Terms(0))


def test_the_office_lists_what_laptops_brought_and_its_answer_is_the_state_there(town: Enrolled) -> None:
    (visit,) = recorded(town.first, said(ROAD))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert listed(town.clerk) == {ROAD.text: StepState.NEW}
    road = statement_id(visit, ROAD.id)
    petitions.step(town.clerk, road, NewStep(StepState.ANSWERED, dt.date(2026, 10, 1), "UBND xã", text="đã sửa"))
    assert petitions.count(town.clerk, StatementFilter()) == {StepState.ANSWERED: 1}
    assert petitions.open_at(town.clerk, CELL.upper())[0].figures.state is StepState.ANSWERED


def test_the_answer_of_the_office_reaches_the_laptop_that_recorded_it(town: Enrolled) -> None:
    (visit,) = recorded(town.first, said(ROAD))
    merge_one(town.clerk, pack(town.first, town.stick))
    road = statement_id(visit, ROAD.id)
    petitions.step(town.clerk, road, NewStep(StepState.ANSWERED, dt.date(2026, 10, 1), "UBND xã", text="đã sửa"))
    for laptop in (town.first, town.second):
        written = receipts.write_receipts(town.clerk, town.stick, [laptop.me.device]).value
        for one in written:
            merge_one(laptop, one.path)
    assert petitions.chain(town.first, road).followed.state is StepState.ANSWERED
    assert listed(town.first, StatementFilter(only_unreported=True)) == {ROAD.text: StepState.ANSWERED}
    petitions.report_back(town.first, road, dt.date(2026, 10, 5))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert petitions.chain(town.clerk, road).followed.reported_back == dt.date(2026, 10, 5)
    assert listed(town.clerk, StatementFilter(only_unreported=True)) == {}
    assert listed(town.second) == {}
    for desk in (town.clerk, town.first):
        assert doctor.examine(desk).is_sound


def test_what_is_refused(town: Enrolled) -> None:
    desk = town.first
    (visit,) = recorded(desk, said(ROAD))
    road = statement_id(visit, ROAD.id)
    with pytest.raises(Refusal, match="STEP_BEFORE_VISIT"):
        petitions.step(desk, road, NewStep(StepState.ANSWERED, dt.date(2026, 9, 4)))
    with pytest.raises(Refusal, match="STEP_TOO_LONG"):
        petitions.step(desk, road, NewStep(StepState.ANSWERED, SAID, text="a" * 4001))
    with pytest.raises(Refusal, match="STATEMENT_UNKNOWN"):
        petitions.step(desk, "nothing/here", NewStep(StepState.ANSWERED, SAID))
    assert petitions.chain(desk, road).followed.steps == ()


def test_listing_can_be_stopped_and_goes_on_later(town: Enrolled) -> None:
    desk = town.first
    recorded(desk, *(said(ROAD, day=SAID + dt.timedelta(days=n)) for n in range(3)))
    with pytest.raises(Cancelled):
        petitions.catch_up(desk, cancelled=lambda: True)
    assert count_unlisted(desk.book) == 3
    assert petitions.catch_up(desk) == 3
