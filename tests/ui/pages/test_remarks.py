"""Section 3: who said what to an item of the programme, typed in the open row of the item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import AgendaItem, Remark
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui.components.completer import PersonCombo
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.agenda import AgendaSection
from chibo_desktop.ui.theme import Theme
from tests.building.visits import phieng_an
from tests.ui.pages.row_home import SectionWindow, compose, open_group_home, press, settle, type_text
from tests.ui.walkers import faults

CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = (
    AgendaItem(ItemId("aaaaaaa2"), title="Nhiệm vụ tháng 12"),
    AgendaItem(
        ItemId("aaaaaaa3"),
        title="Du lịch cộng đồng",
        remarks=(
            Remark(ItemId("bbbbbbb2"), "Triệu Văn Dụ", "Giữ nghề dệt."),
            Remark(ItemId("bbbbbbb3"), "Bàn Hữu Thử", "Đã bỏ.", struck=True),
        ),
    ),
)


@pytest.fixture
def window(tmp_path: Path, jobs: Jobs) -> Iterator[SectionWindow]:
    desk = open_group_home(tmp_path)
    shown = SectionWindow(AgendaSection(desk, jobs), replace(phieng_an(), agenda=ROWS, nothing_in=()))
    shown.open()
    yield shown
    shown.close()
    shown.deleteLater()
    close_desk(desk)


def button(window: SectionWindow, name: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible())


def test_remarks_are_typed_by_keyboard_and_kept(window: SectionWindow) -> None:
    window.section.go_to("agenda/aaaaaaa2")
    settle()
    button(window, "Thêm phát biểu").setFocus()
    press(Qt.Key.Key_Space)
    type_text("Lường Thị Thí")
    press(Qt.Key.Key_Return)
    type_text("Cần người phụ trách.")
    press(Qt.Key.Key_Return, CTRL)  # belongs to the row, in a line that came after opening, too
    (remark,) = window.visit.agenda[0].remarks
    assert (remark.speaker, remark.content) == ("Lường Thị Thí", "Cần người phụ trách.")
    assert window.visit.agenda[1] == ROWS[1]


def test_an_empty_remark_leaves_no_trace(window: SectionWindow) -> None:
    window.section.go_to("agenda/aaaaaaa2")
    settle()
    button(window, "Thêm phát biểu").click()
    window.section.commit()
    assert window.section.collect(window.visit).agenda == ROWS


def test_a_remark_is_changed_and_taken_away_and_brought_back(window: SectionWindow) -> None:
    window.section.go_to("agenda/aaaaaaa3")
    settle()
    button(window, "Bỏ phát biểu này").click()
    settle()
    assert window.visit.agenda[1].remarks == ROWS[1].remarks[1:], "what was struck before stays in the record"
    press(Qt.Key.Key_Z, CTRL)
    assert window.visit.agenda[1].remarks == ROWS[1].remarks


def test_esc_while_a_name_is_composed_keeps_the_row_open(window: SectionWindow) -> None:
    window.section.go_to("agenda/aaaaaaa2")
    settle()
    button(window, "Thêm phát biểu").click()
    settle()
    compose("Triệ")
    press(Qt.Key.Key_Escape)
    assert isinstance(QApplication.focusWidget(), PersonCombo)
    compose("")


def test_finalised_remarks_are_read(window: SectionWindow) -> None:
    window.section.set_read_only(True)
    window.section.go_to("agenda/aaaaaaa3")
    settle()
    names = [one.accessibleName() for one in window.findChildren(QPushButton) if one.isVisible()]
    assert "Thêm phát biểu" not in names
    assert "Bỏ phát biểu này" not in names


@pytest.mark.parametrize("zoom", [100, 150])
def test_the_walkers_find_nothing(window: SectionWindow, theme: Theme, zoom: int) -> None:
    theme.set_zoom(zoom)
    window.section.go_to("agenda/aaaaaaa3")
    settle()
    assert faults(window) == []
