"""*Tổng quan* of an office that holds the first half of 2023: figures on the screen are those of the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.figures import Measure
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.reports import Asked
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import reports
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.dashboard import Behind, DashboardPage
from chibo_desktop.ui.pages.figure_list import FigureListPage
from chibo_desktop.ui.report_words import half_year_table, tables_of
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building import half_year
from tests.building.exchange_town import Town
from tests.ui import walkers

NOW = dt.datetime(2023, 7, 3, 1, 20, tzinfo=dt.UTC)
PERIOD = Asked(half_year.FIRST, half_year.LAST)
SIZES = ((Scheme.LIGHT, 100, (1366, 768)), (Scheme.DARK, 100, (1024, 640)), (Scheme.LIGHT, 150, (1366, 768)))


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    town = Town(tmp_path_factory.mktemp("province"))
    desk = town.office("Văn phòng Tỉnh ủy Bắc Kạn")
    half_year.recorded(desk)
    desk.clock = lambda: NOW
    yield desk
    town.close()


class Overview:
    """The shell with the page open."""

    def __init__(self, desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, leads: tuple[str, ...] = ()) -> None:
        self.desk, self.jobs, self.qtbot = desk, jobs, qtbot
        self.page = DashboardPage(desk, jobs, leads)
        self.shell = Shell(theme, "Sổ")
        self.shell.add_page(PageEntry("dashboard", Icon.CHART, "Tổng quan", Keys.PAGE_1, lambda: self.page))
        qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.open_page("dashboard")
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy(), timeout=20_000)
        walkers.settle()

    def choose(self, asked: Asked) -> None:
        """As a person does: the choice is made in the header."""
        self.page.period.set_value((asked.first, asked.last))
        self.page.period.chosen.emit((asked.first, asked.last))
        self.settle()

    @property
    def texts(self) -> list[tuple[str, ...]]:
        return [tuple(cell.text for cell in row.figures) for row in self.page.table.figures.rows]


@pytest.fixture
def overview(clerk: Desk, jobs: Jobs, theme: Theme, qtbot: Any) -> Overview:
    found = Overview(clerk, jobs, theme, qtbot, ("receive", "conflicts", "petitions", "plan", "reports"))
    found.choose(PERIOD)
    return found


def test_figures_on_the_screen_are_those_that_were_published(overview: Overview, clerk: Desk) -> None:
    report, _ = reports.make(clerk, PERIOD)
    shown = half_year_table(report)
    assert overview.page.table.figures.head == shown.head
    assert overview.texts == [
        tuple(padded(value) if isinstance(value, int) else value or "–" for value in row[1:]) for row in shown.rows
    ]
    by_label = {row.label: [cell.text for cell in row.figures] for row in overview.page.table.figures.rows}
    assert by_label["Chi bộ được dự"] == ["68", "68", "596", "596"]
    assert by_label["Chi bộ cơ sở"] == ["02", "02", "113", "113"]
    assert by_label["Chi bộ trực thuộc đảng ủy cơ sở"] == ["66", "66", "483", "483"]
    assert by_label["Cuộc họp đảng ủy cơ sở được dự"][::2] == ["25", "199"]
    assert by_label["Buổi sinh hoạt chuyên đề"][::2] == ["06", "101"]
    assert by_label["Tổ dự nhiều nhất"][0] == "10"
    assert by_label["Tổ dự ít nhất"][::2] == ["03", "08"]
    assert by_label["Đảng bộ được dự nhiều nhất"][2] == "128"
    assert "số liệu đến " in overview.page.header._sub.text()
    assert sum(overview.page.months.bars.totals) == 68 + 596


def test_every_figure_opens_as_many_lines_as_it_says(overview: Overview) -> None:
    page, table = overview.page, overview.page.table
    for number, row in enumerate(table.figures.rows):
        for place, cell in enumerate(row.figures, 1):
            if cell.subject is None:
                assert cell.text in ("00", "–")
                continue
            assert isinstance(cell.subject, Behind)
            table.setCurrentIndex(table.figures.index(number, place))
            QTest.keyClick(table, Qt.Key.Key_Return)
            overview.settle()
            listed = overview.shell.page
            assert isinstance(listed, FigureListPage)
            many = 1 if cell.subject.extreme is None else len(cell.subject.extreme.who)
            assert listed.rows.rowCount() == int(cell.text) * many, (row.label, place)
            overview.shell.go_back()
            overview.settle()
    assert overview.shell.page is page


def test_a_figure_opens_by_the_mouse_and_a_line_opens_its_minutes(overview: Overview, qtbot: Any) -> None:
    table = overview.page.table
    spot = table.visualRect(table.figures.index(1, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    overview.settle()
    listed = overview.shell.page
    assert isinstance(listed, FigureListPage)
    assert listed.rows.rowCount() == 2
    with qtbot.waitSignal(overview.page.visit_requested):
        QTest.keyClick(listed.table, Qt.Key.Key_Return)


def test_charts_say_in_words_and_in_a_table_what_they_show(overview: Overview, clerk: Desk) -> None:
    page = overview.page
    report, _ = reports.make(clerk, PERIOD)
    tables = {one.key: one for one in tables_of(report)}
    for chart, card, key in (
        (page.months.bars, page.months, "months"),
        (page.coverage.bar, page.coverage, "coverage"),
    ):
        assert chart.accessibleDescription()
        assert not card.is_tabled
        card.as_table.click()
        walkers.settle()
        assert card.is_tabled
        assert card.table is not None
        assert list(card.table.rows_model.rows) == list(tables[key].rows)
        assert walkers.faults(page) == []
        card.as_table.click()
        assert not card.is_tabled
    share = report.coverage.remote
    assert page.coverage.share.text() == f"{share.attended}/{share.all}"
    page.coverage.missed.click()
    overview.settle()
    listed = overview.shell.page
    assert isinstance(listed, FigureListPage)
    assert listed.rows.rowCount() == share.all - share.attended > 0


def test_a_period_without_minutes_says_so(overview: Overview) -> None:
    overview.choose(Asked(dt.date(2021, 1, 1), dt.date(2021, 6, 30)))
    assert overview.page._stack.place == 1
    assert walkers.faults(overview.page) == []
    overview.choose(PERIOD)
    assert overview.page._stack.place == 0


def test_until_the_figures_are_there_the_frame_stands(overview: Overview) -> None:
    page = overview.page
    page.period.set_value((dt.date(2023, 1, 1), dt.date(2023, 12, 31)))
    page.period.chosen.emit(page.period.value)
    assert {text for row in overview.texts for text in row} == {"…"}
    assert not page.months.isVisible()
    overview.settle()
    assert page.report is not None
    assert page.report.figures.of(Tier.DISTRICT).counts[Measure.ATTENDED].visits == 596
    assert page.months.isVisible()


def test_the_page_stands_in_every_look(overview: Overview, theme: Theme) -> None:
    for scheme, zoom, size in SIZES:
        theme.set_scheme(scheme)
        theme.set_zoom(zoom)
        overview.shell.resize(*size)
        walkers.settle()
        walkers.settle()
        assert walkers.faults(overview.page) == [], (scheme, zoom, size)
        assert overview.page.period.isVisible(), "the period can be chosen in every window"


def test_counters_and_the_main_action_lead_to_their_pages(overview: Overview, qtbot: Any) -> None:
    page = overview.page
    wanted = (
        (page.held, ("receive", None)),
        (page.differences, ("conflicts", None)),
        (page.overdue, ("petitions", "overdue")),
        (page.make_report, ("reports", PERIOD)),
        (page.coverage.plan, ("plan", None)),
    )
    found: list[tuple[str, object]] = []
    page.open_requested.disconnect()
    page.open_requested.connect(lambda key, subject: found.append((key, subject)))
    for button, _ in wanted:
        button.click()
    assert found == [one for _, one in wanted]
    page.silent.click()
    overview.settle()
    assert isinstance(overview.shell.page, FigureListPage)


def test_without_the_other_pages_nothing_leads_there(clerk: Desk, jobs: Jobs, theme: Theme, qtbot: Any) -> None:
    overview = Overview(clerk, jobs, theme, qtbot)
    assert not overview.page.make_report.isVisible()
    assert not overview.page.overdue.isEnabled()
    assert [one.figure for one in (overview.page.held, overview.page.differences, overview.page.silent)] == ["00"] * 3
