"""The head of a page gives way in a fixed order, so that one still reads where one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.chip import Chip, ChipLook
from chibo_desktop.ui.components.page_header import PageHeader
from chibo_desktop.ui.icons import Icon
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
