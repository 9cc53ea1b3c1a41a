"""The program as a person meets it: first run, unlocking, locking, coming back after a crash."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.app.program import Program
from chibo_desktop.packets import stick as stick_room
from chibo_desktop.services import backups, founding, visits
from chibo_desktop.services.founding import recovery_code_confirmed_at
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.pages.editor.frame import EditorPage
from chibo_desktop.ui.pages.exchange import ExchangePage
from chibo_desktop.ui.pages.first_run import FirstRunPage
from chibo_desktop.ui.pages.settings import SettingsPage
from chibo_desktop.ui.pages.today import TodayPage
from chibo_desktop.ui.pages.unlock import UnlockPage
from tests.building.exchange_town import Town, know, record
from tests.building.homes import PASSPHRASE, open_home
from tests.building.visits import phieng_an
from tests.ui import walkers

Start = Callable[[], Program]


def type_words(words: str) -> None:
    """Type into whatever has the focus: plain letters as keys, Vietnamese ones as an input method commits them."""
    focus = QApplication.focusWidget()
    assert focus is not None
    for letter in words:
        if letter.isascii():
            QTest.keyClick(focus, letter)  # type: ignore[call-overload] - the stubs forget letters
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(letter)
            QApplication.sendEvent(focus, commit)


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def enter(*lines: str) -> None:
    for line in lines:
        type_words(line)
        press(Qt.Key.Key_Return)


def alone(program: Program, kind: type) -> object:
    """The page that is shown without the rail."""
    pages = program.shell.findChildren(kind)
    assert pages, f"no {kind.__name__}"
    return pages[-1]


def unlock(program: Program, qtbot: QtBot) -> None:
    page = alone(program, UnlockPage)
    assert isinstance(page, UnlockPage)
    page.focus_first()
    enter(PASSPHRASE)
    qtbot.waitUntil(lambda: program.desk is not None and program.shell.page is not None, timeout=10_000)


def test_first_run_by_keyboard_only_lands_on_today(start: Start, places: Places, qtbot: QtBot) -> None:
    """J1: role, names, passphrase, recovery typed back, backup place; a second start asks for the passphrase."""
    program = start()
    page = alone(program, FirstRunPage)
    assert isinstance(page, FirstRunPage)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    enter("Quang Thuận-2", "Hoàng Văn Mẫu", "tổ trưởng", "Tổ số 05")
    assert page.place == 3
    enter(PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: page.place == 4, timeout=20_000)
    assert is_founded(places)
    groups = page.code.paper.groups
    assert len(groups) == 6
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    enter("XXXXX", groups[4])
    assert page.place == 4, "a wrong group must not pass"
    page.code.back[0].clear()
    enter(groups[1], groups[4])
    assert page.place == 5
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.shell.page, TodayPage), timeout=10_000)
    assert program.desk is not None
    assert program.desk.me.person.name == "Hoàng Văn Mẫu"
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=10_000)
    assert recovery_code_confirmed_at(program.desk) is not None

    again = start()
    assert alone(again, UnlockPage)
    assert again.desk is None
    unlock(again, qtbot)
    assert isinstance(again.shell.page, TodayPage)


def test_a_wrong_passphrase_opens_nothing_and_says_that_data_is_safe(start: Start, found: str, qtbot: QtBot) -> None:
    program = start()
    page = alone(program, UnlockPage)
    assert isinstance(page, UnlockPage)
    for _ in range(5):
        page.field.input.clear()
        enter("không phải câu này")
        qtbot.waitUntil(lambda: not page.field.input.isReadOnly(), timeout=10_000)
    assert "Dữ liệu không sao" in page.said.text()
    assert not page.open.isEnabled(), "after five tries one waits"
    assert "30 giây" in page.said.text()
    assert program.desk is None


def test_the_copy_of_the_day_is_made_by_itself_and_the_card_says_so(
    start: Start, places: Places, found: str, qtbot: QtBot
) -> None:
    program = start()
    unlock(program, qtbot)
    qtbot.waitUntil(lambda: len(list(places.backups.glob("book-*.db"))) == 1, timeout=20_000)
    page = program.shell.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: "đã đọc lại và khớp" in page.backup._said.text(), timeout=20_000)
    assert not page.backup.now.isVisible()
    (made,) = places.backups.glob("book-*.db")
    program = start()
    unlock(program, qtbot)
    qtbot.waitUntil(lambda: not program.jobs.is_busy() and not program.background.is_busy(), timeout=20_000)
    assert list(places.backups.glob("book-*.db")) == [made], "it is not a day old"


def test_a_damaged_book_is_told_of_and_not_copied(start: Start, places: Places, found: str, qtbot: QtBot) -> None:
    desk = open_home(places.home)
    visit = phieng_an()
    visits.record(
        desk, [dataclasses.replace(visit, group=dataclasses.replace(visit.group, id=None))], finalise_them=True
    )
    founding.close_desk(desk)
    whole = places.book.read_bytes()
    for page in range(len(whole) // 4096 - 1, 0, -1):
        data = bytearray(whole)
        data[page * 4096 + 100] ^= 1
        places.book.write_bytes(bytes(data))
        desk = open_home(places.home)
        problems = backups.look_at_file(desk)
        founding.close_desk(desk)
        if problems:
            break
    program = start()
    unlock(program, qtbot)
    qtbot.waitUntil(lambda: "damage" in _banners(program), timeout=20_000)
    assert not list(places.backups.glob("book-*.db")), "the older, sound copies are what is needed"
    page_shown = program.shell.page
    assert page_shown is not None
    page_shown.banners._shown["damage"].chosen.emit("Mở Cài đặt")
    assert isinstance(program.shell.page, SettingsPage)


def test_a_book_that_does_not_open_is_replaced_at_the_door(
    start: Start, places: Places, found: str, qtbot: QtBot
) -> None:
    desk = open_home(places.home)
    visit = phieng_an()
    (row,) = visits.record(
        desk, [dataclasses.replace(visit, group=dataclasses.replace(visit.group, id=None))], finalise_them=True
    ).value
    backups.back_up_now(desk)
    founding.close_desk(desk)
    whole = places.book.read_bytes()
    places.book.write_bytes(bytes([whole[0] ^ 1]) + whole[1:200] + bytes([whole[200] ^ 1]) + whole[201:])
    program = start()
    page = alone(program, UnlockPage)
    assert isinstance(page, UnlockPage)
    page.focus_first()
    enter(PASSPHRASE)
    qtbot.waitUntil(page.replace.isVisible, timeout=10_000)
    assert walkers.faults(page) == []
    page.replace.click()
    assert page.question is not None
    assert page.question.focusWidget() is page.question.safe
    page.question.press("Khôi phục")
    qtbot.waitUntil(lambda: program.desk is not None and program.shell.page is not None, timeout=20_000)
    assert program.desk is not None
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=20_000)
    assert [one.id for one in visits.list_visits(program.desk, visits.VisitFilter())] == [row.id]
    assert list(places.set_aside.glob("broken-*"))


def _banners(program: Program) -> tuple[str, ...]:
    page = program.shell.page
    return page.banners.keys() if page is not None else ()


def test_locking_keeps_the_place(start: Start, found: str, qtbot: QtBot) -> None:
    program = start()
    unlock(program, qtbot)
    shown = program.shell.open_page("settings")
    program.shell.lock()
    assert alone(program, UnlockPage)
    assert program.shell.open_page("today") is None, "no page opens behind the door"
    page = alone(program, UnlockPage)
    assert isinstance(page, UnlockPage)
    page.focus_first()
    enter(PASSPHRASE)
    qtbot.waitUntil(lambda: program.shell.page is shown and program.shell.rail.isVisible(), timeout=10_000)


def test_closing_while_something_runs_asks_first_and_the_safe_answer_stays(
    start: Start, found: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J16: the question has its safe button as default; waiting keeps the window, stopping lets the job end itself."""
    program = start()
    unlock(program, qtbot)
    answers = ["Đợi cho xong", "Dừng và thoát"]
    asked: list[Dialog] = []

    def answer(dialog: Dialog) -> str:
        asked.append(dialog)
        return answers.pop(0)

    monkeypatch.setattr(Dialog, "ask", answer)
    stopped = threading.Event()

    def export(_: object, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            stopped.wait(0.01)
        stopped.set()

    program.jobs.submit(export, on_progress=lambda *_: None)
    assert not program.shell.close()
    assert asked[0].safe.text() == "Đợi cho xong"
    assert asked[0].safe.isDefault()
    assert program.shell.isVisible()
    program.shell.close()
    assert stopped.is_set()
    qtbot.waitUntil(lambda: not program.shell.isVisible())


@pytest.mark.parametrize("page", ["today", "visits", "exchange", "settings"])
def test_a_new_visit_begins_on_every_page_and_not_at_the_door(
    page: str, start: Start, found: str, qtbot: QtBot
) -> None:
    program = start()
    QTest.keyClick(program.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    unlock(program, qtbot)
    program.shell.open_page(page)
    assert not isinstance(program.shell.page, EditorPage)
    QTest.keyClick(program.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(program.shell.page, EditorPage)
    first = program.shell.page
    QTest.keyClick(program.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert program.shell.page is not first, "in the editor, too"
    program.shell.lock()
    alone(program, UnlockPage)
    above = program.shell.page
    QTest.keyClick(program.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert program.shell.page is above


def test_closing_while_a_stick_is_written_asks_first_and_waiting_is_what_enter_does(
    start: Start, found: str, places: Places, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M25: the safe answer has the focus and leaves the export running to its end."""
    stick, gate = tmp_path / "stick", threading.Event()
    stick.mkdir()
    program = start()
    unlock(program, qtbot)
    send_to_an_office(program, tmp_path)
    page = program.shell.open_page("exchange")
    assert isinstance(page, ExchangePage)
    page.sticks._drives = lambda: (Drive("KINGSTON", stick, 2**30),)
    qtbot.waitUntil(page.export.isEnabled)
    real = stick_room._write

    def held_up(*arguments: Any) -> None:
        gate.wait(10)
        real(*arguments)

    monkeypatch.setattr(stick_room, "_write", held_up)
    page.export.click()
    qtbot.waitUntil(lambda: page.panel.steps.state("written") == "running")
    asked: list[tuple[str, QWidget | None, list[str]]] = []

    deadline = QDeadlineTimer(5000)

    def answer() -> None:
        """Runs inside the dialog's own loop, as soon as the dialog has the focus."""
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        if isinstance(dialog, Dialog) and focus is not None and dialog.isAncestorOf(focus):
            asked.append((dialog.windowTitle(), focus, walkers.unsafe_default(dialog)))
            QTest.keyClick(focus, Qt.Key.Key_Return)
        elif not deadline.hasExpired():
            QTimer.singleShot(10, answer)
        elif isinstance(dialog, Dialog):
            dialog.reject()

    QTimer.singleShot(0, answer)
    assert not program.shell.close()
    ((title, focus, faults),) = asked
    assert title == "Đang đóng gói, chưa xong."
    assert isinstance(focus, Button)
    assert focus.text() == "Đợi cho xong"
    assert faults == []
    assert program.shell.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not program.jobs.is_busy(), timeout=10_000)
    assert [file.suffix for file in stick.iterdir()] == [".chibo"]


def send_to_an_office(program: Program, root: Path) -> None:
    """Finalised minutes on a machine that knows its office."""
    town = Town(root / "town")
    clerk = town.office()

    def prepare() -> None:
        assert program.desk is not None
        know(program.desk, clerk)
        record(program.desk, "Chi bộ thôn Nà Thử")

    done: list[object] = []
    program.jobs.submit(prepare, done.append)
    while not done:
        QApplication.processEvents()
    town.close()
