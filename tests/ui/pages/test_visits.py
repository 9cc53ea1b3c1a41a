"""*Buổi dự*: the list in both roles, empty, found and not found, long, and what can be done with a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from chibo_desktop.domain.ids import VisitId, new_id
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import drafts, founding, receiving, sending, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import close_desk
from chibo_desktop.services.places import Places
from chibo_desktop.services.visits import VisitFilter
from chibo_desktop.storage.slots import Cost, Making
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.paged_rows import PAGE
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages import visit_rows
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.editor.history import HISTORY
from chibo_desktop.ui.pages.visits import SEARCH, VisitsPage
from chibo_desktop.ui.theme import Theme
from tests.building.exchange_town import Town, enrol, record
from tests.building.stored import a_row
from tests.building.visits import don_bay, phieng_an
from tests.ui.pages.row_home import NOW, PASSPHRASE, chance, open_group_home, own, press, settle, type_text
from tests.ui.walkers import faults

Opener = Callable[..., VisitsPage]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    places, random_bytes = Places(tmp_path / "office"), chance()
    setup = founding.Setup(Role.OFFICE, "Máy văn phòng", "Lý Văn Bút", PASSPHRASE, group="Văn phòng", tier=Tier.COMMUNE)
    founding.found_home(places, setup, lambda: NOW, Making(random_bytes, Cost(1, 8 * 1024 * 1024)))
    opened = founding.open_desk(places, PASSPHRASE, lambda: NOW, random_bytes)
    yield opened
    close_desk(opened)


@pytest.fixture
def open_list(qtbot: Any, jobs: Jobs) -> Opener:
    """Show the list as the shell does, and wait for its lines."""

    def opener(desk: Desk, size: tuple[int, int] = (1262, 696)) -> VisitsPage:
        page = VisitsPage(desk, jobs)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        page.refresh()
        page.focus_first()
        idle(qtbot, jobs)
        return page

    return opener


def idle(qtbot: Any, jobs: Jobs) -> None:
    """Nothing is under way any more."""
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=5000)
    settle()


def words_on(page: VisitsPage) -> str:
    """All sentences that can be read."""
    return " ".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))


def button(page: VisitsPage, words: str) -> QPushButton:
    """The visible button with these words."""
    return next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible())


def fill(desk: Desk) -> None:
    """A draft and finalised minutes."""
    visits.record(desk, [own(desk, don_bay())], finalise_them=True)
    visits.record(desk, [own(desk, phieng_an())], finalise_them=False)


def test_an_empty_list_has_one_main_action_and_says_what_will_be_here(
    qtbot: Any, desk: Desk, open_list: Opener
) -> None:
    page = open_list(desk)
    assert "Chưa có buổi dự nào" in words_on(page)
    with qtbot.waitSignal(page.new_visit_requested):
        qtbot.mouseClick(button(page, "Ghi buổi dự đầu tiên"), Qt.MouseButton.LeftButton)
    assert faults(page) == []


def test_the_office_is_told_where_visits_come_from(office: Desk, open_list: Opener) -> None:
    page = open_list(office)
    assert "Khi văn phòng hợp nhất gói tin đầu tiên" in words_on(page)
    assert faults(page) == []


def test_lines_open_by_enter_and_are_spoken_as_sentences(qtbot: Any, desk: Desk, open_list: Opener) -> None:
    fill(desk)
    page = open_list(desk)
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_visit_requested) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args == [phieng_an().id]
    spoken = page._model.spoken(1)
    assert spoken.startswith("Chi bộ thôn Phiêng An, Đảng bộ xã Quang Thuận, 05/9/2023, định kỳ, có mặt 08/09, 01 kiến")


@pytest.mark.parametrize(("size", "zoom"), [((1262, 696), 100), ((920, 640), 100), ((1262, 696), 150)])
def test_the_list_passes_the_walkers(
    desk: Desk, open_list: Opener, theme: Theme, size: tuple[int, int], zoom: int
) -> None:
    theme.set_zoom(zoom)
    long_name = "Chi bộ Trường Phổ thông dân tộc bán trú Trung học cơ sở Nguyễn Thị Minh Khai huyện Bạch Thông"
    fill(desk)
    named = replace(phieng_an(), id=VisitId(new_id(desk.random)), cell=replace(phieng_an().cell, name=long_name))
    visits.record(desk, [own(desk, named)], finalise_them=False)
    assert faults(open_list(desk, size)) == []


def test_search_finds_without_marks_and_says_when_it_finds_nothing(
    qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener
) -> None:
    fill(desk)
    page = open_list(desk)
    page.show_subject(SEARCH)
    type_text("phieng an")
    qtbot.waitUntil(lambda: page._model.total == 1, timeout=3000)
    press(Qt.Key.Key_Escape)
    assert page._table.hasFocus()
    assert page._search.words() == "phieng an"
    page.show_subject(SEARCH)
    type_text("khuoi du")
    qtbot.waitUntil(lambda: page._model.total == 0 and not jobs.is_busy(), timeout=3000)
    settle()
    assert "Không thấy buổi dự nào khớp “khuoi du”." in words_on(page)
    qtbot.mouseClick(button(page, "Bỏ tìm"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._model.total == 2, timeout=3000)
    idle(qtbot, jobs)


def test_nothing_is_searched_while_a_word_is_composed(qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener) -> None:
    from tests.ui.pages.row_home import compose

    fill(desk)
    page = open_list(desk)
    page.show_subject(SEARCH)
    asked: list[object] = []
    jobs.busy_changed.connect(asked.append)
    compose("phiê")
    press(Qt.Key.Key_Down)
    page._search._settle.timeout.emit()
    settle()
    assert asked == []
    assert page._search.hasFocus()


def test_the_filter_counts_and_narrows(qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener) -> None:
    fill(desk)
    page = open_list(desk)
    page._filter.choose("draft")
    idle(qtbot, jobs)
    assert [row.id for row in page._model.rows] == [phieng_an().id]
    page.show_subject(VisitState.RETURNED)
    page.refresh()
    idle(qtbot, jobs)
    assert "Không có buổi dự nào ở trạng thái này." in words_on(page)


def test_a_draft_is_thrown_away_and_comes_back(qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener) -> None:
    fill(desk)
    page = open_list(desk)
    said: list[Any] = []
    page.notice_requested.connect(said.append)
    page.changed.connect(page.changes_made)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page._model.total == 1 and not jobs.is_busy(), timeout=3000)
    (notice,) = said
    assert notice.action == "Hoàn tác"
    notice.on_action()
    qtbot.waitUntil(lambda: page._model.total == 2 and not jobs.is_busy(), timeout=3000)
    assert drafts.load_draft(desk, phieng_an().id).visit == own(desk, phieng_an())
    assert drafts.interrupted_draft(desk) is None


def test_finalised_minutes_are_never_offered_to_be_thrown_away(
    qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener
) -> None:
    fill(desk)
    page = open_list(desk)
    offered = [action.text() for action in page.menu_of(page._model.row_at(0)).actions()]
    assert offered == ["Mở", "Xem bản in", "Làm bản bổ sung…", "Rút biên bản…", "Xem lịch sử"]
    page._discard(0)
    idle(qtbot, jobs)
    assert visits.count_visits(desk, VisitFilter()) == 2


def test_a_long_list_is_fetched_a_page_at_a_time(qtbot: Any, desk: Desk, jobs: Jobs, open_list: Opener) -> None:
    many = [replace(own(desk, don_bay()), id=VisitId(new_id(desk.random))) for _ in range(PAGE * 2 + 5)]
    visits.record(desk, many, finalise_them=False)
    page = open_list(desk)
    assert page._model.total == len(many)
    assert page._model.rowCount() < len(many)
    while page._model.canFetchMore():
        page._model.fetchMore()
        idle(qtbot, jobs)
    assert {row.id for row in page._model.rows} == {visit.id for visit in many}


def test_the_office_reads_merged_visits_and_writes_nothing(
    qtbot: Any, jobs: Jobs, open_list: Opener, tmp_path: Path
) -> None:
    """The read view: fields are locked, the history is there; it can be printed, and sent back with a comment."""
    town = Town(tmp_path / "town")
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Khuổi Dụ")
    sending.pack_to(laptop, town.stick)
    receiving.merge(clerk, [town.stick])
    page = open_list(clerk)
    assert [line.cell for line in page._model.rows] == ["Chi bộ thôn Khuổi Dụ"]
    assert [action.text() for action in page.menu_of(page._model.row_at(0)).actions()] == [
        "Mở",
        "Xem bản in",
        "Trả lại để bổ sung…",
        "Xem lịch sử",
    ]
    editor = EditorPage(clerk, jobs, row.id)
    qtbot.addWidget(editor)
    editor.resize(1262, 696)
    editor.show()
    editor.activateWindow()
    editor.refresh()
    qtbot.waitUntil(lambda: editor.section is not None and not jobs.is_busy(), timeout=5000)
    settle()
    assert not editor.is_writing
    assert [one.text() for one in editor.header.findChildren(QPushButton) if one.isVisible() and one.text()] == [
        "Trả lại để bổ sung…",
        "Xem bản in",
    ]
    editor.show_subject(HISTORY)
    settle()
    assert editor._history._deeds.rowCount() == 1
    assert faults(editor) == []
    town.close()


def test_records_of_one_meeting_are_marked_in_sight_and_in_speech() -> None:
    """Both stay in the list; whoever sees or hears it knows which of them counts."""
    alone, counts, other = a_row("a"), a_row("b", meeting=VisitId("b")), a_row("c", meeting=VisitId("b"))
    below, mark = visit_rows.columns(Role.OFFICE)[0].second, visit_rows.columns(Role.OFFICE)[1].icon
    assert below is not None
    assert mark is not None
    assert mark(alone) is None
    for row, words in ((counts, "tính theo bản này"), (other, "tính theo bản kia")):
        shown = mark(row)
        assert shown is not None
        assert shown[2].endswith(words)
        assert words in visit_rows.spoken(row)
    assert below(other).endswith("cùng buổi, không tính")
    assert "cùng buổi" not in below(counts)
    assert all(column.icon is None for column in visit_rows.columns(Role.GROUP))
