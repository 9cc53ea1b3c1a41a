"""Digits in groups, however they are typed or pasted; and text with its differing words marked."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from chibo_desktop.ui.components.differing_text import DifferingText, differing_spans
from chibo_desktop.ui.components.digits_input import DigitsInput


@pytest.fixture
def field(qtbot: Any) -> DigitsInput:
    made = DigitsInput(15, 5)
    qtbot.addWidget(made)
    made.show()
    return made


def test_gaps_appear_while_typing(field: DigitsInput) -> None:
    QTest.keyClicks(field, "123456")
    assert field.text() == "12345 6"
    assert not field.is_complete()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "12345"


@pytest.mark.parametrize(
    "pasted", ["12345 67890 12345", "123456789012345", "12345-67890-12345\n", "12345.67890.12345999"]
)
def test_whatever_is_pasted_between_the_digits(pasted: str, field: DigitsInput) -> None:
    QGuiApplication.clipboard().setText(pasted)
    field.paste()
    assert field.digits == "123456789012345"
    assert field.text() == "12345 67890 12345"
    assert field.is_complete()


def test_a_digit_put_into_the_middle_keeps_the_cursor_behind_it(field: DigitsInput) -> None:
    QTest.keyClicks(field, "1234567890")
    field.setCursorPosition(2)
    QTest.keyClicks(field, "99")
    assert field.text() == "12993 45678 90"
    assert field.cursorPosition() == 4


def test_enter_finishes_only_what_is_complete(field: DigitsInput) -> None:
    said: list[bool] = []
    field.finished.connect(lambda: said.append(True))
    QTest.keyClicks(field, "12345")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == []
    QTest.keyClicks(field, "6789012345")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == [True]


def test_words_that_others_have_not_are_marked() -> None:
    text = "sạt lở dài 120 m, xong trước Tết"
    spans = differing_spans(text, ["sạt lở dài 200 m, xong trong quý I"])
    assert [text[start : start + length] for start, length in spans] == ["120", "trước Tết"]
    assert differing_spans(text, [text]) == []
    assert differing_spans("", [text]) == []


def test_marked_text_grows_with_its_lines(qtbot: Any) -> None:
    text = DifferingText("một hai ba bốn năm sáu bảy tám chín mười " * 10, ["một"])
    qtbot.addWidget(text)
    assert text.heightForWidth(200) > text.heightForWidth(800)
    assert text.accessibleName().startswith("một hai ba")
