"""Journey J10: the half-year report of 2023 in its window; each number opens as many lines as it says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.reports import Asked, ReportKind, TextPart
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import reports
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.label import LongLabel
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.report import ReportPage
from chibo_desktop.ui.pages.report_behind import BehindPage
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building import half_year
from tests.building.exchange_town import Town, a_visit
from tests.ui import walkers

PUBLISHED = {  # row of the table: visits and places of provincial groups, then of district groups
    "Chi bộ được dự": (68, 596),
    "Trong đó: Chi bộ cơ sở": (2, 113),
    "Trong đó: Chi bộ trực thuộc đảng ủy cơ sở": (66, 483),
    "Cuộc họp đảng ủy cơ sở được dự": (25, 199),
    "Buổi sinh hoạt chuyên đề": (6, 101),
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[Visit]]]:
    town = Town(tmp_path_factory.mktemp("province"))
    clerk = town.office("Văn phòng Tỉnh ủy Bắc Kạn")
    yield clerk, half_year.recorded(clerk)
    town.close()


class Window:
    """The shell with the page."""

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, size: tuple[int, int] = (1366, 768)) -> None:
        self.desk, self.jobs, self.qtbot = desk, jobs, qtbot
        self.page = ReportPage(desk, jobs)
        self.shell = Shell(theme, "Sổ")
        self.shell.add_page(PageEntry("reports", Icon.CHART, "Báo cáo", Keys.PAGE_7, lambda: self.page))
        qtbot.addWidget(self.shell)
        self.shell.resize(*size)
        self.shell.show()
        self.shell.open_page("reports")
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.jobs.is_busy(), timeout=30_000)
            walkers.settle()

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def count(self, kind: ReportKind = ReportKind.HALF_YEAR, year: int = 2023, number: int = 1) -> None:
        self.page.bar.choose(kind, year, number)
        QTest.keyClick(self.shell, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def behind(self, key: str, row: int, column: int) -> BehindPage:
        """Press a number, and what it opens."""
        self.page.tables[key].press(row, column)
        self.settle()
        page = self.shell.page
        assert isinstance(page, BehindPage)
        return page

    def back(self) -> None:
        page = self.shell.page
        assert page is not None
        page.back_requested.emit()
        self.settle()


def _sub(page: Page) -> str:
    return page.header.findChildren(LongLabel)[-1].text()


@pytest.fixture
def window(province: tuple[Desk, list[Visit]], jobs: Jobs, theme: Theme, qtbot: Any) -> Window:
    return Window(province[0], jobs, theme, qtbot)


def test_the_published_figures_stand_on_the_screen(window: Window) -> None:
    window.count()
    table = window.page.tables["figures"]
    shown = {row[0]: row[1:] for row in table.content.rows}
    for words, (province, district) in PUBLISHED.items():
        assert shown[words][0] == province, words
        assert shown[words][2] == district, words
    assert shown["Tổ dự nhiều nhất"][0] == 10
    assert shown["Tổ dự ít nhất"][0] == 3
    assert shown["Tổ dự ít nhất"][2] == 8
    assert shown["Đảng bộ được dự nhiều nhất"][2] == 128
    assert table.model().index(1, 1).data() == "02"
    assert "gồm 888 buổi" in _sub(window.page)


def test_every_number_of_every_table_opens_as_many_lines_as_it_says(window: Window) -> None:
    window.count()
    report_page = window.page
    assert {"figures", "months"} <= set(report_page.tables)
    for key in ("figures", "months"):
        table = report_page.tables[key]
        numbers = {
            (row, column)
            for row, cells in enumerate(table.content.rows)
            for column, value in enumerate(cells)
            if isinstance(value, int) and value
        }
        assert numbers == table.content.opens, key
        for row, column in sorted(numbers):
            wanted = table.content.rows[row][column]
            page = window.behind(key, row, column)
            assert len(page.model.rows) == wanted, (key, row, column)
            assert page.table.model().rowCount() == wanted
            assert padded(int(wanted)) in _sub(page)
            window.back()
    for key in ("groups", "bodies"):
        table = report_page.tables[key]
        for row, column in sorted(table.content.opens)[:14]:
            page = window.behind(key, row, column)
            assert len(page.model.rows) == table.content.rows[row][column], (key, row, column)
            window.back()


def test_enter_opens_the_list_and_a_line_opens_its_visit(window: Window) -> None:
    window.count()
    asked: list[object] = []
    window.page.visit_requested.connect(asked.append)
    table = window.page.tables["figures"]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    window.settle()
    page = window.shell.page
    assert isinstance(page, BehindPage)
    assert len(page.model.rows) == 68
    assert walkers.faults(page) == []
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [page.model.rows[0][0].id]


def test_what_is_written_is_saved_by_itself_and_printed(window: Window, tmp_path: Path) -> None:
    window.count()
    window.page.panel.texts[TextPart.STRENGTHS].setPlainText("Các tổ đi đúng kế hoạch.")
    window.page.panel.commit()
    window.settle()
    assert window.page.panel.status.text().startswith("Đã lưu ")
    assert window.page.shown is not None
    assert reports.texts(window.desk, window.page.shown.report.asked)[TextPart.STRENGTHS] == "Các tổ đi đúng kế hoạch."
    for ending in (".pdf", ".docx", ".xlsx", ".csv"):
        path = tmp_path / f"bao-cao{ending}"
        window.page.printing.ask_file = lambda _name, _kinds, path=path: str(path)
        window.page.printing.save(ending, "")
        window.settle()
        assert path.stat().st_size > 500
    assert '"Chi bộ được dự","Cấp tỉnh, số lượt","68"' in (tmp_path / "bao-cao.csv").read_text("utf-8-sig")
    window.click(window.page.print)
    assert isinstance(window.shell.page, PaperPage)


def test_a_kept_report_stays_as_it_was(tmp_path: Path, jobs: Jobs, theme: Theme, qtbot: Any) -> None:
    town = Town(tmp_path)
    clerk = town.office()
    half_year.put(clerk, [a_visit("Chi bộ một", date=half_year.FIRST)])
    window = Window(clerk, jobs, theme, qtbot)
    window.count()
    window.click(window.page.keep)
    (kept,) = window.page.panel.model.rows
    assert kept.visits == 1
    half_year.put(clerk, [a_visit("Chi bộ hai", date=half_year.LAST)])
    window.count()
    assert window.page.shown is not None
    assert window.page.shown.report.visits == 2
    window.click(window.page.panel.open)
    assert window.page.shown.kept == kept.id
    assert window.page.shown.report.visits == 1
    (banner,) = walkers.seen(window.page, Banner)
    assert "gồm 01 buổi" in banner.told
    assert "thêm 01 buổi" in banner.told
    assert not window.page.tables["figures"].content.opens
    assert window.page.panel.texts[TextPart.LIMITS].isReadOnly()
    assert not window.page.keep.isEnabled()
    town.close()


def test_another_page_may_ask_for_a_period(window: Window) -> None:
    wanted = Asked(half_year.FIRST, half_year.LAST, AsOf.TODAY)
    window.shell.open_page("reports", wanted)
    window.settle()
    assert window.page.shown is not None
    assert window.page.shown.report.asked == wanted
    assert window.page.shown.report.visits == 888


def test_a_period_without_visits_says_so(window: Window) -> None:
    window.count(year=2015)
    assert window.page.stack.currentIndex() == 2
    assert not window.page.print.isEnabled()
    assert walkers.faults(window.page) == []


def test_a_unit_is_found_by_its_name_and_another_name_is_refused(window: Window) -> None:
    window.count()
    body = str(window.page.tables["bodies"].content.rows[0][0])
    line = window.page.bar.unit.widget
    assert isinstance(line, CompleterInput)
    line.set_words(next(name for name in window.page.bar.units if name.startswith(body)))
    window.count()
    assert window.page.shown is not None
    below = window.page.shown.report.visits
    assert 0 < below < 888
    line.set_words("Đảng ủy không có")
    window.count()
    assert window.page.banners.shows("failure")


def test_a_report_that_is_stopped_leaves_what_was_seen(window: Window) -> None:
    window.count()
    before = window.page.shown
    window.page.make_report()
    window.page.stop.click()
    window.settle()
    assert window.page.shown is before
    assert window.page.stack.currentIndex() == 3
    assert window.page.make.isEnabled()


@pytest.mark.parametrize(("zoom", "size"), [(100, (1366, 768)), (150, (1366, 768)), (100, (1024, 640))])
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_walkers_find_no_fault(window: Window, theme: Theme, zoom: int, size: tuple[int, int], scheme: Scheme) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    window.shell.resize(*size)
    window.settle()
    assert walkers.faults(window.page) == []
    window.count()
    folder = os.environ.get("CHIBO_LOOK")
    if folder:
        window.shell.grab().save(f"{folder}/report-{scheme}-{zoom}-{size[0]}.png")
    assert walkers.faults(window.page) == []
