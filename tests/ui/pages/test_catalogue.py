"""Danh mục: parts under one strip, each a page of its own."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.catalogue import CataloguePage, CataloguePart
from tests.ui import walkers


class Part(Page):
    """A part that remembers what it was asked."""

    concerns = ("thing",)

    def __init__(self, word: str) -> None:
        super().__init__("Danh mục", word)
        self.help_key, self.asked = word, list[object]()
        self.add, self.look = Button(f"Thêm {word}", "primary"), Button(f"Xem {word}")
        self.header.set_actions([self.add])
        self.set_content(self.look)

    def refresh(self) -> None:
        self.asked.append("refresh")

    def show_subject(self, subject: object) -> None:
        self.asked.append(subject)

    def leave(self) -> None:
        self.asked.append("leave")

    def panes(self) -> list[QWidget]:
        return [self.header, self.look]

    def focus_first(self) -> None:
        self.look.setFocus()


@pytest.fixture
def page(qtbot: Any) -> CataloguePage:
    made = CataloguePage(
        [CataloguePart(key, title, lambda key=key: Part(key)) for key, title in (("a", "Tổ chức"), ("b", "Máy"))]
    )
    qtbot.addWidget(made)
    made.resize(1262, 696)
    made.show()
    made.activateWindow()
    made.refresh()
    walkers.settle()
    return made


def part(page: CataloguePage) -> Part:
    assert isinstance(page.part, Part)
    return page.part


def test_parts_are_built_when_they_are_chosen_and_the_strip_keeps_the_focus(page: CataloguePage) -> None:
    assert len(page.findChildren(Part)) == 1
    first = part(page)
    segment = page.strip.findChildren(QWidget)[0]
    segment.setFocus()
    QTest.keyClick(segment, Qt.Key.Key_Right)
    assert page.current == "b"
    assert part(page) is not first
    assert "leave" in first.asked
    assert page.help_key == "b"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.strip.isAncestorOf(focus)


def test_a_key_goes_through_the_parts(page: CataloguePage) -> None:
    part(page).look.setFocus()
    QTest.keyClick(part(page).look, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.current == "b"
    assert QApplication.focusWidget() is part(page).look


def test_a_subject_names_the_part_and_what_to_show_there(page: CataloguePage) -> None:
    page.show_subject(("b", "thing"))
    assert page.current == "b"
    assert part(page).asked[-1] == "thing"
    page.show_subject("a")
    assert page.current == "a"


def test_what_a_part_says_goes_to_the_shell(page: CataloguePage) -> None:
    said: list[Any] = []
    page.notice_requested.connect(said.append)
    page.changed.connect(said.append)
    part(page).say(NoticeWords("Xong."))
    part(page).changed.emit(Changes.of(("thing", "x")))
    assert [type(one) for one in said] == [NoticeWords, Changes]


def test_a_part_that_is_not_seen_is_refreshed_when_it_comes(page: CataloguePage) -> None:
    hidden = part(page)
    page.open_part("b")
    hidden.asked.clear()
    page.changes_made(Changes.of(("thing", "x")))
    assert hidden.asked == []
    page.open_part("a")
    assert hidden.asked == ["refresh"]


def test_tab_goes_from_the_head_over_the_strip_to_the_content(page: CataloguePage) -> None:
    for key in ("a", "b", "a"):
        page.open_part(key)
        walkers.settle()
        assert walkers.faults(page) == []
        shown = part(page)
        shown.add.setFocus()
        QTest.keyClick(shown.add, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert page.strip.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is shown.look
