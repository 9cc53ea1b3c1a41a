"""Đề xuất kế hoạch in its window: what is asked, what is shown, stopping, ticking, taking and taking back."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.services import founding, plan_lists, proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.proposal import ProposalPage
from chibo_desktop.ui.pages.proposal_rows import TICK
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.homes import open_home
from tests.building.planning import MONTH, TWO, found_planning_office, visit
from tests.ui import walkers
from tests.ui.pages.plan_page import Planner

GRABS = os.environ.get("CHIBO_GRABS")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("proposal") / "office"
    founding.close_desk(found_planning_office(home))
    return home


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(template, tmp_path / "office")
    opened = open_home(tmp_path / "office")
    yield opened
    founding.close_desk(opened)


@pytest.fixture
def use(desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any) -> Planner:
    return Planner(desk, jobs, theme, qtbot)


def opened(use: Planner) -> ProposalPage:
    """The page, by the button of the planner."""
    (button,) = use.page.further
    assert button.text() == "Đề xuất kế hoạch"
    use.click(button)
    page = use.shell.page
    assert isinstance(page, ProposalPage)
    return page


def proposed(use: Planner) -> ProposalPage:
    page = opened(use)
    use.click(page.propose)
    return page


def planned(desk: Desk) -> int:
    return len(plan_lists.lines_of_month(desk, MONTH))


def test_what_is_ticked_is_taken_at_once_and_taken_back_at_once(use: Planner, desk: Desk) -> None:
    page = opened(use)
    assert not page.take.isEnabled()
    use.click(page.propose)
    count = page.rows.rowCount()
    assert (count, planned(desk)) == (6, 0)
    assert page.table.hasFocus()
    assert page.why.text().startswith("Vì sao: Chưa được dự lần nào")
    assert page.count.text() == "Chọn 06 / 06 buổi"
    names = {one.name: (one.greedy, one.solver) for one in page.figures.rows}
    assert names["Chi bộ được dự trong kỳ"] == ("06 / 06", "06 / 06")
    assert "bộ tối ưu" in page.note.text().lower()
    page.table.choose(1)
    use.press(page.table, Qt.Key.Key_Return)
    box = page.table.visualRect(page.rows.index(0, TICK)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert page.count.text() == "Chọn 04 / 06 buổi"
    use.click(page.take)
    assert use.shell.page is use.page
    assert planned(desk) == 4
    assert all(one.visit.why for one in plan_lists.lines_of_month(desk, MONTH))
    use.click(use.page.undo)
    assert planned(desk) == 0


def test_only_for_a_group_and_for_several_months(use: Planner, desk: Desk) -> None:
    page = opened(use)
    page.group.set_value(TWO)
    page.months.set_value(3)
    use.click(page.propose)
    assert {line.visit.group for line in page.rows.rows} == {TWO}
    assert {line.visit.month for line in page.rows.rows} <= {"2026-12", "2027-01", "2027-02"}
    use.click(page.none)
    assert not page.take.isEnabled()
    use.click(page.all_)
    assert page.take.isEnabled()


def test_a_wrong_number_is_told_and_nothing_is_lost(use: Planner) -> None:
    page = opened(use)
    page.most.set_value(0)
    use.click(page.propose)
    assert page.propose.isEnabled()
    assert not page.take.isEnabled()
    assert [one.told for one in page.banners.findChildren(Banner)] == [
        "Đề xuất không nhận visits_a_month là “0”. Chưa có gì thay đổi. Hãy ghi số khác."
    ]


def test_it_is_stopped_and_said_so(use: Planner, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(use)

    def wait(*more: Any) -> None:
        watch = more[-1]
        watch.progress(25, 100)
        while not watch.cancelled():
            pass
        raise Cancelled

    monkeypatch.setattr(proposals, "propose", wait)
    QTest.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    use.until(lambda: page._said.text() == "Đang lập đề xuất: 25 %")
    walkers.settle()
    assert not page.propose.isEnabled()
    assert walkers.faults(page) == []
    use.click(page.stop_)
    assert page.propose.hasFocus()
    assert planned(desk) == 0


def test_without_the_solver_it_is_said_plainly(use: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chibo_desktop.services.solving.is_solver_there", lambda: False)
    page = proposed(use)
    assert page.note.text().startswith("Máy này chưa cài bộ tối ưu")
    assert {one.solver for one in page.figures.rows} == {"–"}
    assert page.rows.rowCount() == 6


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [
        (Scheme.LIGHT, 100, (1366, 768)),
        (Scheme.DARK, 100, (1366, 768)),
        (Scheme.LIGHT, 150, (1366, 768)),
        (Scheme.LIGHT, 100, (1024, 640)),
    ],
)
def test_it_is_whole_in_every_look(
    desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use = Planner(desk, jobs, theme, qtbot, size)
    use.add(visit("Nà Thử", 3))
    assert walkers.faults(use.page) == []
    page = opened(use)
    assert walkers.faults(page) == []
    use.click(page.propose)
    if GRABS:
        use.shell.grab().save(str(Path(GRABS) / f"proposal-{scheme.value}-{zoom}-{size[0]}.png"))
    assert walkers.faults(page) == []


def test_a_line_is_read_out_whole(use: Planner) -> None:
    page = proposed(use)
    told = page.rows.spoken(0)
    assert "Chưa được dự lần nào" in told
    assert told.endswith(", nhận")
    line = page.rows.row_at(0)
    assert dataclasses.replace(line, is_chosen=False) != line
