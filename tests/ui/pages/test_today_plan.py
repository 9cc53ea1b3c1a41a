"""Hôm nay with a plan: the next visit, what comes after it, what waits there, and how far the year has come."""

import dataclasses
import datetime as dt
from typing import Any

from chibo_desktop.domain.visits import Opinion, OpinionKind
from chibo_desktop.services import drafts, own_plan, publishing, visits
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, pack
from tests.building.planned_group import DECEMBER, PHIENG_AN, deliver, planned_visit
from tests.building.visits import item_of
from tests.ui.pages.own_pages import Used, faults_in_every_look
from tests.ui.pages.test_own_plan import office, template, three_visits, town

__all__ = ("office", "template", "town")


def today_page(town: Enrolled, jobs: Jobs, qtbot: Any) -> tuple[TodayPage, Used]:
    page = TodayPage(town.second, jobs)
    return page, Used(page, jobs, qtbot)


def attended_with_petitions(town: Enrolled, count: int) -> None:
    """The first laptop brings minutes with so many petitions: the second one has them from the office alone."""
    said = tuple(
        Opinion(item_of(f"p{number}"), OpinionKind.PETITION, "Nông Văn Ví", text=f"sửa đường {number}")
        for number in range(count)
    )
    content = a_visit(PHIENG_AN, date=dt.date(2026, 11, 3))
    visits.record(town.first, [dataclasses.replace(content, opinions=said, guidance=())], finalise_them=True)
    merge_one(town.clerk, pack(town.first, town.stick))


def test_the_next_visit_is_the_large_card_and_what_waits_there_stands_below(
    office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    attended_with_petitions(office, 5)
    three_visits(office)
    page, use = today_page(office, jobs, qtbot)
    card = page.next
    assert card.isVisible()
    assert card.name.text() == PHIENG_AN
    assert card.far.text().endswith("ngày mai")
    assert "Đảng bộ xã Quang Thuận, Đảng bộ huyện Bạch Thông" in card.chain.text()
    assert card.when.text() == "14:00, Nhà văn hóa thôn"
    assert card.way.text() == "Đi khoảng 45 phút, nên đi lúc 13:15"
    assert len(page.coming.entries._rows) == 2
    assert page.at_next.title.text() == f"Việc đang chờ ở {PHIENG_AN}"
    assert page.at_next.link.text() == "Xem cả 05 việc"
    assert len(page.at_next.entries._rows) == 3
    page.at_next.link.click()
    assert len(page.at_next.entries._rows) == 5
    page.at_next.entries._rows[0].click()
    assert "tổ khác" in use.said[-1].title
    page.coming.entries._rows[0].click()
    assert use.opened == [("own_plan", own_plan.visits(office.second)[1].id)]
    assert faults_in_every_look(page, theme) == []


def test_minutes_begin_from_the_card_and_the_year_is_held_against_the_quota(
    office: Enrolled, jobs: Jobs, qtbot: Any
) -> None:
    planned_visit(office)
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    page, use = today_page(office, jobs, qtbot)
    quota = page.year.bar.maximum()
    assert page.year.count.text() == f"00/{quota:02d} buổi"
    page.next.begin.click()
    use.settle()
    (visit,) = use.asked
    assert drafts.load_draft(office.second, visit).visit.cell.name == PHIENG_AN  # type: ignore[arg-type] - a visit's id
    use.refresh()
    assert page.next.begin.text() == "Ghi tiếp"
    visits.finalise(office.second, visit)  # type: ignore[arg-type] - a visit's id
    use.refresh()
    assert not page.next.isVisible(), "attended"
    assert page.recent.isVisible(), "without a plan the page is as before"
    assert page.year.count.text() == f"01/{quota:02d} buổi"
    assert page.year.bar.value() == 1


def test_without_anything_the_page_leads_to_the_plan_on_a_stick(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    page, use = today_page(office, jobs, qtbot)
    assert page._stack.place == 1
    use.opened.clear()
    button = next(one for one in page._stack.findChildren(type(page.record)) if "Lấy kế hoạch" in one.text())
    button.click()
    assert use.opened == [("own_plan", "fetch")]
