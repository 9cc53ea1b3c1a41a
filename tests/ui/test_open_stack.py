"""A place with pages of different height is as high as the open one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import space
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.open_stack import OpenStack
from chibo_desktop.ui.components.scroll_page import ScrollPage
from tests.ui.walkers import settle


def page(height: int) -> QWidget:
    made = QWidget()
    space.column(made).addWidget(Label("Một câu dài, xuống dòng khi hẹp. " * 3, wrap=True))
    space.fix(made, min_height=height)
    return made


def test_a_short_page_does_not_scroll_because_of_a_tall_one(qtbot: QtBot) -> None:
    stack = OpenStack()
    for height in (100, 900):
        stack.add(page(height))
    scrolled = ScrollPage(stack)
    qtbot.addWidget(scrolled)
    scrolled.resize(600, 400)
    scrolled.show()
    settle()
    assert not scrolled.verticalScrollBar().isVisible()
    stack.open(1)
    settle()
    assert scrolled.verticalScrollBar().isVisible()
    stack.open(0)
    settle()
    assert not scrolled.verticalScrollBar().isVisible()
