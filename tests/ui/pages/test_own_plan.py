"""Kế hoạch of a group: fetched from a stick, news told until seen, answered, and minutes begun from it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.plans import PlannedMember, PlanState
from chibo_desktop.services import drafts, own_plan, plans, publishing, sending
from chibo_desktop.services.own_plan import News
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui import own_plan_words
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.own_plan import OwnPlanPage
from chibo_desktop.ui.pages.own_plan_dialogs import CancelDialog, PostponeDialog
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled, enrolled_in, found_template
from tests.building.planned_group import DECEMBER, PHIENG_AN, decide_group, deliver, planned_visit
from tests.ui import walkers
from tests.ui.pages.own_pages import Used, faults_in_every_look

LONG = "Đảng viên có tên rất dài Nguyễn Thị Hoàng Phương Quỳnh Anh"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def town(template: Path, tmp_path: Path) -> Iterator[Enrolled]:
    yield from enrolled_in(template, tmp_path)


@pytest.fixture
def office(town: Enrolled) -> Enrolled:
    return decide_group(town)


def plan_page(town: Enrolled, jobs: Jobs, qtbot: Any) -> tuple[OwnPlanPage, Used]:
    page = OwnPlanPage(town.first, jobs, lambda: (Drive("USB VP", town.stick, 6 * 1024**3),))
    return page, Used(page, jobs, qtbot)


def three_visits(town: Enrolled) -> None:
    going = (PlannedMember(PersonId("m" * 26), LONG), PlannedMember(PersonId("n" * 26), "Lường Thị Thí"))
    planned_visit(town, day=dt.date(2026, 12, 3), place="Nhà văn hóa thôn", travel_minutes=45, members=going)
    planned_visit(town, day=dt.date(2026, 12, 5), note="Mang theo tài liệu học tập")
    planned_visit(town, day=dt.date(2026, 12, 6))
    publishing.publish(town.clerk, [DECEMBER])
    deliver(town)


def states(page: OwnPlanPage) -> list[PlanState]:
    return [line.state for line in page.table.rows_model.rows]


def test_an_empty_page_takes_the_plan_from_the_stick_of_the_office(
    office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    page, use = plan_page(office, jobs, qtbot)
    assert page.first.isVisible()
    assert not page.fetch.isVisible()
    assert faults_in_every_look(page, theme) == []
    planned_visit(office)
    publishing.publish(office.clerk, [DECEMBER])
    publishing.write(office.clerk, office.stick)
    page.first.click()
    use.settle()
    assert "Kế hoạch của tổ có 01 chỗ mới." in use.said[0].text
    assert states(page) == [PlanState.PLANNED]
    assert page.news.isVisible()
    assert "Chi bộ thôn Phiêng An" in page.news.sentences[0]


def test_news_stands_above_until_it_was_seen(office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme) -> None:
    three_visits(office)
    page, use = plan_page(office, jobs, qtbot)
    assert page.news.title.text().endswith("03 chỗ mới")
    assert faults_in_every_look(page, theme) == []
    page.news.done.click()
    use.settle()
    assert not page.news.isVisible()
    first, second, _ = own_plan.visits(office.first)
    plans.move(office.clerk, second.id, dt.date(2026, 12, 8))
    plans.move(office.clerk, first.id, dt.date(2027, 1, 4))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    use.refresh()
    kinds = [piece.news for piece in own_plan.news(office.first)]
    assert kinds == [News.CHANGED, News.GONE]
    changed, gone = tuple(page.news.sentences)
    assert "05/12/2026" in changed
    assert "thành" in changed
    assert "08/12/2026" in changed
    assert "03/12/2026" in gone


def test_answers_by_button_digit_and_dialog(office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme) -> None:
    three_visits(office)
    own_plan.mark_seen(office.first)
    page, use = plan_page(office, jobs, qtbot)
    page.focus_first()
    QTest.keyClick(page.table, Qt.Key.Key_1)
    use.settle()
    assert states(page)[0] is PlanState.CONFIRMED
    assert "đi cùng gói tin sau" in use.said[-1].text
    page.table.choose(1)
    page.panel.postpone.click()
    dialog = page.dialog
    assert isinstance(dialog, PostponeDialog)
    walkers.settle()
    assert walkers.unsafe_default(dialog) == []
    dialog.press("Hoãn buổi này")
    assert dialog.isVisible(), "without a reason nothing is postponed"
    dialog.reason.write("chi bộ họp muộn")
    dialog.day.insert("1/12")
    dialog.press("Hoãn buổi này")
    assert dialog.day_field.hint.text() == "Ngày này đã qua."
    dialog.day.clear()
    dialog.day.insert("9/12")
    dialog.press("Hoãn buổi này")
    use.settle()
    page.table.choose(2)
    QTest.keyClick(page.table, Qt.Key.Key_3)
    dialog = page.dialog
    assert isinstance(dialog, CancelDialog)
    walkers.settle()
    assert walkers.unsafe_default(dialog) == []
    dialog.press("Giữ buổi này")
    use.settle()
    # the postponed one now stands last
    assert states(page) == [PlanState.CONFIRMED, PlanState.PLANNED, PlanState.POSTPONED]
    moved = page.table.rows_model.row_at(2).visit
    assert (moved.day, moved.reason) == (dt.date(2026, 12, 9), "chi bộ họp muộn")
    assert "02 trả lời chưa tới văn phòng" in page.note.text()
    assert sending.to_send(office.first).answers == 2
    assert faults_in_every_look(page, theme) == []


def test_minutes_are_begun_and_gone_on_with(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    three_visits(office)
    page, use = plan_page(office, jobs, qtbot)
    page.begin.click()
    use.settle()
    (visit,) = use.asked
    assert drafts.load_draft(office.first, visit).visit.cell.name == PHIENG_AN  # type: ignore[arg-type] - a visit's id
    use.refresh()
    assert page.begin.text() == "Ghi tiếp"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    use.settle()
    assert use.asked == [visit, visit]


def test_what_is_past_is_shown_among_all(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    three_visits(office)
    office.clock.now += dt.timedelta(days=10)
    page, use = plan_page(office, jobs, qtbot)
    assert states(page) == []
    assert page._none_left.isVisible()
    page.show_subject(own_plan.visits(office.first)[1].id)
    use.settle()
    assert len(states(page)) == 3
    assert page.table.currentIndex().row() == 1
    page.filter.choose("coming")
    use.settle()
    assert states(page) == []


def test_when_to_leave_is_the_start_without_the_way() -> None:
    town = dt.date(2026, 12, 3)
    visit = plans_visit(town, "14:00", 45)
    assert own_plan_words.leave_at(visit) == "13:15"
    assert own_plan_words.leave_at(plans_visit(town, "00:20", 45)) == "23:35 hôm trước"
    assert own_plan_words.leave_at(plans_visit(None, "14:00", 45)) == "13:15"
    assert own_plan_words.travel(plans_visit(town, None, 45)) == "Đi khoảng 45 phút"
    assert own_plan_words.travel(plans_visit(town, "14:00", None)) == ""


def plans_visit(day: dt.date | None, start: str | None, way: int | None) -> Any:
    from chibo_desktop.domain.ids import GroupId, PlannedId
    from chibo_desktop.domain.plans import PlannedVisit

    return PlannedVisit(PlannedId("p"), GroupId("g"), "2026-12", date=day, start=start, travel_minutes=way)
