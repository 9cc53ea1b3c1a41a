"""Buttons, dialogs and fields that are read: keys act at once, nothing typed is lost, one thing shows the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.focus_ring import FocusRing
from chibo_desktop.ui.components.nav_rail import NavRail, RailButton
from chibo_desktop.ui.components.reading import set_reading
from chibo_desktop.ui.components.text_input import TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.theme import Theme
from tests.ui.walkers import settle, unsafe_default


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


def test_what_is_typed_in_a_dialog_goes_into_its_field(qtbot: QtBot) -> None:
    dialog = Dialog("Làm bản bổ sung?", "Lý do được ký cùng.", ("Chưa làm", "Làm bản bổ sung"))
    reason = TextInput()
    dialog.body.addWidget(reason)
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert unsafe_default(dialog) == []
    QTest.keyClick(dialog.safe, "G")  # type: ignore[call-overload] - the stubs forget letters
    QTest.keyClicks(dialog.focusWidget(), "hi sot")  # type: ignore[arg-type] - something has the focus
    assert reason.words() == "Ghi sot"
    dialog.safe.setFocus()
    QGuiApplication.clipboard().setText(" y kien")
    QTest.keyClick(dialog.safe, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert reason.words() == "Ghi sot y kien"
    QTest.keyClick(reason, Qt.Key.Key_Escape)
    assert dialog.answer == "Chưa làm"


def test_a_drop_down_that_is_read_says_its_words_as_text(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    choice = Choice([("a", "Đảng ủy xã")], "a")
    choice.setParent(window)
    choice.resize(200, 40)
    choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.show()
    settle()
    edge = choice.grab().toImage().pixelColor(100, 0)
    assert edge.name() == tokens.LIGHT.strong.lower()
    set_reading(choice, reading=True)
    settle()
    picture = choice.grab().toImage()
    assert picture.pixelColor(100, 0).name() != edge.name(), "no frame"
    inks = {picture.pixelColor(x, y).name() for x in range(80) for y in range(8, 32)}
    assert tokens.LIGHT.text.lower() in inks
    set_reading(choice, reading=False)
    settle()
    assert choice.isEnabled()
    assert choice.grab().toImage().pixelColor(100, 0) == edge


def test_the_safe_button_of_a_dialog_stands_first(qtbot: QtBot) -> None:
    dialog = Dialog("Rút biên bản?", "", ("Không rút", "Rút biên bản"), danger=("Rút biên bản",))
    qtbot.addWidget(dialog)
    dialog.open()
    settle()
    assert dialog.buttons[0].x() < dialog.buttons[1].x()


def test_a_button_that_fills_its_place_shows_the_focus_inside_it(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rail = NavRail()
    space.row(window).addWidget(rail)
    rail.add("a", Icon.PEN, "Buổi dự")
    first = rail.findChildren(RailButton)[0]
    plain = first.grab().toImage()
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    first.setFocus()
    settle()
    assert not ring.isVisible()
    assert first.grab().toImage() != plain
