"""The window: pages, keys, the way back, small screens; and the walkers over the gallery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chibo_desktop.domain.outcomes import Changes
from chibo_desktop.ui import space
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.help import HelpPage
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.inside import PageEntry
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.shell import Shell
from chibo_desktop.ui.shortcuts import PAGES
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.ui import walkers
from tests.ui.gallery import EmptyPage, ExportPage, OpinionsPage, PartsPage, shell_of_group
from tests.ui.walkers import settle

CONTROL = Qt.KeyboardModifier.ControlModifier


class Notebook(Page):
    """A page that notes what is asked of it."""

    concerns = ("visit",)
    built: list[str] = []

    def __init__(self, title: str, back: bool = False) -> None:
        self.asked: list[str] = []
        super().__init__(title, back=back)
        self.built.append(title)
        self.button = Button(title)
        content = Label("nội dung")
        self.header.set_actions([self.button])
        self.set_content(content)

    def refresh(self) -> None:
        self.asked.append("refresh")

    def leave(self) -> None:
        self.asked.append("leave")

    def show_subject(self, subject: object) -> None:
        self.asked.append(f"subject {subject}")

    def set_short(self, short: bool) -> None:
        self.asked.append(f"short {short}")


@pytest.fixture
def shell(theme: Theme, qtbot: QtBot) -> Iterator[Any]:
    Notebook.built = []
    window = Shell(theme, "Sổ")
    for place, key in enumerate(("one", "two")):
        window.add_page(PageEntry(key, Icon.PEN, key, PAGES[place], lambda key=key: Notebook(key)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.open_page("one")
    settle()
    yield window
    window.close()


def press(shell: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shell, key, modifiers)
    settle()


def test_pages_are_built_on_the_first_visit(shell: Any) -> None:
    assert Notebook.built == ["one"]
    press(shell, Qt.Key.Key_2, CONTROL)
    press(shell, Qt.Key.Key_1, CONTROL)
    press(shell, Qt.Key.Key_2, CONTROL)
    assert Notebook.built == ["one", "two"]
    assert shell.current_key == "two"
    assert shell.page is not None
    assert shell.page.accessibleName() == "two"


def test_a_page_is_asked_to_leave_before_another_comes(shell: Any) -> None:
    page = shell.page
    shell.open_page("two", "v1")
    assert page.asked[-1] == "leave"
    assert shell.page.asked[-1] == "subject v1"


def test_a_pushed_page_has_its_way_back(shell: Any) -> None:
    below = shell.page
    above = Notebook("above", back=True)
    below.push_requested.emit(above)
    assert shell.page is above
    press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.page is below
    assert below.asked[-1] == "refresh"
    shell.push(Notebook("again", back=True))
    shell.page.header.back.click()
    assert shell.page is below
    shell.go_back()
    assert shell.page is below


def test_changes_reach_the_page_that_is_seen(shell: Any) -> None:
    first = shell.page
    shell.open_page("two")
    second = shell.page
    first.asked.clear()
    second.asked.clear()
    second.changed.emit(Changes.of(("visit", "a")))
    assert (first.asked, second.asked) == ([], ["refresh"])
    second.changed.emit(Changes.of(("machine", "a")))
    assert second.asked == ["refresh"]


def test_locking_leaves_the_page_first_and_hides_everything(shell: Any) -> None:
    locked = QSignalSpy(shell.lock_requested)
    page = shell.page
    press(shell, Qt.Key.Key_L, CONTROL)
    assert page.asked[-1] == "leave"
    assert locked.count() == 1
    shell.show_alone(Label("Mở sổ"))
    assert not page.isVisible()
    assert shell.open_page("two") is None
    press(shell, Qt.Key.Key_2, CONTROL)
    assert not shell.rail.isVisible()
    shell.show_pages()
    assert page.isVisible()


def test_zoom_by_key(shell: Any, theme: Theme) -> None:
    looks = QSignalSpy(shell.look_changed)
    press(shell, Qt.Key.Key_Plus, CONTROL)
    assert theme.zoom == 110
    press(shell, Qt.Key.Key_Minus, CONTROL)
    press(shell, Qt.Key.Key_Plus, CONTROL)
    press(shell, Qt.Key.Key_0, CONTROL)
    assert theme.zoom == 100
    assert looks.at(looks.count() - 1) == ["light", 100]


def test_panes_are_cycled(shell: Any) -> None:
    shell.page.button.setFocus()
    press(shell, Qt.Key.Key_F6)
    assert shell.rail.isAncestorOf(shell.focusWidget())
    press(shell, Qt.Key.Key_F6)
    assert shell.page.isAncestorOf(shell.focusWidget())


def test_help_opens_on_top_and_loads_nothing(shell: Any) -> None:
    press(shell, Qt.Key.Key_F1)
    assert isinstance(shell.page, HelpPage)
    press(shell, Qt.Key.Key_F1)
    press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert not isinstance(shell.page, HelpPage)


def test_help_opens_at_the_door_and_goes_back_to_where_the_cursor_was(theme: Theme, qtbot: QtBot) -> None:
    window: Any = Shell(theme, "Sổ")
    qtbot.addWidget(window)
    door: Any = LineInput()
    door.help_key = "unlock"
    window.show_alone(door)
    window.show()
    window.activateWindow()
    settle()
    door.setFocus()
    press(window, Qt.Key.Key_F1)
    (help_page,) = window.findChildren(HelpPage)
    assert help_page.isVisible()
    assert not door.isVisible()
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.findChildren(HelpPage) == []
    assert door.hasFocus()
    assert window.page is None, "nothing behind the door was built"


def test_a_short_window_is_told_to_the_page(shell: Any) -> None:
    shell.resize(1024, 640)
    settle()
    assert shell.page.asked[-1] == "short True"
    shell.resize(1366, 768)
    settle()
    assert shell.page.asked[-1] == "short False"


def test_closing_asks_first(shell: Any) -> None:
    asked = QSignalSpy(shell.close_requested)
    shell.may_close = lambda: False
    shell.close()
    assert asked.count() == 1
    assert shell.isVisible()
    shell.may_close = lambda: True


def test_a_place_that_fits_no_screen_is_not_restored(theme: Theme, qtbot: QtBot) -> None:
    first, second = Shell(theme, "Sổ"), Shell(theme, "Sổ")
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    first.setGeometry(90_000, 90_000, 1100, 700)
    second.place(first.geometry_to_keep())
    assert second.isMaximized()
    second.place(b"nonsense")
    assert second.isMaximized()


@pytest.fixture
def gallery(theme: Theme, qtbot: QtBot) -> Iterator[Shell]:
    window = shell_of_group(theme)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    yield window
    window.close()


SIZES = [(1366, 696), (1024, 640)]


@pytest.mark.parametrize("size", SIZES, ids=["1366", "1024"])
@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("key", ["home", "visits", "cells", "exchange"])
def test_the_walkers_find_nothing(
    gallery: Any, theme: Theme, key: str, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    gallery.resize(*size)
    page = gallery.open_page(key)
    assert page is not None
    if isinstance(page, OpinionsPage):
        page.open_row()
    settle()
    assert walkers.faults(page) == []


@pytest.mark.parametrize("factory", [PartsPage, OpinionsPage, EmptyPage, ExportPage])
def test_nothing_flickers_while_a_page_is_built(factory: Callable[[], Page]) -> None:
    assert walkers.flashes(factory) == []


@pytest.mark.parametrize("key", ["home", "visits", "exchange"])
def test_the_focus_can_be_seen_everywhere(gallery: Any, key: str) -> None:
    gallery.resize(1366, 768)
    page = gallery.open_page(key)
    if isinstance(page, OpinionsPage):
        page.open_row()
    settle()
    assert walkers.unseen_focus(page) == []


def test_the_walkers_find_what_is_wrong(theme: Theme, qtbot: QtBot) -> None:
    page = Page("Trang")
    content = Label("đồng bộ dữ liệu")
    squeezed = Button("Một nút quá dài cho chỗ của nó")
    squeezed.setFixedWidth(30)
    nameless = Button("")
    rich = QLabel("<b>x</b>")
    column = space.column(content)
    space.put(column, squeezed, nameless, rich, Button("Một", "primary"), Button("Hai", "primary"))
    page.set_content(content)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    settle()
    found = " | ".join(walkers.faults(page))
    for fault in ("clipped button", "no name", "not plain text", "đồng bộ", "2 main actions"):
        assert fault in found
