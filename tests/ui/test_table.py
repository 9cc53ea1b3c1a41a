"""Tables: keys, editor, sorting, spoken rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import space, tokens
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.components.delegates import (
    ChipDelegate,
    IconDelegate,
    NumberDelegate,
    TwoLineDelegate,
    WrapDelegate,
    two_lines,
)
from chibo_desktop.ui.components.row_editor import RowEditor
from chibo_desktop.ui.components.rows_model import Column, RowRole, RowsModel
from chibo_desktop.ui.components.table import Table, TableCard
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.theme import Theme
from tests.ui.walkers import settle


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    count: int
    state: str = "Nháp"


COLUMNS: list[Column[Row]] = [
    Column("Chi bộ", lambda r: r.name, second=lambda r: "Đảng bộ xã", sort=lambda r: r.name),
    Column("Có mặt", lambda r: f"{r.count:02d}", number=True, width=100, sort=lambda r: r.count),
    Column("Trạng thái", chip=lambda r: ChipLook(r.state, told="Nháp, đang ghi"), width=140),
    Column("Trả lời", icon=lambda r: (Icon.CHECK, "ok", "đã trả lời"), width=80),
    Column("Nội dung", lambda r: "một hai ba bốn năm sáu bảy tám chín mười", wraps=True),
]
ROWS = [Row("Phiêng An", 9), Row("Đon Bây", 14), Row("An Thịnh", 3)]


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    model: RowsModel[Row] = RowsModel(COLUMNS)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_rows(ROWS)
    table = Table(model, "Buổi dự")
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    table.activateWindow()
    table.setFocus()
    settle()
    return table


def test_columns_choose_their_delegates(table: Table) -> None:
    kinds = [type(table.itemDelegateForColumn(place)) for place in range(5)]
    assert kinds == [TwoLineDelegate, NumberDelegate, ChipDelegate, IconDelegate, WrapDelegate]


def test_a_row_is_a_value_and_is_spoken_whole(table: Table) -> None:
    index = table.rows_model.index(0, 2)
    assert index.data(RowRole) == ROWS[0]
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Nháp, đang ghi"
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Phiêng An, 09, Nháp, đã trả lời, một hai")


def test_it_sorts_by_value_and_keeps_the_order_for_new_rows(table: Table) -> None:
    table.rows_model.sort(1)
    assert [row.count for row in table.rows_model.rows] == [3, 9, 14]
    table.rows_model.set_rows([*ROWS, Row("Bản Thử", 5)])
    assert [row.count for row in table.rows_model.rows] == [3, 5, 9, 14]
    table.rows_model.sort(2)
    assert [row.count for row in table.rows_model.rows] == [3, 5, 9, 14], "this column cannot be sorted"
    table.rows_model.sort(0, Qt.SortOrder.DescendingOrder)
    assert table.rows_model.rows[-1].name == "An Thịnh"


def test_a_click_on_the_head_sorts(table: Table) -> None:
    head = table.horizontalHeader()
    head.sectionClicked.emit(1)
    assert [row.count for row in table.rows_model.rows] == [3, 9, 14]
    head.sectionClicked.emit(1)
    assert [row.count for row in table.rows_model.rows] == [14, 9, 3]


def test_keys_open_add_remove_move_and_choose(table: Table) -> None:
    opened, new = QSignalSpy(table.row_opened), QSignalSpy(table.new_row_requested)
    removed, moved = QSignalSpy(table.row_removal_requested), QSignalSpy(table.row_move_requested)
    digit = QSignalSpy(table.digit_typed)
    table.choose(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert [opened.at(place)[0] for place in range(opened.count())] == [ROWS[1], ROWS[1]]
    QTest.keyClick(table, Qt.Key.Key_Insert)
    assert new.count() == 1
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert removed.at(0) == [1]
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert moved.at(0) == [1, -1]
    QTest.keyClick(table, Qt.Key.Key_3)
    assert digit.at(0) == [1, 3]
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Đon Bây, 14")


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    window = QWidget()
    model: RowsModel[Row] = RowsModel(COLUMNS)
    model.set_rows(ROWS)
    table, after = Table(model, "Buổi dự"), LineInput()
    space.put(space.column(window), TableCard(table), after)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    settle()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_it_is_as_high_as_its_rows(table: Table) -> None:
    assert table.height() == tokens.TABLE_HEAD + 3 * tokens.ROW_TWO
    assert table.verticalScrollBar().maximum() == 0
    table.rows_model.set_rows(ROWS * 2)
    assert table.height() == tokens.TABLE_HEAD + 6 * tokens.ROW_TWO


def test_one_row_at_a_time_is_open(table: Table, qtbot: QtBot) -> None:
    first, second = RowEditor("1", "Dòng 1"), RowEditor("2", "Dòng 2")
    for editor in (first, second):
        editor.body.addWidget(TextInput())
    table.open_editor(0, first)
    settle()
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert table.rowHeight(0) >= first.sizeHint().height()
    typed = first.findChild(TextInput)
    assert isinstance(typed, TextInput)
    assert typed.hasFocus()
    table.open_editor(1, second)
    settle()
    assert table.edited == 1
    assert table.columnSpan(0, 0) == 1
    assert table.rowHeight(0) == tokens.ROW_TWO
    assert table.indexWidget(table.rows_model.index(0, 0)) is None
    table.close_editor()
    settle()
    assert table.edited == -1
    assert table.hasFocus()
    assert table.height() == tokens.TABLE_HEAD + 3 * tokens.ROW_TWO


def test_the_open_row_follows_its_text_and_the_zoom(table: Table, theme: Theme) -> None:
    editor, text = RowEditor("1", "Dòng 1"), TextInput()
    editor.body.addWidget(text)
    table.open_editor(1, editor)
    settle()
    before = table.rowHeight(1)
    text.setPlainText("một\nhai\nba\nbốn")
    settle()
    assert table.rowHeight(1) > before
    theme.set_zoom(125)
    settle()
    assert table.edited == 1
    assert table.rowHeight(0) == tokens.px(tokens.ROW_TWO)
    assert editor.isVisible()


def test_one_changed_row_keeps_the_place(table: Table) -> None:
    table.choose(2)
    table.rows_model.set_row(2, replace(ROWS[2], count=4))
    assert table.current == Row("An Thịnh", 4)


def test_text_breaks_into_two_lines() -> None:
    font = tokens.font(tokens.BODY)
    assert two_lines("", font, 100) == []
    assert two_lines("ngắn", font, 100) == ["ngắn"]
    first, second = two_lines("một hai ba bốn năm sáu bảy tám", font, 100)
    assert f"{first} {second}" == "một hai ba bốn năm sáu bảy tám"
