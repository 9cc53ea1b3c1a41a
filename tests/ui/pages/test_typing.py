"""No keystroke is lost: what is typed beside the texts of a row, before it is open, and while a word is composed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QRadioButton

from chibo_desktop.domain.ids import ItemId
from chibo_desktop.domain.visits import Opinion, OpinionKind
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui.components.focus_ring import FocusRing
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.attendance import AttendanceSection
from chibo_desktop.ui.pages.editor.guidance import GuidanceSection
from chibo_desktop.ui.pages.editor.new_row_line import NewRowLine
from chibo_desktop.ui.pages.editor.opinions import OpinionsSection
from tests.building.visits import phieng_an
from tests.ui.pages.row_home import SectionWindow, compose, focus, open_group_home, press, settle

ALT = Qt.KeyboardModifier.AltModifier
Opener = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def open_section(desk: Desk, jobs: Jobs, qtbot) -> Iterator[Opener]:
    windows: list[SectionWindow] = []

    def opener(page, **changed: object) -> SectionWindow:
        window = SectionWindow(page(desk, jobs), replace(phieng_an(), nothing_in=(), **changed))
        windows.append(window)
        window.open()
        qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=5000)
        settle()
        return window

    yield opener
    for window in windows:
        window.close()
        window.deleteLater()


def type_at_once(text: str) -> None:
    """Keys as they come from a fast hand: nothing is laid out in between."""
    for letter in text:
        QTest.keyClicks(focus(), letter)


def open_texts(window: SectionWindow) -> list[str]:
    return [row.text for row in window.section.collect(window.visit).opinions]


def segments(window: SectionWindow) -> list[QRadioButton]:
    return [one for one in window.findChildren(QRadioButton) if one.isVisible()]


@pytest.mark.parametrize("by", [Qt.Key.Key_Return, Qt.Key.Key_Insert])
def test_the_first_letters_after_a_new_row_are_kept(open_section: Opener, by: Qt.Key) -> None:
    window = open_section(OpinionsSection, opinions=(Opinion(id=ItemId("aaaaaaa2"), text="Một"),))
    assert isinstance(focus(), NewRowLine)
    QTest.keyClick(focus(), by)
    type_at_once("De nghi xa")
    assert open_texts(window) == ["Một", "De nghi xa"]


def test_the_first_letters_after_the_button_of_an_empty_section_are_kept(open_section: Opener) -> None:
    window = open_section(OpinionsSection, opinions=())
    add = next(one for one in window.findChildren(QPushButton) if one.text() == "Thêm dòng" and one.isVisible())
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    type_at_once("De nghi xa")
    settle()
    assert open_texts(window) == ["De nghi xa"]
    assert isinstance(focus(), TextInput)


def test_a_key_of_a_button_acts_at_once(open_section: Opener) -> None:
    window = open_section(OpinionsSection, opinions=())
    QTest.keyClick(focus(), Qt.Key.Key_Insert)
    type_at_once("De nghi xa")
    assert open_texts(window) == ["De nghi xa"]


def test_typing_on_the_empty_line_begins_the_row(open_section: Opener) -> None:
    window = open_section(OpinionsSection, opinions=(Opinion(id=ItemId("aaaaaaa2"), text="Một"),))
    type_at_once("De nghi")
    assert open_texts(window) == ["Một", "De nghi"]


def test_words_typed_on_a_choice_go_into_the_text(open_section: Opener) -> None:
    window = open_section(OpinionsSection, opinions=())
    window.section.add_row()
    settle()
    segments(window)[0].setFocus()
    type_at_once("2De nghi 2 xa")
    row = window.section.collect(window.visit).opinions[0]
    assert (row.kind, row.text) == (OpinionKind.PETITION, "De nghi 2 xa")


def test_words_typed_on_a_choice_do_not_change_a_name(open_section: Opener) -> None:
    window = open_section(AttendanceSection)
    before = window.visit.attendance.roster
    window.section._roster._open(0)
    settle()
    segments(window)[-1].setFocus()
    type_at_once("x")
    assert [row.name for row in window.section.collect(window.visit).attendance.roster] == [row.name for row in before]


def test_a_choice_by_alt_and_digit_leaves_the_cursor_where_it_is(open_section: Opener, qtbot) -> None:
    window = open_section(OpinionsSection, opinions=())
    window.section.add_row()
    settle()
    text = focus()
    press(Qt.Key.Key_3, ALT)
    qtbot.wait(200)  # a button that is clicked by its shortcut takes the focus a tenth of a second later
    assert focus() is text
    type_at_once("De xuat")
    assert window.section.collect(window.visit).opinions[0].kind is OpinionKind.PROPOSAL


def test_esc_while_composing_does_not_reach_the_row(open_section: Opener) -> None:
    window = open_section(GuidanceSection, guidance=())
    window.section.add_row()
    settle()
    line = next(one for one in window.findChildren(LineInput) if one.isVisible())
    line.setFocus()
    compose("tiê")
    press(Qt.Key.Key_Escape)
    assert isinstance(focus(), LineInput)
    compose("")
    press(Qt.Key.Key_Escape)
    assert not isinstance(focus(), LineInput)


def test_the_empty_line_shows_the_focus_once(open_section: Opener) -> None:
    window = open_section(OpinionsSection, opinions=(Opinion(id=ItemId("aaaaaaa2"), text="Một"),))
    ring = FocusRing(window)
    focus().clearFocus()
    window.section.board.new_line.setFocus()
    settle()
    assert not ring.isVisible(), "the line fills its place and shows the focus inside it"
    next(one for one in window.findChildren(QPushButton) if one.text() == "Thêm dòng" and one.isVisible()).setFocus()
    settle()
    assert ring.isVisible()
