"""*Kiến nghị*: the list in both roles, the chain, steps, what is told, the first look after a large merge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from chibo_desktop.domain.ids import statement_id
from chibo_desktop.domain.petitions import StepState, Terms
from chibo_desktop.domain.visits import Addressee
from chibo_desktop.services import petition_lists, petitions
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.petitions import NewStep
from chibo_desktop.storage import statements
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages import petition_rows
from chibo_desktop.ui.pages.editor.opinions import OpinionsSection
from chibo_desktop.ui.pages.petition_counts import PetitionCountsPage
from chibo_desktop.ui.pages.petition_terms import TermsDialog
from chibo_desktop.ui.pages.petitions import PetitionsPage
from chibo_desktop.ui.theme import Theme
from tests.building.enrolled import Enrolled, enrolled_in, found_template, merge_one
from tests.building.exchange_town import pack
from tests.services.test_petition_lists import told
from tests.services.test_petitions import CELL, CRAFTS, ROAD, recorded, said
from tests.services.test_publishing import office
from tests.ui.pages.row_home import SectionWindow, press, settle, type_text
from tests.ui.walkers import faults, seen

__all__ = ["office"]
LONG = "Chi bộ Trường Phổ thông dân tộc bán trú Trung học cơ sở Nguyễn Thị Minh Khai huyện Bạch Thông"
Opener = Callable[..., PetitionsPage]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found_template(tmp_path_factory.mktemp("enrolled"))


@pytest.fixture
def town(template: Path, tmp_path: Path) -> Iterator[Enrolled]:
    yield from enrolled_in(template, tmp_path)


@pytest.fixture
def open_page(qtbot: Any, jobs: Jobs) -> Opener:
    """Show the page as the shell does, and wait for its lines."""

    def opener(desk: Desk, size: tuple[int, int] = (1262, 696)) -> PetitionsPage:
        page = PetitionsPage(desk, jobs)
        qtbot.addWidget(page)
        page.changed.connect(page.changes_made)
        page.resize(*size)
        page.show()
        page.activateWindow()
        page.refresh()
        idle(qtbot, jobs)
        page.focus_first()
        return page

    return opener


def idle(qtbot: Any, jobs: Jobs) -> None:
    """Nothing is under way any more."""
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    settle()


def words_on(page: Any) -> str:
    return " ".join(label.text() for label in seen(page, Label))


def button(page: Any, words: str) -> QPushButton:
    return next(one for one in seen(page, QPushButton) if one.text() == words)


def followed(town: Enrolled) -> str:
    """A petition and guidance at the office."""
    (visit,) = recorded(town.first, said(ROAD, guidance=(CRAFTS,)))
    merge_one(town.clerk, pack(town.first, town.stick))
    return statement_id(visit, ROAD.id)


def test_an_empty_page_says_what_will_be_here(town: Enrolled, open_page: Opener) -> None:
    for desk in (town.clerk, town.first):
        page = open_page(desk)
        assert "Chưa có kiến nghị nào" in words_on(page)
        assert [one for one in faults(page) if "primary" not in one] == []
        page.close()


def test_a_line_says_how_long_it_is_overdue_and_is_spoken_as_a_sentence(town: Enrolled, open_page: Opener) -> None:
    followed(town)
    page = open_page(town.clerk)
    crafts, road = page._model.rows
    assert (crafts.petition.text, road.petition.text) == (CRAFTS.text, ROAD.text), "what is due first stands first"
    assert page._model.spoken(1) == (
        "Kiến nghị, gửi Đảng ủy xã, Nông Văn Ví, sửa đường, Chi bộ thôn Phiêng An, buổi 05/9/2026, chờ 88 ngày, "
        "Hạn 05/10/2026, quá hạn 58 ngày, Mới"
    )
    assert faults(page) == []


@pytest.mark.parametrize(("size", "zoom"), [((1262, 696), 100), ((920, 640), 100), ((1262, 696), 150)])
def test_the_page_passes_the_walkers(
    town: Enrolled, open_page: Opener, theme: Theme, size: tuple[int, int], zoom: int, qtbot: Any, jobs: Jobs
) -> None:
    theme.set_zoom(zoom)
    long_one = said(replace(ROAD, text=ROAD.text * 40), day=dt.date(2026, 10, 6))
    recorded(town.first, replace(long_one, cell=replace(long_one.cell, name=LONG)))
    road = followed(town)
    petitions.step(town.clerk, road, NewStep(StepState.FORWARDED, dt.date(2026, 10, 1), LONG, "12-CV/ĐU", "x " * 200))
    page = open_page(town.clerk, size)
    assert faults(page) == []
    page.table.choose(1)
    idle(qtbot, jobs)
    page.new_step.click()
    settle()
    assert faults(page) == []


def test_a_step_is_written_with_the_keyboard_and_is_the_state(
    town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs
) -> None:
    road = followed(town)
    page = open_page(town.clerk)
    page.table.choose(1)
    idle(qtbot, jobs)
    press(Qt.Key.Key_Insert)
    assert page.form.isVisible()
    page.form.body_name.setFocus()
    type_text("UBND xã")
    page.form.words.setFocus()
    type_text("đã sửa")
    page.form.state.set_value(StepState.ANSWERED)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, jobs)
    (step,) = petitions.chain(town.clerk, road).followed.steps
    assert (step.state, step.body, step.text, step.date) == (
        StepState.ANSWERED, "UBND xã", "đã sửa", town.clerk.today(),
    )  # fmt: skip
    assert not page.form.isVisible()
    assert page.table.hasFocus()
    page.tools.part.choose(petition_rows.UNTOLD)
    idle(qtbot, jobs)
    assert [row.id for row in page._model.rows] == [road]
    assert "Chưa báo lại chi bộ" in page._model.spoken(0)
    assert "UBND xã" in words_on(page.panel)
    assert "đã sửa" in words_on(page.panel)


def test_esc_gives_a_step_up_and_a_day_that_cannot_be_read_is_not_written(
    town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs
) -> None:
    road = followed(town)
    page = open_page(town.clerk)
    page.table.choose(1)
    idle(qtbot, jobs)
    page.new_step.click()
    page.form.date.setFocus()
    page.form.date.selectAll()
    type_text("mai")
    page.form.write.click()
    idle(qtbot, jobs)
    assert "Ghi ngày, ví dụ 3/12." in words_on(page.form)
    press(Qt.Key.Key_Escape)
    assert not page.form.isVisible()
    assert petitions.chain(town.clerk, road).followed.steps == ()


def test_the_service_refuses_in_a_sentence(town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs) -> None:
    followed(town)
    page = open_page(town.clerk)
    page.new_step.click()
    page.form.date.set_value(dt.date(2026, 1, 1))
    page.form.write.click()
    idle(qtbot, jobs)
    assert page.banners.shows("failure")
    assert page.form.isVisible(), "what was typed stays"


def test_the_cell_is_told_on_a_day(town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs) -> None:
    road = followed(town)
    petitions.step(town.clerk, road, NewStep(StepState.ANSWERED, dt.date(2026, 10, 1)))
    page = open_page(town.clerk)
    page.tools.part.choose(petition_rows.UNTOLD)
    idle(qtbot, jobs)
    page.panel.tell.click()
    settle()
    assert not page.form.state.isVisible()
    page.form.date.set_value(dt.date(2026, 10, 5))
    page.form.write.click()
    idle(qtbot, jobs)
    found = petitions.chain(town.clerk, road).followed
    assert (found.state, found.reported_back) == (StepState.ANSWERED, dt.date(2026, 10, 5))
    assert page._model.total == 0
    assert "Không có việc nào ở phần này." in words_on(page)


def test_enter_opens_the_minutes_where_it_was_said(town: Enrolled, open_page: Opener, qtbot: Any) -> None:
    road = followed(town)
    page = open_page(town.clerk)
    page.table.choose(1)
    with qtbot.waitSignal(page.visit_requested) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args == [road.partition("/")[0], f"opinions/{ROAD.id}"]


def test_filters_narrow_and_are_forgotten(town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs) -> None:
    followed(town)
    page = open_page(town.clerk)
    page.tools.level.set_value(Addressee.PROVINCE)
    page.tools.changed.emit()
    idle(qtbot, jobs)
    assert "Không thấy việc nào như vậy." in words_on(page)
    button(page, "Bỏ lọc").click()
    idle(qtbot, jobs)
    assert page._model.total == 2
    page.tools.search.setFocus()
    type_text("khong co gi")
    qtbot.waitUntil(lambda: page._model.total == 0, timeout=3000)
    idle(qtbot, jobs)


def test_days_are_set_at_the_office(town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs) -> None:
    followed(town)
    page = open_page(town.clerk)
    dialog = TermsDialog(petitions.terms(town.clerk), page)
    dialog.days.set_words("300")
    dialog.levels[Addressee.PROVINCE].set_words("60")
    dialog.press("Đặt thời hạn")
    assert dialog.terms == Terms(300, ((Addressee.PROVINCE, 60),))
    page.ask_terms = lambda _: dialog.terms
    page.terms.click()
    idle(qtbot, jobs)
    assert petitions.terms(town.clerk) == dialog.terms
    assert [row.is_open and row.figures.is_overdue(town.clerk.today()) for row in page._model.rows] == [True, False]
    assert "Thời hạn trả lời…" not in [one.text() for one in seen(open_page(town.first), QPushButton)]


def test_the_first_look_can_be_stopped_and_goes_on(
    town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(town.first, *(said(ROAD, day=dt.date(2026, 9, 1) + dt.timedelta(days=n)) for n in range(5)))
    monkeypatch.setattr(petitions, "_BATCH", 2)
    page = PetitionsPage(town.first, jobs)
    qtbot.addWidget(page)
    page.show()
    shown: list[tuple[int, int]] = []

    def stop_after_one(done: int, total: int) -> None:
        shown.append((done, total))
        page.reading.stop.click()

    monkeypatch.setattr(page, "_show_progress", stop_after_one)
    page.refresh()
    idle(qtbot, jobs)
    monkeypatch.undo()
    assert shown[0] == (0, 5)
    if statements.count_unlisted(town.first.book):  # the worker may have been faster than the hand
        assert page.banners.shows("stopped")
        assert page._model.total < 5, "looking at a line does not read the rest"
        button(page, "Đọc tiếp").click()
        idle(qtbot, jobs)
    assert page._model.total == 5
    assert not page.banners.shows("stopped")


def test_a_laptop_shows_what_the_office_told_and_writes_no_steps_about_it(
    office: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs
) -> None:
    told(office, NewStep(StepState.FORWARDED, dt.date(2026, 11, 20), "UBND xã", text="đang khảo sát"))
    page = open_page(office.second)
    (line,) = page._model.rows
    assert line.told_by_office
    assert "đang khảo sát" in words_on(page.panel)
    assert "Theo biên bản của nơi khác" in words_on(page.panel)
    assert not page.new_step.isEnabled()
    opened: list[object] = []
    page.visit_requested.connect(lambda *asked: opened.append(asked))
    press(Qt.Key.Key_Return)
    assert opened == []
    assert "tới dự 03/12/2026" in page._model.spoken(0)
    assert faults(page) == []


def test_the_editor_offers_what_other_groups_left_open(office: Enrolled, qtbot: Any, jobs: Jobs) -> None:
    told(office, NewStep(StepState.FORWARDED, dt.date(2026, 11, 20), "UBND xã", text="đang khảo sát"))
    window = SectionWindow(OpinionsSection(office.second, jobs), said(day=dt.date(2026, 12, 3)))
    qtbot.addWidget(window)
    window.open()
    idle(qtbot, jobs)
    assert "Kỳ trước còn 01 kiến nghị chưa xong ở chi bộ này." in words_on(window)
    button(window, "Xem và ghi kết quả").click()
    settle()
    assert "Trả lời: đang khảo sát" in words_on(window)
    press(Qt.Key.Key_Space)
    (result,) = window.visit.follow_ups
    (line,) = petition_lists.open_at(office.second, CELL)
    assert result.statement == line.id


def test_figures_are_shown_as_tables(town: Enrolled, open_page: Opener, qtbot: Any, jobs: Jobs) -> None:
    followed(town)
    page = open_page(town.clerk)
    pushed: list[PetitionCountsPage] = []
    page.push_requested.connect(pushed.append)
    page.counts.click()
    (counts,) = pushed
    qtbot.addWidget(counts)
    counts.resize(1262, 696)
    counts.show()
    counts.activateWindow()
    counts.refresh()
    idle(qtbot, jobs)
    spoken = [table.rows_model.spoken(0) for table in counts._tables]
    assert spoken[0] == "Tổng số: 02 việc, còn mở 02, quá hạn 02, chưa báo lại 00"
    assert "Giao thông: 01 việc, còn mở 01, quá hạn 01, chưa báo lại 00" in spoken
    assert [one for one in faults(counts) if "primary" not in one] == []
