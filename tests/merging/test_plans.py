"""A group's plan as the fold of publications and answers."""

import datetime as dt
import itertools
from dataclasses import replace

from chibo_desktop.domain.ids import EntryId, GroupId, PlannedId
from chibo_desktop.domain.plans import Answer, PlanAnswered, PlannedVisit, PlanPublished, PlanState
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.plans import plan_of

GROUP = GroupId("g")
VISIT = PlannedVisit(PlannedId("v"), GROUP, "2026-12")
OTHER = PlannedVisit(PlannedId("o"), GROUP, "2026-12")
MOVED = replace(VISIT, month="2027-01")


def published(entry: str, *visits: PlannedVisit, months: tuple[str, ...] = ("2026-12",), on: str = "") -> Said:
    content = PlanPublished(GROUP, "Tổ 1", months=months, visits=visits)
    return Said(EntryId(entry), content, tuple(map(EntryId, on.split())))


def answered(entry: str, answer: Answer, on: str, new_date: dt.date | None = None) -> Said:
    return Said(
        EntryId(entry), PlanAnswered(VISIT.id, GROUP, answer, new_date, reason="bận"), tuple(map(EntryId, on.split()))
    )


def test_the_newest_publication_decides_each_month_that_it_names() -> None:
    first, second = published("1", VISIT, OTHER), published("2", OTHER, on="1")
    assert plan_of([first, second], []) == (OTHER,)
    january = published("3", MOVED, months=("2027-01",), on="2")
    assert plan_of([first, second, january], []) == (OTHER, MOVED)


def test_an_answer_stands_until_a_publication_that_knew_of_it() -> None:
    first = published("1", VISIT)
    later = answered("2", Answer.POSTPONED, "1", new_date=dt.date(2026, 12, 9))
    (visit,) = plan_of([first], [later])
    assert (visit.state, visit.new_date, visit.reason) == (PlanState.POSTPONED, dt.date(2026, 12, 9), "bận")
    blind = published("3", VISIT, on="1")
    assert plan_of([first, blind], [later])[0].state is PlanState.POSTPONED
    knowing = published("4", VISIT, on="2 3")
    assert plan_of([first, blind, knowing], [later]) == (VISIT,)


def test_a_visit_that_is_postponed_to_another_hour_ends_when_nobody_knows() -> None:
    planned = replace(VISIT, start="14:00", end="15:30")
    word = PlanAnswered(VISIT.id, GROUP, Answer.POSTPONED, dt.date(2026, 12, 9), "19:30", "bận")
    (visit,) = plan_of([published("1", planned)], [Said(EntryId("2"), word, (EntryId("1"),))])
    assert (visit.day, visit.start, visit.end) == (dt.date(2026, 12, 9), "19:30", None)
    (visit,) = plan_of([published("1", planned)], [Said(EntryId("2"), replace(word, new_start=None), ())])
    assert (visit.start, visit.end) == ("14:00", "15:30")


def test_the_last_of_several_answers_counts_in_every_order() -> None:
    first = published("1", VISIT)
    answers = [answered("3", Answer.CANCELLED, "1"), answered("2", Answer.CONFIRMED, "1 3")]
    states = {plan_of([first], order)[0].state for order in itertools.permutations(answers)}
    assert states == {PlanState.CONFIRMED}


def test_an_answer_about_a_visit_that_no_plan_has_says_nothing() -> None:
    assert plan_of([published("1", OTHER)], [answered("2", Answer.CANCELLED, "1")]) == (OTHER,)


def test_a_publication_that_knew_the_last_answer_knew_those_before_it() -> None:
    first = published("1", VISIT)
    answers = [answered("2", Answer.CANCELLED, "1"), answered("3", Answer.CONFIRMED, "1 2")]
    assert plan_of([first, published("4", VISIT, on="1 3")], answers) == (VISIT,)
