"""Kế hoạch of the office: journey J9, the keys of the grid, moving, taking back, and how it looks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from chibo_desktop.domain.ids import GroupId
from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.domain.plans import PlanState, TroubleKind
from chibo_desktop.domain.visits import SessionKind
from chibo_desktop.services import founding, plan_lists
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import planned
from chibo_desktop.ui.components.calendar_cell import entry_rects
from chibo_desktop.ui.components.calendar_days import CalendarEntry
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.paper_page import PaperPage
from chibo_desktop.ui.pages.plan_data import Mode
from chibo_desktop.ui.pages.plan_form import PlanFormPage
from chibo_desktop.ui.pages.plan_printing import build
from chibo_desktop.ui.pages.plan_unvisited import UnvisitedPage
from chibo_desktop.ui.plan_words import PlanWords
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.homes import open_home
from tests.building.planning import FIVE, MAU, MONTH, THU, TWO, cell, found_planning_office, recorded, visit
from tests.ui import walkers
from tests.ui.pages.plan_page import THIRD, Planner

CONTROL = Qt.KeyboardModifier.ControlModifier
NA_THU, DON_BAY, PAC_MAU = (
    f"Chi bộ thôn {name}, {above}"
    for name, above in (
        ("Nà Thử", "Đảng bộ xã Quang Thuận"), ("Đon Bây", "Đảng bộ xã Vi Hương"), ("Pác Mẫu", "Đảng bộ xã Vi Hương"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("planning") / "office"
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


def days_of(desk: Desk) -> list[str]:
    return [f"{one.visit.day:%d/%m}" for one in plan_lists.lines_of_month(desk, MONTH) if one.visit.day]


def fill(form: PlanFormPage, use: Planner, cell_words: str, group: str, **typed: str) -> None:
    use.type(form.cell, cell_words)
    use.choose(form.group, group)
    for name, words in typed.items():
        use.type(getattr(form, name), words)


def keep(use: Planner, reason: str) -> None:
    """Answer the question of the form: keep it, for this reason."""
    dialog = use.form.dialog
    assert dialog is not None
    dialog.buttons[1].click()
    assert dialog.isVisible(), "nothing is kept without a reason"
    assert dialog.reason_field.hint.text() == "Chưa ghi lý do."
    dialog.reason_field.widget.setText(reason)  # type: ignore[attr-defined] - a line
    dialog.buttons[1].click()
    use.settle()


def test_j9_each_of_the_overlaps_is_made_told_kept_and_printed(use: Planner, desk: Desk, tmp_path: Path) -> None:
    use.add(visit("Nà Thử", 3, FIVE), visit("Đon Bây", 5, FIVE, members=(MAU,)))
    form = use.open_form()
    fill(form, use, NA_THU, "Tổ số 02 cấp tỉnh", date="3/12", start="1400", end="15:30")
    assert form.cell.hint.text() == (
        "Hai tổ cùng một chi bộ. Thôn Nà Thử ngày 03/12, 14:00: tổ số 02 cấp tỉnh và tổ số 05 cấp xã cùng đăng ký."
    )
    use.click(form.save)
    assert form.dialog is not None
    assert form.dialog.windowTitle() == "Hai tổ cùng dự Chi bộ thôn Nà Thử ngày 03/12.", "M21"
    assert [button.text() for button in form.dialog.buttons] == ["Đổi ngày", "Giữ, ghi lý do"]
    assert form.dialog.safe.isDefault()
    keep(use, "hai tổ cùng chỉ đạo đại hội")

    form = use.open_form()
    fill(form, use, PAC_MAU, "Tổ số 02 cấp tỉnh", date="5/12", start="15:00", end="16:30", travel="50")
    ((_, box),) = form.boxes
    assert isinstance(box, Checkbox)
    box.click()
    use.settle()
    told = "Hoàng Văn Mẫu ngày 05/12: Đon Bây đến 15:30, Pác Mẫu từ 15:00, đường đi 50 phút."
    assert form.hours_hint.text() == told
    use.click(form.save)
    assert form.dialog is not None
    assert [button.text() for button in form.dialog.buttons] == ["Đổi giờ", "Giữ, ghi lý do"]
    keep(use, "đi bằng xe của xã")

    form = use.open_form()
    fill(form, use, DON_BAY, "Tổ số 05 cấp xã", date="20/12", start="8:00", end="9:30")
    use.choose(form.kind, "Chuyên đề")
    assert "Tổ số 05 cấp xã dự lại thôn Đon Bây ngày 20/12, lần trước ngày 05/12." in form.cell.hint.text()
    assert "Trong kỳ còn 03 chi bộ chưa có ai dự." in form.cell.hint.text()
    use.click(form.save)
    keep(use, "chi bộ yếu, cần dự thêm")

    form = use.open_form()
    fill(form, use, "Chi bộ thôn Phiêng An, Đảng bộ xã Quang Thuận", "Tổ số 02 cấp tỉnh", date="15/12", start="19:30")
    assert form.date.hint.text() == "Ngoài tuần đầu của tháng. Thôn Phiêng An ngày 15/12."
    use.click(form.save)
    keep(use, "chi bộ họp muộn vì mùa vụ")

    assert use.page.panel.head.text() == "Cần xem (00)"
    kept = {one.kind: one.kept for one in plan_lists.troubles(desk, MONTH)}
    assert kept == {
        TroubleKind.SAME_CELL: "hai tổ cùng chỉ đạo đại hội",
        TroubleKind.TWO_PLACES: "đi bằng xe của xã",
        TroubleKind.REPEATED_CELL: "chi bộ yếu, cần dự thêm",
        TroubleKind.OUTSIDE_FIRST_WEEK: "chi bộ họp muộn vì mùa vụ",
    }
    path = tmp_path / "lich.pdf"
    path.write_bytes(build(desk, use.page.wanted, ".pdf"))
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for reason in kept.values():
        assert f"lý do: {reason}" in printed


def test_the_safe_answer_leads_back_to_the_day_and_writes_nothing(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3))
    form = use.open_form()
    fill(form, use, NA_THU, "Tổ số 02 cấp tỉnh", date="4/12", start="14:00")
    use.click(form.save)
    assert form.dialog is not None
    form.dialog.safe.click()
    use.settle()
    assert use.shell.focusWidget() is form.date.widget
    assert days_of(desk) == ["03/12"]
    assert use.shell.page is form


def test_a_card_offers_the_two_ways_out(use: Planner, desk: Desk) -> None:
    use.add(visit("Đon Bây", 5, members=(MAU,)), visit("Pác Mẫu", 5, start="15:00", members=(MAU, THU)))
    assert [title for title, _ in use.cards()] == ["Không kịp di chuyển"]
    (card,) = use.page.panel.cards
    assert (card.change.text(), card.keep.text()) == ("Đổi giờ", "Giữ, ghi lý do")
    use.click(card.change)
    assert use.form.start.widget.hasFocus()
    use.shell.go_back()
    use.settle()
    use.click(use.page.panel.cards[0].keep)
    dialog = use.page.dialog
    assert dialog is not None
    dialog.reason_field.widget.setText("hai chi bộ họp cùng nhà văn hóa")  # type: ignore[attr-defined] - a line
    dialog.buttons[1].click()
    use.settle()
    assert use.cards() == []
    assert [one.kept for one in plan_lists.troubles(desk, MONTH)] == ["hai chi bộ họp cùng nhà văn hóa"]
    use.click(use.page.undo)
    assert len(use.cards()) == 1


def test_keys_go_through_days_months_and_troubles(use: Planner) -> None:
    use.add(visit("Bản Thử", 15), visit("Pác Mẫu", 22))
    grid = use.page.grid
    assert grid.hasFocus()
    assert grid.chosen_day == dt.date(2026, 12, 2)
    use.press(grid, Qt.Key.Key_Right)
    use.press(grid, Qt.Key.Key_Down)
    assert use.page.wanted.day == dt.date(2026, 12, 10)
    use.press(grid, Qt.Key.Key_PageDown)
    assert use.page.bar.title.text() == "Tháng 01/2027"
    assert use.page.first.hasFocus(), "nothing is planned there"
    use.press(use.page.first, Qt.Key.Key_PageUp)
    assert (use.page.wanted.day, use.page.bar.title.text()) == (dt.date(2026, 12, 10), "Tháng 12/2026")
    for day in (15, 22, 15):
        use.press(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert grid.chosen_day == dt.date(2026, 12, day)
    use.press(grid, Qt.Key.Key_Home)
    assert grid.chosen_day == dt.date(2026, 12, 2)
    use.press(grid, Qt.Key.Key_N)
    assert isinstance(use.shell.page, PlanFormPage)


def test_left_of_monday_is_sunday(use: Planner) -> None:
    use.add(visit("Bản Thử", 7))
    grid = use.page.grid
    grid.choose(dt.date(2026, 12, 7))
    use.press(grid, Qt.Key.Key_Left)
    assert grid.chosen_day == dt.date(2026, 12, 6)
    use.press(grid, Qt.Key.Key_Right)
    assert grid.chosen_day == dt.date(2026, 12, 7)


def test_enter_lists_the_day_and_opens_a_visit(use: Planner) -> None:
    use.add(visit("Nà Thử", 3), visit("Phiêng An", 3, TWO), visit("Đon Bây", 4))
    use.page.grid.choose(THIRD)
    use.press(use.page.grid, Qt.Key.Key_Return)
    table = use.page.table
    assert table.hasFocus()
    assert [one.visit.day for one in use.page.rows.model.rows] == [THIRD, THIRD]
    assert "chỉ ngày 03/12" in use.page.header._sub.text()
    use.press(table, Qt.Key.Key_Return)
    assert isinstance(use.shell.page, PlanFormPage)
    use.shell.go_back()
    use.settle()
    use.press(table, Qt.Key.Key_Escape)
    assert use.page.grid.hasFocus()


def test_a_visit_moves_by_keys_and_back_again(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3))
    grid = use.page.grid
    grid.choose(THIRD)
    use.press(grid, Qt.Key.Key_X, CONTROL)
    assert days_of(desk) == ["03/12"], "cutting alone takes nothing away"
    use.press(grid, Qt.Key.Key_Right)
    use.press(grid, Qt.Key.Key_V, CONTROL)
    assert days_of(desk) == ["04/12"]
    use.press(grid, Qt.Key.Key_Z, CONTROL)
    assert days_of(desk) == ["03/12"]
    use.press(grid, Qt.Key.Key_Z, CONTROL)
    assert days_of(desk) == ["04/12"], "what was undone comes back"


def test_of_several_visits_on_a_day_the_list_asks_which_one_to_cut(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3), visit("Đon Bây", 3, start="19:30", end="21:00"))
    use.page.grid.choose(THIRD)
    use.press(use.page.grid, Qt.Key.Key_X, CONTROL)
    table = use.page.table
    assert table.hasFocus()
    use.press(table, Qt.Key.Key_Down)
    use.press(table, Qt.Key.Key_X, CONTROL)
    use.press(use.page.grid, Qt.Key.Key_Down)
    use.press(use.page.grid, Qt.Key.Key_V, CONTROL)
    moved = [one.visit.cell.name for one in plan_lists.lines_of_month(desk, MONTH) if one.visit.day != THIRD]
    assert moved == ["Chi bộ thôn Đon Bây"]


def test_delete_takes_a_visit_off_the_list_and_undo_brings_it_back(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3), visit("Đon Bây", 4))
    use.page.show_mode(Mode.LIST)
    use.settle()
    use.press(use.page.table, Qt.Key.Key_Delete)
    assert days_of(desk) == ["04/12"]
    use.click(use.page.undo)
    assert days_of(desk) == ["03/12", "04/12"]
    use.press(use.page.table, Qt.Key.Key_Insert)
    assert isinstance(use.shell.page, PlanFormPage)


def test_a_visit_moves_by_mouse(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3))
    grid = use.page.grid
    spot = entry_spot(use, THIRD)
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    there = grid.visualRect(grid.calendar.index_of(dt.date(2026, 12, 5))).center()
    QTest.mouseMove(grid.viewport(), there)
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=there)
    use.settle()
    assert days_of(desk) == ["05/12"]


def entry_spot(use: Planner, day: dt.date) -> QPoint:
    grid = use.page.grid
    index = grid.calendar.index_of(day)
    shown = grid.calendar.day_at(index)
    assert shown is not None
    rects = entry_rects(grid.visualRect(index), shown, two_lines=False)
    return next(rect for rect, one in rects if isinstance(one, CalendarEntry)).center()


def test_an_empty_month_offers_the_month_before(use: Planner, desk: Desk) -> None:
    assert use.page.first.isVisible()
    use.add(*(dataclasses.replace(visit(name, 3), month="2026-11", date=dt.date(2026, 11, 3)) for name in ("Nà Thử",)))
    use.click(use.page.copy)
    assert days_of(desk) == ["03/12"]
    assert use.page.grid.isVisible()


def test_one_group_is_seen_alone(use: Planner) -> None:
    use.add(visit("Nà Thử", 3), visit("Phiêng An", 3, TWO))
    bar = use.page.bar
    bar.group.setCurrentIndex(bar.group.findText("Tổ số 02 cấp tỉnh"))
    bar.group.activated.emit(bar.group.currentIndex())
    use.settle()
    shown = use.page.grid.calendar.day_at(use.page.grid.calendar.index_of(THIRD))
    assert shown is not None
    assert [one.text for one in shown.entries] == ["14:00 Phiêng An"]
    assert use.page.header._sub.text().startswith("Tổ số 02 cấp tỉnh")


def test_what_became_of_a_visit_is_noted_with_its_reason(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3))
    use.page.grid.choose(THIRD)
    use.page.grid.entry_opened.emit(plan_lists.lines_of_month(desk, MONTH)[0].visit.id)
    use.settle()
    form = use.form
    use.click(form.postpone)
    dialog = form.dialog
    assert dialog is not None
    dialog.day.widget.setText("9/12")  # type: ignore[attr-defined] - a line
    dialog.reason_field.widget.setText("chi bộ họp muộn")  # type: ignore[attr-defined] - a line
    dialog.buttons[1].click()
    use.settle()
    (line,) = plan_lists.lines_of_month(desk, MONTH)
    assert (line.state, line.visit.new_date, line.visit.reason) == (
        PlanState.POSTPONED, dt.date(2026, 12, 9), "chi bộ họp muộn",
    )  # fmt: skip
    shown = use.page.grid.calendar.day_at(use.page.grid.calendar.index_of(dt.date(2026, 12, 9)))
    assert shown is not None
    assert [one.dashed for one in shown.entries] == [True]


def test_cells_that_wait_lead_to_a_visit_there(use: Planner) -> None:
    use.add(visit("Nà Thử", 3))
    assert use.page.panel.see_waiting.text() == "Xem 05"
    use.click(use.page.panel.see_waiting)
    page = use.shell.page
    assert isinstance(page, UnvisitedPage)
    assert walkers.faults(page) == []
    name = page.table.rows_model.row_at(1).cell.name
    page.table.choose(1)
    use.click(page.plan)
    assert use.form.typed().cell.name == name


def test_what_cannot_be_read_is_said_below_its_field(use: Planner, desk: Desk) -> None:
    form = use.open_form()
    fill(form, use, NA_THU, "Tổ số 05 cấp xã", date="35/12")
    use.click(form.save)
    assert form.date.hint.text() == "Không có ngày này."
    assert form.date.widget.hasFocus()
    use.type(form.date, "")
    use.type(form.cell, "")
    use.click(form.save)
    assert form.cell.hint.text() == "Chưa chọn chi bộ."
    assert plan_lists.lines_of_month(desk, MONTH) == ()


def test_a_visit_that_counts_for_another_month_than_its_day_goes_on_doing_so(use: Planner, desk: Desk) -> None:
    (made,) = use.add(dataclasses.replace(visit("Nà Thử", None), date=dt.date(2026, 11, 30)))
    use.page.open_form(made)
    use.settle()
    use.type(use.form.place, "nhà văn hóa thôn")
    assert "Ngoài tuần đầu của tháng" in use.form.date.hint.text()
    assert (use.form.typed().month, use.form.typed().place) == (MONTH, "nhà văn hóa thôn")
    use.type(use.form.date, "2/1/2027")
    assert use.form.typed().month == "2027-01"
    assert len(plan_lists.lines_of_month(desk, MONTH)) == 1


def test_a_cell_that_no_register_knows_can_be_planned(use: Planner, desk: Desk) -> None:
    form = use.open_form()
    fill(form, use, "Chi bộ Trạm Y tế", "Tổ số 05 cấp xã", date="4/12")
    use.click(form.save)
    (line,) = plan_lists.lines_of_month(desk, MONTH)
    assert (line.visit.cell.name, line.visit.cell.id, line.visit.group) == ("Chi bộ Trạm Y tế", None, FIVE)


def test_a_word_is_said_of_a_group_that_no_decision_knows() -> None:
    assert PlanWords((), {}).group(GroupId("abcdefghij")) == "Tổ abcdef"


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [(Scheme.LIGHT, 100, (1366, 768)), (Scheme.DARK, 150, (1366, 768)), (Scheme.LIGHT, 100, (1024, 640))],
)
def test_every_view_is_whole(
    desk: Desk, jobs: Jobs, theme: Theme, qtbot: Any, mode: Mode, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use = Planner(desk, jobs, theme, qtbot, size)
    use.add(visit("Nà Thử", 3), visit("Nà Thử", 3, TWO), visit("Đon Bây", 15, kind=SessionKind.THEMATIC))
    use.page.show_mode(mode)
    use.settle()
    assert walkers.faults(use.page) == []
    form = use.open_form()
    fill(form, use, NA_THU, "Tổ số 05 cấp xã", date="20/12", start="14:00")
    assert walkers.faults(form) == []
    use.click(form.save)
    assert form.dialog is not None
    assert walkers.faults(form.dialog) == []


def test_a_day_is_read_out_with_what_is_on_it(use: Planner) -> None:
    use.add(visit("Nà Thử", 3), visit("Nà Thử", 3, TWO))
    grid = use.page.grid
    told = grid.calendar.data(grid.calendar.index_of(THIRD), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Thứ Năm 03/12, 02 buổi. 14:00 Nà Thử, cần xem. 14:00 Nà Thử, cần xem"
    assert cell("Nà Thử").name == "Chi bộ thôn Nà Thử"


def test_what_does_not_fit_on_a_day_is_counted_and_marked(use: Planner) -> None:
    villages = ("Nà Thử", "Phiêng An", "Khuổi Dụ", "Đon Bây", "Pác Mẫu")
    use.add(*(visit(name, 3, start=f"{8 + at}:00".zfill(5), members=(THU,)) for at, name in enumerate(villages * 2)))
    use.add(visit("Bản Thử", 3, TWO, start="20:00", members=(MAU,)), visit("Pác Mẫu", 3, start="20:30", members=(MAU,)))
    grid = use.page.grid
    index = grid.calendar.index_of(THIRD)
    shown = grid.calendar.day_at(index)
    assert shown is not None
    assert (shown.count, len(shown.entries), shown.rest_marked) == (12, 8, True)
    *_, (_, last) = entry_rects(grid.visualRect(index), shown, two_lines=False)
    assert isinstance(last, int), "a place for how many there are besides"
    assert 0 < last < len(shown.entries)
    assert len(use.page.panel.cards) == 3
    use.click(use.page.panel.rest)
    assert use.page.table.hasFocus()
    assert {one.visit.day for one in use.page.rows.model.rows} == {THIRD}


def test_the_plan_is_looked_at_before_it_is_printed_and_saved_for_other_programs(use: Planner, tmp_path: Path) -> None:
    use.add(visit("Nà Thử", 3), visit("Đon Bây", None))
    for ending in (".xlsx", ".ics"):
        use.page.printing.ask_file = lambda name, _: str(tmp_path / name)
        use.page.printing.save(ending, "")
        use.settle()
        assert (tmp_path / f"lich-2026-12{ending}").stat().st_size > 100
    assert use.shell.notices.kept[-1].title == "Đã lưu lịch."
    use.page.printing.preview()
    use.settle()
    page = use.shell.page
    assert isinstance(page, PaperPage)
    assert page.title == "Lịch tháng 12/2026"
    page.save_to(tmp_path / "lich.pdf")
    use.settle()
    printed = " ".join(PdfReader(tmp_path / "lich.pdf").pages[0].extract_text().split())
    assert "chưa định ngày; 14:00–15:30" in printed


def test_a_visit_that_its_group_knows_is_cancelled_for_a_reason_and_can_be_planned_again(
    use: Planner, desk: Desk
) -> None:
    (made,) = use.add(visit("Nà Thử", 3))
    planned.put_planned(desk.book, [planned.PlannedRow(made, made)])
    use.page.open_form(made)
    use.settle()
    use.click(use.form.remove)
    dialog = use.form.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Hủy buổi này?"
    dialog.reason_field.widget.setText("tổ bận họp")  # type: ignore[attr-defined] - a line
    dialog.buttons[1].click()
    use.settle()
    (line,) = plan_lists.lines_of_month(desk, MONTH)
    assert (line.state, line.visit.reason) == (PlanState.CANCELLED, "tổ bận họp")
    assert use.page.grid.calendar.days[3].count == 0, "what is cancelled stands in the list only"
    use.page.open_form(line.visit)
    use.settle()
    use.click(use.form.again)
    (line,) = plan_lists.lines_of_month(desk, MONTH)
    assert (line.state, line.visit.day, line.visit.reason) == (PlanState.PLANNED, THIRD, "")


def test_what_a_laptop_sends_is_seen_without_opening_the_page_again(use: Planner, desk: Desk) -> None:
    use.add(visit("Nà Thử", 3))
    recorded(desk, "Nà Thử", THIRD)
    use.shell.tell_changes(Changes.of(("visit", "*")))
    use.settle()
    assert use.page.looked is not None
    assert [one.state for one in use.page.looked.glance.days[THIRD].lines] == [PlanState.ATTENDED]
