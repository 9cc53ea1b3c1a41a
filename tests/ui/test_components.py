"""What the components do, one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QKeyEvent, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.ui import digits, tokens
from chibo_desktop.ui.components.banner import Banner, BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import NameCompleter
from chibo_desktop.ui.components.date_time import DateInput, TimeInput, read_date, read_time
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.focus_ring import FocusRing
from chibo_desktop.ui.components.label import TALLEST, Label
from chibo_desktop.ui.components.nav_rail import NavRail
from chibo_desktop.ui.components.notice import Notice, NoticeWords
from chibo_desktop.ui.components.passphrase_input import PassphraseField
from chibo_desktop.ui.components.section_list import SectionList, SectionRow
from chibo_desktop.ui.components.segmented import Segmented
from chibo_desktop.ui.components.state_cells import Cell, StateCells
from chibo_desktop.ui.components.step_list import StepList
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.icons import FOLDER, Icon
from chibo_desktop.ui.shortcuts import Keys, cap
from chibo_desktop.ui.theme import Theme
from tests.ui.walkers import settle, unsafe_default

TODAY = dt.date(2026, 11, 23)


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    settle()
    return widget


def test_enter_presses_the_button_that_has_the_focus_once(qtbot: QtBot) -> None:
    button = Button("Mở sổ")
    shown(qtbot, button)
    pressed = QSignalSpy(button.clicked)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, key)
    assert pressed.count() == 3
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(button, held)
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed.count() == 3, "a key that is held presses once, and Ctrl+Enter belongs to the row"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/12", dt.date(2026, 12, 3)),
        ("03/12/2026", dt.date(2026, 12, 3)),
        ("3.12.26", dt.date(2026, 12, 3)),
        ("03122026", dt.date(2026, 12, 3)),
        ("+7", dt.date(2026, 11, 30)),
        ("-1", dt.date(2026, 11, 22)),
        ("31/02", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_dates_are_read_as_they_are_typed(typed: str, day: dt.date | None) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("19:30", "19:30"),
        ("1930", "19:30"),
        ("930", "09:30"),
        ("19h30", "19:30"),
        ("19 giờ 30 phút", "19:30"),
        ("8", "08:00"),
    ],
)
def test_times_are_read_as_they_are_typed(typed: str, time: str) -> None:
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["25:00", "19:75", "tối", ""])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_time(typed) is None


def test_a_date_field_keeps_what_it_cannot_read(qtbot: QtBot) -> None:
    field = DateInput(today=lambda: TODAY)
    shown(qtbot, field)
    changed, misread = QSignalSpy(field.value_changed), QSignalSpy(field.misread)
    QTest.keyClicks(field, "3/12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value == dt.date(2026, 12, 3)
    assert field.text() == "03/12/2026"
    assert changed.count() == 1
    field.selectAll()
    QTest.keyClicks(field, "mai")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "mai"
    assert misread.at(misread.count() - 1) == [True]
    assert field.value is None


def test_a_time_field_shows_the_time_it_understood(qtbot: QtBot) -> None:
    field = TimeInput()
    shown(qtbot, field)
    QTest.keyClicks(field, "1930")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.value, field.text()) == ("19:30", "19:30")


@pytest.mark.parametrize(("typed", "found"), [("dieu", "Điều khiển"), ("uy xa", "Đảng ủy xã"), ("uỷ", "Đảng ủy xã")])
def test_names_are_found_without_marks(qtbot: QtBot, typed: str, found: str) -> None:
    completer = NameCompleter(["Triệu Văn Dụ", "Điều khiển", "Đảng ủy xã"])
    completer.setCompletionPrefix(completer.splitPath(typed)[0])
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == found


def test_names_with_the_very_marks_come_first(qtbot: QtBot) -> None:
    completer = NameCompleter(["Lương", "Lường"])
    completer.rank("lườ")
    completer.setCompletionPrefix(completer.splitPath("lườ")[0])
    assert completer.currentCompletion() == "Lường"


def test_a_field_names_its_control_and_says_what_is_wrong(qtbot: QtBot) -> None:
    field = Field("Kết thúc", LineInput(), "Ghi như trên giấy.")
    shown(qtbot, field)
    assert field.label.buddy() is field.widget
    assert field.widget.accessibleName() == "Kết thúc"
    field.set_trouble("Sớm hơn giờ bắt đầu.")
    assert field.hint.text() == field.widget.accessibleDescription() == "Sớm hơn giờ bắt đầu."
    field.set_trouble()
    assert field.hint.text() == "Ghi như trên giấy."


def test_text_grows_to_its_lines_and_tab_leaves_it(qtbot: QtBot) -> None:
    window = QWidget()
    first, second = TextInput(lines=(1, 5)), LineInput()
    from chibo_desktop.ui import space

    space.put(space.column(window), first, second)
    window.resize(400, 400)
    shown(qtbot, window)
    one = first.height()
    assert one == tokens.px(tokens.CONTROL)
    first.setPlainText("một\nhai\nba")
    settle()
    assert first.height() > one
    first.setPlainText("\n".join("dòng" for _ in range(5)))
    settle()
    five = first.height()
    first.setPlainText("\n".join("dòng" for _ in range(50)))
    settle()
    assert first.height() == five
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()


def test_text_takes_no_more_than_its_limit(qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData

    field = TextInput(limit=10)
    qtbot.addWidget(field)
    pasted = QMimeData()
    pasted.setText("0123456789abcdef")
    field.insertFromMimeData(pasted)
    assert field.words() == "0123456789"


def test_segments_choose_by_mouse_arrow_and_alt_digit(qtbot: QtBot) -> None:
    choice = Segmented([("a", "Ý kiến"), ("b", "Kiến nghị"), ("c", "Đề xuất")], "a", digits=True)
    shown(qtbot, choice)
    spy = QSignalSpy(choice.chosen)
    choice.set_value("b")
    assert (choice.value, spy.count()) == ("b", 0)
    first = choice.findChildren(QWidget)[0]
    first.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Right)
    assert choice.value == "c"
    QTest.keyClick(choice, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: choice.value == "a")
    assert [spy.at(place)[0] for place in range(spy.count())] == ["c", "a"]


def test_a_choice_tells_only_what_a_person_chose(qtbot: QtBot) -> None:
    choice = Choice([(1, "Một"), (2, "Hai")], 1)
    qtbot.addWidget(choice)
    spy = QSignalSpy(choice.chosen)
    choice.set_value(2)
    assert (choice.value, spy.count()) == (2, 0)


def test_a_dialog_answers_with_the_safe_button_by_escape(qtbot: QtBot) -> None:
    dialog = Dialog("Xóa tên?", "Không lấy lại được.", ["Không xóa", "Xóa"], ["Xóa"])
    shown(qtbot, dialog)
    assert unsafe_default(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer == "Không xóa"
    dialog.show()
    QTest.mouseClick(dialog.buttons[1], Qt.MouseButton.LeftButton)
    assert dialog.answer == "Xóa"


def test_a_banner_has_at_most_two_buttons() -> None:
    with pytest.raises(ValueError, match="two"):
        Banner("warn", "a", "", ["1", "2", "3"])


def test_a_banner_takes_the_place_of_the_one_with_its_key(qtbot: QtBot) -> None:
    area = BannerArea()
    qtbot.addWidget(area)
    chosen: list[str] = []
    area.put("save", Banner("error", "Chưa lưu được.", "", ["Thử lại"]))
    banner = area.put("save", Banner("error", "Vẫn chưa lưu được.", "", ["Thử lại"]), chosen.append)
    assert area.keys() == ("save",)
    banner.buttons[0].click()
    assert chosen == ["Thử lại"]
    assert area.keys() == ()
    assert area.isHidden()


def test_notices_are_kept_and_act_once(qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(1000, 600)
    notice = Notice(host)
    shown(qtbot, host)
    done: list[str] = []
    notice.say(NoticeWords("Đã bỏ dòng 3.", "Có thể lấy lại.", "Hoàn tác", lambda: done.append("undo")))
    assert notice.isVisible()
    assert host.rect().contains(notice.geometry())
    next(b for b in notice.findChildren(Button) if b.text() == "Hoàn tác").click()
    assert done == ["undo"]
    assert notice.isHidden()
    assert [words.title for words in notice.kept] == ["Đã bỏ dòng 3."]


def test_the_rail_counts_what_waits(qtbot: QtBot) -> None:
    rail = NavRail()
    rail.add("a", Icon.PEN, "Buổi dự", Keys.PAGE_1)
    rail.add("b", Icon.TRANSFER, "Gửi – nhận", Keys.PAGE_2)
    shown(qtbot, rail)
    opened = QSignalSpy(rail.opened)
    rail.set_badge("b", 4)
    first, second = rail.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)[0], rail
    buttons = [w for w in rail.findChildren(QWidget) if w.metaObject().className() == "RailButton"]
    first, second = buttons
    assert second.accessibleName() == "Gửi – nhận, 4 việc chờ"
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert opened.at(0) == ["b"]
    rail.set_badge("b", 0)
    assert second.accessibleName() == "Gửi – nhận"


def test_the_section_list_knows_what_is_next(qtbot: QtBot) -> None:
    rows = [
        SectionRow("a", 1, "Thông tin chung", "done"),
        SectionRow("b", 2, "Thành phần dự", "check", "08/09"),
        SectionRow("c", 3, "Biểu quyết", "none"),
        SectionRow("d", 4, "Kết luận"),
    ]
    sections = SectionList(rows)
    shown(qtbot, sections)
    spy = QSignalSpy(sections.chosen)
    sections.choose("b")
    assert (sections.current, spy.count()) == ("b", 0)
    assert sections.next_unfinished() == "d"
    assert sections.neighbour(-1) == "a"
    QTest.keyClick(sections.list, Qt.Key.Key_Down)
    assert spy.at(0) == ["c"]
    model = sections.list.model()
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "2, Thành phần dự, cần xem lại, 08/09"
    sections.set_rows([*rows[:3], SectionRow("d", 4, "Kết luận", "done")])
    assert sections.current == "c"
    sections.set_narrow(True)
    assert sections.combo.currentText() == "Mục 3/4: Biểu quyết"


def test_steps_run_one_after_the_other(qtbot: QtBot) -> None:
    steps = StepList(
        [("find", "Tìm thấy USB"), ("write", "Ghi tệp"), ("end", "Xong")], "Dừng thì không sao.", "Đừng rút."
    )
    shown(qtbot, steps)
    assert steps.stop.isHidden()
    steps.begin("write")
    steps.set_progress("write", 5 * 2**31, 10 * 2**31, ("5", "10"))
    steps.set_running(True)
    assert (steps.state("find"), steps.state("write"), steps.state("end")) == ("done", "running", "waiting")
    stopped = QSignalSpy(steps.cancel_requested)
    steps.stop.click()
    assert stopped.count() == 1
    steps.fail("write", "USB bị rút")
    assert steps.state("write") == "failed"
    steps.reset()
    assert steps.state("find") == "waiting"


def test_cells_can_be_chosen_by_key(qtbot: QtBot) -> None:
    cells = StateCells([Cell("a", "Nháp", "1"), Cell("b", "Đã chốt", "2")], clickable=True)
    shown(qtbot, cells)
    spy = QSignalSpy(cells.chosen)
    face = next(w for w in cells.findChildren(QWidget) if w.accessibleName() == "Đã chốt: 2")
    face.setFocus()
    QTest.keyClick(face, Qt.Key.Key_Space)
    assert spy.at(0) == ["b"]
    cells.set_cells([Cell("a", "Nháp", "1"), Cell("b", "Đã chốt", "3")])
    assert face.accessibleName() == "Đã chốt: 3"


def test_flow_goes_on_to_the_next_line(qtbot: QtBot) -> None:
    flow = Flow(*[Button(f"Nút {number}") for number in range(6)], gap=8)
    shown(qtbot, flow)
    assert flow.heightForWidth(2000) < flow.heightForWidth(200)


def test_high_letters_are_not_cut(qtbot: QtBot) -> None:
    for look in ("title", "heading", "", "caption"):
        label = Label(TALLEST, look)
        shown(qtbot, label)
        tall = label.fontMetrics().tightBoundingRect(TALLEST)
        assert -tall.top() - label.fontMetrics().ascent() <= label.contentsMargins().top()
        picture = label.grab().toImage()
        ground = picture.pixel(0, 0)
        assert all(picture.pixel(x, 0) == ground for x in range(picture.width())), f"{look}: cut at the top"


def test_digits_stand_in_cells_of_one_width() -> None:
    font = tokens.font(tokens.BODY)
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("1") < metrics.horizontalAdvance("4"), "else this painting is not needed"
    assert digits.figures_width("111", font) == pytest.approx(digits.figures_width("444", font))
    picture = QImage(60, 30, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setFont(QFont(font))
    digits.paint_figures(painter, picture.rect().toRectF(), "14")
    painter.end()
    assert any(picture.pixelColor(x, 15).lightness() < 128 for x in range(30, 60))


def test_the_ring_lies_outside_the_button(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(300, 200)
    button = Button("Chốt", "primary")
    button.setParent(window)
    button.move(100, 80)
    ring = FocusRing(window)
    shown(qtbot, window)
    button.setFocus()
    settle()
    gap = tokens.RING + tokens.RING_GAP
    assert ring.isVisible()
    assert ring.geometry() == button.geometry().adjusted(-gap, -gap, gap, gap)
    picture = window.grab().toImage()
    edge = button.geometry().topLeft() + QPoint(20, -gap)
    assert picture.pixelColor(edge).name() == tokens.LIGHT.focus.lower()


def test_every_icon_is_drawn_and_recoloured(theme: Theme) -> None:
    files = {path.stem for path in FOLDER.glob("*.svg")}
    assert files == {str(icon) for icon in Icon}
    for icon in Icon:
        assert "currentColor" in (FOLDER / f"{icon}.svg").read_text(encoding="utf-8")
        picture = Button(str(icon), icon=icon)
        assert picture.sizeHint().height() == tokens.px(tokens.CONTROL)


def test_zoom_reaches_heights_and_text(theme: Theme, qtbot: QtBot) -> None:
    button = Button("Chốt biên bản")
    shown(qtbot, button)
    before = button.sizeHint()
    theme.set_zoom(150)
    settle()
    assert button.sizeHint().height() == 60
    assert button.sizeHint().width() > before.width() * 1.4
    theme.step_zoom(1)
    assert theme.zoom == 150
    theme.step_zoom(-1)
    assert theme.zoom == 125
    with pytest.raises(ValueError, match="90"):
        theme.set_zoom(90)


def test_keys_are_written_as_on_the_keyboard() -> None:
    assert cap(Keys.ROW_UP) == "Alt+↑"
    assert cap(Keys.FINISH_ROW) == "Ctrl+Enter"
    assert cap(Keys.LARGER) == "Ctrl++"
    assert len({key.value for key in Keys}) == len(Keys)


def test_letters_typed_at_the_eye_do_not_lengthen_the_passphrase_before_it(qtbot: QtBot) -> None:
    """Tab goes from the passphrase to its eye; who then types the second one blindly must not spoil the first."""
    field = PassphraseField("Mật khẩu")
    qtbot.addWidget(field)
    field.show()
    field.input.setText("con suối")
    field.input.eye.setFocus()
    QTest.keyClicks(field.input.eye, "abc")
    assert field.passphrase() == "con suối"
