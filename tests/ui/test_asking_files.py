"""Where a question for a file begins: where the one before was answered, else on the one stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from chibo_desktop.services import sending
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui import asking_files


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    asking_files._last.clear()
    yield
    asking_files._last.clear()


def test_it_begins_on_the_only_stick_and_goes_on_where_the_last_answer_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    stick, other = tmp_path / "USB", tmp_path / "khac"
    for one in (stick, other):
        one.mkdir()
    plugged = [Drive("USB", stick, 1)]
    monkeypatch.setattr(sending, "drives", lambda: tuple(plugged))
    assert asking_files.first_folder() == stick
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *words: (asked.append(words[2]), (str(other / "a.chibo-xin"), ""))[1]
    )
    page = QWidget()
    qtbot.addWidget(page)
    assert asking_files.file_to_open(page, "Chọn") == str(other / "a.chibo-xin")
    assert (asked, asking_files.first_folder()) == ([str(stick)], other)
    other.rmdir()
    assert asking_files.first_folder() == stick, "a folder that is gone is forgotten"
    plugged.append(Drive("USB 2", other, 1))
    assert asking_files.first_folder() not in (stick, other), "nobody guesses among several sticks"
