"""Buttons: keys act at once, and only one thing shows the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import space
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from tests.ui.walkers import settle


def test_a_key_presses_the_button_at_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = Button("Chốt", key=Keys.FINALISE)
    space.column(window).addWidget(button)
    window.show()
    window.activateWindow()
    settle()
    pressed = QSignalSpy(button.clicked)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert pressed.count() == 1
    button.set_key(Keys.EXPORT)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert pressed.count() == 1
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert pressed.count() == 2


def test_the_focus_leaves_the_inside_of_a_button_as_it_is(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = space.column(window, 20)
    button, other = Button("Chép ra USB"), Button("Đóng")
    column.addWidget(button)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert button.hasFocus()
    assert button.grab().toImage() == plain
