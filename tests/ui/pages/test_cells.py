"""Chi bộ of a group: found without marks, its file beside the list, minutes begun from it."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.visits import Score, ScoreLine, VisitState
from chibo_desktop.services import publishing, rubrics, visits
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.cells import CellsPage
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import a_visit
from tests.building.planned_group import DECEMBER, PHIENG_AN, cell, deliver, planned_visit, state_rosters
from tests.building.visits import item_of, phieng_an
from tests.ui.pages.own_pages import Used, faults_in_every_look
from tests.ui.pages.test_own_plan import office, template, town

__all__ = ("office", "template", "town")

OLD_NAME = "Chi bộ thôn Phiêng An cũ"


def cells_page(town: Enrolled, jobs: Jobs, qtbot: Any) -> tuple[CellsPage, Used]:
    page = CellsPage(town.first, jobs)
    return page, Used(page, jobs, qtbot)


def known_cell(town: Enrolled) -> CellSnapshot:
    """The office has sent its register and the roster of the cell; the group attended it under an older name."""
    planned_visit(town)
    known = cell(town.clerk, PHIENG_AN)
    assert known.id is not None
    members = (
        RosterMember(PersonId("a" * 26), name="Hoàng Thị Mẫu", post="Bí thư"),
        RosterMember(PersonId("b" * 26), exempt=True, name="Lường Văn Thí"),
    )
    state_rosters(town, Roster(known.id, members=members))
    publishing.publish(town.clerk, [DECEMBER])
    deliver(town)
    content = phieng_an()
    rubric = rubrics.rubric()
    assert rubric is not None
    lines = tuple(ScoreLine(item_of(f"s{place}"), one.id, one.maximum) for place, one in enumerate(rubric.criteria))
    content = dataclasses.replace(
        content,
        cell=dataclasses.replace(known, name=OLD_NAME),
        group=dataclasses.replace(content.group, id=None),
        score=Score(rubric.version, lines),
        nothing_in=(),
    )
    visits.record(town.first, [content], finalise_them=True)
    return known


def names(page: CellsPage) -> list[str]:
    return [one.name for one in page.table.rows_model.rows]


def find(page: CellsPage, use: Used, text: str) -> None:
    page.search.setText(text)
    page.search.commit()
    use.refresh()


def test_a_page_that_knows_no_cell_says_when_there_will_be_one(
    town: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    page, use = cells_page(town, jobs, qtbot)
    assert page.first.isVisible()
    assert not page.record.isVisible()
    page.first.click()
    assert use.asked == [None]
    assert faults_in_every_look(page, theme) == []


def test_the_file_of_a_cell_under_its_name_of_today(office: Enrolled, jobs: Jobs, qtbot: Any, theme: Theme) -> None:
    known = known_cell(office)
    page, use = cells_page(office, jobs, qtbot)
    find(page, use, "phieng an")
    assert names(page)[0] == PHIENG_AN
    assert page.panel.name.text() == PHIENG_AN
    assert "Đảng bộ xã Quang Thuận" in page.panel.chain.text()
    assert page.panel.roster.text().split("\n") == [
        "Hoàng Thị Mẫu, Bí thư",
        "Lường Văn Thí, được miễn sinh hoạt",
    ]
    (row,) = page.panel.visits._rows
    assert f"tên lúc dự: {OLD_NAME}" in row.accessibleName()
    assert page.panel.items._rows, "what the minutes left open waits here, whatever name they have"
    assert page.panel.score.text().startswith("Điểm gần nhất: 100/100, ")
    assert faults_in_every_look(page, theme) == []
    page.panel.visits._rows[0].setFocus()
    QTest.keyClick(page.panel.visits._rows[0], Qt.Key.Key_Return)
    page.record.click()
    opened, begun = use.asked
    assert visits.read_visit(office.first, opened).row.state is VisitState.FINALISED  # type: ignore[arg-type] - an id
    assert isinstance(begun, CellSnapshot)
    assert begun.id == known.id


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_cell_of_no_register_stands_in_the_list_by_its_name(
    town: Enrolled, jobs: Jobs, qtbot: Any, withdrawn: bool
) -> None:
    content = a_visit("Chi bộ Đội 5", date=dt.date(2026, 11, 3))
    content = dataclasses.replace(content, cell=CellSnapshot("Chi bộ Đội 5"))
    other = dataclasses.replace(a_visit("Chi bộ Đội 6", date=dt.date(2026, 11, 4)), cell=CellSnapshot("Chi bộ Đội 6"))
    visits.record(town.first, [content, other], finalise_them=True)
    if withdrawn:
        visits.withdraw(town.first, content.id, "ghi nhầm chi bộ")
    page, use = cells_page(town, jobs, qtbot)
    assert names(page) == ["Chi bộ Đội 5", "Chi bộ Đội 6"]
    find(page, use, "doi 5")
    assert names(page) == ["Chi bộ Đội 5"]
    assert "Không có trong danh mục" in page.panel.facts.text()
    assert len(page.panel.visits._rows) == 1
    find(page, use, "khong co")
    assert names(page) == []
    assert "Không thấy chi bộ nào" in page.count.text()
    assert not page.record.isVisible()


def test_the_card_of_the_next_visit_leads_to_the_file_of_its_cell(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    known = known_cell(office)
    today = TodayPage(office.first, jobs)
    asked = Used(today, jobs, qtbot)
    today.next.cell.click()
    ((key, subject),) = asked.opened
    assert key == "cells"
    page, use = cells_page(office, jobs, qtbot)
    page.show_subject(subject)
    use.settle()
    use.settle()
    assert page.panel.name.text() == known.name
