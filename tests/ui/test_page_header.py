"""The head of a page gives way in a fixed order, so that one still reads where one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.page_header import PageHeader
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from tests.ui.walkers import settle


@pytest.mark.parametrize(
    ("width", "shown"),
    [(1262, ("Xem bản in", "Chốt biên bản")), (740, ("", "Chốt biên bản")), (600, ("", ""))],
)
def test_the_actions_fold_and_the_main_one_last(width: int, shown: tuple[str, str], qtbot: QtBot, theme: Theme) -> None:
    buttons = [Button("Xem bản in", icon=Icon.EYE), Button("Chốt biên bản", "primary", Icon.LOCK)]
    header = PageHeader("Chi bộ thôn Phiêng An", chips=[ChipLook("Nháp")], actions=buttons, back=True)
    qtbot.addWidget(header)
    header.resize(width, tokens.HEADER)
    header.show()
    settle()
    assert tuple(button.shown_words for button in buttons) == shown
    assert [button.accessibleName() for button in buttons] == ["Xem bản in", "Chốt biên bản"]
    assert all(button.toolTip() for button in buttons if not button.shown_words)


def test_at_a_large_zoom_the_name_keeps_its_room(qtbot: QtBot, theme: Theme) -> None:
    theme.set_zoom(150)
    buttons = [Button("Xem bản in", icon=Icon.EYE), Button("Chốt biên bản", "primary", Icon.LOCK)]
    header = PageHeader("Chi bộ thôn Phiêng An", chips=[ChipLook("Nháp")], actions=buttons, back=True)
    qtbot.addWidget(header)
    header.resize(700, tokens.px(tokens.HEADER))
    header.show()
    settle()
    assert header._title.width() >= header._title.sizeHint().width()
    chip = header.findChildren(Chip)[0]
    assert chip.mapTo(header, QPoint()).y() > header._title.y(), "the chip gives way"
    theme.set_zoom(100)
    settle()
    assert chip.mapTo(header, QPoint()).x() > header._title.geometry().right()


MANY = ("Tìm trên USB", "Ghi giấy báo nhận", "Mở tệp khác", "Kiểm tra USB", "In phiếu báo nhận", "Hợp nhất")


@pytest.mark.parametrize(("width", "shown"), [(1500, 5), (1000, 2), (560, 0)])
def test_of_many_actions_the_last_ones_go_behind_one_button(width: int, shown: int, qtbot: QtBot, theme: Theme) -> None:
    pressed: list[str] = []
    buttons = [Button(name, icon=Icon.EYE) for name in MANY[:-1]] + [Button(MANY[-1], "primary", Icon.LOCK)]
    for name, button in zip(MANY, buttons, strict=True):
        button.clicked.connect(lambda _=False, name=name: pressed.append(name))
    buttons[4].set_key(Keys.PRINT)
    header = PageHeader("Nhận gói tin", actions=buttons)
    qtbot.addWidget(header)
    header.resize(width, tokens.HEADER)
    header.show()
    header.activateWindow()
    settle()
    seen = [button.accessibleName() for button in buttons if button.isVisible()]
    assert seen == [*MANY[:shown], MANY[-1]]
    assert all(button.shown_words for button in buttons if button.isVisible())
    more = header._more
    assert more is not None
    assert more.isVisible() == (shown < 5)
    if more.isVisible():
        actions = more.menu_of().actions()
        assert [action.text() for action in actions] == list(MANY[shown:-1])
        actions[0].trigger()
        assert pressed == [MANY[shown]]
    QTest.keyClick(header, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert pressed[-1] == MANY[4]
