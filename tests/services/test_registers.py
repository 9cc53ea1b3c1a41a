"""Organisations, groups and plans, folded from entries."""

import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup, Decision
from chibo_desktop.domain.ids import DecisionId, EntryId, GroupId, OrganisationId, PlannedId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plans import Answer, PlanAnswered, PlannedVisit, PlanPublished, PlanState
from chibo_desktop.domain.regimes import regime_on
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.packets.contents import Content, texts_of
from chibo_desktop.services import archive, doctor, founding, logbook, organisations, regimes, registers, status
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import aside, directory, planned
from chibo_desktop.storage.aside import AsideReason
from tests.building.homes import found_home, now, open_home

CELL = OrganisationId("c" * 26)
GROUP, OTHER = GroupId("g" * 26), GroupId("h" * 26)


@pytest.fixture
def office(tmp_path: Path):
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


def named(name: str, on: dt.date | None = None) -> Reorganisation:
    return Reorganisation(Operation.RENAMED, on, settings=(Setting(CELL, (Attribute.NAME,), on, name=name),))


def write(desk: Desk, kind: EntryKind, subject: str, content: Content, *based_on: EntryId) -> EntryId:
    with logbook.writing(desk) as pen:
        entry = pen.write(kind, subject, texts_of(content), based_on=based_on)
        registers.follow_entries(desk, [entry])
    return entry.head.id


def is_sound(desk: Desk) -> bool:
    return not registers.differences(desk) and doctor.examine(desk).is_sound


def test_each_word_about_the_register_is_an_entry_and_the_register_is_what_they_come_to(office: Desk) -> None:
    before = status.digest(office)
    organisations.say(office, named("Chi bộ thôn Phiêng An"))
    (later,) = organisations.say(office, named("Chi bộ Phiêng An", dt.date(2026, 7, 26))).value
    (cell,) = organisations.register(office).values()
    assert [one.value for one in cell.names] == ["Chi bộ thôn Phiêng An", "Chi bộ Phiêng An"]
    assert status.digest(office) != before
    organisations.say(office, Reorganisation(Operation.REVERSED, undone=(later,)))
    (cell,) = organisations.register(office).values()
    assert [one.value for one in cell.names] == ["Chi bộ thôn Phiêng An"]
    assert is_sound(office)


def test_an_entry_that_does_not_count_says_nothing(office: Desk) -> None:
    (word,) = organisations.say(office, named("Chi bộ thôn Phiêng An")).value
    subjects = aside.set_aside(office.book, [word], AsideReason.WITHDRAWN, now())
    archive.refold_visits(office, subjects)
    assert organisations.register(office) == {}
    archive.refold_visits(office, aside.bring_back(office.book, [word], AsideReason.WITHDRAWN))
    assert list(organisations.register(office)) == [CELL]
    assert is_sound(office)


def test_only_an_office_says_something_about_the_register(tmp_path: Path) -> None:
    found_home(tmp_path / "laptop")
    desk = open_home(tmp_path / "laptop")
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        organisations.say(desk, named("X"))
    founding.close_desk(desk)


def test_the_last_wording_of_a_decision_counts(office: Desk) -> None:
    decision = Decision(DecisionId("d" * 26), "12-QĐ/TU", dt.date(2026, 1, 5), groups=(DecidedGroup(GROUP, "Tổ số 1"),))
    first = write(office, EntryKind.GROUP_DECIDED, decision.id, decision)
    again = Decision(decision.id, "12-QĐ/TU", decision.date, groups=(DecidedGroup(GROUP, "Tổ số 01"),))
    write(office, EntryKind.GROUP_DECIDED, decision.id, again, first)
    assert directory.decisions(office.book) == (again,)
    assert is_sound(office)


def plan(*visits: PlannedVisit, months: tuple[str, ...] = ("2026-12",)) -> PlanPublished:
    return PlanPublished(GROUP, "Tổ số 1", months=months, visits=visits)


def test_what_is_being_worked_at_stands_beside_what_the_group_knows(office: Desk) -> None:
    visit = PlannedVisit(PlannedId(new_id(office.random)), GROUP, "2026-12", date=dt.date(2026, 12, 3))
    first = write(office, EntryKind.PLAN_PUBLISHED, GROUP, plan(visit))
    (row,) = planned.planned_in(office.book, ("2026-12",))
    assert row == planned.PlannedRow(visit, visit)
    moved = PlannedVisit(visit.id, GROUP, "2026-12", date=dt.date(2026, 12, 4))
    planned.put_planned(office.book, [planned.PlannedRow(moved, row.published)])
    answer = PlanAnswered(visit.id, GROUP, Answer.POSTPONED, dt.date(2026, 12, 9), reason="bận họp")
    answered = write(office, EntryKind.PLAN_ANSWERED, visit.id, answer, first)
    (row,) = planned.planned_named(office.book, (visit.id,))
    assert row.visit == moved
    assert row.published is not None
    assert (row.published.state, row.published.new_date) == (PlanState.POSTPONED, dt.date(2026, 12, 9))
    assert is_sound(office)
    write(office, EntryKind.PLAN_PUBLISHED, GROUP, plan(moved), first, answered)
    (row,) = planned.planned_of_group(office.book, GROUP)
    assert row == planned.PlannedRow(moved, moved)
    write(office, EntryKind.PLAN_PUBLISHED, GROUP, plan(), first, answered)
    assert is_sound(office)


def test_a_visit_that_a_later_publication_leaves_out_goes_unless_it_is_being_worked_at(office: Desk) -> None:
    one, two = (PlannedVisit(PlannedId(new_id(office.random)), GROUP, "2026-12") for _ in range(2))
    first = write(office, EntryKind.PLAN_PUBLISHED, GROUP, plan(one, two))
    edited = PlannedVisit(two.id, GROUP, "2026-12", place="Nhà văn hóa thôn")
    planned.put_planned(office.book, [planned.PlannedRow(edited, two)])
    write(office, EntryKind.PLAN_PUBLISHED, GROUP, plan(), first)
    assert planned.planned_in(office.book, ("2026-12",)) == (planned.PlannedRow(edited),)
    assert planned.groups_planned(office.book) == (GROUP,)
    assert planned.planned_in(office.book, ("2026-12",), OTHER) == ()
    with office.book.transaction():
        registers.rebuild(office)
    assert is_sound(office)


def test_each_day_has_its_regime_with_its_words() -> None:
    words = {
        day: regime_on(regimes.regimes(), day)
        for day in (dt.date(2023, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 7, 26))
    }
    assert [one.code for one in words.values()] == ["I", "II", "III"]
    assert words[dt.date(2023, 6, 30)].name_of("subordinate") == "Chi bộ trực thuộc đảng ủy cơ sở"
    assert words[dt.date(2026, 7, 26)].name_of("cell") == "Chi bộ"
    assert words[dt.date(2026, 7, 26)].name_of("district") == "district"
