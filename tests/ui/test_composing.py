"""Input methods that compose a word, in every widget that takes text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import space
from chibo_desktop.ui.components.completer import CompleterInput, PersonCombo
from chibo_desktop.ui.components.composing import SETTLED_AFTER
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from tests.ui.walkers import settle

NAMES = ["Một đảng viên", "Triệu Văn Dụ", "Điều khiển"]
MAKERS: dict[str, Callable[[], QWidget]] = {
    "line": LineInput,
    "text": TextInput,
    "completer": lambda: CompleterInput(NAMES),
    "person": lambda: PersonCombo(NAMES),
}


@pytest.fixture(params=list(MAKERS))
def field(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Any]:
    window = QWidget()
    column = space.column(window)
    widget = MAKERS[request.param]()
    column.addWidget(widget)
    column.addWidget(LineInput())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    widget.setFocus()
    settle()
    yield widget
    window.close()


def receiver(field: Any) -> Any:
    return field.line if isinstance(field, PersonCombo) else field


def compose(field: Any, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(receiver(field), event)


def leave(field: Any) -> None:
    receiver(field).clearFocus()


def test_nothing_happens_while_a_word_is_composed(field: Any, qtbot: QtBot) -> None:
    settled = QSignalSpy(field.text_changed_settled)
    committed = QSignalSpy(field.text_committed)
    compose(field, "tie")
    compose(field, "tiê")
    assert field.composing
    qtbot.wait(SETTLED_AFTER + 60)
    assert settled.count() == 0
    assert committed.count() == 0
    assert field.words() == ""
    compose(field, "", "tiếng")
    assert not field.composing
    assert field.words() == "tiếng"
    qtbot.waitUntil(lambda: settled.count() == 1, timeout=2000)
    assert settled.at(0) == ["tiếng"]


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_enter_first_commits_the_word(field: Any, modifiers: Qt.KeyboardModifier) -> None:
    committed = QSignalSpy(field.text_committed)
    compose(field, "tiê")
    QTest.keyClick(receiver(field), Qt.Key.Key_Return, modifiers)
    assert committed.count() == 0
    assert "\n" not in field.words()


def test_no_popup_while_a_word_is_composed(qtbot: QtBot) -> None:
    field = CompleterInput(NAMES)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    compose(field, "dieu")
    qtbot.wait(SETTLED_AFTER + 60)
    assert not field.offers.completer.offered.isVisible()
    compose(field, "", "dieu")
    qtbot.waitUntil(field.offers.completer.offered.isVisible, timeout=2000)
    assert field.offers.completer.currentCompletion() == "Điều khiển"
    field.offers.completer.offered.hide()


def test_no_new_row_while_a_word_is_composed(qtbot: QtBot) -> None:
    editor = RowEditor("1", "Dòng 1")
    text = TextInput()
    editor.body.addWidget(text)
    qtbot.addWidget(editor)
    editor.show()
    editor.begin()
    text.setFocus()
    finished, cancelled = QSignalSpy(editor.finished), QSignalSpy(editor.cancelled)
    compose(text, "tiê")
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert finished.count() == 0
    assert cancelled.count() == 0
    compose(text, "", "tiếng")
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert finished.count() == 1
    assert text.words() == "tiếng"


def test_no_shortcut_while_a_word_is_composed(qtbot: QtBot) -> None:
    window = QWidget()
    column = space.column(window)
    field = LineInput()
    pressed = QSignalSpy(QShortcut("Ctrl+M", window).activated)
    column.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    settle()
    compose(field, "a")
    QTest.keyClick(field, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert pressed.count() == 0
    compose(field, "", "a")
    QTest.keyClick(field, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert pressed.count() == 1


def test_text_is_nfc_after_the_field_is_left(field: Any) -> None:
    committed = QSignalSpy(field.text_committed)
    compose(field, "", unicodedata.normalize("NFD", "Đảng ủy xã ỖẶ"))
    leave(field)
    assert field.words() == unicodedata.normalize("NFC", "Đảng ủy xã ỖẶ")
    assert committed.at(0) == ["Đảng ủy xã ỖẶ"]
    field.setFocus()
    leave(field)
    assert committed.count() == 1, "unchanged text is not committed again"


def test_retyping_methods_are_waited_for(field: Any, qtbot: QtBot) -> None:
    settled = QSignalSpy(field.text_changed_settled)
    target = receiver(field)
    for key in "tieeng":
        QTest.keyClicks(target, key)
    for _ in range(4):
        QTest.keyClick(target, Qt.Key.Key_Backspace)
    QTest.keyClicks(target, "x")
    assert settled.count() == 0
    qtbot.waitUntil(lambda: settled.count() == 1, timeout=2000)
    assert settled.at(0) == ["tix"]


def test_words_from_the_program_make_no_signal(field: Any, qtbot: QtBot) -> None:
    settled, committed = QSignalSpy(field.text_changed_settled), QSignalSpy(field.text_committed)
    field.set_words("có sẵn")
    qtbot.wait(SETTLED_AFTER + 60)
    leave(field)
    assert field.words() == "có sẵn"
    assert settled.count() == committed.count() == 0
