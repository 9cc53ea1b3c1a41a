"""The list of sections: how far each is, and the fact beside its name."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.rules import Finding, FindingCode, examine
from chibo_desktop.domain.scoring import Criterion, Grade, Rubric, ScoreClass
from chibo_desktop.domain.sections import Fact, FactKind, SectionState, SectionView, survey, unfinished
from chibo_desktop.domain.visits import Attendance, Attendee, Closing, Counts, Score, ScoreLine, Section, Visit, Vote
from tests.building.full_visit import everything
from tests.building.visits import don_bay, id_of, item_of, phieng_an

EMPTY = Visit(VisitId(id_of("empty")))
TODAY = dt.date(2026, 12, 4)
RUBRIC = Rubric(
    "T-1", "", None, None, (Criterion("1", "", 60), Criterion("2", "", 40)), (Grade(ScoreClass.POOR, "Kém", 0),)
)


def view(visit: Visit, section: Section, *findings: Finding, rubric: Rubric | None = None) -> SectionView:
    return survey(visit, findings, rubric)[list(Section).index(section)]


def state(visit: Visit, section: Section, *findings: Finding) -> SectionState:
    return view(visit, section, *findings).state


def test_an_empty_visit_wants_everything_but_attachments() -> None:
    views = survey(EMPTY, examine(EMPTY, TODAY))
    assert [one.section for one in views] == list(Section)
    assert {one.state for one in views[:-1]} == {SectionState.EMPTY}
    assert views[-1].state is SectionState.NOT_APPLICABLE
    assert unfinished(views) == tuple(Section)[:-1]


def test_the_sample_visits_are_finished_where_they_say_so() -> None:
    facts = {one.section: (one.state, one.fact) for one in survey(phieng_an())}
    assert facts[Section.GENERAL] == (SectionState.DONE, Fact())
    assert facts[Section.ATTENDANCE] == (SectionState.DONE, Fact(FactKind.PRESENT, 8, 9))
    assert facts[Section.OPINIONS] == (SectionState.DONE, Fact(FactKind.ROWS, 2))
    assert facts[Section.SCORING] == (SectionState.NOT_APPLICABLE, Fact(FactKind.NOTHING))
    assert unfinished(survey(phieng_an())) == ()
    assert unfinished(survey(don_bay())) == (Section.AGENDA,)
    assert {one.state for one in survey(everything())} <= {SectionState.DONE, SectionState.LOOK_AGAIN}


def test_general_is_in_progress_until_the_head_of_the_minutes_is_complete() -> None:
    begun = replace(EMPTY, cell=CellSnapshot("Chi bộ"))
    assert state(begun, Section.GENERAL, *examine(begun, TODAY)) is SectionState.IN_PROGRESS
    without_secretary = replace(phieng_an(), secretary=EMPTY.secretary)
    assert state(without_secretary, Section.GENERAL) is SectionState.IN_PROGRESS


def test_a_finding_asks_to_look_again_once_there_is_something_to_look_at() -> None:
    finding = Finding(FindingCode.END_BEFORE_START, Section.GENERAL)
    assert state(phieng_an(), Section.GENERAL, finding) is SectionState.LOOK_AGAIN
    assert state(replace(EMPTY, cell=CellSnapshot("x")), Section.GENERAL, finding) is SectionState.LOOK_AGAIN
    assert state(EMPTY, Section.GENERAL, finding) is SectionState.EMPTY
    assert state(phieng_an(), Section.ATTENDANCE, finding) is SectionState.DONE


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(), SectionState.EMPTY),
        (Counts(total=9), SectionState.IN_PROGRESS),
        (Counts(present=8), SectionState.IN_PROGRESS),
        (Counts(total=9, present=0), SectionState.DONE),
    ],
)
def test_counts_want_total_and_present(counts: Counts, expected: SectionState) -> None:
    assert state(replace(EMPTY, attendance=Attendance(counts=counts)), Section.ATTENDANCE) is expected


def test_a_roster_wants_a_row_that_stands() -> None:
    struck = Attendance(mode=phieng_an().attendance.mode, roster=(Attendee(item_of("a"), struck=True),))
    assert state(replace(EMPTY, attendance=struck), Section.ATTENDANCE) is SectionState.EMPTY


@pytest.mark.parametrize("section", [Section.AGENDA, Section.OPINIONS, Section.GUIDANCE, Section.TASKS, Section.VOTES])
def test_nothing_said_and_nothing_to_say_differ(section: Section) -> None:
    assert view(EMPTY, section) == SectionView(section, SectionState.EMPTY)
    nothing = view(replace(EMPTY, nothing_in=(section,)), section)
    assert nothing == SectionView(section, SectionState.NOT_APPLICABLE, Fact(FactKind.NOTHING))
    assert nothing.is_finished


def test_a_row_refutes_that_there_was_nothing() -> None:
    vote = Vote(item_of("v"), item="Nghị quyết")
    voted = replace(EMPTY, nothing_in=(Section.VOTES,), votes=(vote, replace(vote, id=item_of("w"), struck=True)))
    assert view(voted, Section.VOTES) == SectionView(Section.VOTES, SectionState.DONE, Fact(FactKind.ROWS, 1))


def test_scoring_counts_the_lines_without_points() -> None:
    one = ScoreLine(item_of("1"), "1", points=50)
    begun = replace(EMPTY, score=Score(lines=(one,)))
    missing = SectionView(Section.SCORING, SectionState.LOOK_AGAIN, Fact(FactKind.MISSING, 1))
    assert view(begun, Section.SCORING, rubric=RUBRIC) == missing
    whole = replace(begun, score=Score(lines=(one, ScoreLine(item_of("2"), "2", applicable=False))))
    assert view(whole, Section.SCORING, rubric=RUBRIC).state is SectionState.DONE
    assert view(whole, Section.SCORING).state is SectionState.DONE
    unknown = replace(begun, score=Score("X-9", (one, ScoreLine(item_of("2"), "2"))))
    assert view(unknown, Section.SCORING) == missing
    assert view(replace(EMPTY, score=Score("T-1")), Section.SCORING, rubric=RUBRIC).state is SectionState.EMPTY


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        (Closing(), SectionState.EMPTY),
        (Closing(cell_reply="Chi bộ tiếp thu."), SectionState.IN_PROGRESS),
        (Closing(conclusion="Thống nhất.", read_back=True), SectionState.IN_PROGRESS),
        (Closing(conclusion="Thống nhất.", read_back=True, adopted=True), SectionState.DONE),
    ],
)
def test_closing_wants_conclusion_reading_and_adoption(closing: Closing, expected: SectionState) -> None:
    assert state(replace(EMPTY, closing=closing), Section.CLOSING) is expected
