"""Phát hành kế hoạch: looked at first, signed with one button, written for the laptops or left to ride along."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from chibo_desktop.domain.ids import GroupId
from chibo_desktop.services import own_plan, plans, publishing, receipts
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.publish import PublishPage
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled, merge_one
from tests.building.planned_group import DECEMBER, planned_visit
from tests.ui.pages.own_pages import Used, faults_in_every_look
from tests.ui.pages.test_own_plan import office, template, town

__all__ = ("office", "template", "town")


def publish_page(town: Enrolled, jobs: Jobs, qtbot: Any) -> tuple[PublishPage, Used]:
    page = PublishPage(town.clerk, jobs, DECEMBER, lambda: (Drive("USB VP", town.stick, 6 * 1024**3),))
    return page, Used(page, jobs, qtbot)


def test_an_empty_month_has_nothing_to_publish(office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme) -> None:
    page, _ = publish_page(office, jobs, qtbot)
    assert page._none.isVisible()
    assert not page.publish.isEnabled()
    assert faults_in_every_look(page, theme) == []


def test_a_plan_is_signed_and_written_for_its_laptops(office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme) -> None:
    planned_visit(office)
    planned_visit(office, day=dt.date(2027, 1, 4))
    page, use = publish_page(office, jobs, qtbot)
    (row,) = page.table.rows_model.rows
    assert (row.visits, row.new, row.changed, row.gone) == (1, 1, 0, 0)
    assert faults_in_every_look(page, theme) == []
    page.months.choose(2)
    use.settle()
    (row,) = page.table.rows_model.rows
    assert row.visits == 2
    page.publish.click()
    use.settle()
    assert "02 tệp" in use.said[-1].text
    for file in sorted(office.stick.glob("*.chibo")):
        merge_one(office.first, file)
    assert len(own_plan.visits(office.first)) == 2
    (row,) = page.table.rows_model.rows
    assert not row.is_news
    assert page.publish.isEnabled(), "a stick that was lost is written again"


def test_a_plan_rides_with_the_next_receipt(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    planned_visit(office)
    page, use = publish_page(office, jobs, qtbot)
    page.way.choose("later")
    page.publish.click()
    use.settle()
    assert "giấy báo nhận lần sau" in use.said[-1].text
    assert list(office.stick.glob("*.chibo")) == []
    assert not page.publish.isEnabled(), "nothing is new"
    for file in receipts.write_receipts(office.clerk, office.stick, [office.first.me.device]).value:
        merge_one(office.first, file.path)
    assert len(own_plan.visits(office.first)) == 1


def test_where_writing_fails_what_was_signed_stays(office: Enrolled, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    id_ = planned_visit(office)
    page, use = publish_page(office, jobs, qtbot)
    shutil.move(office.stick, tmp_path / "elsewhere")
    page.publish.click()
    use.settle()
    assert page.banners.shows("publish")
    assert not publishing.look(office.clerk, [DECEMBER], [GroupId(office.first.me.group.id)])[0].is_news
    shutil.move(tmp_path / "elsewhere", office.stick)
    page.publish.click()
    use.settle()
    assert len(list(office.stick.glob("*.chibo"))) == 2
    plans.move(office.clerk, id_, dt.date(2026, 12, 9))
    use.refresh()
    (row,) = page.table.rows_model.rows
    assert (row.new, row.changed) == (0, 1)
