"""A mistake of the program: the report names places in the program, and no word of what anybody said."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.app.crash import CrashWatch, report
from chibo_desktop.app.logs import LARGEST, ProgramLog
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.crash_dialog import CrashDialog

NOW = dt.datetime(2026, 12, 3, 12, 42, 7, tzinfo=dt.UTC)
SECRET = "Đồng chí Triệu Văn Dụ đề nghị"


def now() -> dt.datetime:
    return NOW


def stumble() -> None:
    words = SECRET
    raise ValueError(words)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[CrashWatch]:
    made = CrashWatch(tmp_path / "logs", ProgramLog(tmp_path / "logs"), now)
    yield made
    made.unwatch()


def test_a_report_names_the_place_and_not_the_words() -> None:
    with pytest.raises(ValueError, match="Triệu") as caught:
        stumble()
    words = report(caught.type, caught.tb, NOW)
    assert "ValueError" in words
    assert "tests/app/test_crash.py" in words
    assert "stumble" in words
    assert "Triệu" not in words
    assert str(Path.home()) not in words


def test_what_nobody_caught_is_written_and_told(watch: CrashWatch, tmp_path: Path, qtbot: QtBot, capsys) -> None:
    watch.watch()
    with qtbot.waitSignal(watch.happened) as told:
        thread = threading.Thread(target=stumble)
        thread.start()
        thread.join()
    assert told.args is not None
    (written,) = (tmp_path / "logs").glob("crash-*.txt")
    assert written.read_text(encoding="utf-8").strip() == told.args[0]
    assert SECRET not in written.read_text(encoding="utf-8")
    assert "BUG kind=ValueError" in (tmp_path / "logs" / "program.log").read_text(encoding="ascii")


def test_the_dialog_shows_the_report_and_its_safe_button_is_the_default(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    for saved, said in (("19:42:07", "Mọi chữ đến 19:42:07 đã lưu."), ("", "vẫn còn nguyên")):
        dialog = CrashDialog("chibo 0.1", saved, parent).dialog()
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.safe.text() == "Mở lại"
        assert dialog.safe.isDefault()
        assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "chibo 0.1"
        assert any(said in label.text() for label in dialog.findChildren(Label))
        dialog.close()


def test_a_log_holds_codes_only_and_is_put_aside_when_large(tmp_path: Path) -> None:
    log = ProgramLog(tmp_path)
    log.write(NOW, "SAVED", visit="abcd2345", words=SECRET, count=3)
    assert log.file.read_text(encoding="ascii").endswith("SAVED visit=abcd2345 words=? count=3\n")
    log.file.write_bytes(b"x" * (LARGEST + 1))
    log.write(NOW, "STARTED")
    assert log.file.read_text(encoding="ascii").count("\n") == 1
    assert (tmp_path / "program.1.log").stat().st_size == LARGEST + 1


def test_copying_leaves_the_dialog_open(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[str] = []

    def answer(self: object) -> str:
        asked.append("again")
        return "Chép báo lỗi" if len(asked) == 1 else "Mở lại"

    monkeypatch.setattr("chibo_desktop.ui.components.dialog.Dialog.ask", answer)
    CrashDialog("chibo 0.1", "", parent).ask()
    assert len(asked) == 2
    assert QGuiApplication.clipboard().text() == "chibo 0.1"
