"""What became of a statement, whatever order its steps arrived in."""

import datetime as dt
import itertools

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.petitions import FollowedUp, Step, StepState
from chibo_desktop.merging.last_words import Said
from chibo_desktop.merging.steps import followed_up


def step(entry: str, state: StepState, day: int, on: str = "", told: int | None = None) -> Said[Step]:
    reported = None if told is None else dt.date(2026, 9, told)
    content = Step(EntryId(entry), state, dt.date(2026, 9, day), reported_back=reported)
    return Said(EntryId(entry), content, tuple(map(EntryId, on.split())))


FORWARDED = step("9", StepState.FORWARDED, 1)
CLOSED = step("2", StepState.CLOSED, 5, "9")
UNAWARE = step("3", StepState.IN_PROGRESS, 8, "9", told=7)
REOPENED = step("1", StepState.IN_PROGRESS, 9, "2 3")


def test_nothing_said_is_what_the_minutes_say() -> None:
    assert followed_up([]) == FollowedUp()
    answered = FollowedUp(StepState.ANSWERED)
    assert followed_up([], answered) == answered


def test_every_order_gives_one_state() -> None:
    for some in ((FORWARDED, CLOSED), (FORWARDED, CLOSED, UNAWARE), (FORWARDED, CLOSED, UNAWARE, REOPENED)):
        assert len({repr(followed_up(order)) for order in itertools.permutations(some)}) == 1


def test_an_end_stands_against_news_that_did_not_know_of_it_and_says_so() -> None:
    found = followed_up([FORWARDED, CLOSED, UNAWARE])
    assert (found.state, found.since, found.news_after_end) == (StepState.CLOSED, dt.date(2026, 9, 5), True)
    assert found.reported_back == dt.date(2026, 9, 7)
    assert [one.entry for one in found.steps] == ["9", "2", "3"]


def test_whoever_knew_of_the_end_opens_it_again() -> None:
    found = followed_up([FORWARDED, CLOSED, UNAWARE, REOPENED])
    assert (found.state, found.news_after_end) == (StepState.IN_PROGRESS, False)


def test_what_a_visit_found_after_the_last_step_counts_before_it_does_not() -> None:
    later = FollowedUp(StepState.CLOSED, dt.date(2026, 9, 20), dt.date(2026, 9, 20))
    assert followed_up([FORWARDED], later).state is StepState.CLOSED
    earlier = FollowedUp(StepState.CLOSED, dt.date(2026, 8, 20), dt.date(2026, 8, 20))
    assert followed_up([FORWARDED], earlier).state is StepState.FORWARDED
